//! Schemas as types of the spec.
//!
//! A schema that others refer to becomes a type with a name where it is an object, an enum or a
//! union; a string, a number or a list is written out wherever it is used. The name is found last,
//! when all types are known: until then a type goes by its number, `@12`.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::Value;

use super::at::At;
use super::meaning::{self, ARRAY, Additional, BOOLEAN, INTEGER, Meaning, NUMBER, OBJECT, STRING};
use super::merged::{self, is_composed};
use super::{Importing, Owner, text};
use crate::openapi::document::Node;
use crate::spec::model::{Deprecation, EnumValue, EnumValues, Field, Named, Rust, Type, TypeParts};

/// How deep types may stand in each other.
const DEEPEST: usize = 200;

const DEEP: &str = "the schema stands too deep in others; its values are taken as any JSON";

/// The integers that a whole number of JSON is read as.
const FORMATS_OF_INTEGERS: &[&str] = &["int32", "int64", "uint32", "uint64"];

/// A schema that has been converted, or is being.
#[derive(Debug, Default)]
pub(super) struct Components {
    by_place: HashMap<u32, usize>,
    pub(super) list: Vec<Component>,
}

/// A schema that is referred to.
#[derive(Debug)]
pub(super) struct Component {
    pub(super) pointer: String,
    /// None while it is being converted.
    pub(super) type_: Option<Type>,
    /// Something refers to it by name.
    pub(super) named: bool,
}

/// The name of a type until its own is known.
pub(super) fn placeholder(id: usize) -> String {
    format!("@{id}")
}

/// The type that a placeholder stands for.
pub(super) fn placeholder_id(name: &str) -> Option<usize> {
    name.strip_prefix('@')?.parse().ok()
}

impl<'d> Importing<'d> {
    /// The type of values of a schema, where it is used.
    pub(super) fn type_of(&mut self, at: &At<'d>) -> Type {
        if self.depth >= DEEPEST {
            self.loss(at, "deep-schema", DEEP);
            return self.untyped(at, "deep-schema");
        }
        if !self.has_work_left(at) {
            return self.untyped(at, "too-much");
        }
        self.depth += 1;
        let type_ = match self.reference(at) {
            Some((target, beside)) => self.use_of(&target, &beside),
            None if is_composed(at.value) => self.merged(std::slice::from_ref(at)),
            None => {
                let meaning = self.meaning(at);
                self.type_of_meaning(&meaning)
            }
        };
        self.depth -= 1;
        self.count_schema(at, &type_);
        type_
    }

    /// The type of something that several schemas describe together.
    pub(super) fn type_of_all(&mut self, all: &[At<'d>]) -> Type {
        let all = self.telling(all);
        match all.as_slice() {
            [one] => self.type_of(one),
            _ if self.depth >= DEEPEST => {
                self.loss(&all[0], "deep-schema", DEEP);
                self.untyped(&all[0], "deep-schema")
            }
            _ => {
                self.depth += 1;
                let type_ = self.merged(&all);
                self.depth -= 1;
                self.count_schemas(&all, &type_);
                type_
            }
        }
    }

    /// Of several schemas those that say more than others.
    #[allow(clippy::unused_self)]
    pub(super) fn telling(&self, all: &[At<'d>]) -> Vec<At<'d>> {
        let telling: Vec<At<'d>> =
            all.iter().filter(|at| all.len() == 1 || !is_vague(at, 0)).cloned().collect();
        if telling.is_empty() { all.iter().take(1).cloned().collect() } else { telling }
    }

    /// What a schema refers to, where it says nothing of its own but what goes beside a name.
    pub(super) fn reference(&mut self, at: &At<'d>) -> Option<(At<'d>, At<'d>)> {
        let object = at.value.as_object()?;
        let beside = |key: &str| {
            matches!(
                key,
                "description"
                    | "title"
                    | "deprecated"
                    | "readOnly"
                    | "writeOnly"
                    | "nullable"
                    | "default"
                    | "example"
                    | "examples"
                    | "x-sensitive"
                    | "summary"
            ) || key.starts_with("x-")
        };
        let (word, reference) =
            match (object.get("$ref").and_then(Node::as_str), object.get("allOf")) {
                (Some(reference), None) => ("$ref", reference),
                (None, Some(all)) => {
                    let all = all.as_array().filter(|all| all.len() == 1)?;
                    let one = all.first()?.as_object().filter(|one| one.len() == 1)?;
                    ("allOf", one.get("$ref")?.as_str()?)
                }
                _ => return None,
            };
        let ignored = word == "$ref" && self.ignores_siblings();
        if !ignored
            && !object
                .keys()
                .all(|key| key == word || key == "type" && word == "allOf" || beside(key))
        {
            return None;
        }
        match self.resolve(reference) {
            Ok(target) => Some((target, at.clone())),
            Err(dangling) => {
                let message = dangling.message(reference);
                self.loss(at, "ref-nowhere", message);
                None
            }
        }
    }

    /// The type that a schema of its own stands for, with what is said beside the reference.
    fn use_of(&mut self, target: &At<'d>, beside: &At<'d>) -> Type {
        let id = self.component(target);
        let mut type_ = match &self.components.list[id].type_ {
            Some(type_) if merged::is_written_out(type_) && !self.components.list[id].named => {
                type_.clone()
            }
            // One that is still being converted refers to itself.
            None => self.by_name(id, std::slice::from_ref(target)),
            Some(_) => self.by_name(id, &[]),
        };
        let Type::Full(parts) = &mut type_ else { return type_ };
        let of_reference = if beside.text("$ref").is_some() && self.ignores_siblings() {
            None
        } else {
            Some(beside)
        };
        if let Some(description) = beside.text("description").filter(|text| !text.trim().is_empty())
        {
            (parts.summary, parts.description) = text::split(description);
        }
        if let Some(beside) = of_reference {
            parts.nullable |= beside.flag("nullable");
            if beside.flag("deprecated") {
                parts.deprecated = Some(Deprecation::Flag(true));
            }
            if let Some(value) = beside.get("default") {
                parts.default = Some(value.value.to_value().into());
            }
            if let Some(value) = beside.get("example") {
                parts.example = Some(value.value.to_value().into());
            }
        }
        type_
    }

    /// The number of a schema that is referred to, which is converted the first time.
    pub(super) fn component(&mut self, target: &At<'d>) -> usize {
        if let Some(&id) = self.components.by_place.get(&target.place()) {
            return id;
        }
        let id = self.components.list.len();
        self.components.by_place.insert(target.place(), id);
        let pointer = target.pointer();
        let named = self.options.overridden.contains(&pointer);
        self.components.list.push(Component { pointer, type_: None, named });
        let owner = std::mem::replace(&mut self.owner, Owner::Type(id));
        let type_ = match self.reference(target) {
            // A name for another name.
            Some((next, beside)) if next.place() != target.place() => self.use_of(&next, &beside),
            _ => {
                let meaning = self.meaning(target);
                self.type_of_meaning(&meaning)
            }
        };
        self.owner = owner;
        self.count_schema(target, &type_);
        self.complete(id, type_, target);
        id
    }

    /// `any` for a schema, and why.
    pub(super) fn untyped(&mut self, at: &At<'d>, cause: &'static str) -> Type {
        self.count_lost(at, cause);
        any()
    }

    /// A meaning as a type.
    pub(super) fn type_of_meaning(&mut self, meaning: &Meaning<'d>) -> Type {
        if !meaning.states_a_type() {
            return self.without_type(meaning);
        }
        for (word, at) in &meaning.ignored {
            match *word {
                "not" => self.note(
                    at,
                    "not",
                    "`not` limits what is sent in a way that the client does not check",
                ),
                "required-choice" => self.note(
                    at,
                    "required-choice",
                    "which of several fields are required together is not checked",
                ),
                _ => self.note(at, "condition", "conditions between fields are not checked"),
            }
        }
        let mut parts = self.parts(meaning).0;
        self.describe(meaning, &mut parts);
        Type::Full(parts)
    }

    /// What says nothing of its values.
    fn without_type(&mut self, meaning: &Meaning<'d>) -> Type {
        let mut parts = Parts::of("any").0;
        // A limit tells what is meant where the type is forgotten.
        let of = |names: &[&str]| meaning.limits.iter().any(|(name, ..)| names.contains(name));
        let known = match meaning.format {
            Some("int32" | "int64") => Some("integer"),
            Some("float" | "double") => Some("number"),
            Some(
                "date-time" | "date" | "uuid" | "uri" | "email" | "byte" | "binary" | "password"
                | "ipv4" | "ipv6" | "hostname",
            ) => Some("string"),
            Some(format) if self.formats.of(format).is_some() => Some("string"),
            _ if of(&["minLength", "maxLength", "pattern"]) => Some("string"),
            _ => None,
        };
        if let Some(known) = known {
            self.note(
                &meaning.at,
                "type-from-limits",
                format!("no type is stated; what limits the value shows that it is a {known}"),
            );
            let mut meaning = meaning.clone();
            meaning.kinds = match known {
                "integer" => INTEGER,
                "number" => NUMBER,
                _ => STRING,
            };
            return self.type_of_meaning(&meaning);
        }
        self.describe(meaning, &mut parts);
        // Null is a value of `any` as it is.
        parts.nullable = false;
        Type::Full(parts)
    }

    /// The text, the default and the example of a type.
    fn describe(&mut self, meaning: &Meaning<'d>, parts: &mut TypeParts) {
        let description = meaning.description.or(meaning.title.filter(|title| title.contains(' ')));
        if let Some(description) = description {
            (parts.summary, parts.description) = text::split(description);
        }
        if meaning.deprecated {
            parts.deprecated = Some(Deprecation::Flag(true));
        }
        parts.nullable |= meaning.nullable && parts.type_.as_deref() != Some("any");
        parts.default = meaning.default.map(|value| value.to_value().into());
        parts.example = meaning.example.map(|value| value.to_value().into());
    }

    /// What a meaning is, without its text.
    fn parts(&mut self, meaning: &Meaning<'d>) -> Parts {
        if let Some(parts) = self.choices(meaning) {
            return parts;
        }
        if let Some(values) = &meaning.values {
            let values = values.clone();
            if let Some(parts) = self.values(meaning, &values) {
                return parts;
            }
        }
        let mut kinds = meaning.kinds;
        if kinds == 0 {
            kinds = if meaning.is_object() || meaning.additional.is_some() {
                OBJECT
            } else if meaning.tuple.is_some() || !meaning.items.is_empty() {
                ARRAY
            } else {
                let values = meaning.values.iter().flatten();
                values.map(|value| meaning::kind_of(*value)).fold(0, |kinds, kind| kinds | kind)
            };
        }
        let several: Vec<u8> = [OBJECT, ARRAY, BOOLEAN, INTEGER, NUMBER, STRING]
            .into_iter()
            .filter(|kind| kinds & kind != 0 && !(*kind == INTEGER && kinds & NUMBER != 0))
            .collect();
        match several.as_slice() {
            [] => Parts::of("any"),
            [one] => self.of_kind(*one, meaning),
            _ => {
                let cases = several.iter().map(|kind| {
                    let mut parts = self.of_kind(*kind, meaning).0;
                    parts.nullable = false;
                    Type::Full(parts)
                });
                let cases = cases.collect();
                self.union_of(cases)
            }
        }
    }

    fn of_kind(&mut self, kind: u8, meaning: &Meaning<'d>) -> Parts {
        match kind {
            OBJECT => self.object(meaning),
            ARRAY => self.list(meaning),
            BOOLEAN => Parts::of("boolean"),
            STRING => self.string(meaning),
            INTEGER => self.integer(meaning),
            _ => self.number(meaning),
        }
    }

    fn object(&mut self, meaning: &Meaning<'d>) -> Parts {
        if meaning.properties.is_empty() {
            let values = self.rest(meaning).unwrap_or_else(any);
            return Parts::with(TypeParts { map: Some(values), ..TypeParts::default() });
        }
        Parts(self.object_with_fields(meaning))
    }

    /// An object of named fields, and of any others where the schema says that there are.
    pub(super) fn object_with_fields(&mut self, meaning: &Meaning<'d>) -> Box<TypeParts> {
        let fields = self.fields(meaning);
        let rest = self.rest(meaning);
        Box::new(TypeParts {
            fields: Some(fields.into()),
            rest: rest.map(Box::new),
            ..TypeParts::default()
        })
    }

    /// What the values are that no property names, where the schema says that there are: of several patterns any one.
    fn rest(&mut self, meaning: &Meaning<'d>) -> Option<Type> {
        let all = match &meaning.additional {
            Some(Additional::Of(all)) => all,
            Some(Additional::Any) => return Some(any()),
            // Where nothing is said of others, others may come all the same, and mean nothing.
            Some(Additional::None) | None => return None,
        };
        let mut types: Vec<Type> = all.iter().map(|at| self.type_of(at)).collect();
        match types.len() {
            0 | 1 => types.pop(),
            _ => Some(Type::Full(self.union_of(types).0)),
        }
    }

    /// The properties of an object.
    pub(super) fn fields(&mut self, meaning: &Meaning<'d>) -> Named<Field> {
        let mut fields = Named::with_capacity(meaning.properties.len());
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for (wire, schemas) in meaning.properties.iter() {
            let place = schemas.first().cloned().unwrap_or_else(|| meaning.at.clone());
            if wire.is_empty() || wire.ends_with('?') {
                self.loss(&place, "odd-name", "a field without a name, or with a `?` at its end, cannot be written; it is left out");
                self.count_lost(&place, "odd-name");
                continue;
            }
            let rust =
                crate::naming::value_name(wire, crate::naming::Place::Free).plain().to_owned();
            let own_name =
                taken.contains(&rust).then(|| another_name(wire, |name| taken.contains(name)));
            taken.insert(own_name.clone().unwrap_or(rust));
            let (read_only, write_only) = self.directions(schemas);
            let mut unique: Vec<At<'d>> = Vec::with_capacity(schemas.len());
            for schema in schemas {
                if !unique.iter().any(|other| other.place() == schema.place()) {
                    unique.push(schema.clone());
                }
            }
            let mut type_ = self.type_of_all(&unique);
            if let (Some(name), Type::Full(parts)) = (own_name, &mut type_) {
                parts.rust = Some(Rust { name: Some(name), ..Rust::default() }.into());
            }
            let required = meaning.required.contains(wire);
            let key = if required { (*wire).to_owned() } else { format!("{wire}?") };
            let both = read_only && write_only;
            let field = Field {
                read_only: read_only && !both,
                write_only: write_only && !both,
                ..Field::new(type_)
            };
            fields.insert(key, field);
        }
        self.without_property(meaning, &mut fields);
        fields
    }

    /// Members that must be there, and of which nothing is said: callers can give them, as any JSON. In an answer they
    /// may be missing, as nobody seems to look.
    fn without_property(&mut self, meaning: &Meaning<'d>, fields: &mut Named<Field>) {
        if meaning.properties.is_empty() || matches!(meaning.additional, Some(Additional::None)) {
            return;
        }
        let rust = |wire: &str| crate::naming::value_name(wire, crate::naming::Place::Free);
        for wire in &meaning.required {
            let taken = fields.keys().any(|key| rust(key.trim_end_matches('?')) == rust(wire));
            if taken || wire.is_empty() || wire.ends_with('?') {
                continue;
            }
            let message = format!(
                "`{wire}` is required, and no property is; it is any JSON, and may be left out"
            );
            self.note(&meaning.at, "required-without-property", message);
            fields.insert(format!("{wire}?"), Field::new(any()));
        }
    }

    /// Whether a property goes one way only.
    fn directions(&mut self, schemas: &[At<'d>]) -> (bool, bool) {
        let mut seen = HashSet::new();
        let mut open: Vec<At<'d>> = schemas.to_vec();
        let (mut read_only, mut write_only) = (false, false);
        while let Some(schema) = open.pop() {
            read_only |= schema.flag("readOnly");
            write_only |= schema.flag("writeOnly");
            if let Some((target, _)) = self.reference(&schema)
                && seen.insert(target.place())
            {
                open.push(target);
            }
            open.extend(schema.get("allOf").into_iter().flat_map(|parts| parts.items()));
        }
        (read_only, write_only)
    }

    fn list(&mut self, meaning: &Meaning<'d>) -> Parts {
        let item = match (&meaning.tuple, meaning.items.is_empty()) {
            (Some(tuple), more) => {
                let items: Vec<At<'d>> = tuple.items().collect();
                let mut cases: Vec<Type> = items.iter().map(|item| self.type_of(item)).collect();
                if more && (2..=12).contains(&cases.len()) {
                    return Parts::with(TypeParts { tuple: Some(cases), ..TypeParts::default() });
                }
                if let Some(rest) = meaning.items.first() {
                    cases.push(self.type_of(&rest.clone()));
                }
                self.loss(
                    tuple,
                    "tuple",
                    "a list whose items differ by their place is taken as a list of any of them",
                );
                let parts = self.union_of(cases);
                Type::Full(parts.0)
            }
            (None, true) => any(),
            (None, false) => self.type_of_all(&meaning.items),
        };
        let mut parts = TypeParts { list: Some(item), ..TypeParts::default() };
        parts.min_items = self.whole_number(meaning, "minItems");
        parts.max_items = self.whole_number(meaning, "maxItems");
        if parts.min_items.zip(parts.max_items).is_some_and(|(least, most)| least > most) {
            self.note(
                &meaning.at,
                "contradiction",
                "no list can have as many items as it must; the limits are left out",
            );
            (parts.min_items, parts.max_items) = (None, None);
        }
        parts.unique_items =
            meaning.limit("uniqueItems").is_some_and(|(value, _)| value.as_bool() == Some(true));
        Parts::with(parts)
    }

    fn string(&mut self, meaning: &Meaning<'d>) -> Parts {
        let mut parts = TypeParts { type_: Some("string".to_owned()), ..TypeParts::default() };
        parts.format = meaning.format.map(str::to_owned);
        parts.secret = meaning.secret || meaning.format == Some("password");
        if parts.secret && meaning.secret {
            parts.format = None;
        }
        match meaning.format {
            // The length and the pattern of a date say nothing that the date does not.
            Some("date-time" | "date") if self.is_narrow(&parts) => {
                parts.secret = false;
                return Parts::with(parts);
            }
            // Bytes in JSON are text, unless the user knows how they are written there.
            Some("binary") if self.formats.of("binary").is_none() => parts.format = None,
            _ => {}
        }
        parts.min_length = self.whole_number(meaning, "minLength");
        parts.max_length = self.whole_number(meaning, "maxLength");
        if parts.min_length.zip(parts.max_length).is_some_and(|(least, most)| least > most) {
            self.note(
                &meaning.at,
                "contradiction",
                "no text is as long as it must be; the limits are left out",
            );
            (parts.min_length, parts.max_length) = (None, None);
        }
        if let Some((value, at)) = meaning.limit("pattern")
            && let Some(pattern) = value.as_str()
        {
            // A schema is converted wherever it is used, and its pattern is the same each time.
            let fault = self.patterns.entry(pattern).or_insert_with(|| {
                regex_lite::Regex::new(pattern).err().map(|error| error.to_string())
            });
            match fault {
                None => parts.pattern = Some(pattern.to_owned()),
                Some(fault) => {
                    let message = format!("the pattern is not checked: {fault}");
                    self.loss(&at, "pattern", message);
                }
            }
        }
        Parts::with(parts)
    }

    fn integer(&mut self, meaning: &Meaning<'d>) -> Parts {
        let mut parts = TypeParts { type_: Some("integer".to_owned()), ..TypeParts::default() };
        parts.format =
            meaning.format.filter(|format| FORMATS_OF_INTEGERS.contains(format)).map(str::to_owned);
        self.bounds(meaning, &mut parts);
        // Whole numbers from zero to beyond what a sign leaves room for.
        let from_zero = parts.minimum.is_some_and(|bound| bound >= 0.0);
        if parts.format.is_none()
            && from_zero
            && parts.maximum.is_some_and(|bound| (9.3e18..1.9e19).contains(&bound))
        {
            parts.format = Some("uint64".to_owned());
        }
        // The greatest of 64 bits, which many programs round up.
        let mut values = meaning.default.into_iter().chain(meaning.example);
        let is_beyond = |value: Node<'_>| value.is_number() && value.as_i64().is_none();
        if parts.format.is_none() && values.any(|value| is_beyond(value) && is_whole(value)) {
            parts.format = Some("int128".to_owned());
        }
        // What does not fit into 64 bits is a bound that no value of the type can break.
        parts.maximum = parts.maximum.filter(|bound| *bound < 9.2e18);
        parts.minimum = parts.minimum.filter(|bound| *bound > -9.2e18);
        Parts::with(parts)
    }

    fn number(&mut self, meaning: &Meaning<'d>) -> Parts {
        let mut parts = TypeParts { type_: Some("number".to_owned()), ..TypeParts::default() };
        self.bounds(meaning, &mut parts);
        Parts::with(parts)
    }

    fn bounds(&mut self, meaning: &Meaning<'d>, parts: &mut TypeParts) {
        let bound = |name: &str| {
            let (value, _) = meaning.limit(name)?;
            value.as_f64().filter(|bound| bound.is_finite())
        };
        let is_true = |name: &str| {
            meaning.limit(name).is_some_and(|(value, _)| value.as_bool() == Some(true))
        };
        parts.minimum = bound("minimum");
        parts.maximum = bound("maximum");
        parts.exclusive_minimum = bound("exclusiveMinimum");
        parts.exclusive_maximum = bound("exclusiveMaximum");
        parts.multiple_of = bound("multipleOf").filter(|factor| *factor > 0.0);
        // In 3.0 the bound stands in `minimum`, and the word only says that it is left out.
        if is_true("exclusiveMinimum") {
            parts.exclusive_minimum = parts.minimum.take();
        }
        if is_true("exclusiveMaximum") {
            parts.exclusive_maximum = parts.maximum.take();
        }
        let least = parts
            .minimum
            .into_iter()
            .chain(parts.exclusive_minimum)
            .fold(f64::NEG_INFINITY, f64::max);
        let most =
            parts.maximum.into_iter().chain(parts.exclusive_maximum).fold(f64::INFINITY, f64::min);
        let open = parts.exclusive_minimum == Some(least) || parts.exclusive_maximum == Some(most);
        if least > most || (open && least >= most) {
            self.note(
                &meaning.at,
                "contradiction",
                "no number keeps to both of its bounds; they are left out",
            );
            (parts.minimum, parts.maximum) = (None, None);
            (parts.exclusive_minimum, parts.exclusive_maximum) = (None, None);
        }
    }

    fn whole_number(&mut self, meaning: &Meaning<'d>, name: &str) -> Option<u64> {
        let (value, _) = meaning.limit(name)?;
        // Lengths are whole numbers, which some documents write as `10.0`.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let rounded = || {
            value.as_f64().filter(|number| (0.0..1e15).contains(number)).map(|number| number as u64)
        };
        value.as_u64().or_else(rounded)
    }

    /// A list of values as a type.
    fn values(&mut self, meaning: &Meaning<'d>, values: &[Node<'d>]) -> Option<Parts> {
        let strings: Vec<&str> = values.iter().filter_map(|value| value.as_str()).collect();
        let numbers: Vec<Node<'d>> =
            values.iter().copied().filter(|value| value.is_number()).collect();
        let others = values.len() - strings.len() - numbers.len();
        if values.is_empty() {
            // Null alone.
            return Some(Parts::of("any"));
        }
        let takes_numbers = meaning.kinds == 0 || meaning.kinds & (INTEGER | NUMBER) != 0;
        let takes_strings = meaning.kinds == 0 || meaning.kinds & STRING != 0;
        if others == 0 && numbers.is_empty() && takes_strings {
            return Some(self.string_enum(&strings));
        }
        if others == 0 && strings.is_empty() && takes_numbers {
            return Some(self.number_enum(&numbers));
        }
        if others == 0 && takes_strings && takes_numbers {
            let cases = vec![
                Type::Full(self.number_enum(&numbers).0),
                Type::Full(self.string_enum(&strings).0),
            ];
            return Some(self.union_of(cases));
        }
        if !strings.is_empty() && !takes_strings {
            // `type: integer` with quoted values: what is meant is what is stated.
            let quoted: Vec<i64> = strings.iter().filter_map(|text| text.parse().ok()).collect();
            if takes_numbers && quoted.len() == values.len() {
                self.note(
                    &meaning.at,
                    "quoted-values",
                    "the values of a number are written as texts, and taken as numbers",
                );
                let values = quoted.into_iter().map(Value::from).collect();
                return Some(Parts::with(TypeParts {
                    type_: Some("integer".to_owned()),
                    enum_: Some(EnumValues::Plain(values).into()),
                    ..TypeParts::default()
                }));
            }
        }
        // Booleans, lists and objects: what they are is said by the type.
        None
    }

    /// An open set of texts.
    pub(super) fn string_enum(&self, values: &[&str]) -> Parts {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut kept: Named<EnumValue> = Named::new();
        let rust = |text: &str| {
            crate::naming::type_name(text, crate::naming::Place::Variant).as_str().to_owned()
        };
        for value in values {
            if kept.contains_key(*value) {
                continue;
            }
            let mut said = EnumValue::default();
            if !taken.insert(rust(value)) {
                let name = another_name(value, |name| taken.contains(&rust(name)));
                taken.insert(rust(&name));
                said.name = Some(name);
            }
            kept.insert((*value).to_owned(), said);
        }
        if kept.values().all(|said| said.name.is_none()) {
            let plain = kept.into_keys().map(Value::from).collect();
            return Parts::with(TypeParts {
                enum_: Some(EnumValues::Plain(plain).into()),
                ..TypeParts::default()
            });
        }
        Parts::with(TypeParts {
            enum_: Some(EnumValues::Described(kept).into()),
            ..TypeParts::default()
        })
    }

    fn number_enum(&mut self, numbers: &[Node<'d>]) -> Parts {
        let integers: Vec<Value> =
            numbers.iter().filter_map(|value| value.as_i64()).map(Value::from).collect();
        if integers.len() < numbers.len() {
            return Parts::of("number");
        }
        Parts::with(TypeParts {
            type_: Some("integer".to_owned()),
            enum_: Some(EnumValues::Plain(integers).into()),
            ..TypeParts::default()
        })
    }
}

/// Whether a schema says no more than what kind a value is, or that it is one of several kinds: beside another that
/// says more it has nothing to add.
fn is_vague(at: &At<'_>, depth: usize) -> bool {
    let Some(object) = at.value.as_object() else { return true };
    if depth > 8 {
        return false;
    }
    object.into_iter().all(|(word, value)| match word {
        "type" => {
            !matches!(value.as_str(), Some("string" | "integer" | "number" | "boolean"))
                || depth > 0
        }
        "description" | "title" | "nullable" | "example" | "examples" | "default"
        | "deprecated" => true,
        "items" => at.get("items").is_some_and(|items| is_vague(&items, depth + 1)),
        "oneOf" | "anyOf" => {
            at.get(word).is_some_and(|list| list.items().all(|case| is_vague(&case, depth + 1)))
        }
        "additionalProperties" => value.is_boolean(),
        _ => word.starts_with("x-"),
    })
}

/// Whether a number has no fraction.
fn is_whole(value: Node<'_>) -> bool {
    value.as_u64().is_some()
        || value.as_f64().is_some_and(|value| value.fract() == 0.0 && value.abs() > 9.2e18)
}

/// What a type is, before its text is known.
pub(super) struct Parts(pub(super) Box<TypeParts>);

impl Parts {
    pub(super) fn of(name: &str) -> Self {
        Self::with(TypeParts { type_: Some(name.to_owned()), ..TypeParts::default() })
    }

    pub(super) fn with(parts: TypeParts) -> Self {
        Self(Box::new(parts))
    }
}

/// A name for what has the name of another: with its signs spelled out, then with its capitals told, then with a number.
fn another_name(text: &str, taken: impl Fn(&str) -> bool) -> String {
    let plain = crate::naming::value_name(text, crate::naming::Place::Free)
        .plain()
        .trim_matches('_')
        .to_owned();
    let spelled = crate::naming::spelled(text);
    let is_upper = text.chars().any(|c| c.is_ascii_uppercase())
        && !text.chars().any(|c| c.is_ascii_lowercase());
    let cased = if is_upper { format!("{plain}_upper") } else { format!("{plain}_value") };
    let numbered = (2..).map(|number| format!("{plain}_{number}"));
    let candidates = [spelled, cased];
    candidates.into_iter().chain(numbered).find(|name| !taken(name)).unwrap_or(plain)
}

/// Any JSON.
pub(super) fn any() -> Type {
    Type::Full(Box::new(TypeParts { type_: Some("any".to_owned()), ..TypeParts::default() }))
}

/// Whether a type is an object, an enum of texts or a union: something that has a name in the client.
pub(super) fn is_structure(type_: &Type) -> bool {
    match type_ {
        Type::Bare(_) => false,
        Type::Full(parts) => {
            parts.fields.is_some()
                || parts.union.is_some()
                || (parts.enum_.is_some() && parts.type_.as_deref() != Some("integer"))
        }
    }
}
