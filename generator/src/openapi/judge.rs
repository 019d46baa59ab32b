//! Whether an example is valid for its schema, as a validator of JSON Schema says.
//!
//! The importer does not judge its own examples: what it misunderstands it would misjudge as well. So the schemas of
//! the document, whatever its version, are put into the words of JSON Schema 2020-12 and handed to `jsonschema`. What
//! is left out of them says nothing of values; `format` is checked where the client has a type for it.

mod translate;

use std::collections::HashMap;

use jsonschema::{Draft, Validator};
use serde_json::Value;

use super::document::Document;
use super::examples::{Example, Verdict, Way};
use translate::Translation;

/// A text that tells what is wrong has at most this many characters.
const LONGEST: usize = 200;

/// Returns what becomes of each example, in their order.
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

/// Validators of one schema.
struct Judge {
    open: Validator,
    /// The same, where objects have no members but those that are named.
    closed: Validator,
}

impl Judge {
    fn new(document: &Document, schema: &str, way: Way) -> Result<Self, String> {
        let build = |closed| {
            let build = |patterns| -> Result<Validator, String> {
                let translation = Translation::new(document, way).closed(closed).patterns(patterns);
                let schema = translation.of(schema).ok_or("it leads back to itself")?;
                jsonschema::options()
                    .with_draft(Draft::Draft202012)
                    .should_validate_formats(true)
                    .offline()
                    .build(&schema)
                    .map_err(|fault| fault.to_string())
            };
            // A pattern in another dialect than the validator's would leave nothing to judge by.
            build(true)
                .or_else(|_| build(false))
                .map_err(|fault| shortened(&format!("the schema itself is none: {fault}")))
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
