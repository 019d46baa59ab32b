//! Text as a scalar that every reader of YAML reads as that text, in quotes only where it must be.

use std::fmt::Write as _;

/// Where a scalar stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// On lines of its own.
    Block,
    /// Within brackets, where more characters have a meaning.
    Flow,
}

/// Returns a key.
pub(super) fn key(key: &str, context: Context) -> String {
    // Readers disagree about a colon in a key within brackets.
    if context == Context::Flow && key.contains(':') {
        return quoted(key);
    }
    inline(key, context)
}

/// Returns a value on one line.
pub(super) fn inline(text: &str, context: Context) -> String {
    if is_plain(text, context) { text.to_owned() } else { quoted(text) }
}

/// Returns whether a text can be a block of lines, without its last line break. What stands in a
/// block is taken as it is, so nothing in it may have to be escaped or be cut off.
pub(super) fn can_be_block(text: &str) -> bool {
    let ends =
        |text: &str| text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
    !text.is_empty()
        && !ends(text)
        && !text.chars().any(|character| character != '\n' && must_be_escaped(character))
        && text.split('\n').all(|line| {
            line.is_empty()
                || !(line.trim().is_empty() || line.trim_start_matches(' ').starts_with('\t'))
        })
}

fn is_plain(text: &str, context: Context) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let second = text.chars().nth(1);
    let starts = first.is_alphanumeric()
        || matches!(first, '/' | '_' | '$' | '(' | '.' | '+' | '^' | ';' | '\\')
        || first == '-' && second.is_some_and(char::is_alphabetic);
    let flow = context == Context::Flow;
    let special = |character: char| {
        must_be_escaped(character)
            || (character.is_whitespace() && character != ' ')
            || (flow && matches!(character, ',' | '?' | '[' | ']' | '{' | '}'))
    };
    let ends = !text.ends_with(|last: char| last.is_whitespace() || last == ':');
    starts
        && ends
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.chars().any(special)
        && !means_something(text)
}

/// Returns whether a reader of YAML 1.1 or 1.2 takes a text without quotes for anything but text.
fn means_something(text: &str) -> bool {
    let words = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"];
    words.iter().any(|word| text.eq_ignore_ascii_case(word)) || is_number(text) || is_date(text)
}

/// Numbers of both versions: `1_000`, `0x1f`, `0o7`, `1e3`, `.5`, `-.inf`, `12:30:45`, and `1.2.3`,
/// which the pattern of 1.1 lets through.
fn is_number(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let lower = text.to_ascii_lowercase();
    if lower == ".inf" || lower == ".nan" {
        return true;
    }
    if let Some(rest) = ["0x", "0o", "0b"].iter().find_map(|prefix| lower.strip_prefix(prefix)) {
        return rest.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'_');
    }
    if !text.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return false;
    }
    let (digits, exponent) = match lower.split_once('e') {
        Some((digits, exponent)) => (digits, exponent.strip_prefix(['+', '-']).unwrap_or(exponent)),
        None => (lower.as_str(), "0"),
    };
    let made_of = |text: &str, others: &[u8]| {
        text.bytes().all(|byte| byte.is_ascii_digit() || others.contains(&byte))
    };
    digits.bytes().any(|byte| byte.is_ascii_digit())
        && made_of(digits, b"_.:")
        && made_of(exponent, b"")
}

fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 8 && bytes[..4].iter().all(u8::is_ascii_digit) && bytes[4] == b'-' && {
        text.bytes().all(|byte| byte.is_ascii_digit() || b"-:.+ TtZz".contains(&byte))
    }
}

/// Returns whether a character can stand in quotes only by an escape: what YAML forbids, what ends
/// a line for one reader only, and what makes the line look like another to people.
fn must_be_escaped(character: char) -> bool {
    match character {
        '\t' => false,
        '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{fffe}'
        | '\u{ffff}'
        | '\u{e0000}'..='\u{e007f}' => true,
        other => other.is_control(),
    }
}

fn quoted(text: &str) -> String {
    let awkward = text.contains(['\\', '"']);
    let simple = !text.contains(['\'', '\t']) && !text.chars().any(must_be_escaped);
    if awkward && simple {
        return format!("'{text}'");
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        // Nothing can go wrong in writing to a string.
        let _ = match character {
            '"' => quoted.write_str("\\\""),
            '\\' => quoted.write_str("\\\\"),
            '\n' => quoted.write_str("\\n"),
            '\r' => quoted.write_str("\\r"),
            '\t' => quoted.write_str("\\t"),
            other if !must_be_escaped(other) => quoted.write_char(other),
            other if u32::from(other) > 0xffff => write!(quoted, "\\U{:08x}", u32::from(other)),
            other => write!(quoted, "\\u{:04x}", u32::from(other)),
        };
    }
    quoted.push('"');
    quoted
}
