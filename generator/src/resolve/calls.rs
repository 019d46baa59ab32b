//! The types of what calls send and answer, in the order in which a reader meets them.

use super::lift::{Lifting, Reading};
use super::{Place, written};
use crate::spec::model::{Endpoint, Parameter, Response};
use crate::words::key::{self, Keyed};
use crate::words::{naming, path, statuses};

impl<'a> Lifting<'a, '_> {
    /// Resolves the parameters that are set on the client.
    pub(super) fn client_parameters(&mut self) {
        let place = Place::root(&["client_params"]);
        for (wire, parameter) in &self.facts.api.file.content.client_params {
            self.parameter("", wire, parameter, &place.child(wire));
        }
    }

    /// Resolves the header parameters of every endpoint, and the endpoints of all files.
    pub(super) fn calls(&mut self) {
        self.parameters("", &self.facts.api.file.content.headers, &Place::root(&["headers"]));
        for file in 0..self.facts.files() {
            for (name, endpoint) in self.facts.endpoints_of(file) {
                if !endpoint.rust.as_ref().is_some_and(|rust| rust.skip) {
                    self.endpoint(name, endpoint, &Place::new(file, &["endpoints", name]));
                }
            }
        }
    }

    fn endpoint(&mut self, name: &str, endpoint: &'a Endpoint, place: &Place) {
        self.path_parameters(name, endpoint, &place.child("path_params"));
        self.parameters(name, &endpoint.query, &place.child("query"));
        self.parameters(name, &endpoint.headers, &place.child("headers"));
        self.parameters(name, &endpoint.cookies, &place.child("cookies"));
        if let Some(body) = &endpoint.body {
            self.body(name, endpoint.method, body, &place.child("body"));
        }
        self.answers(name, endpoint, place);
        for (status, failure) in &endpoint.failures {
            if statuses::is_of_failure(status) && written::has_type(failure) {
                let name = naming::joined(name, &statuses::name(status));
                self.kept(&name, failure, None, &place.child("failures").child(status));
            }
        }
        for (key, form) in &endpoint.also {
            let (name, place) = (format!("{name}_{key}"), place.child("also").child(key));
            if let Some(body) = &form.body {
                self.body(&name, endpoint.method, body, &place.child("body"));
            }
            if let Some(response) = &form.response {
                self.one_answer(&name, endpoint, response, &place.child("response"));
            }
        }
    }

    /// Resolves the parameters of a path without those of the client, in the order of the path.
    fn path_parameters(&mut self, owner: &str, endpoint: &'a Endpoint, place: &Place) {
        let Ok(segments) = path::parse(&endpoint.path) else { return };
        let client = &self.facts.api.file.content.client_params;
        for name in path::placeholders(&segments) {
            if let Some((key, own)) = key::find(&endpoint.path_params, name)
                && !client.contains_key(name)
            {
                self.parameter(owner, name, own, &place.of(key));
            }
        }
    }

    fn parameters(&mut self, owner: &str, parameters: &'a Keyed<Parameter>, place: &Place) {
        for (key, parameter) in parameters {
            if !written::is_skipped(&parameter.type_) {
                self.parameter(owner, &key.wire, parameter, &place.of(key));
            }
        }
    }

    fn parameter(&mut self, owner: &str, wire: &str, parameter: &'a Parameter, place: &Place) {
        let name = written::name_of_parameter(wire, parameter);
        let reading = Reading {
            otherwise: written::type_of_constant(parameter.const_.as_deref()),
            names_its_place: written::rust_name(&parameter.type_).is_some(),
            of_a_parameter: true,
        };
        let before = self.found.len();
        let name = naming::joined(owner, name);
        let type_ = self.type_(&name, &parameter.type_, reading, place);
        self.keep(type_, before, place);
    }

    /// Resolves the responses of an endpoint, and their headers.
    fn answers(&mut self, owner: &str, endpoint: &'a Endpoint, place: &Place) {
        if let Some(response) = &endpoint.response {
            self.one_answer(owner, endpoint, response, &place.child("response"));
            return;
        }
        let inside = place.child("responses");
        for (status, response) in &endpoint.responses {
            if statuses::is_of_answer(status) {
                let name = naming::joined(owner, &statuses::variant(status));
                self.answer(&name, endpoint.method, response, &inside.child(status));
            }
        }
        for (status, response) in &endpoint.responses {
            self.headers(owner, response, &inside.child(status));
        }
    }

    fn one_answer(
        &mut self,
        owner: &str,
        endpoint: &Endpoint,
        response: &'a Response,
        place: &Place,
    ) {
        self.answer(&naming::joined(owner, "response"), endpoint.method, response, place);
        self.headers(owner, response, place);
    }

    fn headers(&mut self, owner: &str, response: &'a Response, place: &Place) {
        let place = place.child("headers");
        for (name, header) in &response.headers {
            let owner = naming::joined(owner, name);
            self.kept(&owner, header, Some("string"), &place.child(name));
        }
    }
}
