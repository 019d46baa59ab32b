//! Reports of what a server sends and the spec does not know.

use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, PoisonError};

use crate::check::breaches;
use crate::draft::Draft;
use crate::scrub::Scrubber;
use crate::send::Received;
use crate::tape::{Node, push_member};
use crate::text::shown;

/// How many different drifts a client reports; all others are let go, so that a server cannot fill the memory.
const MOST: usize = 1_000;

/// How many notes are taken while one answer is read.
const NOTES: usize = 10_000;

/// Something in an answer that the API's spec does not know or does not allow: the spec is out of date, or the server
/// is at fault.
///
/// It is handed to what [`ClientBuilder::on_drift`](crate::ClientBuilder::on_drift) sets, once for each kind, operation
/// and place (and value, if that is unknown) in the life of a client and its clones, up to 1,000 of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    kind: DriftKind,
    operation: String,
    path: String,
    source: Option<String>,
    detail: String,
}

/// What kind of [`Drift`] it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DriftKind {
    /// A field that the spec does not name.
    UnknownField,
    /// A value of an enum, or a case of a union, that the spec does not name.
    UnknownValue,
    /// A value that breaks a limit of the spec, such as its greatest length.
    Breach,
}

impl Drift {
    /// What kind of drift it is.
    #[must_use]
    pub fn kind(&self) -> DriftKind {
        self.kind
    }

    /// The operation that was answered.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// The place in the body, such as `result.policies[].effect`: `[]` is any item of a list, `*` any key of a map.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The file of the spec that describes the operation, such as `spec/cloudflare/stream/keys.yaml`, if the API's
    /// description tells where its spec is.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// What there is to say of it, such as `must have at most 32 characters`. It shows no value that the spec calls
    /// secret, and no secret of the call.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.detail
    }

    #[cfg(feature = "tracing")]
    fn trace(&self, received: &Received) {
        tracing::warn!(
            target: "clientwright::drift",
            parent: &received.span,
            kind = ?self.kind,
            operation = self.operation,
            path = self.path,
            source = self.source,
            detail = self.detail,
            "the answer drifts from the spec"
        );
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: `{}` {}", self.operation, self.path, self.detail)?;
        match &self.source {
            Some(source) => write!(f, " ({source})"),
            None => Ok(()),
        }
    }
}

pub(crate) type Listener = Box<dyn Fn(&Drift) + Send + Sync>;

/// Who is told of drifts, and what of.
#[derive(Default)]
pub(crate) struct Reports {
    pub(crate) listener: Option<Listener>,
    seen: Mutex<HashSet<u64>>,
}

impl Reports {
    pub(crate) fn new(listener: Option<Listener>) -> Self {
        Self { listener, seen: Mutex::default() }
    }

    /// Whether anybody wants to know.
    pub(crate) fn are_read(&self) -> bool {
        #[cfg(feature = "tracing")]
        let traced = tracing::enabled!(target: "clientwright::drift", tracing::Level::WARN);
        #[cfg(not(feature = "tracing"))]
        let traced = false;
        self.listener.is_some() || traced
    }

    /// Whether it is the first of its kind.
    fn is_new(&self, drift: &Found<'_>) -> bool {
        let mut hasher = DefaultHasher::new();
        drift.hash(&mut hasher);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.len() < MOST && seen.insert(hasher.finish())
    }
}

/// What makes a drift one of its own.
#[derive(Hash)]
struct Found<'a> {
    operation: &'a str,
    kind: DriftKind,
    path: &'a str,
    detail: &'a str,
}

/// What is noted while an answer is read.
#[derive(Default)]
pub(crate) struct Notes<'t> {
    found: Vec<Note<'t>>,
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
struct Note<'t> {
    node: u32,
    what: What<'t>,
}

#[derive(Clone, Copy)]
enum What<'t> {
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

/// Reports what was noted while an answer was read, and what of its data (at this place) breaks the spec's limits.
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
            // An enum that is read as one has told already.
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
    // A value that breaks a limit is another one each time.
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
        None => drift.trace(received),
        #[cfg(not(feature = "tracing"))]
        None => {}
    }
}

/// The file that describes an operation.
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
    /// What is still to come, in the order of the body.
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
            // Masked first and shortened then: a secret that is cut would no longer be recognised.
            let step = if is_map { "*".into() } else { self.scrubber.scrub_name(name) };
            push_member(&mut self.path, &step);
            self.visit(value);
            self.path.truncate(length);
        }
    }

    /// Whether nothing is noted within a value.
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
                    format!("is a field that the spec does not name: {found}"),
                )
            }
            What::Value(text) => (
                DriftKind::UnknownValue,
                format!(
                    "is a value that the spec does not name: \"{}\"",
                    shown(&self.scrubber.scrub(text), 60)
                ),
            ),
            What::Case(found) => (
                DriftKind::UnknownValue,
                format!("is none of the types that the spec names: {found}"),
            ),
        };
        self.found.insert((kind, path, detail));
    }
}
