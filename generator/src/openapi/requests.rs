//! Makes a call of each operation with values that the document allows: its examples, or values made from its schemas.
//!
//! The calls are made from the document itself rather than from the imported model, so that they show whether the
//! generated code can express what the document asks for.

mod fits;
mod patterns;
mod schemas;
mod values;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::document::Document;
pub use super::findings::Operation;
use super::import;
use crate::stack::deep;
use crate::words::example::{ExampleArgument, ExampleBody, ExampleCall};
use crate::words::location::Location;
use schemas::Schemas;

/// Headers that `OpenAPI` describes elsewhere, and those that a client computes.
const DESCRIBED_ELSEWHERE: &[&str] =
    &["accept", "content-type", "authorization", "content-length", "host", "transfer-encoding"];

/// Returns a call of each operation that was imported.
pub fn calls(document: &Document, operations: &[Operation]) -> Vec<ExampleCall> {
    deep(|| {
        let schemas = Schemas::of(document);
        operations.iter().filter_map(|operation| call(document, &schemas, operation)).collect()
    })
}

fn call(document: &Document, schemas: &Schemas<'_>, operation: &Operation) -> Option<ExampleCall> {
    let id = operation.name.clone()?;
    schemas.begin();
    let at = document.whole().pointer(&operation.pointer)?;
    let item =
        operation.pointer.rsplit_once('/').and_then(|(item, _)| document.whole().pointer(item));
    let mut call = ExampleCall {
        id,
        method: operation.method.clone(),
        path: operation.path.clone(),
        arguments: Vec::new(),
        body: None,
        missing: Vec::new(),
    };
    for parameter in parameters(schemas, item, at) {
        let text = |word: &str| parameter.get(word).and_then(Value::as_str);
        let location = text("in").and_then(Location::read);
        let (Some(name), Some(location)) = (text("name"), location) else { continue };
        if location == Location::Header
            && DESCRIBED_ELSEWHERE.iter().any(|other| name.eq_ignore_ascii_case(other))
        {
            continue;
        }
        match argument(schemas, parameter) {
            Some(value) => {
                call.arguments.push(ExampleArgument { location, wire: name.to_owned(), value });
            }
            None => call.missing.push(format!("found no value for the parameter `{name}`")),
        }
    }
    repeat(&mut call);
    let body = at.get("requestBody").map(|body| schemas.behind(body));
    let content = body.and_then(|body| body.get("content")).and_then(Value::as_object);
    if let Some((media_type, media)) = content.and_then(import::preferred_media)
        && !matches!(operation.method.as_str(), "GET" | "HEAD")
    {
        schemas.begin();
        match self::body(schemas, media) {
            Some(value) => {
                let held = media.get("schema").map(|schema| schemas.held(schema, &value));
                let held = held.filter(|held| *held != value);
                call.body = Some(ExampleBody { media_type: media_type.to_owned(), value, held });
            }
            None => call.missing.push(format!("found no value for the body `{media_type}`")),
        }
    }
    Some(call)
}

/// Repeats an argument whose placeholder occurs again in the path: the client has another parameter for it, with a
/// number after its name.
fn repeat(call: &mut ExampleCall) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let path = call.path.clone();
    for part in path.split('{').skip(1) {
        let Some((name, _)) = part.split_once('}') else { continue };
        let count = counts.entry(name.to_owned()).or_default();
        *count += 1;
        let argument =
            call.arguments.iter().find(|each| each.location == Location::Path && each.wire == name);
        if let Some(argument) = argument.filter(|_| *count > 1).cloned() {
            call.arguments.push(ExampleArgument { wire: format!("{name}_{count}"), ..argument });
        }
    }
}

/// Returns the parameters of an operation and of its path, each once.
fn parameters<'s>(
    schemas: &'s Schemas<'_>,
    item: Option<&'s Value>,
    at: &'s Value,
) -> Vec<&'s Map<String, Value>> {
    let mut all: Vec<&Map<String, Value>> = Vec::new();
    let lists = [item.and_then(|item| item.get("parameters")), at.get("parameters")];
    for each in lists.into_iter().flatten().filter_map(Value::as_array).flatten() {
        let Some(parameter) = schemas.behind(each).as_object() else { continue };
        let same = |other: &&mut &Map<String, Value>| {
            other.get("name") == parameter.get("name") && other.get("in") == parameter.get("in")
        };
        match all.iter_mut().find(same) {
            Some(known) => *known = parameter,
            None => all.push(parameter),
        }
    }
    all
}

fn argument(schemas: &Schemas<'_>, parameter: &Map<String, Value>) -> Option<Value> {
    let content = parameter.get("content").and_then(Value::as_object);
    let described = content.and_then(|content| content.values().next()).and_then(Value::as_object);
    let described = described.unwrap_or(parameter);
    let any = Value::Bool(true);
    let schema = described.get("schema").unwrap_or(&any);
    // Null is not a value of a parameter.
    let given = stated(schemas, described).chain(stated(schemas, parameter));
    schemas.stated(schema, given.filter(|value| !value.is_null())).or_else(|| {
        let made = schemas.value(schema)?;
        (!made.is_null()).then_some(made)
    })
}

fn body(schemas: &Schemas<'_>, media: &Value) -> Option<Value> {
    let any = Value::Bool(true);
    let media = media.as_object()?;
    let schema = media.get("schema").unwrap_or(&any);
    schemas.stated(schema, stated(schemas, media)).or_else(|| schemas.value(schema))
}

/// Returns the examples beside a schema.
fn stated<'s>(
    schemas: &'s Schemas<'_>,
    beside: &'s Map<String, Value>,
) -> impl Iterator<Item = &'s Value> {
    let named = beside.get("examples").and_then(Value::as_object).into_iter().flatten();
    let named = named.filter_map(|(_, example)| schemas.behind(example).get("value"));
    beside.get("example").into_iter().chain(named)
}
