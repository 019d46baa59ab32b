//! Types: which names there are, what each stands for, and what is written where it is used.

use serde_json::Value;

use super::checked::{Definition, Field, Kind, Limits, Shape, Type, TypeBox, TypeId, Union};
use super::constants::{Beside, typed};
use super::place::Place;
use super::{Checking, LONGEST_CHAIN, expression, text};
use crate::naming;
use crate::spec::model::{self, EnumValues, TypeParts, UnionCases};
use crate::spec::nearest;

/// The names that need no definition.
pub(super) const BUILT_IN: &[&str] =
    &["string", "integer", "number", "boolean", "date-time", "date", "any", "binary", "none"];

/// Names that other languages use, and what ours calls them.
const ELSEWHERE: &[(&str, &str)] = &[
    ("object", "write `fields:` for an object, `map:` for one with any keys"),
    ("array", "write `list:` with the type of the items"),
    ("list", "write `list:` with the type of the items"),
    ("map", "write `map:` with the type of the values"),
    ("bool", "it is called `boolean`"),
    ("int", "it is called `integer`"),
    ("float", "it is called `number`"),
    ("double", "it is called `number`"),
    ("str", "it is called `string`"),
    ("text", "it is called `string`"),
    ("bytes", "it is called `binary`, and is a field of a body with `as: multipart`"),
    ("file", "it is called `binary`, and is a field of a body with `as: multipart`"),
    ("datetime", "it is called `date-time`"),
    ("timestamp", "it is called `date-time`"),
    ("uuid", "write `type: string` with `format: uuid`"),
    ("null", "write `T | null` where null is one of the values"),
];

impl Checking<'_> {
    /// Finds the names of all types, so that each can speak of every other.
    pub(super) fn collect_types(&mut self) {
        for file in 0..self.files() {
            for name in self.types_of(file).keys() {
                let place = Place::new(file, &["types", name]);
                if !is_type_name(name) {
                    self.error_at_key(
                        "type-name",
                        &place,
                        format!("`{name}` is no name for a type"),
                    )
                    .help("start with a letter, and go on with letters, digits and `_`")
                    .add();
                } else if BUILT_IN.contains(&name.as_str()) {
                    self.error_at_key("built-in-type", &place, format!("`{name}` is built in"))
                        .help("choose another name")
                        .add();
                }
                self.define(name, place);
            }
        }
    }

    /// Reserves a name that the whole API can use; the definition is filled in when it is resolved.
    fn define(&mut self, name: &str, place: Place) -> TypeId {
        let id = TypeId(self.definitions.len());
        if let Some(&first) = self.names.get(name) {
            let before = self.defined_at[first.0].key(self.api);
            self.error_at_key("defined-twice", &place, format!("the type `{name}` is defined twice"))
                .note(before, "the first definition")
                .help("a type's name is unique within its API; give one of them another, for an inline type with `name:`")
                .add();
        } else {
            self.names.insert(name.to_owned(), id);
        }
        self.add_definition(name, place)
    }

    /// Adds a definition, which is filled in when it is resolved. Its name is not known beyond the
    /// file: two resources may well have a list with a direction.
    fn add_definition(&mut self, name: &str, place: Place) -> TypeId {
        let id = TypeId(self.definitions.len());
        self.definitions.push(Definition {
            name: name.to_owned(),
            resource: self.resource_of[place.file],
            text: super::Text::default(),
            shape: Shape::Alias(Type::plain(Kind::Any)),
            example: None,
        });
        self.defined_at.push(place);
        id
    }

    /// Fills in every definition that the files give by name.
    pub(super) fn resolve_types(&mut self) {
        let mut id = 0;
        let named = self.definitions.len();
        for file in 0..self.files() {
            for (name, type_) in self.types_of(file) {
                let place = Place::new(file, &["types", name]);
                // One that is defined twice has an entry of its own, so the order is that of the definitions.
                self.resolve_definition(TypeId(id), name, type_, &place);
                id += 1;
            }
        }
        debug_assert_eq!(id, named, "every definition has been resolved");
    }

    fn resolve_definition(&mut self, id: TypeId, name: &str, type_: &model::Type, place: &Place) {
        let short;
        let parts = match type_ {
            model::Type::Full(parts) => parts.as_ref(),
            model::Type::Bare(expression) => {
                // Its place is found by there being no key `type`.
                short = TypeParts { type_: Some(expression.clone()), ..TypeParts::default() };
                &short
            }
        };
        let shape = self.shape(id, name, parts, place);
        if matches!(shape, Shape::Object { .. } | Shape::Enum(_) | Shape::Union(_)) {
            let mut type_ = Type::plain(Kind::Named(id));
            type_.default.clone_from(&parts.default);
            type_.example.clone_from(&parts.example);
            self.remember(&type_, place);
        }
        let definition = &mut self.definitions[id.0];
        definition.shape = shape;
        definition.text =
            text(parts.summary.as_ref(), parts.description.as_ref(), parts.deprecated.as_ref());
        definition.example.clone_from(&parts.example);
    }

    /// What a definition is.
    fn shape(&mut self, id: TypeId, name: &str, parts: &TypeParts, place: &Place) -> Shape {
        self.one_structure(parts, place);
        let structured = parts.fields.is_some()
            || parts.extends.is_some()
            || parts.union.is_some()
            || parts.enum_.as_ref().is_some_and(|values| !Self::is_integer_enum(parts, values));
        if structured {
            // Only a string, a number or a list has limits; whatever else it is will do here.
            self.limits(parts, &Kind::Boolean, place);
        }
        if parts.fields.is_some() || parts.extends.is_some() {
            if let Some(base) = &parts.extends {
                self.bases.insert(id, (base.clone(), place.child("extends")));
            }
            self.no_secret(parts, place);
            self.no_constant_in(parts, place);
            let fields = parts
                .fields
                .as_ref()
                .map(|fields| self.fields(name, fields, place))
                .unwrap_or_default();
            return Shape::Object { fields, hole: None };
        }
        if let Some(values) = &parts.enum_
            && !Self::is_integer_enum(parts, values)
        {
            self.no_secret(parts, place);
            return Shape::Enum(self.enum_values(values, &place.child("enum")));
        }
        if let Some(cases) = &parts.union {
            self.no_secret(parts, place);
            return Shape::Union(self.union(name, cases, parts.tag.as_deref(), place));
        }
        let type_ = self.type_parts(name, parts, place);
        if type_.nullable {
            self.error("nullable-name", place, format!("`{name}` is null wherever it is used"))
                .help("write `| null` where the type is used")
                .add();
        }
        match type_.kind {
            Kind::String => Shape::Text { limits: type_.limits, secret: type_.secret },
            _ => Shape::Alias(type_),
        }
    }

    /// A type where it is used; what is written out there is named after `name`.
    pub(super) fn type_(&mut self, name: &str, type_: &model::Type, place: &Place) -> Type {
        match type_ {
            model::Type::Bare(expression) => self.expression(expression, place),
            model::Type::Full(parts) => self.use_of(name, parts, place),
        }
    }

    /// A type spelled out where it is used. Objects, enums and unions get a definition of their own.
    fn use_of(&mut self, name: &str, parts: &TypeParts, place: &Place) -> Type {
        let structured = parts.fields.is_some()
            || parts.extends.is_some()
            || parts.union.is_some()
            || parts.enum_.as_ref().is_some_and(|values| !Self::is_integer_enum(parts, values));
        if !structured && parts.name.is_none() {
            self.one_structure(parts, place);
            return self.type_parts(name, parts, place);
        }
        let name = parts.name.as_deref().unwrap_or(name);
        if !is_type_name(name) {
            self.error(
                "type-name",
                &place.child("name"),
                format!("`{name}` is no name for a type"),
            )
            .help("start with a letter, and go on with letters, digits and `_`")
            .add();
        }
        let id = match &parts.name {
            Some(_) => self.define(name, place.clone()),
            None => self.add_definition(name, place.clone()),
        };
        let shape = self.shape(id, name, parts, place);
        let definition = &mut self.definitions[id.0];
        definition.shape = shape;
        definition.text =
            text(parts.summary.as_ref(), parts.description.as_ref(), parts.deprecated.as_ref());
        let type_ = Type {
            kind: Kind::Named(id),
            nullable: parts.nullable,
            secret: false,
            limits: Limits::default(),
            default: parts.default.clone(),
            example: parts.example.clone(),
        };
        self.remember(&type_, place);
        type_
    }

    /// A type that needs no definition: a name, a list or a map.
    fn type_parts(&mut self, name: &str, parts: &TypeParts, place: &Place) -> Type {
        let before = self.found.len();
        let type_ = if let Some(item) = &parts.list {
            let item = self.type_(name, item, &place.child("list"));
            Type::plain(Kind::List(Box::new(TypeBox(item))))
        } else if let Some(value) = &parts.map {
            let value = self.type_(name, value, &place.child("map"));
            Type::plain(Kind::Map(Box::new(TypeBox(value))))
        } else if let Some(expression) = &parts.type_ {
            let inside = place.child("type");
            let place = if inside.exists(self.api) { &inside } else { place };
            self.expression(expression, place)
        } else if parts.enum_.is_some() {
            Type::plain(Kind::Integer)
        } else {
            self.error_at_key("no-type", place, "nothing here says what the value is")
                .help("write one of `type`, `fields`, `enum`, `union`, `list` and `map`")
                .add();
            Type::plain(Kind::Any)
        };
        if self.is_mistaken(&type_, before) {
            // Whether the rest goes with the type can be told once the type is right.
            return type_;
        }
        self.refined(type_, parts, place)
    }

    /// A type together with what is written beside it: limits, a default, an example.
    pub(super) fn refined(&mut self, mut type_: Type, parts: &TypeParts, place: &Place) -> Type {
        self.apply_format(&mut type_, parts, place);
        type_.nullable |= parts.nullable;
        let before = self.found.len();
        let limits = self.limits(parts, &type_.kind, place);
        type_.limits = type_.limits.tightened(&limits);
        if let Some(EnumValues::Plain(values)) = &parts.enum_ {
            type_.limits.one_of = values.iter().filter_map(Value::as_i64).collect();
        }
        let whole = self.whole_limits(&type_);
        self.consistent(&whole, place);
        type_.secret |= parts.secret;
        if parts.secret {
            self.secret_fits(&type_, place);
        }
        type_.default.clone_from(&parts.default);
        type_.example.clone_from(&parts.example);
        if self.found.len() == before {
            self.remember(&type_, place);
        }
        type_
    }

    /// Whether a type stands for a mistake that has been reported since there were so many errors.
    pub(super) fn is_mistaken(&self, type_: &Type, errors_before: usize) -> bool {
        let mut kind = &type_.kind;
        while let Kind::List(inner) | Kind::Map(inner) = kind {
            kind = &inner.0.kind;
        }
        *kind == Kind::Any && self.found.len() > errors_before
    }

    /// What an expression such as `Token[] | null` stands for.
    pub(super) fn expression(&mut self, text: &str, place: &Place) -> Type {
        let parsed = match expression::parse(text) {
            Ok(parsed) => parsed,
            Err(reason) => {
                self.error("type-expression", place, format!("`{text}` is no type: {reason}"))
                    .help("a type is written like `Token`, `Token[]` or `Token | null`")
                    .add();
                return Type::plain(Kind::Any);
            }
        };
        let mut type_ = Type::plain(self.named(parsed.name, place));
        for _ in 0..parsed.lists {
            type_ = Type::plain(Kind::List(Box::new(TypeBox(type_))));
        }
        type_.nullable = parsed.nullable;
        type_
    }

    fn named(&mut self, name: &str, place: &Place) -> Kind {
        match name {
            "string" => return Kind::String,
            "integer" => return Kind::Integer,
            "number" => return Kind::Number,
            "boolean" => return Kind::Boolean,
            "date-time" => return Kind::DateTime,
            "date" => return Kind::Date,
            "any" => return Kind::Any,
            "binary" => {
                self.misplaced_binary(place);
                return Kind::Any;
            }
            _ => {}
        }
        if let Some(&id) = self.names.get(name) {
            if self
                .api
                .file
                .content
                .envelope
                .as_ref()
                .is_some_and(|envelope| envelope.type_ == name)
            {
                self.error(
                    "envelope-used",
                    place,
                    format!("`{name}` is the envelope, which holds what each endpoint puts in it"),
                )
                .help("give what is used here a type of its own")
                .add();
                return Kind::Any;
            }
            return Kind::Named(id);
        }
        if !self.api.complete {
            // It may well stand in the file that could not be read.
            return Kind::Any;
        }
        let known: Vec<String> = self
            .names
            .keys()
            .cloned()
            .chain(BUILT_IN.iter().map(|&name| name.to_owned()))
            .collect();
        let help = if name == "none" {
            "`none` is what a response may be, and nothing else".to_owned()
        } else if let Some((_, help)) =
            ELSEWHERE.iter().find(|(other, _)| name.eq_ignore_ascii_case(other))
        {
            (*help).to_owned()
        } else if let Some(near) = nearest(name, known.iter().map(String::as_str)) {
            format!("did you mean `{near}`?")
        } else {
            "define it under `types:` in any file of this API".to_owned()
        };
        self.error("unknown-type", place, format!("no type is called `{name}`")).help(help).add();
        Kind::Any
    }

    fn misplaced_binary(&mut self, place: &Place) {
        self.error("misplaced-binary", place, "no bytes can stand here")
            .help(
                "a file is a field of its own, with `type: binary`, in a body with `as: multipart`; \
                 a body or a response that is bytes as a whole is written `{ as: binary }`",
            )
            .add();
    }

    /// Formats that change what a value is.
    fn apply_format(&mut self, type_: &mut Type, parts: &TypeParts, place: &Place) {
        let Some(format) = parts.format.as_deref() else { return };
        let place = place.child("format");
        type_.kind = match (format, &type_.kind) {
            ("date-time", Kind::String) => Kind::DateTime,
            ("date", Kind::String) => Kind::Date,
            ("binary", Kind::String) => return self.misplaced_binary(&place),
            ("int32", Kind::Integer) => Kind::Int32,
            ("int64", Kind::Integer) | ("float" | "double", Kind::Number) | (_, Kind::String) => {
                return;
            }
            ("uuid", kind) if self.is_text(kind) => return,
            _ => {
                self.error("misplaced-format", &place, format!("the format `{format}` does not go with this type"))
                    .help("`date-time`, `date` and `uuid` go with `string`, `int32` and `int64` with `integer`")
                    .add();
                return;
            }
        };
    }

    /// The fields of an object, in their order.
    pub(super) fn fields(
        &mut self,
        owner: &str,
        fields: &model::Named<model::Field>,
        place: &Place,
    ) -> Vec<Field> {
        self.listed_fields(owner, fields, false, place)
    }

    /// The fields of a multipart body, some of which may be files.
    pub(super) fn fields_and_files(
        &mut self,
        owner: &str,
        fields: &model::Named<model::Field>,
        place: &Place,
    ) -> Vec<Field> {
        self.listed_fields(owner, fields, true, place)
    }

    fn listed_fields(
        &mut self,
        owner: &str,
        fields: &model::Named<model::Field>,
        files: bool,
        place: &Place,
    ) -> Vec<Field> {
        let place = place.child("fields");
        let mut list: Vec<Field> = Vec::new();
        for (key, field) in fields {
            let place = place.child(key);
            let (wire, optional) = optional(key);
            if wire.is_empty() {
                self.error_at_key("no-name", &place, "a field needs a name")
                    .help("write it as the API spells it")
                    .add();
            }
            if !wire.is_empty() && list.iter().any(|other| other.wire == wire) {
                self.error_at_key(
                    "field-twice",
                    &place,
                    format!("the field `{wire}` is there twice, with and without `?`"),
                )
                .help("keep one of them")
                .add();
            }
            if field.read_only && field.write_only {
                self.error(
                    "no-direction",
                    &place.child("write_only"),
                    format!("`{wire}` is neither sent nor received"),
                )
                .help("keep one of `read_only` and `write_only`, or neither")
                .add();
            }
            let given = Beside {
                wire,
                value: &field.const_,
                type_: &field.type_,
                optional,
                read_only: field.read_only,
            };
            let constant = self.constant(&given, &place);
            let written = typed(&field.type_, constant.as_ref());
            let name = naming::joined(owner, wire);
            let before = self.found.len();
            let file = if files { self.file(&written, &place) } else { None };
            let type_ = file.unwrap_or_else(|| self.type_(&name, &written, &place));
            let media_type = if self.is_mistaken(&type_, before) {
                None
            } else {
                self.remember_constant(constant.as_ref(), &type_, &place);
                self.media_type_of_field(field, &type_, &place)
            };
            list.push(Field {
                wire: wire.to_owned(),
                required: !optional,
                read_only: field.read_only,
                write_only: field.write_only,
                constant,
                media_type,
                text: type_text(&field.type_),
                type_,
            });
        }
        list
    }

    /// Whether an enum limits an integer, rather than being a type of its own.
    fn is_integer_enum(parts: &TypeParts, values: &EnumValues) -> bool {
        let integers = match values {
            EnumValues::Plain(values) => !values.is_empty() && values.iter().all(Value::is_i64),
            EnumValues::Described(_) => false,
        };
        integers && parts.type_.as_deref() != Some("string")
    }

    fn enum_values(&mut self, values: &EnumValues, place: &Place) -> Vec<(String, Option<String>)> {
        let mut list: Vec<(String, Option<String>)> = Vec::new();
        match values {
            EnumValues::Described(values) => {
                list.extend(values.iter().map(|(value, text)| (value.clone(), text.clone())));
            }
            EnumValues::Plain(values) => {
                for (index, value) in values.iter().enumerate() {
                    let place = place.child(&index.to_string());
                    let Some(word) = value.as_str() else {
                        self.error(
                            "enum-value",
                            &place,
                            format!("`{value}` is no string, as the other values are"),
                        )
                        .help("quote it if the API sends a string")
                        .add();
                        continue;
                    };
                    if list.iter().any(|(other, _)| other == word) {
                        self.error(
                            "enum-value",
                            &place,
                            format!("the value `{word}` is there twice"),
                        )
                        .help("keep one of them")
                        .add();
                        continue;
                    }
                    list.push((word.to_owned(), None));
                }
            }
        }
        if list.is_empty() {
            self.error("enum-value", place, "an enum without values has none to choose from")
                .help("list its values, or write `type: string`")
                .add();
        }
        list
    }

    fn union(
        &mut self,
        owner: &str,
        cases: &UnionCases,
        tag: Option<&str>,
        place: &Place,
    ) -> Union {
        let inside = place.child("union");
        let cases = match (cases, tag) {
            (UnionCases::Tagged(cases), Some(_)) => cases
                .iter()
                .map(|(value, type_)| {
                    let place = inside.child(value);
                    let before = self.found.len();
                    let type_ = self.type_(&naming::joined(owner, value), type_, &place);
                    if !self.is_object(&type_.kind) && !self.is_mistaken(&type_, before) {
                        self.error("tagged-case", &place, format!("`{value}` is no object, so no tag can stand in it"))
                            .help("leave `tag` out and list the types, if they can be told apart without it")
                            .add();
                    }
                    (value.clone(), type_)
                })
                .collect(),
            (UnionCases::Tagged(_), None) => {
                self.error("no-tag", &inside, "nothing says which field tells these cases apart")
                    .help("write `tag: <field>` beside `union`, or list the types without names")
                    .add();
                Vec::new()
            }
            (UnionCases::Untagged(_), Some(_)) => {
                self.error("no-tag-values", &inside, "nothing says which value of the tag stands for which case")
                    .help("write `union` as a map from the tag's value to the type")
                    .add();
                Vec::new()
            }
            (UnionCases::Untagged(types), None) => self.untagged(owner, types, &inside),
        };
        Union { tag: tag.map(str::to_owned), cases }
    }

    /// The cases of a union that has no tag, each named after its type.
    fn untagged(
        &mut self,
        owner: &str,
        written: &[model::Type],
        place: &Place,
    ) -> Vec<(String, Type)> {
        let mut cases: Vec<(String, Type)> = Vec::new();
        for (index, type_) in written.iter().enumerate() {
            let place = place.child(&index.to_string());
            let before = self.found.len();
            let type_ =
                self.type_(&naming::joined(owner, &format!("case{}", index + 1)), type_, &place);
            if self.is_mistaken(&type_, before) {
                continue;
            }
            if type_.nullable {
                self.error("nullable-case", &place, "null is no case of its own")
                    .help("write `| null` where the union is used")
                    .add();
            }
            let mut name = self.case_name(&type_.kind);
            if cases.iter().any(|(other, _)| *other == name) {
                name = self.long_case_name(&type_.kind);
            }
            cases.push((name, type_));
        }
        cases
    }

    fn case_name(&self, kind: &Kind) -> String {
        match kind {
            Kind::String => "string".to_owned(),
            Kind::Integer | Kind::Int32 => "integer".to_owned(),
            Kind::Number => "number".to_owned(),
            Kind::Boolean => "boolean".to_owned(),
            Kind::DateTime => "date_time".to_owned(),
            Kind::Date => "date".to_owned(),
            Kind::Any => "any".to_owned(),
            Kind::Binary => "binary".to_owned(),
            Kind::List(_) => "list".to_owned(),
            Kind::Map(_) => "map".to_owned(),
            Kind::Named(id) => self.definitions[id.0].name.clone(),
        }
    }

    fn long_case_name(&self, kind: &Kind) -> String {
        match kind {
            Kind::List(item) => naming::joined("list_of", &self.long_case_name(&item.0.kind)),
            Kind::Map(value) => naming::joined("map_of", &self.long_case_name(&value.0.kind)),
            other => self.case_name(other),
        }
    }

    /// At most one key says what a type is.
    pub(super) fn one_structure(&mut self, parts: &TypeParts, place: &Place) {
        let given: Vec<&str> = [
            ("type", parts.type_.is_some()),
            ("fields", parts.fields.is_some()),
            ("extends", parts.extends.is_some()),
            ("enum", parts.enum_.is_some()),
            ("union", parts.union.is_some()),
            ("list", parts.list.is_some()),
            ("map", parts.map.is_some()),
        ]
        .into_iter()
        .filter_map(|(key, given)| given.then_some(key))
        .collect();
        let fine = match given.as_slice() {
            [] | [_] | ["fields", "extends"] => true,
            ["type", "enum"] => matches!(parts.type_.as_deref(), Some("string" | "integer")),
            _ => false,
        };
        if !fine {
            self.error_at_key(
                "two-types",
                &place.child(given[1]),
                format!("`{}` and `{}` both say what this is", given[0], given[1]),
            )
            .help("keep one of them")
            .add();
        }
        if parts.tag.is_some() && parts.union.is_none() {
            self.error_at_key(
                "misplaced-tag",
                &place.child("tag"),
                "`tag` tells the cases of a union apart, and this is none",
            )
            .help("take it away, or write the cases under `union`")
            .add();
        }
    }

    pub(super) fn no_secret(&mut self, parts: &TypeParts, place: &Place) {
        if parts.secret {
            self.error_at_key("secret-kind", &place.child("secret"), "only a string can be secret")
                .help("mark the strings within it that must not be shown")
                .add();
        }
    }

    fn secret_fits(&mut self, type_: &Type, place: &Place) {
        let place = place.child("secret");
        match &type_.kind {
            Kind::String => {}
            Kind::Named(id) if self.is_text(&type_.kind) => {
                let name = self.definitions[id.0].name.clone();
                let span = self.defined_at[id.0].key(self.api);
                self.error_at_key(
                    "secret-kind",
                    &place,
                    format!("`{name}` is a type of its own, and shown elsewhere"),
                )
                .note(span, "mark it here, and it is secret everywhere")
                .add();
            }
            _ => self
                .error_at_key("secret-kind", &place, "only a string can be secret")
                .help("mark the strings within it that must not be shown")
                .add(),
        }
    }

    /// The limits of a use together with those of the string type that it uses.
    pub(super) fn whole_limits(&self, type_: &Type) -> Limits {
        match &type_.kind {
            Kind::Named(id) => match &self.definitions[id.0].shape {
                Shape::Text { limits, .. } => limits.tightened(&type_.limits),
                Shape::Alias(target) if !matches!(target.kind, Kind::Named(_)) => {
                    target.limits.tightened(&type_.limits)
                }
                _ => type_.limits.clone(),
            },
            _ => type_.limits.clone(),
        }
    }

    /// What a kind is behind its aliases. A definition that is not resolved yet is what it says it is.
    pub(super) fn base(&self, kind: &Kind) -> Kind {
        let mut kind = kind.clone();
        for _ in 0..=LONGEST_CHAIN {
            let Kind::Named(id) = &kind else { return kind };
            match self.written(*id) {
                Some(next) => kind = next,
                None => return kind,
            }
        }
        Kind::Any
    }

    /// What the definition of a name says, as far as that needs no other definition.
    fn written(&self, id: TypeId) -> Option<Kind> {
        match &self.definitions[id.0].shape {
            Shape::Alias(type_) if type_.kind != Kind::Any => return Some(type_.kind.clone()),
            Shape::Alias(_) => {}
            _ => return None,
        }
        let place = &self.defined_at[id.0];
        let name = self.definitions[id.0].name.as_str();
        let text = match self.types_of(place.file).get(name)? {
            model::Type::Bare(text) => text.as_str(),
            model::Type::Full(parts) if parts.list.is_some() => {
                return Some(Kind::List(Box::new(TypeBox(Type::plain(Kind::Any)))));
            }
            model::Type::Full(parts) if parts.map.is_some() => {
                return Some(Kind::Map(Box::new(TypeBox(Type::plain(Kind::Any)))));
            }
            model::Type::Full(parts) => match (parts.format.as_deref(), parts.type_.as_deref()?) {
                (Some("date-time"), "string") => "date-time",
                (Some("date"), "string") => "date",
                (_, text) => text,
            },
        };
        let parsed = expression::parse(text).ok()?;
        if parsed.lists > 0 {
            return Some(Kind::List(Box::new(TypeBox(Type::plain(Kind::Any)))));
        }
        Some(match parsed.name {
            // A string that has a name is a type of its own.
            "string" => return None,
            "integer" => Kind::Integer,
            "number" => Kind::Number,
            "boolean" => Kind::Boolean,
            "date-time" => Kind::DateTime,
            "date" => Kind::Date,
            other => Kind::Named(*self.names.get(other)?),
        })
    }

    /// Whether a value is a string: the built-in one, or a string type of its own.
    pub(super) fn is_text(&self, kind: &Kind) -> bool {
        match self.base(kind) {
            Kind::String => true,
            Kind::Named(id) => match &self.definitions[id.0].shape {
                Shape::Text { .. } => true,
                Shape::Alias(_) => self.is_written_as_text(id),
                _ => false,
            },
            _ => false,
        }
    }

    fn is_written_as_text(&self, id: TypeId) -> bool {
        let place = &self.defined_at[id.0];
        match self.types_of(place.file).get(&self.definitions[id.0].name) {
            Some(model::Type::Bare(text)) => text.trim() == "string",
            Some(model::Type::Full(parts)) => {
                parts.type_.as_deref().map(str::trim) == Some("string") && parts.enum_.is_none()
            }
            None => false,
        }
    }

    /// Whether a value is an object with fields of its own.
    pub(super) fn is_object(&self, kind: &Kind) -> bool {
        let Kind::Named(id) = self.base(kind) else { return false };
        if matches!(self.definitions[id.0].shape, Shape::Object { .. }) {
            return true;
        }
        let place = &self.defined_at[id.0];
        match self.types_of(place.file).get(&self.definitions[id.0].name) {
            Some(model::Type::Full(parts)) => parts.fields.is_some() || parts.extends.is_some(),
            _ => false,
        }
    }
}

/// A key without its `?`, and whether it had one.
pub(super) fn optional(key: &str) -> (&str, bool) {
    match key.strip_suffix('?') {
        Some(name) => (name, true),
        None => (key, false),
    }
}

/// The text that stands at a use.
pub(super) fn type_text(type_: &model::Type) -> super::Text {
    match type_ {
        model::Type::Bare(_) => super::Text::default(),
        model::Type::Full(parts) => {
            text(parts.summary.as_ref(), parts.description.as_ref(), parts.deprecated.as_ref())
        }
    }
}

fn is_type_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
