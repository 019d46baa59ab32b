//! Finds out whether a value is an `OpenAPI` document, and of which version.

use super::{Node, Object, Version};
use crate::diagnostic::Diagnostic;
use crate::openapi::locate::locate;
use crate::source::{SourceId, Span};

/// Returns the version of a document.
pub(super) fn of(
    value: Node<'_>,
    text: &str,
    source: SourceId,
) -> Result<Version, Box<Diagnostic>> {
    let start = text.len() - text.trim_start().len();
    let start = Span::new(source, start, start);
    let Some(object) = value.as_object() else {
        let message = format!("an OpenAPI document is an object, but this file {}", kind(value));
        return Err(error(message, start).help(FETCH).into());
    };
    // A version without quotes is a number in YAML.
    let said = |key: &str| {
        let version = object.get(key)?;
        let text = version.as_str().map(|text| text.trim().to_owned());
        text.or_else(|| version.is_number().then(|| version.to_string()))
    };
    let at = |key: &str| {
        let found = locate(text, &[&format!("/{key}")]).pop().flatten();
        found.map_or(start, |place| Span::new(source, place.start, place.end))
    };
    let Some(version) = said("openapi") else {
        if let Some(version) = said("swagger") {
            let message = format!(
                "this is a Swagger {version} document, and clientwright reads OpenAPI 3.0, 3.1 and 3.2"
            );
            return Err(error(message, at("swagger")).help(CONVERT).into());
        }
        return Err(not_openapi(object, &at, start).into());
    };
    match version.split(['.', '-']).collect::<Vec<_>>()[..] {
        ["3", "0", ..] => Ok(Version::V30),
        ["3", "1" | "2", ..] => Ok(Version::V31),
        _ => {
            let message = format!("the OpenAPI version `{version}` is not supported");
            let help =
                if version.starts_with('2') { CONVERT } else { "use OpenAPI 3.0, 3.1 or 3.2" };
            Err(error(message, at("openapi")).help(help).into())
        }
    }
}

const CONVERT: &str = "convert it first, with `npx swagger2openapi FILE -o openapi.json` or at https://converter.swagger.io";
const FETCH: &str =
    "pass an OpenAPI document; it has a key `openapi:` (in JSON `\"openapi\":`) with the version";

fn error(message: String, span: Span) -> Diagnostic {
    Diagnostic::error("not-openapi", message).at(span)
}

/// Returns the error about an object that does not state a version of `OpenAPI`.
fn not_openapi(object: Object<'_>, at: &dyn Fn(&str) -> Span, start: Span) -> Diagnostic {
    let others = [
        ("asyncapi", "an AsyncAPI document"),
        ("discoveryVersion", "a Google discovery document"),
        ("swaggerVersion", "Swagger 1"),
        ("arazzo", "an Arazzo document"),
        ("overlay", "an OpenAPI overlay"),
        ("openrpc", "an OpenRPC document"),
    ];
    if let Some((key, what)) = others.iter().find(|(key, _)| object.contains_key(key)) {
        return error(format!("this is {what}, not OpenAPI"), at(key)).help(FETCH);
    }
    if object.get("info").is_some_and(|info| info.get("_postman_id").is_some()) {
        let message = "this is a Postman collection, not OpenAPI";
        return error(message.to_owned(), at("info"))
            .help("convert it first, for example with `npx postman-to-openapi`");
    }
    if object.contains_key("openapi") {
        return error("the value of `openapi` is not a version".to_owned(), at("openapi"))
            .help("write `openapi: 3.0.3` or `openapi: 3.1.0`");
    }
    let message = "the key `openapi`, which states the version, is missing";
    let help = if object.contains_key("paths") {
        "add `openapi: 3.0.3` (or 3.1.0) as its first key"
    } else {
        FETCH
    };
    error(message.to_owned(), start).help(help)
}

fn kind(value: Node<'_>) -> &'static str {
    match value {
        _ if value.is_null() => "is empty",
        _ if value.is_boolean() => "contains a boolean",
        _ if value.is_number() => "contains a number",
        _ if value.is_array() => "contains a list",
        _ if value.is_object() => "contains an object",
        _ => "contains plain text",
    }
}
