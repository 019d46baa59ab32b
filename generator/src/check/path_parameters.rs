//! The parameters of a path, each from the endpoint, from the client, or from both.

use super::checked::{Location, Parameter};
use super::limits::{self, Patterns};
use super::parameters::Stands;
use super::{Judging, literal, parameters, styles};
use crate::resolve::{Found, Place, written};
use crate::spec::{model, nearest};
use crate::words::key::{self, Key};
use crate::words::path;

pub(super) fn path_parameters(
    cx: &mut Judging<'_>,
    endpoint: &model::Endpoint,
    client: &[Parameter],
    place: &Place,
) -> Vec<Parameter> {
    let at = place.child("path");
    let segments = match path::parse(&endpoint.path) {
        Ok(segments) => segments,
        Err(reason) => {
            cx.found
                .error("path", &at, format!("`{}` is not a valid path: {reason}", endpoint.path))
                .help("write it as `/things/{thing_id}`")
                .add();
            return Vec::new();
        }
    };
    let placeholders = path::placeholders(&segments);
    let inside = place.child("path_params");
    each_once(&placeholders, &at, &mut cx.found);
    each_in_the_path(endpoint, &placeholders, &inside, &mut cx.found);
    let stands = Stands::new(Location::Path, true);
    let mut list = Vec::new();
    for name in placeholders {
        let client_parameter = client.iter().find(|parameter| parameter.wire == name);
        match (key::find(&endpoint.path_params, name), client_parameter) {
            (Some((key, own)), None) => {
                let place = inside.of(key);
                parameters::of_an_endpoint(own, &place, &mut cx.found);
                list.push(parameters::parameter(cx, name, own, stands, &place));
            }
            (Some((key, own)), Some(client)) => {
                list.extend(tightened(cx, own, client, &inside.of(key)));
            }
            (None, Some(client)) => list.push(Parameter { from_client: true, ..client.clone() }),
            (None, None) => missing(endpoint, name, client, &at, &mut cx.found),
        }
    }
    list
}

fn each_once(placeholders: &[&str], place: &Place, found: &mut Found<'_>) {
    for (index, name) in placeholders.iter().enumerate() {
        if placeholders[..index].contains(name) {
            found
                .error(
                    "placeholder-twice",
                    place,
                    format!("the path has the parameter `{{{name}}}` twice"),
                )
                .help("rename the second one")
                .add();
        }
    }
}

fn each_in_the_path(
    endpoint: &model::Endpoint,
    placeholders: &[&str],
    place: &Place,
    found: &mut Found<'_>,
) {
    for key in endpoint.path_params.keys() {
        let Key { wire, optional } = key;
        if *optional {
            found
                .error_at_key(
                    "optional-path-parameter",
                    &place.of(key),
                    "a path parameter cannot be optional",
                )
                .help("remove the `?`")
                .add();
        } else if !placeholders.contains(&wire.as_str()) {
            let near = nearest(wire, placeholders.iter().copied());
            let help = near.map_or_else(
                || format!("add `{{{wire}}}` to the path, or remove the parameter"),
                |near| format!("did you mean `{near}`?"),
            );
            found
                .error_at_key(
                    "unused-path-parameter",
                    &place.of(key),
                    format!("the path has no `{{{wire}}}`"),
                )
                .help(help)
                .add();
        }
    }
}

fn missing(
    endpoint: &model::Endpoint,
    name: &str,
    client: &[Parameter],
    place: &Place,
    found: &mut Found<'_>,
) {
    let unused = endpoint.path_params.keys().map(|key| key.wire.as_str());
    let unused = unused.filter(|key| !endpoint.path.contains(&format!("{{{key}}}")));
    if nearest(name, unused).is_some() {
        // A misspelt name, which has been reported where it stands.
        return;
    }
    let known = client.iter().map(|parameter| parameter.wire.as_str());
    let help = nearest(name, known).map_or_else(
        || format!("add `{name}` to `path_params`, or to `client_params` in api.yaml"),
        |near| format!("did you mean `{near}`?"),
    );
    found
        .error(
            "missing-path-parameter",
            place,
            format!("the path parameter `{name}` is not described"),
        )
        .help(help)
        .add();
}

/// Returns a client parameter for which an endpoint has limits of its own.
fn tightened(
    cx: &mut Judging<'_>,
    own: &model::Parameter,
    client: &Parameter,
    place: &Place,
) -> Option<Parameter> {
    parameters::constant_in_path(own, place, &mut cx.found);
    styles::no_style(own, place, &mut cx.found);
    let limits_only = written::parts(&own.type_).filter(|parts| !written::says_what_it_is(parts));
    let Some(parts) = limits_only else {
        cx.found
            .error(
                "client-parameter",
                place,
                format!("`{}` is a parameter of the client, which states its type", client.wire),
            )
            .help("write only limits here, such as `{ minLength: 32 }`")
            .add();
        return None;
    };
    let mut parameter = client.clone();
    let kind = &client.type_.kind;
    limits::limits(cx, parts, kind, &mut Patterns::default(), place);
    parameter.type_.limits =
        cx.facts.whole_limits(&client.type_).tightened(&cx.facts.written_limits(parts, kind));
    limits::consistent(cx, &parameter.type_.limits, place);
    parameter.type_.example.clone_from(&parts.example);
    if let Some(example) = parts.example.as_deref() {
        literal::literal(cx, "example", example, &parameter.type_, place);
    }
    parameter.from_client = true;
    parameter.allow_sibling = own.allow_sibling;
    Some(parameter)
}
