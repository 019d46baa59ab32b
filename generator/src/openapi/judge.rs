//! Judges whether an example is valid for its schema, by a validator of JSON Schema.
//!
//! The importer does not judge examples itself, since it would misjudge whatever it misunderstands. Schemas of any
//! version are translated to JSON Schema 2020-12 and passed to `jsonschema`. Only annotations are left out; `format` is
//! checked for the formats that the client has types for.

mod translate;

use std::collections::HashMap;

use jsonschema::{Draft, Validator};
use serde_json::Value;

use super::document::Document;
use super::examples::{Example, Verdict, Way};
use translate::Translation;

/// The maximum length of a reason, in characters.
const LONGEST: usize = 200;

/// Returns the verdict on each example, in their order.
pub fn judge(document: &Document, examples: &[Example]) -> Vec<Verdict> {
    let mut judges: HashMap<(&str, Way), Result<Judge, String>> = HashMap::new();
    let verdict = |example| {
        let Example { schema, way, value, .. }: &Example = example;
        let judge =
            judges.entry((schema, *way)).or_insert_with(|| Judge::new(document, schema, *way));
        match judge {
            Ok(judge) => judge.verdict(value),
            Err(fault) => Verdict::Invalid(fault.clone()),
        }
    };
    examples.iter().map(verdict).collect()
}

/// The validators of one schema.
struct Judge {
    open: Validator,
    /// The validator that forbids members without a name in the schema.
    closed: Validator,
}

impl Judge {
    fn new(document: &Document, schema: &str, way: Way) -> Result<Self, String> {
        let build = |closed| {
            let build = |patterns| -> Result<Validator, String> {
                let translation = Translation::new(document, way).closed(closed).patterns(patterns);
                let schema = translation.of(schema).ok_or("it refers to itself")?;
                jsonschema::options()
                    .with_draft(Draft::Draft202012)
                    .should_validate_formats(true)
                    .offline()
                    .build(&schema)
                    .map_err(|fault| fault.to_string())
            };
            // The validator may not know the dialect of a pattern; the schema is then used without patterns.
            build(true)
                .or_else(|_| build(false))
                .map_err(|fault| shortened(&format!("its schema is not valid: {fault}")))
        };
        Ok(Self { open: build(false)?, closed: build(true)? })
    }

    fn verdict(&self, value: &Value) -> Verdict {
        match self.open.validate(value) {
            Ok(()) => Verdict::Valid { has_more: !self.closed.is_valid(value) },
            Err(fault) => {
                let place = fault.instance_path().to_string();
                let place = if place.is_empty() { String::new() } else { format!("{place}: ") };
                Verdict::Invalid(shortened(&format!("{place}{fault}")))
            }
        }
    }
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
