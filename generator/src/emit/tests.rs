//! The tests of a crate: what its document gives for examples is tried on the types that are made of it.
//!
//! What is tried stands in files of data beside the code, which is one line for each type: a compiler
//! takes longer over a text in the code than over one that is included.

mod requests;

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse_quote;

use super::support::ident;
use super::support::scope::tokens;
use super::{Emission, File};
use crate::ir::{Api, Package, TypeRef};

/// The test crate's files, below the folder that holds nothing else; `name` is the crate's.
pub fn tests<'p>(package: &'p Package, name: &'p str) -> Vec<Emission<'p>> {
    if !package.example_tests {
        return Vec::new();
    }
    vec![
        Box::new(root),
        Box::new(move || requests::file(package, name)),
        Box::new(move || values(package, name)),
    ]
}

/// What the tests read, by file: the members of an object, each as JSON text.
pub fn test_data(package: &Package) -> Vec<(String, Vec<String>)> {
    if !package.example_tests {
        return Vec::new();
    }
    let values = package.apis.iter().flat_map(|api| &api.examples);
    let values =
        values.map(|each| format!("{}: {}", serde_json::Value::from(each.at.as_str()), each.json));
    vec![
        ("requests.json".to_owned(), requests::data(package)),
        ("values.json".to_owned(), values.collect()),
    ]
}

fn root() -> File {
    File {
        path: "main.rs".to_owned(),
        source: String::new(),
        attributes: vec![
            parse_quote!(#![doc = " The examples of the document, tried on what is generated of it."]),
            // Types and calls are behind the features of their resources, and tests need all of them.
            parse_quote!(#![cfg(feature = "default")]),
            parse_quote!(#![allow(clippy::all, clippy::pedantic, deprecated)]),
        ],
        groups: vec![vec![
            parse_quote!(
                mod requests;
            ),
            parse_quote!(
                mod values;
            ),
        ]],
    }
}

fn values(package: &Package, name: &str) -> File {
    let root = tokens(&name.replace('-', "_"));
    let examples =
        package.apis.iter().flat_map(|api| api.examples.iter().map(move |each| (api, each)));
    let rows = examples.map(|(api, example)| {
        let (at, type_) = (&example.at, from_outside(api, &example.type_, &root));
        quote!((#at, value::<#type_>))
    });
    File {
        path: "values.rs".to_owned(),
        source: String::new(),
        attributes: vec![
            parse_quote!(#![doc = " Values, each of which is read as its type and written again."]),
        ],
        groups: vec![
            vec![parse_quote!(
                use clientwright_runtime::examples::{try_all, value};
            )],
            vec![parse_quote! {
                #[test]
                fn values() {
                    try_all(include_str!("values.json"), &[#(#rows),*]);
                }
            }],
        ],
    }
}

/// A type as a crate writes it that depends on the client: `root` is the client's name.
fn from_outside(api: &Api, type_: &TypeRef, root: &TokenStream) -> TokenStream {
    let inner = |type_: &TypeRef| from_outside(api, type_, root);
    match type_ {
        TypeRef::String => quote!(String),
        TypeRef::Integer => quote!(i64),
        TypeRef::Int32 => quote!(i32),
        TypeRef::Uint32 => quote!(u32),
        TypeRef::Uint64 => quote!(u64),
        TypeRef::Int128 => quote!(i128),
        TypeRef::Uint128 => quote!(u128),
        TypeRef::Number => quote!(f64),
        TypeRef::Boolean => quote!(bool),
        TypeRef::Secret => quote!(clientwright_runtime::Secret),
        TypeRef::Timestamp => quote!(clientwright_runtime::Timestamp),
        TypeRef::Date => quote!(clientwright_runtime::Date),
        TypeRef::Json => quote!(clientwright_runtime::Json),
        TypeRef::Upload => quote!(clientwright_runtime::Upload),
        TypeRef::List(item) => {
            let item = inner(item);
            quote!(Vec<#item>)
        }
        TypeRef::Tuple(items) => {
            let items = items.iter().map(inner);
            quote!((#(#items),*))
        }
        TypeRef::Map(item) => {
            let item = inner(item);
            quote!(std::collections::BTreeMap<String, #item>)
        }
        TypeRef::Option(some) => {
            let some = inner(some);
            quote!(Option<#some>)
        }
        TypeRef::Boxed(held) => {
            let held = inner(held);
            quote!(Box<#held>)
        }
        TypeRef::Named(path) => {
            let modules = api.modules[path.module].path.iter().map(ident);
            let name = ident(&path.name);
            quote!(#root::#(#modules::)*#name)
        }
        TypeRef::Extern(path) => tokens(path),
        // Any value fits into an envelope.
        TypeRef::Hole => quote!(clientwright_runtime::Json),
    }
}
