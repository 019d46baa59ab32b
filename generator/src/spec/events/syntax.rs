//! What a syntax error means, where that can be told.

use std::ops::Range;

use saphyr_parser::ScanError;

use super::Offsets;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// The parser's error as a message.
pub(super) fn explain(
    error: &ScanError,
    text: &str,
    offsets: &Offsets,
    in_flow: bool,
) -> Diagnostic {
    let at = offsets.byte(error.marker().index());
    let span = Span::new(offsets.source, at, at);
    if in_flow && let Some(shorthand) = list_shorthand(text, at) {
        let name = &text[shorthand.start..shorthand.end - 2];
        let message = format!(
            "`{name}[]` cannot stand inside braces or brackets, where readers of YAML disagree about `[]`"
        );
        return Diagnostic::error("flow-shorthand", message)
            .at(Span::new(offsets.source, shorthand.start, shorthand.end))
            .help(format!(
                "write the mapping in block style, one key a line, or write `{{ list: {name} }}`"
            ));
    }
    let diagnostic =
        Diagnostic::error("syntax", format!("this is not YAML: {}", error.info())).at(span);
    match hint(error.info(), text, at) {
        Some(hint) => diagnostic.help(hint),
        None => diagnostic,
    }
}

/// The `T[]` about which the parser stopped.
fn list_shorthand(text: &str, at: usize) -> Option<Range<usize>> {
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    let bracket = line + text[line..end].find("[]")?;
    if at > bracket + 3 {
        return None;
    }
    let name = text[line..bracket]
        .rfind(|character: char| !character.is_ascii_alphanumeric() && character != '_')
        .map_or(line, |before| line + before + 1);
    (name < bracket).then_some(name..bracket + 2)
}

/// What is most often behind an error at this place.
fn hint(info: &str, text: &str, at: usize) -> Option<&'static str> {
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let rest = text[line..].lines().next().unwrap_or("");
    let indentation = &rest[..rest.len() - rest.trim_start().len()];
    if indentation.contains('\t') {
        return Some("indent with spaces; YAML takes no tabs");
    }
    if rest.matches(": ").count() > 1 && !rest.contains('{') {
        return Some("put text that holds `: ` in quotes");
    }
    if info.contains("invalid indentation") {
        return Some("indent each line of what stands in brackets or braces more than its key");
    }
    let block = info.contains("did not find expected") && !info.contains("flow");
    if block || info.contains("mapping values") || info.contains("expect ':'") {
        return Some("compare the line's indentation with that of the lines above it");
    }
    None
}
