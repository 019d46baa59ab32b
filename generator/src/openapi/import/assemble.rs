//! The model with a place for everything, and what there is to tell of it.

use std::collections::{BTreeMap, BTreeSet};

use super::told::Told;
use super::{Importing, Owner};
use crate::openapi::Imported;
use crate::openapi::findings::{Finding, Findings};
use crate::spec::model::{ApiFile, Endpoint, Named, ResourceFile, Type};
use crate::spec::{self, Spans};

impl Importing<'_> {
    /// The model with a place for everything, and what there is to tell.
    pub(super) fn assemble(
        mut self,
        mut file: ApiFile,
        mut endpoints: BTreeMap<Vec<String>, Named<Endpoint>>,
        mut types: BTreeMap<Vec<String>, Named<Type>>,
        origins: Vec<Origin>,
    ) -> Imported {
        file.endpoints = endpoints.remove(&Vec::new()).unwrap_or_default();
        file.types = types.remove(&Vec::new()).unwrap_or_default();
        let paths: BTreeSet<Vec<String>> = endpoints.keys().chain(types.keys()).cloned().collect();
        let mut by_path: BTreeMap<&[String], Vec<(Vec<String>, usize)>> = BTreeMap::new();
        for (number, origin) in origins.iter().enumerate() {
            by_path.entry(&origin.path).or_default().push((origin.way.clone(), number));
        }
        let root = by_path.remove([].as_slice()).unwrap_or_default();
        let spans = Spans::numbered(self.source, root.into_iter());
        let api = spec::Document { source: self.source, path: Vec::new(), content: file, spans };
        let resources = paths
            .into_iter()
            .map(|path| {
                let spans = Spans::numbered(
                    self.source,
                    by_path.remove(path.as_slice()).unwrap_or_default().into_iter(),
                );
                let content = ResourceFile {
                    endpoints: endpoints.remove(&path).unwrap_or_default(),
                    types: types.remove(&path).unwrap_or_default(),
                    ..ResourceFile::default()
                };
                spec::Document { source: self.source, path, content, spans }
            })
            .collect();
        let api =
            spec::Api { folder: self.options.folder.clone(), file: api, resources, complete: true };
        let found = std::mem::take(&mut self.found);
        let mut list: Vec<Finding> = Vec::with_capacity(found.len());
        for Told { owner, severity, at, code, message } in found {
            let operations = match owner {
                Owner::Document => Vec::new(),
                Owner::Operation(index) => vec![index],
                Owner::Type(id) => {
                    let id = self.same_as.get(id).copied().unwrap_or(id);
                    match self.users.get(&id) {
                        Some(users) => users.clone(),
                        None if self.payload_types.contains(&id) => Vec::new(),
                        // Nothing that was taken uses it.
                        None => continue,
                    }
                }
            };
            let finding = Finding { severity, operations, pointer: at.pointer(), code, message };
            match list.iter_mut().rev().take(8).find(|other| {
                other.pointer == finding.pointer
                    && other.code == finding.code
                    && other.message == finding.message
            }) {
                Some(known) => {
                    known.operations.extend(finding.operations);
                    known.operations.sort_unstable();
                    known.operations.dedup();
                }
                None => list.push(finding),
            }
        }
        let origins = origins.into_iter().map(|origin| {
            let pointer = match origin.what {
                What::Endpoint(index) => self.operations[index].pointer.clone(),
                What::Type(id) => self.components.list[id].pointer.clone(),
                What::Payload(index) => self.payload_pointers[index].clone(),
            };
            (origin, pointer)
        });
        let origins = origins.collect();
        let nodes = self.counted.sum();
        let payloads = self.payload_pointers.len();
        let findings = Findings { operations: self.operations, list, nodes, payloads };
        let examples = Vec::new();
        Imported { api, findings, examples, origins: Origins(origins), users: self.users }
    }
}

/// What a part of the model was made of.
#[derive(Debug, Clone)]
pub(in crate::openapi) struct Origin {
    pub(in crate::openapi) path: Vec<String>,
    pub(in crate::openapi) way: Vec<String>,
    pub(in crate::openapi) what: What,
}

#[derive(Debug, Clone, Copy)]
pub(in crate::openapi) enum What {
    Endpoint(usize),
    Type(usize),
    /// What a webhook or callback carries.
    Payload(usize),
}

impl Origin {
    pub(super) fn payload(path: &[String], name: &str, index: usize) -> Self {
        Self {
            path: path.to_vec(),
            way: vec!["types".to_owned(), name.to_owned()],
            what: What::Payload(index),
        }
    }

    pub(super) fn endpoint(path: &[String], name: &str, operation: usize) -> Self {
        Self {
            path: path.to_vec(),
            way: vec!["endpoints".to_owned(), name.to_owned()],
            what: What::Endpoint(operation),
        }
    }

    pub(super) fn type_(path: &[String], name: &str, id: usize) -> Self {
        Self {
            path: path.to_vec(),
            way: vec!["types".to_owned(), name.to_owned()],
            what: What::Type(id),
        }
    }
}

/// The origins by the number that stands in the model's spans, with their JSON pointers.
#[derive(Debug, Clone, Default)]
pub(in crate::openapi) struct Origins(pub(in crate::openapi) Vec<(Origin, String)>);
