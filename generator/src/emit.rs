//! From plain data to tokens, with one emitter for each kind of item, shaped like its output.
//!
//! An emitter does not know the others; what they share (names in scope, documentation, schemas) is in `support`.
//! Emitters cannot fail, and they see neither disk nor spec.

mod client;
mod endpoint;
mod package;
mod readme;
mod resource;
mod support;
mod tests;
mod types;

use std::sync::Arc;

use syn::{Attribute, Item};

use crate::ir::{self, Layout};
use crate::words::naming::{self, Name, ROOT_STATIC};
pub use readme::readme;
use support::scope::{Defined, Scope, Taken};
pub use tests::{test_data, tests};

/// One file of the generated client, before it is formatted.
pub struct File {
    /// The path below the output folder, with forward slashes: `cloudflare/stream/keys.rs`.
    pub path: String,
    /// The spec file or folder that it comes from.
    pub source: String,
    /// The inner attributes: the module's documentation and its lint levels.
    pub attributes: Vec<Attribute>,
    /// The items, in groups that a blank line separates.
    pub groups: Vec<Vec<Item>>,
}

/// A file to be emitted. Tokens are large and cannot leave their thread, so they are made when and where they are
/// printed.
pub type Emission<'p> = Box<dyn Fn() -> File + Send + Sync + 'p>;

/// Returns the root of the package and the files of every API.
pub fn emit(package: &ir::Package) -> Vec<Emission<'_>> {
    let mut files: Vec<Emission<'_>> = Vec::new();
    if package.layout == Layout::Modules {
        files.push(Box::new(|| package::root(package)));
    }
    for api in &package.apis {
        let defined = Arc::new(Defined::new(api));
        for index in 0..api.modules.len() {
            let defined = Arc::clone(&defined);
            files.push(Box::new(move || module(package, api, index, &defined)));
        }
    }
    files
}

/// Returns one module: its documentation, imports, child modules, calls and types.
fn module(package: &ir::Package, api: &ir::Api, index: usize, defined: &Defined<'_>) -> File {
    let module = &api.modules[index];
    let taken = taken(api, module);
    let is_crate = package.layout == Layout::Crate && module.path.is_empty();
    let exported = if is_crate { package::exported(api, &taken) } else { Vec::new() };
    let scope = Scope::new(api, index, taken, &exported, defined);
    let mut methods = resource::accessors(module);
    let calls = module.endpoints.iter();
    methods.extend(calls.map(|each| endpoint::method(package, api, module, each, &scope)));
    let mut calls = if module.path.is_empty() {
        client::client(package, api, &methods, &scope)
    } else {
        resource::resource(api, module, &methods, &scope)
    };
    for endpoint in &module.endpoints {
        calls.extend(endpoint::endpoint(module, endpoint, &scope));
    }
    support::behind(&mut calls, module.calls_condition.as_ref(), module);
    let mut all = vec![resource::modules(module)];
    all.extend(calls);
    for definition in &module.types {
        let mut groups = types::definition(definition, &scope);
        support::behind(&mut groups, definition.condition.as_ref(), module);
        all.extend(groups);
    }
    // Only now are all imports of the file known.
    all.splice(..0, scope.imports());
    let mut attributes = support::docs::module(
        &module.text,
        &api.title(),
        module.path.is_empty(),
        required(package, api, module),
    );
    if is_crate {
        attributes.extend(package::lints(!api.features.is_empty()));
        all.splice(..0, package::head(api, &scope, &exported));
    }
    all.retain(|group| !group.is_empty());
    File {
        path: path(package, api, module),
        source: module.source.clone(),
        attributes,
        groups: all,
    }
}

/// Returns the features of which a module needs one.
fn required<'a>(package: &ir::Package, api: &'a ir::Api, module: &'a ir::Module) -> &'a [String] {
    match &module.condition {
        Some(condition) => &condition.0,
        None if package.layout == Layout::Modules => api.feature.as_slice(),
        None => &[],
    }
}

/// Returns the names that a module defines itself, which no import may use.
fn taken(api: &ir::Api, module: &ir::Module) -> Taken {
    let mut taken = Taken::default();
    taken.modules(module.children.iter().map(|child| &child.module));
    taken.types(module.handle.iter());
    taken.types(module.endpoints.iter().map(|endpoint| &endpoint.request));
    taken.types(module.types.iter().map(|definition| &definition.name));
    taken.types(module.endpoints.iter().filter_map(|endpoint| match &endpoint.answer {
        ir::Answer::ByStatus { name, .. } => Some(name),
        _ => None,
    }));
    // Statics of other modules are imported like their types.
    taken.types(module.endpoints.iter().map(|endpoint| &endpoint.constant));
    taken.types(module.types.iter().filter_map(|definition| definition.schema_static.as_ref()));
    if module.path.is_empty() {
        taken.words(naming::Scope::RootType.reserved());
        taken.words(&[ROOT_STATIC]);
        taken.types(api.schemes.iter().filter_map(|scheme| scheme.named.as_ref()));
        taken.types(
            api.server_variables.iter().filter_map(|each| Some(&each.values.as_ref()?.name)),
        );
    }
    taken
}

fn path(package: &ir::Package, api: &ir::Api, module: &ir::Module) -> String {
    let mut parts: Vec<&str> = module.path.iter().map(Name::plain).collect();
    match package.layout {
        Layout::Crate if parts.is_empty() => parts.push("lib"),
        Layout::Crate => {}
        Layout::Modules => parts.insert(0, api.module.plain()),
    }
    format!("{}.rs", parts.join("/"))
}
