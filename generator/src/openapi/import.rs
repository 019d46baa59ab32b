//! From an `OpenAPI` document to the model of the spec language.
//!
//! Nothing here stops at what it does not understand: an operation that cannot be expressed is left
//! out, and anything less is left out of the operation, each with its reason. What comes out passes
//! the check.

#![allow(
    clippy::unused_self,
    clippy::similar_names,
    reason = "the steps of an import are its methods, and its words are those of the documents: type, types, typed"
)]

mod answer_headers;
mod answers;
mod assemble;
mod at;
mod bodies;
mod envelope;
mod examples;
mod forms;
mod head;
mod hints;
mod lifted;
mod limits;
mod literal;
mod meaning;
mod media;
mod merged;
mod nodes;
mod objects;
mod operations;
mod pages;
mod parameters;
mod payloads;
mod place;
mod properties;
mod resources;
mod scalars;
mod servers;
mod settle;
mod share;
mod standing;
mod text;
mod told;
mod trees;
mod types;
mod unions;
mod unwrapped;
mod values;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

#[cfg(feature = "example-tests")]
use serde_json::Value;

use super::document::{Document, Node, Version};
use super::findings::Operation;
use super::{Imported, Options};
use crate::diagnostic::Diagnostics;
use crate::source::SourceId;
use crate::spec::model::{self, Deprecation, Endpoint, Named, Parameter, Type};
use crate::words::formats::Formats;
pub(super) use assemble::{Origin, Origins, What};
#[cfg(feature = "example-tests")]
pub(super) use at::decoded;
use at::{At, Dangling};
use place::Placed;
use told::Told;
use types::Components;

/// Who is told of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Owner {
    Document,
    Operation(usize),
    /// Every operation that uses the type.
    Type(usize),
}

/// A document on its way into the model.
struct Importing<'d> {
    root: Node<'d>,
    version: Version,
    source: SourceId,
    /// Why references to files lead nowhere.
    refused: &'d HashMap<String, String>,
    options: &'d Options,
    formats: Formats,
    operations: Vec<Operation>,
    found: Vec<Told<'d>>,
    owner: Owner,
    /// What has been told of whom.
    told: HashSet<(Owner, u32, &'static str)>,
    /// While only looking, nothing is told.
    quiet: bool,
    counted: nodes::Counted,
    /// What is wrong with each pattern that was met.
    patterns: HashMap<&'d str, Option<String>>,
    depth: usize,
    components: Components,
    /// Schemas that are merged where they are used, by their places.
    merged: HashMap<merged::Places, merged::Merged>,
    work_left: usize,
    /// The type that stands for each, where several say the same.
    same_as: Vec<usize>,
    /// Of a type that was written out in several places: the way to the first, and the type that it stood in.
    lifted: HashMap<usize, (Vec<String>, Option<usize>)>,
    /// The types that webhooks and callbacks carry.
    payload_types: HashSet<usize>,
    payload_pointers: Vec<String>,
    /// The operations that use each type of which something is told.
    users: HashMap<usize, Vec<usize>>,
    type_names_taken: BTreeSet<String>,
    /// The scheme of the spec for each of the document's; none for one that the client does not know.
    scheme_ids: HashMap<String, Option<String>>,
    /// The scheme that stands for parameters that are the header `Authorization`.
    authorization_id: Option<String>,
    client_params: Named<Parameter>,
    /// The names that the parameters of the operation at hand have.
    rust_names: BTreeSet<String>,
    /// Other forms of the operation at hand: other media types, each with its place.
    forms: Vec<(String, At<'d>, model::Variation)>,
    /// Which of `only` something matched.
    matched: Vec<bool>,
}

/// Imports a document.
pub(super) fn import(document: &Document, options: &Options) -> Result<Imported, Diagnostics> {
    let importing = Importing {
        root: document.tree.root(),
        version: document.version,
        source: document.source,
        refused: &document.files.refused,
        options,
        formats: Formats::new(&options.formats),
        operations: Vec::new(),
        found: Vec::new(),
        owner: Owner::Document,
        told: HashSet::new(),
        quiet: false,
        counted: nodes::Counted::default(),
        patterns: HashMap::new(),
        depth: 0,
        components: Components::default(),
        merged: HashMap::new(),
        work_left: merged::work_for(&document.tree),
        same_as: Vec::new(),
        lifted: HashMap::new(),
        payload_types: HashSet::new(),
        payload_pointers: Vec::new(),
        users: HashMap::new(),
        type_names_taken: BTreeSet::new(),
        scheme_ids: HashMap::new(),
        authorization_id: None,
        client_params: Named::new(),
        rust_names: BTreeSet::new(),
        forms: Vec::new(),
        matched: vec![false; options.only.len()],
    };
    importing.run()
}

/// What a reference within a document leads to.
#[cfg(feature = "example-tests")]
pub(super) fn target<'d>(document: &'d Document, reference: &str) -> Option<&'d Value> {
    let at = at::resolve(document.tree.root(), reference).ok()?;
    document.whole().pointer(&at.pointer())
}

#[cfg(feature = "example-tests")]
pub(super) use media::preferred_media;

/// Operations as endpoints, before they have names.
struct Converted<'d> {
    /// In the order of the drafts.
    endpoints: Vec<Endpoint>,
    /// Which of them answer a list.
    lists: Vec<bool>,
    envelope: Option<envelope::Envelope<'d>>,
    failure: Option<envelope::Failure<'d>>,
}

impl<'d> Importing<'d> {
    fn run(mut self) -> Result<Imported, Diagnostics> {
        let drafts = self.drafts();
        self.refuse_what_matches_nothing(&drafts)?;
        let mut file = self.head();
        self.authorization(&drafts, &mut file.auth);
        let Converted { mut endpoints, lists, envelope, failure } = self.convert(&drafts);
        file.client_params.clone_from(&self.client_params);
        self.owner = Owner::Document;
        let envelope_type = envelope.as_ref().map(|envelope| self.envelope_type(envelope));
        let failure_type = failure.as_ref().and_then(|failure| self.failure_type(failure));
        let mut payloads = self.payloads(&drafts);
        // All schemas are types by now.
        self.merged = HashMap::new();
        self.merge_components();
        let names = self.names(&drafts, &lists);
        let of_drafts = names.clone();
        self.lift(&mut endpoints, &names);
        let mut placed: Vec<Placed> = drafts
            .iter()
            .zip(names)
            .zip(endpoints)
            .map(|((draft, name), endpoint)| Placed {
                resource: name.resource,
                name: name.name,
                endpoint,
                operation: draft.index,
            })
            .collect();
        let mut roots = Vec::new();
        for type_ in envelope_type.iter().chain(&failure_type) {
            trees::named(type_, &mut roots);
        }
        let roots: Vec<usize> = roots.into_iter().map(|id| self.same_as[id]).collect();
        let mut homes = self.homes(&placed, &roots);
        self.homes_of_payloads(&payloads, &mut homes);
        let variables = file.servers.values().flat_map(|server| server.0.variables.keys());
        let mut files = Self::files(&placed, variables);
        let names = self.type_names(&homes, &mut files);
        let mut types: BTreeMap<Vec<String>, Named<Type>> = BTreeMap::new();
        let mut taken_root = files.remove(&Vec::new()).unwrap_or_default();
        let of_root = types.entry(Vec::new()).or_default();
        if let (Some(envelope), Some(mut type_)) = (&envelope, envelope_type) {
            let name = self.another_unless_free("Envelope", &mut taken_root);
            file.envelope = Some(envelope.as_written(name.clone()));
            self.misfits(&type_).leave_out(&mut type_);
            self.define(name, type_, &names, &mut taken_root, of_root);
        }
        if let (Some(failure), Some(type_)) = (&failure, failure_type) {
            let type_ = self.settle_failure(type_, &names, &mut taken_root, of_root);
            let (message, code) = (failure.message.clone(), failure.code.clone());
            file.failure = Some(model::Failure { type_, message, code });
        }
        files.insert(Vec::new(), taken_root);
        let mut by_file: BTreeMap<Vec<String>, Named<Endpoint>> = BTreeMap::new();
        let mut origins: Vec<Origin> = Vec::new();
        for each in &mut placed {
            let taken = files.entry(each.resource.clone()).or_default();
            self.settle_endpoint(each, &names, taken);
            let mut name = each.resource.join(".");
            if !name.is_empty() {
                name.push('.');
            }
            name.push_str(&each.name);
            self.operations[each.operation].name = Some(name);
            by_file
                .entry(each.resource.clone())
                .or_default()
                .insert(each.name.clone(), std::mem::take(&mut each.endpoint));
            origins.push(Origin::endpoint(&each.resource, &each.name, each.operation));
        }
        self.leave_out_misfits(&names, &mut payloads);
        for (id, name) in ordered(&names) {
            let home = homes[&id].clone();
            let mut type_ = self.components.list[id].type_.take().unwrap_or_else(types::any);
            let taken = files.entry(home.clone()).or_default();
            if let Type::Full(parts) = &mut type_ {
                // Null wherever it is used, which is said there.
                parts.nullable = false;
            }
            self.settle_names(&mut type_, &name, &names, taken, true);
            origins.push(Origin::type_(&home, &name, id));
            types.entry(home).or_default().insert(name, type_);
        }
        let payloads = self.define_payloads(payloads, &of_drafts, &names, &mut files, &mut types);
        origins.extend(payloads);
        let examples =
            if self.options.examples { self.examples(&origins, &names) } else { Vec::new() };
        let mut imported = self.assemble(file, by_file, types, origins);
        imported.examples = examples;
        Ok(imported)
    }

    /// The operations as endpoints, with what their answers have in common.
    fn convert(&mut self, drafts: &[operations::Draft<'d>]) -> Converted<'d> {
        let mut answers = Vec::with_capacity(drafts.len());
        let mut answer_forms = Vec::with_capacity(drafts.len());
        for draft in drafts {
            self.owner = Owner::Operation(draft.index);
            let success = self.success(draft);
            let forms = std::mem::take(&mut self.forms);
            answers.push((draft.clone(), success));
            answer_forms.push(forms);
        }
        self.owner = Owner::Document;
        self.quiet = true;
        let envelope = self.find_envelope(&answers);
        let failure = self.find_failure(drafts);
        self.quiet = false;
        let common_headers = self.common_headers(drafts);
        let mut endpoints = Vec::with_capacity(answers.len());
        let mut lists = Vec::with_capacity(answers.len());
        let failure_fields: Vec<&str> = failure
            .as_ref()
            .map(|failure| self.meaning(&failure.at).properties.names().collect())
            .unwrap_or_default();
        for ((draft, success), forms) in answers.iter().zip(answer_forms) {
            self.owner = Owner::Operation(draft.index);
            let mut endpoint = self.endpoint(draft, success, envelope.as_ref());
            endpoint.failures = self.failures_by_status(draft, &failure_fields);
            self.answer_headers(draft, &common_headers, &mut endpoint);
            let of_body = std::mem::take(&mut self.forms);
            self.other_forms(of_body.into_iter().chain(forms), &mut endpoint);
            let answer = endpoint.response.as_ref().map(|response| &response.type_);
            lists.push(answer.is_some_and(|type_| self.is_list(type_)));
            endpoints.push(endpoint);
        }
        self.lift_client_params(&mut endpoints);
        Converted { endpoints, lists, envelope, failure }
    }

    /// Adds the other forms of a call. One whose name another has is called by the whole of its media type.
    fn other_forms(
        &mut self,
        forms: impl Iterator<Item = (String, At<'d>, model::Variation)>,
        endpoint: &mut Endpoint,
    ) {
        for (name, at, form) in forms {
            let whole = at::last_name(&at.pointer()).map(|media_type| media::word(&media_type));
            let mut names = std::iter::once(name.clone()).chain(whole);
            match names.find(|name| !name.is_empty() && !endpoint.also.contains_key(name)) {
                Some(name) => {
                    endpoint.also.insert(name, form);
                }
                None => self.loss(
                    &at,
                    "form-name",
                    format!("two other forms of the call would be called `{name}`; the second is left out"),
                ),
            }
        }
    }

    fn endpoint(
        &mut self,
        draft: &operations::Draft<'d>,
        success: &answers::Success<'d>,
        envelope: Option<&envelope::Envelope<'d>>,
    ) -> Endpoint {
        let (summary, description) =
            text::of_operation(draft.at.text("summary"), draft.at.text("description"));
        let mut endpoint = Endpoint {
            summary,
            description,
            method: draft.method,
            path: draft.path.clone(),
            deprecated: draft.at.flag("deprecated").then_some(Deprecation::Flag(true)),
            auth: self.accepted(draft),
            permissions: self.permissions(draft),
            ..Endpoint::default()
        };
        self.parameters(draft, &mut endpoint);
        endpoint.body = self.body(draft);
        let response = self.response(draft, success, envelope, &mut endpoint);
        if endpoint.responses.is_empty() {
            endpoint.response = Some(response);
        }
        endpoint
    }

    fn resolve(&self, reference: &str) -> Result<At<'d>, Dangling> {
        at::resolve(self.root, reference).map_err(|dangling| dangling.because(self.refused))
    }

    /// Whether nothing counts beside a reference.
    fn ignores_siblings(&self) -> bool {
        self.version == Version::V30
    }
}

/// Names in the order of the types' numbers.
fn ordered(names: &HashMap<usize, String>) -> Vec<(usize, String)> {
    let mut list: Vec<(usize, String)> =
        names.iter().map(|(id, name)| (*id, name.clone())).collect();
    list.sort_unstable();
    list
}
