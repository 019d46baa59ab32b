//! The second phase, together with the types: turns operations into endpoints.

mod answer_headers;
mod answers;
mod bodies;
mod client_parameters;
mod envelope;
mod forms;
mod page_hints;
mod pages;
mod parameters;
pub(super) mod payloads;
mod responses;

use crate::openapi::import::read::findings::{Owner, Reads};
use crate::openapi::import::read::operations::Draft;
use crate::openapi::import::read::pointer::{self, At};
use crate::openapi::import::read::{Reader, descriptions, media_types};
use crate::openapi::import::types::Types;
use crate::spec::model::{self, Deprecation, Endpoint, Named, Parameter, Type};

/// A variant of a call: its name, the place of its media type, and its body or response.
type OtherForm<'d> = (String, At<'d>, model::Variation);

/// The endpoints of the operations, before they have names.
pub(super) struct Converted<'d> {
    /// The endpoints, in the order of the drafts.
    pub(super) endpoints: Vec<Endpoint>,
    /// For each endpoint, whether it returns a list.
    pub(super) lists: Vec<bool>,
    /// The parameters that are set once on the client.
    pub(super) client_params: Named<Parameter>,
    pub(super) common: Common<'d>,
    pub(super) payloads: Vec<payloads::Payload>,
}

/// What responses have in common, each with its type.
pub(super) struct Common<'d> {
    pub(super) envelope: Option<(envelope::Envelope<'d>, Type)>,
    pub(super) failure: Option<(envelope::Failure<'d>, Type)>,
}

impl Common<'_> {
    /// Returns the types that every call may have.
    pub(super) fn types_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        let envelope = self.envelope.iter_mut().map(|(_, type_)| type_);
        envelope.chain(self.failure.iter_mut().map(|(_, type_)| type_))
    }
}

/// The operations that become endpoints.
pub(super) struct Calls<'d> {
    pub(super) types: Types<'d>,
}

impl<'d> Reads<'d> for Calls<'d> {
    fn reader(&mut self) -> &mut Reader<'d> {
        &mut self.types.reader
    }
}

impl<'d> Calls<'d> {
    /// Converts the operations to endpoints, with what their responses have in common.
    pub(super) fn convert(&mut self, drafts: &[Draft<'d>]) -> Converted<'d> {
        let mut answers = Vec::with_capacity(drafts.len());
        let mut answer_forms = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let mut forms = Vec::new();
            let owner = Owner::Operation(draft.index);
            let success = self.about(owner, |calls| calls.success(draft, &mut forms));
            answers.push((draft.clone(), success));
            answer_forms.push(forms);
        }
        let (envelope, failure) =
            self.quietly(|calls| (calls.find_envelope(&answers), calls.find_failure(drafts)));
        let common_headers = self.common_headers(drafts);
        let mut endpoints = Vec::with_capacity(answers.len());
        let mut lists = Vec::with_capacity(answers.len());
        let failure_fields: Vec<&str> = failure
            .as_ref()
            .map(|failure| self.types.reader.meaning(&failure.at).properties.names().collect())
            .unwrap_or_default();
        for ((draft, success), forms) in answers.iter().zip(answer_forms) {
            let endpoint = self.about(Owner::Operation(draft.index), |calls| {
                let mut of_body = Vec::new();
                let mut endpoint = calls.endpoint(draft, success, envelope.as_ref(), &mut of_body);
                endpoint.failures = calls.failures_by_status(draft, &failure_fields);
                calls.answer_headers(draft, &common_headers, &mut endpoint);
                calls.other_forms(of_body.into_iter().chain(forms), &mut endpoint);
                endpoint
            });
            let answer = endpoint.response.as_ref().map(|response| &response.type_);
            lists.push(answer.is_some_and(|type_| self.is_list(type_)));
            endpoints.push(endpoint);
        }
        let client_params = self.client_params(&mut endpoints);
        let envelope = envelope.map(|envelope| {
            let type_ = self.envelope_type(&envelope);
            (envelope, type_)
        });
        let failure = failure.and_then(|failure| {
            let type_ = self.failure_type(&failure)?;
            Some((failure, type_))
        });
        let payloads = self.payloads(drafts);
        let common = Common { envelope, failure };
        Converted { endpoints, lists, client_params, common, payloads }
    }

    /// Adds the variants of a call. A variant whose name is taken is named after its whole media type.
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
                    format!(
                        "two variants of the call would be named `{name}`; the second is left out"
                    ),
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
