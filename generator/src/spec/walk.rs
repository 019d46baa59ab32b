//! Walking over the types of an API, wherever they are written.

use std::collections::BTreeSet;

use super::Api;
use super::model::{Endpoint, Parameter, Response, Type, TypeParts, UnionCases};
use crate::words::key::{Key, Keyed};

/// Returns the formats that anything has.
pub fn formats(api: &Api) -> BTreeSet<&str> {
    let file = &api.file.content;
    let of_client = file.client_params.values().chain(file.headers.values());
    let of_client = of_client.map(|parameter| &parameter.type_);
    let mut open: Vec<&Type> = of_client.chain(file.types.values()).collect();
    file.endpoints.values().for_each(|endpoint| of_endpoint(endpoint, &mut open));
    for resource in &api.resources {
        open.extend(resource.content.types.values());
        resource.content.endpoints.values().for_each(|endpoint| of_endpoint(endpoint, &mut open));
    }
    let mut found = BTreeSet::new();
    while let Some(type_) = open.pop() {
        if let Type::Full(parts) = type_ {
            found.extend(parts.format.as_deref());
            open.extend(parts.within());
        }
    }
    found
}

impl TypeParts {
    /// Returns the types that stand directly within it.
    pub fn within(&self) -> Vec<&Type> {
        let mut list: Vec<&Type> = Vec::new();
        list.extend(
            self.fields.as_deref().into_iter().flat_map(Keyed::values).map(|field| &field.type_),
        );
        list.extend(self.list.as_ref());
        list.extend(self.map.as_ref());
        list.extend(self.rest.as_deref());
        list.extend(self.tuple.iter().flatten());
        match self.union.as_deref() {
            Some(UnionCases::Untagged(cases)) => list.extend(cases),
            Some(UnionCases::Tagged(cases)) => list.extend(cases.values()),
            None => {}
        }
        list
    }
}

impl Endpoint {
    /// Returns its parameters, wherever they stand.
    pub fn parameters(&self) -> impl Iterator<Item = (&Key, &Parameter)> {
        let Self { path_params, query, headers, cookies, .. } = self;
        [path_params, query, headers, cookies].into_iter().flatten()
    }

    /// Returns the same, to be changed.
    #[cfg(feature = "openapi")]
    pub fn parameters_mut(&mut self) -> impl Iterator<Item = (&Key, &mut Parameter)> {
        let Self { path_params, query, headers, cookies, .. } = self;
        [path_params, query, headers, cookies].into_iter().flatten()
    }
}

fn of_endpoint<'a>(endpoint: &'a Endpoint, list: &mut Vec<&'a Type>) {
    list.extend(endpoint.parameters().map(|(_, parameter)| &parameter.type_));
    let forms = endpoint.also.values();
    let bodies = forms.clone().filter_map(|form| form.body.as_ref()).chain(&endpoint.body);
    list.extend(bodies.map(|body| &body.type_));
    let answers = forms.filter_map(|form| form.response.as_ref()).chain(&endpoint.response);
    for Response { type_, headers, .. } in answers.chain(endpoint.responses.values()) {
        list.push(type_);
        list.extend(headers.values());
    }
    list.extend(endpoint.failures.values());
}
