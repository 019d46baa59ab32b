//! The limits that are checked when a value is sent, and those that a response is expected to keep to. A type without
//! limits leaves no trace, so generated code carries data only if there is something to refuse, to compare or to mask.

use std::collections::BTreeSet;

use super::Lowering;
use super::types::{is_of_another, schema_name};
use crate::check::checked::{
    self, Answer, Api, BodyForm, BodyKind, Definition, Field, Kind, Rest, Shape, Type, TypeId,
    Wrapping,
};
use crate::ir::{Schema, SchemaKind};
use crate::words::limit::{Limit, Limits};

/// The directions in which values of a type go.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Uses {
    /// As a parameter, in a body, or within either.
    pub(super) sent: bool,
    /// In the data of a response.
    pub(super) received: bool,
}

impl Uses {
    /// The direction of the fields of a request body.
    const SENT: Self = Self { sent: true, received: false };

    /// Returns whether any value has the field; one static serves both directions.
    fn have(self, field: &Field) -> bool {
        (self.sent && !field.read_only) || (self.received && !field.write_only)
    }
}

/// Returns the directions in which the values of every type go.
pub(super) fn uses(api: &Api) -> Vec<Uses> {
    let (mut sent, mut received) = (Vec::new(), Vec::new());
    for parameter in &api.client_parameters {
        mentioned(&parameter.type_, &mut sent);
    }
    for endpoint in api.resources.iter().flat_map(|resource| &resource.endpoints) {
        for parameter in &endpoint.parameters {
            mentioned(&parameter.type_, &mut sent);
        }
        match endpoint.body.as_ref().map(|body| &body.kind) {
            Some(BodyKind::Fields(fields)) => {
                for field in fields {
                    mentioned(&field.type_, &mut sent);
                }
            }
            Some(BodyKind::Whole(type_)) => mentioned(type_, &mut sent),
            Some(BodyKind::Upload) | None => {}
        }
        for type_ in endpoint.answer.iter().flat_map(Answer::types) {
            mentioned(type_, &mut received);
        }
    }
    let sent = reached(api, sent, |field| !field.read_only);
    let received = reached(api, received, |field| !field.write_only);
    sent.into_iter().zip(received).map(|(sent, received)| Uses { sent, received }).collect()
}

/// Returns the types whose values are held by values of some types, through the fields that go along.
fn reached(api: &Api, mut open: Vec<TypeId>, goes: fn(&Field) -> bool) -> Vec<bool> {
    let mut reached = vec![false; api.types.len()];
    while let Some(id) = open.pop() {
        if std::mem::replace(&mut reached[id.0], true) {
            continue;
        }
        match &api.types[id.0].shape {
            Shape::Object { fields, rest, .. } => {
                for field in fields.iter().filter(|field| goes(field)) {
                    mentioned(&field.type_, &mut open);
                }
                if let Some(rest) = rest {
                    mentioned(&rest.type_, &mut open);
                }
            }
            Shape::Union(union) => {
                for (_, type_) in &union.cases {
                    mentioned(type_, &mut open);
                }
            }
            Shape::Alias(type_) => mentioned(type_, &mut open),
            Shape::Text { .. } | Shape::Enum(_) | Shape::IntegerEnum(_) => {}
        }
    }
    reached
}

/// Returns for every type whether its values can break a limit or hold a secret. A field that no value has does not
/// count.
pub(super) fn limited_types(api: &Api, uses: &[Uses]) -> Vec<bool> {
    // Repeats until nothing changes, since types may refer to each other in a circle.
    let mut limited = vec![false; api.types.len()];
    loop {
        let mut changed = false;
        for (id, definition) in api.types.iter().enumerate() {
            if !limited[id] && shape_is_limited(&definition.shape, uses[id], &limited) {
                limited[id] = true;
                changed = true;
            }
        }
        if !changed {
            return limited;
        }
    }
}

fn shape_is_limited(shape: &Shape, uses: Uses, limited: &[bool]) -> bool {
    match shape {
        Shape::Object { limits, .. } if !limits.is_empty() => true,
        Shape::Object { fields, rest, .. } => {
            fields
                .iter()
                .filter(|field| uses.have(field))
                .any(|field| must_be_sent(field) || is_limited(&field.type_, limited))
                || rest.as_ref().is_some_and(|rest| is_limited(&rest.type_, limited))
        }
        Shape::Text { limits, secret } => *secret || !limits.is_empty(),
        Shape::Enum(_) | Shape::IntegerEnum(_) => true,
        Shape::Union(union) => union.cases.iter().any(|(_, type_)| is_limited(type_, limited)),
        Shape::Alias(type_) => is_limited(type_, limited),
    }
}

/// Returns whether a missing field can be found only by the check: responses lack it, so its type lets it be absent.
fn must_be_sent(field: &Field) -> bool {
    field.required && field.write_only
}

fn is_limited(type_: &Type, limited: &[bool]) -> bool {
    if type_.secret || !type_.limits.is_empty() {
        return true;
    }
    match &type_.kind {
        Kind::List(item) | Kind::Map(item) => is_limited(&item.0, limited),
        Kind::Tuple(items) => items.iter().any(|item| is_limited(&item.0, limited)),
        Kind::Named(id) => limited[id.0],
        _ => false,
    }
}

/// Adds the named types that a type is made of.
pub(super) fn mentioned(type_: &Type, open: &mut Vec<TypeId>) {
    match &type_.kind {
        Kind::Named(id) => open.push(*id),
        Kind::List(item) | Kind::Map(item) => mentioned(&item.0, open),
        Kind::Tuple(items) => items.iter().for_each(|item| mentioned(&item.0, open)),
        _ => {}
    }
}

impl Lowering<'_> {
    /// Returns the schema of a type's values.
    pub(super) fn schema(&self, type_: &Type) -> Schema {
        let mut schema = self.schema_of_kind(type_);
        let secret = self.is_secret(type_);
        if schema.is_any() {
            if !secret {
                return schema;
            }
            // The place makes a value secret, even if it has no limits.
            schema.kind = SchemaKind::String;
        }
        schema.nullable = type_.nullable;
        schema.secret = secret;
        schema
    }

    /// Returns the schema of a parameter. A list is kept even if its items can be anything.
    pub(super) fn parameter_schema(&self, type_: &Type) -> Schema {
        let mut schema = self.schema(type_);
        // The parameter itself says that it is secret.
        schema.secret = false;
        if !schema.is_any() {
            return schema;
        }
        match self.list_item(type_) {
            Some(item) => Schema::of(SchemaKind::List(Box::new(self.text_or_any(item)))),
            None => self.text_or_any(type_),
        }
    }

    /// Returns the schema of a value without limits, so that a reader sees at least that it is a string.
    fn text_or_any(&self, type_: &Type) -> Schema {
        Schema::of(if self.is_text(type_) { SchemaKind::String } else { SchemaKind::Any })
    }

    fn is_text(&self, type_: &Type) -> bool {
        match &type_.kind {
            Kind::String | Kind::Formatted(_) | Kind::Own(_) => !type_.nullable,
            Kind::Named(id) => match &self.api.types[id.0].shape {
                Shape::Text { .. } => !type_.nullable,
                Shape::Alias(target) => !type_.nullable && self.is_text(target),
                _ => false,
            },
            _ => false,
        }
    }

    fn schema_of_kind(&self, type_: &Type) -> Schema {
        match &type_.kind {
            // A string type of its own is written out, so that its limits and those of the place are together.
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
                    let kind = if is_of_another(&self.api.types[id.0]) {
                        path.name = schema_name(&path.name);
                        SchemaKind::Static(path)
                    } else {
                        SchemaKind::Reference(path)
                    };
                    limited(kind, &type_.limits)
                }
                _ => limited(SchemaKind::Any, &type_.limits),
            },
            Kind::List(item) => container(SchemaKind::List, self.schema(&item.0), &type_.limits),
            Kind::Tuple(items) => {
                let items: Vec<_> = items.iter().map(|item| self.schema(&item.0)).collect();
                if items.iter().all(Schema::is_any) {
                    return Schema::any();
                }
                Schema::of(SchemaKind::Tuple(items))
            }
            Kind::Map(item) => container(SchemaKind::Map, self.schema(&item.0), &type_.limits),
            // The type of a string ensures its format.
            Kind::String | Kind::Formatted(_) | Kind::Own(_) => {
                limited(SchemaKind::String, &type_.limits)
            }
            Kind::Integer
            | Kind::Int32
            | Kind::Uint32
            | Kind::Uint64
            | Kind::Int128
            | Kind::Uint128 => limited(SchemaKind::Integer, &type_.limits),
            Kind::Number => limited(SchemaKind::Number, &type_.limits),
            Kind::Boolean => Schema::any(),
            Kind::Any => limited(SchemaKind::Any, &type_.limits),
            // A file beside the values counts by itself.
            Kind::Binary => Schema::of(SchemaKind::Binary),
        }
    }

    /// Returns the schema of a body.
    pub(super) fn body_schema(&self, body: &checked::Body) -> Schema {
        match &body.kind {
            BodyKind::Fields(fields) => Schema {
                limits: body.limits.clone(),
                ..self.object_schema(fields, None, Uses::SENT)
            },
            BodyKind::Whole(type_) => {
                let schema = self.schema(type_);
                if body.form == BodyForm::Text && schema.is_any() {
                    return Schema::of(SchemaKind::String);
                }
                schema
            }
            BodyKind::Upload => Schema::of(SchemaKind::Binary),
        }
    }

    /// Returns the schema of a response's data, or of each part of it, if anything in it is limited or secret.
    pub(super) fn answer_schema(&self, endpoint: &checked::Endpoint) -> Option<Schema> {
        let schema = match endpoint.answer.as_ref()?.types().as_slice() {
            [] => return None,
            [type_] => self.schema(type_),
            // Only the status tells which of them it is.
            types if types.iter().all(|type_| self.schema(type_).is_any()) => return None,
            types => Schema::of(SchemaKind::Union(
                types.iter().map(|type_| self.case_schema(type_)).collect(),
            )),
        };
        if schema.is_any() {
            return None;
        }
        let Some(way) = endpoint.pages.as_ref().and_then(|pages| pages.items.as_deref()) else {
            return Some(schema);
        };
        // The path to the items starts at the whole body, and the data at a field of the envelope.
        let data = self
            .api
            .envelope
            .as_ref()
            .filter(|_| endpoint.wrapping != Some(Wrapping::None))
            .map(|envelope| envelope.data.as_str());
        let mut names: Vec<&str> = way.split('.').collect();
        if let Some(data) = data
            && names.remove(0) != data
        {
            // The items are outside of the data, of which nothing is known then.
            return None;
        }
        Some(names.into_iter().rfold(schema, |inner, name| {
            Schema::of(SchemaKind::Object(vec![(name.to_owned(), false, inner)], None))
        }))
    }

    /// Returns the schema of an object with these fields, without those that no value has.
    fn object_schema(&self, fields: &[Field], rest: Option<&Rest>, uses: Uses) -> Schema {
        let rest = rest.map(|rest| self.schema(&rest.type_)).filter(|rest| !rest.is_any());
        let fields: Vec<_> = fields
            .iter()
            .filter(|field| uses.have(field) && field.constant.is_none())
            .map(|field| (field, self.schema(&field.type_)))
            // If the rest has limits, the fields must be known to tell the rest from them.
            .filter(|(field, schema)| rest.is_some() || !schema.is_any() || must_be_sent(field))
            // A field that is only received is missing in requests.
            .map(|(field, schema)| (field.wire.clone(), field.required && !field.read_only, schema))
            .collect();
        if fields.is_empty() && rest.is_none() {
            return Schema::any();
        }
        Schema::of(SchemaKind::Object(fields, rest.map(Box::new)))
    }

    /// Returns the schema of a named type, if there is something to check beyond its own values.
    pub(super) fn definition_schema(&self, id: usize, definition: &Definition) -> Option<Schema> {
        let uses = self.uses[id];
        if !self.checked_types[id] || !(uses.sent || uses.received) {
            return None;
        }
        let schema = match &definition.shape {
            Shape::Enum(_) | Shape::IntegerEnum(_) if !is_of_another(definition) => return None,
            Shape::Object { fields, rest, limits, .. } => Schema {
                limits: limits.clone(),
                ..self.object_schema(fields, rest.as_deref(), uses)
            },
            Shape::Enum(values) => Schema::of(SchemaKind::OneOf(
                values.iter().map(|value| value.wire.clone()).collect(),
            )),
            Shape::IntegerEnum(values) => {
                let values = values.iter().map(|(value, _)| *value).collect();
                limited(SchemaKind::Integer, &[Limit::OneOf(values)].into_iter().collect())
            }
            Shape::Union(union) => Schema::of(SchemaKind::Union(
                union.cases.iter().map(|(_, type_)| self.case_schema(type_)).collect(),
            )),
            Shape::Alias(type_) => self.schema(type_),
            // It is written out wherever it is used.
            Shape::Text { .. } => return None,
        };
        Some(schema)
    }

    /// Returns the schema of a union's case, of which even the kind counts: it tells which case a value is.
    fn case_schema(&self, type_: &Type) -> Schema {
        let schema = self.schema(type_);
        if !schema.is_any() {
            return schema;
        }
        let kind = match &type_.kind {
            Kind::String | Kind::Formatted(_) | Kind::Own(_) => SchemaKind::String,
            Kind::Integer
            | Kind::Int32
            | Kind::Uint32
            | Kind::Uint64
            | Kind::Int128
            | Kind::Uint128 => SchemaKind::Integer,
            Kind::Number => SchemaKind::Number,
            Kind::Boolean => SchemaKind::Boolean,
            Kind::List(_) => SchemaKind::List(Box::new(Schema::any())),
            Kind::Tuple(items) => {
                SchemaKind::Tuple(items.iter().map(|item| self.item_of_case(&item.0)).collect())
            }
            Kind::Map(_) => SchemaKind::Map(Box::new(Schema::any())),
            Kind::Named(id) => match &self.api.types[id.0].shape {
                Shape::Object { .. } => SchemaKind::Object(Vec::new(), None),
                Shape::Text { .. } => SchemaKind::String,
                Shape::Alias(target) => return self.case_schema(target),
                Shape::Enum(_) | Shape::IntegerEnum(_) | Shape::Union(_) => SchemaKind::Any,
            },
            Kind::Any | Kind::Binary => SchemaKind::Any,
        };
        Schema::of(kind)
    }

    fn item_of_case(&self, type_: &Type) -> Schema {
        let mut schema = self.case_schema(type_);
        schema.nullable |= type_.nullable && !schema.is_any();
        schema
    }

    /// Returns whether a value must never be shown, by its place or its type.
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

    /// Returns whether anything within a value is secret.
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
                Shape::Text { .. } | Shape::Enum(_) | Shape::IntegerEnum(_) => Vec::new(),
                Shape::Object { fields, rest, .. } => {
                    let rest = rest.iter().map(|rest| &rest.type_);
                    fields.iter().map(|field| &field.type_).chain(rest).collect()
                }
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
            Kind::Tuple(items) => items.iter().any(|item| any_secret(&item.0)),
            _ => false,
        }
}

fn container(kind: fn(Box<Schema>) -> SchemaKind, item: Schema, limits: &Limits) -> Schema {
    if item.is_any() && limits.is_empty() {
        return Schema::any();
    }
    limited(kind(Box::new(item)), limits)
}

/// Returns a kind with its limits; a leaf without limits needs no schema.
fn limited(kind: SchemaKind, limits: &Limits) -> Schema {
    let leaf = matches!(kind, SchemaKind::String | SchemaKind::Integer | SchemaKind::Number);
    if leaf && limits.is_empty() {
        return Schema::any();
    }
    Schema { limits: limits.clone(), ..Schema::of(kind) }
}
