//! Where an API is served, and what the URLs leave open.

use super::Judging;
use super::checked::{Server, ServerVariable, Text};
use crate::resolve::{Found, Place};
use crate::spec::model::{self, ServerParts};
use crate::spec::nearest;
use crate::words::server_url::{self, Part};
use crate::words::wire;

/// Returns the servers of an API, and the variables of all of them.
pub(super) fn servers(cx: &mut Judging<'_>) -> (Vec<Server>, Vec<ServerVariable>) {
    let file = &cx.facts.api.file.content;
    if file.servers.is_empty() {
        cx.found
            .error("no-server", &Place::root(&["servers"]), "the API has no servers")
            .help("add `servers: { default: https://.. }`")
            .add();
    }
    let mut variables: Vec<ServerVariable> = Vec::new();
    let mut servers = Vec::new();
    for (name, model::Server(parts)) in &file.servers {
        let place = Place::root(&["servers", name]);
        let at = place.child("url");
        let at = if at.exists(cx.facts.api) { at } else { place.clone() };
        let well = url(parts, &at, &mut cx.found);
        for (wire, variable) in &parts.variables {
            let at = place.child("variables").child(wire);
            // Errors of the URL and its variables were reported already.
            if well {
                server_variable(wire, variable, parts, &at, &mut cx.found);
            }
            add_server_variable(wire, variable, &mut variables, &at, &mut cx.found);
        }
        let defaults = parts.variables.iter();
        servers.push(Server {
            name: name.clone(),
            url: parts.url.clone(),
            variables: defaults
                .map(|(name, variable)| (name.clone(), variable.default.clone()))
                .collect(),
        });
    }
    (servers, variables)
}

/// Returns whether a URL is one that a path can follow, and each variable in it is described.
fn url(parts: &ServerParts, place: &Place, found: &mut Found<'_>) -> bool {
    let url = &parts.url;
    for (name, part) in server_url::variables(url) {
        if !parts.variables.contains_key(name) {
            let near = nearest(name, parts.variables.keys().map(String::as_str));
            let help = near.map_or_else(
                || format!("write `{{ url: .., variables: {{ {name}: {{ default: .. }} }} }}`"),
                |near| format!("did you mean `{{{near}}}`?"),
            );
            let message = format!("the variable `{name}` of the URL is not described");
            found.error("server-variable", place, message).help(help).add();
            return false;
        }
        if part == Part::Scheme {
            let message = format!("the scheme of the URL cannot be a variable: `{{{name}}}`");
            found
                .error("server-variable", place, message)
                .help("write `https://`; a server with another scheme needs an entry of its own, or callers set `base_url`")
                .add();
            return false;
        }
    }
    // In the host and the path a letter stands for what fits there, in the port a digit.
    let parts = server_url::variables(url);
    let sample = |name: &str| {
        let part = parts.iter().find(|(known, _)| *known == name).map(|(_, part)| *part);
        Some(if part == Some(Part::Port) { "1" } else { "a" })
    };
    let plain = server_url::filled(url, sample);
    if let Err(reason) = wire::base_url(&plain) {
        let message = format!("`{url}` is not a valid server URL: {reason}");
        found
            .error("server-url", place, message)
            .help("write it as `https://api.example.com/v4`")
            .add();
        return false;
    }
    true
}

fn server_variable(
    name: &str,
    variable: &model::ServerVariable,
    parts: &ServerParts,
    place: &Place,
    found: &mut Found<'_>,
) {
    let stands: Vec<Part> = server_url::variables(&parts.url)
        .into_iter()
        .filter(|(known, _)| *known == name)
        .map(|(_, part)| part)
        .collect();
    if stands.is_empty() {
        found
            .error_at_key("server-variable", place, format!("the URL has no `{{{name}}}`"))
            .help("remove the variable, or add it to the URL")
            .add();
    }
    let mut seen: Vec<&str> = Vec::new();
    for (index, value) in variable.enum_.iter().flatten().enumerate() {
        let at = place.child("enum").child(&index.to_string());
        if seen.contains(&value.as_str()) {
            found
                .error("enum-value", &at, format!("the enum lists the value `{value}` twice"))
                .help("remove one of them")
                .add();
        }
        seen.push(value);
        server_value(value, &stands, &at, found);
    }
    let at = place.child("default");
    match &variable.enum_ {
        Some(values) if values.is_empty() => {
            found
                .error("enum-value", &place.child("enum"), "the enum lists no values")
                .help("list its values, or remove `enum`")
                .add();
        }
        Some(values) if !values.contains(&variable.default) => {
            let near = nearest(&variable.default, values.iter().map(String::as_str));
            let help = near.map_or_else(
                || "write one of the values, or add it to `enum`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let message = format!("the default `{}` is not one of the values", variable.default);
            found.error("server-default", &at, message).help(help).add();
        }
        Some(_) => {}
        None => server_value(&variable.default, &stands, &at, found),
    }
}

/// Checks that a value fits into every place of its variable.
fn server_value(value: &str, stands: &[Part], place: &Place, found: &mut Found<'_>) {
    let reason = stands.iter().find_map(|part| server_url::fits(value, *part).err());
    if let Some(reason) = reason {
        let message = format!("the value {value:?} does not fit into the URL: {reason}");
        found
            .error("server-value", place, message)
            .help("write that part of the URL itself, or add a server with the whole URL")
            .add();
    }
}

/// Adds a variable; one of several servers is a single method of the builder, so its values must be the same in all.
fn add_server_variable(
    name: &str,
    variable: &model::ServerVariable,
    variables: &mut Vec<ServerVariable>,
    place: &Place,
    found: &mut Found<'_>,
) {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !name.chars().all(plain) || !name.contains(|c: char| c.is_ascii_alphanumeric()) {
        found
            .error_at_key(
                "server-variable",
                place,
                format!("{name:?} is not a valid name of a variable"),
            )
            .help("use letters, digits, `-`, `_` and `.`")
            .add();
        return;
    }
    match variables.iter().find(|known| known.name == name) {
        None => variables.push(ServerVariable {
            name: name.to_owned(),
            text: Text::new(variable.summary.as_ref(), variable.description.as_ref(), None),
            values: variable.enum_.clone(),
        }),
        Some(known) if known.values == variable.enum_ => {}
        Some(_) => found
            .error_at_key(
                "server-variable",
                place,
                format!("the variable `{name}` has different values in another server"),
            )
            .help("list the same values in the same order, or rename one of the variables")
            .add(),
    }
}
