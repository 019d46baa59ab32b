//! Messages about unclosed quotes.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};

/// Returns the error about text in quotes, where the parser's error is that it does not end.
pub(super) fn explain(info: &str, text: &str, at: usize, source: SourceId) -> Option<Diagnostic> {
    if info.contains("trailing content") {
        return closed_late(text, at, source);
    }
    let quote = quote(text[at..].chars().next()?)?;
    let open = Span::new(source, at, at + 1);
    // Of these errors the place is the quote that opens.
    if info.contains("unexpected end of stream") || info.contains("document indicator") {
        let message = format!("this `{quote}` is not closed");
        return Some(error(message, quote, open));
    }
    if info.contains("indentation in quoted") {
        let message = format!("this `{quote}` is not closed before a line with less indentation");
        return Some(error(message, quote, open));
    }
    None
}

fn error(message: String, quote: char, open: Span) -> Diagnostic {
    let help = if quote == '"' {
        "close it at the end of the text; within the text, write `\\\"`"
    } else {
        "close it at the end of the text; within the text, write `''`"
    };
    Diagnostic::error("syntax", message).at(open).label("opens here").help(help)
}

/// Returns the error about a quote that closes a text which opened some lines before, if more text follows: it was
/// probably meant to open a text.
fn closed_late(text: &str, at: usize, source: SourceId) -> Option<Diagnostic> {
    let before = text[..at].trim_end_matches([' ', '\t']);
    let quote = quote(before.chars().next_back()?)?;
    let close = before.len() - 1;
    let open = opening(&text[..close], quote)?;
    if !text[open..close].contains(['\n', '\r']) {
        return None;
    }
    let message = format!("this `{quote}` is not closed on its line");
    let span = |place: Range<usize>| Span::new(source, place.start, place.end);
    Some(
        error(message, quote, span(open..open + 1))
            .note(span(close..close + 1), "the quoted text ends here"),
    )
}

/// Returns the quote that opens the text at whose end `text` stops.
fn opening(text: &str, quote: char) -> Option<usize> {
    let mut end = text.len();
    loop {
        let place = text[..end].rfind(quote)?;
        let before = &text[..place];
        let escaped = if quote == '"' {
            (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
        } else {
            before.ends_with(quote)
        };
        if !escaped {
            return Some(place);
        }
        // In single quotes two stand for one; in double ones the backslash is passed over.
        end = place - 1;
    }
}

fn quote(character: char) -> Option<char> {
    matches!(character, '"' | '\'').then_some(character)
}
