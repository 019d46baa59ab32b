//! Types out of the places in which they are written: which names there are, what each stands for, and what is spelled out
//! where it is used.

use serde_json::Value;

use super::types::{Definition, Kind, Rest, Rust, Shape, Type, TypeBox, TypeId};
use super::{Facts, Found, Place, Role, Spelled, written};
use crate::spec::{self, model, model::EnumValues, model::TypeParts};
use crate::words::limit::Limit;
use crate::words::naming;
use crate::words::text::Text;

/// An API while its types are lifted out.
pub(super) struct Lifting<'a, 'f> {
    pub(super) facts: Facts<'a>,
    pub(super) found: &'f mut Found<'a>,
}

/// How a place reads the type that is written in it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reading {
    /// The type where nothing says what it is.
    pub(super) otherwise: Option<&'static str>,
    /// `rust: { name: .. }` names what has the type.
    pub(super) names_its_place: bool,
    /// `name:` is that of a parameter, not of the type.
    pub(super) of_a_parameter: bool,
}

/// Returns whether a format is one of integers.
pub fn is_integer(format: &str) -> bool {
    matches!(format, "int32" | "int64" | "int128" | "uint32" | "uint64" | "uint128")
        || narrow_range(format).is_some()
}

/// Returns the least and the greatest value of integers that are narrower than any type of the client.
fn narrow_range(format: &str) -> Option<(f64, f64)> {
    Some(match format {
        "int8" => (f64::from(i8::MIN), f64::from(i8::MAX)),
        "uint8" => (0.0, f64::from(u8::MAX)),
        "int16" => (f64::from(i16::MIN), f64::from(i16::MAX)),
        "uint16" => (0.0, f64::from(u16::MAX)),
        _ => return None,
    })
}

impl<'a, 'f> Lifting<'a, 'f> {
    pub(super) fn new(api: &'a spec::Api, found: &'f mut Found<'a>) -> Self {
        Self { facts: Facts::new(api), found }
    }

    /// Lifts every definition that the files give by name: first the names, so that each can speak of every other.
    pub(super) fn definitions(&mut self) {
        let named: Vec<_> = (0..self.facts.files())
            .flat_map(|file| self.facts.types_of(file).iter().map(move |named| (file, named)))
            .filter(|(_, (_, type_))| !written::is_skipped(type_))
            .map(|(file, (name, type_))| (name, type_, Place::new(file, &["types", name])))
            .collect();
        let ids: Vec<TypeId> =
            named.iter().map(|(name, _, place)| self.define_by_key(name, place)).collect();
        for (id, (name, type_, place)) in ids.into_iter().zip(named) {
            match type_ {
                model::Type::Full(parts) => {
                    self.fill(id, name, parts, Reading::default(), &place);
                }
                model::Type::Bare(expression) => {
                    let type_ = self.expression(expression, &place);
                    self.facts.definitions[id.0].shape = self.shape_of(type_, name, &place);
                }
            }
        }
    }

    /// Returns a type where it is used; what is written out there is named after `owner`.
    pub(super) fn type_(
        &mut self,
        owner: &str,
        type_: &'a model::Type,
        reading: Reading,
        place: &Place,
    ) -> Type {
        let parts = match type_ {
            model::Type::Bare(expression) => return self.expression(expression, place),
            model::Type::Full(parts) => parts.as_ref(),
        };
        let given = parts.name.as_deref().filter(|_| !reading.of_a_parameter);
        let defined = written::is_structured(parts) || written::stands_for_another(parts);
        if !defined && given.is_none() {
            return self.use_of(owner, parts, Role::Use, reading, place);
        }
        let name = given.unwrap_or(owner);
        self.type_name(name, &place.child("name"));
        let id = match given {
            Some(_) => self.define(name, place),
            None => self.add_definition(name, place),
        };
        self.fill(id, name, parts, reading, place);
        Type {
            nullable: parts.nullable,
            default: parts.default.clone(),
            example: parts.example.clone(),
            ..Type::plain(Kind::Named(id))
        }
    }

    /// Keeps the type of a place for those who judge it.
    pub(super) fn keep(&mut self, type_: Type, errors_before: usize, place: &Place) {
        self.keep_mistake(&type_, errors_before, place);
        self.facts.types.insert(place.clone(), type_);
    }

    /// Remembers that the type of a place is a mistake, where it is one.
    pub(super) fn keep_mistake(&mut self, type_: &Type, errors_before: usize, place: &Place) {
        if self.is_mistaken(type_, errors_before) {
            self.facts.mistakes.insert(place.clone());
        }
    }

    /// Returns whether a type stands for a mistake that has been reported since there were so many errors.
    pub(super) fn is_mistaken(&self, type_: &Type, errors_before: usize) -> bool {
        let mut kind = &type_.kind;
        while let Kind::List(inner) | Kind::Map(inner) = kind {
            kind = &inner.0.kind;
        }
        *kind == Kind::Any && self.found.len() > errors_before
    }

    /// Adds a definition, which is filled in when it is lifted. Its name is not known beyond the file: two resources may
    /// well have a list with a direction.
    pub(super) fn add_definition(&mut self, name: &str, place: &Place) -> TypeId {
        let id = TypeId(self.facts.definitions.len());
        self.facts.definitions.push(Definition {
            name: name.to_owned(),
            rust: Rust::default(),
            resource: self.facts.folder_of[place.file],
            text: Text::default(),
            shape: Shape::Alias(Type::plain(Kind::Any)),
            example: None,
        });
        self.facts.defined_at.push(place.clone());
        id
    }

    fn fill(
        &mut self,
        id: TypeId,
        name: &str,
        parts: &'a TypeParts,
        reading: Reading,
        place: &Place,
    ) {
        let shape = if written::is_structured(parts) {
            let type_ = Type { nullable: parts.nullable, ..Type::plain(Kind::Named(id)) };
            self.facts.spelled.push(Spelled::new(parts, Role::Definition(id), type_, place));
            self.structure(id, name, parts, place)
        } else {
            let type_ = self.use_of(name, parts, Role::Definition(id), reading, place);
            self.shape_of(type_, name, place)
        };
        let definition = &mut self.facts.definitions[id.0];
        definition.rust = rust_of(parts, reading);
        definition.shape = shape;
        definition.text = parts.text();
        definition.example.clone_from(&parts.example);
    }

    /// Returns what a definition is that has a structure of its own.
    fn structure(&mut self, id: TypeId, name: &str, parts: &'a TypeParts, place: &Place) -> Shape {
        if written::stands_for_another(parts) {
            // What it holds is known to the type that stands for it.
            return Shape::Alias(Type::plain(Kind::Any));
        }
        if parts.fields.is_some() || parts.extends.is_some() {
            return self.object(id, name, parts, place);
        }
        if let Some(values) = parts.enum_.as_deref()
            && !written::is_integer_enum(parts, values)
        {
            return if parts.expression() == Some("integer") {
                Shape::IntegerEnum(super::choices::integers(values))
            } else {
                Shape::Enum(super::choices::values(values))
            };
        }
        match parts.union.as_deref() {
            Some(cases) => Shape::Union(self.union(name, cases, parts.tag.as_deref(), place)),
            None => Shape::Alias(Type::plain(Kind::Any)),
        }
    }

    fn object(&mut self, id: TypeId, name: &str, parts: &'a TypeParts, place: &Place) -> Shape {
        let fields = parts.fields.as_deref();
        let fields = fields.map(|fields| self.fields(name, fields, false, place));
        let rest = parts.rest.as_deref().map(|rest| {
            let place = place.child("rest");
            let type_ = self.type_(&naming::joined(name, "rest"), rest, Reading::default(), &place);
            Box::new(Rest { type_, text: rest.text() })
        });
        if let Some(base) = &parts.extends {
            self.facts.bases.insert(id, (base.clone(), place.child("extends")));
        }
        let (fields, limits) = (fields.unwrap_or_default(), parts.limits.clone());
        Shape::Object { fields, hole: None, rest, limits }
    }

    /// Returns what a definition is that stands for a type without a structure.
    fn shape_of(&mut self, type_: Type, name: &str, place: &Place) -> Shape {
        if type_.nullable {
            self.found
                .error(
                    "nullable-name",
                    place,
                    format!(
                        "the definition of `{name}` is nullable, and only a use of a type can be"
                    ),
                )
                .help("remove the null here, and write `| null` where the type is used")
                .add();
        }
        match type_.kind {
            Kind::String => Shape::Text { limits: type_.limits, secret: type_.secret },
            _ => Shape::Alias(type_),
        }
    }

    /// Returns a type that needs no structure: a name, a list, a tuple, a map, or an integer of some values.
    fn use_of(
        &mut self,
        name: &str,
        parts: &'a TypeParts,
        role: Role,
        reading: Reading,
        place: &Place,
    ) -> Type {
        let before = self.found.len();
        let plain = Reading::default();
        let type_ = if let Some(item) = &parts.list {
            let item = self.type_(name, item, plain, &place.child("list"));
            Type::plain(Kind::List(Box::new(TypeBox(item))))
        } else if let Some(items) = &parts.tuple {
            self.tuple(name, items, &place.child("tuple"))
        } else if let Some(value) = &parts.map {
            let value = self.type_(name, value, plain, &place.child("map"));
            Type::plain(Kind::Map(Box::new(TypeBox(value))))
        } else if let Some(expression) = parts.expression() {
            let inside = place.child("type");
            let place = if inside.exists(self.facts.api) { &inside } else { place };
            self.expression(expression, place)
        } else if parts.enum_.is_some() {
            Type::plain(Kind::Integer)
        } else if let Some(otherwise) = reading.otherwise {
            self.expression(otherwise, place)
        } else {
            self.found
                .error_at_key("no-type", place, "the type is missing")
                .help("add one of `type`, `fields`, `enum`, `union`, `list`, `tuple` and `map`")
                .add();
            Type::plain(Kind::Any)
        };
        let mistaken = self.is_mistaken(&type_, before);
        let unformatted = parts.format.is_some().then(|| type_.kind.clone());
        let type_ = if mistaken { type_ } else { self.refined(type_, parts, place) };
        self.facts.spelled.push(Spelled {
            unformatted,
            mistaken,
            names_its_place: reading.names_its_place,
            ..Spelled::new(parts, role, type_.clone(), place)
        });
        type_
    }

    fn tuple(&mut self, name: &str, items: &'a [model::Type], place: &Place) -> Type {
        let items = items.iter().enumerate().map(|(index, item)| {
            let inline = naming::joined(name, &format!("item{}", index + 1));
            let place = place.child(&index.to_string());
            TypeBox(self.type_(&inline, item, Reading::default(), &place))
        });
        Type::plain(Kind::Tuple(items.collect()))
    }

    /// Bytes with what is written beside them.
    pub(super) fn bytes(
        &mut self,
        type_: Type,
        parts: &'a TypeParts,
        reading: Reading,
        place: &Place,
    ) -> Type {
        let unformatted = Some(type_.kind.clone());
        let type_ = self.refined(type_, parts, place);
        self.facts.spelled.push(Spelled {
            unformatted,
            names_its_place: reading.names_its_place,
            ..Spelled::new(parts, Role::Bytes, type_.clone(), place)
        });
        type_
    }

    /// Returns a type together with what is written beside it: a format, limits, a default, an example.
    fn refined(&mut self, mut type_: Type, parts: &TypeParts, place: &Place) -> Type {
        if let Some(format) = parts.format.as_deref() {
            self.apply_format(&mut type_, format, parts.secret, &place.child("format"));
        }
        type_.nullable |= parts.nullable;
        type_.limits = type_.limits.tightened(&self.facts.written_limits(parts, &type_.kind));
        if let Some(EnumValues::Plain(values)) = parts.enum_.as_deref() {
            let values = values.iter().filter_map(Value::as_i64).collect();
            type_.limits.set(Limit::OneOf(values));
        }
        type_.secret |= parts.secret;
        type_.default.clone_from(&parts.default);
        type_.example.clone_from(&parts.example);
        type_
    }

    /// Formats that change what a value is. Whether a format goes with its type is judged later.
    fn apply_format(&mut self, type_: &mut Type, format: &str, secret: bool, place: &Place) {
        if type_.kind == Kind::String && self.facts.formats.of(format).is_some() {
            if let Some(kind) = self.facts.kind_of_format(format, secret) {
                type_.kind = kind;
            }
            return;
        }
        type_.kind = match (format, &type_.kind) {
            ("binary", Kind::String) => return self.misplaced_binary(place),
            ("int32", Kind::Integer) => Kind::Int32,
            ("uint32", Kind::Integer) => Kind::Uint32,
            ("uint64", Kind::Integer) => Kind::Uint64,
            ("int128", Kind::Integer) => Kind::Int128,
            ("uint128", Kind::Integer) => Kind::Uint128,
            (narrow, Kind::Integer) => {
                if let Some((least, greatest)) = narrow_range(narrow) {
                    type_.limits.extend([Limit::Minimum(least), Limit::Maximum(greatest)]);
                }
                return;
            }
            _ => return,
        };
    }
}

/// Returns what the spec says of the Rust of a definition.
fn rust_of(parts: &TypeParts, reading: Reading) -> Rust {
    let Some(given) = &parts.rust else { return Rust::default() };
    Rust {
        name: given.name.clone().filter(|_| !reading.names_its_place),
        extern_type: given.extern_type.clone(),
        derive: given.derive.clone(),
        attributes: given.attributes.clone(),
    }
}
