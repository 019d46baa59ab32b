//! What a schema asks for and what a file has instead, in words.

use serde_json::Value as Schema;

use crate::spec::node::{Node, Value};
use crate::spec::scalar::Resolved;
use crate::spec::schema::referred;

/// How many characters of a file's text a message quotes.
const QUOTED: usize = 48;

/// A kind of value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Anything,
    Null,
    Boolean,
    Integer,
    Number,
    String,
    List,
    Mapping,
}

impl Kind {
    /// The kind of a node.
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

    /// Whether a value of the other kind is one of this.
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

/// The kinds of value that a schema without branches takes.
pub(super) fn kinds(schema: &Schema) -> Vec<Kind> {
    match &schema["type"] {
        Schema::String(name) => vec![Kind::named(name)],
        Schema::Array(names) => names.iter().filter_map(Schema::as_str).map(Kind::named).collect(),
        _ if words(schema).is_some() => vec![Kind::String],
        _ => vec![Kind::Anything],
    }
}

/// The branches of a schema that is one of several. An enum whose values are each described is also
/// written so, and is not one.
pub(super) fn branches(schema: &Schema) -> Option<&Vec<Schema>> {
    if words(schema).is_some() {
        return None;
    }
    schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array())
}

/// The words of which a string must be one.
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

/// What a schema asks for: "a list of strings".
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
            [only] => add(format!("the word `{only}`")),
            words => add(format!("one of {}", list(words))),
        }
    } else if let Some(branches) = branches(schema) {
        for branch in branches {
            phrase(branch, phrases);
        }
    } else {
        for kind in kinds(schema) {
            add(match kind {
                Kind::Anything => "a value".to_owned(),
                Kind::Null => "nothing".to_owned(),
                Kind::Boolean => "`true` or `false`".to_owned(),
                Kind::Integer => "a whole number".to_owned(),
                Kind::Number => "a number".to_owned(),
                Kind::String => "a string".to_owned(),
                Kind::List => match several(&schema["items"]) {
                    Some(items) => format!("a list of {items}"),
                    None => "a list".to_owned(),
                },
                Kind::Mapping => "a mapping".to_owned(),
            });
        }
    }
}

/// The plural of what a list holds, where that is said in a word.
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

/// What a file has: "the number `404`". There is none where nothing is written.
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

/// What to write instead, where that can be told.
pub(super) fn wrong_kind_help(node: &Node, schema: &Schema) -> Option<String> {
    let schema = schema["$ref"].as_str().and_then(referred).unwrap_or(schema);
    let takes = |kind| accepts(schema, kind);
    let is_type = schema["title"] == "type";
    if schema["title"] == "duration" && matches!(node.value, Value::Scalar(_)) {
        return Some(
            "write a whole number and its unit, such as `500ms`, `30s` or `5m`".to_owned(),
        );
    }
    match &node.value {
        Value::Scalar(scalar) => match scalar.resolved {
            Resolved::Null if is_type => Some("write a type after the colon, such as `string`".to_owned()),
            Resolved::Null if scalar.text.is_empty() && takes(Kind::Mapping) => {
                Some("indent the lines that belong to it, or leave the key out".to_owned())
            }
            Resolved::Null => Some("write a value, or leave the key out".to_owned()),
            Resolved::Boolean | Resolved::Integer(_) | Resolved::Float(_) if is_type => {
                Some("write the name of a type, such as `string`; a value can stand in `enum`, `default` or `example`".to_owned())
            }
            Resolved::Boolean | Resolved::Integer(_) | Resolved::Float(_) if takes(Kind::String) => {
                Some(format!("put it in quotes: `\"{}\"`", quoted(&scalar.text)))
            }
            Resolved::String if takes(Kind::List) && scalar.text == "none" => Some("leave the key out, or write `[]`".to_owned()),
            Resolved::String if takes(Kind::List) => Some(format!("write `[{}]`", quoted(&scalar.text))),
            Resolved::String if takes(Kind::Number) && scalar.text.parse::<f64>().is_ok() => {
                Some("take it out of the quotes".to_owned())
            }
            Resolved::String if takes(Kind::Boolean) && matches!(scalar.text.as_str(), "yes" | "on") => Some("write `true`".to_owned()),
            Resolved::String if takes(Kind::Boolean) && matches!(scalar.text.as_str(), "no" | "off") => Some("write `false`".to_owned()),
            _ => None,
        },
        Value::Sequence(_) if is_type => {
            Some("a list of strings is written `list: string`, one of several types `union: [A, B]`, one of several values `enum: [a, b]`".to_owned())
        }
        Value::Sequence(_) if takes(Kind::Mapping) => Some("write `key: value`, without the dash or the brackets".to_owned()),
        _ => None,
    }
}

fn accepts(schema: &Schema, kind: Kind) -> bool {
    if let Some(schema) = schema["$ref"].as_str().and_then(referred) {
        return accepts(schema, kind);
    }
    match branches(schema) {
        Some(branches) => branches.iter().any(|branch| accepts(branch, kind)),
        None => kinds(schema).iter().any(|accepted| accepted.takes(kind)),
    }
}

/// A file's text for a message, cut where it is long.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A description as a part of a message: its first sentence, without capital and full stop.
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

/// "`a`, `b` and `c`"
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
