//! The model with a place for everything, and what there is to tell of it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::openapi::Imported;
use crate::openapi::findings::{Finding, Findings};
use crate::openapi::import::placing::Placing;
use crate::openapi::import::read::findings::Owner;
use crate::openapi::import::read::findings::Told;
use crate::spec::model::{ApiFile, Endpoint, Named, ResourceFile, Type};
use crate::spec::{self, Spans};

/// Everything in its file.
pub(in crate::openapi) struct Written {
    pub(in crate::openapi) file: ApiFile,
    pub(in crate::openapi) endpoints: BTreeMap<Vec<String>, Named<Endpoint>>,
    pub(in crate::openapi) types: BTreeMap<Vec<String>, Named<Type>>,
    pub(in crate::openapi) origins: Vec<Origin>,
    /// The operations that use each type of which something is told.
    pub(in crate::openapi) users: HashMap<usize, Vec<usize>>,
    /// The types that webhooks and callbacks carry.
    pub(in crate::openapi) payload_types: HashSet<usize>,
    pub(in crate::openapi) payload_count: usize,
}

impl Placing<'_> {
    /// The model with a place for everything, and what there is to tell.
    pub(in crate::openapi) fn assemble(mut self, written: Written) -> Imported {
        let Written {
            mut file,
            mut endpoints,
            mut types,
            origins,
            users,
            payload_types,
            payload_count,
        } = written;
        file.endpoints = endpoints.remove(&Vec::new()).unwrap_or_default();
        file.types = types.remove(&Vec::new()).unwrap_or_default();
        let paths: BTreeSet<Vec<String>> = endpoints.keys().chain(types.keys()).cloned().collect();
        let mut by_path: BTreeMap<&[String], Vec<(Vec<String>, usize)>> = BTreeMap::new();
        for (number, origin) in origins.iter().enumerate() {
            by_path.entry(&origin.path).or_default().push((origin.way.clone(), number));
        }
        let root = by_path.remove([].as_slice()).unwrap_or_default();
        let spans = Spans::numbered(self.names.reader.source, root.into_iter());
        let api = spec::Document {
            source: self.names.reader.source,
            path: Vec::new(),
            content: file,
            spans,
        };
        let resources = paths
            .into_iter()
            .map(|path| {
                let spans = Spans::numbered(
                    self.names.reader.source,
                    by_path.remove(path.as_slice()).unwrap_or_default().into_iter(),
                );
                let content = ResourceFile {
                    endpoints: endpoints.remove(&path).unwrap_or_default(),
                    types: types.remove(&path).unwrap_or_default(),
                    ..ResourceFile::default()
                };
                spec::Document { source: self.names.reader.source, path, content, spans }
            })
            .collect();
        let api = spec::Api {
            folder: self.names.reader.options.folder.clone(),
            file: api,
            resources,
            complete: true,
        };
        let found = std::mem::take(&mut self.names.reader.found);
        let mut list: Vec<Finding> = Vec::with_capacity(found.len());
        for Told { owner, severity, at, code, message } in found {
            let operations = match owner {
                Owner::Document => Vec::new(),
                Owner::Operation(index) => vec![index],
                Owner::Type(id) => {
                    let id = self.names.same_as.get(id).copied().unwrap_or(id);
                    match users.get(&id) {
                        Some(users) => users.clone(),
                        None if payload_types.contains(&id) => Vec::new(),
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
            let pointer = match &origin.what {
                What::Endpoint(index) => self.names.reader.operations[*index].pointer.clone(),
                What::Type(id) => self.names.components.list[*id].pointer.clone(),
                What::Payload(pointer) => pointer.clone(),
            };
            (origin, pointer)
        });
        let origins = origins.collect();
        let findings = Findings {
            operations: self.names.reader.operations,
            list,
            nodes: self.names.nodes,
            payloads: payload_count,
        };
        let examples = Vec::new();
        Imported { api, findings, examples, origins: Origins(origins), users }
    }
}

/// What a part of the model was made of.
#[derive(Debug, Clone)]
pub(in crate::openapi) struct Origin {
    pub(in crate::openapi) path: Vec<String>,
    pub(in crate::openapi) way: Vec<String>,
    pub(in crate::openapi) what: What,
}

#[derive(Debug, Clone)]
pub(in crate::openapi) enum What {
    Endpoint(usize),
    Type(usize),
    /// What a webhook or callback carries.
    Payload(String),
}

impl Origin {
    pub(in crate::openapi) fn payload(path: &[String], name: &str, pointer: String) -> Self {
        Self {
            path: path.to_vec(),
            way: vec!["types".to_owned(), name.to_owned()],
            what: What::Payload(pointer),
        }
    }

    pub(in crate::openapi) fn endpoint(path: &[String], name: &str, operation: usize) -> Self {
        Self {
            path: path.to_vec(),
            way: vec!["endpoints".to_owned(), name.to_owned()],
            what: What::Endpoint(operation),
        }
    }

    pub(in crate::openapi) fn type_(path: &[String], name: &str, id: usize) -> Self {
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
