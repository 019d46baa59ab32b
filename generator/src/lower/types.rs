//! Definitions and their uses.

use super::{Lowering, definition_name, rules, text};
use crate::check::checked::{self, Definition, Kind, Shape, Type, TypeId};
use crate::ir::{self, Presence, TypeRef};
use crate::naming::{self, Name, Place};

/// The static that holds what values of a type keep to: `POLICY_SCHEMA`.
pub(super) fn schema_name(type_: &Name) -> Name {
    naming::constant_name(&format!("{}_schema", type_.plain()), Place::Free)
}

impl Lowering<'_> {
    /// A definition; its schema is kept only where values of it are sent or received.
    pub(super) fn definition(&self, id: usize, definition: &Definition) -> ir::TypeDef {
        let name = definition_name(definition);
        let schema =
            self.shape_schema(id, &definition.shape).map(|schema| (schema_name(&name), schema));
        ir::TypeDef {
            kind: self.type_kind(TypeId(id), &definition.shape),
            name,
            text: text(&definition.text),
            schema,
        }
    }

    fn type_kind(&self, id: TypeId, shape: &Shape) -> ir::TypeKind {
        match shape {
            Shape::Object { fields, hole } => {
                let mut fields: Vec<ir::Field> =
                    fields.iter().map(|field| self.field(Some(id), field)).collect();
                if let Some(wire) = hole {
                    open_hole(&mut fields, wire);
                }
                ir::TypeKind::Object { fields, generic: hole.is_some() }
            }
            Shape::Text { secret, .. } => ir::TypeKind::Text { secret: *secret },
            Shape::Enum(values) => ir::TypeKind::Enum(
                values
                    .iter()
                    .map(|(wire, summary)| ir::Variant {
                        name: naming::type_name(wire, Place::Variant),
                        wire: wire.clone(),
                        summary: summary.clone(),
                    })
                    .collect(),
            ),
            Shape::Union(union) => ir::TypeKind::Union {
                tag: union.tag.clone(),
                cases: union
                    .cases
                    .iter()
                    .map(|(wire, type_)| ir::Case {
                        name: naming::type_name(wire, Place::Variant),
                        wire: wire.clone(),
                        type_: self.held(Some(id), type_),
                    })
                    .collect(),
                secret: union.cases.iter().any(|(_, type_)| self.holds_secret(type_)),
            },
            Shape::Alias(type_) => ir::TypeKind::Alias(self.held(Some(id), type_)),
        }
    }

    /// A field of an object; `owner` is the type that holds it, if it has a name.
    pub(super) fn field(&self, owner: Option<TypeId>, field: &checked::Field) -> ir::Field {
        // What one direction leaves out can't be there in every value; an endpoint's own body goes one way.
        let one_way = field.read_only || (field.write_only && owner.is_some());
        let required = field.required && !one_way;
        let nullable = field.type_.nullable;
        ir::Field {
            wire: field.wire.clone(),
            name: naming::value_name(&field.wire, Place::Free),
            setter: naming::value_name(&field.wire, Place::Object),
            type_: self.held(owner, &field.type_),
            presence: match (required, nullable) {
                (true, false) => Presence::Required,
                (true, true) => Presence::Nullable,
                (false, false) => Presence::Optional,
                (false, true) if field.read_only => Presence::Optional,
                (false, true) => Presence::ThreeState,
            },
            read_only: field.read_only,
            text: text(&field.text),
            rules: self.rules(&field.type_),
        }
    }

    /// Sentences about a type's limits, those of a string type of its own included.
    pub(super) fn rules(&self, type_: &Type) -> Vec<String> {
        rules::rules(type_, &self.limits(type_))
    }

    fn limits(&self, type_: &Type) -> checked::Limits {
        match &type_.kind {
            Kind::Named(id) => match &self.api.types[id.0].shape {
                Shape::Text { limits, .. } => limits.tightened(&type_.limits),
                Shape::Alias(target) => self.limits(target).tightened(&type_.limits),
                _ => type_.limits.clone(),
            },
            _ => type_.limits.clone(),
        }
    }

    /// A type as a part of another: boxed where it would otherwise contain itself. Whether it may
    /// be absent or null is told beside it.
    fn held(&self, owner: Option<TypeId>, type_: &Type) -> TypeRef {
        let inner = self.type_ref(type_);
        match (owner, &type_.kind) {
            (Some(owner), Kind::Named(id)) if self.boxes.needed(owner, *id) => {
                TypeRef::Boxed(Box::new(inner))
            }
            _ => inner,
        }
    }

    /// A type without its nullability.
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
            Kind::Number => TypeRef::Number,
            Kind::Boolean => TypeRef::Boolean,
            Kind::DateTime => TypeRef::Timestamp,
            Kind::Date => TypeRef::Date,
            Kind::Any => TypeRef::Json,
            Kind::Binary => TypeRef::Upload,
            Kind::List(inner) => TypeRef::List(item(&inner.0)),
            Kind::Map(inner) => TypeRef::Map(item(&inner.0)),
            Kind::Named(id) => TypeRef::Named(self.path(*id)),
        }
    }
}

/// Makes the field that holds an endpoint's own data take any type; an envelope need not name it.
fn open_hole(fields: &mut Vec<ir::Field>, wire: &str) {
    let hole = ir::Field {
        wire: wire.to_owned(),
        name: naming::value_name(wire, Place::Free),
        setter: naming::value_name(wire, Place::Object),
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
