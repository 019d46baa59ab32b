//! The first phase: reads the document, its head and its operations, and records what there is to tell.

pub(in crate::openapi) mod descriptions;
pub(in crate::openapi) mod findings;
pub(in crate::openapi) mod head;
pub(in crate::openapi) mod media_types;
pub(in crate::openapi) mod normal_form;
pub(in crate::openapi) mod operations;
pub(in crate::openapi) mod pointer;
pub(in crate::openapi) mod properties;
pub(in crate::openapi) mod servers;

use std::collections::{HashMap, HashSet};

use self::findings::{Owner, Told};
use self::pointer::{At, Dangling};
use crate::openapi::Options;
use crate::openapi::document::{Document, Node, Version};
use crate::openapi::findings::Operation;
use crate::openapi::import::types::composed::work_for;
use crate::source::SourceId;
use crate::spec::model::{Named, Parameter};

/// A document as it is read, with what there is to tell of it.
pub(in crate::openapi) struct Reader<'d> {
    pub(in crate::openapi) root: Node<'d>,
    pub(in crate::openapi) version: Version,
    pub(in crate::openapi) source: SourceId,
    /// Why references to files lead nowhere.
    refused: &'d HashMap<String, String>,
    pub(in crate::openapi) options: &'d Options,
    pub(in crate::openapi) operations: Vec<Operation>,
    pub(in crate::openapi) found: Vec<Told<'d>>,
    pub(in crate::openapi) owner: Owner,
    /// What has been told of whom.
    pub(in crate::openapi) told: HashSet<(Owner, u32, &'static str)>,
    /// While only looking, nothing is told.
    pub(in crate::openapi) quiet: bool,
    /// The scheme of the spec for each of the document's; `None` for one that the client does not know.
    scheme_ids: HashMap<String, Option<String>>,
    /// The scheme that stands for parameters that are the header `Authorization`.
    authorization_id: Option<String>,
    pub(in crate::openapi) client_params: Named<Parameter>,
    /// How much may still be put together: schemas can hold together in more ways than there is time.
    work_left: usize,
    /// Which of `only` something matched.
    matched: Vec<bool>,
}

impl<'d> Reader<'d> {
    pub(in crate::openapi) fn new(document: &'d Document, options: &'d Options) -> Self {
        Self {
            root: document.tree.root(),
            version: document.version,
            source: document.source,
            refused: &document.files.refused,
            options,
            operations: Vec::new(),
            found: Vec::new(),
            owner: Owner::Document,
            told: HashSet::new(),
            quiet: false,
            scheme_ids: HashMap::new(),
            authorization_id: None,
            client_params: Named::new(),
            work_left: work_for(&document.tree),
            matched: vec![false; options.only.len()],
        }
    }

    pub(in crate::openapi) fn resolve(&self, reference: &str) -> Result<At<'d>, Dangling> {
        pointer::resolve(self.root, reference).map_err(|dangling| dangling.because(self.refused))
    }

    /// Whether nothing counts beside a reference.
    pub(in crate::openapi) fn ignores_siblings(&self) -> bool {
        self.version == Version::V30
    }

    /// Looks at something of which nothing is told.
    pub(in crate::openapi) fn quietly<T>(&mut self, look: impl FnOnce(&mut Self) -> T) -> T {
        let quiet = std::mem::replace(&mut self.quiet, true);
        let found = look(self);
        self.quiet = quiet;
        found
    }
}
