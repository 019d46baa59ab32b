//! Descriptions of what a schema expects and of what a file has instead.

use serde_json::Value as Schema;

use crate::spec::node::{Node, Value};
use crate::spec::scalar::Resolved;
use crate::spec::schema::referred;

/// The maximum number of characters that a message quotes from a file.
const QUOTED: usize = 48;

/// The kind of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueKind {
    Anything,
    Null,
    Boolean,
    Integer,
    Number,
    String,
    List,
    Mapping,
}

impl ValueKind {
    /// Returns the kind of a node.
    pub(super) fn of(node: &Node) -> Self {
        match &node.value {
            Value::Scalar(scalar) => match scalar.resolved {
                Resolved::Null => Self::Null,
                Resolved::Boolean => Self::Boolean,
                Resolved::Integer(_) => Self::Integer,
                Resolved::Float(_) => Self::Number,
                Resolved::String => Self::String,
            },
            Value::Sequence(_) => Self::List,
            Value::Mapping(_) => Self::Mapping,
            Value::Refused => Self::Anything,
        }
    }

    /// Returns whether a value of the other kind is also one of this.
    pub(super) fn takes(self, other: Self) -> bool {
        self == other || self == Self::Anything || (self == Self::Number && other == Self::Integer)
    }

    fn named(name: &str) -> Self {
        match name {
            "null" => Self::Null,
            "boolean" => Self::Boolean,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "string" => Self::String,
            "array" => Self::List,
            "object" => Self::Mapping,
            _ => Self::Anything,
        }
    }
}

/// Returns the kinds of value that a schema without branches takes.
pub(super) fn kinds(schema: &Schema) -> Vec<ValueKind> {
    match &schema["type"] {
        Schema::String(name) => vec![ValueKind::named(name)],
        Schema::Array(names) => {
            names.iter().filter_map(Schema::as_str).map(ValueKind::named).collect()
        }
        _ if words(schema).is_some() => vec![ValueKind::String],
        _ => vec![ValueKind::Anything],
    }
}

/// Returns the branches of a schema with alternatives. An enum whose values are documented is written the same way, but
/// has none.
pub(super) fn branches(schema: &Schema) -> Option<&Vec<Schema>> {
    if words(schema).is_some() {
        return None;
    }
    schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array())
}

/// Returns the values that an enum allows.
pub(super) fn words(schema: &Schema) -> Option<Vec<&str>> {
    if let Some(word) = schema["const"].as_str() {
        return Some(vec![word]);
    }
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().map(Schema::as_str).collect();
    }
    let branches = schema["oneOf"].as_array()?.iter().map(words).collect::<Option<Vec<_>>>()?;
    Some(branches.into_iter().flatten().collect())
}

/// Describes what a schema expects: "a list of strings".
pub(super) fn expected(schema: &Schema) -> String {
    let mut phrases = Vec::new();
    phrase(schema, &mut phrases);
    either(&phrases)
}

fn phrase(schema: &Schema, phrases: &mut Vec<String>) {
    let mut add = |phrase: String| {
        if !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
    };
    if let Some(schema) = schema["$ref"].as_str().and_then(referred) {
        phrase(schema, phrases);
    } else if let Some(title) = schema["title"].as_str() {
        add(format!("a {title}"));
    } else if let Some(words) = words(schema) {
        match words.as_slice() {
            [only] => add(format!("`{only}`")),
            words => add(format!("one of {}", list(words))),
        }
    } else if let Some(branches) = branches(schema) {
        for branch in branches {
            phrase(branch, phrases);
        }
    } else {
        for kind in kinds(schema) {
            add(match kind {
                ValueKind::Anything => "a value".to_owned(),
                ValueKind::Null => "null".to_owned(),
                ValueKind::Boolean => "`true` or `false`".to_owned(),
                ValueKind::Integer => "an integer".to_owned(),
                ValueKind::Number => "a number".to_owned(),
                ValueKind::String => "a string".to_owned(),
                ValueKind::List => match several(&schema["items"]) {
                    Some(items) => format!("a list of {items}"),
                    None => "a list".to_owned(),
                },
                ValueKind::Mapping => "a mapping".to_owned(),
            });
        }
    }
}

/// Returns the plural of a list's items, if they have a simple one.
fn several(items: &Schema) -> Option<&'static str> {
    let items = items["$ref"].as_str().and_then(referred).unwrap_or(items);
    if items["title"] == "type" {
        return Some("types");
    }
    match items["type"].as_str()? {
        "string" => Some("strings"),
        "array" => Some("lists"),
        "object" => Some("mappings"),
        _ => None,
    }
}

/// Describes the value in a file: "the number `404`". Returns nothing for an empty value.
pub(super) fn found(node: &Node) -> Option<String> {
    Some(match &node.value {
        Value::Scalar(scalar) => match scalar.resolved {
            Resolved::Null if scalar.text.is_empty() => return None,
            Resolved::Null | Resolved::Boolean => format!("`{}`", scalar.text),
            Resolved::Integer(_) | Resolved::Float(_) => {
                format!("the number `{}`", quoted(&scalar.text))
            }
            Resolved::String => "a string".to_owned(),
        },
        Value::Sequence(_) => "a list".to_owned(),
        Value::Mapping(_) => "a mapping".to_owned(),
        Value::Refused => "this".to_owned(),
    })
}

/// Returns what to write instead, if that is known.
pub(super) fn wrong_kind_help(node: &Node, schema: &Schema) -> Option<String> {
    let schema = schema["$ref"].as_str().and_then(referred).unwrap_or(schema);
    let takes = |kind| accepts(schema, kind);
    let is_type = schema["title"] == "type";
    if schema["title"] == "duration" && matches!(node.value, Value::Scalar(_)) {
        return Some("write an integer and a unit, such as `500ms`, `30s` or `5m`".to_owned());
    }
    match &node.value {
        Value::Scalar(scalar) => match scalar.resolved {
            Resolved::Null if is_type => Some("write a type after the colon, such as `string`".to_owned()),
            Resolved::Null if scalar.text.is_empty() && takes(ValueKind::Mapping) => {
                Some("indent the lines that belong to it, or remove the key".to_owned())
            }
            Resolved::Null => Some("write a value, or remove the key".to_owned()),
            Resolved::Boolean | Resolved::Integer(_) | Resolved::Float(_) if is_type => {
                Some("write the name of a type, such as `string`; values belong in `enum`, `default` or `example`".to_owned())
            }
            Resolved::Boolean | Resolved::Integer(_) | Resolved::Float(_) if takes(ValueKind::String) => {
                Some(format!("put it in quotes: `\"{}\"`", quoted(&scalar.text)))
            }
            Resolved::String if takes(ValueKind::List) && scalar.text == "none" => Some("remove the key, or write `[]`".to_owned()),
            Resolved::String if takes(ValueKind::List) => Some(format!("write `[{}]`", quoted(&scalar.text))),
            Resolved::String if takes(ValueKind::Number) && scalar.text.parse::<f64>().is_ok() => {
                Some("remove the quotes".to_owned())
            }
            Resolved::String if takes(ValueKind::Boolean) && matches!(scalar.text.as_str(), "yes" | "on") => Some("write `true`".to_owned()),
            Resolved::String if takes(ValueKind::Boolean) && matches!(scalar.text.as_str(), "no" | "off") => Some("write `false`".to_owned()),
            _ => None,
        },
        Value::Sequence(_) if is_type => {
            Some("write `list: string` for a list of strings, `union: [A, B]` for one of several types, or `enum: [a, b]` for one of several values".to_owned())
        }
        Value::Sequence(_) if takes(ValueKind::Mapping) => Some("write `key: value`, without the dash or the brackets".to_owned()),
        _ => None,
    }
}

fn accepts(schema: &Schema, kind: ValueKind) -> bool {
    if let Some(schema) = schema["$ref"].as_str().and_then(referred) {
        return accepts(schema, kind);
    }
    match branches(schema) {
        Some(branches) => branches.iter().any(|branch| accepts(branch, kind)),
        None => kinds(schema).iter().any(|accepted| accepted.takes(kind)),
    }
}

/// Returns a quotation of a file for a message, shortened if it is long.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Returns a description as a part of a message: its first sentence, without the capital and the full stop.
pub(super) fn in_a_message(description: &str) -> String {
    let sentence =
        description.split_once(". ").map_or(description, |(first, _)| first).trim_end_matches('.');
    let mut characters = sentence.chars();
    match characters.next() {
        // An abbreviation keeps its capitals.
        Some(first) if !characters.as_str().starts_with(char::is_uppercase) => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => sentence.to_owned(),
    }
}

/// Returns words as a list: "`a`, `b` and `c`".
pub(super) fn list(words: &[&str]) -> String {
    let ticked: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    ticked.join(", ")
}

fn either(phrases: &[String]) -> String {
    match phrases {
        [] => "something else".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
