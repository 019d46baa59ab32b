//! A YAML file as a tree in which everything knows its place.

use std::collections::HashMap;

use super::scalar::Resolved;
use crate::source::Span;

/// A value and its place.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// From its first character to its last.
    pub(super) span: Span,
    /// What it is.
    pub(super) value: Value,
}

/// What a node is.
#[derive(Debug, Clone)]
pub(super) enum Value {
    /// A single value.
    Scalar(Scalar),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys with values, in the order in which they are written; no key stands twice.
    Mapping(Vec<Entry>),
    /// Something the event pass has refused; there is nothing more to say about it.
    Refused,
}

/// A single value.
#[derive(Debug, Clone)]
pub(super) struct Scalar {
    /// Its text, without quotes.
    pub(super) text: String,
    /// What it stands for: a quoted one is always a string.
    pub(super) resolved: Resolved,
}

/// A key with its value.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// The key.
    pub(super) key: String,
    /// Where the key stands.
    pub(super) key_span: Span,
    /// The value.
    pub(super) value: Node,
}

/// Where the keys and values of a file stand.
///
/// A place is named by the way to it: the keys as they are written (`name?` with its question mark)
/// and, within lists, the index as text, from `0`.
#[derive(Debug, Clone)]
pub struct Spans {
    root: Span,
    places: HashMap<Vec<String>, KeyAndValue>,
    /// How long the longest way is: of a document little is known but where its types and endpoints stand.
    longest: usize,
}

#[derive(Debug, Clone, Copy)]
struct KeyAndValue {
    key: Span,
    value: Span,
}

impl Spans {
    pub(super) fn new(root: &Node) -> Self {
        let mut spans = Self { root: root.span, places: HashMap::new(), longest: 0 };
        spans.collect(root, &mut Vec::new());
        spans.measured()
    }

    /// Returns the places of what no file says: each way stands at a number, from 1, instead of in a text.
    #[cfg(feature = "openapi")]
    pub fn numbered(
        source: crate::source::SourceId,
        ways: impl Iterator<Item = (Vec<String>, usize)>,
    ) -> Self {
        let at = |number| Span::new(source, number, number);
        let places = ways.map(|(way, number)| {
            let span = at(number + 1);
            (way, KeyAndValue { key: span, value: span })
        });
        Self { root: at(0), places: places.collect(), longest: 0 }.measured()
    }

    fn measured(mut self) -> Self {
        self.longest = self.places.keys().map(Vec::len).max().unwrap_or(0);
        self
    }

    /// Returns how long the longest way is that has a place.
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// Returns the place of a key, or of a list's item itself. If it does not exist, returns the nearest place around it.
    pub fn key(&self, way: &[impl AsRef<str>]) -> Span {
        self.nearest(way).map_or_else(|| self.start(), |place| place.key)
    }

    /// Returns the place of a value. If it does not exist, returns the nearest key around it, since a message cannot point
    /// at a whole block.
    pub fn value(&self, way: &[impl AsRef<str>]) -> Span {
        match self.exact(way) {
            Some(place) => place.value,
            None if way.is_empty() => self.root,
            None => self.key(way),
        }
    }

    /// Returns whether a key or item exists.
    pub fn contains(&self, way: &[impl AsRef<str>]) -> bool {
        self.exact(way).is_some()
    }

    /// Takes over the places at and below `way` of another file, for an override that is written there.
    pub fn graft(&mut self, at: &[String], other: &Self, way: &[impl AsRef<str>]) {
        let below = other.places.iter().filter_map(|(place, spans)| {
            let (begin, rest) = place.split_at_checked(way.len())?;
            let same = begin.iter().zip(way).all(|(one, other)| one == other.as_ref());
            same.then(|| ([at, rest].concat(), *spans))
        });
        self.places.extend(below);
        self.longest = self.places.keys().map(Vec::len).max().unwrap_or(0);
    }

    fn start(&self) -> Span {
        Span::new(self.root.source, self.root.start, self.root.start)
    }

    fn exact(&self, way: &[impl AsRef<str>]) -> Option<&KeyAndValue> {
        if way.len() > self.longest {
            return None;
        }
        let way: Vec<String> = way.iter().map(|segment| segment.as_ref().to_owned()).collect();
        self.places.get(&way)
    }

    fn nearest(&self, way: &[impl AsRef<str>]) -> Option<&KeyAndValue> {
        (1..=way.len()).rev().find_map(|length| self.exact(&way[..length]))
    }

    // The depth is bounded by the event pass, so the recursion is too.
    fn collect(&mut self, node: &Node, way: &mut Vec<String>) {
        match &node.value {
            Value::Scalar(_) | Value::Refused => {}
            Value::Sequence(items) => {
                for (index, item) in items.iter().enumerate() {
                    way.push(index.to_string());
                    self.places
                        .insert(way.clone(), KeyAndValue { key: item.span, value: item.span });
                    self.collect(item, way);
                    way.pop();
                }
            }
            Value::Mapping(entries) => {
                for entry in entries {
                    way.push(entry.key.clone());
                    self.places.insert(
                        way.clone(),
                        KeyAndValue { key: entry.key_span, value: entry.value.span },
                    );
                    self.collect(&entry.value, way);
                    way.pop();
                }
            }
        }
    }
}
