//! The documentation of the method that prepares a call.

use proc_macro2::TokenStream;

use super::super::support::docs::Docs;
use super::super::support::prose::{code, duration, sentence};
use super::super::support::scope::Scope;
use super::super::support::{
    RUNTIME, call, example::literal, place, reexported, requests, text_type,
};
use super::{has_options, is_argument, required};
use crate::ir::{
    Answer, Api, Body, BodyKind, Constant, Endpoint, Example, Location, Module, Package, Presence,
    Retries, StatusFailure, TypeRef,
};

/// Returns the documentation of a request type. rustdoc lists no methods for an alias of the runtime's type, so the
/// text does.
pub(super) fn request(endpoint: &Endpoint, link: &str, scope: &Scope<'_>) -> TokenStream {
    let mut docs = Docs::default();
    docs.own(&format!("A request made by [`{link}`]; awaiting it sends it."));
    if !has_options(endpoint) {
        let methods = requests::methods(&endpoint.answer);
        let all = scope.root("Request").to_string().replace(' ', "");
        docs.own(&format!("Methods: {}. [`{all}`] describes them.", methods.join(", ")));
    }
    docs.attributes()
}

/// Returns the documentation of the method: what the call does, what it needs, and an example.
pub(super) fn method(
    package: &Package,
    api: &Api,
    module: &Module,
    endpoint: &Endpoint,
    scope: &Scope<'_>,
) -> TokenStream {
    let call = call(endpoint.method, &endpoint.path);
    let mut docs = Docs::of(&endpoint.text, &format!("Calls {call}."));
    docs.own(&call);
    docs.own(&credentials(endpoint));
    if !endpoint.permissions.is_empty() {
        let permissions: Vec<String> = endpoint.permissions.iter().map(|name| code(name)).collect();
        docs.own(&format!(
            "Requires {}: {}.",
            any_one("permission", &permissions),
            permissions.join(", ")
        ));
    }
    for sentence in tightened(api, endpoint).chain(handling(endpoint, scope)) {
        docs.own(&sentence);
    }
    for sentence in members(endpoint) {
        docs.own(&sentence);
    }
    if !endpoint.failures.is_empty() {
        docs.own("# Errors");
        let any_type = endpoint.failures.iter().any(|failure| failure.type_.is_some());
        docs.own(if any_type {
            "The type of an error by its status, read by `error.failure_as::<T>()`:"
        } else {
            "The statuses of errors:"
        });
        docs.list(endpoint.failures.iter().map(|failure| self::failure(api, failure, scope)));
    }
    let arguments = arguments(endpoint);
    if !arguments.is_empty() {
        docs.own("# Arguments");
        docs.list(arguments);
    }
    docs.own("# Example");
    docs.block(example(package, api, module, endpoint));
    docs.attributes()
}

/// How many of its fields a body must have; of a body that is a value of its own, its type says so.
fn members(endpoint: &Endpoint) -> impl Iterator<Item = String> {
    let of_fields = |body: &&Body| matches!(body.kind, BodyKind::Fields(_));
    let rules = endpoint.body.as_ref().filter(of_fields).map(|body| body.schema.limits.sentences());
    rules.into_iter().flatten().map(|mut rule| {
        if let Some(first) = rule.get_mut(..1) {
            first.make_ascii_lowercase();
        }
        format!("The request body has {rule}")
    })
}

/// Returns sentences about limits of the client's parameters that only this call has.
fn tightened(api: &Api, endpoint: &Endpoint) -> impl Iterator<Item = String> {
    let own = endpoint.parameters.iter().filter(|parameter| parameter.from_client);
    own.filter_map(|parameter| {
        let mut known = api.client_parameters.iter();
        let known = known.find(|known| known.wire == parameter.wire)?;
        let is_new = |rule: &&String| !known.rules.contains(rule);
        let rules: Vec<&str> = parameter.rules.iter().filter(is_new).map(String::as_str).collect();
        (!rules.is_empty())
            .then(|| format!("Sends the client's {}. {}", code(&parameter.wire), rules.join(" ")))
    })
}

/// Returns what a caller must know about sent files, the response, retries and timeouts.
fn handling(endpoint: &Endpoint, scope: &Scope<'_>) -> Vec<String> {
    let mut sentences = constants(endpoint);
    let sends_file = match endpoint.body.as_ref().map(|body| &body.kind) {
        Some(BodyKind::Fields(fields)) => {
            let is_file = |type_: &TypeRef| match type_ {
                TypeRef::List(item) => **item == TypeRef::Upload,
                type_ => *type_ == TypeRef::Upload,
            };
            fields.iter().any(|field| is_file(&field.field.type_))
        }
        Some(BodyKind::Upload { .. }) => true,
        Some(BodyKind::Whole { .. }) | None => false,
    };
    if sends_file {
        let upload = scope.runtime("Upload").to_string().replace(' ', "");
        sentences.push(format!(
            "An [`{upload}`] is bytes, text, a file on the disk or a stream; files on the disk are \
             read while they are sent."
        ));
    }
    match &endpoint.answer {
        Answer::Download => sentences.push(
            "The response is streamed as bytes; `.save_to(path)` writes them to a file.".to_owned(),
        ),
        Answer::Events { .. } => {
            sentences.push("The response is a stream of server-sent events.".to_owned());
        }
        Answer::Lines { .. } => {
            sentences.push("The response is a stream of values, one per line.".to_owned());
        }
        Answer::Text { .. } => sentences.push("The response is text.".to_owned()),
        Answer::ByStatus { name, .. } => {
            sentences
                .push(format!("The type of the response depends on its status: see [`{name}`]."));
        }
        Answer::None | Answer::One { .. } | Answer::Page { .. } => {}
    }
    if let Some(millis) = endpoint.timeout_millis {
        sentences.push(format!(
            "The timeout of one attempt, response body included, is {}.",
            duration(millis)
        ));
    }
    if let Some(millis) = endpoint.deadline_millis {
        sentences.push(format!("The deadline of all attempts together is {}.", duration(millis)));
    }
    match endpoint.retries.max {
        Some(0) => sentences.push("A failed call is not retried.".to_owned()),
        Some(1) => sentences.push("A failed call is retried at most once.".to_owned()),
        Some(most) => {
            sentences.push(format!("A failed call is retried at most {most} times."));
        }
        None => {}
    }
    sentences.extend(waits(&endpoint.retries));
    sentences.extend(endpoint.response_headers.iter().map(|header| {
        let secret = if header.secret { ", which is secret" } else { "" };
        let name = format!("[{}]({}::{})", code(&header.name), endpoint.request, header.constant);
        match &header.text.summary {
            Some(summary) => {
                format!("The response header {name}{secret}: {}", sentence(summary))
            }
            None => format!("The response has the header {name}{secret}."),
        }
    }));
    sentences
}

/// Returns the text about the type of an error with one status.
fn failure(api: &Api, failure: &StatusFailure, scope: &Scope<'_>) -> String {
    let status = if failure.status == "default" { "any other" } else { &failure.status };
    let type_ = failure.type_.as_ref().map(|type_| match type_ {
        TypeRef::Named(path) => scope.link(path),
        type_ => code(&spelled(api, api.module.as_str(), type_)),
    });
    let summary = failure.text.summary.as_deref().map(sentence);
    let parts: Vec<String> =
        std::iter::once(status.to_owned()).chain(type_).chain(summary).collect();
    parts.join(": ")
}

/// Returns the text about the waits before retries.
fn waits(retries: &Retries) -> Option<String> {
    let first = retries
        .initial_delay_millis
        .map(|millis| format!("{} before the first retry", duration(millis)));
    let longest =
        retries.max_delay_millis.map(|millis| format!("at most {} before any", duration(millis)));
    let asked = retries
        .max_retry_after_millis
        .map(|millis| format!("at most {} where the server asks for it", duration(millis)));
    let waits: Vec<String> = [first, longest, asked].into_iter().flatten().collect();
    (!waits.is_empty()).then(|| format!("It waits {}.", waits.join(", ")))
}

/// Returns the text about values that are sent with every call without an argument.
fn constants(endpoint: &Endpoint) -> Vec<String> {
    let parameters = endpoint.parameters.iter().filter_map(|parameter| {
        let what = match parameter.location {
            Location::Header => "the header",
            Location::Cookie => "the cookie",
            Location::Path | Location::Query => "the parameter",
        };
        Some((what, &parameter.wire, parameter.constant.as_ref()?))
    });
    let fields = match endpoint.body.as_ref().map(|body| &body.kind) {
        Some(BodyKind::Fields(fields)) => fields.as_slice(),
        _ => &[],
    };
    let fields = fields
        .iter()
        .filter_map(|each| Some(("the field", &each.field.wire, each.constant.as_ref()?)));
    let sends = endpoint.body.iter().flat_map(|body| &body.sends);
    let sends = sends.map(|(wire, value)| ("the field", wire, value));
    parameters
        .chain(fields)
        .chain(sends)
        .map(|(what, wire, value)| {
            let value = match value {
                Constant::Text(text) => text.clone(),
                Constant::Integer(value) => value.to_string(),
                Constant::Number(value) => value.to_string(),
                Constant::Boolean(value) => value.to_string(),
            };
            format!("Sends {what} {} as {}.", code(wire), code(&value))
        })
        .collect()
}

fn credentials(endpoint: &Endpoint) -> String {
    let schemes: Vec<String> = endpoint
        .auth
        .iter()
        .filter(|all| !all.is_empty())
        .map(|all| all.iter().map(|scheme| code(scheme)).collect::<Vec<_>>().join(" with "))
        .collect();
    if schemes.is_empty() {
        return "Requires no credentials.".to_owned();
    }
    let open = endpoint.auth.iter().any(Vec::is_empty);
    let open = if open { ", or no credentials at all" } else { "" };
    format!("Accepts {}: {}{open}.", any_one("scheme", &schemes), schemes.join(", "))
}

fn any_one(what: &str, names: &[String]) -> String {
    if names.len() == 1 { format!("the {what}") } else { format!("any one of the {what}s") }
}

fn arguments(endpoint: &Endpoint) -> Vec<String> {
    let mut list: Vec<String> = required(endpoint)
        .map(|parameter| {
            argument(parameter.name.plain(), parameter.text.summary.as_deref(), &parameter.rules)
        })
        .collect();
    match &endpoint.body {
        Some(Body { kind: BodyKind::Fields(fields), .. }) => {
            list.extend(fields.iter().filter(|field| is_argument(field)).map(|each| {
                let field = &each.field;
                argument(each.name.plain(), field.text.summary.as_deref(), &field.rules)
            }));
        }
        Some(Body { kind: BodyKind::Upload { argument: name }, text, media_type, .. }) => {
            let rule = media_type.iter().map(|name| format!("Sent as {}.", code(name)));
            let rules: Vec<String> = rule.collect();
            list.push(argument(name.plain(), text.summary.as_deref(), &rules));
        }
        _ => {}
    }
    list
}

fn argument(name: &str, summary: Option<&str>, rules: &[String]) -> String {
    let summary = summary.map(sentence).unwrap_or_default();
    let mut text = format!("`{name}`: {summary} {}", rules.join(" "));
    text.truncate(text.trim_end().trim_end_matches(':').len());
    text
}

/// Returns an example that compiles if the crate's path is known.
fn example(package: &Package, api: &Api, module: &Module, endpoint: &Endpoint) -> Vec<String> {
    let upload = || reexported(package, api, "Upload");
    let place = place(package, api);
    let mut given = vec![format!("client: {place}::Client")];
    let mut values = Vec::new();
    let mut value = |name: &str, type_: &TypeRef, example: &Example, nullable: bool| match (
        literal(example, upload),
        nullable,
    ) {
        (Some(literal), false) => values.push(literal),
        (_, nullable) => {
            let type_ = spelled(api, &place, type_);
            // The example has a variable `client` already.
            let name = if name == "client" { "other_client" } else { name };
            given.push(format!(
                "{name}: {}",
                if nullable { format!("Option<{type_}>") } else { type_ }
            ));
            values.push(name.to_owned());
        }
    };
    for parameter in required(endpoint) {
        value(parameter.name.as_str(), &parameter.type_, &parameter.example, false);
    }
    match endpoint.body.as_ref().map(|body| &body.kind) {
        Some(BodyKind::Fields(fields)) => {
            for field in fields.iter().filter(|field| is_argument(field)) {
                let nullable = field.field.presence == Presence::Nullable;
                value(field.name.as_str(), &field.field.type_, &field.example, nullable);
            }
        }
        Some(BodyKind::Whole { argument, type_ }) => {
            value(argument.as_str(), type_, &Example::Argument, false);
        }
        Some(BodyKind::Upload { argument }) => {
            value(argument.as_str(), &TypeRef::Upload, &Example::File, false);
        }
        None => {}
    }
    let access =
        if module.access.is_empty() { String::new() } else { format!("{}.", module.access) };
    let call = format!("client.{access}{}({}).await?;", endpoint.method_name, values.join(", "));
    let call = match &endpoint.answer {
        Answer::None => call,
        Answer::One { .. } | Answer::Text { .. } | Answer::ByStatus { .. } => {
            format!("let answer = {call}")
        }
        Answer::Page { .. } => format!("let page = {call}"),
        Answer::Download => format!("let mut download = {call}"),
        Answer::Events { .. } => format!("let mut events = {call}"),
        Answer::Lines { .. } => format!("let mut lines = {call}"),
    };
    let fence = if package.doc_path.is_some() { "```no_run" } else { "```ignore" };
    // The example of a deprecated endpoint must not warn.
    let allow = endpoint.text.deprecated.is_some().then(|| "# #![allow(deprecated)]".to_owned());
    let mut lines = vec![fence.to_owned()];
    lines.extend(allow);
    lines
        .push(format!("# async fn example({}) -> Result<(), {place}::Error> {{", given.join(", ")));
    lines.push(call);
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
    lines
}

/// Returns a type as a hidden line of an example writes it.
fn spelled(api: &Api, place: &str, type_: &TypeRef) -> String {
    let runtime = |name: &str| format!("{RUNTIME}::{name}");
    match type_ {
        TypeRef::String => "String".to_owned(),
        TypeRef::Secret => runtime("Secret"),
        TypeRef::Integer => "i64".to_owned(),
        TypeRef::Int32 => "i32".to_owned(),
        TypeRef::Uint32 => "u32".to_owned(),
        TypeRef::Uint64 => "u64".to_owned(),
        TypeRef::Int128 => "i128".to_owned(),
        TypeRef::Uint128 => "u128".to_owned(),
        TypeRef::Number => "f64".to_owned(),
        TypeRef::Boolean => "bool".to_owned(),
        TypeRef::Formatted(form) => {
            let (place, name) = text_type(*form);
            format!("{place}::{name}")
        }
        TypeRef::Extern(path) => path.clone(),
        TypeRef::Json | TypeRef::Hole => runtime("Json"),
        TypeRef::Upload => runtime("Upload"),
        TypeRef::List(item) => format!("Vec<{}>", spelled(api, place, item)),
        TypeRef::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|item| spelled(api, place, item)).collect();
            format!("({})", items.join(", "))
        }
        TypeRef::Map(item) => {
            format!("std::collections::BTreeMap<String, {}>", spelled(api, place, item))
        }
        TypeRef::Option(inner) => format!("Option<{}>", spelled(api, place, inner)),
        TypeRef::Boxed(inner) => format!("Box<{}>", spelled(api, place, inner)),
        TypeRef::Named(path) => {
            let mut parts = vec![place.to_owned()];
            parts.extend(api.modules[path.module].path.iter().map(ToString::to_string));
            parts.push(path.name.to_string());
            parts.join("::")
        }
    }
}
