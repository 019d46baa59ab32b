//! Finds the secrets in a body, so that they are masked where a server repeats them.

use crate::describe::schema::{Kind, Schema};
use crate::json::tape::{Node, Tape};

/// Unions are searched variant by variant, which could take a time exponential in their depth: the search ends after
/// this many steps.
const STEPS: u32 = 100_000;

/// References may be circular; no value is nested this deeply.
const DEPTH: u32 = 300;

/// Returns the strings in a body that its schema marks as secret.
pub(crate) fn secrets_of(schema: &Schema, body: &[u8]) -> Vec<String> {
    let mut search = Search { found: Vec::new(), steps: STEPS };
    if let Ok(text) = str::from_utf8(body)
        && let Ok(tape) = Tape::parse(text)
    {
        search.visit(schema, tape.root(), false, 0);
    }
    search.found
}

struct Search {
    found: Vec<String>,
    steps: u32,
}

impl Search {
    fn visit(&mut self, schema: &Schema, node: Node<'_>, secret: bool, depth: u32) {
        let Some(steps) = self.steps.checked_sub(1) else {
            return;
        };
        self.steps = steps;
        let depth = depth + 1;
        if depth > DEPTH {
            return;
        }
        let secret = secret || schema.is_secret();
        if let Some(text) = node.as_str() {
            if secret {
                self.found.push(text.to_owned());
            }
            return;
        }
        match &schema.kind {
            Kind::List(items) => {
                for item in node.items() {
                    self.visit(items, item, secret, depth);
                }
            }
            Kind::Tuple(items) => {
                for (schema, item) in items.iter().zip(node.items()) {
                    self.visit(schema, item, secret, depth);
                }
            }
            Kind::Map(values) => {
                for (_, value) in node.members() {
                    self.visit(values, value, secret, depth);
                }
            }
            Kind::Object(fields) => {
                for field in *fields {
                    if let Some(value) = node.member(field.name) {
                        self.visit(&field.schema, value, secret, depth);
                    }
                }
                if let Some(rest) = &schema.rest {
                    let has_field = |name: &str| fields.iter().any(|field| field.name == name);
                    for (_, value) in node.members().filter(|(name, _)| !has_field(name)) {
                        self.visit(rest, value, secret, depth);
                    }
                }
            }
            Kind::Union(cases) => {
                for case in *cases {
                    self.visit(case, node, secret, depth);
                }
            }
            Kind::Reference(target) => {
                if let Some(target) = target.get() {
                    self.visit(target, node, secret, depth);
                }
            }
            _ if secret => {
                for value in node.items().chain(node.members().map(|(_, value)| value)) {
                    self.visit(schema, value, true, depth);
                }
            }
            _ => {}
        }
    }
}
