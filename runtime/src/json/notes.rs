//! What is noted while a body is read: what its types do not define.

use std::collections::BTreeSet;

use crate::json::tape::Node;

/// The maximum number of notes for one response.
const NOTES: usize = 10_000;

/// The notes on one response.
#[derive(Default)]
pub(crate) struct Notes<'t> {
    pub(crate) found: Vec<Note<'t>>,
    /// The names that a type reads, while they are collected.
    pub(crate) names: Vec<&'static str>,
    /// Whether the type reads all other names as well.
    pub(crate) takes_all: bool,
    /// The discriminators of unions, for which the variants have no field.
    tags: Vec<(u32, &'t str)>,
    /// The objects whose keys are not names of fields.
    pub(crate) maps: BTreeSet<u32>,
}

#[derive(Clone, Copy)]
pub(crate) struct Note<'t> {
    pub(crate) node: u32,
    pub(crate) what: What<'t>,
}

#[derive(Clone, Copy)]
pub(crate) enum What<'t> {
    /// An unknown member of the object.
    Field(&'t str, &'static str),
    /// An unknown string of an enum.
    Value(&'t str),
    /// A value that fits no variant of a union.
    Case(&'static str),
}

impl<'t> Notes<'t> {
    pub(crate) fn len(&self) -> usize {
        self.found.len()
    }

    /// Returns the first value that fits no variant of a union: its path, and what it is. An unknown string of an enum
    /// is accepted, since documents mean "one of these, or any string".
    #[cfg(feature = "examples")]
    pub(crate) fn unknown(&self, root: Node<'t>) -> Option<(String, &'static str)> {
        self.found.iter().find_map(|note| match note.what {
            What::Field(..) | What::Value(_) => None,
            What::Case(kind) => Some((root.at(note.node).path(), kind)),
        })
    }

    /// Drops the notes of an attempt that failed.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.found.truncate(length);
    }

    /// Drops the notes between two lengths: those of an attempt that another one was better than.
    pub(crate) fn keep_from(&mut self, start: usize, length: usize) {
        self.found.drain(start.min(length)..length);
    }

    /// Notes the members of an object whose names were not read.
    pub(crate) fn object(&mut self, node: Node<'t>) {
        if self.takes_all {
            return;
        }
        for (name, value) in node.members() {
            let is_tag = || self.tags.contains(&(node.index, name));
            if !self.names.contains(&name) && !is_tag() {
                self.note(node, What::Field(name, value.kind()));
            }
        }
    }

    pub(crate) fn tag(&mut self, node: Node<'t>, name: &str) {
        if let Some((name, _)) = node.members().find(|(known, _)| *known == name) {
            self.tags.push((node.index, name));
        }
    }

    /// Notes an unknown string of an enum.
    pub(crate) fn value(&mut self, node: Node<'t>) {
        self.note(node, What::Value(node.as_str().unwrap_or_default()));
    }

    /// Notes a value that fits no variant of a union.
    pub(crate) fn case(&mut self, node: Node<'t>) {
        self.note(node, What::Case(node.kind()));
    }

    fn note(&mut self, node: Node<'t>, what: What<'t>) {
        if self.found.len() < NOTES {
            self.found.push(Note { node: node.index, what });
        }
    }
}
