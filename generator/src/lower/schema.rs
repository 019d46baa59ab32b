//! What of the limits has to be checked when a value is sent. A type that limits nothing leaves no
//! trace, so generated code carries data only where there is something to refuse.

use std::collections::BTreeSet;

use super::Lowering;
use crate::check::checked::{Api, BodyKind, Field, Kind, Limits, Shape, Type, TypeId};
use crate::ir::{Limit, Schema, SchemaKind};

/// For every type, whether a value of it can break a limit or holds a secret, which what is checked
/// must be known to be, or within it.
pub(super) fn limited_types(api: &Api) -> Vec<bool> {
    // Grows until nothing changes: types may refer to each other in a circle.
    let mut limited = vec![false; api.types.len()];
    loop {
        let mut changed = false;
        for (id, definition) in api.types.iter().enumerate() {
            if !limited[id] && shape_is_limited(&definition.shape, &limited) {
                limited[id] = true;
                changed = true;
            }
        }
        if !changed {
            return limited;
        }
    }
}

fn shape_is_limited(shape: &Shape, limited: &[bool]) -> bool {
    match shape {
        Shape::Object { fields, .. } => {
            fields.iter().any(|field| must_be_sent(field) || is_limited(&field.type_, limited))
        }
        Shape::Text { limits, secret } => *secret || !limits.is_empty(),
        Shape::Enum(_) => true,
        Shape::Union(union) => union.cases.iter().any(|(_, type_)| is_limited(type_, limited)),
        Shape::Alias(type_) => is_limited(type_, limited),
    }
}

/// Whether only a check can tell that a field is missing: answers do not have it, so its type lets it be absent.
fn must_be_sent(field: &Field) -> bool {
    field.required && field.write_only
}

fn is_limited(type_: &Type, limited: &[bool]) -> bool {
    if type_.secret || !type_.limits.is_empty() {
        return true;
    }
    match &type_.kind {
        Kind::List(item) | Kind::Map(item) => is_limited(&item.0, limited),
        Kind::Named(id) => limited[id.0],
        _ => false,
    }
}

/// For every type, whether a request can send it: as a parameter, in a body, or within another.
pub(super) fn sent_types(api: &Api) -> Vec<bool> {
    let mut sent = vec![false; api.types.len()];
    let mut open: Vec<TypeId> = Vec::new();
    for parameter in &api.client_parameters {
        mentioned(&parameter.type_, &mut open);
    }
    for endpoint in api.resources.iter().flat_map(|resource| &resource.endpoints) {
        for parameter in &endpoint.parameters {
            mentioned(&parameter.type_, &mut open);
        }
        match endpoint.body.as_ref().map(|body| &body.kind) {
            Some(BodyKind::Fields(fields)) => {
                for field in fields {
                    mentioned(&field.type_, &mut open);
                }
            }
            Some(BodyKind::Whole(type_)) => mentioned(type_, &mut open),
            None => {}
        }
    }
    while let Some(id) = open.pop() {
        if std::mem::replace(&mut sent[id.0], true) {
            continue;
        }
        match &api.types[id.0].shape {
            Shape::Object { fields, .. } => {
                for field in fields.iter().filter(|field| !field.read_only) {
                    mentioned(&field.type_, &mut open);
                }
            }
            Shape::Union(union) => {
                for (_, type_) in &union.cases {
                    mentioned(type_, &mut open);
                }
            }
            Shape::Alias(type_) => mentioned(type_, &mut open),
            Shape::Text { .. } | Shape::Enum(_) => {}
        }
    }
    sent
}

fn mentioned(type_: &Type, open: &mut Vec<TypeId>) {
    match &type_.kind {
        Kind::Named(id) => open.push(*id),
        Kind::List(item) | Kind::Map(item) => mentioned(&item.0, open),
        _ => {}
    }
}

impl Lowering<'_> {
    /// What a value of a type keeps to.
    pub(super) fn schema(&self, type_: &Type) -> Schema {
        let mut schema = self.schema_of_kind(type_);
        let secret = self.is_secret(type_);
        if schema.is_any() {
            if !secret {
                return schema;
            }
            // What is secret is known by its place, also where no limit has anything to say of it.
            schema.kind = SchemaKind::String;
        }
        if type_.nullable {
            schema.limits.push(Limit::Nullable);
        }
        if secret {
            schema.limits.push(Limit::Secret);
        }
        schema
    }

    /// What a parameter keeps to. That it takes several values counts, also where each may be any.
    pub(super) fn parameter_schema(&self, type_: &Type) -> Schema {
        let mut schema = self.schema(type_);
        // The parameter itself says that it is secret.
        schema.limits.retain(|limit| *limit != Limit::Secret);
        if schema.kind == SchemaKind::String && schema.limits.is_empty() {
            schema = Schema::any();
        }
        if schema.is_any() && self.list_item(type_).is_some() {
            return Schema { kind: SchemaKind::List(Box::new(schema)), limits: Vec::new() };
        }
        schema
    }

    fn schema_of_kind(&self, type_: &Type) -> Schema {
        match &type_.kind {
            // A string type of its own is spelled out, so that its limits and those of the place
            // stand together.
            Kind::Named(id) => match &self.api.types[id.0].shape {
                Shape::Text { limits, .. } => {
                    limited(SchemaKind::String, &limits.tightened(&type_.limits))
                }
                Shape::Alias(target) if !type_.limits.is_empty() => {
                    let mut target = target.clone();
                    target.limits = target.limits.tightened(&type_.limits);
                    self.schema_of_kind(&target)
                }
                _ if self.checked_types[id.0] => {
                    let mut path = self.path(*id);
                    path.name = super::types::schema_name(&path.name);
                    Schema { kind: SchemaKind::Reference(path), limits: Vec::new() }
                }
                _ => Schema::any(),
            },
            Kind::List(item) => container(SchemaKind::List, self.schema(&item.0), &type_.limits),
            Kind::Map(item) => container(SchemaKind::Map, self.schema(&item.0), &type_.limits),
            Kind::String => limited(SchemaKind::String, &type_.limits),
            Kind::Integer | Kind::Int32 => limited(SchemaKind::Integer, &type_.limits),
            Kind::Number => limited(SchemaKind::Number, &type_.limits),
            Kind::Boolean | Kind::DateTime | Kind::Date | Kind::Any => Schema::any(),
        }
    }

    /// What an object of these fields keeps to. Fields that are never sent are not checked.
    pub(super) fn object_schema(&self, fields: &[Field]) -> Schema {
        let fields: Vec<_> = fields
            .iter()
            .filter(|field| !field.read_only)
            .map(|field| (field, self.schema(&field.type_)))
            .filter(|(field, schema)| !schema.is_any() || must_be_sent(field))
            .map(|(field, schema)| (field.wire.clone(), field.required, schema))
            .collect();
        if fields.is_empty() {
            return Schema::any();
        }
        Schema { kind: SchemaKind::Object(fields), limits: Vec::new() }
    }

    /// The schema of a named type as a static, where there is something to check.
    pub(super) fn shape_schema(&self, id: usize, shape: &Shape) -> Option<Schema> {
        if !self.checked_types[id] {
            return None;
        }
        let schema = match shape {
            Shape::Object { fields, .. } => self.object_schema(fields),
            Shape::Enum(values) => Schema {
                kind: SchemaKind::String,
                limits: vec![Limit::OneOf(values.iter().map(|(value, _)| value.clone()).collect())],
            },
            Shape::Union(union) => Schema {
                kind: SchemaKind::Union(
                    union.cases.iter().map(|(_, type_)| self.case_schema(type_)).collect(),
                ),
                limits: Vec::new(),
            },
            Shape::Alias(type_) => self.schema(type_),
            // Spelled out wherever it is used.
            Shape::Text { .. } => return None,
        };
        Some(schema)
    }

    /// Of a union's case even the kind counts: it tells which case a value is.
    fn case_schema(&self, type_: &Type) -> Schema {
        let schema = self.schema(type_);
        if !schema.is_any() {
            return schema;
        }
        let kind = match &type_.kind {
            Kind::String | Kind::DateTime | Kind::Date => SchemaKind::String,
            Kind::Integer | Kind::Int32 => SchemaKind::Integer,
            Kind::Number => SchemaKind::Number,
            Kind::Boolean => SchemaKind::Boolean,
            Kind::List(_) => SchemaKind::List(Box::new(Schema::any())),
            Kind::Map(_) => SchemaKind::Map(Box::new(Schema::any())),
            Kind::Named(id) => match &self.api.types[id.0].shape {
                Shape::Object { .. } => SchemaKind::Object(Vec::new()),
                Shape::Text { .. } => SchemaKind::String,
                Shape::Alias(target) => return self.case_schema(target),
                Shape::Enum(_) | Shape::Union(_) => SchemaKind::Any,
            },
            Kind::Any => SchemaKind::Any,
        };
        Schema { kind, limits: Vec::new() }
    }

    /// Whether a value is never to be shown, by its place or by its type.
    pub(super) fn is_secret(&self, type_: &Type) -> bool {
        type_.secret
            || match &type_.kind {
                Kind::Named(id) => match &self.api.types[id.0].shape {
                    Shape::Text { secret, .. } => *secret,
                    Shape::Alias(target) => self.is_secret(target),
                    _ => false,
                },
                Kind::List(item) | Kind::Map(item) => self.is_secret(&item.0),
                _ => false,
            }
    }

    /// Whether anything within a value is a secret.
    pub(super) fn holds_secret(&self, type_: &Type) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = Vec::new();
        if self.is_secret(type_) || any_secret(type_) {
            return true;
        }
        mentioned(type_, &mut open);
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let parts: Vec<&Type> = match &self.api.types[id.0].shape {
                Shape::Text { secret: true, .. } => return true,
                Shape::Text { .. } | Shape::Enum(_) => Vec::new(),
                Shape::Object { fields, .. } => fields.iter().map(|field| &field.type_).collect(),
                Shape::Union(union) => union.cases.iter().map(|(_, type_)| type_).collect(),
                Shape::Alias(type_) => vec![type_],
            };
            for part in parts {
                if any_secret(part) {
                    return true;
                }
                mentioned(part, &mut open);
            }
        }
        false
    }
}

fn any_secret(type_: &Type) -> bool {
    type_.secret
        || match &type_.kind {
            Kind::List(item) | Kind::Map(item) => any_secret(&item.0),
            _ => false,
        }
}

fn container(kind: fn(Box<Schema>) -> SchemaKind, item: Schema, limits: &Limits) -> Schema {
    if item.is_any() && limits.is_empty() {
        return Schema::any();
    }
    limited(kind(Box::new(item)), limits)
}

/// A kind with its limits; a leaf without any is no schema at all.
fn limited(kind: SchemaKind, limits: &Limits) -> Schema {
    let mut list = Vec::new();
    list.extend(limits.min_length.map(Limit::MinLength));
    list.extend(limits.max_length.map(Limit::MaxLength));
    list.extend(limits.max_bytes.map(Limit::MaxBytes));
    list.extend(limits.pattern.clone().map(Limit::Pattern));
    list.extend(limits.uuid.then_some(Limit::Uuid));
    list.extend((!limits.one_of.is_empty()).then(|| Limit::OneOfIntegers(limits.one_of.clone())));
    list.extend(limits.minimum.map(Limit::Minimum));
    list.extend(limits.maximum.map(Limit::Maximum));
    list.extend(limits.exclusive_minimum.map(Limit::ExclusiveMinimum));
    list.extend(limits.exclusive_maximum.map(Limit::ExclusiveMaximum));
    list.extend(limits.multiple_of.map(Limit::MultipleOf));
    list.extend(limits.min_items.map(Limit::MinItems));
    list.extend(limits.max_items.map(Limit::MaxItems));
    list.extend(limits.unique_items.then_some(Limit::UniqueItems));
    let leaf = matches!(kind, SchemaKind::String | SchemaKind::Integer | SchemaKind::Number);
    if leaf && list.is_empty() {
        return Schema::any();
    }
    Schema { kind, limits: list }
}
