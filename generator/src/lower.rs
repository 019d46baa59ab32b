//! From the checked spec to plain data: Rust names, modules, boxes, and the limits that are to be checked when a value
//! is sent. Lowering cannot fail: the check has found every error of the spec.

mod boxes;
mod calls;
mod encodings;
mod examples;
mod features;
mod rules;
mod schema;
mod shared;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use crate::check::checked;
use crate::ir;
use crate::words::naming::{self, Name, Scope};

/// The settings of a client beside its spec.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// The path at which users of the crate find the generated modules.
    pub doc_path: Option<String>,
    /// The existing cargo features. An API whose folder has the name of one is enabled by it.
    pub features: Vec<String>,
    /// The place of the modules. An API that is a crate gets features of its own.
    pub layout: ir::Layout,
    /// Whether the crate gets tests of the examples in its document.
    pub example_tests: bool,
}

/// Lowers every API.
pub fn lower(apis: &[checked::Api], setting: &Setting) -> ir::Package {
    ir::Package {
        doc_path: setting.doc_path.clone(),
        layout: setting.layout,
        example_tests: setting.example_tests,
        apis: apis.iter().map(|api| Lowering::new(api, setting).api(setting)).collect(),
    }
}

/// The API that is lowered, with what every part looks up.
struct Lowering<'a> {
    api: &'a checked::Api,
    /// The references between types that need a box, lest a type contain itself.
    boxes: boxes::Boxes,
    /// For each type, the directions in which its values go.
    uses: Vec<schema::Uses>,
    /// The parameters that endpoints have in common, each with the name of its constant.
    shared: shared::Constants,
    /// For each type, whether it has anything to check in requests or to compare in responses.
    checked_types: Vec<bool>,
    /// For each resource, whether it or one below it has endpoints.
    has_calls: Vec<bool>,
    /// For each resource, the type with its methods.
    handles: Vec<Name>,
    /// The feature conditions of each part.
    features: features::Features,
    /// Whether values that are only received can be built like those that are sent.
    builds_all: bool,
}

impl<'a> Lowering<'a> {
    fn new(api: &'a checked::Api, setting: &Setting) -> Self {
        let features = match setting.layout {
            ir::Layout::Modules => features::Features::none(api),
            ir::Layout::Crate => features::Features::plan(api),
        };
        let uses = schema::uses(api);
        let checked_types = schema::limited_types(api, &uses);
        let boxes = boxes::Boxes::find(api);
        let mut lowering = Self {
            api,
            boxes,
            uses,
            shared: Vec::new(),
            checked_types,
            has_calls: has_calls(&api.resources),
            handles: handles(api),
            features,
            // A large document has many types that only its server builds. For a hand-written spec, tests build them
            // too, as responses of a mock.
            builds_all: setting.layout == ir::Layout::Modules,
        };
        lowering.shared = lowering.parameters_of_the_api();
        lowering
    }

    fn api(&self, setting: &Setting) -> ir::Api {
        let api = self.api;
        let modules = self.modules();
        let (examples, untyped_examples) = self.examples(&modules);
        let root_types = root_types(&modules[0], api);
        ir::Api {
            module: naming::value_name(&api.folder, Scope::Module),
            feature: setting.features.contains(&api.folder).then(|| api.folder.clone()),
            features: self.features.list.clone(),
            name: api.name.clone(),
            servers: api
                .servers
                .iter()
                .map(|server| ir::Server {
                    variant: naming::type_name(&server.name, Scope::Free),
                    name: server.name.clone(),
                    url: server.url.clone(),
                    variables: server.variables.clone(),
                })
                .collect(),
            server_variables: api.server_variables.iter().map(server_variable).collect(),
            base_url_env: api.base_url_env.clone(),
            request_id: api.request_id.clone(),
            schemes: api.schemes.iter().map(|each| scheme(each, &root_types)).collect(),
            client_parameters: api
                .client_parameters
                .iter()
                .map(|p| self.client_parameter(p))
                .collect(),
            envelope: api.envelope.as_ref().map(|envelope| ir::Envelope {
                success: envelope.success.clone(),
                data: envelope.data.clone(),
                type_: self.path(envelope.type_),
            }),
            failure: api.failure.as_ref().map(|failure| ir::Failure {
                type_: self.path(failure.type_),
                message: failure.message.clone(),
                code: failure.code.clone(),
            }),
            rate_limits: api.rate_limits.clone(),
            source: folder(api),
            shared: self.used(&modules),
            modules,
            examples,
            untyped_examples,
            calls: api.calls.clone(),
        }
    }

    fn modules(&self) -> Vec<ir::Module> {
        let resources = &self.api.resources;
        let mut types: Vec<Vec<ir::TypeDef>> = vec![Vec::new(); resources.len()];
        for (id, definition) in self.api.types.iter().enumerate() {
            types[definition.resource].push(self.definition(id, definition));
        }
        let mut below = self.children();
        resources
            .iter()
            .zip(types)
            .enumerate()
            .map(|(index, (resource, types))| {
                let endpoints = resource.endpoints.iter();
                let endpoints: Vec<ir::Endpoint> =
                    endpoints.map(|endpoint| self.endpoint(resource, endpoint)).collect();
                ir::Module {
                    path: resource.path.iter().map(|part| module_name(part)).collect(),
                    condition: self.features.modules[index].clone(),
                    calls_condition: self.features.calls[index].clone(),
                    source: resource.source.clone().unwrap_or_default(),
                    text: resource.text.clone(),
                    handle: (!resource.path.is_empty() && self.has_calls[index])
                        .then(|| self.handles[index].clone()),
                    access: access(resource),
                    children: std::mem::take(&mut below[index]),
                    endpoints,
                    types,
                }
            })
            .collect()
    }

    /// Returns the children of each resource.
    fn children(&self) -> Vec<Vec<ir::Child>> {
        let resources = &self.api.resources;
        let places = places(resources);
        let mut children: Vec<Vec<ir::Child>> = vec![Vec::new(); resources.len()];
        for (index, resource) in resources.iter().enumerate() {
            let Some((name, above)) = resource.path.split_last() else { continue };
            let Some(&parent) = places.get(above) else { continue };
            let scope = if above.is_empty() { Scope::Client } else { Scope::Resource };
            children[parent].push(ir::Child {
                module: module_name(name),
                condition: self.features.modules[index].clone(),
                accessor: self.has_calls[index]
                    .then(|| (naming::value_name(name, scope), self.handles[index].clone())),
                calls_condition: self.features.calls[index].clone(),
                text: resource.text.clone(),
            });
        }
        children
    }

    fn path(&self, id: checked::TypeId) -> ir::TypePath {
        let definition = &self.api.types[id.0];
        ir::TypePath { module: definition.resource, name: definition_name(definition) }
    }
}

/// Returns the index of each resource, by its path.
fn places(resources: &[checked::Resource]) -> BTreeMap<&[String], usize> {
    resources.iter().enumerate().map(|(index, each)| (each.path.as_slice(), index)).collect()
}

fn has_calls(resources: &[checked::Resource]) -> Vec<bool> {
    let places = places(resources);
    let mut has_calls = vec![false; resources.len()];
    for resource in resources.iter().filter(|resource| !resource.endpoints.is_empty()) {
        for depth in 0..=resource.path.len() {
            if let Some(&above) = places.get(&resource.path[..depth]) {
                has_calls[above] = true;
            }
        }
    }
    has_calls
}

/// Returns the types of the root module that the spec names.
fn root_types(root: &ir::Module, api: &checked::Api) -> BTreeSet<String> {
    let types = root.types.iter().map(|definition| &definition.name);
    let answers = root.endpoints.iter().filter_map(|endpoint| match &endpoint.answer {
        ir::Answer::ByStatus { name, .. } => Some(name),
        _ => None,
    });
    let requests = root.endpoints.iter().map(|endpoint| &endpoint.request);
    let names = types.chain(answers).chain(requests).map(|name| name.as_str().to_owned());
    let values = api.server_variables.iter().map(server_variable);
    let values = values.filter_map(|variable| Some(variable.values?.name.as_str().to_owned()));
    names.chain(values).collect()
}

fn scheme(scheme: &checked::Scheme, root_types: &BTreeSet<String>) -> ir::Scheme {
    let credentials = scheme.kind.credentials();
    ir::Scheme {
        named: (credentials.len() > 1)
            .then(|| naming::credentials_name(&scheme.id, |name| root_types.contains(name))),
        id: scheme.id.clone(),
        method: naming::value_name(&scheme.id, Scope::Builder),
        provider: matches!(scheme.kind, checked::SchemeKind::Bearer(_))
            .then(|| naming::provider_name(&scheme.id)),
        text: scheme.text.clone(),
        kind: match &scheme.kind {
            checked::SchemeKind::Bearer(_) => ir::SchemeKind::Bearer,
            checked::SchemeKind::Basic { .. } => ir::SchemeKind::Basic,
            checked::SchemeKind::Headers(headers) => {
                ir::SchemeKind::Headers(headers.iter().map(|(header, _)| header.clone()).collect())
            }
            checked::SchemeKind::Query(name, _) => ir::SchemeKind::Query(name.clone()),
            checked::SchemeKind::Cookie(name, _) => ir::SchemeKind::Cookie(name.clone()),
            checked::SchemeKind::Hmac { profile: checked::HmacProfile::KongHmacAuth, .. } => {
                ir::SchemeKind::KongHmac
            }
        },
        credentials: credentials
            .into_iter()
            .map(|credential| ir::Credential {
                name: credential.name.clone(),
                argument: naming::value_name(&credential.name, Scope::Free),
                env: credential.env.clone(),
                secret: credential.secret,
            })
            .collect(),
    }
}

fn server_variable(variable: &checked::ServerVariable) -> ir::ServerVariable {
    let variant = |value: &String| (naming::type_name(value, Scope::Variant), value.clone());
    ir::ServerVariable {
        wire: variable.name.clone(),
        method: naming::value_name(&variable.name, Scope::Builder),
        text: variable.text.clone(),
        values: variable.values.as_ref().map(|values| ir::ServerValues {
            name: naming::type_name(&naming::joined("server", &variable.name), Scope::RootType),
            variants: values.iter().map(variant).collect(),
        }),
    }
}

/// Returns the folder of an API's spec, as the headers of generated files name it.
fn folder(api: &checked::Api) -> String {
    let file = api.resources.iter().find_map(|resource| resource.source.as_deref());
    let folder = file.and_then(|file| file.rsplit_once('/')).map(|(folder, _)| folder);
    folder.unwrap_or(&api.folder).to_owned()
}

fn module_name(part: &str) -> Name {
    naming::value_name(part, Scope::Module)
}

/// Returns the type with the methods of each resource.
fn handles(api: &checked::Api) -> Vec<Name> {
    let mut types: Vec<BTreeSet<String>> = vec![BTreeSet::new(); api.resources.len()];
    for definition in &api.types {
        types[definition.resource].insert(definition_name(definition).as_str().to_owned());
    }
    let name = |resource: &checked::Resource| resource.path.last().cloned().unwrap_or_default();
    let resources = api.resources.iter().zip(&types);
    resources
        .map(|(resource, types)| naming::handle_name(&name(resource), |name| types.contains(name)))
        .collect()
}

fn definition_name(definition: &checked::Definition) -> Name {
    let scope = if definition.resource == 0 { Scope::RootType } else { Scope::Free };
    naming::type_name(definition.rust_name(), scope)
}

/// Returns the calls that lead from a client to a resource, such as `stream().keys()`.
fn access(resource: &checked::Resource) -> String {
    let mut calls = Vec::new();
    for (depth, part) in resource.path.iter().enumerate() {
        let scope = if depth == 0 { Scope::Client } else { Scope::Resource };
        calls.push(format!("{}()", naming::value_name(part, scope)));
    }
    calls.join(".")
}
