//! The first phase: reads the document, its head and its operations, and records what there is to tell.

pub(super) mod descriptions;
pub(super) mod findings;
pub(super) mod head;
pub(super) mod media_types;
pub(super) mod node;
pub(super) mod normal_form;
pub(super) mod operations;
pub(super) mod pointer;
pub(super) mod properties;
pub(super) mod servers;

use std::collections::HashMap;

use self::findings::{Telling, Told};
use self::pointer::{At, Dangling};
use crate::openapi::Options;
use crate::openapi::document::{Document, Node, Tree, Version};
use crate::openapi::findings::Operation;
use crate::source::SourceId;

/// A document as it is read, with what there is to tell of it.
pub(super) struct Reader<'d> {
    pub(super) root: Node<'d>,
    pub(super) version: Version,
    pub(super) source: SourceId,
    /// Why references to files lead nowhere.
    refused: &'d HashMap<String, String>,
    pub(super) options: &'d Options,
    pub(super) operations: Vec<Operation>,
    pub(super) found: Vec<Told<'d>>,
    telling: Telling,
    /// The scheme of the spec for each of the document's; `None` for one that the client does not know.
    scheme_ids: HashMap<String, Option<String>>,
    /// The scheme that stands for parameters that are the header `Authorization`.
    authorization_id: Option<String>,
    /// How much may still be put together: schemas can hold together in more ways than there is time.
    work_left: usize,
    /// Which of `only` something matched.
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

    /// Whether nothing counts beside a reference.
    pub(super) fn ignores_siblings(&self) -> bool {
        self.version == Version::V30
    }
}

/// How much work a document may make: many times what one of its size does.
fn work_for(document: &Tree) -> usize {
    document.len().saturating_mul(50).saturating_add(1_000_000)
}
