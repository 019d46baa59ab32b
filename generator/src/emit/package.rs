//! The root of the package: which APIs there are.

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::{Item, parse_quote};

use super::File;
use super::support::{docs, ident};
use crate::ir::{Api, Package, Schema, SchemeKind};

/// The contract between generated code and the runtime that this generator writes for.
const CONTRACT: u32 = 1;

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
    // What the generator writes is judged by its own tests; a text from a spec may break any habit.
    attributes.push(parse_quote!(#![allow(clippy::all, clippy::pedantic)]));
    // A client speaks of what its API deprecates, so that its users are warned, and not itself.
    attributes.push(parse_quote!(#![allow(deprecated)]));
    File { path: "lib.rs".to_owned(), source: String::new(), attributes, groups }
}

/// What a caller of a client has to name, so that it needs no dependency on the runtime of its own.
fn reexports(package: &Package) -> Item {
    let taken = package.apis.iter().any(|api| api.module.plain() == "runtime");
    let whole = (!taken).then(|| quote!(self as runtime,));
    parse_quote! {
        pub use ::clientwright_runtime::{
            #whole BearerToken, Content, Date, Download, Event, Events, ItemStream, Json, Lines, Maybe, Page,
            PageStream, Progress, Response, RetryPolicy, Secret, Timestamp, TokenProvider, Upload, Url
        };
    }
}

fn contract() -> Item {
    let version = proc_macro2::Literal::u32_unsuffixed(CONTRACT);
    parse_quote!(::clientwright_runtime::contract!(#version);)
}

/// The features of the runtime without which an API does not compile: said in so many words, as the compiler would
/// only miss a name.
fn needs(api: &Api) -> Vec<Item> {
    let behind = api.feature.as_ref().map(|feature| quote!(#[cfg(feature = #feature)]));
    let need = |feature: &str| {
        let feature = Ident::new(feature, Span::call_site());
        parse_quote!(#behind ::clientwright_runtime::needs!(#feature);)
    };
    let signs = api.schemes.iter().any(|scheme| matches!(scheme.kind, SchemeKind::KongHmac));
    let has_patterns = api.schemas().any(Schema::has_pattern);
    let needed = [("hmac", signs), ("patterns", has_patterns)];
    needed.into_iter().filter(|(_, needed)| *needed).map(|(feature, _)| need(feature)).collect()
}

fn listed(names: &[&str]) -> String {
    match names {
        [] => "no API".to_owned(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
