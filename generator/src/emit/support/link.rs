//! Inline links in a spec's text, of which only those to the web or to a mailbox stay links.
//!
//! rustdoc resolves the destination of a link as an item unless it is plainly an address, and a destination may contain
//! characters that end the link early. So an address is written again with everything escaped that Markdown reads, and
//! whatever is not surely a link is escaped as text.

use std::fmt::Write as _;

/// The maximum length of a link's parts, so that a text of nothing but brackets is not read over and over.
const LONGEST: usize = 2000;

/// The maximum depth of nested brackets and parentheses; Markdown itself stops at 32 parentheses.
const DEEPEST: usize = 8;

/// A link such as `[text](address "title")`, whose title is dropped.
pub(super) struct Link<'t> {
    /// The text in the brackets, not yet escaped.
    pub(super) text: &'t str,
    /// The address, without spaces, quotes, angle brackets and unpaired parentheses.
    pub(super) address: String,
    /// The length of the whole link in bytes.
    pub(super) length: usize,
}

impl<'t> Link<'t> {
    /// Returns the link at the start of a text.
    pub(super) fn at(text: &'t str) -> Option<Self> {
        let inside = text.strip_prefix('[')?;
        let longest =
            (0..=inside.len().min(LONGEST)).rev().find(|&at| inside.is_char_boundary(at))?;
        let inside = &inside[..longest];
        let shown = &inside[..shown_length(inside)?];
        // A cell of a table ends at a bar, wherever that is.
        if shown.trim().is_empty() || shown.contains('|') {
            return None;
        }
        let behind = inside[shown.len()..].strip_prefix("](")?.trim_start();
        let (address, rest) = if let Some(open) = behind.strip_prefix('<') {
            let (address, rest) = open.split_once('>').filter(|(it, _)| !it.contains('<'))?;
            (written(address, false)?, rest)
        } else {
            let (address, rest) = behind.split_at(bare_length(behind)?);
            (written(address, true)?, rest)
        };
        let rest = behind_title(rest)?.strip_prefix(')')?;
        Some(Self { text: shown.trim(), address, length: 1 + inside.len() - rest.len() })
    }
}

/// Returns the length of a link's text, up to its closing bracket; `None` if it contains a link or an image.
fn shown_length(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        match c {
            '`' => {
                let run = text[at..].bytes().take_while(|&b| b == b'`').count();
                at += super::prose::span_length(&text[at..], run)?;
                continue;
            }
            '\\' => at += text[at + 1..].chars().next().map_or(0, char::len_utf8),
            '[' if depth == DEEPEST => return None,
            '[' => depth += 1,
            ']' if depth == 0 => return Some(at),
            ']' if text[at + 1..].starts_with('(') => return None,
            ']' => depth -= 1,
            _ => {}
        }
        at += c.len_utf8();
    }
    None
}

/// Returns the length of an address without angle brackets: up to a space, or the parenthesis that ends the link.
fn bare_length(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if c.is_whitespace() => return (depth == 0).then_some(at),
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' if depth == DEEPEST => return None,
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Returns the text after an address and its optional title.
fn behind_title(text: &str) -> Option<&str> {
    let title = text.trim_start();
    let end = match title.chars().next()? {
        '"' => '"',
        '\'' => '\'',
        '(' => ')',
        _ => return Some(title),
    };
    if title.len() == text.len() {
        return None;
    }
    let mut escaped = false;
    for (at, c) in title.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == end => return Some(title[at + c.len_utf8()..].trim_start()),
            _ => {}
        }
    }
    None
}

/// Returns an address as a link has it, if it is one of the web or of a mailbox. Its parentheses stay as they are if
/// they are known to be paired.
fn written(address: &str, paired: bool) -> Option<String> {
    let address = address.replace("&amp;", "&");
    if !is_address(&address) || holds_entity(&address) {
        return None;
    }
    let mut written = String::new();
    let mut chars = address.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next_if(char::is_ascii_punctuation) {
                Some(escaped) if is_plain(escaped) => written.push(escaped),
                other => encode(other.unwrap_or(c), &mut written),
            },
            '(' | ')' if paired => written.push(c),
            _ if is_plain(c) => written.push(c),
            _ => encode(c, &mut written),
        }
    }
    Some(written)
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#@!$&*+,;=%".contains(c)
}

fn encode(c: char, written: &mut String) {
    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
        // Writing to a string cannot fail.
        let _ = write!(written, "%{byte:02X}");
    }
}

fn is_address(address: &str) -> bool {
    let behind = |scheme: &str| {
        let start = address.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| &address[scheme.len()..])
    };
    if let Some(rest) = behind("https://").or_else(|| behind("http://")) {
        return rest.starts_with(char::is_alphanumeric);
    }
    // rustdoc takes a destination with neither a slash nor a dot for a path to an item.
    behind("mailto:").and_then(|rest| rest.split_once('@')).is_some_and(|(mailbox, host)| {
        !mailbox.is_empty() && host.contains('.') && !address.contains('#')
    })
}

/// Returns whether Markdown would read a part of an address as another character, such as `&#41;`.
fn holds_entity(address: &str) -> bool {
    address.split('&').skip(1).any(|part| {
        part.split_once(';').is_some_and(|(name, _)| {
            !name.is_empty() && name.bytes().all(|b| b == b'#' || b.is_ascii_alphanumeric())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::prose::{lines, sentence};

    /// Returns the only line of a text; a long one is not wrapped.
    fn line(text: &str) -> String {
        sentence(text)
    }

    #[test]
    fn a_link_to_the_web_or_a_mailbox_stays_one() {
        for text in [
            "See [external file object](https://example.com/x).",
            "[a](http://example.com/a_b?c=1&d=%20#e)",
            "[a](https://x/(y))",
            "[`code`](https://x)",
            "[`a](b`](https://x)",
            "[write](mailto:a@example.com)",
        ] {
            assert_eq!(line(text), text);
        }
        assert_eq!(lines("- [a](https://x)"), ["- [a](https://x)"]);
        assert_eq!(lines("# [a](https://x)"), ["# [a](https://x)"]);
    }

    #[test]
    fn a_title_is_dropped() {
        for text in [
            r#"[a](https://x "t")"#,
            r#"[a](https://x "t \" )" )"#,
            "[a]( https://x 't')",
            "[a](<https://x> (t))",
            "[a](\nhttps://x\n\"t\nu\")",
        ] {
            assert_eq!(line(text), "[a](https://x)", "{text}");
        }
    }

    #[test]
    fn an_address_is_written_without_what_markdown_reads() {
        for (text, expected) in [
            ("[a](<https://x y>)", "[a](https://x%20y)"),
            ("[a](<https://x/)(>)", "[a](https://x/%29%28)"),
            (r"[a](https://x/\(y\\)", "[a](https://x/%28y%5C)"),
            (r"[a](https://x/\_y\z)", "[a](https://x/_y%5Cz)"),
            ("[a](https://x/'\"[`|^{é)", "[a](https://x/%27%22%5B%60%7C%5E%7B%C3%A9)"),
            ("[a](https://x/<b>)", "[a](https://x/%3Cb%3E)"),
            ("[a](https://x?b=1&amp;c=2)", "[a](https://x?b=1&c=2)"),
        ] {
            assert_eq!(line(text), expected);
        }
    }

    #[test]
    fn an_image_becomes_a_link() {
        assert_eq!(line("![img](https://x/y.png)"), "[img](https://x/y.png)");
        assert_eq!(line("!![img](https://x/y.png)"), "\\![img](https://x/y.png)");
        assert_eq!(line("!` `[img](https://x/y.png)"), "\\![img](https://x/y.png)");
        assert_eq!(line("![img](y.png)"), "!\\[img\\](y.png)");
    }

    #[test]
    fn what_leads_elsewhere_is_text() {
        for (text, expected) in [
            ("[a](javascript:alert(1))", "\\[a\\](javascript:alert(1))"),
            ("[a](java\nscript:x)", "\\[a\\](java script:x)"),
            ("[a](data:text/html,x)", "\\[a\\](data:text/html,x)"),
            ("[a](self::b)", "\\[a\\](self::b)"),
            ("[a](mailto:fn@b)", "\\[a\\](mailto:fn@b)"),
            ("[a](mailto:a@b.c#d#e)", "\\[a\\](mailto:a@b.c#d#e)"),
            ("[a](https://)", "\\[a\\](https://)"),
            ("[a](#b)", "\\[a\\](#b)"),
            ("[a]", "\\[a\\]"),
            ("[a][b]", "\\[a\\]\\[b\\]"),
            ("[a]: https://x", "\\[a\\]: <https://x>"),
        ] {
            assert_eq!(line(text), expected);
        }
    }

    #[test]
    fn what_is_not_surely_a_link_is_text() {
        for (text, expected) in [
            ("[a] (https://x)", "\\[a\\] (<https://x>)"),
            ("[](https://x)", "\\[\\](<https://x>)"),
            ("[a](https://x", "\\[a\\](<https://x>"),
            ("[a](https://x y)", "\\[a\\](<https://x> y)"),
            ("[a](<https://x)", "\\[a\\](\\<<https://x>)"),
            ("[a](https://x\"t\" 'u)", "\\[a\\](<https://x>\"t\" 'u)"),
            ("[a](https://x/&#41;)", "\\[a\\](<https://x/&#41>;)"),
            ("[a|b](https://x)", "\\[a|b\\](<https://x>)"),
            ("[a `](https://x)` b", "\\[a `](https://x)` b"),
            (r"\[a](https://x)", r"\\\[a\](<https://x>)"),
            (r"[a\](https://x)", r"\[a\\\](<https://x>)"),
        ] {
            assert_eq!(line(text), expected);
        }
        let deep = format!("[a](https://x/{}{})", "(".repeat(40), ")".repeat(40));
        assert!(line(&deep).starts_with("\\[a\\]("));
    }

    #[test]
    fn the_text_of_a_link_is_escaped() {
        for (text, expected) in [
            ("[a [b] c](https://x)", "[a \\[b\\] c](https://x)"),
            ("[<b>\u{202e}](https://x)", "[\\<b>(U+202E)](https://x)"),
            ("[https://y](https://x)", "[https://y](https://x)"),
            ("[^1](https://x)", "[\\^1](https://x)"),
            ("[a\nb](https://x)", "[a b](https://x)"),
        ] {
            assert_eq!(line(text), expected);
        }
    }

    #[test]
    fn of_nested_links_the_inner_one_stays() {
        assert_eq!(
            line("[a [b](https://y) c](https://x)"),
            "\\[a [b](https://y) c\\](<https://x>)"
        );
        assert_eq!(line("[![b](https://y)](https://x)"), "\\[[b](https://y)\\](<https://x>)");
    }

    #[test]
    fn a_wrap_breaks_a_link_only_within_its_text() {
        let address = format!("https://example.com/{}", "a".repeat(120));
        let text =
            format!("{} [some text 1. # of it]({address} \"t u\"), more", "word ".repeat(17));
        let lines = lines(&text);
        assert!(lines.len() > 2, "{lines:#?}");
        assert!(lines.iter().any(|line| line.contains(&format!("it]({address}),"))), "{lines:#?}");
        assert!(lines.iter().all(|line| !line.starts_with(['#', '1']) || line.starts_with("1\\.")));
    }

    #[test]
    fn brackets_that_nothing_closes_are_text() {
        let text = "[".repeat(200_000);
        assert_eq!(line(&text), "\\[".repeat(200_000));
    }
}
