//! What is noted of a body while it is read: what its types do not know.

use std::collections::BTreeSet;

use crate::json::tape::Node;

/// How many notes are taken while one answer is read.
const NOTES: usize = 10_000;

/// What is noted while an answer is read.
#[derive(Default)]
pub(crate) struct Notes<'t> {
    pub(crate) found: Vec<Note<'t>>,
    /// The names that a type asks for, while it is asked which these are.
    pub(crate) names: Vec<&'static str>,
    /// Whether it takes every other name as well.
    pub(crate) takes_all: bool,
    /// The fields that tell the cases of unions apart, which the cases themselves do not have.
    tags: Vec<(u32, &'t str)>,
    /// The objects whose keys are no names of fields.
    pub(crate) maps: BTreeSet<u32>,
}

#[derive(Clone, Copy)]
pub(crate) struct Note<'t> {
    pub(crate) node: u32,
    pub(crate) what: What<'t>,
}

#[derive(Clone, Copy)]
pub(crate) enum What<'t> {
    /// A member of the object.
    Field(&'t str, &'static str),
    /// The text is unknown.
    Value(&'t str),
    /// It is none of the cases of a union.
    Case(&'static str),
}

impl<'t> Notes<'t> {
    pub(crate) fn len(&self) -> usize {
        self.found.len()
    }

    /// The first value that is no case of a union: its place, and what it is. An enum that takes a text which it does not
    /// name is as it should be: documents say "one of these, or any text".
    #[cfg(feature = "examples")]
    pub(crate) fn unknown(&self, root: Node<'t>) -> Option<(String, &'static str)> {
        self.found.iter().find_map(|note| match note.what {
            What::Field(..) | What::Value(_) => None,
            What::Case(kind) => Some((root.at(note.node).path(), kind)),
        })
    }

    /// Drops what was noted on a trial that failed.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.found.truncate(length);
    }

    /// Drops what was noted between two lengths: of a trial that another was better than.
    pub(crate) fn keep_from(&mut self, start: usize, length: usize) {
        self.found.drain(start.min(length)..length);
    }

    /// Notes the members of an object whose names were not asked for.
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

    /// Notes a text that an enum does not know.
    pub(crate) fn value(&mut self, node: Node<'t>) {
        self.note(node, What::Value(node.as_str().unwrap_or_default()));
    }

    /// Notes a value that is no case of a union.
    pub(crate) fn case(&mut self, node: Node<'t>) {
        self.note(node, What::Case(node.kind()));
    }

    fn note(&mut self, node: Node<'t>, what: What<'t>) {
        if self.found.len() < NOTES {
            self.found.push(Note { node: node.index, what });
        }
    }
}
