//! The root of the package: which APIs there are.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::{Attribute, Item, parse_quote};

use super::File;
use super::support::scope::{Scope, Taken};
use super::support::{RUNTIME, docs, ident, text_type};
use crate::ir::{Api, Package};

/// The contract between generated code and the runtime that this generator writes for.
const CONTRACT: u32 = 2;

/// What a caller of a client has to name, so that it needs no dependency on the runtime of its own.
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

/// Returns the same of APIs, with the types that texts in them have.
fn names<'a>(apis: impl IntoIterator<Item = &'a Api>) -> BTreeSet<&'static str> {
    let types = apis.into_iter().flat_map(Api::text_types).map(text_type);
    let of_runtime = types.filter(|(place, _)| *place == RUNTIME).map(|(_, name)| name);
    EXPORTED.iter().copied().chain(of_runtime).collect()
}

/// Returns the runtime's name for the crate itself, and those names of it that the spec has not taken.
pub(super) fn exported(api: &Api, taken: &Taken) -> Vec<&'static str> {
    let names = ["runtime"].into_iter().chain(names([api]));
    names.filter(|name| !taken.has(name)).collect()
}

/// Returns what stands first in a crate that is one API.
pub(super) fn head(api: &Api, scope: &Scope<'_>, exported: &[&str]) -> Vec<Vec<Item>> {
    let names = exported.iter().map(|&name| match name {
        "runtime" => quote!(self as runtime),
        name => scope.runtime(name),
    });
    let stated = [contract()].into_iter().chain(needs(api)).collect();
    vec![stated, vec![parse_quote!(pub use ::clientwright_runtime::{#(#names),*};)]]
}

/// `lib.rs`.
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
        // Escaped with the rest of the text.
        summary: Some(format!("Typed clients for {}.", listed(&names))),
        description: Some(
            "Each module is one API: build its `Client`, and call its resources by name."
                .to_owned(),
        ),
        deprecated: None,
    };
    let mut attributes = docs::module(&text, "", true);
    attributes.extend(lints(false));
    File { path: "lib.rs".to_owned(), source: String::new(), attributes, groups }
}

/// Returns what the compiler and its lints are not to judge.
pub(super) fn lints(has_features: bool) -> Vec<Attribute> {
    let mut attributes: Vec<Attribute> = vec![
        // What the generator writes is judged by its own tests; a text from a spec may break any habit.
        parse_quote!(#![allow(clippy::all, clippy::pedantic)]),
        // A client speaks of what its API deprecates, so that its users are warned, and not itself.
        parse_quote!(#![allow(deprecated)]),
    ];
    if has_features {
        // What only some of a file's items use is not used where their features are off.
        attributes.push(parse_quote!(#![allow(dead_code, unused_imports)]));
    }
    attributes
}

/// Returns the runtime, beside a module for each API.
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

/// Returns the features of the runtime without which an API does not compile: said in so many words, as the
/// compiler would only miss a name.
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
