//! What the document gives for examples, by what is done with them.

use indexmap::IndexMap;

use super::Lowering;
use crate::check::checked::{self, ExampleOf};
use crate::ir::{self, Answer, Body, BodyKind, Endpoint, ExampleValue, Module, Trial, TypeRef};

/// A success that no description is likely to name.
const OTHER_SUCCESS: u16 = 299;

impl Lowering<'_> {
    /// Every example with its trial, those of one trial together.
    pub(super) fn examples(&self, modules: &[Module]) -> Vec<(Trial, Vec<ExampleValue>)> {
        let mut trials: IndexMap<Trial, Vec<ExampleValue>> = IndexMap::new();
        let mut add = |trial, at: String, value: &serde_json::Value, has_more| {
            let json = value.to_string();
            trials.entry(trial).or_default().push(ExampleValue { at, json, has_more });
        };
        for example in &self.api.examples {
            let checked::Example { at, value, has_more, of } = example;
            match of {
                ExampleOf::Type(id) => {
                    add(Trial::Value(TypeRef::Named(self.path(*id))), at.clone(), value, *has_more);
                }
                ExampleOf::Body { resource, endpoint } => {
                    let body = modules[*resource].endpoints[*endpoint].body.as_ref();
                    for (type_, name, value) in parts(body, value) {
                        let at = match name {
                            Some(name) => format!("{at}/{}", escaped(name)),
                            None => at.clone(),
                        };
                        add(Trial::Value(type_), at, value, *has_more);
                    }
                }
                ExampleOf::Answer { resource, endpoint, status } => {
                    let endpoint = &modules[*resource].endpoints[*endpoint];
                    if let Some(trial) = answer(*resource, endpoint, status) {
                        add(trial, at.clone(), value, *has_more);
                    }
                }
                ExampleOf::Failure { resource, endpoint, status } => {
                    let endpoint = &modules[*resource].endpoints[*endpoint];
                    if let Some(type_) = self.failure(endpoint, status) {
                        add(Trial::Value(type_), at.clone(), value, *has_more);
                    }
                }
            }
        }
        trials.into_iter().collect()
    }

    /// The type of what a failed call answers.
    fn failure(&self, endpoint: &Endpoint, status: &str) -> Option<TypeRef> {
        let upper = status.to_ascii_uppercase();
        let own = endpoint.failures.iter().find(|each| each.status.to_ascii_uppercase() == upper);
        own.and_then(|own| own.type_.clone())
            .or_else(|| Some(TypeRef::Named(self.path(self.api.failure.as_ref()?.type_))))
    }
}

/// The values of a body with their types: one, or one a field where each stands on its own.
fn parts<'v>(
    body: Option<&Body>,
    value: &'v serde_json::Value,
) -> Vec<(TypeRef, Option<&'v str>, &'v serde_json::Value)> {
    match body.map(|body| &body.kind) {
        Some(BodyKind::Whole { type_, .. }) => vec![(type_.clone(), None, value)],
        Some(BodyKind::Fields(fields)) => {
            let members = value.as_object().into_iter().flatten();
            members
                .filter_map(|(name, value)| {
                    let field = &fields.iter().find(|each| each.field.wire == *name)?.field;
                    // A file is no JSON, and a field that is null is left out.
                    let is_file = holds_file(&field.type_);
                    (!is_file && !value.is_null())
                        .then(|| (field.type_.clone(), Some(name.as_str()), value))
                })
                .collect()
        }
        Some(BodyKind::Upload { .. }) | None => Vec::new(),
    }
}

fn holds_file(type_: &TypeRef) -> bool {
    match type_ {
        TypeRef::Upload => true,
        TypeRef::List(item) => holds_file(item),
        _ => false,
    }
}

/// How an answer with a status is tried; not at all where it has no data.
fn answer(module: usize, endpoint: &Endpoint, status: &str) -> Option<Trial> {
    let constant = endpoint.constant.clone();
    match &endpoint.answer {
        Answer::One { .. } | Answer::Page { .. } => {
            let status = status.parse().unwrap_or(200);
            Some(Trial::Answer { module, constant, status })
        }
        Answer::ByStatus { name, cases } => {
            let status = status.parse().unwrap_or(OTHER_SUCCESS);
            let case = cases
                .iter()
                .find(|case| case.status == Some(status))
                .or_else(|| cases.iter().find(|case| case.status.is_none()))?;
            matches!(case.answer, Answer::One { .. } | Answer::Page { .. }).then(|| {
                let name = ir::TypePath { module, name: name.clone() };
                Trial::OneOf { constant, status, name, variant: case.variant.clone() }
            })
        }
        Answer::None
        | Answer::Text { .. }
        | Answer::Download
        | Answer::Events { .. }
        | Answer::Lines { .. } => None,
    }
}

/// A name as a part of a JSON pointer (RFC 6901, section 3).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
