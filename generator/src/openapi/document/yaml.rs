//! Reads YAML into a value, with everything that real documents use: anchors, aliases, merge keys, keys that are not
//! strings.
//!
//! Scalars are read as in YAML 1.2, so that `on`, `no` and dates are strings. A key is the text as written, so that an
//! unquoted `200:` is the key `"200"`.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};
use serde_json::{Map, Number, Value};

use super::{DEPTH, too_deep};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::spec::scalar::{Resolved, resolve};

/// The maximum that aliases can add, in values and in units of 64 bytes of text. Normal documents stay far below; ten
/// lines of aliases to lists of aliases would fill any memory.
const EXPANDED: usize = 4_000_000;

/// Returns the value of a YAML text.
pub(super) fn value(text: &str, source: SourceId) -> Result<Value, Box<Diagnostic>> {
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, at) = match event {
            Ok((event, span)) => (event, span.start.index()),
            Err(error) => return Err(syntax(error.info(), text, error.marker().index(), source)),
        };
        if let Err(refused) = builder.event(event) {
            return Err(refused.explain(source, byte(text, at)));
        }
    }
    Ok(builder.root.unwrap_or_default())
}

/// A document that is being built.
#[derive(Debug, Default)]
struct Builder {
    open: Vec<Open>,
    root: Option<Value>,
    anchors: HashMap<usize, Anchor>,
    /// The weight of everything that was built so far.
    weight: usize,
    /// The part of it that was added by aliases.
    expanded: usize,
}

/// The value of an anchor `&name`.
#[derive(Debug)]
struct Anchor {
    value: Value,
    weight: usize,
    depth: usize,
}

/// A list or mapping that is not closed yet.
#[derive(Debug)]
struct Open {
    content: Content,
    anchor: usize,
    /// The weight of everything that was built before it.
    weight: usize,
    /// The number of levels within it.
    depth: usize,
}

#[derive(Debug)]
enum Content {
    List(Vec<Value>),
    Mapping { map: Map<String, Value>, key: Option<Key>, merged: Vec<Value> },
}

#[derive(Debug)]
enum Key {
    Name(String),
    /// The merge key `<<`, whose value is a mapping or a list of mappings.
    Merge,
}

/// Why a YAML text is not a document.
#[derive(Debug, Clone, Copy)]
enum Refused {
    Deep,
    SecondDocument,
    Key,
    Merge,
    Cycle,
    Bomb,
}

impl Builder {
    fn event(&mut self, event: Event<'_>) -> Result<(), Refused> {
        match event {
            Event::DocumentStart(_) if self.root.is_some() => Err(Refused::SecondDocument),
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain;
                if self.at_key() {
                    self.weight += 1 + text.len() / 64;
                    if anchor != 0 {
                        self.keep(anchor, Value::String(text.to_string()), 1, 0)?;
                    }
                    self.key(text.into_owned(), plain);
                    return Ok(());
                }
                let weight = 1 + text.len() / 64;
                self.weight += weight;
                let value = scalar(text.into_owned(), plain, tag.as_deref());
                if anchor != 0 {
                    self.keep(anchor, value.clone(), weight, 0)?;
                }
                self.place(value, 0)
            }
            Event::SequenceStart(anchor, _) => self.open(Content::List(Vec::new()), anchor),
            Event::MappingStart(anchor, _) => self
                .open(Content::Mapping { map: Map::new(), key: None, merged: Vec::new() }, anchor),
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(anchor) => self.alias(anchor),
            _ => Ok(()),
        }
    }

    /// Returns whether the next node is a key.
    fn at_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { content: Content::Mapping { key: None, .. }, .. }))
    }

    fn key(&mut self, text: String, plain: bool) {
        if let Some(Open { content: Content::Mapping { key, .. }, .. }) = self.open.last_mut() {
            *key = Some(if plain && text == "<<" { Key::Merge } else { Key::Name(text) });
        }
    }

    fn open(&mut self, content: Content, anchor: usize) -> Result<(), Refused> {
        if self.at_key() {
            return Err(Refused::Key);
        }
        if self.open.len() >= DEPTH {
            return Err(Refused::Deep);
        }
        let weight = self.weight;
        self.weight += 1;
        self.open.push(Open { content, anchor, weight, depth: 0 });
        Ok(())
    }

    fn close(&mut self) -> Result<(), Refused> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let value = match open.content {
            Content::List(items) => Value::Array(items),
            Content::Mapping { mut map, merged, .. } => {
                // Keys of the mapping itself take precedence over merged ones, whichever come first, and an earlier
                // merged mapping over a later one.
                for (key, value) in merged.into_iter().filter_map(entries).flatten() {
                    map.entry(key).or_insert(value);
                }
                Value::Object(map)
            }
        };
        let depth = open.depth + 1;
        if open.anchor != 0 {
            self.keep(open.anchor, value.clone(), self.weight - open.weight, depth)?;
        }
        self.place(value, depth)
    }

    fn keep(
        &mut self,
        anchor: usize,
        value: Value,
        weight: usize,
        depth: usize,
    ) -> Result<(), Refused> {
        // Nested anchors are kept once for each level, so they count like aliases.
        self.expand(weight)?;
        self.anchors.insert(anchor, Anchor { value, weight, depth });
        Ok(())
    }

    fn expand(&mut self, weight: usize) -> Result<(), Refused> {
        self.expanded = self.expanded.saturating_add(weight);
        if self.expanded > EXPANDED { Err(Refused::Bomb) } else { Ok(()) }
    }

    fn alias(&mut self, anchor: usize) -> Result<(), Refused> {
        // The parser knows an anchor from its start, so an alias within it would be endless.
        let Some(&Anchor { weight, depth, .. }) = self.anchors.get(&anchor) else {
            return Err(Refused::Cycle);
        };
        if self.open.len() + depth > DEPTH {
            return Err(Refused::Deep);
        }
        self.expand(weight)?;
        self.weight += weight;
        let value =
            self.anchors.get(&anchor).map(|anchor| anchor.value.clone()).unwrap_or_default();
        if self.at_key() {
            let Value::String(text) = value else { return Err(Refused::Key) };
            self.key(text, false);
            return Ok(());
        }
        self.place(value, depth)
    }

    /// Puts a finished value in its place.
    fn place(&mut self, value: Value, depth: usize) -> Result<(), Refused> {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(value);
            return Ok(());
        };
        open.depth = open.depth.max(depth);
        match &mut open.content {
            Content::List(items) => items.push(value),
            Content::Mapping { map, key, merged } => match key.take() {
                Some(Key::Name(name)) => {
                    map.insert(name, value);
                }
                Some(Key::Merge) => match value {
                    Value::Object(_) => merged.push(value),
                    Value::Array(list) if list.iter().all(Value::is_object) => merged.extend(list),
                    _ => return Err(Refused::Merge),
                },
                // Only scalars can lack a key here, and those are keys themselves.
                None => return Err(Refused::Key),
            },
        }
        Ok(())
    }
}

fn entries(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(map) => Some(map),
        _ => None,
    }
}

/// Returns the value of a scalar. A tag counts only if it states a kind of value.
fn scalar(text: String, plain: bool, tag: Option<&Tag>) -> Value {
    let tag = tag.filter(|tag| tag.is_yaml_core_schema()).map(|tag| tag.suffix.as_str());
    let resolved = match tag {
        Some(tag) if !matches!(tag, "null" | "bool" | "int" | "float") => Resolved::String,
        None if !plain => Resolved::String,
        _ => resolve(&text),
    };
    match resolved {
        Resolved::Null => Value::Null,
        Resolved::Boolean => Value::Bool(text.eq_ignore_ascii_case("true")),
        Resolved::Integer(number) => {
            let exact = i64::try_from(number)
                .map(Number::from)
                .or_else(|_| u64::try_from(number).map(Number::from));
            // serde_json reads too large integers the same way.
            let number = exact.ok().or_else(|| Number::from_f64(text.parse().ok()?));
            number.map_or(Value::String(text), Value::Number)
        }
        // JSON has no infinity, so the text is kept.
        Resolved::Float(number) => {
            Number::from_f64(number).map_or(Value::String(text), Value::Number)
        }
        Resolved::String => Value::String(text),
    }
}

impl Refused {
    fn explain(self, source: SourceId, at: usize) -> Box<Diagnostic> {
        let (code, message, help) = match self {
            Self::Deep => return too_deep(source, at),
            Self::SecondDocument => (
                "several-documents",
                "a second YAML document starts here, and a file can have only one",
                "move it into a file of its own, or remove the `---`",
            ),
            Self::Key => (
                "key-not-string",
                "a list or a mapping cannot be a key",
                "put text with braces in quotes, as in `\"{name}\": ..`",
            ),
            Self::Merge => (
                "merge-key",
                "the value of a merge key must be a mapping or a list of mappings",
                "write `<<: *name`, where `&name` marks a mapping",
            ),
            Self::Cycle => (
                "alias-cycle",
                "this alias refers to a value that contains it, which would be endless",
                "move the schema to `components` and refer to it by `$ref`",
            ),
            Self::Bomb => (
                "too-many-aliases",
                "the aliases make the document far larger than it is written",
                "move shared parts to `components` and refer to them by `$ref`",
            ),
        };
        Box::new(Diagnostic::error(code, message).at(Span::new(source, at, at + 1)).help(help))
    }
}

fn syntax(info: &str, text: &str, at: usize, source: SourceId) -> Box<Diagnostic> {
    let at = byte(text, at);
    // The parser has its own limit for nested brackets.
    if info.contains("recursion limit") {
        return too_deep(source, at);
    }
    let message = format!("this is neither JSON nor YAML: {info}");
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let rest = text[line..].lines().next().unwrap_or_default();
    let help = if rest.trim_start_matches(' ').starts_with('\t') {
        "indent with spaces, since YAML does not allow tabs"
    } else if info.contains("unknown anchor") {
        "define the anchor before the alias, or put text that starts with `*` in quotes"
    } else if rest.matches(": ").count() > 1 {
        "put text that contains `: ` in quotes"
    } else {
        "check the indentation and quotes of this line and those above it"
    };
    Box::new(Diagnostic::error("syntax", message).at(Span::new(source, at, at + 1)).help(help))
}

/// Converts the parser's positions, which count characters, to byte offsets.
fn byte(text: &str, character: usize) -> usize {
    text.char_indices().nth(character).map_or(text.len(), |(offset, _)| offset)
}
