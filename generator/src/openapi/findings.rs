//! What an import has to tell: for each operation whether it was taken whole, with a loss, or not at all, and why.

use std::collections::BTreeMap;

/// How much a finding takes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing: the document says something odd, and what was made of it is the same.
    Note,
    /// Something that the document says is not in the client.
    Loss,
    /// The whole operation.
    Skip,
}

/// One thing to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub severity: Severity,
    /// The operations that it concerns, as indices into [`Findings::operations`]; none: the document.
    pub operations: Vec<usize>,
    /// Where it stands, as a JSON pointer from the document's root.
    pub pointer: String,
    /// What kind of finding it is, in kebab-case.
    pub code: &'static str,
    /// What was found and what was made of it, in one line.
    pub message: String,
}

/// One operation of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// In capitals.
    pub method: String,
    pub path: String,
    /// Where it stands, as a JSON pointer.
    pub pointer: String,
    /// Its `operationId`.
    pub id: Option<String>,
    /// What it is called in the client (`zones.dns_records.list`), where it was taken.
    pub name: Option<String>,
}

/// How many schemas that state a type became one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Nodes {
    pub typed: usize,
    /// Those that became `any`, by cause.
    pub untyped: BTreeMap<&'static str, usize>,
}

/// Everything that an import has to tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// In the document's order.
    pub operations: Vec<Operation>,
    pub list: Vec<Finding>,
    pub nodes: Nodes,
    /// How many webhooks and callbacks have come over as types of what they carry.
    pub payloads: usize,
}
