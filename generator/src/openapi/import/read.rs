//! The first phase: reads the document, its head and its operations, and records the findings.

pub(super) mod descriptions;
pub(super) mod findings;
mod head;
pub(super) mod media_types;
pub(super) mod node;
pub(super) mod normal_form;
pub(super) mod operations;
pub(super) mod pointer;
mod properties;
mod servers;

use std::collections::HashMap;

use self::findings::{Telling, Told};
use self::pointer::{At, Dangling};
use crate::openapi::Options;
use crate::openapi::document::{Document, Node, Tree, Version};
use crate::openapi::findings::Operation;
use crate::source::SourceId;

/// The document that is read, and its findings.
pub(super) struct Reader<'d> {
    pub(super) root: Node<'d>,
    version: Version,
    pub(super) source: SourceId,
    /// The reasons why references to files cannot be followed.
    refused: &'d HashMap<String, String>,
    pub(super) options: &'d Options,
    pub(super) operations: Vec<Operation>,
    pub(super) found: Vec<Told<'d>>,
    telling: Telling,
    /// The scheme of the spec for each of the document's; `None` if the client does not support it.
    scheme_ids: HashMap<String, Option<String>>,
    /// The scheme for parameters that set the header `Authorization`.
    authorization_id: Option<String>,
    /// The remaining work of merging, since schemas can be combined in too many ways.
    work_left: usize,
    /// For each element of `only`, whether an operation matched it.
    matched: Vec<bool>,
}

impl<'d> Reader<'d> {
    pub(super) fn new(document: &'d Document, options: &'d Options) -> Self {
        Self {
            root: document.tree.root(),
            version: document.version,
            source: document.source,
            refused: &document.files.refused,
            options,
            operations: Vec::new(),
            found: Vec::new(),
            telling: Telling::new(),
            scheme_ids: HashMap::new(),
            authorization_id: None,
            work_left: work_for(&document.tree),
            matched: vec![false; options.only.len()],
        }
    }

    pub(super) fn resolve(&self, reference: &str) -> Result<At<'d>, Dangling> {
        pointer::resolve(self.root, reference).map_err(|dangling| dangling.because(self.refused))
    }

    /// Returns whether keywords beside a reference are ignored.
    pub(super) fn ignores_siblings(&self) -> bool {
        self.version == Version::V30
    }
}

/// Returns the amount of work that a document may cause: many times that of a usual one of its size.
fn work_for(document: &Tree) -> usize {
    document.len().saturating_mul(50).saturating_add(1_000_000)
}
