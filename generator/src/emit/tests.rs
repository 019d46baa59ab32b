//! The tests of a crate: what its document gives for examples is tried on the types that are made of it.
//!
//! What is tried stands in files of data beside the code, which is one line for each type: a compiler
//! takes longer over a text in the code than over one that is included.

mod requests;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::parse_quote;

use super::support::scope::tokens;
use super::support::{ident, text_type};
use super::{Emission, File};
use crate::ir::{Api, ExampleValue, Package, Trial, TypeRef};
use crate::words::naming::Name;

/// Returns the test crate's files, below the folder that holds nothing else; `name` is the crate's.
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

/// Returns what the tests read, by file: the members of an object, each as JSON text.
pub fn test_data(package: &Package, name: &str) -> Vec<(String, Vec<String>)> {
    if !package.example_tests {
        return Vec::new();
    }
    let root = root_of(name);
    let trials =
        package.apis.iter().flat_map(|api| api.examples.iter().map(move |each| (api, each)));
    let members = trials.map(|(api, (trial, examples))| {
        let name = serde_json::Value::from(title(api, trial, &root));
        let examples: Vec<String> = examples.iter().map(example).collect();
        format!("{name}: [\n{}\n]", examples.join(",\n"))
    });
    vec![
        ("requests.json".to_owned(), requests::data(package)),
        ("values.json".to_owned(), members.collect()),
    ]
}

/// Returns an example on a line.
fn example(example: &ExampleValue) -> String {
    let at = serde_json::Value::from(example.at.as_str());
    let more = if example.has_more { "\"more\": true, " } else { "" };
    format!("  {{\"at\": {at}, {more}\"value\": {}}}", example.json)
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
    let root = root_of(name);
    let trials =
        package.apis.iter().flat_map(|api| api.examples.iter().map(move |each| (api, &each.0)));
    let rows = trials.map(|(api, trial)| {
        let (title, function) = (title(api, trial, &root), function(api, trial, &root));
        quote!((#title, #function))
    });
    let rows: Vec<TokenStream> = rows.collect();
    let used = |name: &str| rows.iter().any(|row| row.to_string().contains(&format!("{name} ")));
    let names = ["answer", "one_of", "value"].into_iter().filter(|name| used(name));
    let names = names.map(tokens);
    File {
        path: "values.rs".to_owned(),
        source: String::new(),
        attributes: vec![
            parse_quote!(#![doc = " Values, each of which is read as its type and written again."]),
        ],
        groups: vec![
            vec![parse_quote!(use clientwright_runtime::examples::{#(#names,)* try_all};)],
            vec![parse_quote! {
                #[test]
                fn values() {
                    try_all(include_str!("values.json"), &[#(#rows),*]);
                }
            }],
        ],
    }
}

fn root_of(name: &str) -> TokenStream {
    tokens(&name.replace('-', "_"))
}

/// Returns what a trial is called, where its examples stand and where one fails.
fn title(api: &Api, trial: &Trial, root: &TokenStream) -> String {
    match trial {
        Trial::Value(type_) => from_outside(api, type_, root).to_string().replace(' ', ""),
        Trial::Answer { module, constant, status } => {
            format!(
                "{} {status}",
                in_module(api, *module, constant, root).to_string().replace(' ', "")
            )
        }
        Trial::OneOf { constant, status, name, .. } => {
            let endpoint = in_module(api, name.module, constant, root);
            format!("{} {status}", endpoint.to_string().replace(' ', ""))
        }
    }
}

/// Returns a trial as a function of an example.
fn function(api: &Api, trial: &Trial, root: &TokenStream) -> TokenStream {
    match trial {
        Trial::Value(type_) => {
            let type_ = from_outside(api, type_, root);
            quote!(value::<#type_>)
        }
        Trial::Answer { module, constant, status } => {
            let endpoint = in_module(api, *module, constant, root);
            let status = Literal::u16_unsuffixed(*status);
            quote!(|example| answer(&#endpoint, #status, example))
        }
        Trial::OneOf { constant, status, name, variant } => {
            let endpoint = in_module(api, name.module, constant, root);
            let (status, variant) = (Literal::u16_unsuffixed(*status), ident(variant));
            let name = in_module(api, name.module, &name.name, root);
            quote!(|example| one_of(&#endpoint, #status, |answer| match answer {
                #name::#variant(data) => Some(data),
                _ => None,
            }, example))
        }
    }
}

/// Something that a module holds, by its whole path.
fn in_module(api: &Api, module: usize, name: &Name, root: &TokenStream) -> TokenStream {
    let (modules, name) = (api.modules[module].path.iter().map(ident), ident(name));
    quote!(#root::#(#modules::)*#name)
}

/// Returns a type as a crate writes it that depends on the client: `root` is the client's name.
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
        TypeRef::Formatted(form) => {
            let (place, name) = text_type(*form);
            tokens(&format!("{place}::{name}"))
        }
        // Any value fits into an envelope.
        TypeRef::Json | TypeRef::Hole => quote!(clientwright_runtime::Json),
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
        TypeRef::Named(path) => in_module(api, path.module, &path.name, root),
        TypeRef::Extern(path) => tokens(path),
    }
}
