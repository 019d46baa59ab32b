//! Lowers definitions and their uses.

use std::collections::BTreeSet;

use super::{Lowering, definition_name, rules};
use crate::check::checked::{self, Definition, Kind, Shape, Type, TypeBox, TypeId};
use crate::ir::{self, Presence, TypeRef};
use crate::words::limit::Limits;
use crate::words::naming::{self, Name, Scope};

/// Returns the name of the static with the schema of a type that cannot hold it: `POLICY_SCHEMA`.
pub(super) fn schema_name(type_: &Name) -> Name {
    naming::constant_name(&format!("{}_schema", type_.plain()), Scope::Free)
}

/// Returns whether a definition is a name for a type that is defined elsewhere.
pub(super) fn is_of_another(definition: &Definition) -> bool {
    definition.rust.extern_type.is_some() || matches!(definition.shape, Shape::Alias(_))
}

impl Lowering<'_> {
    /// Returns a definition, with its schema only if values of it are sent or received.
    pub(super) fn definition(&self, id: usize, definition: &Definition) -> ir::TypeDef {
        let name = definition_name(definition);
        let schema = self.definition_schema(id, definition);
        let named = schema.is_some() && is_of_another(definition);
        let schema_static = named.then(|| schema_name(&name));
        ir::TypeDef {
            kind: match &definition.rust.extern_type {
                Some(path) => ir::TypeKind::Alias(TypeRef::Extern(path.clone())),
                None => self.type_kind(TypeId(id), &definition.shape),
            },
            derive: definition.rust.derive.clone(),
            attributes: definition.rust.attributes.clone(),
            name,
            condition: self.features.types[id].clone(),
            text: described(definition),
            schema,
            schema_static,
        }
    }

    fn type_kind(&self, id: TypeId, shape: &Shape) -> ir::TypeKind {
        match shape {
            Shape::Object { fields, hole, rest, limits: _ } => {
                let mut fields: Vec<ir::Field> =
                    fields.iter().map(|field| self.field(Some(id), field)).collect();
                if let Some(wire) = hole {
                    open_hole(&mut fields, wire);
                }
                let rest = rest.as_ref().map(|rest| self.rest(id, &fields, rest));
                let sent = self.builds_all || self.uses[id.0].sent;
                ir::TypeKind::Object { fields, rest, generic: hole.is_some(), sent }
            }
            Shape::Text { secret, .. } => ir::TypeKind::Text { secret: *secret },
            Shape::Enum(values) => ir::TypeKind::Enum(values.iter().map(variant).collect()),
            Shape::IntegerEnum(values) => ir::TypeKind::IntegerEnum(
                values.iter().map(|(integer, value)| (*integer, variant(value))).collect(),
            ),
            Shape::Union(union) => ir::TypeKind::Union {
                tag: union.tag.clone(),
                cases: union
                    .cases
                    .iter()
                    .enumerate()
                    .map(|(index, (wire, type_))| ir::Case {
                        name: naming::type_name(union.name(index), Scope::Variant),
                        wire: wire.clone(),
                        has_tag: union.tag.as_ref().is_some_and(|tag| self.has_tag(type_, tag)),
                        type_: self.held(Some(id), type_),
                    })
                    .collect(),
                secret: union.cases.iter().any(|(_, type_)| self.holds_secret(type_)),
            },
            Shape::Alias(type_) => ir::TypeKind::Alias(self.held(Some(id), type_)),
        }
    }

    /// Returns whether values of a type have the tag of the union whose case it is.
    fn has_tag(&self, type_: &Type, tag: &str) -> bool {
        let Kind::Named(id) = type_.kind else { return false };
        match &self.api.types[id.0].shape {
            Shape::Object { fields, .. } => fields.iter().any(|field| field.wire == tag),
            Shape::Union(union) => union.tag.as_deref() == Some(tag),
            Shape::Alias(target) => self.has_tag(target, tag),
            Shape::Text { .. } | Shape::Enum(_) | Shape::IntegerEnum(_) => false,
        }
    }

    /// Returns the members of an object that have no field, without the tag of a union, which the union writes.
    fn rest(&self, id: TypeId, fields: &[ir::Field], rest: &checked::Rest) -> ir::Rest {
        let mut named: Vec<String> = fields.iter().map(|field| field.wire.clone()).collect();
        for tag in self.tags(id) {
            if !named.contains(&tag) {
                named.push(tag);
            }
        }
        let value = self.type_ref(&rest.type_);
        ir::Rest {
            name: free_name(fields),
            type_: if rest.type_.nullable { TypeRef::Option(Box::new(value)) } else { value },
            named,
            text: rest.text.clone(),
        }
    }

    /// Returns the tags of the unions that have a type as a case.
    fn tags(&self, id: TypeId) -> Vec<String> {
        let is_case = |type_: &Type| {
            let mut type_ = type_;
            while let Kind::Named(case) = type_.kind {
                match &self.api.types[case.0].shape {
                    Shape::Alias(target) => type_ = target,
                    _ => return case == id,
                }
            }
            false
        };
        let unions = self.api.types.iter().filter_map(|definition| match &definition.shape {
            Shape::Union(union) => Some((union.tag.as_ref()?, &union.cases)),
            _ => None,
        });
        unions
            .filter(|(_, cases)| cases.iter().any(|(_, type_)| is_case(type_)))
            .map(|(tag, _)| tag.clone())
            .collect()
    }

    /// Returns a field of an object. `owner` is the type that holds it, if it has a name.
    pub(super) fn field(&self, owner: Option<TypeId>, field: &checked::Field) -> ir::Field {
        // A field that one direction leaves out may be absent in any value; an endpoint's own body goes one way.
        let one_way = field.read_only || (field.write_only && owner.is_some());
        let required = field.required && !one_way;
        let nullable = field.type_.nullable;
        ir::Field {
            wire: field.wire.clone(),
            name: naming::value_name(&field.name, Scope::Free),
            setter: naming::value_name(&field.name, Scope::Object),
            type_: self.held(owner, &field.type_),
            presence: match (required, nullable) {
                (true, false) => Presence::Required,
                (true, true) => Presence::Nullable,
                (false, false) => Presence::Optional,
                (false, true) if field.read_only => Presence::Optional,
                (false, true) => Presence::ThreeState,
            },
            read_only: field.read_only,
            text: field.text.clone(),
            rules: self.rules(&field.type_, field.required),
        }
    }

    /// Returns the sentences about the limits of a type, including those of its string type, and about the default of
    /// an optional value.
    pub(super) fn rules(&self, type_: &Type, required: bool) -> Vec<String> {
        let mut rules = self.limits(type_).sentences();
        rules.extend((!required).then(|| rules::default(type_)).flatten());
        rules
    }

    fn limits(&self, type_: &Type) -> Limits {
        match &type_.kind {
            Kind::Named(id) => match &self.api.types[id.0].shape {
                Shape::Text { limits, .. } => limits.tightened(&type_.limits),
                Shape::Alias(target) => self.limits(target).tightened(&type_.limits),
                _ => type_.limits.clone(),
            },
            _ => type_.limits.clone(),
        }
    }

    /// Returns a type as a part of another: boxed if it would otherwise contain itself. Whether it can be absent or
    /// null is said beside it.
    fn held(&self, owner: Option<TypeId>, type_: &Type) -> TypeRef {
        if let Kind::Tuple(items) = &type_.kind {
            let items = items.iter().map(|TypeBox(item)| {
                let held = self.held(owner, item);
                if item.nullable { TypeRef::Option(Box::new(held)) } else { held }
            });
            return TypeRef::Tuple(items.collect());
        }
        let inner = self.type_ref(type_);
        match (owner, &type_.kind) {
            (Some(owner), Kind::Named(id)) if self.boxes.needed(owner, *id) => {
                TypeRef::Boxed(Box::new(inner))
            }
            _ => inner,
        }
    }

    /// Returns a type without its nullability.
    pub(super) fn type_ref(&self, type_: &Type) -> TypeRef {
        let item = |type_: &Type| {
            let inner = self.type_ref(type_);
            Box::new(if type_.nullable { TypeRef::Option(Box::new(inner)) } else { inner })
        };
        match &type_.kind {
            Kind::String if type_.secret => TypeRef::Secret,
            Kind::String => TypeRef::String,
            Kind::Integer => TypeRef::Integer,
            Kind::Int32 => TypeRef::Int32,
            Kind::Uint32 => TypeRef::Uint32,
            Kind::Uint64 => TypeRef::Uint64,
            Kind::Int128 => TypeRef::Int128,
            Kind::Uint128 => TypeRef::Uint128,
            Kind::Number => TypeRef::Number,
            Kind::Boolean => TypeRef::Boolean,
            Kind::Formatted(form) => TypeRef::Formatted(*form),
            Kind::Own(path) => TypeRef::Extern(path.clone()),
            Kind::Any => TypeRef::Json,
            Kind::Binary => TypeRef::Upload,
            Kind::List(inner) => TypeRef::List(item(&inner.0)),
            Kind::Tuple(items) => {
                TypeRef::Tuple(items.iter().map(|inner| *item(&inner.0)).collect())
            }
            Kind::Map(inner) => TypeRef::Map(item(&inner.0)),
            Kind::Named(id) => TypeRef::Named(self.path(*id)),
        }
    }
}

/// Returns the documentation of a definition; that of an object includes its limits.
fn described(definition: &Definition) -> ir::Text {
    let mut text = definition.text.clone();
    if let Shape::Object { limits, .. } = &definition.shape
        && !limits.is_empty()
    {
        let sentences = limits.sentences().join(" ");
        text.description = match text.description {
            Some(description) => Some(format!("{}\n\n{sentences}", description.trim_end())),
            None => Some(sentences),
        };
    }
    text
}

fn variant(value: &checked::EnumValue) -> ir::Variant {
    ir::Variant {
        name: naming::type_name(&value.name, Scope::Variant),
        wire: value.wire.clone(),
        summary: value.summary.clone(),
    }
}

/// Returns a name for the field that holds the members without a field of their own: the first that is free.
fn free_name(fields: &[ir::Field]) -> Name {
    let taken: BTreeSet<String> = fields
        .iter()
        .flat_map(|field| {
            let names = [field.name.plain(), field.setter.plain()].map(str::to_owned);
            names.into_iter().chain([naming::null_name(&field.setter)])
        })
        .collect();
    // There is one more candidate than there are taken names.
    let longer = (1..=taken.len()).map(|count| format!("rest{}", "_of_all".repeat(count)));
    let mut names = ["rest", "others"].map(str::to_owned).into_iter().chain(longer);
    let free = names.find(|name| !taken.contains(name)).unwrap_or_default();
    naming::value_name(&free, Scope::Free)
}

/// Makes the field with an endpoint's own data generic; an envelope need not name it.
fn open_hole(fields: &mut Vec<ir::Field>, wire: &str) {
    let hole = ir::Field {
        wire: wire.to_owned(),
        name: naming::value_name(wire, Scope::Free),
        setter: naming::value_name(wire, Scope::Object),
        type_: TypeRef::Hole,
        presence: Presence::Required,
        read_only: false,
        text: ir::Text {
            summary: Some("The endpoint's own data.".to_owned()),
            ..ir::Text::default()
        },
        rules: Vec::new(),
    };
    match fields.iter_mut().find(|field| field.wire == wire) {
        Some(field) => *field = hole,
        None => fields.push(hole),
    }
}
