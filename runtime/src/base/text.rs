//! Text from outside, made safe to show.

use std::fmt::Write as _;
use std::time::Duration;

/// The text with everything escaped that could forge lines, reorder or hide text, shortened to `limit` characters.
pub(crate) fn shown(text: &str, limit: usize) -> String {
    let mut out = String::with_capacity(text.len().min(limit));
    for (count, character) in text.chars().enumerate() {
        if count == limit {
            out.push('\u{2026}');
            break;
        }
        if is_deceptive(character) {
            // Writing to a String does not fail.
            let _ = write!(out, "{}", character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    out
}

/// The text in quotes, made safe to show.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", shown(text, 100))
}

/// A duration as people write it: `1.5 s`, `200 ms`.
pub(crate) fn shown_time(duration: Duration) -> String {
    if duration < Duration::from_secs(1) {
        format!("{} ms", duration.as_millis())
    } else {
        format!("{} s", duration.as_secs_f64())
    }
}

/// A number that nobody else can foresee: `SipHash` under keys of the system's randomness.
pub(crate) fn unguessable() -> u64 {
    use std::hash::BuildHasher as _;

    std::hash::RandomState::new().hash_one(0_u8)
}

/// Control characters, line separators, and the characters that reorder or hide text (Unicode TR 36, section 3.2).
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
