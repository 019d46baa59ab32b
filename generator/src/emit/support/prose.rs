//! Text from a spec as documentation that can do no harm.
//!
//! rustdoc reads Markdown: it would compile and run an indented or fenced block as a test, resolve `[x]` as an item,
//! take `<x>` for HTML, and warn of a bare address. So text from a spec keeps its paragraphs, lists, emphasis, code
//! spans, links to the web and fenced blocks (as plain text), and the rest is escaped. Control and bidirectional
//! characters, which could show a reader something else than what is there, are spelled out.

use super::link::Link;

/// The width of a line of documentation after its slashes, at an indentation of four columns.
const WIDTH: usize = 92;

/// Returns the text as wrapped lines of Markdown, none of which contains a line break.
pub(in crate::emit) fn lines(text: &str) -> Vec<String> {
    let mut blocks = Blocks::default();
    let mut fence: Option<Fence> = None;
    for line in text.lines() {
        let line = visible(line);
        if let Some(open) = &mut fence {
            if open.closed_by(&line) {
                blocks.push_fenced(std::mem::take(&mut open.content));
                fence = None;
            } else {
                open.content.push(line);
            }
            continue;
        }
        match Fence::opened_by(&line) {
            Some(open) => {
                blocks.finish();
                fence = Some(open);
            }
            None => blocks.line(&line),
        }
    }
    if let Some(open) = fence {
        blocks.push_fenced(open.content);
    }
    blocks.finish();
    blocks.lines
}

/// Returns the text as one line of Markdown.
pub(in crate::emit) fn sentence(text: &str) -> String {
    let text: String = text.lines().map(visible).collect::<Vec<_>>().join(" ");
    let words: Vec<String> = words(&text);
    words.join(" ")
}

/// Wraps our own Markdown, whose words need no escaping. All lines but the first are indented.
pub(in crate::emit) fn wrap(text: &str, indent: &str) -> Vec<String> {
    wrap_words(visible(text).split_whitespace().map(str::to_owned).collect(), indent)
}

/// Returns a name from a spec as a code span.
pub(in crate::emit) fn code(name: &str) -> String {
    format!("`{}`", visible(name).replace('`', "'"))
}

/// Returns a duration in the largest unit that divides it: `5 minutes`.
pub(in crate::emit) fn duration(millis: u64) -> String {
    let units = [(3_600_000, "hour"), (60_000, "minute"), (1000, "second"), (1, "millisecond")];
    let fits = |(size, _): &(u64, &str)| millis.is_multiple_of(*size);
    let (size, unit) = units.into_iter().find(fits).unwrap_or((1, "millisecond"));
    let count = millis / size;
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

/// Returns a line with its deceptive characters spelled out.
fn visible(line: &str) -> String {
    let spelled = |c: char| {
        if is_hidden(c) { format!("(U+{:04X})", u32::from(c)) } else { c.to_string() }
    };
    if line.contains(is_hidden) { line.chars().map(spelled).collect() } else { line.to_owned() }
}

/// Returns whether a character is invisible, or changes how others are shown.
fn is_hidden(c: char) -> bool {
    let formatting = matches!(c,
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    c != '\t' && (c.is_control() || formatting)
}

/// A fenced block that is being read.
struct Fence {
    mark: char,
    length: usize,
    content: Vec<String>,
}

impl Fence {
    fn opened_by(line: &str) -> Option<Self> {
        let text = line.trim_start();
        let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let length = text.chars().take_while(|&c| c == mark).count();
        (length >= 3 && !(mark == '`' && text[length..].contains('`'))).then(|| Self {
            mark,
            length,
            content: Vec::new(),
        })
    }

    fn closed_by(&self, line: &str) -> bool {
        let text = line.trim();
        text.chars().count() >= self.length && text.chars().all(|c| c == self.mark)
    }
}

/// The text that was read, and the paragraph that is still open.
#[derive(Default)]
struct Blocks {
    lines: Vec<String>,
    open: String,
    indent: &'static str,
}

impl Blocks {
    fn line(&mut self, line: &str) {
        let text = line.trim();
        if text.is_empty() {
            self.finish();
            if self.lines.last().is_some_and(|last| !last.is_empty()) {
                self.lines.push(String::new());
            }
            return;
        }
        let list = list_marker(text);
        if list || text.starts_with(['#', '>', '|']) {
            self.finish();
        }
        if self.open.is_empty() {
            self.indent = if list { "  " } else { "" };
        } else {
            self.open.push(' ');
        }
        self.open.push_str(text);
        if text.starts_with(['#', '|']) {
            self.finish();
        }
    }

    fn finish(&mut self) {
        let text = std::mem::take(&mut self.open);
        if text.is_empty() {
            return;
        }
        if text.starts_with('|') {
            // A row of a table is one line.
            self.lines.push(words(&text).join(" "));
            return;
        }
        let marker =
            if self.indent.is_empty() { "" } else { text.split_whitespace().next().unwrap_or("") };
        let rest = text[marker.len()..].trim_start();
        let mut all = Vec::new();
        if !marker.is_empty() {
            all.push(marker.to_owned());
        }
        all.extend(words(rest));
        self.lines.extend(wrap_words(all, self.indent));
    }

    fn push_fenced(&mut self, content: Vec<String>) {
        self.finish();
        if self.lines.last().is_some_and(|last| !last.is_empty()) {
            self.lines.push(String::new());
        }
        let longest = content.iter().map(|line| longest_run(line, '`')).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        self.lines.push(format!("{fence}text"));
        self.lines.extend(
            content.into_iter().map(|line| line.replace('\t', "    ").trim_end().to_owned()),
        );
        self.lines.push(fence);
        self.lines.push(String::new());
    }
}

fn longest_run(text: &str, mark: char) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == mark { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

fn list_marker(text: &str) -> bool {
    let Some((first, rest)) = text.split_once(char::is_whitespace) else { return false };
    let ordered = first.len() <= 10
        && first
            .strip_suffix(['.', ')'])
            .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    !rest.trim().is_empty() && (matches!(first, "-" | "*" | "+") || ordered)
}

/// Returns the words of a paragraph, escaped. A code span or an address is one word, so that it is not wrapped.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    push_words(&mut words, text, false);
    words.retain(|word| !word.is_empty());
    words
}

/// Adds the words of a text. The text of a link cannot contain another link.
fn push_words(words: &mut Vec<String>, text: &str, linked: bool) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '`' {
            let run = rest.chars().take_while(|&c| c == '`').count();
            if let Some(length) = span_length(rest, run) {
                let content =
                    rest[run..length - run].split_whitespace().collect::<Vec<_>>().join(" ");
                let ticks = "`".repeat(run);
                if !content.is_empty() {
                    push(words, &format!("{ticks}{}{ticks}", padded(&content)));
                }
                rest = &rest[length..];
            } else {
                push(words, &"\\`".repeat(run));
                rest = &rest[run..];
            }
            continue;
        }
        if c.is_whitespace() {
            if words.last().is_some_and(|word| !word.is_empty()) {
                words.push(String::new());
            }
            rest = &rest[c.len_utf8()..];
            continue;
        }
        if !linked {
            // Readers would fetch an image, so it becomes a link.
            let marked = rest.strip_prefix('!').unwrap_or(rest);
            if let Some(link) = Link::at(marked) {
                push_link(words, &link);
                rest = &marked[link.length..];
                continue;
            }
            if let Some(length) = address_length(rest) {
                push(words, &format!("<{}>", &rest[..length]));
                rest = &rest[length..];
                continue;
            }
        }
        // A bracket that the text escapes does not open a link.
        if rest.starts_with("\\[") {
            push(words, "\\\\\\[");
            rest = &rest[2..];
            continue;
        }
        match c {
            '[' | ']' | '<' | '\\' | '~' => push(words, &format!("\\{c}")),
            // Unescaped it would become the character, which may be a deceptive one.
            '&' if is_hidden_character(rest) => push(words, "\\&"),
            _ => push(words, c.encode_utf8(&mut [0; 4])),
        }
        rest = &rest[c.len_utf8()..];
    }
}

/// Returns whether a text begins with a numeric reference, or one to an invisible character.
fn is_hidden_character(text: &str) -> bool {
    ["&#", "&lrm;", "&rlm;", "&zwj;", "&zwnj;", "&shy;"]
        .iter()
        .any(|reference| text.starts_with(reference))
}

/// Adds a link, which an exclamation mark before it must not turn into an image.
fn push_link(words: &mut Vec<String>, link: &Link<'_>) {
    if let Some(word) = words.last_mut()
        && word.ends_with('!')
    {
        word.pop();
        word.push_str("\\!");
    }
    // A caret would make it a footnote.
    push(words, if link.text.starts_with('^') { "[\\" } else { "[" });
    push_words(words, link.text, true);
    push(words, &format!("]({})", link.address));
}

fn push(words: &mut [String], text: &str) {
    if let Some(word) = words.last_mut() {
        word.push_str(text);
    }
}

/// Returns the content of a code span, with the spaces that allow it to begin or end with a backtick.
fn padded(content: &str) -> String {
    if content.starts_with('`') || content.ends_with('`') {
        return format!(" {content} ");
    }
    content.to_owned()
}

/// Returns the length of a code span that opens with a run of backticks, including both runs.
pub(super) fn span_length(text: &str, run: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = run;
    while at < bytes.len() {
        if bytes[at] != b'`' {
            at += 1;
            continue;
        }
        let length = bytes[at..].iter().take_while(|&&b| b == b'`').count();
        if length == run {
            return Some(at + length);
        }
        at += length;
    }
    None
}

/// Returns the length of a bare web address at the start of a text, without punctuation at its end.
fn address_length(text: &str) -> Option<usize> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let plain = |c: &char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+,;=%".contains(*c);
    let length = text.chars().take_while(plain).count();
    let trimmed =
        text[..length].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~']).len();
    (trimmed > scheme.len()).then_some(trimmed)
}

fn wrap_words(words: Vec<String>, indent: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in words {
        if line.is_empty() {
            line = word;
        } else if line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::replace(&mut line, format!("{indent}{}", at_line_start(&word))));
        } else {
            line.push(' ');
            line.push_str(&word);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Returns a word, escaped if it would begin a list, a heading or a rule at the start of a line.
fn at_line_start(word: &str) -> String {
    if let Some(number) = word.strip_suffix(['.', ')'])
        && !number.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit())
    {
        let mark = &word[number.len()..];
        return format!("{number}\\{mark}");
    }
    let special = word.starts_with(['#', '>', '|', '+'])
        || (word.starts_with(['-', '=', '*', '_'])
            && word.chars().all(|c| matches!(c, '-' | '=' | '*' | '_')));
    if special { format!("\\{word}") } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_that_is_not_seen_is_not_put_in_by_reference() {
        for text in ["a &#x202e;b", "a &#8238;b", "a &rlm;b"] {
            assert_eq!(lines(text), [text.replace('&', "\\&")]);
        }
        assert_eq!(lines("R&D, &lt;b> & &amp;#1;"), ["R&D, &lt;b> & &amp;#1;"]);
    }

    #[test]
    fn nothing_in_a_text_becomes_code_or_a_link() {
        let text = "An indented block:\n\n    panic!()\n\n>     quoted\n\n-      in a list\n\nSee [x], <x> and [y](z).";
        let lines = lines(text);
        assert!(lines.iter().all(|line| !line.starts_with("    ")), "{lines:#?}");
        assert_eq!(lines.last().map(String::as_str), Some("See \\[x\\], \\<x> and \\[y\\](z)."));
        assert!(lines.contains(&"> quoted".to_owned()), "{lines:#?}");
        assert!(lines.contains(&"- in a list".to_owned()), "{lines:#?}");
    }

    #[test]
    fn a_fenced_block_is_text_and_always_closed() {
        assert_eq!(lines("```rust\npanic!();"), ["```text", "panic!();", "```", ""]);
        assert_eq!(lines("~~~\n```\nx\n~~~"), ["````text", "```", "x", "````", ""]);
        assert_eq!(lines("> ```rust"), ["> \\`\\`\\`rust"]);
    }

    #[test]
    fn hidden_characters_are_spelled_out() {
        assert_eq!(lines("a\u{202e}b\u{0}c"), ["a(U+202E)b(U+0000)c"]);
    }

    #[test]
    fn code_spans_and_addresses_stay_what_they_are() {
        assert_eq!(lines("Use `[a] <b>`."), ["Use `[a] <b>`."]);
        assert_eq!(lines("See https://example.com/a_b."), ["See <https://example.com/a_b>."]);
        assert_eq!(lines("A lone ` tick"), ["A lone \\` tick"]);
    }

    #[test]
    fn a_wrap_never_starts_a_list() {
        let text = format!("{} - b 1. c", "a".repeat(WIDTH));
        assert_eq!(lines(&text)[1], "\\- b 1. c");
    }
}
