//! Finds the references of a document.

use serde_json::Value;

/// Keys whose members have names of the author's choice: a property can be named `default`.
const NAMED: &[&str] = &[
    "$defs",
    "callbacks",
    "content",
    "definitions",
    "dependentSchemas",
    "encoding",
    "examples",
    "headers",
    "links",
    "pathItems",
    "parameters",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
    "variables",
    "webhooks",
];

/// Keys whose value is data, where `$ref` is an ordinary key.
const DATA: &[&str] = &["const", "default", "enum", "example", "value"];

/// Calls a function for each reference: those of `$ref`, and those of a discriminator's mapping.
pub(super) fn each(document: &mut Value, found: &mut impl FnMut(&mut String)) {
    let mut open: Vec<(&mut Value, bool)> = vec![(document, false)];
    while let Some((value, named)) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items.iter_mut().map(|item| (item, false))),
            Value::Object(members) => {
                for (key, value) in members {
                    match (key.as_str(), value) {
                        ("$ref", Value::String(reference)) if !named => found(reference),
                        ("discriminator", value) if !named => mapping(value, found),
                        (key, _) if !named && DATA.contains(&key) => {}
                        (key, value) => {
                            let names = !named && NAMED.contains(&key) && value.is_object();
                            open.push((value, names));
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

/// Calls a function for the values of a mapping that are references rather than names of schemas.
fn mapping(discriminator: &mut Value, found: &mut impl FnMut(&mut String)) {
    let mapping = discriminator.get_mut("mapping").and_then(Value::as_object_mut);
    for target in mapping.into_iter().flatten().map(|(_, target)| target) {
        if let Value::String(target) = target
            && is_reference(target)
        {
            found(target);
        }
    }
}

/// Returns whether a target of a mapping is a reference rather than the name of a schema.
pub(super) fn is_reference(target: &str) -> bool {
    target.contains(['#', '/']) || ends_like_a_file(target)
}

fn ends_like_a_file(text: &str) -> bool {
    let ending = text.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["json", "yaml", "yml"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}
