//! The root of the package with its APIs.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::{Attribute, Item, parse_quote};

use super::File;
use super::support::scope::{Scope, Taken};
use super::support::{RUNTIME, docs, ident, text_type};
use crate::ir::{Api, Package};

/// The version of the contract between generated code and the runtime.
const CONTRACT: u32 = 2;

/// The names that callers of a client need, so that they need no dependency on the runtime.
const EXPORTED: &[&str] = &[
    "BearerToken",
    "Content",
    "Date",
    "Download",
    "Event",
    "Events",
    "ItemStream",
    "Json",
    "Lines",
    "Maybe",
    "Page",
    "PageStream",
    "Progress",
    "Response",
    "RetryPolicy",
    "Secret",
    "Timestamp",
    "TokenProvider",
    "Upload",
    "Url",
];

/// Returns the names for APIs, with the types of the string formats that they use.
fn names<'a>(apis: impl IntoIterator<Item = &'a Api>) -> BTreeSet<&'static str> {
    let types = apis.into_iter().flat_map(Api::text_types).map(text_type);
    let of_runtime = types.filter(|(place, _)| *place == RUNTIME).map(|(_, name)| name);
    EXPORTED.iter().copied().chain(of_runtime).collect()
}

/// Returns the runtime's name for the crate itself, and those of its names that the spec does not use.
pub(super) fn exported(api: &Api, taken: &Taken) -> Vec<&'static str> {
    let names = ["runtime"].into_iter().chain(names([api]));
    names.filter(|name| !taken.has(name)).collect()
}

/// Returns the first items of a crate that is one API.
pub(super) fn head(api: &Api, scope: &Scope<'_>, exported: &[&str]) -> Vec<Vec<Item>> {
    let names = exported.iter().map(|&name| match name {
        "runtime" => quote!(self as runtime),
        name => scope.runtime(name),
    });
    let stated = [contract()].into_iter().chain(needs(api)).collect();
    vec![stated, vec![parse_quote!(pub use ::clientwright_runtime::{#(#names),*};)]]
}

/// Returns the file `lib.rs`.
pub(super) fn root(package: &Package) -> File {
    let mut stated = vec![contract()];
    stated.extend(package.apis.iter().flat_map(needs));
    let mut groups: Vec<Vec<Item>> = vec![stated, vec![reexports(package)]];
    groups.push(
        package
            .apis
            .iter()
            .map(|api| {
                let module = ident(&api.module);
                let feature =
                    api.feature.as_ref().map(|feature| quote!(#[cfg(feature = #feature)]));
                parse_quote!(#feature pub mod #module;)
            })
            .collect(),
    );
    let names: Vec<&str> = package.apis.iter().map(|api| api.name.as_str()).collect();
    let text = crate::ir::Text {
        // This text is escaped together with the rest.
        summary: Some(format!("Typed clients for {}.", listed(&names))),
        description: Some(
            "Each module is one API: build its `Client`, and call its resources by name."
                .to_owned(),
        ),
        deprecated: None,
    };
    let mut attributes = docs::module(&text, "", true, &[]);
    attributes.extend(lints(false));
    File { path: "lib.rs".to_owned(), source: String::new(), attributes, groups }
}

/// Returns the lint levels of generated code.
pub(super) fn lints(has_features: bool) -> Vec<Attribute> {
    let mut attributes: Vec<Attribute> = vec![
        // The generator's own tests judge its output, and texts of a spec may break any style rule.
        parse_quote!(#![allow(clippy::all, clippy::pedantic)]),
        // The crate's users are warned of deprecated items, not the crate itself.
        parse_quote!(#![allow(deprecated)]),
    ];
    if has_features {
        // An item may be used only by parts of a file whose features are off.
        attributes.push(parse_quote!(#![allow(dead_code, unused_imports)]));
    }
    attributes
}

/// Returns the re-exports of the runtime, beside a module for each API.
fn reexports(package: &Package) -> Item {
    let taken = package.apis.iter().any(|api| api.module.plain() == "runtime");
    let whole = (!taken).then(|| quote!(self as runtime,));
    let names = names(&package.apis).into_iter().map(|name| quote::format_ident!("{name}"));
    parse_quote!(pub use ::clientwright_runtime::{#whole #(#names),*};)
}

fn contract() -> Item {
    let version = proc_macro2::Literal::u32_unsuffixed(CONTRACT);
    parse_quote!(::clientwright_runtime::contract!(#version);)
}

/// Returns errors for missing features of the runtime, since the compiler would only report an unknown name.
fn needs(api: &Api) -> Vec<Item> {
    let behind = api.feature.as_ref().map(|feature| quote!(#[cfg(feature = #feature)]));
    let need = |feature: &str| {
        let feature = Ident::new(feature, Span::call_site());
        parse_quote!(#behind ::clientwright_runtime::needs!(#feature);)
    };
    api.needs().map(need).collect()
}

fn listed(names: &[&str]) -> String {
    match names {
        [] => "no API".to_owned(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
