//! The names that a file can use as they are, and the imports for that.
//!
//! A spec is free to call a type `Option`, `Schema` or `Client`. Emitters ask here for every name: they get the short
//! one with an import if it has the right meaning, and the full path otherwise.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Item, parse_quote};

use super::{RUNTIME, cfg, ident, text_type};
use crate::ir::{Api, Condition, TypeDef, TypeKind, TypePath, TypeRef};
use crate::words::naming::Name;

/// The names of the prelude that generated code uses and that no import may shadow.
const PRELUDE: &[&str] =
    &["Box", "Default", "From", "Into", "None", "Option", "Some", "String", "Vec"];

/// The module of the runtime with the data types of an API.
const SPEC: &str = "clientwright_runtime::spec";

/// The names of that module that generated code uses. All others are at the root of the runtime, where callers find
/// them.
const STATED: &[&str] = &[
    "AnswerForm",
    "Api",
    "Body",
    "ClientParameter",
    "Compose",
    "Credential",
    "Endpoint",
    "EnvelopeRule",
    "FailureRule",
    "Field",
    "FieldEncoding",
    "Format",
    "HeaderCredential",
    "HmacProfile",
    "ListKeys",
    "Method",
    "Object",
    "Pages",
    "Parameter",
    "Place",
    "RateLimitRule",
    "Scalar",
    "Schema",
    "Scheme",
    "Server",
    "ServerVariable",
    "Service",
    "StatusForm",
    "Style",
    "Value",
    "extern_type",
];

/// The names that a module defines itself.
#[derive(Default)]
pub(in crate::emit) struct Taken(BTreeSet<String>);

impl Taken {
    pub(in crate::emit) fn types<'n>(&mut self, names: impl Iterator<Item = &'n Name>) {
        self.0.extend(names.map(|name| name.as_str().to_owned()));
    }

    pub(in crate::emit) fn modules<'n>(&mut self, names: impl Iterator<Item = &'n Name>) {
        self.0.extend(names.map(|name| name.plain().to_owned()));
    }

    pub(in crate::emit) fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    pub(in crate::emit) fn words(&mut self, words: &[&str]) {
        self.0.extend(words.iter().map(|&word| word.to_owned()));
    }
}

/// Every definition of an API, by its module and its name or that of its static.
pub(in crate::emit) struct Defined<'a> {
    definitions: BTreeMap<(usize, &'a str), &'a TypeDef>,
    /// The envelope's type parameter, which no type has as its name.
    hole: &'static str,
}

impl<'a> Defined<'a> {
    pub(in crate::emit) fn new(api: &'a Api) -> Self {
        let mut definitions = BTreeMap::new();
        let mut hole = "T";
        for (index, module) in api.modules.iter().enumerate() {
            for definition in &module.types {
                if definition.name.as_str() == "T" {
                    hole = "T_";
                }
                definitions.insert((index, definition.name.as_str()), definition);
                if let Some(schema) = &definition.schema_static {
                    definitions.insert((index, schema.as_str()), definition);
                }
            }
        }
        Self { definitions, hole }
    }

    fn get(&self, path: &TypePath) -> Option<&'a TypeDef> {
        self.definitions.get(&(path.module, path.name.as_str())).copied()
    }
}

/// The names in scope in one file.
pub(in crate::emit) struct Scope<'a> {
    api: &'a Api,
    module: usize,
    defined: BTreeSet<String>,
    /// The imported names, each with its path.
    imported: RefCell<BTreeMap<String, Import<'a>>>,
    /// The names of the runtime that the file re-exports, and so has itself.
    exported: BTreeSet<&'static str>,
    types: &'a Defined<'a>,
}

/// The origin of a name.
struct Import<'a> {
    path: String,
    /// The condition of the definition, if it is not that of the file itself.
    condition: Option<&'a Condition>,
}

/// The maximum number of a type's parts that are resolved behind aliases.
const MOST_PARTS: usize = 256;

impl<'a> Scope<'a> {
    pub(in crate::emit) fn new(
        api: &'a Api,
        module: usize,
        taken: Taken,
        exported: &[&'static str],
        types: &'a Defined<'a>,
    ) -> Self {
        let import = || Import { path: RUNTIME.to_owned(), condition: None };
        let imported = exported.iter().map(|&name| (name.to_owned(), import())).collect();
        Self {
            api,
            module,
            defined: taken.0,
            imported: RefCell::new(imported),
            exported: exported.iter().copied().collect(),
            types,
        }
    }

    /// Returns a name of the runtime: `Secret`, or `clientwright_runtime::Secret` if it would clash.
    pub(in crate::emit) fn runtime(&self, name: &str) -> TokenStream {
        let door = if STATED.contains(&name) { SPEC } else { RUNTIME };
        self.imported(door, name, None)
    }

    /// Brings the methods of a trait of the runtime into scope, without its name.
    pub(in crate::emit) fn methods_of(&self, name: &str) {
        self.imported(SPEC, &format!("{name} as _"), None);
    }

    /// Returns a name of the API's root module: `Request`, `Endpoint`.
    pub(in crate::emit) fn root(&self, name: &str) -> TokenStream {
        let depth = self.api.modules[self.module].path.len();
        if depth == 0 {
            return tokens(name);
        }
        self.imported(&vec!["super"; depth].join("::"), name, None)
    }

    /// Returns a name of the prelude, or its full path if the file defines that name itself.
    pub(in crate::emit) fn prelude(&self, name: &str, path: &str) -> TokenStream {
        if self.defined.contains(name) { tokens(path) } else { tokens(name) }
    }

    /// Returns a type of the spec.
    pub(in crate::emit) fn named(&self, path: &TypePath) -> TokenStream {
        if path.module == self.module {
            let name = ident(&path.name);
            return quote!(#name);
        }
        let here = self.api.modules[self.module].condition.as_ref();
        let there = self.types.get(path).and_then(|definition| definition.condition.as_ref());
        let condition = there.filter(|_| there != here);
        self.imported(&self.way(path).join("::"), path.name.as_str(), condition)
    }

    /// Returns the path from this module to that of a type.
    fn way<'p>(&'p self, path: &TypePath) -> Vec<&'p str> {
        let from = &self.api.modules[self.module].path;
        let to = &self.api.modules[path.module].path;
        let common = from.iter().zip(to).take_while(|(a, b)| a == b).count();
        let mut parts: Vec<&str> = vec!["super"; from.len() - common];
        parts.extend(to[common..].iter().map(Name::as_str));
        if parts.first() != Some(&"super") {
            parts.insert(0, "self");
        }
        parts
    }

    /// Returns a link to a type of the spec for documentation, which needs no import.
    pub(in crate::emit) fn link(&self, path: &TypePath) -> String {
        let name = path.name.as_str();
        let place = if path.module == self.module { Vec::new() } else { self.way(path) };
        // rustdoc does not link raw names.
        if place.iter().any(|part| part.starts_with("r#")) {
            return format!("`{name}`");
        }
        match place.as_slice() {
            [] => format!("[`{name}`]"),
            place => format!("[`{name}`]({}::{name})", place.join("::")),
        }
    }

    /// Returns a type as code writes it.
    pub(in crate::emit) fn type_ref(&self, type_: &TypeRef) -> TokenStream {
        match type_ {
            TypeRef::String => self.prelude("String", "std::string::String"),
            TypeRef::Integer => quote!(i64),
            TypeRef::Int32 => quote!(i32),
            TypeRef::Uint32 => quote!(u32),
            TypeRef::Uint64 => quote!(u64),
            TypeRef::Int128 => quote!(i128),
            TypeRef::Uint128 => quote!(u128),
            TypeRef::Number => quote!(f64),
            TypeRef::Boolean => quote!(bool),
            TypeRef::Secret => self.runtime("Secret"),
            TypeRef::Formatted(form) => {
                let (place, name) = text_type(*form);
                self.imported(place, name, None)
            }
            TypeRef::Json => self.runtime("Json"),
            TypeRef::Upload => self.runtime("Upload"),
            TypeRef::List(item) => {
                let (list, item) = (self.prelude("Vec", "std::vec::Vec"), self.type_ref(item));
                quote!(#list<#item>)
            }
            TypeRef::Tuple(items) => {
                let items = items.iter().map(|item| self.type_ref(item));
                quote!((#(#items),*))
            }
            TypeRef::Map(item) => {
                let (map, item) = (self.map(), self.type_ref(item));
                let key = self.type_ref(&TypeRef::String);
                quote!(#map<#key, #item>)
            }
            TypeRef::Option(inner) => self.option(&self.type_ref(inner)),
            TypeRef::Boxed(inner) => {
                let (boxed, inner) = (self.prelude("Box", "std::boxed::Box"), self.type_ref(inner));
                quote!(#boxed<#inner>)
            }
            TypeRef::Named(path) => self.named(path),
            TypeRef::Extern(path) => tokens(path),
            TypeRef::Hole => self.hole(),
        }
    }

    /// Returns the type of maps, without its parameters.
    pub(in crate::emit) fn map(&self) -> TokenStream {
        self.imported("std::collections", "BTreeMap", None)
    }

    /// Returns the envelope's type parameter.
    pub(in crate::emit) fn hole(&self) -> TokenStream {
        tokens(self.types.hole)
    }

    /// Returns a type without aliases, so that two equal results are the same type to the compiler. A type with too
    /// many parts becomes any JSON, which callers leave out.
    pub(in crate::emit) fn resolved(&self, type_: &TypeRef) -> TypeRef {
        self.behind(type_, &mut { MOST_PARTS }).unwrap_or(TypeRef::Json)
    }

    fn behind(&self, type_: &TypeRef, left: &mut usize) -> Option<TypeRef> {
        *left = left.checked_sub(1)?;
        let mut inner = |inner: &TypeRef| self.behind(inner, left).map(Box::new);
        Some(match type_ {
            TypeRef::List(item) => TypeRef::List(inner(item)?),
            TypeRef::Tuple(items) => {
                let items = items.iter().map(|item| self.behind(item, left));
                TypeRef::Tuple(items.collect::<Option<_>>()?)
            }
            TypeRef::Map(item) => TypeRef::Map(inner(item)?),
            TypeRef::Option(some) => TypeRef::Option(inner(some)?),
            TypeRef::Boxed(held) => TypeRef::Boxed(inner(held)?),
            TypeRef::Named(path) => match self.types.get(path).map(|found| &found.kind) {
                Some(TypeKind::Alias(target)) => return self.behind(target, left),
                _ => type_.clone(),
            },
            other => other.clone(),
        })
    }

    /// Returns `Option` of a type.
    pub(in crate::emit) fn option(&self, inner: &TokenStream) -> TokenStream {
        let option = self.prelude("Option", "std::option::Option");
        quote!(#option<#inner>)
    }

    /// Returns the type of an argument that converts to a type: `impl Into<String>`. A boolean is taken as it is.
    pub(in crate::emit) fn into(
        &self,
        type_: &TypeRef,
    ) -> (TokenStream, fn(TokenStream) -> TokenStream) {
        let target = self.type_ref(type_);
        if type_.is_taken_as_it_is() {
            return (target, |value| value);
        }
        let into = self.prelude("Into", "std::convert::Into");
        (quote!(impl #into<#target>), |value| quote!(#value.into()))
    }

    /// Returns the imports that the file needs so far, one `use` for each path: those of the standard library, of other
    /// crates, and of this one.
    pub(in crate::emit) fn imports(&self) -> Vec<Vec<Item>> {
        let mut by_path: BTreeMap<(String, Option<&[String]>), Vec<String>> = BTreeMap::new();
        for (name, import) in self.imported.borrow().iter() {
            if !self.exported.contains(name.as_str()) {
                let condition = import.condition.map(|condition| condition.0.as_slice());
                by_path.entry((import.path.clone(), condition)).or_default().push(name.clone());
            }
        }
        let mut groups = vec![Vec::new(); 3];
        for ((path, condition), mut names) in by_path {
            let cfg = condition.map(cfg);
            let group = match path.split("::").next() {
                Some("std") => 0,
                Some("super" | "self") => 2,
                _ => 1,
            };
            names.sort_by_key(|name| (name.starts_with(char::is_uppercase), name.clone()));
            let path = tokens(&path);
            let names: Vec<TokenStream> = names.iter().map(|name| tokens(name)).collect();
            groups[group].push(match names.as_slice() {
                [name] => parse_quote!(#cfg use #path::#name;),
                names => parse_quote!(#cfg use #path::{#(#names),*};),
            });
        }
        groups
    }

    fn imported(&self, path: &str, name: &str, condition: Option<&'a Condition>) -> TokenStream {
        let mut imported = self.imported.borrow_mut();
        let clash = self.defined.contains(name)
            || PRELUDE.contains(&name)
            || imported.get(name).is_some_and(|from| from.path != path);
        if clash {
            return tokens(&format!("{path}::{name}"));
        }
        imported
            .entry(name.to_owned())
            .or_insert_with(|| Import { path: path.to_owned(), condition });
        tokens(name)
    }
}

/// Returns the tokens of a piece of code that is known to be valid, such as a path.
pub(in crate::emit) fn tokens(path: &str) -> TokenStream {
    path.parse().expect("a path of names lexes")
}
