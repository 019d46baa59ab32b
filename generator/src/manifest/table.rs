//! The keys of a `Cargo.toml`, each with the keys that lead to it.
//!
//! A whole parser of TOML would build every value of the manifest, and only a few are needed here.

use toml_parser::decoder::ScalarKind;
use toml_parser::parser::{Event, EventKind, RecursionGuard, parse_document};
use toml_parser::{ParseError, Source};

/// The maximum depth of nested arrays and inline tables.
const DEPTH: u32 = 100;

/// The content of a `Cargo.toml`.
#[derive(Debug)]
pub(super) struct Table(Vec<Entry>);

/// A key with the keys that lead to it, and its value if that is a string.
#[derive(Debug, PartialEq)]
struct Entry {
    way: Vec<String>,
    text: Option<String>,
}

impl Table {
    /// Reads a text. Returns `None` if it is not TOML.
    pub(super) fn read(text: &str) -> Option<Self> {
        let source = Source::new(text);
        let mut reading = Reading {
            source,
            entries: Vec::new(),
            open: Vec::new(),
            keys: Vec::new(),
            arrays: 0,
            error: None,
        };
        let mut error = None;
        let mut receive = |event: Event| reading.event(&event);
        let mut guarded = RecursionGuard::new(&mut receive, DEPTH);
        parse_document(&source.lex().into_vec(), &mut guarded, &mut error);
        error.or(reading.error).is_none().then_some(Self(reading.entries))
    }

    /// Returns the string at the end of these keys.
    pub(super) fn text(&self, way: &[&str]) -> Option<&str> {
        self.0.iter().filter(|entry| entry.way == way).find_map(|entry| entry.text.as_deref())
    }

    /// Returns the keys directly below these. A key that leads to several values is returned for each of them.
    pub(super) fn below<'a>(&'a self, way: &'a [&str]) -> impl Iterator<Item = &'a str> {
        let inside = move |entry: &&Entry| entry.way.iter().zip(way).all(|(step, key)| step == key);
        let below = self.0.iter().filter(inside);
        below.filter_map(move |entry| entry.way.get(way.len()).map(String::as_str))
    }
}

struct Reading<'t> {
    source: Source<'t>,
    entries: Vec<Entry>,
    /// The open tables: that of the last header, and the inline ones in it. Each is given by the keys that lead to it.
    open: Vec<Vec<String>>,
    /// The keys of a header, or those before a value.
    keys: Vec<String>,
    /// The number of open arrays. Their elements have no key of their own.
    arrays: usize,
    /// The first key or value that is not valid.
    error: Option<ParseError>,
}

impl Reading<'_> {
    fn event(&mut self, event: &Event) {
        match event.kind() {
            EventKind::ArrayOpen => {
                self.entry(None);
                self.arrays += 1;
            }
            EventKind::ArrayClose => self.arrays = self.arrays.saturating_sub(1),
            _ if self.arrays > 0 => {}
            EventKind::StdTableOpen | EventKind::ArrayTableOpen => self.open.clear(),
            EventKind::StdTableClose | EventKind::ArrayTableClose | EventKind::InlineTableOpen => {
                let way = self.entry(None);
                self.open.push(way);
            }
            EventKind::InlineTableClose => {
                self.open.pop();
            }
            EventKind::SimpleKey => {
                let mut key = String::new();
                if let Some(raw) = self.source.get(event) {
                    raw.decode_key(&mut key, &mut self.error);
                }
                self.keys.push(key);
            }
            EventKind::Scalar => {
                let mut text = String::new();
                let kind =
                    self.source.get(event).map(|raw| raw.decode_scalar(&mut text, &mut self.error));
                self.entry((kind == Some(ScalarKind::String)).then_some(text));
            }
            _ => {}
        }
    }

    /// Adds the entry for the keys that were read, and returns the whole way to it.
    fn entry(&mut self, text: Option<String>) -> Vec<String> {
        let mut way = self.open.last().cloned().unwrap_or_default();
        way.append(&mut self.keys);
        self.entries.push(Entry { way: way.clone(), text });
        way
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
package = { name = "shop", build = false, metadata.'a b' = [1, { c = "d" }] }
[lib]
"path" = 'generated/lib.rs'
[features]
default = ["files"]
files = []
[build-dependencies.clientwright]
version = "0.1"
[[bin]]
name = """
one"""
"#;

    #[test]
    fn texts_are_found_however_they_are_written() {
        let table = Table::read(TEXT).unwrap();
        assert_eq!(table.text(&["package", "name"]), Some("shop"));
        assert_eq!(table.text(&["package", "build"]), None);
        assert_eq!(table.text(&["lib", "path"]), Some("generated/lib.rs"));
        assert_eq!(table.text(&["bin", "name"]), Some("one"));
        assert_eq!(table.text(&["c"]), None);
        assert_eq!(table.below(&["features"]).collect::<Vec<_>>(), ["default", "files"]);
        assert!(table.below(&["build-dependencies"]).any(|name| name == "clientwright"));
        assert!(table.below(&["package", "metadata"]).any(|name| name == "a b"));
    }

    #[test]
    fn what_is_not_toml_is_not_read() {
        for text in ["a = ", "<<<<<<< HEAD\n", "a = [", "= 1"] {
            assert!(Table::read(text).is_none(), "{text}");
        }
        assert!(Table::read(&format!("a = {}", "[".repeat(100_000))).is_none());
    }
}
