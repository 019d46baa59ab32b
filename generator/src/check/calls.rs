//! Resources and their endpoints.

use super::checked::{Answer, Endpoint, Parameter, Resource, Text, Wrapping};
use super::{
    Judging, answers, auth, bodies, by_status, failures, forms, overrides, pages, parameters,
    path_parameters, rates, response_headers, retries, siblings,
};
use crate::resolve::{Facts, Place, is_name};
use crate::source::Sources;
use crate::spec::model;
use crate::words::path;

/// What every endpoint is checked against.
struct Shared<'c> {
    client: &'c [Parameter],
    headers: &'c [Parameter],
}

/// Returns the root first, then every resource, parents before their children, each with its endpoints.
pub(super) fn resources(
    cx: &mut Judging<'_>,
    sources: &Sources,
    client: &[Parameter],
    headers: &[Parameter],
) -> Vec<Resource> {
    let shared = Shared { client, headers };
    let mut resources: Vec<Resource> = cx
        .facts
        .folders
        .iter()
        .map(|folder| {
            let file = folder.file.map(|index| &cx.facts.api.resources[index]);
            let text = file.map(|file| (&file.content.summary, &file.content.description));
            Resource {
                path: folder.path.clone(),
                source: file.map(|file| sources.get(file.source).path.clone()),
                text: text.map_or_else(Text::default, |(summary, description)| {
                    Text::new(summary.as_ref(), description.as_ref(), None)
                }),
                endpoints: Vec::new(),
            }
        })
        .collect();
    if let Some(root) = resources.first_mut() {
        let api = &cx.facts.api.file;
        root.source = Some(sources.get(api.source).path.clone());
        let (summary, description) = (&api.content.summary, &api.content.description);
        root.text = Text::new(summary.as_ref(), description.as_ref(), None);
    }
    for file in 0..cx.facts.files() {
        resources[cx.facts.folder_of[file]].endpoints = endpoints(cx, file, &shared);
    }
    siblings::reserve_siblings(&mut resources);
    resources
}

/// Returns the endpoints of one file.
fn endpoints(cx: &mut Judging<'_>, file: usize, shared: &Shared<'_>) -> Vec<Endpoint> {
    let mut endpoints = Vec::new();
    for (name, endpoint) in cx.facts.endpoints_of(file) {
        if endpoint.rust.as_ref().is_some_and(|rust| rust.skip) {
            continue;
        }
        let place = Place::new(file, &["endpoints", name]);
        let first = self::endpoint(cx, name, endpoint, shared, &place);
        if endpoint.also.is_empty() {
            endpoints.push(first);
        } else {
            endpoints.extend(forms::forms(cx, first, endpoint, &place));
        }
    }
    endpoints
}

fn endpoint(
    cx: &mut Judging<'_>,
    name: &str,
    endpoint: &model::Endpoint,
    shared: &Shared<'_>,
    place: &Place,
) -> Endpoint {
    if !is_name(name) {
        cx.found
            .error_at_key(
                "endpoint-name",
                place,
                format!("`{name}` cannot be the name of a method"),
            )
            .help("use letters, digits and `_`, beginning with a letter")
            .add();
    }
    permissions(cx, &endpoint.permissions, &place.child("permissions"));
    let body = endpoint.body.as_ref();
    let body = body.and_then(|body| bodies::body(cx, endpoint.method, body, &place.child("body")));
    let answer = answers::answer(cx, endpoint, place);
    let pages = endpoint.pages.as_ref().map(|pages| {
        let (inside, place) = (place.child("response"), place.child("pages"));
        if !cx.facts.is_mistaken(&inside) {
            pages::only_of_a_list(cx, answer.as_ref(), &place);
        }
        pages::pages(pages, endpoint, &place, &mut cx.found)
    });
    let accept = match (&endpoint.response, &answer) {
        (Some(response), _) => response.media_type.clone(),
        (None, Some(Answer::ByStatus(cases))) => by_status::accepted(cases),
        (None, _) => None,
    };
    let response_headers = match &endpoint.response {
        Some(response) => {
            response_headers::response_headers(cx, response, &place.child("response"))
        }
        None => by_status::headers(cx, endpoint, place),
    };
    let parameters = parameters(cx, endpoint, shared, place);
    let failures = failures::failures(cx, &endpoint.failures, &place.child("failures"));
    let auth = auth::accepted(cx, &endpoint.auth, &place.child("auth"));
    let found = &mut cx.found;
    let retries = endpoint.retries.as_ref();
    let retries =
        retries.map(|retries| retries::retries(&retries.0, &place.child("retries"), found));
    let mut millis = |text: &Option<String>, key: &str| {
        text.as_ref().map(|text| rates::duration(text, &place.child(key), found))
    };
    let timeout_millis = millis(&endpoint.timeout, "timeout");
    let deadline_millis = millis(&endpoint.deadline, "deadline");
    Endpoint {
        name: name.to_owned(),
        rust_name: match &endpoint.rust {
            Some(rust) => overrides::rust_of_endpoint(name, rust, place, &mut cx.found),
            None => name.to_owned(),
        },
        form: None,
        text: Text::new(
            endpoint.summary.as_ref(),
            endpoint.description.as_ref(),
            endpoint.deprecated.as_ref(),
        ),
        method: endpoint.method,
        path: path::without_fragment(&endpoint.path).0.to_owned(),
        parameters,
        body,
        auth,
        permissions: endpoint.permissions.clone(),
        wrapping: wrapping(cx.facts, answer.as_ref(), endpoint.envelope),
        answer,
        accept,
        pages,
        idempotent: endpoint.idempotent,
        retries: retries.unwrap_or_default(),
        response_headers,
        failures,
        timeout_millis,
        deadline_millis,
    }
}

/// Returns those of the path, then of the query, the headers and the cookies.
fn parameters(
    cx: &mut Judging<'_>,
    endpoint: &model::Endpoint,
    shared: &Shared<'_>,
    place: &Place,
) -> Vec<Parameter> {
    let mut list = path_parameters::path_parameters(cx, endpoint, shared.client, place);
    list.extend(parameters::query(cx, &endpoint.query, &place.child("query")));
    let headers = parameters::headers(cx, &endpoint.headers, &place.child("headers"));
    let is_own = |common: &&Parameter| {
        headers.iter().any(|header| header.wire.eq_ignore_ascii_case(&common.wire))
    };
    let common: Vec<Parameter> =
        shared.headers.iter().filter(|common| !is_own(common)).cloned().collect();
    list.extend(headers);
    list.extend(common);
    list.extend(parameters::cookies(cx, &endpoint.cookies, &place.child("cookies")));
    list
}

fn permissions(cx: &mut Judging<'_>, permissions: &[String], place: &Place) {
    for (index, permission) in permissions.iter().enumerate() {
        if permission.trim().is_empty() {
            cx.found
                .error("no-name", &place.child(&index.to_string()), "the permission is empty")
                .help("write the name that the API's documentation has, or remove it")
                .add();
        }
    }
}

/// Returns what an answer makes of the API's envelope.
pub(super) fn wrapping(
    facts: &Facts<'_>,
    answer: Option<&Answer>,
    said: Option<Wrapping>,
) -> Option<Wrapping> {
    facts.api.file.content.envelope.as_ref()?;
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
