//! Reports of what a response holds and the spec does not describe.

use std::collections::BTreeSet;

use crate::base::scrub::Scrubber;
use crate::base::text::shown;
use crate::call::draft::Draft;
use crate::call::drift::{Drift, DriftKind};
use crate::check::breaches;
use crate::json::notes::{Note, Notes, What};
use crate::json::tape::{Node, push_member};
use crate::send::Received;

/// What distinguishes one drift from another.
#[derive(Hash)]
struct Found<'a> {
    operation: &'a str,
    kind: DriftKind,
    path: &'a str,
    detail: &'a str,
}

/// Reports what was noted while a response was read, and what in its data (at this place) breaks a constraint of the
/// spec.
pub(crate) fn report(
    received: &Received,
    root: Node<'_>,
    notes: Notes<'_>,
    data: Option<Node<'_>>,
) {
    let draft = &received.draft;
    let mut found = BTreeSet::new();
    if notes.found.is_empty() && draft.operation.answer.is_none() {
        return;
    }
    let scrubber = draft.scrubber();
    let Notes { found: mut met, maps, .. } = notes;
    if !met.is_empty() {
        met.sort_by_key(|note| note.node);
        let (path, scrubber, found) = (String::new(), &scrubber, &mut found);
        let mut walk = Walk { notes: &met, maps, path, scrubber, found };
        walk.visit(root);
    }
    if let (Some(schema), Some(data)) = (&draft.operation.answer, data) {
        let prefix = data.path();
        for refusal in breaches(schema, data) {
            let path = match (prefix.as_str(), refusal.path.as_str()) {
                (prefix, "") => prefix.to_owned(),
                ("", path) => path.to_owned(),
                (prefix, path) if path.starts_with('[') => format!("{prefix}{path}"),
                (prefix, path) => format!("{prefix}.{path}"),
            };
            // An open enum was reported when it was read.
            let told = found.iter().any(|(kind, known, _): &(_, String, String)| {
                *kind == DriftKind::UnknownValue && *known == path
            });
            if !told {
                found.insert((DriftKind::Breach, path, refusal.to_string()));
            }
        }
    }
    for (kind, path, detail) in found {
        tell(received, &scrubber, kind, &path, &detail);
    }
}

fn tell(received: &Received, scrubber: &Scrubber, kind: DriftKind, path: &str, detail: &str) {
    let reports = &received.draft.client.0.drift;
    let operation = received.draft.operation.id;
    // A value that breaks a constraint differs each time, so it is left out.
    let same = if kind == DriftKind::Breach {
        detail.rsplit_once(" (it is ").map_or(detail, |(rule, _)| rule)
    } else {
        detail
    };
    if !reports.is_new(&Found { operation, kind, path, detail: same }) {
        return;
    }
    let drift = Drift {
        kind,
        operation: operation.to_owned(),
        path: path.to_owned(),
        source: source(&received.draft),
        detail: scrubber.scrub(detail).into_owned(),
    };
    match &reports.listener {
        Some(listener) => listener(&drift),
        #[cfg(feature = "tracing")]
        None => trace(&drift, received),
        #[cfg(not(feature = "tracing"))]
        None => {}
    }
}

/// Returns the file of the spec that defines an operation.
fn source(draft: &Draft) -> Option<String> {
    let folder = draft.client.0.api.source?;
    let file = match draft.operation.id.rsplit_once('.') {
        Some((resource, _)) => resource.replace('.', "/"),
        None => "api".to_owned(),
    };
    Some(format!("{folder}/{file}.yaml"))
}

/// Finds the paths of all notes in one pass.
struct Walk<'n, 't> {
    /// The notes still to be found, in the order of the body.
    notes: &'n [Note<'t>],
    maps: BTreeSet<u32>,
    path: String,
    scrubber: &'n Scrubber,
    found: &'n mut BTreeSet<(DriftKind, String, String)>,
}

impl Walk<'_, '_> {
    fn visit(&mut self, node: Node<'_>) {
        while let Some((note, rest)) = self.notes.split_first()
            && note.node <= node.index
        {
            self.notes = rest;
            self.keep(note.what);
        }
        let length = self.path.len();
        for item in node.items() {
            if self.is_done(item) {
                continue;
            }
            self.path.push_str("[]");
            self.visit(item);
            self.path.truncate(length);
        }
        let is_map = self.maps.contains(&node.index);
        for (name, value) in node.members() {
            if self.is_done(value) {
                continue;
            }
            // Masked before it is shortened: a secret that is cut would not be recognised.
            let step = if is_map { "*".into() } else { self.scrubber.scrub_name(name) };
            push_member(&mut self.path, &step);
            self.visit(value);
            self.path.truncate(length);
        }
    }

    /// Returns whether nothing is noted within a value.
    fn is_done(&self, node: Node<'_>) -> bool {
        self.notes.first().is_none_or(|note| note.node >= node.end())
    }

    fn keep(&mut self, what: What<'_>) {
        let mut path = self.path.clone();
        let (kind, detail) = match what {
            What::Field(name, found) => {
                push_member(&mut path, &self.scrubber.scrub_name(name));
                (
                    DriftKind::UnknownField,
                    format!("is a field that the spec does not define: {found}"),
                )
            }
            What::Value(text) => (
                DriftKind::UnknownValue,
                format!(
                    "is a value that the spec does not define: \"{}\"",
                    shown(&self.scrubber.scrub(text), 60)
                ),
            ),
            What::Case(found) => (
                DriftKind::UnknownValue,
                format!("does not fit any type that the spec defines: {found}"),
            ),
        };
        self.found.insert((kind, path, detail));
    }
}

#[cfg(feature = "tracing")]
fn trace(drift: &Drift, received: &Received) {
    tracing::warn!(
        target: "clientwright::drift",
        parent: &received.span,
        kind = ?drift.kind,
        operation = drift.operation,
        path = drift.path,
        source = drift.source,
        detail = drift.detail,
        "the response differs from the spec"
    );
}
