//! From plain data to tokens: one emitter a kind of item, each shaped like what it writes.
//!
//! An emitter knows nothing of its siblings; what they share (names in scope, documentation,
//! schemas) is in `support`. They cannot fail, and they never see a disk or a spec.

mod client;
mod endpoint;
mod package;
mod resource;
mod support;
mod types;

use syn::{Attribute, Item};

use crate::ir;
use support::scope::{Scope, Taken};

/// One file of the generated client, before it is formatted.
pub struct File {
    /// Below the output folder, with forward slashes: `cloudflare/stream/keys.rs`.
    pub path: String,
    /// The spec file, or folder, that it comes from.
    pub source: String,
    /// The inner attributes: the module's documentation and its lint levels.
    pub attributes: Vec<Attribute>,
    /// The items, in groups that a blank line separates.
    pub groups: Vec<Vec<Item>>,
}

/// A file that is to be emitted: tokens are large and stay in their thread, so that they are made
/// where and when they are printed.
pub type Emission<'p> = Box<dyn Fn() -> File + Send + Sync + 'p>;

/// The root of the package and every API's files.
pub fn emit(package: &ir::Package) -> Vec<Emission<'_>> {
    let mut files: Vec<Emission<'_>> = vec![Box::new(|| package::root(package))];
    for api in &package.apis {
        for index in 0..api.modules.len() {
            files.push(Box::new(move || module(package, api, index)));
        }
    }
    files
}

/// One module: its documentation, what it imports, the modules below it, its calls, its types.
fn module(package: &ir::Package, api: &ir::Api, index: usize) -> File {
    let module = &api.modules[index];
    let scope = Scope::new(api, index, taken(module));
    let mut methods = resource::accessors(module);
    let calls = module.endpoints.iter();
    methods.extend(calls.map(|each| endpoint::method(package, api, module, each, &scope)));
    let mut groups = if module.path.is_empty() {
        client::client(package, api, &methods, &scope)
    } else {
        resource::resource(api, module, &methods, &scope)
    };
    groups.push(support::schema::constants(&support::handle(module), &module.shared, &scope));
    for endpoint in &module.endpoints {
        groups.extend(endpoint::endpoint(module, endpoint, &scope));
    }
    for definition in &module.types {
        groups.extend(types::definition(definition, &scope));
    }
    let modules = resource::modules(module);
    let mut all = vec![scope.imports()];
    all.push(modules);
    all.extend(groups);
    all.retain(|group| !group.is_empty());
    File {
        path: path(api, module),
        source: module.source.clone(),
        attributes: support::docs::module(&module.text, &api.name, module.path.is_empty()),
        groups: all,
    }
}

/// The names that a module defines itself, which no import may take.
fn taken(module: &ir::Module) -> Taken {
    let mut taken = Taken::default();
    taken.modules(module.children.iter().map(|child| &child.module));
    taken.types(module.handle.iter());
    taken.types(module.endpoints.iter().map(|endpoint| &endpoint.request));
    taken.types(module.types.iter().map(|definition| &definition.name));
    // Statics of other modules are imported as their types are.
    taken.types(module.endpoints.iter().map(|endpoint| &endpoint.constant));
    let schemas = module.types.iter().filter_map(|definition| definition.schema.as_ref());
    taken.types(schemas.map(|(name, _)| name));
    if module.path.is_empty() {
        taken.words([
            "API",
            "Api",
            "Client",
            "ClientBuilder",
            "Endpoint",
            "Error",
            "Request",
            "Server",
        ]);
    }
    taken
}

fn path(api: &ir::Api, module: &ir::Module) -> String {
    let parts: Vec<&str> =
        std::iter::once(&api.module).chain(&module.path).map(crate::naming::Name::plain).collect();
    format!("{}.rs", parts.join("/"))
}
