//! Reads the names that the runtime and its macros define beside those of a spec from their source, so that a new
//! method there must be reserved here.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::{ImplItem, Item, Type, Visibility};

use super::Scope;

type Names = BTreeSet<String>;

fn source(path: &str) -> syn::File {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src");
    syn::parse_file(&fs::read_to_string(runtime.join(path)).unwrap()).unwrap()
}

/// Returns the public functions in the blocks `impl $owner { .. }` of the macros of a file.
fn of_macros(path: &str, owner: &str) -> Names {
    let mut names = Names::new();
    for item in source(path).items {
        if let Item::Macro(item) = item {
            in_blocks(item.mac.tokens, owner, &mut names);
        }
    }
    assert!(!names.is_empty(), "`impl ${owner}` in {path}");
    names
}

fn in_blocks(tokens: TokenStream, owner: &str, names: &mut Names) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        let before: Vec<String> =
            tokens[at.saturating_sub(3)..at].iter().map(ToString::to_string).collect();
        if group.delimiter() == Delimiter::Brace && before == ["impl", "$", owner] {
            public_functions(group.stream(), names);
        } else {
            in_blocks(group.stream(), owner, names);
        }
    }
}

fn public_functions(tokens: TokenStream, names: &mut Names) {
    let words: Vec<String> = tokens.into_iter().map(|token| token.to_string()).collect();
    let functions = words.windows(4).filter_map(|words| match words {
        [public, function, name, _] if public == "pub" && function == "fn" => Some(name),
        [public, asynchronous, function, name]
            if public == "pub" && asynchronous == "async" && function == "fn" =>
        {
            Some(name)
        }
        _ => None,
    });
    names.extend(functions.cloned());
}

/// Returns the public methods that a type of the runtime has itself.
fn inherent(paths: &[&str], type_: &str) -> Names {
    let mut names = Names::new();
    for path in paths {
        for item in source(path).items {
            let Item::Impl(block) = item else { continue };
            let is_of_type = matches!(&*block.self_ty, Type::Path(path)
                if path.path.segments.last().is_some_and(|last| last.ident == type_));
            if block.trait_.is_some() || !is_of_type {
                continue;
            }
            names.extend(block.items.iter().filter_map(|item| match item {
                ImplItem::Fn(function)
                    if matches!(function.vis, Visibility::Public(_))
                        && function.sig.receiver().is_some() =>
                {
                    Some(function.sig.ident.to_string())
                }
                _ => None,
            }));
        }
    }
    names
}

fn reserved(scope: Scope) -> Names {
    scope.reserved().iter().map(|name| (*name).to_owned()).collect()
}

/// Compares both ways: every defined name is reserved, and every reserved name is defined, or reserved for the reason
/// given.
fn compare(scope: Scope, mut defined: Names, otherwise: &[&str]) {
    defined.extend(otherwise.iter().map(|name| (*name).to_owned()));
    assert_eq!(reserved(scope), defined, "{scope:?}");
}

/// Returns the methods that the macros define on a request type.
pub(crate) fn of_request_types() -> Names {
    of_macros("macros/requests.rs", "name")
}

#[test]
fn the_names_of_a_request_are_those_that_it_has() {
    let mut defined = of_request_types();
    defined.extend(inherent(REQUESTS, "Request"));
    // `new` creates a request; the others are reserved for future methods.
    let kept = ["clone", "into_future", "into_request", "new", "send", "stream"];
    compare(Scope::Request, defined, &kept);
}

/// The files with the methods of the runtime's request.
const REQUESTS: &[&str] = &[
    "face/request.rs",
    "face/pages.rs",
    "face/save.rs",
    "face/blocking.rs",
    "face/blocking/streams.rs",
];

#[test]
fn a_request_type_of_its_own_has_the_methods_of_the_runtime_s_request() {
    assert_eq!(of_request_types(), inherent(REQUESTS, "Request"));
}

#[test]
fn the_names_of_a_client_and_its_builder_are_those_that_they_have() {
    let client = of_macros("macros/client.rs", "client");
    compare(Scope::Client, client, &["clone", "new", "into", "try_into"]);
    let builder = of_macros("macros/client.rs", "builder");
    // `server` is generated if an API has several; the others are reserved for future methods.
    let kept = ["server", "blocking", "clone", "drift", "new", "on_retry", "rate_limit", "tracing"];
    compare(Scope::Builder, builder, &kept);
}

#[test]
fn the_variant_that_is_reserved_is_that_of_the_macros() {
    let text = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src/macros/types.rs"),
    );
    let text = text.unwrap();
    let variants = text.split("Self::").skip(1).filter(|rest| rest.starts_with(char::is_uppercase));
    let variants =
        variants.map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next());
    // Constants of a type are in capitals; a variant never is.
    let variants = variants.flatten().filter(|name| name.chars().any(char::is_lowercase));
    assert_eq!(reserved(Scope::Variant), variants.map(str::to_owned).collect::<Names>());
}
