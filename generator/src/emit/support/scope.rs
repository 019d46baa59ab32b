//! Which names a file may use as they are, and what it has to import for that.
//!
//! A spec is free to call a type `Option`, `Schema` or `Client`. Whoever writes a name asks here
//! for it, and gets the short name and an import where that means what it should, and a whole path
//! where it would not.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Item, parse_quote};

use super::ident;
use crate::ir::{Api, TypeKind, TypePath, TypeRef};
use crate::naming::Name;

/// Names of the prelude that generated code uses, and that no import may take from it.
const PRELUDE: &[&str] =
    &["Box", "Default", "From", "Into", "None", "Option", "Some", "String", "Vec"];

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

    pub(in crate::emit) fn words<const N: usize>(&mut self, words: [&str; N]) {
        self.0.extend(words.map(str::to_owned));
    }
}

/// The names in scope in one file.
pub(in crate::emit) struct Scope<'a> {
    api: &'a Api,
    module: usize,
    defined: BTreeSet<String>,
    /// Imported names, and the path that each was imported from.
    imported: RefCell<BTreeMap<String, String>>,
}

impl<'a> Scope<'a> {
    pub(in crate::emit) fn new(api: &'a Api, module: usize, taken: Taken) -> Self {
        Self { api, module, defined: taken.0, imported: RefCell::default() }
    }

    /// A name of the runtime: `Parameter`, or `clientwright_runtime::Parameter` where a clash would be.
    pub(in crate::emit) fn runtime(&self, name: &str) -> TokenStream {
        self.imported("clientwright_runtime", name)
    }

    /// A name of the API's root module: `Request`, `Endpoint`.
    pub(in crate::emit) fn root(&self, name: &str) -> TokenStream {
        let depth = self.api.modules[self.module].path.len();
        if depth == 0 {
            return tokens(name);
        }
        self.imported(&vec!["super"; depth].join("::"), name)
    }

    /// A name of the prelude, by its whole path where the file defines it anew.
    pub(in crate::emit) fn prelude(&self, name: &str, path: &str) -> TokenStream {
        if self.defined.contains(name) { tokens(path) } else { tokens(name) }
    }

    /// A type that the spec defines, wherever that is.
    pub(in crate::emit) fn named(&self, path: &TypePath) -> TokenStream {
        if path.module == self.module {
            let name = ident(&path.name);
            return quote!(#name);
        }
        let from = &self.api.modules[self.module].path;
        let to = &self.api.modules[path.module].path;
        let common = from.iter().zip(to).take_while(|(a, b)| a == b).count();
        let mut parts: Vec<&str> = vec!["super"; from.len() - common];
        parts.extend(to[common..].iter().map(Name::as_str));
        if parts.first() != Some(&"super") {
            parts.insert(0, "self");
        }
        self.imported(&parts.join("::"), path.name.as_str())
    }

    /// A type as code writes it.
    pub(in crate::emit) fn type_ref(&self, type_: &TypeRef) -> TokenStream {
        match type_ {
            TypeRef::String => self.prelude("String", "std::string::String"),
            TypeRef::Integer => quote!(i64),
            TypeRef::Int32 => quote!(i32),
            TypeRef::Number => quote!(f64),
            TypeRef::Boolean => quote!(bool),
            TypeRef::Secret => self.runtime("Secret"),
            TypeRef::Timestamp => self.runtime("Timestamp"),
            TypeRef::Date => self.runtime("Date"),
            TypeRef::Json => self.runtime("Json"),
            TypeRef::Upload => self.runtime("Upload"),
            TypeRef::List(item) => {
                let (list, item) = (self.prelude("Vec", "std::vec::Vec"), self.type_ref(item));
                quote!(#list<#item>)
            }
            TypeRef::Map(item) => {
                let (map, item) =
                    (self.imported("std::collections", "BTreeMap"), self.type_ref(item));
                let key = self.type_ref(&TypeRef::String);
                quote!(#map<#key, #item>)
            }
            TypeRef::Option(inner) => self.option(&self.type_ref(inner)),
            TypeRef::Boxed(inner) => {
                let (boxed, inner) = (self.prelude("Box", "std::boxed::Box"), self.type_ref(inner));
                quote!(#boxed<#inner>)
            }
            TypeRef::Named(path) => self.named(path),
            TypeRef::Hole => self.hole(),
        }
    }

    /// The envelope's type parameter.
    pub(in crate::emit) fn hole(&self) -> TokenStream {
        let mut types = self.api.modules.iter().flat_map(|module| &module.types);
        if types.any(|definition| definition.name.as_str() == "T") { quote!(T_) } else { quote!(T) }
    }

    /// A type behind its aliases: two that are the same here are the same to the compiler.
    pub(in crate::emit) fn resolved(&self, type_: &TypeRef) -> TypeRef {
        let inner = |inner: &TypeRef| Box::new(self.resolved(inner));
        match type_ {
            TypeRef::List(item) => TypeRef::List(inner(item)),
            TypeRef::Map(item) => TypeRef::Map(inner(item)),
            TypeRef::Option(some) => TypeRef::Option(inner(some)),
            TypeRef::Boxed(held) => TypeRef::Boxed(inner(held)),
            TypeRef::Named(path) => {
                let mut definitions = self.api.modules[path.module].types.iter();
                match definitions
                    .find(|definition| definition.name == path.name)
                    .map(|found| &found.kind)
                {
                    Some(TypeKind::Alias(target)) => self.resolved(target),
                    _ => type_.clone(),
                }
            }
            other => other.clone(),
        }
    }

    /// `Option` of something.
    pub(in crate::emit) fn option(&self, inner: &TokenStream) -> TokenStream {
        let option = self.prelude("Option", "std::option::Option");
        quote!(#option<#inner>)
    }

    /// An argument that takes whatever becomes the type: `impl Into<String>`; a boolean is itself.
    pub(in crate::emit) fn into(
        &self,
        type_: &TypeRef,
    ) -> (TokenStream, fn(TokenStream) -> TokenStream) {
        let target = self.type_ref(type_);
        if *type_ == TypeRef::Boolean {
            return (target, |value| value);
        }
        let into = self.prelude("Into", "std::convert::Into");
        (quote!(impl #into<#target>), |value| quote!(#value.into()))
    }

    /// The imports that the file has asked for so far, one `use` for each path.
    pub(in crate::emit) fn imports(&self) -> Vec<Item> {
        let mut by_path: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, path) in self.imported.borrow().iter() {
            by_path.entry(path.clone()).or_default().push(name.clone());
        }
        let mut items = Vec::new();
        for (path, mut names) in by_path {
            names.sort_by_key(|name| (name.starts_with(char::is_uppercase), name.clone()));
            let path = tokens(&path);
            let names: Vec<TokenStream> = names.iter().map(|name| tokens(name)).collect();
            items.push(match names.as_slice() {
                [name] => parse_quote!(use #path::#name;),
                names => parse_quote!(use #path::{#(#names),*};),
            });
        }
        items
    }

    fn imported(&self, path: &str, name: &str) -> TokenStream {
        let mut imported = self.imported.borrow_mut();
        let clash = self.defined.contains(name)
            || PRELUDE.contains(&name)
            || imported.get(name).is_some_and(|from| from != path);
        if clash {
            return tokens(&format!("{path}::{name}"));
        }
        imported.insert(name.to_owned(), path.to_owned());
        tokens(name)
    }
}

/// A path of names that are known to be well formed.
fn tokens(path: &str) -> TokenStream {
    path.parse().expect("a path of names lexes")
}
