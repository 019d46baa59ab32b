//! The examples of a document, by how they are tested.

use indexmap::IndexMap;
use serde_json::Value;

use super::Lowering;
use crate::check::checked::{self, ExampleOf};
use crate::ir::{self, Answer, Body, BodyKind, Endpoint, ExampleValue, Module, Trial, TypeRef};

/// A success status that documents are unlikely to name.
const OTHER_SUCCESS: u16 = 299;

impl Lowering<'_> {
    /// Returns every example with its trial, grouped by trial, and the places of those without a type.
    pub(super) fn examples(
        &self,
        modules: &[Module],
    ) -> (Vec<(Trial, Vec<ExampleValue>)>, Vec<String>) {
        let mut trials: IndexMap<Trial, Vec<ExampleValue>> = IndexMap::new();
        let mut untyped = Vec::new();
        for example in &self.api.examples {
            let tried = self.tried(example, modules);
            if tried.is_empty() {
                untyped.push(example.at.clone());
            }
            for (trial, name, value) in tried {
                let at = match name {
                    Some(name) => format!("{}/{}", example.at, escaped(name)),
                    None => example.at.clone(),
                };
                let (json, has_more) = (value.to_string(), example.has_more);
                trials.entry(trial).or_default().push(ExampleValue { at, json, has_more });
            }
        }
        (trials.into_iter().collect(), untyped)
    }

    /// Returns how an example is tested: as a whole, or each of its members.
    fn tried<'e>(
        &self,
        example: &'e checked::Example,
        modules: &[Module],
    ) -> Vec<(Trial, Option<&'e str>, &'e Value)> {
        let endpoint = |resource: usize, endpoint: usize| &modules[resource].endpoints[endpoint];
        let value = &example.value;
        let one =
            |trial: Option<Trial>| trial.map(|trial| (trial, None, value)).into_iter().collect();
        match &example.of {
            ExampleOf::Type(type_) => one(Some(Trial::Value(self.item(type_)))),
            ExampleOf::Body { resource, endpoint: index } => {
                parts(endpoint(*resource, *index).body.as_ref(), value)
            }
            ExampleOf::Answer { resource, endpoint: index, status } => {
                one(answer(*resource, endpoint(*resource, *index), status))
            }
            ExampleOf::Failure { resource, endpoint: index, status } => {
                one(self.failure(endpoint(*resource, *index), status).map(Trial::Value))
            }
        }
    }

    /// Returns the type of a failed call's response.
    fn failure(&self, endpoint: &Endpoint, status: &str) -> Option<TypeRef> {
        let upper = status.to_ascii_uppercase();
        let own = endpoint.failures.iter().find(|each| each.status.to_ascii_uppercase() == upper);
        own.and_then(|own| own.type_.clone())
            .or_else(|| Some(TypeRef::Named(self.path(self.api.failure.as_ref()?.type_))))
    }
}

/// Returns the values of a body with their types: a single one, or one for each field that is an argument.
fn parts<'v>(body: Option<&Body>, value: &'v Value) -> Vec<(Trial, Option<&'v str>, &'v Value)> {
    match body.map(|body| &body.kind) {
        Some(BodyKind::Whole { type_, .. }) => vec![(Trial::Value(type_.clone()), None, value)],
        Some(BodyKind::Fields(fields)) => {
            let members = value.as_object().into_iter().flatten();
            members
                .filter_map(|(name, value)| {
                    let field = &fields.iter().find(|each| each.field.wire == *name)?.field;
                    // A file is not JSON, and a field that is null is left out.
                    let is_file = holds_file(&field.type_);
                    (!is_file && !value.is_null())
                        .then(|| (Trial::Value(field.type_.clone()), Some(name.as_str()), value))
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

/// Returns how a response with a status is tested; `None` if it has no data.
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

/// Returns a name as a segment of a JSON pointer (RFC 6901, section 3).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
