//! The lines of an event stream, and what they mean.
//!
//! Written here for two reasons: `eventsource-stream` has had no release since 2022 and depends on nom; and the size of
//! an event, which the server decides, must be limited while it is read.

use std::time::Duration;

use bytes::{Buf as _, Bytes};

/// An event as it was received.
#[derive(Debug, PartialEq)]
pub(super) struct Block {
    pub(super) id: Option<String>,
    pub(super) event: Option<String>,
    pub(super) data: String,
}

/// An event has more bytes than allowed.
#[derive(Debug, PartialEq)]
pub(super) struct TooLarge;

#[derive(Debug, Default)]
pub(super) struct Parser {
    line: Vec<u8>,
    /// The last line ended with a carriage return: a newline directly after it belongs to it.
    after_return: bool,
    /// A byte order mark is allowed only before the first line.
    begun: bool,
    data: String,
    event: String,
    id: String,
    /// The id that the last complete block left.
    pub(super) last_id: String,
    /// How long the server asks to wait before the next connection.
    pub(super) retry: Option<Duration>,
}

impl Parser {
    /// Drops an incomplete event, since another connection starts with a new one.
    pub(super) fn restart(&mut self) {
        *self = Self {
            id: self.last_id.clone(),
            last_id: std::mem::take(&mut self.last_id),
            retry: self.retry,
            ..Self::default()
        };
    }

    /// Takes bytes up to the end of an event; `None` if they end before it.
    pub(super) fn next(
        &mut self,
        input: &mut Bytes,
        limit: usize,
    ) -> Result<Option<Block>, TooLarge> {
        while !input.is_empty() {
            if std::mem::take(&mut self.after_return) && input[0] == b'\n' {
                input.advance(1);
                continue;
            }
            let end = input.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
            let length = end.unwrap_or(input.len());
            if self.data.len() + self.line.len() + length > limit {
                return Err(TooLarge);
            }
            self.line.extend_from_slice(&input[..length]);
            let Some(end) = end else {
                input.clear();
                break;
            };
            self.after_return = input[end] == b'\r';
            input.advance(end + 1);
            if let Some(block) = self.end_line() {
                return Ok(Some(block));
            }
        }
        Ok(None)
    }

    fn end_line(&mut self) -> Option<Block> {
        let line = std::mem::take(&mut self.line);
        let mut text = &line[..];
        if !std::mem::replace(&mut self.begun, true) {
            text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        }
        if text.is_empty() {
            return self.dispatch();
        }
        let text = String::from_utf8_lossy(text);
        let (field, value) = text.split_once(':').unwrap_or((&text, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "event" => value.clone_into(&mut self.event),
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry);
            }
            // A comment has an empty field name; unknown fields are ignored.
            _ => {}
        }
        // A line is usually about as long as the one before it.
        self.line = line;
        self.line.clear();
        None
    }

    fn dispatch(&mut self) -> Option<Block> {
        self.last_id.clone_from(&self.id);
        let event = std::mem::take(&mut self.event);
        let mut data = std::mem::take(&mut self.data);
        data.pop()?;
        let told = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Some(Block { id: told(&self.last_id), event: told(&event), data })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the parser makes of a text that comes in pieces of this size.
    fn parse(text: &[u8], size: usize) -> (Vec<(String, String, String)>, Parser) {
        let mut parser = Parser::default();
        let mut blocks = Vec::new();
        for piece in text.chunks(size) {
            let mut piece = Bytes::copy_from_slice(piece);
            while let Some(block) = parser.next(&mut piece, 1_000).unwrap() {
                let text = |text: Option<String>| text.unwrap_or_default();
                blocks.push((text(block.id), text(block.event), block.data));
            }
            assert!(piece.is_empty());
        }
        (blocks, parser)
    }

    fn event(id: &str, event: &str, data: &str) -> (String, String, String) {
        (id.to_owned(), event.to_owned(), data.to_owned())
    }

    fn check(text: &[u8], expected: &[(String, String, String)]) {
        for size in 1..=text.len() {
            let (blocks, _) = parse(text, size);
            assert_eq!(blocks, expected, "{size} of {}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn the_examples_of_the_standard_are_read() {
        check(b"data: YHOO\ndata: +2\ndata: 10\n\n", &[event("", "", "YHOO\n+2\n10")]);
        check(
            b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n",
            &[event("1", "", "first event"), event("", "", "second event")],
        );
        check(b"data\n\ndata\ndata\n\ndata:", &[event("", "", ""), event("", "", "\n")]);
        check(b"data:test\n\ndata: test\n\n", &[event("", "", "test"), event("", "", "test")]);
    }

    #[test]
    fn lines_end_in_all_three_ways() {
        for text in ["event: a\ndata: 1\ndata: 2\n\n", "data: 3\n\n"].map(str::to_owned) {
            let (expected, _) = parse(text.as_bytes(), 100);
            for end in ["\r\n", "\r"] {
                check(text.replace('\n', end).as_bytes(), &expected);
            }
        }
        check(b"data: 1\r\n\n\ndata: 2\r\r\n", &[event("", "", "1"), event("", "", "2")]);
    }

    #[test]
    fn only_a_mark_at_the_very_start_is_skipped() {
        let bom = "\u{feff}";
        check(format!("{bom}data: 1\n\n").as_bytes(), &[event("", "", "1")]);
        check(format!("{bom}{bom}data: 1\n\n{bom}data: 2\n\n").as_bytes(), &[]);
        check(format!("{bom}\ndata: é\n\n").as_bytes(), &[event("", "", "é")]);
    }

    #[test]
    fn identifiers_stay_until_another_comes() {
        check(
            b"id: 1\ndata: a\n\ndata: b\n\nid: 2\0\ndata: c\n\nid: 3\n\ndata: d\n\nid:\ndata: e\n\n",
            &[
                event("1", "", "a"),
                event("1", "", "b"),
                event("1", "", "c"),
                event("3", "", "d"),
                event("", "", "e"),
            ],
        );
        let (_, mut parser) = parse(b"id: 1\ndata: a\n\nid: 2\ndata: b\n", 7);
        assert_eq!(parser.last_id, "1");
        parser.restart();
        let mut rest = Bytes::from_static(b"data: c\n\n");
        let block = parser.next(&mut rest, 100).unwrap().unwrap();
        assert_eq!((block.id.as_deref(), block.data.as_str()), (Some("1"), "c"));
    }

    #[test]
    fn waits_are_digits_only() {
        for (text, expected) in [
            ("retry: 10\n", Some(10)),
            ("retry:10\nretry: -1\nretry: 1s\nretry:\nretry: 99999999999999999999999\n", Some(10)),
            ("retry\n", None),
        ] {
            let (_, parser) = parse(text.as_bytes(), 3);
            assert_eq!(parser.retry, expected.map(Duration::from_millis), "{text}");
        }
    }

    #[test]
    fn what_is_unknown_or_malformed_is_no_event() {
        check(b"\xff\xfe: x\nDATA: x\nfoo: bar\nfoo\n data: x\n:\n\nevent: x\n\n", &[]);
        check(b"data: \xff\n\n", &[event("", "", "\u{fffd}")]);
    }

    #[test]
    fn an_event_has_a_greatest_size() {
        for text in [&b"data: 0123456789"[..], b"data: 01\ndata: 02\ndata: 03\n", b": 01234567890"]
        {
            let mut parser = Parser::default();
            let mut input = Bytes::copy_from_slice(text);
            assert_eq!(parser.next(&mut input, 12), Err(TooLarge));
        }
    }
}
