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

mod at;
mod bodies;
mod envelope;
mod examples;
mod head;
mod hints;
mod literal;
mod meaning;
mod merged;
mod nodes;
mod operations;
mod pages;
mod parameters;
mod payloads;
mod place;
mod properties;
mod resources;
mod share;
mod text;
mod trees;
mod types;
mod unions;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

#[cfg(feature = "example-tests")]
use serde_json::Value;

use super::document::{Document, Node, Version};
use super::findings::{Finding, Findings, Operation, Severity};
use super::{Imported, Options};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::formats::Formats;
use crate::naming::{self, Place};
use crate::source::SourceId;
use crate::spec::model::{
    ApiFile, Deprecation, Endpoint, Field, Named, Parameter, ResourceFile, Response, Type,
    TypeParts,
};
use crate::spec::{self, Spans, model};
#[cfg(feature = "example-tests")]
pub(super) use at::decoded;
use at::{At, Dangling};
use place::{Placed, Taken};
use types::{Components, placeholder_id};

/// Who is told of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Owner {
    Document,
    Operation(usize),
    /// Every operation that uses the type.
    Type(usize),
}

/// A finding before it is known which operations it concerns.
#[derive(Debug, Clone)]
struct Told<'d> {
    owner: Owner,
    severity: Severity,
    at: At<'d>,
    code: &'static str,
    message: String,
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
    /// Other forms of the operation at hand: other media types.
    forms: Vec<(String, model::Form)>,
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
pub(super) use bodies::preferred_media;

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
            for (name, form) in self.forms.drain(..).chain(forms) {
                endpoint.also.entry(name).or_insert(form);
            }
            let answer = endpoint.response.as_ref().map(|response| &response.type_);
            lists.push(answer.is_some_and(|type_| self.is_list(type_)));
            endpoints.push(endpoint);
        }
        Converted { endpoints, lists, envelope, failure }
    }

    /// Leaves out the defaults and examples of types that are none of theirs. Once that is known of all, nothing looks into
    /// a type from another any more, and those that are written out wherever they are used can go.
    fn leave_out_misfits(
        &mut self,
        names: &HashMap<usize, String>,
        payloads: &mut [payloads::Payload],
    ) {
        for payload in payloads {
            self.misfits(&payload.type_).leave_out(&mut payload.type_);
        }
        for id in names.keys() {
            if let Some(type_) = &self.components.list[*id].type_ {
                let misfits = self.misfits(type_);
                self.components.list[*id].type_.as_mut().map(|type_| misfits.leave_out(type_));
            }
        }
        for (id, component) in self.components.list.iter_mut().enumerate() {
            if !names.contains_key(&id) {
                component.type_ = None;
            }
        }
    }

    /// Gives the API's file a type.
    fn define(
        &mut self,
        name: String,
        mut type_: Type,
        names: &HashMap<usize, String>,
        taken: &mut Taken,
        types: &mut Named<Type>,
    ) {
        self.settle_names(&mut type_, &name, names, taken, true);
        types.insert(name, type_);
    }

    /// The name of the type of failures, which becomes one of the API's file where it has none.
    fn settle_failure(
        &mut self,
        mut type_: Type,
        names: &HashMap<usize, String>,
        taken: &mut Taken,
        types: &mut Named<Type>,
    ) -> String {
        self.settle(&mut type_, "Failure", names, taken, true);
        match type_ {
            Type::Bare(name) => name,
            Type::Full(parts) => {
                let name = self.another_unless_free("Failure", taken);
                types.insert(name.clone(), Type::Full(parts));
                name
            }
        }
    }

    /// A part that is asked for and not there is a mistake.
    fn refuse_what_matches_nothing(
        &self,
        drafts: &[operations::Draft<'_>],
    ) -> Result<(), Diagnostics> {
        let mut found = Diagnostics::new();
        for (only, matched) in self.options.only.iter().zip(&self.matched) {
            if !matched {
                found.push(
                    Diagnostic::error("only", format!("no operation has a path below, or the tag, `{only}`"))
                        .help("give the beginning of a path, such as `/zones`, or a tag as the document writes it"),
                );
            }
        }
        for name in &self.options.client_params {
            if !drafts.iter().any(|draft| parameters::placeholders(&draft.path).contains(name)) {
                found.push(
                    Diagnostic::error(
                        "client-param",
                        format!("no path has a placeholder `{{{name}}}`"),
                    )
                    .help("name a parameter as the paths do between `{` and `}`"),
                );
            }
        }
        if found.has_errors() { Err(found) } else { Ok(()) }
    }

    /// What holds for the whole API.
    fn head(&mut self) -> ApiFile {
        let root = At::root(self.root);
        let info = root.get("info");
        let title = info
            .as_ref()
            .and_then(|info| info.text("title"))
            .map(str::trim)
            .filter(|title| !title.is_empty());
        let (summary, description) =
            text::split(info.as_ref().and_then(|info| info.text("description")).unwrap_or(""));
        let auth = self.schemes();
        let prefix = naming::value_name(&self.options.folder, Place::Free).plain().to_uppercase();
        for name in &self.options.client_params {
            let env = format!(
                "{prefix}_{}",
                naming::value_name(name, Place::Free)
                    .plain()
                    .trim_start_matches('_')
                    .to_uppercase()
            );
            let parameter = Parameter {
                type_: Type::Bare("string".to_owned()),
                env: Some(env),
                ..Parameter::default()
            };
            self.client_params.insert(name.clone(), parameter);
        }
        ApiFile {
            clientwright: 1,
            api: title.unwrap_or(&self.options.folder).to_owned(),
            summary,
            description,
            servers: self.servers(),
            base_url_env: Some(format!("{prefix}_BASE_URL")),
            auth,
            client_params: self.client_params.clone(),
            ..ApiFile::default()
        }
    }

    fn endpoint(
        &mut self,
        draft: &operations::Draft<'d>,
        success: &bodies::Success<'d>,
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

    /// What an operation answers, without the envelope around it, and how its list goes on.
    fn response(
        &mut self,
        draft: &operations::Draft<'d>,
        success: &bodies::Success<'d>,
        envelope: Option<&envelope::Envelope<'d>>,
        endpoint: &mut Endpoint,
    ) -> Response {
        let mut response = success.response.clone();
        let bare = envelope.map(|_| model::Wrapping::None);
        if !success.statuses.is_empty() {
            let responses = self.by_status(success, envelope, endpoint);
            let json = responses.values().all(|each| each.as_ == model::AnswerForm::Json);
            match Self::one_of_all(&responses).filter(|_| json) {
                Some(type_) => response.type_ = type_,
                None => endpoint.responses = responses,
            }
            return response;
        }
        let Some(schema) = &success.schema else {
            endpoint.envelope = bare;
            return response;
        };
        if response.as_ != model::AnswerForm::Json {
            response.type_ = self.answer(std::slice::from_ref(schema), success.nullable);
            return response;
        }
        let whole = self.meaning(schema);
        let Some(envelope) = envelope.filter(|envelope| envelope.holds(&whole)) else {
            endpoint.envelope = bare;
            let found = self.pages(draft, success, endpoint, &whole, None);
            let items = found.as_ref().and_then(|found| found.items.clone());
            response.type_ = match items {
                Some(items) => self.answer(&items, false),
                None => self.answer(std::slice::from_ref(schema), success.nullable),
            };
            endpoint.pages =
                found.map(|found| found.pages).filter(|_| self.is_list(&response.type_));
            return response;
        };
        let Some(schemas) = whole.properties.get(envelope.data).cloned() else {
            response.type_ = bodies::none().type_;
            return response;
        };
        let data = self.meaning_of_all(&schemas);
        // Where nothing is said to be required, nothing is known of what may be missing.
        let may_be_missing = !whole.required.contains(envelope.data)
            && !whole.required.is_empty()
            && data.items.is_empty();
        response.type_ = self.answer(&schemas, success.nullable || may_be_missing);
        if self.is_list(&response.type_) {
            let found = self.pages(draft, success, endpoint, &whole, Some(envelope.data));
            endpoint.pages = found.map(|found| found.pages);
        }
        response
    }

    /// The type of all answers, where they differ in no more than that some have no body.
    fn one_of_all(responses: &Named<Response>) -> Option<Type> {
        let plain = |type_: &Type| match type_ {
            Type::Full(parts) => {
                let mut parts = parts.clone();
                (parts.summary, parts.description, parts.example, parts.default) =
                    (None, None, None, None);
                parts.deprecated = None;
                Some(parts)
            }
            Type::Bare(_) => None,
        };
        let mut some = responses.values().filter_map(|response| plain(&response.type_));
        let first = some.next()?;
        if !some.all(|other| other == first) {
            return None;
        }
        let empty = responses.values().any(|response| plain(&response.type_).is_none());
        let mut parts = responses.values().find_map(|response| match &response.type_ {
            Type::Full(parts) => Some(parts.clone()),
            Type::Bare(_) => None,
        })?;
        parts.nullable = (parts.nullable || empty) && parts.type_.as_deref() != Some("any");
        Some(Type::Full(parts))
    }

    /// Answers that differ by their status, each without the envelope where all have it.
    fn by_status(
        &mut self,
        success: &bodies::Success<'d>,
        envelope: Option<&envelope::Envelope<'d>>,
        endpoint: &mut Endpoint,
    ) -> Named<Response> {
        let mut wholes = Vec::new();
        for each in &success.statuses {
            wholes.push((each, each.schema.as_ref().map(|schema| self.meaning(schema))));
        }
        let held = envelope.filter(|envelope| {
            wholes.iter().all(|(_, whole)| whole.as_ref().is_none_or(|whole| envelope.holds(whole)))
        });
        if envelope.is_some() && held.is_none() {
            endpoint.envelope = Some(model::Wrapping::None);
        }
        let mut responses = Named::new();
        for (each, whole) in wholes {
            let data = match (&whole, held) {
                (Some(whole), Some(envelope)) => whole.properties.get(envelope.data).cloned(),
                _ => each.schema.clone().map(|schema| vec![schema]),
            };
            let response = match data {
                Some(schemas) => {
                    Response { type_: self.answer(&schemas, false), ..Response::default() }
                }
                None if each.schema.is_some() => bodies::none(),
                None => each.response.clone(),
            };
            responses.insert(each.status.clone(), response);
        }
        responses
    }

    /// The type of an answer. Null is a value of `any` as it is.
    fn answer(&mut self, schemas: &[At<'d>], nullable: bool) -> Type {
        let mut parts = unions::parts_of(self.type_of_all(schemas));
        parts.nullable = (parts.nullable || nullable) && parts.type_.as_deref() != Some("any");
        Type::Full(parts)
    }

    fn envelope_type(&mut self, envelope: &envelope::Envelope<'d>) -> Type {
        let mut fields: Named<Field> = Named::new();
        for (name, (schema, always)) in &envelope.fields {
            let type_ = self.type_of(schema);
            fields.insert(parameters::key(name, *always), Field::new(type_));
        }
        fields.insert(envelope.data.to_owned(), Field::new(types::any()));
        let summary = Some("What every answer has around its data.".to_owned());
        Type::Full(Box::new(TypeParts {
            fields: Some(fields.into()),
            summary,
            ..TypeParts::default()
        }))
    }

    fn failure_type(&mut self, failure: &envelope::Failure<'d>) -> Option<Type> {
        let mut type_ = self.type_of(&failure.at);
        let Type::Full(parts) = &mut type_ else { return None };
        parts.nullable = false;
        let target = parts
            .type_
            .as_deref()
            .and_then(placeholder_id)
            .and_then(|id| self.components.list[id].type_.as_ref());
        let is_object = parts.fields.is_some()
            || matches!(target, Some(Type::Full(target)) if target.fields.is_some());
        is_object.then_some(type_)
    }

    /// What each file has taken by its endpoints and its resource.
    fn files<'s>(
        placed: &[Placed],
        server_variables: impl Iterator<Item = &'s String>,
    ) -> BTreeMap<Vec<String>, Taken> {
        let mut files: BTreeMap<Vec<String>, Taken> = BTreeMap::new();
        for each in placed {
            for depth in 1..=each.resource.len() {
                let file = files.entry(each.resource[..depth].to_vec()).or_default();
                file.take(naming::type_name(&each.resource[depth - 1], Place::Free).as_str());
            }
            let place = if each.resource.is_empty() { Place::RootType } else { Place::Free };
            let file = files.entry(each.resource.clone()).or_default();
            file.take_endpoint(&each.name, place);
            if !each.endpoint.responses.is_empty() {
                file.take(naming::type_name(&naming::joined(&each.name, "answer"), place).as_str());
            }
            for key in each.endpoint.also.keys() {
                file.take_endpoint(&format!("{}_{key}", each.name), place);
            }
        }
        let root = files.entry(Vec::new()).or_default();
        for name in ["Api", "Client", "ClientBuilder", "Endpoint", "Error", "Request", "Server"] {
            root.take(name);
        }
        for name in server_variables {
            root.take(naming::type_name(&naming::joined("server", name), Place::RootType).as_str());
        }
        files
    }

    fn another_unless_free(&mut self, name: &str, taken: &mut Taken) -> String {
        let is_free = !self.type_names_taken.contains(name) && taken.is_free(name);
        if is_free {
            self.type_names_taken.insert(name.to_owned());
            taken.take(name);
            return name.to_owned();
        }
        self.another(name, taken)
    }

    fn settle_endpoint(
        &mut self,
        placed: &mut Placed,
        names: &HashMap<usize, String>,
        taken: &mut Taken,
    ) {
        let owner = placed.name.clone();
        let endpoint = &mut placed.endpoint;
        for parameters in [
            &mut endpoint.path_params,
            &mut endpoint.query,
            &mut endpoint.headers,
            &mut endpoint.cookies,
        ] {
            for (key, parameter) in parameters.iter_mut() {
                if parameter.const_.is_some() {
                    continue;
                }
                // In a parameter, `name` is the parameter's.
                let mut parts = unions::parts_of(parameter.type_.take());
                let own = parts.name.take();
                let name = own.as_deref().unwrap_or_else(|| key.trim_end_matches('?'));
                let name = naming::joined(&owner, name);
                let mut type_ = Type::Full(parts);
                self.settle_parameter(&mut type_, &name, names, taken);
                if let Some(own) = own {
                    let mut parts = unions::parts_of(type_);
                    parts.name = Some(own);
                    type_ = Type::Full(parts);
                }
                parameter.type_ = type_;
            }
        }
        if let Some(body) = &mut endpoint.body {
            let form = body.as_;
            if let Type::Full(parts) = &mut body.type_ {
                let required = parts
                    .fields
                    .as_deref()
                    .into_iter()
                    .flatten()
                    .filter(|(key, field)| !key.ends_with('?') && !field.read_only)
                    .count();
                let split = parts.fields.is_some()
                    && (form != model::BodyForm::Json && form != model::BodyForm::Form
                        || required <= 2);
                let mut type_ = body.type_.take();
                if split {
                    // Its fields are the request's.
                    self.settle(&mut type_, &owner, names, taken, true);
                } else {
                    self.settle(&mut type_, &naming::joined(&owner, "body"), names, taken, false);
                }
                body.type_ = type_;
            }
        }
        let resource = placed.resource.last().cloned().unwrap_or_default();
        for (status, response) in &mut endpoint.responses {
            if !matches!(response.type_, Type::Bare(_)) {
                let name =
                    naming::joined(&naming::joined(&resource, &owner), &format!("answer_{status}"));
                self.settle_named(&mut response.type_, &name, names, taken);
            }
        }
        for (status, type_) in &mut endpoint.failures {
            let name =
                naming::joined(&naming::joined(&resource, &owner), &format!("failure_{status}"));
            self.settle_named(type_, &name, names, taken);
        }
        for (key, form) in &mut endpoint.also {
            let owner = format!("{owner}_{key}");
            if let Some(body) = &mut form.body {
                let is_json = body.as_ == model::BodyForm::Json;
                if is_json {
                    let name = naming::joined(&naming::joined(&resource, &owner), "body");
                    self.settle_named(&mut body.type_, &name, names, taken);
                } else {
                    self.settle(&mut body.type_, &owner, names, taken, true);
                }
            }
            if let Some(response) = &mut form.response
                && !matches!(response.type_, Type::Bare(_))
                && !matches!(&response.type_, Type::Full(parts) if place::is_bare(parts))
            {
                let name = naming::joined(&naming::joined(&resource, &owner), "response");
                self.settle_named(&mut response.type_, &name, names, taken);
            }
        }
        if let Some(response) = &mut endpoint.response {
            let empty = matches!(&response.type_, Type::Full(parts) if place::is_bare(parts));
            if !empty && !matches!(response.type_, Type::Bare(_)) {
                self.settle(
                    &mut response.type_,
                    &naming::joined(&owner, "response"),
                    names,
                    taken,
                    false,
                );
            }
        }
    }

    /// A type that is written where it is used, under a name of its own: how the check would call it is not known here.
    fn settle_named(
        &mut self,
        type_: &mut Type,
        name: &str,
        names: &HashMap<usize, String>,
        taken: &mut Taken,
    ) {
        if !types::is_structure(type_) {
            self.settle(type_, name, names, taken, false);
            return;
        }
        let name = self.another_unless_free(name, taken);
        let mut parts = unions::parts_of(type_.take());
        parts.name = Some(name.clone());
        *type_ = Type::Full(parts);
        self.settle(type_, &name, names, taken, true);
    }

    /// A parameter's own structure cannot have a name of its own, so one that is taken makes it a text.
    fn settle_parameter(
        &mut self,
        type_: &mut Type,
        name: &str,
        names: &HashMap<usize, String>,
        taken: &mut Taken,
    ) {
        let structured = types::is_structure(type_);
        let rust = naming::type_name(name, Place::Free).as_str().to_owned();
        if structured && !taken.is_free(&rust) {
            let mut parts = unions::parts_of(type_.take());
            parts.enum_ = None;
            parts.type_ = Some("string".to_owned());
            *type_ = Type::Full(parts);
        }
        self.settle(type_, name, names, taken, false);
    }

    fn resolve(&self, reference: &str) -> Result<At<'d>, Dangling> {
        at::resolve(self.root, reference).map_err(|dangling| dangling.because(self.refused))
    }

    /// Whether nothing counts beside a reference.
    fn ignores_siblings(&self) -> bool {
        self.version == Version::V30
    }

    fn note(&mut self, at: &At<'d>, code: &'static str, message: impl Into<String>) {
        self.find(Severity::Note, at, code, message);
    }

    fn loss(&mut self, at: &At<'d>, code: &'static str, message: impl Into<String>) {
        self.find(Severity::Loss, at, code, message);
    }

    fn find(
        &mut self,
        severity: Severity,
        at: &At<'d>,
        code: &'static str,
        message: impl Into<String>,
    ) {
        if self.quiet || !self.told.insert((self.owner, at.place(), code)) {
            return;
        }
        let (owner, message) = (self.owner, message.into());
        self.found.push(Told { owner, severity, at: *at, code, message });
    }

    /// The types of which something is told.
    fn told_of_types(&self) -> BTreeSet<usize> {
        let of_type = |told: &Told<'_>| match &told.owner {
            Owner::Type(id) => Some(self.same_as.get(*id).copied().unwrap_or(*id)),
            _ => None,
        };
        self.found.iter().filter_map(of_type).collect()
    }

    /// The model with a place for everything, and what there is to tell.
    fn assemble(
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
                What::Type(id) => self.components.list[id].pointer.to_string(),
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
pub(super) struct Origin {
    pub(super) path: Vec<String>,
    pub(super) way: Vec<String>,
    pub(super) what: What,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum What {
    Endpoint(usize),
    Type(usize),
    /// What a webhook or callback carries.
    Payload(usize),
}

impl Origin {
    fn payload(path: &[String], name: &str, index: usize) -> Self {
        Self {
            path: path.to_vec(),
            way: vec!["types".to_owned(), name.to_owned()],
            what: What::Payload(index),
        }
    }

    fn endpoint(path: &[String], name: &str, operation: usize) -> Self {
        Self {
            path: path.to_vec(),
            way: vec!["endpoints".to_owned(), name.to_owned()],
            what: What::Endpoint(operation),
        }
    }

    fn type_(path: &[String], name: &str, id: usize) -> Self {
        Self {
            path: path.to_vec(),
            way: vec!["types".to_owned(), name.to_owned()],
            what: What::Type(id),
        }
    }
}

/// The origins by the number that stands in the model's spans, with their JSON pointers.
#[derive(Debug, Clone, Default)]
pub(super) struct Origins(pub(super) Vec<(Origin, String)>);

/// Names in the order of the types' numbers.
fn ordered(names: &HashMap<usize, String>) -> Vec<(usize, String)> {
    let mut list: Vec<(usize, String)> =
        names.iter().map(|(id, name)| (*id, name.clone())).collect();
    list.sort_unstable();
    list
}
