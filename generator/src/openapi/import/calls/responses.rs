//! The response of an operation, without the envelope around it.

use crate::openapi::import::calls::Calls;
use crate::openapi::import::calls::answers;
use crate::openapi::import::calls::envelope;
use crate::openapi::import::read::operations;
use crate::openapi::import::read::pointer::At;
use crate::openapi::import::types;
use crate::openapi::import::types::unions;

use crate::spec::model::{self, Endpoint, Field, Named, Response, Type, TypeParts};
use crate::words::key::{Key, Keyed};

impl<'d> Calls<'d> {
    /// Sets the response of an operation without the envelope, and its pagination.
    pub(super) fn response(
        &mut self,
        draft: &operations::Draft<'d>,
        success: &answers::Success<'d>,
        envelope: Option<&envelope::Envelope<'d>>,
        endpoint: &mut Endpoint,
    ) -> Response {
        let mut response = success.response.clone();
        let bare = envelope.map(|_| model::Wrapping::None);
        if !success.statuses.is_empty() {
            let responses = self.by_status(success, envelope, endpoint);
            let json = responses.values().all(|each| each.as_ == model::AnswerForm::Json);
            match Self::one_of_all(&responses).filter(|_| json) {
                Some(type_) => response.type_ = type_,
                None => endpoint.responses = responses,
            }
            return response;
        }
        let Some(schema) = &success.schema else {
            endpoint.envelope = bare;
            return response;
        };
        if response.as_ != model::AnswerForm::Json {
            response.type_ = self.answer(std::slice::from_ref(schema), success.nullable);
            return response;
        }
        let whole = self.types.reader.meaning(schema);
        let Some(envelope) = envelope.filter(|envelope| envelope.holds(&whole)) else {
            endpoint.envelope = bare;
            let found = self.pages(draft, success, endpoint, &whole, None);
            let items = found.as_ref().and_then(|found| found.items.clone());
            response.type_ = match items {
                Some(items) => self.answer(&items, false),
                None => self.answer(std::slice::from_ref(schema), success.nullable),
            };
            endpoint.pages =
                found.map(|found| found.pages).filter(|_| self.is_list(&response.type_));
            return response;
        };
        let Some(schemas) = whole.properties.get(envelope.data).cloned() else {
            response.type_ = answers::none().type_;
            return response;
        };
        let data = self.types.reader.meaning_of_all(&schemas);
        // If nothing is required, nothing is known about missing fields.
        let may_be_missing = !whole.required.contains(envelope.data)
            && !whole.required.is_empty()
            && data.items.is_empty();
        response.type_ = self.answer(&schemas, success.nullable || may_be_missing);
        if self.is_list(&response.type_) {
            let found = self.pages(draft, success, endpoint, &whole, Some(envelope.data));
            endpoint.pages = found.map(|found| found.pages);
        }
        response
    }

    /// Returns the type of all responses, if they differ only in that some have no body.
    fn one_of_all(responses: &Named<Response>) -> Option<Type> {
        let plain = |type_: &Type| match type_ {
            Type::Full(parts) => {
                let mut parts = parts.clone();
                (parts.summary, parts.description, parts.example, parts.default) =
                    (None, None, None, None);
                parts.deprecated = None;
                Some(parts)
            }
            Type::Bare(_) => None,
        };
        let mut some = responses.values().filter_map(|response| plain(&response.type_));
        let first = some.next()?;
        if !some.all(|other| other == first) {
            return None;
        }
        let empty = responses.values().any(|response| plain(&response.type_).is_none());
        let mut parts = responses.values().find_map(|response| match &response.type_ {
            Type::Full(parts) => Some(parts.clone()),
            Type::Bare(_) => None,
        })?;
        parts.nullable = (parts.nullable || empty) && parts.expression() != Some("any");
        Some(Type::Full(parts))
    }

    /// Returns the responses by status, without the envelope if all have it.
    fn by_status(
        &mut self,
        success: &answers::Success<'d>,
        envelope: Option<&envelope::Envelope<'d>>,
        endpoint: &mut Endpoint,
    ) -> Named<Response> {
        let mut wholes = Vec::new();
        for each in &success.statuses {
            wholes
                .push((each, each.schema.as_ref().map(|schema| self.types.reader.meaning(schema))));
        }
        let held = envelope.filter(|envelope| {
            wholes.iter().all(|(_, whole)| whole.as_ref().is_none_or(|whole| envelope.holds(whole)))
        });
        if envelope.is_some() && held.is_none() {
            endpoint.envelope = Some(model::Wrapping::None);
        }
        let mut responses = Named::new();
        for (each, whole) in wholes {
            let data = match (&whole, held) {
                (Some(whole), Some(envelope)) => whole.properties.get(envelope.data).cloned(),
                _ => each.schema.map(|schema| vec![schema]),
            };
            let response = match data {
                Some(schemas) => {
                    Response { type_: self.answer(&schemas, false), ..Response::default() }
                }
                None if each.schema.is_some() => answers::none(),
                None => each.response.clone(),
            };
            responses.insert(each.status.clone(), response);
        }
        responses
    }

    /// Returns the type of a response. Null is a value of `any` already.
    fn answer(&mut self, schemas: &[At<'d>], nullable: bool) -> Type {
        let mut parts = unions::parts_of(self.types.type_of_all(schemas));
        parts.nullable = (parts.nullable || nullable) && parts.expression() != Some("any");
        Type::Full(parts)
    }

    pub(super) fn envelope_type(&mut self, envelope: &envelope::Envelope<'d>) -> Type {
        let mut fields: Keyed<Field> = Keyed::new();
        for (name, (schema, always)) in &envelope.fields {
            let type_ = self.types.type_of(schema);
            fields.insert(Key::new(*name, *always), Field::new(type_));
        }
        fields.insert(Key::new(envelope.data, true), Field::new(types::any()));
        let summary = Some("The envelope of every response.".to_owned());
        Type::Full(Box::new(TypeParts {
            fields: Some(fields.into()),
            summary,
            ..TypeParts::default()
        }))
    }

    pub(super) fn failure_type(&mut self, failure: &envelope::Failure<'d>) -> Option<Type> {
        let mut type_ = self.types.type_of(&failure.at);
        let Type::Full(parts) = &mut type_ else { return None };
        parts.nullable = false;
        let target = parts.schema().and_then(|id| self.types.components.list[id].type_.as_ref());
        let is_object = parts.fields.is_some()
            || matches!(target, Some(Type::Full(target)) if target.fields.is_some());
        is_object.then_some(type_)
    }
}
