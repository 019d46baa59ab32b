//! Reads JSON into a tree.

use serde::de::DeserializeSeed as _;
use serde_json::error::Category;

use super::tree::Size;
use super::{DEPTH, Tree, too_deep};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};

/// Returns the tree of a JSON text.
pub(super) fn tree(text: &str, source: SourceId) -> Result<Tree, Box<Diagnostic>> {
    // serde_json is recursive and stops at 128 levels. Its limit is disabled after the depth is checked here, so that
    // the error about a deeper document has a place.
    let size = measured(text).map_err(|at| too_deep(source, at))?;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    deserializer.disable_recursion_limit();
    size.deserialize(&mut deserializer)
        .and_then(|tree| deserializer.end().map(|()| tree))
        .map_err(|error| Box::new(explain(&error, text, source)))
}

/// Returns the size of a text's tree, or the offset of the first bracket that opens one level too many.
fn measured(text: &str) -> Result<Size, usize> {
    let bytes = text.as_bytes();
    let mut size = Size { values: 1, texts: 0 };
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let end = string_end(bytes, at);
                size.texts += end - at - 1;
                at = end;
            }
            b',' => size.values += 1,
            b'{' | b'[' => {
                depth += 1;
                size.values += 1;
                if depth > DEPTH {
                    return Err(at);
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    // The estimate is bounded, since a value takes several bytes in any document, and millions of commas are not
    // millions of values.
    size.values = size.values.min(text.len() / 4 + 1);
    Ok(size)
}

/// Returns the offset of the quote that closes a string, or of the text's end.
fn string_end(bytes: &[u8], open: usize) -> usize {
    let mut at = open + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    at
}

fn explain(error: &serde_json::Error, text: &str, source: SourceId) -> Diagnostic {
    let at = offset(error, text);
    let message = error.to_string();
    let cause = message.split(" at line ").next().unwrap_or_default();
    let span = Span::new(source, at, at + 1);
    let diagnostic = Diagnostic::error("syntax", format!("this is not JSON: {cause}")).at(span);
    if error.classify() == Category::Eof {
        return diagnostic
            .label("the document ends here")
            .help("the file is incomplete: fetch it again");
    }
    match hint(cause, text[at..].chars().next()) {
        Some(hint) => diagnostic.help(hint),
        None => diagnostic,
    }
}

/// Returns the offset of an error. Its column counts bytes from 1, and is that of the last byte that was read.
fn offset(error: &serde_json::Error, text: &str) -> usize {
    let before = error.line().saturating_sub(1);
    let start: usize = text.split_inclusive('\n').take(before).map(str::len).sum();
    let mut at = (start + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn hint(cause: &str, character: Option<char>) -> Option<&'static str> {
    if cause.contains("trailing comma") {
        return Some("remove the comma");
    }
    if cause.contains("trailing characters") {
        return Some("a document is one object; remove the text after it");
    }
    if cause.contains("control character") {
        return Some("write line breaks in a string as `\\n` and tabs as `\\t`");
    }
    if cause.contains("surrogate") {
        return Some(
            "a `\\ud83d` needs a `\\ude00` after it; add the missing half, or remove this one",
        );
    }
    if cause.contains("number out of range") {
        return Some("write a number that fits a double, or put it in quotes");
    }
    match character {
        Some('/' | '#') => Some(
            "JSON has no comments; remove this one, or rename the file to `.yaml` if it is YAML",
        ),
        Some('\'') => Some("put strings and keys in double quotes"),
        Some(first) if cause.contains("key must be a string") && first.is_alphabetic() => {
            Some("put the key in double quotes, or rename the file to `.yaml` if it is YAML")
        }
        _ => None,
    }
}
