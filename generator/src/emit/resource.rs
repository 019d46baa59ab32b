//! The handle of a resource, with methods for its calls and for the resources below it.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Item, parse_quote};

use super::support::docs::{self, Docs};
use super::support::prose::sentence;
use super::support::scope::Scope;
use super::support::{cfg, ident, requires, spaced};
use crate::ir::{Api, Condition, Module};

/// Returns the child modules.
pub(super) fn modules(module: &Module) -> Vec<Item> {
    module
        .children
        .iter()
        .map(|child| {
            let name = ident(&child.module);
            let condition = differing(child.condition.as_ref(), module.condition.as_ref());
            let cfg = condition.map(|condition| cfg(&condition.0));
            parse_quote!(#cfg pub mod #name;)
        })
        .collect()
}

/// Returns the handle, if the resource or one below it has endpoints.
pub(super) fn resource(
    api: &Api,
    module: &Module,
    methods: &[TokenStream],
    scope: &Scope<'_>,
) -> Vec<Vec<Item>> {
    let Some(handle) = &module.handle else { return Vec::new() };
    let handle = ident(handle);
    let client = scope.runtime("Client");
    let docs = {
        let mut docs =
            Docs::of(&module.text, &format!("A part of the {}.", sentence(&api.title())));
        docs.own(&format!("Reached as `client.{}`.", module.access));
        docs.attributes()
    };
    vec![
        vec![parse_quote! {
            #docs
            #[derive(Clone, Debug)]
            pub struct #handle(pub(super) #client);
        }],
        vec![spaced(parse_quote! {
            impl #handle {
                #(#methods)*
            }
        })],
    ]
}

/// Returns the methods that return the handles of the resources below.
pub(super) fn accessors(module: &Module) -> Vec<TokenStream> {
    module
        .children
        .iter()
        .filter_map(|child| {
            let (accessor, handle) = child.accessor.as_ref()?;
            // The `impl` block has the condition of this module's calls.
            let condition =
                differing(child.calls_condition.as_ref(), module.calls_condition.as_ref());
            let required: Vec<String> =
                condition.iter().map(|condition| requires(&condition.0)).collect();
            let otherwise = format!("The resource `{}`.", accessor.plain());
            let docs = docs::described(&child.text, &otherwise, &required);
            let cfg = condition.map(|condition| cfg(&condition.0));
            let (accessor, handle, name) = (ident(accessor), ident(handle), ident(&child.module));
            Some(quote! {
                #docs
                #cfg
                pub fn #accessor(&self) -> #name::#handle {
                    #name::#handle(self.0.clone())
                }
            })
        })
        .collect()
}

/// Returns a condition, unless the enclosing item has the same.
fn differing<'c>(
    condition: Option<&'c Condition>,
    around: Option<&Condition>,
) -> Option<&'c Condition> {
    condition.filter(|_| condition != around)
}
