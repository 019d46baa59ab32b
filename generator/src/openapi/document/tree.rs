//! A document as one flat list: a node is an index, its place is found by walking up, and no node is allocated by
//! itself.
//!
//! `serde_json::Value` takes ten times the size of a document's text, and a hash for each of its keys. Here the members
//! of an object follow it in their order, and only large objects have an index, which is sorted: the keys of an
//! untrusted document must not be able to make a look-up slow.

mod build;

use std::fmt;

use serde_json::{Map, Number, Value};

pub(super) use build::Size;

/// The number of members from which on an object has an index. Smaller objects are searched.
const INDEXED: usize = 16;

/// Nested values, with the members of each object in their order.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    entries: Vec<Entry>,
    /// All keys and strings, one after the other.
    texts: String,
    /// For each large object, its members ordered by key.
    index: Vec<u32>,
}

/// A value. The entries after it, up to its end, are within it.
#[derive(Debug, Clone, Copy)]
struct Entry {
    data: Data,
    /// The key of a member, or the index of an item.
    key: Text,
    parent: u32,
    end: u32,
}

/// A slice of the texts.
#[derive(Debug, Clone, Copy, Default)]
struct Text {
    start: u32,
    length: u32,
}

#[derive(Debug, Clone, Copy)]
enum Data {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Text(Text),
    List { count: u32 },
    Object { count: u32, index: u32 },
}

impl Tree {
    /// Returns the root.
    pub fn root(&self) -> Node<'_> {
        Node { tree: self, id: 0 }
    }

    /// Returns the number of values.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    fn text(&self, text: Text) -> &str {
        let start = text.start as usize;
        self.texts.get(start..start + text.length as usize).unwrap_or_default()
    }
}

/// A value of a tree.
#[derive(Clone, Copy)]
pub struct Node<'d> {
    tree: &'d Tree,
    id: u32,
}

impl<'d> Node<'d> {
    /// Returns the id of the node, which is unique in the document.
    pub fn id(self) -> u32 {
        self.id
    }

    fn data(self) -> Data {
        self.tree.entries.get(self.id as usize).map_or(Data::Null, |entry| entry.data)
    }

    pub fn is_null(self) -> bool {
        matches!(self.data(), Data::Null)
    }

    pub fn is_object(self) -> bool {
        matches!(self.data(), Data::Object { .. })
    }

    pub fn is_array(self) -> bool {
        matches!(self.data(), Data::List { .. })
    }

    pub fn is_boolean(self) -> bool {
        matches!(self.data(), Data::Bool(_))
    }

    pub fn is_number(self) -> bool {
        matches!(self.data(), Data::Unsigned(_) | Data::Signed(_) | Data::Float(_))
    }

    /// Returns whether it is a number with a fraction or an exponent, or one beyond 64 bits.
    pub fn is_float(self) -> bool {
        matches!(self.data(), Data::Float(_))
    }

    pub fn as_bool(self) -> Option<bool> {
        match self.data() {
            Data::Bool(value) => Some(value),
            _ => None,
        }
    }

    pub fn as_str(self) -> Option<&'d str> {
        match self.data() {
            Data::Text(text) => Some(self.tree.text(text)),
            _ => None,
        }
    }

    pub fn as_u64(self) -> Option<u64> {
        match self.data() {
            Data::Unsigned(value) => Some(value),
            _ => None,
        }
    }

    pub fn as_i64(self) -> Option<i64> {
        match self.data() {
            Data::Unsigned(value) => i64::try_from(value).ok(),
            Data::Signed(value) => Some(value),
            _ => None,
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "as serde_json has it")]
    pub fn as_f64(self) -> Option<f64> {
        match self.data() {
            Data::Unsigned(value) => Some(value as f64),
            Data::Signed(value) => Some(value as f64),
            Data::Float(value) => Some(value),
            _ => None,
        }
    }

    pub fn as_object(self) -> Option<Object<'d>> {
        match self.data() {
            Data::Object { count, index } => Some(Object { node: self, count, index }),
            _ => None,
        }
    }

    pub fn as_array(self) -> Option<List<'d>> {
        match self.data() {
            Data::List { count } => Some(List { node: self, count }),
            _ => None,
        }
    }

    /// Returns the member of an object with a key.
    pub fn get(self, key: &str) -> Option<Self> {
        self.as_object()?.get(key)
    }

    /// Returns the value at a JSON pointer that starts here.
    pub fn pointer(self, pointer: &str) -> Option<Self> {
        if pointer.is_empty() {
            return Some(self);
        }
        let mut node = self;
        for part in pointer.strip_prefix('/')?.split('/') {
            node = if part.contains('~') {
                node.child(&part.replace("~1", "/").replace("~0", "~"))
            } else {
                node.child(part)
            }?;
        }
        Some(node)
    }

    fn child(self, part: &str) -> Option<Self> {
        match self.data() {
            Data::Object { .. } => self.get(part),
            Data::List { .. } => {
                let plain = !part.starts_with('+') && (part == "0" || !part.starts_with('0'));
                let index: usize = part.parse().ok().filter(|_| plain)?;
                self.as_array()?.into_iter().nth(index)
            }
            _ => None,
        }
    }

    /// Returns the JSON pointer to it.
    pub fn way(self) -> String {
        let mut ids = Vec::new();
        let mut id = self.id;
        while id != 0 {
            ids.push(id);
            id = self.tree.entries[id as usize].parent;
        }
        let mut way = String::new();
        for id in ids.into_iter().rev() {
            let entry = self.tree.entries[id as usize];
            way.push('/');
            if let Data::List { .. } = self.tree.entries[entry.parent as usize].data {
                way.push_str(&entry.key.start.to_string());
                continue;
            }
            for c in self.tree.text(entry.key).chars() {
                match c {
                    '~' => way.push_str("~0"),
                    '/' => way.push_str("~1"),
                    c => way.push(c),
                }
            }
        }
        way
    }

    /// Returns a copy as a value of `serde_json`.
    pub fn to_value(self) -> Value {
        match self.data() {
            Data::Null => Value::Null,
            Data::Bool(value) => Value::Bool(value),
            Data::Unsigned(value) => value.into(),
            Data::Signed(value) => value.into(),
            Data::Float(value) => Number::from_f64(value).map_or(Value::Null, Value::Number),
            Data::Text(text) => Value::String(self.tree.text(text).to_owned()),
            Data::List { .. } => {
                Value::Array(self.as_array().into_iter().flatten().map(Self::to_value).collect())
            }
            Data::Object { count, .. } => {
                let mut map = Map::with_capacity(count as usize);
                for (key, node) in self.as_object().into_iter().flatten() {
                    map.insert(key.to_owned(), node.to_value());
                }
                Value::Object(map)
            }
        }
    }
}

/// Values are equal whatever the order of their members.
impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self.data(), other.data()) {
            (Data::Null, Data::Null) => true,
            (Data::Bool(one), Data::Bool(other)) => one == other,
            (Data::Unsigned(one), Data::Unsigned(other)) => one == other,
            (Data::Signed(one), Data::Signed(other)) => one == other,
            #[allow(clippy::float_cmp, reason = "what is meant is the same number")]
            (Data::Float(one), Data::Float(other)) => one == other,
            (Data::Text(one), Data::Text(of_other)) => {
                self.tree.text(one) == other.tree.text(of_other)
            }
            (Data::List { count: one }, Data::List { count: of_other }) => {
                let mut items = self.as_array().into_iter().flatten();
                let mut others = other.as_array().into_iter().flatten();
                one == of_other && items.all(|item| others.next() == Some(item))
            }
            (Data::Object { count: one, .. }, Data::Object { count: of_other, .. }) => {
                let mut members = self.as_object().into_iter().flatten();
                one == of_other && members.all(|(key, value)| other.get(key) == Some(value))
            }
            _ => false,
        }
    }
}

impl PartialEq<str> for Node<'_> {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == Some(other)
    }
}

impl PartialEq<bool> for Node<'_> {
    fn eq(&self, other: &bool) -> bool {
        self.as_bool() == Some(*other)
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_value().fmt(f)
    }
}

/// Writes the value as JSON.
impl fmt::Display for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_value().fmt(f)
    }
}

/// A list of a tree.
#[derive(Debug, Clone, Copy)]
pub struct List<'d> {
    node: Node<'d>,
    count: u32,
}

impl<'d> List<'d> {
    pub fn len(self) -> usize {
        self.count as usize
    }

    pub fn is_empty(self) -> bool {
        self.count == 0
    }

    pub fn first(self) -> Option<Node<'d>> {
        self.into_iter().next()
    }
}

impl<'d> IntoIterator for List<'d> {
    type Item = Node<'d>;
    type IntoIter = Children<'d>;

    fn into_iter(self) -> Children<'d> {
        Children { tree: self.node.tree, next: self.node.id + 1, left: self.count }
    }
}

/// An object of a tree.
#[derive(Debug, Clone, Copy)]
pub struct Object<'d> {
    node: Node<'d>,
    count: u32,
    index: u32,
}

impl<'d> Object<'d> {
    pub fn len(self) -> usize {
        self.count as usize
    }

    pub fn is_empty(self) -> bool {
        self.count == 0
    }

    fn children(self) -> Children<'d> {
        Children { tree: self.node.tree, next: self.node.id + 1, left: self.count }
    }

    pub fn get(self, key: &str) -> Option<Node<'d>> {
        let tree = self.node.tree;
        if self.len() >= INDEXED {
            let start = self.index as usize;
            let index = tree.index.get(start..start + self.len())?;
            let found = index.binary_search_by(|id| tree.key(*id).cmp(key)).ok()?;
            return Some(Node { tree, id: index[found] });
        }
        self.children().find(|node| tree.has_key(node.id, key))
    }

    pub fn contains_key(self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub fn keys(self) -> impl Iterator<Item = &'d str> {
        self.into_iter().map(|(key, _)| key)
    }
}

impl<'d> IntoIterator for Object<'d> {
    type Item = (&'d str, Node<'d>);
    type IntoIter = std::iter::Map<Children<'d>, fn(Node<'d>) -> (&'d str, Node<'d>)>;

    fn into_iter(self) -> Self::IntoIter {
        self.children().map(|node| (node.tree.key(node.id), node))
    }
}

impl Tree {
    /// Returns whether a member has this key. The lengths differ for nearly every key, so they are compared first.
    fn has_key(&self, id: u32, key: &str) -> bool {
        self.entries.get(id as usize).is_some_and(|entry| {
            entry.key.length as usize == key.len() && self.text(entry.key) == key
        })
    }

    fn key(&self, id: u32) -> &str {
        self.entries.get(id as usize).map_or("", |entry| self.text(entry.key))
    }
}

/// The items of a list or the members of an object.
#[derive(Debug, Clone)]
pub struct Children<'d> {
    tree: &'d Tree,
    next: u32,
    left: u32,
}

impl<'d> Iterator for Children<'d> {
    type Item = Node<'d>;

    fn next(&mut self) -> Option<Node<'d>> {
        self.left = self.left.checked_sub(1)?;
        let id = self.next;
        self.next = self.tree.entries.get(id as usize)?.end;
        Some(Node { tree: self.tree, id })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left as usize, Some(self.left as usize))
    }
}

#[cfg(test)]
mod tests;
