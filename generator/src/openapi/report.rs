//! The report of an import, for people and for programs.

mod json;
mod text;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use super::document::Document;
use super::findings::{Findings, Severity};
use super::locate::locate;
use crate::source::{Position, Source, SourceId, Sources};

/// The report of an import: what was imported, what was lost, and where.
///
/// Its text is for people: each skipped operation and each loss with its place, then a line of counts. A loss that
/// concerns many operations, such as one in a shared schema, is listed once.
#[derive(Debug, Clone)]
pub struct ImportReport {
    /// The path of the document as messages show it.
    pub document: String,
    /// The number of operations of the document, or of the part that was selected.
    pub operations: usize,
    /// The number of operations that were imported completely.
    pub whole: usize,
    /// The number of operations that were imported with a loss.
    pub with_loss: usize,
    /// The number of operations that were skipped.
    pub skipped: usize,
    /// The number of schemas that state a type and became one.
    pub typed: usize,
    /// The number of schemas that became `any`, by cause.
    pub untyped: BTreeMap<&'static str, usize>,
    /// The number of webhooks and callbacks whose payloads were imported as types.
    pub payloads: usize,
    /// The paths of the files, as messages show them.
    files: Vec<String>,
    list: Vec<Operation>,
    findings: Vec<Finding>,
}

/// An operation and its outcome.
#[derive(Debug, Clone)]
struct Operation {
    method: String,
    path: String,
    id: Option<String>,
    name: Option<String>,
    outcome: Outcome,
    place: Place,
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// The index of the file; the document itself comes first.
    file: usize,
    position: Position,
    /// The JSON pointer within the file.
    pointer: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Whole,
    Loss,
    Skipped,
}

/// A finding with its place, once for all operations that it concerns.
#[derive(Debug, Clone)]
struct Finding {
    severity: Severity,
    code: &'static str,
    message: String,
    place: Place,
    operations: Vec<usize>,
}

impl ImportReport {
    /// Creates the report, with the places of all findings.
    pub(crate) fn new(findings: &Findings, document: &Document, sources: &Sources) -> Self {
        let pointers = findings.list.iter().map(|finding| finding.pointer.as_str());
        let pointers = pointers.chain(findings.operations.iter().map(|each| each.pointer.as_str()));
        let places = places(pointers, document, sources);
        let mut merged = merge(findings, &places);
        // The most severe findings come first, and those of one severity in the document's order.
        merged.sort_by(|left, right| {
            (right.severity, &left.place, left.code, &left.message).cmp(&(
                left.severity,
                &right.place,
                right.code,
                &right.message,
            ))
        });
        let list: Vec<Operation> = findings
            .operations
            .iter()
            .zip(outcomes(findings))
            .map(|(each, outcome)| Operation {
                method: each.method.clone(),
                path: each.path.clone(),
                id: each.id.clone(),
                name: each.name.clone(),
                outcome,
                place: places[each.pointer.as_str()].clone(),
            })
            .collect();
        let count = |outcome| list.iter().filter(|each| each.outcome == outcome).count();
        Self {
            document: sources.get(document.source).path.clone(),
            operations: list.len(),
            whole: count(Outcome::Whole),
            with_loss: count(Outcome::Loss),
            skipped: count(Outcome::Skipped),
            typed: findings.nodes.typed,
            untyped: findings.nodes.untyped.clone(),
            payloads: findings.payloads,
            files: files(document).map(|(_, source)| sources.get(source).path.clone()).collect(),
            list,
            findings: merged,
        }
    }

    /// Returns the share of schemas that state a type and became one, from 0 to 1; 1 if no schema states a type.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "no document has 2^52 schemas")]
    pub fn typed_share(&self) -> f64 {
        let all = self.typed + self.untyped.values().sum::<usize>();
        if all == 0 { 1.0 } else { self.typed as f64 / all as f64 }
    }

    /// Returns the whole report as JSON that ends with a line break:
    ///
    /// ```json
    /// {
    ///   "document": "acme.json",
    ///   "summary": {
    ///     "operations": 3, "whole": 1, "with_loss": 1, "skipped": 1,
    ///     "typed": 40, "untyped": { "only-null": 2 }, "typed_share": 0.952,
    ///     "payloads": 0
    ///   },
    ///   "operations": [
    ///     {
    ///       "method": "GET", "path": "/zones/{id}", "id": "getZone", "name": "zones.get",
    ///       "outcome": "whole", "file": "acme.json", "line": 12, "column": 7,
    ///       "pointer": "/paths/~1zones~1{id}/get"
    ///     }
    ///   ],
    ///   "findings": [
    ///     {
    ///       "severity": "loss", "code": "not", "message": "`not` is left out",
    ///       "file": "acme.json", "line": 99, "column": 9, "pointer": "/components/schemas/Zone",
    ///       "operations": [0, 1]
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// `outcome` is `whole`, `loss` or `skipped`; `severity` is `skip`, `loss` or `note`; `id` and `name` can be null.
    /// The `operations` of a finding are indices into the list of operations; without any, it concerns the document as
    /// a whole.
    #[must_use]
    pub fn json(&self) -> String {
        json::render(self)
    }
}

impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text::render(self))
    }
}

/// Returns the findings, each once.
fn merge(findings: &Findings, places: &HashMap<&str, Place>) -> Vec<Finding> {
    let mut merged: BTreeMap<_, BTreeSet<usize>> = BTreeMap::new();
    for finding in &findings.list {
        let key = (finding.severity, &finding.pointer, finding.code, &finding.message);
        merged.entry(key).or_default().extend(
            // An invalid index would be a bug of the import, which is not worth losing a report for.
            finding.operations.iter().filter(|index| **index < findings.operations.len()),
        );
    }
    let found = |((severity, pointer, code, message), operations): (_, BTreeSet<usize>)| Finding {
        severity,
        code,
        message: String::clone(message),
        place: places[String::as_str(pointer)].clone(),
        operations: operations.into_iter().collect(),
    };
    merged.into_iter().map(found).collect()
}

/// Returns the outcome of each operation: the most severe of its findings.
fn outcomes(findings: &Findings) -> Vec<Outcome> {
    let taken =
        |name: &Option<String>| if name.is_some() { Outcome::Whole } else { Outcome::Skipped };
    let mut outcomes: Vec<Outcome> =
        findings.operations.iter().map(|each| taken(&each.name)).collect();
    for finding in &findings.list {
        for index in &finding.operations {
            match (outcomes.get_mut(*index), finding.severity) {
                (Some(outcome), Severity::Skip) => *outcome = Outcome::Skipped,
                (Some(outcome @ Outcome::Whole), Severity::Loss) => *outcome = Outcome::Loss,
                _ => {}
            }
        }
    }
    outcomes
}

/// Returns the files of a document, itself first, by their pointers.
fn files(document: &Document) -> impl Iterator<Item = (&str, SourceId)> {
    let others = document.files.list.iter().map(|file| (file.pointer.as_str(), file.source));
    std::iter::once(("", document.source)).chain(others)
}

/// Returns the place of each pointer, in the file that it leads into.
fn places<'a>(
    pointers: impl Iterator<Item = &'a str>,
    document: &Document,
    all: &Sources,
) -> HashMap<&'a str, Place> {
    let numbers: HashMap<&str, usize> =
        files(document).enumerate().map(|(number, (pointer, _))| (pointer, number)).collect();
    // A file's own pointer consists of two keys.
    let file_of = |pointer: &str| {
        let slashes = pointer.match_indices('/').map(|(at, _)| at);
        let end = slashes.chain([pointer.len()]).nth(2).unwrap_or(0);
        numbers.get(&pointer[..end]).map_or((0, 0), |number| (*number, end))
    };
    let mut by_file: BTreeMap<usize, BTreeSet<(&'a str, &'a str)>> = BTreeMap::new();
    for pointer in pointers {
        let (number, end) = file_of(pointer);
        by_file.entry(number).or_default().insert((pointer, &pointer[end..]));
    }
    let sources: Vec<SourceId> = files(document).map(|(_, source)| source).collect();
    let mut places = HashMap::new();
    for (file, pointers) in by_file {
        let within: BTreeSet<&str> = pointers.iter().map(|(_, within)| *within).collect();
        let positions = positions(&within, all.get(sources[file]));
        places.extend(pointers.into_iter().map(|(whole, pointer)| {
            let position = positions[pointer];
            (whole, Place { file, position, pointer: pointer.to_owned() })
        }));
    }
    places
}

/// Returns the position of each pointer, or of the nearest existing node around it.
fn positions<'a>(pointers: &BTreeSet<&'a str>, source: &Source) -> HashMap<&'a str, Position> {
    let around = |pointer: &&'a str| {
        let pointer = *pointer;
        let cuts = pointer.char_indices().filter(|(_, character)| *character == '/');
        cuts.map(move |(at, _)| &pointer[..at]).chain([pointer])
    };
    let wanted: Vec<&str> =
        pointers.iter().flat_map(around).collect::<BTreeSet<_>>().into_iter().collect();
    let places = locate(&source.text, &wanted);
    let starts: Vec<usize> =
        places.iter().map(|place| place.as_ref().map_or(0, |place| place.start)).collect();
    let known: HashMap<&str, Position> = wanted
        .into_iter()
        .zip(source.positions(&starts))
        .zip(places)
        .filter_map(|(known, place)| place.map(|_| known))
        .collect();
    let nearest = |pointer: &&'a str| {
        let found = around(pointer).collect::<Vec<_>>();
        found.into_iter().rev().find_map(|each| known.get(each).copied())
    };
    pointers
        .iter()
        .map(|each| (*each, nearest(each).unwrap_or(Position { line: 1, column: 1 })))
        .collect()
}
