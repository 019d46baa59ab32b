//! Characters that no two readers of YAML treat alike.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Span};

/// Reports the characters that end a line for one reader and are text for another, and those that
/// YAML forbids. Escaped in double quotes each of them is plain text.
pub(super) fn check(text: &str, source: SourceId, diagnostics: &mut Diagnostics) {
    let odd = text.char_indices().filter(|(_, character)| match character {
        '\t' | '\n' | '\r' => false,
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => true,
        other => other.is_control(),
    });
    diagnostics.extend(odd.map(|(offset, character)| {
        let code = u32::from(character);
        Diagnostic::error(
            "odd-character",
            format!("the character U+{code:04X} must be escaped in a spec"),
        )
        .at(Span::new(source, offset, offset + character.len_utf8()))
        .help(format!("remove it, or write `\\u{code:04x}` in double quotes"))
    }));
}
