//! Tabs where YAML takes only spaces.

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};

/// Returns the error about a tab at this place.
pub(super) fn error(source: SourceId, tab: usize) -> Diagnostic {
    Diagnostic::error("syntax", "this line is indented with a tab")
        .at(Span::new(source, tab, tab + 1))
        .label("tab")
        .help("indent with spaces; YAML does not allow tabs")
}

/// Returns the first tab that indents the line of a place.
pub(super) fn in_line(text: &str, place: usize) -> Option<usize> {
    let start = text[..place].rfind(['\n', '\r']).map_or(0, |newline| newline + 1);
    in_indentation(&text[start..]).map(|tab| start + tab)
}

/// Returns the first tab that indents any line after that of a place. In a line without content it
/// does no harm.
pub(super) fn after(text: &str, place: usize) -> Option<usize> {
    let mut lines = text[place..].split_inclusive(['\n', '\r']);
    let mut start = place + lines.next()?.len();
    for line in lines {
        if let (false, Some(tab)) = (line.trim().is_empty(), in_indentation(line)) {
            return Some(start + tab);
        }
        start += line.len();
    }
    None
}

fn in_indentation(line: &str) -> Option<usize> {
    let indentation = line.len() - line.trim_start_matches([' ', '\t']).len();
    line[..indentation].find('\t')
}
