//! Turns schemas into types of the spec.
//!
//! A referenced schema becomes a named type if it is an object, an enum or a union; a string, a number or a list is
//! written out wherever it is used. Names are found last, when all types are known: until then the number of its schema
//! stands for a type.

mod composed;
mod limits;
mod objects;
mod scalars;
mod standing;
mod typed_share;
pub(super) mod unions;
mod values;

use std::collections::HashMap;

use self::typed_share::Counted;
use crate::openapi::document::Node;
use crate::openapi::import::read::Reader;
use crate::openapi::import::read::descriptions;
use crate::openapi::import::read::findings::{Owner, Reads};
use crate::openapi::import::read::normal_form::{
    self, ARRAY, BOOLEAN, INTEGER, Meaning, NUMBER, OBJECT, STRING,
};
use crate::openapi::import::read::pointer::At;
use crate::openapi::import::types::composed::is_composed;
use crate::spec::model::{Deprecation, Type, TypeParts};
use crate::words::formats::Formats;
use crate::words::limit::Subject;

/// The maximum depth of nested types.
const DEEPEST: usize = 200;

const DEEP: &str = "the schema is nested too deep; it becomes any JSON";

/// The schemas that have been converted or are being converted.
#[derive(Debug, Default)]
pub(super) struct Components {
    by_place: HashMap<u32, usize>,
    pub(super) list: Vec<Component>,
}

/// A referenced schema.
#[derive(Debug)]
pub(super) struct Component {
    pub(super) pointer: String,
    /// Its type; `None` while it is being converted.
    pub(super) type_: Option<Type>,
    /// Whether a reference names it.
    pub(super) named: bool,
}

/// The second phase: schemas that become types of the spec.
pub(super) struct Types<'d> {
    pub(super) reader: Reader<'d>,
    pub(super) formats: Formats,
    pub(super) counted: Counted,
    /// What is wrong with each pattern that occurred.
    patterns: HashMap<&'d str, Option<String>>,
    depth: usize,
    pub(super) components: Components,
    /// The schemas that are merged where they are used, by their places.
    merged: HashMap<composed::Places, composed::Merged>,
}

impl<'d> Types<'d> {
    pub(super) fn new(reader: Reader<'d>) -> Self {
        Self {
            formats: Formats::new(&reader.options.formats),
            reader,
            counted: Counted::default(),
            patterns: HashMap::new(),
            depth: 0,
            components: Components::default(),
            merged: HashMap::new(),
        }
    }
}

impl<'d> Reads<'d> for Types<'d> {
    fn reader(&mut self) -> &mut Reader<'d> {
        &mut self.reader
    }
}

impl<'d> Types<'d> {
    /// Returns the type of a schema's values, where it is used.
    pub(super) fn type_of(&mut self, at: &At<'d>) -> Type {
        if self.depth >= DEEPEST {
            self.reader.loss(at, "deep-schema", DEEP);
            return self.untyped(at, "deep-schema");
        }
        if !self.reader.has_work_left(at) {
            return self.untyped(at, "too-much");
        }
        self.depth += 1;
        let type_ = match self.reference(at) {
            Some((target, beside)) => self.use_of(&target, &beside),
            None if is_composed(at.value) => self.merged(std::slice::from_ref(at)),
            None => {
                let meaning = self.reader.meaning(at);
                self.type_of_meaning(&meaning)
            }
        };
        self.depth -= 1;
        self.count_schema(at, &type_);
        type_
    }

    /// Returns the type of a value that several schemas describe together.
    pub(super) fn type_of_all(&mut self, all: &[At<'d>]) -> Type {
        let all = self.reader.telling(all);
        match all.as_slice() {
            [one] => self.type_of(one),
            _ if self.depth >= DEEPEST => {
                self.reader.loss(&all[0], "deep-schema", DEEP);
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

    /// Returns the target of a reference, if the schema adds nothing but annotations to it.
    fn reference(&mut self, at: &At<'d>) -> Option<(At<'d>, At<'d>)> {
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
        let ignored = word == "$ref" && self.reader.ignores_siblings();
        if !ignored
            && !object
                .keys()
                .all(|key| key == word || key == "type" && word == "allOf" || beside(key))
        {
            return None;
        }
        match self.reader.resolve(reference) {
            Ok(target) => Some((target, *at)),
            Err(dangling) => {
                let message = dangling.message(reference);
                self.reader.loss(at, "ref-nowhere", message);
                None
            }
        }
    }

    /// Returns the type of a referenced schema, with the annotations beside the reference.
    fn use_of(&mut self, target: &At<'d>, beside: &At<'d>) -> Type {
        let id = self.component(target);
        let mut type_ = match &self.components.list[id].type_ {
            Some(type_) if composed::is_written_out(type_) && !self.components.list[id].named => {
                type_.clone()
            }
            // A schema that is still being converted refers to itself.
            None => self.by_name(id, std::slice::from_ref(target)),
            Some(_) => self.by_name(id, &[]),
        };
        let Type::Full(parts) = &mut type_ else { return type_ };
        let of_reference = if beside.text("$ref").is_some() && self.reader.ignores_siblings() {
            None
        } else {
            Some(beside)
        };
        if let Some(description) = beside.text("description").filter(|text| !text.trim().is_empty())
        {
            (parts.summary, parts.description) = descriptions::split(description);
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

    /// Returns the number of a referenced schema, and converts it the first time.
    fn component(&mut self, target: &At<'d>) -> usize {
        if let Some(&id) = self.components.by_place.get(&target.place()) {
            return id;
        }
        let id = self.components.list.len();
        self.components.by_place.insert(target.place(), id);
        let pointer = target.pointer();
        let named = self.reader.options.overridden.contains(&pointer);
        self.components.list.push(Component { pointer, type_: None, named });
        let type_ = self.about(Owner::Type(id), |types| match types.reference(target) {
            // A reference to another reference.
            Some((next, beside)) if next.place() != target.place() => types.use_of(&next, &beside),
            _ => {
                let meaning = types.reader.meaning(target);
                types.type_of_meaning(&meaning)
            }
        });
        self.count_schema(target, &type_);
        self.complete(id, type_, target);
        id
    }

    /// Returns `any` for a schema, and counts it by its cause.
    fn untyped(&mut self, at: &At<'d>, cause: &'static str) -> Type {
        self.count_lost(at, cause);
        any()
    }

    /// Returns the type of a merged schema.
    fn type_of_meaning(&mut self, meaning: &Meaning<'d>) -> Type {
        if !meaning.states_a_type() {
            return self.without_type(meaning);
        }
        for (word, at) in &meaning.ignored {
            match *word {
                "not" => self.reader.note(at, "not", "the client does not check `not`"),
                "required-choice" => self.reader.note(
                    at,
                    "required-choice",
                    "the client does not check which fields are required together",
                ),
                _ => self.reader.note(
                    at,
                    "condition",
                    "the client does not check conditions between fields",
                ),
            }
        }
        let mut parts = self.parts(meaning).0;
        self.describe(meaning, &mut parts);
        Type::Full(parts)
    }

    /// Returns the type of a schema that states none.
    fn without_type(&mut self, meaning: &Meaning<'d>) -> Type {
        let mut parts = Parts::of("any").0;
        // A limit implies the type if the document forgot it.
        let mut subjects = meaning.limits.iter().map(|(word, ..)| word.subject());
        let known = match meaning.format {
            Some("int32" | "int64") => Some("integer"),
            Some("float" | "double") => Some("number"),
            Some(
                "date-time" | "date" | "uuid" | "uri" | "email" | "byte" | "binary" | "password"
                | "ipv4" | "ipv6" | "hostname",
            ) => Some("string"),
            Some(format) if self.formats.of(format).is_some() => Some("string"),
            _ if subjects.any(|subject| subject == Subject::Strings) => Some("string"),
            _ => None,
        };
        if let Some(known) = known {
            self.reader.note(
                &meaning.at,
                "type-from-limits",
                format!("the schema states no type; its limits imply that it is a {known}"),
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
        parts.limits = self.limits(meaning, Subject::Objects);
        // Null is a value of `any` already.
        parts.nullable = false;
        Type::Full(parts)
    }

    /// Adds the documentation, the default and the example to a type.
    fn describe(&mut self, meaning: &Meaning<'d>, parts: &mut TypeParts) {
        let description = meaning.description.or(meaning.title.filter(|title| title.contains(' ')));
        if let Some(description) = description {
            (parts.summary, parts.description) = descriptions::split(description);
        }
        if meaning.deprecated {
            parts.deprecated = Some(Deprecation::Flag(true));
        }
        parts.nullable |= meaning.nullable && parts.expression() != Some("any");
        parts.default = meaning.default.map(|value| value.to_value().into());
        parts.example = meaning.example.map(|value| value.to_value().into());
    }

    /// Returns the type of a merged schema without its documentation.
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
                values.map(|value| normal_form::kind_of(*value)).fold(0, |kinds, kind| kinds | kind)
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
                self.reader.loss(
                    tuple,
                    "tuple",
                    "the items of the list have different types by position; each item can have any of these types",
                );
                let parts = self.union_of(cases);
                Type::Full(parts.0)
            }
            (None, true) => any(),
            (None, false) => self.type_of_all(&meaning.items),
        };
        let limits = self.limits(meaning, Subject::Lists);
        Parts::with(TypeParts { list: Some(item), limits, ..TypeParts::default() })
    }
}

/// A type without its documentation.
pub(super) struct Parts(pub(super) Box<TypeParts>);

impl Parts {
    fn of(name: &str) -> Self {
        Self::with(TypeParts::named(name))
    }

    fn with(parts: TypeParts) -> Self {
        Self(Box::new(parts))
    }
}

/// Returns the type `any`.
pub(super) fn any() -> Type {
    Type::Full(Box::new(TypeParts::named("any")))
}

/// Returns whether a type is an object, an enum of strings or a union, which have a name in the client.
pub(super) fn is_structure(type_: &Type) -> bool {
    match type_ {
        Type::Bare(_) => false,
        Type::Full(parts) => {
            parts.fields.is_some()
                || parts.union.is_some()
                || (parts.enum_.is_some() && parts.expression() != Some("integer"))
        }
    }
}
