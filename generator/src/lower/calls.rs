//! Lowers endpoints and the parameters of a client.

use serde_json::Value;

use super::{Lowering, encodings};
use crate::check::checked::{self, Answer, BodyKind, Kind, Resource, Shape, Type};
use crate::ir::{self, Constant, Example, TypeRef};
use crate::words::limit::Word;
use crate::words::naming::{self, Name, Scope};

impl Lowering<'_> {
    pub(super) fn client_parameter(&self, parameter: &checked::Parameter) -> ir::ClientParameter {
        let method = naming::value_name(&parameter.name, Scope::Builder);
        let plain = naming::value_name(&parameter.name, Scope::Free);
        ir::ClientParameter {
            wire: parameter.wire.clone(),
            with: naming::value_name(&format!("with_{}", plain.plain()), Scope::Client),
            method,
            type_: self.type_ref(&parameter.type_),
            env: parameter.env.clone(),
            text: parameter.text.clone(),
            rules: self.rules(&parameter.type_, parameter.required),
        }
    }

    pub(super) fn endpoint(
        &self,
        resource: &Resource,
        endpoint: &checked::Endpoint,
    ) -> ir::Endpoint {
        let scope = if resource.path.is_empty() { Scope::Client } else { Scope::Resource };
        let type_scope = if resource.path.is_empty() { Scope::RootType } else { Scope::Free };
        let mut id = resource.path.clone();
        id.push(endpoint.name.clone());
        let arguments: Vec<Name> = endpoint
            .parameters
            .iter()
            .filter(|each| each.required && !each.from_client && each.constant.is_none())
            .map(|parameter| naming::value_name(&parameter.name, Scope::Free))
            .collect();
        ir::Endpoint {
            id: id.join("."),
            method_name: naming::value_name(&endpoint.rust_name, scope),
            request: naming::type_name(&endpoint.rust_name, type_scope),
            constant: naming::constant_name(&endpoint.rust_name, type_scope),
            text: endpoint.text.clone(),
            method: endpoint.method,
            path: endpoint.path.clone(),
            parameters: endpoint
                .parameters
                .iter()
                .map(|parameter| self.parameter(parameter))
                .collect(),
            body: endpoint.body.as_ref().map(|body| self.body(body, &arguments)),
            auth: endpoint.auth.clone(),
            permissions: endpoint.permissions.clone(),
            answer: self.answer(endpoint, type_scope, endpoint.answer.as_ref()),
            answer_schema: self.answer_schema(endpoint),
            accept: endpoint.accept.clone(),
            wrapping: endpoint.wrapping,
            pages: endpoint.pages.clone(),
            idempotent: endpoint.idempotent,
            retries: endpoint.retries.clone(),
            timeout_millis: endpoint.timeout_millis,
            deadline_millis: endpoint.deadline_millis,
            failures: endpoint
                .failures
                .iter()
                .map(|failure| ir::StatusFailure {
                    status: failure.status.clone(),
                    type_: failure.type_.as_ref().map(|type_| self.item(type_)),
                    text: failure.text.clone(),
                })
                .collect(),
            response_headers: endpoint
                .response_headers
                .iter()
                .map(|header| ir::ResponseHeader {
                    name: header.name.clone(),
                    constant: naming::constant_name(&header.name, Scope::Free),
                    type_: self.type_ref(&header.type_),
                    secret: self.is_secret(&header.type_),
                    text: header.text.clone(),
                })
                .collect(),
        }
    }

    fn parameter(&self, parameter: &checked::Parameter) -> ir::Parameter {
        let mut lowered = self.own_parameter(parameter);
        let same = self.shared.iter().find(|(_, other)| other.is_same(&lowered));
        lowered.shared = same.map(|(name, _)| name.clone());
        lowered
    }

    pub(super) fn own_parameter(&self, parameter: &checked::Parameter) -> ir::Parameter {
        // Required path parameters are arguments, the others are methods of the request.
        let scope = if parameter.required { Scope::Free } else { Scope::Request };
        ir::Parameter {
            wire: parameter.wire.clone(),
            name: naming::value_name(&parameter.name, scope),
            location: parameter.location,
            required: parameter.required,
            from_client: parameter.from_client,
            constant: parameter.constant.as_deref().and_then(constant),
            shared: None,
            type_: self.type_ref(&parameter.type_),
            notation: encodings::of_parameter(parameter),
            // The check has judged a constant by its type already, so no call needs to.
            schema: match parameter.constant {
                Some(_) => ir::Schema::any(),
                None => self.parameter_schema(&parameter.type_),
            },
            secret: self.is_secret(&parameter.type_),
            reserved: parameter.reserved.clone(),
            text: parameter.text.clone(),
            rules: self.rules(&parameter.type_, parameter.required),
            example: self.example(&parameter.type_),
        }
    }

    /// Returns the request body. `taken` are the names of the arguments before it.
    fn body(&self, body: &checked::Body, taken: &[Name]) -> ir::Body {
        let kind = match &body.kind {
            BodyKind::Fields(fields) => ir::BodyKind::Fields(
                fields
                    .iter()
                    .filter(|field| !field.read_only)
                    .map(|field| ir::BodyField {
                        name: naming::value_name(
                            &field.name,
                            if field.required { Scope::Free } else { Scope::Request },
                        ),
                        field: self.field(None, field),
                        constant: field.constant.as_deref().and_then(constant),
                        media_type: field.media_type.clone(),
                        example: self.example(&field.type_),
                    })
                    .collect(),
            ),
            BodyKind::Whole(type_) => {
                let named = match &type_.kind {
                    Kind::Named(id) => self.api.types[id.0].name.as_str(),
                    _ => "body",
                };
                let argument = free([named, "body", "content", "value"], taken);
                ir::BodyKind::Whole { argument, type_: self.type_ref(type_) }
            }
            BodyKind::Upload => ir::BodyKind::Upload {
                argument: free(["content", "body", "upload", "bytes"], taken),
            },
        };
        ir::Body {
            form: body.form,
            media_type: body.media_type.clone(),
            wrap: body.wrap.clone(),
            text: body.text.clone(),
            schema: self.body_schema(body),
            lists: body.lists,
            encodings: body.encodings.iter().map(encodings::of_field).collect(),
            kind,
            sends: body
                .sends
                .iter()
                .filter_map(|(wire, value)| Some((wire.clone(), constant(value)?)))
                .collect(),
        }
    }

    fn answer(
        &self,
        endpoint: &checked::Endpoint,
        scope: Scope,
        answer: Option<&Answer>,
    ) -> ir::Answer {
        match answer {
            Some(Answer::ByStatus(cases)) => ir::Answer::ByStatus {
                name: naming::type_name(&naming::joined(&endpoint.name, "answer"), scope),
                cases: cases
                    .iter()
                    .map(|case| ir::StatusAnswer {
                        status: case.status.parse().ok(),
                        variant: naming::type_name(&case.variant, Scope::Free),
                        answer: self.answer(endpoint, scope, case.answer.as_ref()),
                        text: case.text.clone(),
                    })
                    .collect(),
            },
            None => ir::Answer::None,
            Some(Answer::Json(type_)) => self.json_answer(type_),
            Some(Answer::Text(type_)) => {
                ir::Answer::Text { type_: self.type_ref(type_), secret: self.holds_secret(type_) }
            }
            Some(Answer::Binary) => ir::Answer::Download,
            Some(Answer::Events(item)) => {
                ir::Answer::Events { item: self.item(item), secret: self.holds_secret(item) }
            }
            Some(Answer::Lines(item)) => {
                ir::Answer::Lines { item: self.item(item), secret: self.holds_secret(item) }
            }
        }
    }

    /// Returns a type as that of an item.
    pub(super) fn item(&self, type_: &Type) -> TypeRef {
        let inner = self.type_ref(type_);
        if type_.nullable { TypeRef::Option(Box::new(inner)) } else { inner }
    }

    fn json_answer(&self, response: &Type) -> ir::Answer {
        let secret = self.holds_secret(response);
        match self.list_item(response) {
            Some(item) if !response.nullable => ir::Answer::Page { item: self.item(item), secret },
            _ => {
                let type_ = self.type_ref(response);
                // Null is one of the values of `any`, which needs no `Option`.
                let takes_null = type_ == TypeRef::Json;
                ir::Answer::One {
                    type_,
                    nullable: response.nullable && !takes_null,
                    takes_null,
                    secret,
                }
            }
        }
    }

    /// Returns the item type of a list, also behind an alias.
    pub(super) fn list_item<'t>(&'t self, type_: &'t Type) -> Option<&'t Type> {
        match &type_.kind {
            Kind::List(item) => Some(&item.0),
            Kind::Named(id) => match &self.api.types[id.0].shape {
                Shape::Alias(target) => self.list_item(target),
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns a literal for an argument in an example, if the type has one.
    fn example(&self, type_: &Type) -> Example {
        let given = type_.example.as_deref().or(type_.default.as_deref());
        match &type_.kind {
            Kind::Named(id) => {
                let definition = &self.api.types[id.0];
                if definition.rust.extern_type.is_some() {
                    return Example::Argument;
                }
                match &definition.shape {
                    Shape::Text { .. } => {
                        let given = given
                            .or(definition.example.as_deref())
                            .and_then(serde_json::Value::as_str);
                        Example::Text(given.unwrap_or("...").to_owned())
                    }
                    Shape::Enum(values) => {
                        let given = given.and_then(serde_json::Value::as_str);
                        let first = values.first().map_or("", |value| value.wire.as_str());
                        Example::Text(given.unwrap_or(first).to_owned())
                    }
                    Shape::Alias(target) => self.example(target),
                    _ => Example::Argument,
                }
            }
            Kind::String => {
                Example::Text(given.and_then(serde_json::Value::as_str).unwrap_or("...").to_owned())
            }
            Kind::Integer => Example::Integer(
                given
                    .and_then(serde_json::Value::as_i64)
                    .unwrap_or_else(|| smallest(type_.limits.number(Word::Minimum))),
            ),
            Kind::Number => Example::Number(
                given
                    .and_then(serde_json::Value::as_f64)
                    .unwrap_or(type_.limits.number(Word::Minimum).unwrap_or(1.0)),
            ),
            Kind::Binary => Example::File,
            Kind::Boolean => {
                Example::Boolean(given.and_then(serde_json::Value::as_bool).unwrap_or(true))
            }
            _ => Example::Argument,
        }
    }
}

fn constant(value: &Value) -> Option<Constant> {
    Some(match value {
        Value::String(text) => Constant::Text(text.clone()),
        Value::Bool(value) => Constant::Boolean(*value),
        Value::Number(number) => match number.as_i64() {
            Some(integer) => Constant::Integer(integer),
            None => Constant::Number(number.as_f64()?),
        },
        // The check lets no other type through.
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    })
}

/// Returns the smallest integer that is not below a bound; 1 if there is no bound.
#[allow(clippy::cast_possible_truncation)] // A cast from float saturates, and any number does for an example.
fn smallest(bound: Option<f64>) -> i64 {
    bound.map_or(1, |bound| bound.ceil() as i64)
}

/// Returns the first free name for an argument, which nothing outside of the method refers to.
fn free(names: [&str; 4], taken: &[Name]) -> Name {
    let name = |name: &str| naming::value_name(name, Scope::Free);
    names.map(name).into_iter().find(|name| !taken.contains(name)).unwrap_or_else(|| name(names[0]))
}
