//! The fourth phase: everything goes to its file, under its name.

pub(in crate::openapi) mod assemble;
pub(in crate::openapi) mod examples;
pub(in crate::openapi) mod literal;
pub(in crate::openapi) mod names;
pub(in crate::openapi) mod payloads;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use self::assemble::{Origin, Written};
use crate::openapi::Imported;
use crate::openapi::import::calls::Converted;
use crate::openapi::import::calls::payloads::Payload;
use crate::openapi::import::names::homes::{Homes, Placed, Taken};
use crate::openapi::import::names::{Names, calls};
use crate::openapi::import::{trees, types};
use crate::spec::model::{self, ApiFile, Endpoint, Named, Type};

/// The types with their names, on their way into files.
pub(in crate::openapi) struct Placing<'d> {
    names: Names<'d>,
    type_names_taken: BTreeSet<String>,
}

/// Writes the model: `placed` are the endpoints with their names, `called` the names in the order of the drafts.
pub(in crate::openapi) fn place<'d>(
    names: Names<'d>,
    mut file: ApiFile,
    mut placed: Vec<Placed>,
    called: &[calls::Named],
    converted: Converted<'d>,
) -> Imported {
    let mut roots = Vec::new();
    for type_ in converted.envelope_type.iter().chain(&converted.failure_type) {
        trees::named(type_, &mut roots);
    }
    let roots: Vec<usize> = roots.into_iter().map(|id| names.same_as[id]).collect();
    let Homes { mut homes, users } = names.homes(&placed, &roots);
    let payload_types = names.homes_of_payloads(&converted.payloads, &mut homes);
    let variables = file.servers.values().flat_map(|server| server.0.variables.keys());
    let mut files = Names::files(&placed, (file.auth.keys(), variables));
    let (type_names, type_names_taken) = names.type_names(&homes, &mut files);
    let mut placing = Placing { names, type_names_taken };
    let mut types: BTreeMap<Vec<String>, Named<Type>> = BTreeMap::new();
    let mut payloads = placing.shared(converted, &mut file, &type_names, &mut files, &mut types);
    let (endpoints, mut origins) = placing.endpoints(&mut placed, &type_names, &mut files);
    placing.leave_out_misfits(&type_names, &mut payloads);
    placing.types(&homes, &type_names, &mut files, &mut types, &mut origins);
    let payloads = placing.define_payloads(payloads, called, &type_names, &mut files, &mut types);
    let payload_count = payloads.len();
    origins.extend(payloads);
    let examples = if placing.names.reader.options.examples {
        placing.examples(&origins, &type_names)
    } else {
        Vec::new()
    };
    let written = Written { file, endpoints, types, origins, users, payload_types, payload_count };
    let mut imported = placing.assemble(written);
    imported.examples = examples;
    imported
}

impl Placing<'_> {
    /// Gives the API's file the types that all answers have, and returns the payloads.
    fn shared(
        &mut self,
        converted: Converted<'_>,
        file: &mut ApiFile,
        names: &HashMap<usize, String>,
        files: &mut BTreeMap<Vec<String>, Taken>,
        types: &mut BTreeMap<Vec<String>, Named<Type>>,
    ) -> Vec<Payload> {
        let taken = files.entry(Vec::new()).or_default();
        let of_root = types.entry(Vec::new()).or_default();
        if let (Some(envelope), Some(mut type_)) = (&converted.envelope, converted.envelope_type) {
            let name = self.another_unless_free("Envelope", taken);
            file.envelope = Some(envelope.as_written(name.clone()));
            self.misfits(&type_).leave_out(&mut type_);
            self.define(name, type_, names, taken, of_root);
        }
        if let (Some(failure), Some(type_)) = (converted.failure, converted.failure_type) {
            let type_ = self.settle_failure(type_, names, taken, of_root);
            let (message, code) = (failure.message, failure.code);
            file.failure = Some(model::Failure { type_, message, code });
        }
        converted.payloads
    }

    /// Puts every endpoint into its file.
    fn endpoints(
        &mut self,
        placed: &mut [Placed],
        names: &HashMap<usize, String>,
        files: &mut BTreeMap<Vec<String>, Taken>,
    ) -> (BTreeMap<Vec<String>, Named<Endpoint>>, Vec<Origin>) {
        let mut by_file: BTreeMap<Vec<String>, Named<Endpoint>> = BTreeMap::new();
        let mut origins: Vec<Origin> = Vec::new();
        for each in placed {
            let taken = files.entry(each.resource.clone()).or_default();
            self.settle_endpoint(each, names, taken);
            let mut name = each.resource.join(".");
            if !name.is_empty() {
                name.push('.');
            }
            name.push_str(&each.name);
            self.names.reader.operations[each.operation].name = Some(name);
            by_file
                .entry(each.resource.clone())
                .or_default()
                .insert(each.name.clone(), std::mem::take(&mut each.endpoint));
            origins.push(Origin::endpoint(&each.resource, &each.name, each.operation));
        }
        (by_file, origins)
    }

    /// Puts every type with a name into its file.
    fn types(
        &mut self,
        homes: &BTreeMap<usize, Vec<String>>,
        names: &HashMap<usize, String>,
        files: &mut BTreeMap<Vec<String>, Taken>,
        types: &mut BTreeMap<Vec<String>, Named<Type>>,
        origins: &mut Vec<Origin>,
    ) {
        for (id, name) in ordered(names) {
            let home = homes[&id].clone();
            let type_ = self.names.components.list[id].type_.take();
            let mut type_ = type_.unwrap_or_else(types::any);
            let taken = files.entry(home.clone()).or_default();
            if let Type::Full(parts) = &mut type_ {
                // Null wherever it is used, which is said there.
                parts.nullable = false;
            }
            self.settle_names(&mut type_, &name, names, taken, true);
            origins.push(Origin::type_(&home, &name, id));
            types.entry(home).or_default().insert(name, type_);
        }
    }
}

/// Names in the order of the types' numbers.
fn ordered(names: &HashMap<usize, String>) -> Vec<(usize, String)> {
    let mut list: Vec<(usize, String)> =
        names.iter().map(|(id, name)| (*id, name.clone())).collect();
    list.sort_unstable();
    list
}
