//! Explains a syntax error, as far as its cause can be known.

use std::ops::Range;

use saphyr_parser::ScanError;

use super::build::{self, Builder};
use super::{Offsets, quotes, tabs};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};

/// Returns the parser's error as a message.
pub(super) fn explain(
    error: &ScanError,
    text: &str,
    offsets: &Offsets,
    builder: &Builder<'_>,
) -> Diagnostic {
    let source = offsets.source;
    let at = offsets.byte(error.marker().index());
    let info = error.info();
    shorthand(text, at, source, builder.in_flow())
        .or_else(|| alias(info, text, at, source))
        .or_else(|| quotes::explain(info, text, at, source))
        .or_else(|| Some(tabs::error(source, tab(info, text, at, builder.in_flow())?)))
        .or_else(|| unclosed(text, at, builder.bracket()?))
        .unwrap_or_else(|| other(info, text, Span::new(source, at, at), builder))
}

/// Returns the parser's own words, for want of better ones.
fn other(info: &str, text: &str, span: Span, builder: &Builder<'_>) -> Diagnostic {
    let mut diagnostic = Diagnostic::error("syntax", format!("this is not YAML: {info}")).at(span);
    let mut hint = hint(info, text, span.start);
    // Inside brackets the mistake is as often that they are not closed.
    let about_brackets = info.contains("flow") || info.contains("illegal placement");
    if about_brackets && let Some(bracket) = builder.bracket() {
        diagnostic = diagnostic.note(bracket, "this is not closed yet");
        hint = hint.or(Some("add a comma or the closing bracket"));
    }
    match hint {
        Some(hint) => diagnostic.help(hint),
        None => diagnostic,
    }
}

fn shorthand(text: &str, at: usize, source: SourceId, in_flow: bool) -> Option<Diagnostic> {
    let shorthand = in_flow.then(|| list_shorthand(text, at)).flatten()?;
    let name = &text[shorthand.start..shorthand.end - 2];
    let message = format!(
        "`{name}[]` is ambiguous within braces and brackets, since YAML parsers disagree about `[]`"
    );
    Some(
        Diagnostic::error("flow-shorthand", message)
            .at(Span::new(source, shorthand.start, shorthand.end))
            .help(format!(
                "write the mapping in block style, one key per line, or write `{{ list: {name} }}`"
            )),
    )
}

/// Returns an alias to nothing. The parser gives up there, but an anchor would not make it any better.
fn alias(info: &str, text: &str, at: usize, source: SourceId) -> Option<Diagnostic> {
    if !info.contains("unknown anchor") {
        return None;
    }
    let ends = |character: char| character.is_whitespace() || ",[]{}".contains(character);
    let length = text[at..].find(ends).unwrap_or(text.len() - at);
    Some(
        build::alias()
            .at(Span::new(source, at, at + length))
            .label("alias")
            .help(format!("{}; put text that starts with `*` in quotes", build::ALIAS_HELP)),
    )
}

/// Returns the tab that the parser does not take. Inside brackets most tabs are none of its errors.
fn tab(info: &str, text: &str, at: usize, in_flow: bool) -> Option<usize> {
    // Of these errors the place is the start of what the tab is found in.
    if info.contains("found a tab") || info.contains("start with a tab") {
        return tabs::after(text, at);
    }
    if in_flow && !info.contains("tab") { None } else { tabs::in_line(text, at) }
}

/// Returns a bracket that is open where the file ends.
fn unclosed(text: &str, at: usize, open: Span) -> Option<Diagnostic> {
    if !text[at..].trim().is_empty() {
        return None;
    }
    let (open_sign, close_sign) =
        if text[open.start..].starts_with('[') { ('[', ']') } else { ('{', '}') };
    Some(
        Diagnostic::error("syntax", format!("this `{open_sign}` is not closed"))
            .at(open)
            .label("opens here")
            .help(format!("write the `{close_sign}` that closes it")),
    )
}

/// Returns the `T[]` about which the parser stopped.
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

/// Returns what is most often behind an error at this place.
fn hint(info: &str, text: &str, at: usize) -> Option<&'static str> {
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let rest = text[line..].lines().next().unwrap_or("");
    if rest.matches(": ").count() > 1 && !rest.contains('{') {
        return Some("put text that contains `: ` in quotes");
    }
    if goes_on_after_brace(rest, at - line) {
        return Some("put text that starts with `{` in quotes");
    }
    // The parser misses it only once something else has begun.
    let missed = info.contains("mapping values") || info.contains("expect ':'");
    if missed && is_no_key(text[..line].lines().next_back().unwrap_or(""), rest) {
        return Some("add a `:` after the key in the line above");
    }
    if info.contains("invalid indentation") {
        return Some("indent every line within brackets or braces more than its key");
    }
    let block = info.contains("did not find expected") && !info.contains("flow");
    if block || missed {
        return Some("check the indentation of this line against the lines above");
    }
    None
}

/// Returns whether a value that began as a mapping in braces goes on as text, such as `{id}/things`.
fn goes_on_after_brace(line: &str, at: usize) -> bool {
    let Some((before, after)) = line.split_at_checked(at) else { return false };
    before.contains(": {")
        && before.ends_with('}')
        && after.starts_with(|next| !" ,]}".contains(next))
}

/// Returns whether a line is indented like the key of the next line, but is not a key.
fn is_no_key(line: &str, next: &str) -> bool {
    let indentation = |line: &str| line.len() - line.trim_start().len();
    let text = line.trim();
    let may_be_key = text.starts_with(|first: char| first.is_ascii_alphabetic());
    may_be_key
        && !text.contains(": ")
        && !text.ends_with(':')
        && indentation(line) == indentation(next)
}
