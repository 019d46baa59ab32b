//! Reads the names that the runtime and its macros define beside those of a spec from their source, so that a new
//! method there must be reserved here.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::{Attribute, ImplItem, Item, Type, Visibility};

use super::{ROOT_STATIC, Scope, constant_name};
use crate::Generator;

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
    let kept = [&["clone", "new"], BY_VALUE.as_slice()].concat();
    compare(Scope::Client, client, &kept);
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

/// An API that has what its root module may define by itself; names of the spec begin with `own`.
const ROOT: &str = r#"
clientwright: 1
api: Example
auth: { own: { basic: { username: { name: own_id }, password: { name: own_secret } } } }
servers:
  own: { url: "https://{own_part}.example.com", variables: { own_part: { enum: [a], default: a } } }
  own2: https://own.example.com
client_params: { own_param: string }
"#;

/// A resource with a resource below it, and objects of all kinds.
const OWN: &str = r#"
endpoints:
  own_get: { method: GET, path: /own, query: { "own?": string }, response: OwnOpen }
  own_put: { method: PUT, path: /own, body: OwnFull, response: OwnEmpty }
types:
  OwnEmpty: { fields: { "own?": string, "own_null?": string | null } }
  OwnFull: { fields: { own: { type: string, maxLength: 3 }, own_null: string | null, "own_optional?": string, "own_empty?": string | null } }
  OwnOpen: { fields: { own: string }, rest: string }
"#;

const BELOW: &str = "endpoints: { own_call: { method: GET, path: /own/below, response: none } }\n";

/// Returns what is generated of these files, each by its path.
fn generated(files: &[(&str, &str)]) -> Vec<(String, syn::File)> {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join("spec/example").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    generated_of(&folder.path().join("spec"))
}

fn generated_of(spec: &Path) -> Vec<(String, syn::File)> {
    let out = tempfile::tempdir().unwrap();
    let report = Generator::new(spec).out_dir(out.path()).generate().unwrap();
    let written = report.written.into_iter().filter(|path| path != "rustfmt.toml");
    let parse = |path: &String| fs::read_to_string(out.path().join(path)).unwrap();
    written.map(|path| (path.clone(), syn::parse_file(&parse(&path)).unwrap())).collect()
}

fn example() -> Vec<(String, syn::File)> {
    generated(&[("api.yaml", ROOT), ("own.yaml", OWN), ("own/own_below.yaml", BELOW)])
}

fn file(files: &[(String, syn::File)], path: &str) -> syn::File {
    files.iter().find(|(known, _)| known == path).unwrap().1.clone()
}

/// Returns whether the spec gives the name.
fn is_own(name: &str) -> bool {
    let name = name.trim_start_matches("with_").trim_start_matches("Server").to_ascii_lowercase();
    name.starts_with("own")
}

/// Returns the functions that a generated type has beside those of its spec.
fn functions(file: &syn::File, is_owner: impl Fn(&str) -> bool) -> Names {
    let mut names = Names::new();
    for item in &file.items {
        let Item::Impl(block) = item else { continue };
        let Type::Path(path) = &*block.self_ty else { continue };
        if block.trait_.is_some() || !is_owner(&path.path.require_ident().unwrap().to_string()) {
            continue;
        }
        names.extend(block.items.iter().filter_map(|item| match item {
            ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
            _ => None,
        }));
    }
    names.into_iter().filter(|name| !is_own(name)).collect()
}

/// Returns what generated types derive.
fn derived(file: &syn::File, is_owner: impl Fn(&str) -> bool) -> Names {
    let structs = file.items.iter().filter_map(|item| match item {
        Item::Struct(item) if is_owner(&item.ident.to_string()) => Some(&item.attrs),
        _ => None,
    });
    let is_derive = |attribute: &&Attribute| attribute.path().is_ident("derive");
    let mut names = Names::new();
    for attribute in structs.flatten().filter(is_derive) {
        let add = |meta: syn::meta::ParseNestedMeta<'_>| {
            names.insert(meta.path.require_ident()?.to_string());
            Ok(())
        };
        attribute.parse_nested_meta(add).unwrap();
    }
    assert!(!names.is_empty());
    names
}

/// Returns the functions of a derived trait that are called by their names: all others are called by operators and
/// macros.
fn called_by_name(derived: &str) -> &'static [&'static str] {
    match derived {
        "Clone" => &["clone"],
        "Default" => &["default"],
        "Debug" | "PartialEq" => &[],
        other => panic!("which functions of `{other}` are called by their names?"),
    }
}

#[test]
fn the_names_of_an_object_are_those_that_it_has() {
    let files = example();
    let file = file(&files, "example/own.rs");
    let is_object = |name: &str| ["OwnEmpty", "OwnFull", "OwnOpen"].contains(&name);
    let mut defined = functions(&file, is_object);
    // The map of all other members gives way to a field of its name.
    assert!(defined.remove("rest"));
    let derived = derived(&file, is_object);
    defined.extend(derived.iter().flat_map(|name| called_by_name(name)).map(ToString::to_string));
    compare(Scope::Object, defined, &[]);
}

#[test]
fn what_is_called_of_a_type_by_the_macros_is_no_name_of_an_object() {
    let text = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src/macros/types.rs"),
    );
    let text = text.unwrap();
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let called = |line: &str| {
        let rest = line.split("Self::").skip(1).map(str::to_owned);
        rest.filter(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase())).collect::<Vec<_>>()
    };
    assert_eq!(code.flat_map(called).collect::<Vec<_>>(), Vec::<String>::new());
}

/// Methods of the prelude that every value has and that take it by value: they take precedence over a method that borrows it.
const BY_VALUE: [&str; 2] = ["into", "try_into"];

#[test]
fn a_resource_has_only_the_names_of_its_spec() {
    let files = example();
    let file = file(&files, "example/own.rs");
    let is_handle = |name: &str| name == "Own";
    // An endpoint `clone` takes precedence over the derived method, which generated code does not call.
    assert_eq!(derived(&file, is_handle), Names::from(["Clone", "Debug"].map(str::to_owned)));
    compare(Scope::Resource, functions(&file, is_handle), &BY_VALUE);
}

#[test]
fn the_names_of_the_root_module_are_those_that_it_defines() {
    let files = example();
    let file = file(&files, "example.rs");
    let (mut types, mut statics) = (Names::new(), Names::new());
    for item in &file.items {
        match item {
            Item::Enum(item) => types.insert(item.ident.to_string()),
            Item::Struct(item) => types.insert(item.ident.to_string()),
            Item::Type(item) => types.insert(item.ident.to_string()),
            Item::Static(item) => statics.insert(item.ident.to_string()),
            Item::Const(item) => statics.insert(item.ident.to_string()),
            Item::Impl(_) | Item::Macro(_) | Item::Mod(_) | Item::Use(_) => false,
            item => panic!("{}", quote::quote!(#item)),
        };
    }
    types.retain(|name| !is_own(name));
    compare(Scope::RootType, types, &[]);
    assert_eq!(statics, Names::from([ROOT_STATIC.to_owned()]));
    assert_eq!(constant_name("api", Scope::RootType).as_str(), "API_");
}

/// The first part of each path of several: a crate or a module.
fn first_parts(tokens: TokenStream, names: &mut Names) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is = |at: Option<usize>, sign: char| {
        let token = at.and_then(|at| tokens.get(at));
        matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
    };
    for (at, token) in tokens.iter().enumerate() {
        match token {
            // The inner of an attribute names lints.
            TokenTree::Group(_) if is(at.checked_sub(1), '#') || is(at.checked_sub(1), '!') => {}
            TokenTree::Group(group) => first_parts(group.stream(), names),
            TokenTree::Ident(name)
                if is(Some(at + 1), ':')
                    && is(Some(at + 2), ':')
                    && !is(at.checked_sub(1), ':') =>
            {
                names.insert(name.to_string());
            }
            _ => {}
        }
    }
}

#[test]
fn the_names_of_modules_are_no_crates_that_generated_code_names() {
    let constructs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/constructs");
    let mut crates = Names::new();
    // Types of these specs have the names that are imported otherwise, so that whole paths are written.
    for name in ["containers", "formats", "meeting_names", "prelude_names", "runtime_names"] {
        let files = generated_of(&constructs.join(name).join("spec"));
        let mut parts = Names::new();
        for (_, file) in &files {
            first_parts(quote::quote!(#file), &mut parts);
        }
        let modules: Names = files
            .iter()
            .flat_map(|(path, _)| path.trim_end_matches(".rs").split('/'))
            .map(str::to_owned)
            .collect();
        let is_crate = |name: &String| {
            name.starts_with(|first: char| first.is_ascii_lowercase())
                && !["self", "super", "crate", "use"].contains(&name.as_str())
                && !modules.contains(name)
        };
        crates.extend(parts.into_iter().filter(is_crate));
    }
    assert!(crates.contains("clientwright_runtime"), "{crates:?}");
    // Derives of other people speak of `core` and `alloc`; what the last four are called is no module to cargo.
    compare(Scope::Module, crates, &["core", "alloc", "lib", "main", "mod", "bin"]);
}
