//! The findings of an import: whether each operation was imported completely, with a loss, or not at all, and why.

use std::collections::BTreeMap;

/// How much a finding takes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing: the document has an oddity, and its meaning is imported.
    Note,
    /// A part that the document states is missing in the client.
    Loss,
    /// The whole operation is missing in the client.
    Skip,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub severity: Severity,
    /// The operations that it concerns, as indices into [`Findings::operations`]; empty if it concerns the document.
    pub operations: Vec<usize>,
    /// Its place, as a JSON pointer from the document's root.
    pub pointer: String,
    /// The kind of finding, in kebab-case.
    pub code: &'static str,
    /// What was found and what became of it, on one line.
    pub message: String,
}

/// One operation of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// The method, in capitals.
    pub method: String,
    pub path: String,
    /// Its place, as a JSON pointer.
    pub pointer: String,
    /// Its `operationId`.
    pub id: Option<String>,
    /// Its name in the client (`zones.dns_records.list`), if it was imported.
    pub name: Option<String>,
}

/// The number of schemas that state a type and became one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Nodes {
    pub typed: usize,
    /// The number of schemas that became `any`, by cause.
    pub untyped: BTreeMap<&'static str, usize>,
}

/// All findings of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// The operations in the document's order.
    pub operations: Vec<Operation>,
    pub list: Vec<Finding>,
    pub nodes: Nodes,
    /// The number of webhooks and callbacks whose payloads were imported as types.
    pub payloads: usize,
}
