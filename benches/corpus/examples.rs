//! What became of the examples of a document, as its tests tell.

use clientwright::ExampleReport;
use serde_json::{Value, json};

use crate::child::Used;

/// What became of the examples of a document.
#[derive(Debug)]
pub struct Examples {
    pub tried: usize,
    pub decoded: usize,
    pub round_tripped: usize,
    /// Whether the tests were built and came to their end.
    pub were_run: bool,
    /// Building the tests and running them.
    pub used: Used,
    /// What was found before anything was tried.
    pub report: Value,
    /// A line for each example that failed.
    pub failed: Vec<String>,
}

/// What the generator tells of the examples of a document.
pub fn report(examples: &ExampleReport) -> Value {
    let invalid = examples.invalid.iter().map(|(at, why)| json!({ "at": at, "why": why }));
    json!({
        "found": examples.found,
        "tried": examples.tried,
        "with_more": examples.with_more,
        "invalid": invalid.collect::<Value>(),
        "untyped": examples.untyped,
    })
}

impl Examples {
    /// Nothing is known, as nothing could be run.
    pub fn not_run(used: Used) -> Self {
        Self {
            tried: 0,
            decoded: 0,
            round_tripped: 0,
            were_run: false,
            used,
            report: Value::Null,
            failed: Vec::new(),
        }
    }

    /// What the tests have printed: the counts, and the examples that failed.
    pub fn of(report: Value, said: &str, failed: &str, used: Used) -> Self {
        let mut examples = Self { report, ..Self::not_run(used) };
        let line = said.lines().find_map(|line| line.strip_prefix("examples: "));
        let counts: Vec<usize> = line
            .into_iter()
            .flat_map(|line| line.split(", "))
            .filter_map(|part| part.split(' ').next()?.parse().ok())
            .collect();
        if let [tried, decoded, round_tripped] = counts[..] {
            examples = Self { tried, decoded, round_tripped, were_run: true, ..examples };
        }
        let failed = failed.lines().filter(|line| line.starts_with('/') && line.contains(" as "));
        examples.failed = failed.map(str::to_owned).collect();
        examples
    }

    /// Whether all that were tried are the same once they are read and written again.
    pub fn are_well(&self) -> bool {
        self.were_run && self.round_tripped == self.tried
    }

    /// How many are not valid for their own schemas.
    pub fn invalid(&self) -> usize {
        self.report["invalid"].as_array().map_or(0, Vec::len)
    }

    /// How many are valid, and of no type of the client.
    pub fn untyped(&self) -> usize {
        self.report["untyped"].as_array().map_or(0, Vec::len)
    }
}
