//! Counts the schemas that became types, each place of the document once, however often its schema is converted.
//!
//! A schema that states nothing about its values allows anything and does not count. One that states a type and still
//! becomes any JSON counts as untyped, with the cause.

use std::collections::HashMap;

use crate::openapi::document::{self, Node};
use crate::openapi::findings::Nodes;
use crate::openapi::import::read::node::is_null;
use crate::openapi::import::read::pointer::{At, LONGEST_CHAIN};
use crate::openapi::import::types::Types;
use crate::spec::model::Type;

/// Keywords that state the type of a value.
const STATING: &[&str] = &[
    "type",
    "properties",
    "patternProperties",
    "additionalProperties",
    "items",
    "prefixItems",
    "enum",
    "const",
];

/// The messages of causes that are not reported where they arise.
const TOLD: &[(&str, &str)] = &[
    ("only-null", "null is the only value of the schema, which becomes any JSON"),
    ("case-of-anything", "one of the cases allows any value, so the schema becomes any JSON"),
    ("format-alone", "the schema states a format but no type, so it becomes any JSON"),
    ("other", "the spec language has no type for the schema, which becomes any JSON"),
];

/// The results of schemas by their places: a type, or any JSON with the cause.
#[derive(Debug, Default)]
pub(in crate::openapi::import) struct Counted {
    by_place: HashMap<u32, Option<&'static str>>,
}

impl Counted {
    /// Counts a schema as untyped if it is any JSON in at least one place.
    fn insert(&mut self, at: &At<'_>, cause: Option<&'static str>) {
        match self.by_place.get_mut(&at.place()) {
            None => {
                self.by_place.insert(at.place(), cause);
            }
            Some(known) if known.is_none() => *known = cause,
            Some(_) => {}
        }
    }

    pub(in crate::openapi::import) fn sum(&self) -> Nodes {
        let mut nodes = Nodes::default();
        for cause in self.by_place.values() {
            match cause {
                None => nodes.typed += 1,
                Some(cause) => *nodes.untyped.entry(cause).or_default() += 1,
            }
        }
        nodes
    }
}

impl<'d> Types<'d> {
    /// Counts a schema by the type that it became.
    pub(super) fn count_schema(&mut self, at: &At<'d>, type_: &Type) {
        self.count_schemas(std::slice::from_ref(at), type_);
    }

    /// Counts schemas that apply together.
    pub(super) fn count_schemas(&mut self, all: &[At<'d>], type_: &Type) {
        if !self.is_any(type_) {
            for at in all {
                self.counted.insert(at, None);
            }
            return;
        }
        let causes: Vec<_> = all.iter().map(|at| self.statement(at, 0)).collect();
        // If one of them allows null only, so do all of them together.
        let null = causes.iter().flatten().find(|cause| **cause == "only-null").copied();
        for (at, cause) in all.iter().zip(causes) {
            let Some(cause) = cause else { continue };
            if self.counted.by_place.contains_key(&at.place()) {
                continue;
            }
            let cause = null.unwrap_or(cause);
            self.counted.insert(at, Some(cause));
            if let Some((_, message)) = TOLD.iter().find(|(code, _)| *code == cause) {
                self.reader.note(at, cause, *message);
            }
        }
    }

    /// Counts a schema whose type is given up, or that is left out.
    pub(in crate::openapi::import) fn count_lost(&mut self, at: &At<'d>, cause: &'static str) {
        if !self.reader.is_quiet() {
            self.counted.insert(at, Some(cause));
        }
    }

    fn is_any(&self, type_: &Type) -> bool {
        let target = match type_.schema() {
            Some(id) => self.components.list.get(id).and_then(|schema| schema.type_.as_ref()),
            None => Some(type_),
        };
        target.and_then(Type::expression) == Some("any")
    }

    /// Returns the cause for which a schema that states a type became any JSON; `None` if it allows anything.
    fn statement(&self, at: &At<'d>, depth: usize) -> Option<&'static str> {
        let object = at.value.as_object().filter(|_| depth < LONGEST_CHAIN)?;
        if let Some(reference) = object.get("$ref").and_then(Node::as_str) {
            let found = match self.reader.resolve(reference) {
                Ok(target) => match self.counted.by_place.get(&target.place()) {
                    Some(cause) => *cause,
                    None => self.statement(&target, depth + 1),
                },
                Err(_) => Some("ref-nowhere"),
            };
            if found.is_some() || self.reader.ignores_siblings() {
                return found;
            }
        }
        // `nullable` alone says nothing about other values.
        if is_null(at.value) && STATING.iter().any(|word| object.contains_key(word)) {
            return Some("only-null");
        }
        let cases = || ["oneOf", "anyOf"].iter().filter_map(|word| at.get(word));
        if cases().any(|list| list.items().any(|case| self.statement(&case, depth + 1).is_some())) {
            return Some("case-of-anything");
        }
        let states = |word: &str| match object.get(word) {
            Some(value) if value.is_null() || value.is_boolean() => false,
            Some(value) => {
                !value.as_object().is_some_and(document::Object::is_empty)
                    && !value.as_array().is_some_and(document::List::is_empty)
            }
            None => false,
        };
        if STATING.iter().any(|word| states(word)) {
            return Some("other");
        }
        if states("format") {
            return Some("format-alone");
        }
        let parts = at.get("allOf").into_iter().flat_map(At::items);
        let causes: Vec<_> = parts.filter_map(|part| self.statement(&part, depth + 1)).collect();
        let null = causes.iter().find(|cause| **cause == "only-null");
        null.or(causes.first()).copied()
    }
}
