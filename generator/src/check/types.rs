//! Types: which names there are, what each stands for, and what is written where it is used.

use serde_json::Value;

use super::checked::{Definition, Kind, Shape, Type, TypeBox, TypeId};
use super::checked::{Rest, Rust};
use super::fields::type_text;
use super::names::BUILT_IN;
use super::overrides::{is_skipped, stands_for_another};
use super::place::Place;
use super::{Checking, text};
use crate::spec::model::{self, EnumValues, TypeParts};
use crate::words::limit::{Limit, Limits};
use crate::words::naming;

/// The least and the greatest value of integers that are narrower than any type of the client.
fn narrow_range(format: &str) -> Option<(f64, f64)> {
    Some(match format {
        "int8" => (f64::from(i8::MIN), f64::from(i8::MAX)),
        "uint8" => (0.0, f64::from(u8::MAX)),
        "int16" => (f64::from(i16::MIN), f64::from(i16::MAX)),
        "uint16" => (0.0, f64::from(u16::MAX)),
        _ => return None,
    })
}

/// As many items as the traits of Rust's library know tuples of.
const LONGEST_TUPLE: usize = 12;

impl Checking<'_> {
    /// Finds the names of all types, so that each can speak of every other.
    pub(super) fn collect_types(&mut self) {
        for file in 0..self.files() {
            for (name, type_) in self.types_of(file) {
                if is_skipped(type_) {
                    continue;
                }
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
            rust: Rust::default(),
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
            for (name, type_) in self.types_of(file).iter().filter(|(_, type_)| !is_skipped(type_))
            {
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
        if matches!(
            shape,
            Shape::Object { .. } | Shape::Enum(_) | Shape::IntegerEnum(_) | Shape::Union(_)
        ) {
            let mut type_ = Type::plain(Kind::Named(id));
            type_.default.clone_from(&parts.default);
            type_.example.clone_from(&parts.example);
            self.remember(&type_, place);
        }
        let rust = self.rust_of(parts, &shape, place);
        let definition = &mut self.definitions[id.0];
        definition.rust = rust;
        definition.shape = shape;
        definition.text =
            text(parts.summary.as_ref(), parts.description.as_ref(), parts.deprecated.as_ref());
        definition.example.clone_from(&parts.example);
    }

    /// What a definition is.
    fn shape(&mut self, id: TypeId, name: &str, parts: &TypeParts, place: &Place) -> Shape {
        self.one_structure(parts, place);
        let structured = Self::is_structured(parts);
        if structured && stands_for_another(parts) {
            // What it holds is known to the type that stands for it.
            return Shape::Alias(Type::plain(Kind::Any));
        }
        if structured {
            // Only a string, a number or a list has limits; whatever else it is will do here.
            self.no_limits(parts, place);
        }
        if parts.fields.is_some() || parts.extends.is_some() {
            if let Some(base) = &parts.extends {
                self.bases.insert(id, (base.clone(), place.child("extends")));
            }
            self.no_secret(parts, place);
            self.no_constant_in(parts, place);
            let fields = parts
                .fields
                .as_deref()
                .map(|fields| self.fields(name, fields, place))
                .unwrap_or_default();
            let rest = self.rest(name, parts, place);
            return Shape::Object { fields, hole: None, rest };
        }
        if let Some(values) = parts.enum_.as_deref()
            && !Self::is_integer_enum(parts, values)
        {
            self.no_secret(parts, place);
            let list = self.enum_values(values, &place.child("enum"));
            if parts.type_.as_deref() == Some("integer") {
                return Shape::IntegerEnum(self.named_integers(list, &place.child("enum")));
            }
            return Shape::Enum(list);
        }
        if let Some(cases) = parts.union.as_deref() {
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

    /// What an object's members are that have no field.
    fn rest(&mut self, name: &str, parts: &TypeParts, place: &Place) -> Option<Box<Rest>> {
        let rest = parts.rest.as_deref()?;
        let type_ = self.type_(&naming::joined(name, "rest"), rest, &place.child("rest"));
        Some(Box::new(Rest { type_, text: type_text(rest) }))
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
        let defined = Self::is_structured(parts) || stands_for_another(parts);
        if !defined && parts.name.is_none() {
            self.one_structure(parts, place);
            self.undefined(parts, place);
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
        let rust = self.rust_of(parts, &shape, place);
        let definition = &mut self.definitions[id.0];
        definition.rust = rust;
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
        } else if let Some(items) = &parts.tuple {
            self.tuple(name, items, &place.child("tuple"))
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
                .help("write one of `type`, `fields`, `enum`, `union`, `list`, `tuple` and `map`")
                .add();
            Type::plain(Kind::Any)
        };
        if self.is_mistaken(&type_, before) {
            // Whether the rest goes with the type can be told once the type is right.
            return type_;
        }
        self.refined(type_, parts, place)
    }

    fn tuple(&mut self, name: &str, items: &[model::Type], place: &Place) -> Type {
        if !(2..=LONGEST_TUPLE).contains(&items.len()) {
            self.error_at_key(
                "tuple-length",
                place,
                format!("a tuple has 2 to {LONGEST_TUPLE} items"),
            )
            .help("write `list:` where all items are of one type")
            .add();
        }
        let items = items.iter().enumerate().map(|(index, item)| {
            let inline = naming::joined(name, &format!("item{}", index + 1));
            TypeBox(self.type_(&inline, item, &place.child(&index.to_string())))
        });
        Type::plain(Kind::Tuple(items.collect()))
    }

    /// A type together with what is written beside it: limits, a default, an example.
    pub(super) fn refined(&mut self, mut type_: Type, parts: &TypeParts, place: &Place) -> Type {
        self.apply_format(&mut type_, parts, place);
        type_.nullable |= parts.nullable;
        let before = self.found.len();
        let limits = self.limits(parts, &type_.kind, place);
        type_.limits = type_.limits.tightened(&limits);
        if let Some(EnumValues::Plain(values)) = parts.enum_.as_deref() {
            let values = values.iter().filter_map(Value::as_i64).collect();
            type_.limits.set(Limit::OneOf(values));
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

    /// Formats that change what a value is.
    fn apply_format(&mut self, type_: &mut Type, parts: &TypeParts, place: &Place) {
        let Some(format) = parts.format.as_deref() else { return };
        let place = place.child("format");
        self.formats_met.insert(format.to_owned());
        if type_.kind == Kind::String && self.formats.of(format).is_some() {
            if let Some(kind) = self.kind_of_format(format, parts.secret) {
                type_.kind = kind;
            }
            return;
        }
        type_.kind = match (format, &type_.kind) {
            ("binary", Kind::String) => return self.misplaced_binary(&place),
            ("int32", Kind::Integer) => Kind::Int32,
            ("uint32", Kind::Integer) => Kind::Uint32,
            ("uint64", Kind::Integer) => Kind::Uint64,
            ("int128", Kind::Integer) => Kind::Int128,
            ("uint128", Kind::Integer) => Kind::Uint128,
            (narrow, Kind::Integer) if narrow_range(narrow).is_some() => {
                if let Some((least, greatest)) = narrow_range(narrow) {
                    type_.limits.extend([Limit::Minimum(least), Limit::Maximum(greatest)]);
                }
                return;
            }
            ("int64", Kind::Integer) | ("float" | "double", Kind::Number) | (_, Kind::String) => {
                return;
            }
            ("uuid", kind) if self.is_text(kind) => return,
            _ => {
                self.error("misplaced-format", &place, format!("the format `{format}` does not go with this type"))
                    .help("`date-time`, `date` and `uuid` go with `string`, `int8` to `int128` and `uint8` to `uint128` with `integer`")
                    .add();
                return;
            }
        };
    }

    /// Whether a type has a definition of its own wherever it is written.
    fn is_structured(parts: &TypeParts) -> bool {
        parts.fields.is_some()
            || parts.extends.is_some()
            || parts.union.is_some()
            || parts.enum_.as_ref().is_some_and(|values| !Self::is_integer_enum(parts, values))
    }

    /// Whether an enum limits an integer, rather than being a type of its own.
    fn is_integer_enum(parts: &TypeParts, values: &EnumValues) -> bool {
        let integers = match values {
            EnumValues::Plain(values) => !values.is_empty() && values.iter().all(Value::is_i64),
            EnumValues::Described(_) => false,
        };
        integers && parts.type_.as_deref() != Some("string")
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
            ("tuple", parts.tuple.is_some()),
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
        if parts.rest.is_some() && parts.fields.is_none() && parts.extends.is_none() {
            self.error_at_key(
                "misplaced-rest",
                &place.child("rest"),
                "`rest` is what an object holds beside its fields, and there are none",
            )
            .help("write `map:` for an object whose keys may all be anything")
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
}

pub(super) fn is_type_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
