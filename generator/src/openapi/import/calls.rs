//! The second phase, above its types: operations as endpoints.

pub(in crate::openapi) mod answer_headers;
pub(in crate::openapi) mod answers;
pub(in crate::openapi) mod bodies;
pub(in crate::openapi) mod client_parameters;
pub(in crate::openapi) mod envelope;
pub(in crate::openapi) mod forms;
pub(in crate::openapi) mod page_hints;
pub(in crate::openapi) mod pages;
pub(in crate::openapi) mod parameters;
pub(in crate::openapi) mod payloads;
pub(in crate::openapi) mod responses;

use crate::openapi::import::read::findings::Owner;
use crate::openapi::import::read::operations::Draft;
use crate::openapi::import::read::pointer::{self, At};
use crate::openapi::import::read::{descriptions, media_types};
use crate::openapi::import::types::Types;
use crate::spec::model::{self, Deprecation, Endpoint, Type};

/// Another form of a call: its name, its media type's place, and what it sends or gets.
pub(in crate::openapi) type OtherForm<'d> = (String, At<'d>, model::Variation);

/// Operations as endpoints, before they have names.
pub(in crate::openapi) struct Converted<'d> {
    /// In the order of the drafts.
    pub(in crate::openapi) endpoints: Vec<Endpoint>,
    /// Which of them answer a list.
    pub(in crate::openapi) lists: Vec<bool>,
    pub(in crate::openapi) envelope: Option<envelope::Envelope<'d>>,
    pub(in crate::openapi) failure: Option<envelope::Failure<'d>>,
    pub(in crate::openapi) envelope_type: Option<Type>,
    pub(in crate::openapi) failure_type: Option<Type>,
    pub(in crate::openapi) payloads: Vec<payloads::Payload>,
}

/// Operations on their way to endpoints.
pub(in crate::openapi) struct Calls<'d> {
    pub(in crate::openapi) types: Types<'d>,
}

impl<'d> Calls<'d> {
    /// The operations as endpoints, with what their answers have in common.
    pub(in crate::openapi) fn convert(&mut self, drafts: &[Draft<'d>]) -> Converted<'d> {
        let mut answers = Vec::with_capacity(drafts.len());
        let mut answer_forms = Vec::with_capacity(drafts.len());
        for draft in drafts {
            self.types.reader.owner = Owner::Operation(draft.index);
            let mut forms = Vec::new();
            let success = self.success(draft, &mut forms);
            answers.push((draft.clone(), success));
            answer_forms.push(forms);
        }
        self.types.reader.owner = Owner::Document;
        self.types.reader.quiet = true;
        let envelope = self.find_envelope(&answers);
        let failure = self.find_failure(drafts);
        self.types.reader.quiet = false;
        let common_headers = self.common_headers(drafts);
        let mut endpoints = Vec::with_capacity(answers.len());
        let mut lists = Vec::with_capacity(answers.len());
        let failure_fields: Vec<&str> = failure
            .as_ref()
            .map(|failure| self.types.reader.meaning(&failure.at).properties.names().collect())
            .unwrap_or_default();
        for ((draft, success), forms) in answers.iter().zip(answer_forms) {
            self.types.reader.owner = Owner::Operation(draft.index);
            let mut of_body = Vec::new();
            let mut endpoint = self.endpoint(draft, success, envelope.as_ref(), &mut of_body);
            endpoint.failures = self.failures_by_status(draft, &failure_fields);
            self.answer_headers(draft, &common_headers, &mut endpoint);
            self.other_forms(of_body.into_iter().chain(forms), &mut endpoint);
            let answer = endpoint.response.as_ref().map(|response| &response.type_);
            lists.push(answer.is_some_and(|type_| self.is_list(type_)));
            endpoints.push(endpoint);
        }
        self.lift_client_params(&mut endpoints);
        self.types.reader.owner = Owner::Document;
        let envelope_type = envelope.as_ref().map(|envelope| self.envelope_type(envelope));
        let failure_type = failure.as_ref().and_then(|failure| self.failure_type(failure));
        let payloads = self.payloads(drafts);
        Converted { endpoints, lists, envelope, failure, envelope_type, failure_type, payloads }
    }

    /// Adds the other forms of a call. One whose name another has is called by the whole of its media type.
    fn other_forms(&mut self, forms: impl Iterator<Item = OtherForm<'d>>, endpoint: &mut Endpoint) {
        for (name, at, form) in forms {
            let whole =
                pointer::last_name(&at.pointer()).map(|media_type| media_types::word(&media_type));
            let mut names = std::iter::once(name.clone()).chain(whole);
            match names.find(|name| !name.is_empty() && !endpoint.also.contains_key(name)) {
                Some(name) => {
                    endpoint.also.insert(name, form);
                }
                None => self.types.reader.loss(
                    &at,
                    "form-name",
                    format!("two other forms of the call would be called `{name}`; the second is left out"),
                ),
            }
        }
    }

    fn endpoint(
        &mut self,
        draft: &Draft<'d>,
        success: &answers::Success<'d>,
        envelope: Option<&envelope::Envelope<'d>>,
        forms: &mut Vec<OtherForm<'d>>,
    ) -> Endpoint {
        let (summary, description) =
            descriptions::of_operation(draft.at.text("summary"), draft.at.text("description"));
        let mut endpoint = Endpoint {
            summary,
            description,
            method: draft.method,
            path: draft.path.clone(),
            deprecated: draft.at.flag("deprecated").then_some(Deprecation::Flag(true)),
            auth: self.types.reader.accepted(draft),
            permissions: self.types.reader.permissions(draft),
            ..Endpoint::default()
        };
        let taken = self.parameters(draft, &mut endpoint);
        endpoint.body = self.body(draft, &taken, forms);
        let response = self.response(draft, success, envelope, &mut endpoint);
        if endpoint.responses.is_empty() {
            endpoint.response = Some(response);
        }
        endpoint
    }
}
