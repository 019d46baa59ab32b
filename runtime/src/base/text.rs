//! Makes text from outside safe to show.

use std::fmt::Write as _;
use std::time::Duration;

/// Escapes all characters that could forge lines, or reorder or hide text, and shortens the text to `limit` characters.
pub(crate) fn shown(text: &str, limit: usize) -> String {
    let mut out = String::with_capacity(text.len().min(limit));
    for (count, character) in text.chars().enumerate() {
        if count == limit {
            out.push('\u{2026}');
            break;
        }
        if is_deceptive(character) {
            // Writing to a String cannot fail.
            let _ = write!(out, "{}", character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    out
}

/// Puts the text in quotes, made safe to show.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", shown(text, 100))
}

/// Formats a duration as people write it: `1.5 s`, `200 ms`.
pub(crate) fn shown_time(duration: Duration) -> String {
    if duration < Duration::from_secs(1) {
        format!("{} ms", duration.as_millis())
    } else {
        format!("{} s", duration.as_secs_f64())
    }
}

/// Returns a random number that cannot be predicted: a `SipHash` with random keys of the system.
pub(crate) fn unguessable() -> u64 {
    use std::hash::BuildHasher as _;

    std::hash::RandomState::new().hash_one(0_u8)
}

/// Returns whether it is a control character, a line separator, or a character that reorders or hides text (Unicode TR
/// 36, section 3.2).
fn is_deceptive(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deceptive_characters_are_escaped() {
        assert_eq!(shown("a\nb\u{202e}c\u{7}", 100), "a\\u{a}b\\u{202e}c\\u{7}");
        assert_eq!(shown("naïve – 日本", 100), "naïve – 日本");
    }

    #[test]
    fn long_text_is_shortened() {
        assert_eq!(shown("abcdef", 3), "abc\u{2026}");
        assert_eq!(shown("abc", 3), "abc");
    }
}
