//! From events to a tree, with what the language refuses of YAML.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;
use crate::spec::node::{Entry, Node, Scalar, Value};
use crate::spec::scalar::{Resolved, resolve};

/// What to do about an anchor or an alias.
pub(super) const ALIAS_HELP: &str = "move shared types to `types:` and refer to them by name";

/// Returns the error about an anchor or an alias, without a place yet.
pub(super) fn alias() -> Diagnostic {
    Diagnostic::error("alias", "the spec language has no anchors and aliases")
}

/// The keys of an endpoint whose values are listed by status.
const BY_STATUS: &[&str] = &["failures", "responses"];

/// Returns whether a key is three digits, and so is written alike by everybody.
fn is_status(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0')
}

/// A tree that is being built.
#[derive(Debug)]
pub(super) struct Builder<'a> {
    text: &'a str,
    open: Vec<Open>,
    root: Option<Node>,
    anchors: BTreeMap<usize, Anchor>,
    found: Diagnostics,
}

/// A list or mapping whose end has not come.
#[derive(Debug)]
struct Open {
    span: Span,
    flow: bool,
    /// Whether a bracket opens it; a mapping of one key within a list needs none.
    bracket: bool,
    content: Content,
}

impl Open {
    /// Returns the key whose value is being read.
    fn key(&self) -> Option<&str> {
        match &self.content {
            Content::Mapping { key: Some(Key::Name(name, _)), .. } => Some(name),
            _ => None,
        }
    }
}

#[derive(Debug)]
enum Content {
    Sequence(Vec<Node>),
    Mapping { entries: Vec<Entry>, keys: HashMap<String, Span>, key: Option<Key> },
}

/// A key whose value has not come.
#[derive(Debug)]
enum Key {
    Name(String, Span),
    /// One whose entry is left out: there is an error about it already.
    Refused,
}

/// A `&name`, and the first `*name` that refers to it.
#[derive(Debug)]
struct Anchor {
    span: Span,
    alias: Option<Span>,
    /// Whether there is an error already about a use of it.
    refused: bool,
}

impl<'a> Builder<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            open: Vec::new(),
            root: None,
            anchors: BTreeMap::new(),
            found: Diagnostics::new(),
        }
    }

    pub(super) fn has_root(&self) -> bool {
        self.root.is_some()
    }

    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    pub(super) fn in_flow(&self) -> bool {
        self.open.last().is_some_and(|open| open.flow)
    }

    /// Returns the innermost bracket that is open.
    pub(super) fn bracket(&self) -> Option<Span> {
        self.open
            .iter()
            .rfind(|open| open.bracket)
            .map(|Open { span, .. }| Span::new(span.source, span.start, span.start + 1))
    }

    /// Checks the anchor and the tag of a node.
    pub(super) fn node(&mut self, span: Span, anchor: usize, tagged: bool) {
        if tagged {
            self.found.push(
                Diagnostic::error("tag", "the spec language has no tags")
                    .at(self.property(span, '!'))
                    .label("tag")
                    .help("remove the tag; to make a value a string, put it in quotes"),
            );
        }
        if anchor != 0 {
            let span = self.property(span, '&');
            self.anchors.insert(anchor, Anchor { span, alias: None, refused: false });
        }
    }

    pub(super) fn alias(&mut self, anchor: usize, span: Span) {
        let merged = matches!(
            self.open.last(),
            Some(Open { content: Content::Mapping { key: Some(Key::Refused), .. }, .. })
        );
        if let Some(anchor) = self.anchors.get_mut(&anchor) {
            anchor.refused |= merged;
            if !merged {
                anchor.alias.get_or_insert(span);
            }
        }
        self.place(Node { span, value: Value::Refused });
    }

    pub(super) fn scalar(&mut self, text: String, plain: bool, span: Span) {
        let resolved = if plain { resolve(&text) } else { Resolved::String };
        if self.at_key() {
            self.key(text, plain, resolved, span);
            return;
        }
        // Where nothing is written the parser's place can be that of whatever comes next.
        let span = match (self.open.last(), span.start == span.end) {
            (
                Some(Open {
                    content: Content::Mapping { key: Some(Key::Name(_, key)), .. }, ..
                }),
                true,
            ) => *key,
            _ => span,
        };
        self.place(Node { span, value: Value::Scalar(Scalar { text, resolved }) });
    }

    pub(super) fn open_sequence(&mut self, span: Span) {
        self.open(span, '[', Content::Sequence(Vec::new()));
    }

    pub(super) fn open_mapping(&mut self, span: Span) {
        self.open(
            span,
            '{',
            Content::Mapping { entries: Vec::new(), keys: HashMap::new(), key: None },
        );
    }

    pub(super) fn close(&mut self, end: Span) {
        let Some(open) = self.open.pop() else { return };
        let (value, last) = match open.content {
            Content::Sequence(items) => {
                let last = items.last().map(|item| item.span.end);
                (Value::Sequence(items), last)
            }
            Content::Mapping { entries, .. } => {
                let last = entries.last().map(|entry| entry.value.span.end);
                (Value::Mapping(entries), last)
            }
        };
        // The end of a block is noticed only where the next thing starts.
        let end = if open.flow { end.end } else { last.unwrap_or(open.span.end) };
        self.place(Node { span: Span::new(open.span.source, open.span.start, end), value });
    }

    /// Hands over what was found. Anchors come last, since only the end tells which are used.
    pub(super) fn finish(&mut self, diagnostics: &mut Diagnostics) {
        diagnostics.extend(std::mem::take(&mut self.found));
        for anchor in std::mem::take(&mut self.anchors).into_values() {
            let diagnostic = match anchor.alias {
                Some(place) => alias().at(place).label("alias").note(anchor.span, "its anchor"),
                None if anchor.refused => continue,
                None => alias().at(anchor.span).label("anchor"),
            };
            diagnostics.push(diagnostic.help(ALIAS_HELP));
        }
    }

    pub(super) fn into_root(self) -> Option<Node> {
        self.root
    }

    fn open(&mut self, span: Span, bracket: char, content: Content) {
        let bracket = span.start < span.end && self.text[span.start..].starts_with(bracket);
        let flow = bracket || self.in_flow();
        if self.at_key() {
            self.refuse_key(span, "a list or a mapping cannot be a key");
        }
        self.open.push(Open { span, flow, bracket, content });
    }

    /// Returns whether the next node is a key.
    fn at_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { content: Content::Mapping { key: None, .. }, .. }))
    }

    fn key(&mut self, text: String, plain: bool, resolved: Resolved, span: Span) {
        if plain && text == "<<" {
            self.found.push(
                Diagnostic::error("merge-key", "the spec language has no merge keys")
                    .at(span)
                    .help("write `extends:` to inherit the fields of another object, or repeat the keys"),
            );
            self.set_key(Key::Refused);
            return;
        }
        // A status is a number to every reader, and a name all the same.
        if resolved != Resolved::String && !(self.is_by_status() && is_status(&text)) {
            if text.is_empty() {
                self.refuse_key(span, "the key before the colon is missing");
            } else {
                self.found.push(
                    Diagnostic::error(
                        "key-not-string",
                        format!("the key `{text}` is not a string"),
                    )
                    .at(span)
                    .help(format!("put it in quotes: `\"{text}\"`")),
                );
            }
            self.set_key(Key::Refused);
            return;
        }
        if plain && self.in_flow() && text.ends_with('?') {
            self.found.push(
                Diagnostic::error(
                    "flow-shorthand",
                    format!(
                        "`{text}` is ambiguous within braces, since YAML parsers disagree about `?`"
                    ),
                )
                .at(span)
                .help(
                    "write the mapping in block style, one key per line, or put the key in quotes",
                ),
            );
        }
        let Some(Open { content: Content::Mapping { keys, .. }, .. }) = self.open.last_mut() else {
            return;
        };
        if let Some(first) = keys.get(&text) {
            let duplicate = Diagnostic::error("duplicate-key", format!("duplicate key `{text}`"))
                .at(span)
                .label("second")
                .note(*first, "first")
                .help("rename or remove one of the two");
            self.found.push(duplicate);
            self.set_key(Key::Refused);
            return;
        }
        keys.insert(text.clone(), span);
        self.set_key(Key::Name(text, span));
    }

    /// Returns whether the keys of the innermost mapping are statuses of HTTP: `endpoints: { get: { failures: { .. } }
    /// }`.
    fn is_by_status(&self) -> bool {
        let [file, _, endpoint, _] = self.open.as_slice() else { return false };
        file.key() == Some("endpoints")
            && endpoint.key().is_some_and(|key| BY_STATUS.contains(&key))
    }

    fn refuse_key(&mut self, span: Span, message: &str) {
        self.found.push(
            Diagnostic::error("key-not-string", message)
                .at(span)
                .help("write a string before the colon"),
        );
    }

    fn set_key(&mut self, new: Key) {
        if let Some(Open { content: Content::Mapping { key, .. }, .. }) = self.open.last_mut() {
            *key = Some(new);
        }
    }

    /// Puts a finished node where it belongs.
    fn place(&mut self, node: Node) {
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(node),
            Some(Content::Sequence(items)) => items.push(node),
            Some(Content::Mapping { entries, key, .. }) => match key.take() {
                Some(Key::Name(name, key_span)) => {
                    entries.push(Entry { key: name, key_span, value: node });
                }
                Some(Key::Refused) => {}
                // The node itself is a key; if it is a scalar it never comes here.
                None => *key = Some(Key::Refused),
            },
        }
    }

    /// Returns the `&anchor` or `!tag` of a node, which the parser's span may or may not begin with.
    fn property(&self, node: Span, sign: char) -> Span {
        if self.text[node.start..].starts_with(sign) {
            let length =
                self.text[node.start..].find(char::is_whitespace).unwrap_or(node.end - node.start);
            return Span::new(node.source, node.start, node.start + length);
        }
        let line = self.text[..node.start].rfind('\n').map_or(0, |newline| newline + 1);
        let before = &self.text[line..node.start];
        match before.rfind(sign) {
            Some(index) => {
                let length =
                    before[index..].find(char::is_whitespace).unwrap_or(before.len() - index);
                Span::new(node.source, line + index, line + index + length)
            }
            None => node,
        }
    }
}
