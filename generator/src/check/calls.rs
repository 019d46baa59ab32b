//! Endpoints.

use super::bodies::says_what_it_is;
use super::checked::{Answer, Endpoint, Location, Parameter, Wrapping};
use super::place::Place;
use super::{Checking, by_status, path, text};
use crate::spec::model::{self, Type as Written};
use crate::spec::nearest;
use crate::words::key::{self, Key};

/// What endpoints of a file are checked against.
pub(super) struct Context<'c> {
    pub(super) file: usize,
    pub(super) client: &'c [Parameter],
    pub(super) common: &'c [Parameter],
}

impl Checking<'_> {
    /// The endpoints of one file.
    pub(super) fn endpoints(&mut self, context: &Context<'_>) -> Vec<Endpoint> {
        let mut endpoints = Vec::new();
        for (name, endpoint) in self.endpoints_of(context.file) {
            if endpoint.rust.as_ref().is_some_and(|rust| rust.skip) {
                continue;
            }
            let place = Place::new(context.file, &["endpoints", name]);
            let first = self.endpoint(name, endpoint, context, &place);
            if endpoint.also.is_empty() {
                endpoints.push(first);
            } else {
                endpoints.extend(self.forms(first, endpoint, &place));
            }
        }
        endpoints
    }

    fn endpoint(
        &mut self,
        name: &str,
        endpoint: &model::Endpoint,
        context: &Context<'_>,
        place: &Place,
    ) -> Endpoint {
        if !is_method_name(name) {
            self.error_at_key("endpoint-name", place, format!("`{name}` is no name for a method"))
                .help("start with a letter, and go on with letters, digits and `_`")
                .add();
        }
        let mut parameters = self.path_parameters(name, endpoint, context, place);
        parameters.extend(self.query(name, &endpoint.query, &place.child("query")));
        let headers = self.headers(name, &endpoint.headers, &place.child("headers"));
        let common = context.common.iter().filter(|common| {
            !headers.iter().any(|header| header.wire.eq_ignore_ascii_case(&common.wire))
        });
        let common: Vec<Parameter> = common.cloned().collect();
        parameters.extend(headers);
        parameters.extend(common);
        parameters.extend(self.cookies(name, &endpoint.cookies, &place.child("cookies")));
        let body = endpoint
            .body
            .as_ref()
            .and_then(|body| self.body(name, endpoint.method, body, &place.child("body")));
        for (index, permission) in endpoint.permissions.iter().enumerate() {
            if permission.trim().is_empty() {
                self.error(
                    "no-name",
                    &place.child("permissions").child(&index.to_string()),
                    "a permission needs a name",
                )
                .help("name it as the API's documentation does, or take it away")
                .add();
            }
        }
        let before = self.found.len();
        let answer = self.answer(name, endpoint, place);
        let mut types = answer.iter().flat_map(Answer::types);
        let mistaken = types.any(|type_| self.is_mistaken(type_, before));
        let pages = endpoint.pages.as_ref().map(|pages| {
            let place = place.child("pages");
            if !mistaken {
                self.only_of_a_list(answer.as_ref(), &place);
            }
            self.pages(pages, endpoint, &place)
        });
        let wrapping = self.wrapping(answer.as_ref(), endpoint.envelope);
        let retries = endpoint.retries.as_ref();
        let retries = retries.map(|retries| self.retries(&retries.0, &place.child("retries")));
        let retries = retries.unwrap_or_default();
        let response_headers = match &endpoint.response {
            Some(response) => self.response_headers(name, response, &place.child("response")),
            None => self.headers_by_status(name, endpoint, place),
        };
        let accept = match (&endpoint.response, &answer) {
            (Some(response), _) => response.media_type.clone(),
            (None, Some(Answer::ByStatus(cases))) => by_status::accepted(cases),
            (None, _) => None,
        };
        let timeout = endpoint.timeout.as_ref();
        let deadline = endpoint.deadline.as_ref();
        Endpoint {
            name: name.to_owned(),
            rust_name: match &endpoint.rust {
                Some(rust) => self.rust_of_endpoint(name, rust, place),
                None => name.to_owned(),
            },
            form: None,
            text: text(
                endpoint.summary.as_ref(),
                endpoint.description.as_ref(),
                endpoint.deprecated.as_ref(),
            ),
            method: endpoint.method,
            path: path::without_fragment(&endpoint.path).0.to_owned(),
            parameters,
            body,
            auth: self.accepted(&endpoint.auth, &place.child("auth")),
            permissions: endpoint.permissions.clone(),
            answer,
            accept,
            pages,
            wrapping,
            idempotent: endpoint.idempotent,
            retries,
            response_headers,
            failures: self.failures(name, &endpoint.failures, &place.child("failures")),
            timeout_millis: timeout.map(|text| self.duration(text, &place.child("timeout"))),
            deadline_millis: deadline.map(|text| self.duration(text, &place.child("deadline"))),
        }
    }

    /// What an answer makes of the API's envelope.
    pub(super) fn wrapping(
        &self,
        answer: Option<&Answer>,
        said: Option<Wrapping>,
    ) -> Option<Wrapping> {
        self.api.file.content.envelope.as_ref()?;
        match answer {
            None | Some(Answer::Json(_)) => said,
            Some(Answer::ByStatus(cases))
                if cases.iter().any(|case| matches!(case.answer, None | Some(Answer::Json(_)))) =>
            {
                said
            }
            // The envelope is JSON, and so is what stands in it.
            Some(_) => Some(Wrapping::None),
        }
    }

    /// The parameters of a path, each from the endpoint, from the client, or from both.
    fn path_parameters(
        &mut self,
        owner: &str,
        endpoint: &model::Endpoint,
        context: &Context<'_>,
        place: &Place,
    ) -> Vec<Parameter> {
        let segments = match path::parse(&endpoint.path) {
            Ok(segments) => segments,
            Err(reason) => {
                self.error(
                    "path",
                    &place.child("path"),
                    format!("`{}` is no path: {reason}", endpoint.path),
                )
                .help("write it like `/things/{thing_id}`")
                .add();
                return Vec::new();
            }
        };
        let placeholders = path::placeholders(&segments);
        for (index, name) in placeholders.iter().enumerate() {
            if placeholders[..index].contains(name) {
                self.error(
                    "placeholder-twice",
                    &place.child("path"),
                    format!("`{{{name}}}` stands in the path twice"),
                )
                .help("give the second one a name of its own")
                .add();
            }
        }
        let inside = place.child("path_params");
        for key in endpoint.path_params.keys() {
            let Key { wire, optional } = key;
            if *optional {
                self.error_at_key(
                    "optional-path-parameter",
                    &inside.of(key),
                    "a path can't do without a part of it",
                )
                .help("take the `?` away")
                .add();
            } else if !placeholders.contains(&wire.as_str()) {
                let near = nearest(wire, placeholders.iter().copied());
                let help = near.map_or_else(
                    || format!("write `{{{wire}}}` where it stands in the path, or take it away"),
                    |near| format!("did you mean `{near}`?"),
                );
                self.error_at_key(
                    "unused-path-parameter",
                    &inside.of(key),
                    format!("`{wire}` has no place in the path"),
                )
                .help(help)
                .add();
            }
        }
        let mut parameters = Vec::new();
        for name in placeholders {
            let own = key::find(&endpoint.path_params, name);
            let client = context.client.iter().find(|parameter| parameter.wire == name);
            match (own, client) {
                (Some((key, own)), None) => {
                    let place = inside.of(key);
                    self.of_an_endpoint(own, &place);
                    parameters.push(self.parameter(owner, name, own, Location::Path, true, &place));
                }
                (Some((key, own)), Some(client)) => {
                    let place = inside.of(key);
                    parameters.extend(self.tightened(own, client, &place));
                }
                (None, Some(client)) => {
                    parameters.push(Parameter { from_client: true, ..client.clone() });
                }
                (None, None) => {
                    let unused = endpoint.path_params.keys().map(|key| key.wire.as_str());
                    let unused =
                        unused.filter(|key| !endpoint.path.contains(&format!("{{{key}}}")));
                    if nearest(name, unused).is_some() {
                        // A misspelt name, which has been reported where it stands.
                        continue;
                    }
                    let known = context.client.iter().map(|parameter| parameter.wire.as_str());
                    let help = nearest(name, known).map_or_else(
                        || format!("describe `{name}` under `path_params`, or under `client_params` in api.yaml"),
                        |near| format!("did you mean `{near}`?"),
                    );
                    self.error(
                        "missing-path-parameter",
                        &place.child("path"),
                        format!("nothing describes `{{{name}}}`"),
                    )
                    .help(help)
                    .add();
                }
            }
        }
        parameters
    }

    /// A client parameter for which an endpoint has limits of its own.
    fn tightened(
        &mut self,
        own: &model::Parameter,
        client: &Parameter,
        place: &Place,
    ) -> Option<Parameter> {
        self.constant_in_path(own, place);
        self.no_style(own, place);
        let limits_only = match &own.type_ {
            Written::Full(parts) => Some(parts).filter(|parts| !says_what_it_is(parts)),
            Written::Bare(_) => None,
        };
        let Some(parts) = limits_only else {
            self.error(
                "client-parameter",
                place,
                format!("`{}` is the client's, which says what it is", client.wire),
            )
            .help("write limits only, such as `{ minLength: 32 }`")
            .add();
            return None;
        };
        let mut parameter = client.clone();
        let limits = self.limits(parts, &client.type_.kind, place);
        parameter.type_.limits = self.whole_limits(&client.type_).tightened(&limits);
        let whole = parameter.type_.limits.clone();
        self.consistent(&whole, place);
        parameter.type_.example.clone_from(&parts.example);
        self.remember(&parameter.type_, place);
        parameter.from_client = true;
        parameter.allow_sibling = own.allow_sibling;
        Some(parameter)
    }
}

/// Whether a name can be that of a method.
pub(super) fn is_method_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
