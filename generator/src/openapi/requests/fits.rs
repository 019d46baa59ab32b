//! Checks values against a schema of the document, as far as a server would.

use serde_json::{Map, Value};

use super::schemas::Schemas;
use crate::words::formats::is_uuid;
use crate::words::limit::{Limits, Stated, is_match};
use crate::words::order;

impl Schemas<'_> {
    /// Returns whether a value that is sent is valid for a schema. Read-only members may be missing.
    pub(super) fn fits(&self, schema: &Value, value: &Value) -> bool {
        if !self.may_go_on() {
            return false;
        }
        let Value::Object(schema) = schema else { return schema.as_bool().unwrap_or(true) };
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let fits = self.resolved(reference).is_some_and(|target| self.fits(target, value));
            if !fits || self.ignores_siblings() {
                return fits;
            }
        }
        if value.is_null() && schema.get("nullable") == Some(&Value::Bool(true)) {
            return true;
        }
        is_of_the_type(schema, value)
            && schema.get("enum").and_then(Value::as_array).is_none_or(|all| holds(all, value))
            && schema.get("const").is_none_or(|only| same(only, value))
            && self.keeps_to_cases(schema, value)
            && limits(schema).iter().all(|limit| limit.keeps(value))
            && match value {
                Value::String(text) => keeps_to_format(schema, text),
                Value::Number(number) => keeps_to_width(schema, number.as_f64()),
                Value::Array(items) => self.keeps_as_list(schema, items),
                Value::Object(members) => self.keeps_as_object(schema, members),
                Value::Null | Value::Bool(_) => true,
            }
    }

    fn keeps_to_cases(&self, schema: &Map<String, Value>, value: &Value) -> bool {
        let cases = |word| schema.get(word).and_then(Value::as_array);
        let fits = |case: &&Value| self.fits(case, value);
        let all = cases("allOf").is_none_or(|all| all.iter().all(|case| fits(&case)));
        let any = cases("anyOf").is_none_or(|any| any.iter().any(|case| fits(&case)));
        let one = cases("oneOf").is_none_or(|one| one.iter().filter(fits).count() == 1);
        let not = schema.get("not").is_none_or(|not| !self.fits(not, value));
        all && any && one && not
    }

    fn keeps_as_list(&self, schema: &Map<String, Value>, items: &[Value]) -> bool {
        let first =
            schema.get("prefixItems").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        items.iter().zip(first).all(|(item, schema)| self.fits(schema, item))
            && schema
                .get("items")
                .is_none_or(|each| items.iter().skip(first.len()).all(|item| self.fits(each, item)))
    }

    fn keeps_as_object(&self, schema: &Map<String, Value>, members: &Map<String, Value>) -> bool {
        let properties = schema.get("properties").and_then(Value::as_object);
        let property = |name: &str| properties.and_then(|properties| properties.get(name));
        let mut required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
        let has_required = required.all(|name| {
            let Some(name) = name.as_str() else { return true };
            let of_answers = || property(name).is_some_and(|schema| self.is_of_answers(schema));
            members.contains_key(name) || of_answers()
        });
        let patterns = schema.get("patternProperties").and_then(Value::as_object);
        let matching = |name: &str| {
            let patterns = patterns.into_iter().flatten();
            patterns
                .filter(|(pattern, _)| is_match(pattern, name).unwrap_or(true))
                .map(|(_, schema)| schema)
                .collect::<Vec<_>>()
        };
        has_required
            && within(schema, "minProperties", "maxProperties", members.len() as u64)
            && members.iter().all(|(name, value)| {
                let matching = matching(name);
                let known = property(name).into_iter().chain(matching.iter().copied());
                let named = property(name).is_some() || !matching.is_empty();
                let others = schema.get("additionalProperties").filter(|_| !named);
                known.chain(others).all(|schema| self.fits(schema, value))
            })
    }
}

fn is_of_the_type(schema: &Map<String, Value>, value: &Value) -> bool {
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        _ => true,
    };
    match schema.get("type") {
        Some(Value::String(name)) => is(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(is),
        // Only objects have properties, so a schema that describes some means an object.
        _ => value.is_object() || !schema.contains_key("properties"),
    }
}

/// Returns whether two values are equal, numbers by value.
fn same(one: &Value, other: &Value) -> bool {
    order::compare(one, other).is_eq()
}

/// Returns the limits of a schema.
fn limits(schema: &Map<String, Value>) -> Limits {
    Limits::of_words(|word| schema.get(word.key()).and_then(Stated::of))
}

fn holds(all: &[Value], value: &Value) -> bool {
    all.iter().any(|each| same(each, value))
}

fn within(schema: &Map<String, Value>, least: &str, most: &str, count: u64) -> bool {
    let bound = |word: &str| schema.get(word).and_then(Value::as_u64);
    bound(least).is_none_or(|least| count >= least) && bound(most).is_none_or(|most| count <= most)
}

fn keeps_to_format(schema: &Map<String, Value>, text: &str) -> bool {
    schema.get("format").and_then(Value::as_str).is_none_or(|format| is_form(format, text))
}

/// Returns whether a text has the form of a format, as far as a simple look can tell.
fn is_form(format: &str, text: &str) -> bool {
    let matches = |pattern: &str| is_match(pattern, text).unwrap_or(true);
    match format {
        "date-time" => matches(
            r"^\d{4}-[01]\d-[0-3]\d[Tt ][0-2]\d:[0-5]\d:[0-6]\d(\.\d+)?([Zz]|[+-][0-2]\d:?[0-5]\d)$",
        ),
        "date" => matches(r"^\d{4}-[01]\d-[0-3]\d$"),
        "time" => matches(r"^[0-2]\d:[0-5]\d:[0-6]\d(\.\d+)?([Zz]|[+-][0-2]\d:?[0-5]\d)$"),
        "uuid" => is_uuid(text),
        "email" => matches(r"^[^@\s]+@[^@\s]+$"),
        "uri" => matches(r"^[A-Za-z][A-Za-z0-9+.-]*:\S+$"),
        "ipv4" => text.parse::<std::net::Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<std::net::Ipv6Addr>().is_ok(),
        "hostname" => matches(
            r"^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$",
        ),
        _ => true,
    }
}

fn keeps_to_width(schema: &Map<String, Value>, number: Option<f64>) -> bool {
    let narrow = schema.get("format").and_then(Value::as_str) == Some("int32");
    !narrow || number.is_none_or(|number| number.abs() <= 2_147_483_648.0)
}
