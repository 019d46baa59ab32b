//! The fourth phase: puts everything into its file, under its name.

pub(super) mod assemble;
mod examples;
mod literal;
mod names;
mod payloads;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use self::assemble::{Origin, Written};
use crate::openapi::Imported;
use crate::openapi::import::calls::Common;
use crate::openapi::import::calls::payloads::Payload;
use crate::openapi::import::names::homes::{Homes, Placed, Taken};
use crate::openapi::import::names::{Names, Schema, calls};
use crate::openapi::import::read::Reader;
use crate::openapi::import::trees;
use crate::spec::model::{self, ApiFile, Endpoint, Named, Type};

/// The types with their names, which are put into files.
struct Placing<'d> {
    reader: Reader<'d>,
    schemas: Vec<Schema>,
    same_as: Vec<usize>,
    /// The names of the types that have one.
    called: HashMap<usize, String>,
    type_names_taken: BTreeSet<String>,
}

/// Writes the model. `placed` are the endpoints with their names, `of_drafts` the names in the order of the drafts.
pub(super) fn place<'d>(
    mut names: Names<'d>,
    mut file: ApiFile,
    mut placed: Vec<Placed>,
    of_drafts: &[calls::Named],
    mut common: Common<'d>,
    mut payloads: Vec<Payload>,
) -> Imported {
    let mut roots = Vec::new();
    for type_ in common.types_mut() {
        trees::named(type_, &mut roots);
    }
    let roots: Vec<usize> = roots.into_iter().map(|id| names.same_as[id]).collect();
    let Homes { mut homes, users } = names.homes(&placed, &roots);
    let payload_types = names.homes_of_payloads(&payloads, &mut homes);
    let variables = file.servers.values().flat_map(|server| server.0.variables.keys());
    let mut files = Names::files(&placed, (file.auth.keys(), variables));
    let (called, type_names_taken) = names.type_names(&homes, &mut files);
    let of_endpoints =
        placed.iter_mut().flat_map(|each| trees::of_endpoint_mut(&mut each.endpoint));
    let of_payloads = payloads.iter_mut().map(|payload| &mut payload.type_);
    let used = of_endpoints.map(|(type_, ..)| type_).chain(of_payloads).chain(common.types_mut());
    names.leave_out_misfits(&called, used);
    let Names { reader, schemas, types: of_schemas, same_as, nodes, .. } = names;
    let mut placing = Placing { reader, schemas, same_as, called, type_names_taken };
    let mut types: BTreeMap<Vec<String>, Named<Type>> = BTreeMap::new();
    placing.shared(common, &mut file, &mut files, &mut types);
    let (endpoints, mut origins) = placing.endpoints(&mut placed, &mut files);
    placing.types(of_schemas, &homes, &mut files, &mut types, &mut origins);
    let payloads = placing.define_payloads(payloads, of_drafts, &mut files, &mut types);
    let payload_count = payloads.len();
    origins.extend(payloads);
    let examples =
        if placing.reader.options.examples { placing.examples(&origins) } else { Vec::new() };
    let written =
        Written { file, endpoints, types, origins, users, payload_types, payload_count, nodes };
    let mut imported = placing.assemble(written);
    imported.examples = examples;
    imported
}

impl Placing<'_> {
    /// Adds the types that all responses have to the API's file.
    fn shared(
        &mut self,
        common: Common<'_>,
        file: &mut ApiFile,
        files: &mut BTreeMap<Vec<String>, Taken>,
        types: &mut BTreeMap<Vec<String>, Named<Type>>,
    ) {
        let taken = files.entry(Vec::new()).or_default();
        let of_root = types.entry(Vec::new()).or_default();
        if let Some((envelope, type_)) = common.envelope {
            let name = self.another_unless_free("Envelope", taken);
            file.envelope = Some(envelope.as_written(name.clone()));
            self.define(name, type_, taken, of_root);
        }
        if let Some((failure, type_)) = common.failure {
            let type_ = self.settle_failure(type_, taken, of_root);
            let (message, code) = (failure.message, failure.code);
            file.failure = Some(model::Failure { type_, message, code });
        }
    }

    /// Puts every endpoint into its file.
    fn endpoints(
        &mut self,
        placed: &mut [Placed],
        files: &mut BTreeMap<Vec<String>, Taken>,
    ) -> (BTreeMap<Vec<String>, Named<Endpoint>>, Vec<Origin>) {
        let mut by_file: BTreeMap<Vec<String>, Named<Endpoint>> = BTreeMap::new();
        let mut origins: Vec<Origin> = Vec::new();
        for each in placed {
            let taken = files.entry(each.resource.clone()).or_default();
            self.settle_endpoint(each, taken);
            let mut name = each.resource.join(".");
            if !name.is_empty() {
                name.push('.');
            }
            name.push_str(&each.name);
            self.reader.operations[each.operation].name = Some(name);
            by_file
                .entry(each.resource.clone())
                .or_default()
                .insert(each.name.clone(), std::mem::take(&mut each.endpoint));
            origins.push(Origin::endpoint(&each.resource, &each.name, each.operation));
        }
        (by_file, origins)
    }

    /// Puts every type with a name into its file. The others were written out where they are used.
    fn types(
        &mut self,
        of_schemas: Vec<Type>,
        homes: &BTreeMap<usize, Vec<String>>,
        files: &mut BTreeMap<Vec<String>, Taken>,
        types: &mut BTreeMap<Vec<String>, Named<Type>>,
        origins: &mut Vec<Origin>,
    ) {
        for (id, mut type_) in of_schemas.into_iter().enumerate() {
            let Some(name) = self.called.get(&id).cloned() else { continue };
            let home = homes[&id].clone();
            let taken = files.entry(home.clone()).or_default();
            if let Type::Full(parts) = &mut type_ {
                // Each use says that it is nullable.
                parts.nullable = false;
            }
            self.settle(&mut type_, &name, taken, true);
            origins.push(Origin::type_(&home, &name, id));
            types.entry(home).or_default().insert(name, type_);
        }
    }
}
