//! A tree that knows how it is best laid out, and laying it out.

use super::scalar::{self, Context};

/// How wide a line with a list or mapping in brackets may be, in characters.
const WIDTH: usize = 120;

/// Where the lines of a folded text end.
const FOLD: usize = 100;

/// A value.
#[derive(Debug, Clone)]
#[cfg_attr(
    not(feature = "openapi"),
    expect(dead_code, reason = "overrides say texts and words alone")
)]
pub(super) enum Node {
    /// A number, a boolean, null, or a word of the language: safe as it is.
    Word(String),
    /// Any text.
    Text(String),
    /// A type, which with brackets of its own cannot stand within others.
    Expression(String),
    /// A key without a value.
    Nothing,
    List(Vec<Node>),
    Map(Vec<(String, Node)>, Shape),
}

#[cfg(feature = "openapi")]
impl Node {
    /// Returns how deep lists and mappings stand within each other.
    fn depth(&self) -> usize {
        match self {
            Self::List(items) => 1 + items.iter().map(Self::depth).max().unwrap_or(0),
            Self::Map(entries, _) => 1 + deepest(entries),
            Self::Word(_) | Self::Text(_) | Self::Expression(_) | Self::Nothing => 0,
        }
    }
}

#[cfg(feature = "openapi")]
fn deepest(entries: &[(String, Node)]) -> usize {
    entries.iter().map(|(_, node)| node.depth()).max().unwrap_or(0)
}

/// How a mapping is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// On one line where it fits, else one key a line.
    Fit,
    /// One key a line.
    Block,
    /// The same, with blank lines between entries of several lines.
    Spaced,
}

/// A mapping that is being put together.
#[derive(Debug, Clone, Default)]
pub(super) struct Map(Vec<(String, Node)>);

impl Map {
    pub(super) fn push(&mut self, key: &str, node: Node) {
        self.0.push((key.to_owned(), node));
    }

    pub(super) fn text(&mut self, key: &str, text: Option<&String>) {
        if let Some(text) = text {
            self.push(key, Node::Text(text.clone()));
        }
    }

    pub(super) fn word(&mut self, key: &str, word: Option<impl ToString>) {
        if let Some(word) = word {
            self.push(key, Node::Word(word.to_string()));
        }
    }

    pub(super) fn flag(&mut self, key: &str, flag: bool) {
        self.word(key, flag.then_some(true));
    }

    pub(super) fn list(&mut self, key: &str, texts: &[String]) {
        if !texts.is_empty() {
            self.push(key, Node::List(texts.iter().cloned().map(Node::Text).collect()));
        }
    }

    pub(super) fn shaped(self, shape: Shape) -> Node {
        Node::Map(self.0, shape)
    }
}

/// What overrides do without.
#[cfg(feature = "openapi")]
impl Map {
    /// Returns how deep lists and mappings stand within each other, this one included.
    pub(super) fn depth(&self) -> usize {
        1 + deepest(&self.0)
    }

    pub(super) fn node(&mut self, key: &str, node: Option<Node>) {
        if let Some(node) = node {
            self.push(key, node);
        }
    }

    pub(super) fn extend(&mut self, others: Map) {
        self.0.extend(others.0);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(present, _)| present == key)
    }
}

/// Prints a whole mapping from the first column on.
pub(super) fn print(map: &Map, text: &mut String) {
    entries(&map.0, Shape::Block, 0, text);
}

fn entries(entries: &[(String, Node)], shape: Shape, indent: usize, text: &mut String) {
    let mut long_before = false;
    for (index, (key, node)) in entries.iter().enumerate() {
        let start = text.len();
        let padding = " ".repeat(indent);
        let key = scalar::key(key, Context::Block);
        // A key that is so long must be announced, or readers do not see that it is one.
        let head = if key.len() > 1000 {
            format!("{padding}? {key}\n{padding}:")
        } else {
            format!("{padding}{key}:")
        };
        value(&head, node, indent, text);
        let long = text[start..].trim_end_matches('\n').contains('\n');
        if shape == Shape::Spaced && index > 0 && (long || long_before) {
            text.insert(start, '\n');
        }
        long_before = long;
    }
}

/// Writes a value after its head: a key with its colon, or a dash.
fn value(head: &str, node: &Node, indent: usize, text: &mut String) {
    let used = head.rsplit('\n').next().unwrap_or(head).chars().count() + 1;
    let line = match node {
        Node::Nothing => Some(String::new()),
        Node::Word(word) => Some(word.clone()),
        Node::Expression(expression) => Some(scalar::inline(expression, Context::Block)),
        Node::Text(content) => return self::text(head, content, used, indent, text),
        Node::List(items) if items.is_empty() => Some("[]".to_owned()),
        Node::Map(entries, _) if entries.is_empty() => Some("{}".to_owned()),
        Node::List(_) | Node::Map(_, Shape::Fit) => {
            let mut line = String::new();
            flow(node, &mut line, WIDTH.saturating_sub(used)).then_some(line)
        }
        Node::Map(..) => None,
    };
    text.push_str(head);
    if let Some(line) = line {
        if !line.is_empty() {
            text.push(' ');
            text.push_str(&line);
        }
        text.push('\n');
        return;
    }
    text.push('\n');
    match node {
        Node::List(list) => items(list, indent + 2, text),
        Node::Map(map, shape) => entries(map, *shape, indent + 2, text),
        _ => {}
    }
}

fn items(items: &[Node], indent: usize, text: &mut String) {
    let padding = " ".repeat(indent);
    for item in items {
        let mut fits = String::new();
        let inside = indent + 2;
        match item {
            Node::Map(map, _) if !map.is_empty() && !is_flow(item, inside, &mut fits) => {
                // The first key stands behind the dash.
                let start = text.len();
                entries(map, Shape::Block, inside, text);
                text.replace_range(start + indent..start + inside, "- ");
            }
            Node::List(list) if !list.is_empty() && !is_flow(item, inside, &mut fits) => {
                let start = text.len();
                self::items(list, inside, text);
                text.replace_range(start + indent..start + inside, "- ");
            }
            Node::Map(..) | Node::List(_) if !fits.is_empty() => {
                text.push_str(&padding);
                text.push_str("- ");
                text.push_str(&fits);
                text.push('\n');
            }
            _ => value(&format!("{padding}-"), item, indent, text),
        }
    }
}

fn is_flow(node: &Node, used: usize, line: &mut String) -> bool {
    let block = matches!(node, Node::Map(_, Shape::Block | Shape::Spaced));
    let fits = !block && flow(node, line, WIDTH.saturating_sub(used));
    if !fits {
        line.clear();
    }
    fits
}

/// Writes a value within brackets, if it can stand there and the line stays short enough.
fn flow(node: &Node, line: &mut String, width: usize) -> bool {
    match node {
        Node::Word(word) => line.push_str(word),
        Node::Text(text) if text.contains('\n') || text.len() > 4 * width => return false,
        Node::Expression(text) if text.contains(['[', ']']) => return false,
        Node::Text(text) | Node::Expression(text) => {
            line.push_str(&scalar::inline(text, Context::Flow));
        }
        Node::Nothing | Node::Map(_, Shape::Block | Shape::Spaced) => return false,
        Node::List(items) => {
            line.push('[');
            for (index, item) in items.iter().enumerate() {
                line.push_str(if index > 0 { ", " } else { "" });
                if !flow(item, line, width) {
                    return false;
                }
            }
            line.push(']');
        }
        Node::Map(entries, _) if entries.is_empty() => line.push_str("{}"),
        Node::Map(entries, _) => {
            line.push_str("{ ");
            for (index, (key, value)) in entries.iter().enumerate() {
                line.push_str(if index > 0 { ", " } else { "" });
                if key.len() > width {
                    return false;
                }
                line.push_str(&scalar::key(key, Context::Flow));
                line.push_str(": ");
                if !flow(value, line, width) {
                    return false;
                }
            }
            line.push_str(" }");
        }
    }
    line.len() <= width || line.chars().count() <= width
}

/// Writes a text on its line or as a block below it, whichever keeps it exactly and reads best.
fn text(head: &str, content: &str, used: usize, indent: usize, text: &mut String) {
    let padding = " ".repeat(indent + 2);
    let body = content.strip_suffix('\n').unwrap_or(content);
    // Without an ending of its own a block ends with one line break.
    let chomp = if body.len() == content.len() { "-" } else { "" };
    let one_line = !body.contains('\n');
    let line = scalar::inline(content, Context::Block);
    let fits = used + line.chars().count() <= WIDTH;
    text.push_str(head);
    if one_line && chomp == "-" && fits || !scalar::can_be_block(body) {
        text.push(' ');
        text.push_str(&line);
        text.push('\n');
        return;
    }
    let lines =
        if one_line { folded(body, FOLD.saturating_sub(indent).max(40)) } else { Vec::new() };
    if one_line && chomp == "-" && lines.len() < 2 {
        // There is nowhere to fold it.
        text.push(' ');
        text.push_str(&line);
        text.push('\n');
        return;
    }
    let folds = lines.len() > 1 && indent + 2 + body.chars().count() > WIDTH;
    text.push_str(if folds { " >" } else { " |" });
    text.push_str(chomp);
    text.push('\n');
    let literal = || body.split('\n').collect();
    let lines: Vec<&str> = if folds { lines } else { literal() };
    for line in lines {
        if !line.is_empty() {
            text.push_str(&padding);
            text.push_str(line);
        }
        text.push('\n');
    }
}

/// Returns a text cut at single spaces, so that it is the same once its lines are joined by one each.
fn folded(text: &str, width: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    let (mut start, mut candidate, mut count) = (0, None, 0);
    let mut before = ' ';
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let after = characters.peek().map_or(' ', |(_, next)| *next);
        count += 1;
        if character == ' ' && !before.is_whitespace() && !after.is_whitespace() {
            if let (Some((end, counted)), true) = (candidate, count > width) {
                lines.push(&text[start..end]);
                start = end + 1;
                count -= counted;
            }
            candidate = Some((at, count));
        }
        before = character;
    }
    if let (Some((end, _)), true) = (candidate, count > width) {
        lines.push(&text[start..end]);
        start = end + 1;
    }
    lines.push(&text[start..]);
    lines
}
