//! Puts the model together, with a place for everything, and the findings.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::openapi::Imported;
use crate::openapi::findings::{Finding, Findings, Nodes};
use crate::openapi::import::placing::Placing;
use crate::openapi::import::read::findings::Owner;
use crate::openapi::import::read::findings::Told;
use crate::spec::model::{ApiFile, Endpoint, Named, ResourceFile, Type};
use crate::spec::{self, Spans};

/// All files with their content.
pub(super) struct Written {
    pub(super) file: ApiFile,
    pub(super) endpoints: BTreeMap<Vec<String>, Named<Endpoint>>,
    pub(super) types: BTreeMap<Vec<String>, Named<Type>>,
    pub(super) origins: Vec<Origin>,
    /// The operations that use each type with a finding.
    pub(super) users: HashMap<usize, Vec<usize>>,
    /// The types of webhooks and callbacks.
    pub(super) payload_types: HashSet<usize>,
    pub(super) payload_count: usize,
    pub(super) nodes: Nodes,
}

impl Placing<'_> {
    /// Returns the model with a place for everything, and the findings.
    pub(super) fn assemble(self, written: Written) -> Imported {
        let Written { file, endpoints, types, origins, users, payload_types, payload_count, nodes } =
            written;
        let api = self.api(file, endpoints, types, &origins);
        let origins = origins.into_iter().map(|origin| {
            let pointer = self.pointer(&origin.what);
            (origin, pointer)
        });
        let origins = Origins(origins.collect());
        let Self { reader, same_as, .. } = self;
        let list = findings(reader.found, &same_as, &users, &payload_types);
        let operations = reader.operations;
        let findings = Findings { operations, list, nodes, payloads: payload_count };
        Imported { api, findings, examples: Vec::new(), origins, users }
    }

    /// Returns the files, each with the numbers of the origins of its content.
    fn api(
        &self,
        mut file: ApiFile,
        mut endpoints: BTreeMap<Vec<String>, Named<Endpoint>>,
        mut types: BTreeMap<Vec<String>, Named<Type>>,
        origins: &[Origin],
    ) -> spec::Api {
        let source = self.reader.source;
        let mut by_path: BTreeMap<&[String], Vec<(Vec<String>, usize)>> = BTreeMap::new();
        for (number, origin) in origins.iter().enumerate() {
            by_path.entry(&origin.path).or_default().push((origin.way.clone(), number));
        }
        let mut spans = |path: &[String]| {
            let of_path = by_path.remove(path).unwrap_or_default();
            Spans::numbered(source, of_path.into_iter())
        };
        file.endpoints = endpoints.remove(&Vec::new()).unwrap_or_default();
        file.types = types.remove(&Vec::new()).unwrap_or_default();
        let file = spec::Document { source, path: Vec::new(), content: file, spans: spans(&[]) };
        let paths: BTreeSet<Vec<String>> = endpoints.keys().chain(types.keys()).cloned().collect();
        let resources = paths.into_iter().map(|path| {
            let content = ResourceFile {
                endpoints: endpoints.remove(&path).unwrap_or_default(),
                types: types.remove(&path).unwrap_or_default(),
                ..ResourceFile::default()
            };
            let spans = spans(&path);
            spec::Document { source, path, content, spans }
        });
        let resources = resources.collect();
        let folder = self.reader.options.folder.clone();
        spec::Api { folder, file, resources, complete: true }
    }

    /// Returns the place in the document from which a part of the model was made.
    fn pointer(&self, what: &What) -> String {
        match what {
            What::Endpoint(index) => self.reader.operations[*index].pointer.clone(),
            What::Type(id) => self.schemas[*id].pointer.clone(),
            What::Payload(pointer) => pointer.clone(),
        }
    }
}

/// Returns the findings, each once, with the operations that it concerns.
fn findings(
    found: Vec<Told<'_>>,
    same_as: &[usize],
    users: &HashMap<usize, Vec<usize>>,
    payload_types: &HashSet<usize>,
) -> Vec<Finding> {
    let mut list: Vec<Finding> = Vec::with_capacity(found.len());
    for Told { owner, severity, at, code, message } in found {
        let operations = match owner {
            Owner::Document => Vec::new(),
            Owner::Operation(index) => vec![index],
            Owner::Type(id) => {
                let id = same_as.get(id).copied().unwrap_or(id);
                match users.get(&id) {
                    Some(users) => users.clone(),
                    None if payload_types.contains(&id) => Vec::new(),
                    // No imported operation uses it.
                    None => continue,
                }
            }
        };
        let finding = Finding { severity, operations, pointer: at.pointer(), code, message };
        match list.iter_mut().rev().take(NEAR).find(|other| is_told(other, &finding)) {
            Some(known) => {
                known.operations.extend(finding.operations);
                known.operations.sort_unstable();
                known.operations.dedup();
            }
            None => list.push(finding),
        }
    }
    list
}

/// The number of preceding findings among which an equal one is searched, since equal ones follow each other.
const NEAR: usize = 8;

/// Returns whether two findings say the same about the same place.
fn is_told(one: &Finding, other: &Finding) -> bool {
    one.pointer == other.pointer && one.code == other.code && one.message == other.message
}

/// The origin of a part of the model.
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
    /// The payload of a webhook or callback.
    Payload(String),
}

impl Origin {
    pub(super) fn payload(path: &[String], name: &str, pointer: String) -> Self {
        Self {
            path: path.to_vec(),
            way: vec!["types".to_owned(), name.to_owned()],
            what: What::Payload(pointer),
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

/// The origins by the number in the model's spans, with their JSON pointers.
#[derive(Debug, Clone, Default)]
pub(in crate::openapi) struct Origins(pub(in crate::openapi) Vec<(Origin, String)>);
