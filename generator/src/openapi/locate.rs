//! Finds the places of JSON pointers in a text, all in one pass.
//!
//! A report needs places for only a few hundred nodes, so the document is not read into a tree with places. Instead the
//! pointers form a tree, and the text is read along it.

mod json;
mod yaml;

use std::collections::HashMap;
use std::ops::Range;

/// Returns the byte range of each pointer in a document, JSON or YAML.
///
/// The range of an object's member is from its key to the end of its value, that of a list's item from its first byte
/// to its last, so messages can point at the start of either. If a key occurs twice, the last one counts. A node that
/// comes from an alias or a merge key is where that is written. A pointer to nothing has no range.
pub fn locate(text: &str, pointers: &[&str]) -> Vec<Option<Range<usize>>> {
    let mut wanted = Wanted::new(pointers);
    let as_json = super::document::looks_like_json(text)
        && json::scan(text.as_bytes(), &mut wanted).is_some();
    if !as_json {
        wanted.forget();
        yaml::scan(text, &mut wanted);
    }
    wanted.asked.iter().map(|node| wanted.nodes[(*node)?].place.clone()).collect()
}

/// The pointers as a tree, with the places that were found.
struct Wanted {
    nodes: Vec<Node>,
    /// The node of each pointer, in the order of the request.
    asked: Vec<Option<usize>>,
}

/// A step of one or several pointers.
#[derive(Default)]
struct Node {
    children: HashMap<String, usize>,
    place: Option<Range<usize>>,
    /// Whether it was found.
    visited: bool,
    /// The children that were found.
    found: Vec<usize>,
}

/// The document itself.
const ROOT: usize = 0;

impl Wanted {
    fn new(pointers: &[&str]) -> Self {
        let mut wanted = Self { nodes: vec![Node::default()], asked: Vec::new() };
        for pointer in pointers {
            let node = wanted.insert(pointer);
            wanted.asked.push(node);
        }
        wanted
    }

    /// Returns the node of a pointer; `None` if it does not begin with a slash.
    fn insert(&mut self, pointer: &str) -> Option<usize> {
        let pointer = pointer.strip_prefix('#').unwrap_or(pointer);
        if pointer.is_empty() {
            return Some(ROOT);
        }
        let mut at = ROOT;
        for token in pointer.strip_prefix('/')?.split('/') {
            let token = token.replace("~1", "/").replace("~0", "~");
            let next = self.nodes.len();
            at = *self.nodes[at].children.entry(token).or_insert(next);
            if at == next {
                self.nodes.push(Node::default());
            }
        }
        Some(at)
    }

    /// Returns the child with a key, and marks it as visited.
    fn enter(&mut self, parent: Option<usize>, key: &str) -> Option<usize> {
        let parent = parent?;
        let node = *self.nodes[parent].children.get(key)?;
        self.clear(node);
        if !std::mem::replace(&mut self.nodes[node].visited, true) {
            self.nodes[parent].found.push(node);
        }
        Some(node)
    }

    /// Returns the child for an item of a list, and marks it as visited.
    fn enter_item(&mut self, parent: Option<usize>, index: usize) -> Option<usize> {
        // Most lists are not on the way to any pointer, and need no index as text.
        if self.nodes[parent?].children.is_empty() {
            return None;
        }
        self.enter(parent, &index.to_string())
    }

    fn found(&mut self, node: Option<usize>, place: Range<usize>) {
        if let Some(node) = node {
            self.nodes[node].place = Some(place);
        }
    }

    /// Gives a place to all nodes below one that have none of their own.
    fn found_below(&mut self, node: Option<usize>, place: &Range<usize>) {
        let Some(node) = node else { return };
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            let children: Vec<usize> = self.nodes[node].children.values().copied().collect();
            for child in children {
                if !std::mem::replace(&mut self.nodes[child].visited, true) {
                    self.nodes[child].place = Some(place.clone());
                    self.nodes[node].found.push(child);
                    open.push(child);
                }
            }
        }
    }

    /// Forgets what was found at a key that occurs twice. Only nodes visited since are walked, so that all of this
    /// together takes no longer than the visits did.
    fn clear(&mut self, node: usize) {
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            self.nodes[node].place = None;
            for child in std::mem::take(&mut self.nodes[node].found) {
                self.nodes[child].visited = false;
                open.push(child);
            }
        }
    }

    fn forget(&mut self) {
        for node in &mut self.nodes {
            node.place = None;
            node.visited = false;
            node.found.clear();
        }
    }
}

#[cfg(test)]
mod tests;
