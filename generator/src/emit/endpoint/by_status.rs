//! Responses of several types, as an enum with a variant for each status.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{Item, parse_quote};

use super::super::support::docs;
use super::super::support::ident;
use super::super::support::scope::Scope;
use crate::ir::{Answer, Endpoint, StatusAnswer};

/// Returns the enum if the endpoint has several responses, and its statuses.
pub(super) fn answers(endpoint: &Endpoint, method: &str, scope: &Scope<'_>) -> Vec<Vec<Item>> {
    let Answer::ByStatus { name, cases } = &endpoint.answer else { return Vec::new() };
    let docs = docs::line(&format!("The response of [`{method}`], by its status."));
    let name = ident(name);
    let variants = cases.iter().map(|case| {
        let otherwise = case
            .status
            .map_or("Any other status.".to_owned(), |status| format!("The status {status}."));
        let docs = docs::described(&case.text, &otherwise, &[]);
        let variant = ident(&case.variant);
        let data = data(&case.answer, scope).map(|type_| quote!((#type_)));
        quote!(#docs #variant #data)
    });
    let is_streamed = |case: &StatusAnswer| {
        matches!(case.answer, Answer::Download | Answer::Events { .. } | Answer::Lines { .. })
    };
    let derives =
        if cases.iter().any(is_streamed) { quote!(Debug) } else { quote!(Clone, Debug, PartialEq) };
    let statuses = cases.iter().map(|case| {
        let status = case.status.map(Literal::u16_unsuffixed);
        let status = status.map_or(quote!(200..=299), |status| quote!(#status));
        let variant = ident(&case.variant);
        let data = data(&case.answer, scope).map(|_| quote!((_)));
        quote!(#status => #variant #data)
    });
    let call = scope.runtime("answers");
    vec![
        vec![parse_quote! {
            #docs
            #[derive(#derives)]
            // There is one value per call, which is matched at once, so its size does not matter.
            #[allow(clippy::large_enum_variant)]
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
        }],
        vec![parse_quote!(#call!(#name { #(#statuses),* });)],
    ]
}

/// Returns the type of a variant's content.
fn data(answer: &Answer, scope: &Scope<'_>) -> Option<TokenStream> {
    match answer {
        Answer::None => None,
        // A page is one of many, and this is the whole list.
        Answer::Page { item, .. } => {
            let (list, item) = (scope.prelude("Vec", "std::vec::Vec"), scope.type_ref(item));
            Some(quote!(#list<#item>))
        }
        answer => Some(super::answer(answer, scope)),
    }
}
