//! From text to the model. This is the only module that knows `serde_yaml`, and it is given only
//! what the passes before it have found sound.

use serde::de::DeserializeOwned;
use serde_yaml::Value as Yaml;

use super::node::{Node, Value};
use super::scalar::Resolved;
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};

/// Decodes a file. `root` is what the event pass, which has a parser of its own, read in it.
pub(super) fn decode<T: DeserializeOwned>(
    text: &str,
    root: &Node,
    source: SourceId,
) -> Result<T, Box<Diagnostic>> {
    // Every check and every place in a message rests on the first parser having read what the
    // second does, so what they read is compared.
    let ambiguous = |span: Span, message: String| {
        let help = if text[span.start..].starts_with('\t') {
            "use spaces; YAML parsers disagree about tabs"
        } else {
            "put text in quotes, and write lists and mappings in block style"
        };
        Box::new(Diagnostic::error("ambiguous", message).at(span).help(help))
    };
    let read = serde_yaml::from_str(text).map_err(|error| {
        let message = format!("not every YAML parser accepts this: {}", cause(&error));
        ambiguous(place(&error, text, source), message)
    })?;
    if let Some(span) = difference(root, &read) {
        let message = "YAML parsers disagree about the meaning of this";
        return Err(ambiguous(span, message.to_owned()));
    }
    serde_yaml::from_str(text).map_err(|error| {
        let message = format!("this cannot be read: {}", cause(&error));
        Box::new(Diagnostic::error("undecodable", message).at(place(&error, text, source)))
    })
}

/// Returns where an error stands. Its column counts characters.
fn place(error: &serde_yaml::Error, text: &str, source: SourceId) -> Span {
    let at = error.location().map_or(0, |location| {
        let before = location.line().saturating_sub(1);
        let start: usize = text.split_inclusive('\n').take(before).map(str::len).sum();
        let column = location.column().saturating_sub(1);
        let within: usize = text[start..].chars().take(column).map(char::len_utf8).sum();
        start + within
    });
    Span::new(source, at, at)
}

/// Returns what an error says, without the places, of which the message shows one anyway.
fn cause(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    let mut parts = text.split(" at line ");
    let mut cause = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|digit: char| digit.is_ascii_digit());
        let rest = rest.strip_prefix(" column ").unwrap_or(rest);
        cause += rest.trim_start_matches(|digit: char| digit.is_ascii_digit());
    }
    cause
}

/// Returns the first place where the two readings differ.
fn difference(node: &Node, read: &Yaml) -> Option<Span> {
    let same = match (&node.value, read) {
        (Value::Sequence(items), Yaml::Sequence(read)) if items.len() == read.len() => {
            return items.iter().zip(read).find_map(|(item, read)| difference(item, read));
        }
        (Value::Mapping(entries), Yaml::Mapping(read)) if entries.len() == read.len() => {
            return entries.iter().find_map(|entry| {
                // The key may be a status.
                let number = || read.get(Yaml::from(entry.key.parse::<u64>().ok()?));
                match read.get(entry.key.as_str()).or_else(number) {
                    Some(value) => difference(&entry.value, value),
                    None => Some(entry.key_span),
                }
            });
        }
        (Value::Scalar(scalar), read) => match (scalar.resolved, read) {
            (Resolved::Null, Yaml::Null) => true,
            (Resolved::Boolean, Yaml::Bool(read)) => {
                scalar.text.eq_ignore_ascii_case(if *read { "true" } else { "false" })
            }
            (Resolved::Integer(value), Yaml::Number(read)) => {
                read.as_i64().map(i128::from).or(read.as_u64().map(i128::from)) == Some(value)
            }
            (Resolved::Float(value), Yaml::Number(read)) => {
                read.as_f64().is_some_and(|read| read.to_bits() == value.to_bits())
            }
            (Resolved::String, Yaml::String(read)) => scalar.text == *read,
            _ => false,
        },
        _ => false,
    };
    (!same).then_some(node.span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::source::Sources;
    use crate::spec::events;

    /// Decodes one text with the tree of another, as if the two parsers had read them in the same.
    fn decode_with_tree_of(tree: &str, text: &str) -> Option<(usize, usize)> {
        let source = Sources::new().add("api.yaml", tree);
        let root = events::read(tree, source, &mut Diagnostics::new()).unwrap();
        let error = decode::<serde_json::Value>(text, &root, source).err()?;
        assert_eq!(error.code, "ambiguous");
        error.span.map(|span| (span.start, span.end))
    }

    #[test]
    fn a_difference_between_two_readings_is_an_error_at_its_place() {
        let text = "a: [1, x, true, .5, ~, { k: v }]";
        assert_eq!(decode_with_tree_of(text, text), None);
        for (other, place) in [
            ("a: [2, x, true, .5, ~, { k: v }]", (4, 5)),
            ("a: ['1', x, true, .5, ~, { k: v }]", (4, 5)),
            ("a: [1, y, true, .5, ~, { k: v }]", (7, 8)),
            ("a: [1, x, false, .5, ~, { k: v }]", (10, 14)),
            ("a: [1, x, true, .25, ~, { k: v }]", (16, 18)),
            ("a: [1, x, true, .5, '', { k: v }]", (20, 21)),
            ("a: [1, x, true, .5, ~, { l: v }]", (25, 26)),
            ("a: [1, x, true, .5, ~]", (3, 32)),
            ("b: 1", (0, 1)),
        ] {
            assert_eq!(decode_with_tree_of(text, other), Some(place), "{other}");
        }
    }
}
