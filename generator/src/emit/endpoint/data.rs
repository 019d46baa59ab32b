//! The data of an endpoint for the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::{Item, parse_quote};

use super::super::support::scope::Scope;
use super::super::support::{call, docs, ident, schema, verb};
use crate::ir::{
    Answer, Body, BodyForm, Endpoint, NextPage, Pages, Parameter, StatusAnswer, Wrapping,
};

/// Returns the endpoint's data: all that the runtime needs for the call.
pub(super) fn endpoint(endpoint: &Endpoint, answer: &TokenStream, scope: &Scope<'_>) -> Item {
    let docs = docs::line(&call(endpoint.method, &endpoint.path));
    let type_ = scope.root("Endpoint");
    let (constant, verb) = (ident(&endpoint.constant), format_ident!("{}", verb(endpoint.method)));
    let (id, path) = (&endpoint.id, &endpoint.path);
    let mut parts = Vec::new();
    let parameters: Vec<TokenStream> =
        endpoint.parameters.iter().map(|parameter| self::parameter(parameter, scope)).collect();
    if !parameters.is_empty() {
        parts.push(quote!(.parameters(&[#(#parameters),*])));
    }
    parts.extend(endpoint.body.as_ref().map(|body| self::body(body, scope)));
    if !endpoint.auth.is_empty() {
        let auth = endpoint.auth.iter().map(|all| quote!(&[#(#all),*]));
        parts.push(quote!(.auth(&[#(#auth),*])));
    }
    if !endpoint.permissions.is_empty() {
        let permissions = &endpoint.permissions;
        parts.push(quote!(.permissions(&[#(#permissions),*])));
    }
    parts.extend(endpoint.idempotent.map(|idempotent| quote!(.idempotent(#idempotent))));
    let retries = &endpoint.retries;
    parts.extend(retries.max.map(|most| {
        let most = Literal::u32_unsuffixed(most);
        quote!(.retries(#most))
    }));
    for (method, millis) in [
        ("initial_delay_millis", retries.initial_delay_millis),
        ("max_delay_millis", retries.max_delay_millis),
        ("max_retry_after_millis", retries.max_retry_after_millis),
        ("timeout_millis", endpoint.timeout_millis),
        ("deadline_millis", endpoint.deadline_millis),
    ] {
        let method = format_ident!("{method}");
        parts.extend(millis.map(|millis| {
            let millis = Literal::u64_unsuffixed(millis);
            quote!(.#method(#millis))
        }));
    }
    parts.extend(self::answer(&endpoint.answer, scope));
    let secret_headers = endpoint.response_headers.iter().filter(|header| header.secret);
    let secret_headers: Vec<&String> = secret_headers.map(|header| &header.name).collect();
    if !secret_headers.is_empty() {
        parts.push(quote!(.secret_headers(&[#(#secret_headers),*])));
    }
    parts.extend(endpoint.accept.as_ref().map(|accept| quote!(.accept(#accept))));
    parts.extend(endpoint.wrapping.map(|wrapping| match wrapping {
        Wrapping::None => quote!(.bare()),
        Wrapping::Optional => quote!(.perhaps_bare()),
    }));
    parts.extend(endpoint.answer_schema.as_ref().map(|schema| {
        let schema = schema::schema(schema, scope);
        quote!(.answer(#schema))
    }));
    if let Some(pages) = &endpoint.pages {
        parts.push(self::pages(pages, scope));
    }
    parse_quote! {
        #docs
        pub static #constant: #type_<#answer> = #type_::#verb(#id, #path)#(#parts)*;
    }
}

fn body(body: &Body, scope: &Scope<'_>) -> TokenStream {
    let (name, schema) = (scope.runtime("Body"), schema::schema(&body.schema, scope));
    let form = match body.form {
        BodyForm::Json => quote!(json(#schema)),
        BodyForm::Form => quote!(form(#schema)),
        BodyForm::Multipart => quote!(multipart(#schema)),
        BodyForm::Binary => quote!(binary()),
        BodyForm::Text => quote!(text(#schema)),
    };
    let media_type = body.media_type.as_ref().map(|name| quote!(.media_type(#name)));
    let wrap = body.wrap.as_ref().map(|wrap| quote!(.wrap(#wrap)));
    let lists = schema::lists(body.lists, scope);
    let fields = (!body.encodings.is_empty()).then(|| {
        let type_ = scope.runtime("FieldEncoding");
        let fields = body.encodings.iter().map(|field| {
            let (wire, encoding) = (&field.wire, schema::notation(field.notation, scope));
            let media_type = field.media_type.as_ref().map(|name| quote!(.media_type(#name)));
            quote!(#type_::new(#wire)#encoding #media_type)
        });
        quote!(.fields(&[#(#fields),*]))
    });
    quote!(.body(#name::#form #media_type #wrap #lists #fields))
}

/// Returns the format of the response if it is not JSON, and whether it is secret.
fn answer(answer: &Answer, scope: &Scope<'_>) -> Vec<TokenStream> {
    let (form, secret) = match answer {
        Answer::ByStatus { cases, .. } => return by_status(cases, scope),
        Answer::None => return vec![quote!(.void())],
        Answer::One { nullable, takes_null, secret, .. } => {
            let nullable = (*nullable || *takes_null).then(|| quote!(.nullable()));
            return nullable.into_iter().chain(secret.then(|| quote!(.secret()))).collect();
        }
        Answer::Page { secret, .. } => {
            return secret.then(|| quote!(.secret())).into_iter().collect();
        }
        Answer::Text { secret, .. } => ("Text", *secret),
        Answer::Download => ("Binary", false),
        Answer::Events { secret, .. } => ("Events", *secret),
        Answer::Lines { secret, .. } => ("Lines", *secret),
    };
    let (name, form) = (scope.runtime("AnswerForm"), format_ident!("{form}"));
    let mut parts = vec![quote!(.form(#name::#form))];
    parts.extend(secret.then(|| quote!(.secret())));
    parts
}

/// Returns what all responses have in common, and the formats of those that differ.
fn by_status(cases: &[StatusAnswer], scope: &Scope<'_>) -> Vec<TokenStream> {
    let other = cases.iter().find(|case| case.status.is_none());
    let base = other.map_or(Some("Json"), |case| form(&case.answer));
    let mut parts = Vec::new();
    match base {
        Some("Json") => {}
        None => parts.push(quote!(.void())),
        Some(form) => {
            let (name, form) = (scope.runtime("AnswerForm"), format_ident!("{form}"));
            parts.push(quote!(.form(#name::#form)));
        }
    }
    let any = |holds: fn(&Answer) -> bool| cases.iter().any(|case| holds(&case.answer));
    if any(|answer| {
        matches!(answer, Answer::One { nullable: true, .. } | Answer::One { takes_null: true, .. })
    }) {
        parts.push(quote!(.nullable()));
    }
    if any(is_secret) {
        parts.push(quote!(.secret()));
    }
    let forms: Vec<TokenStream> = cases
        .iter()
        .filter_map(|case| Some((case.status?, form(&case.answer))))
        .filter(|(_, form)| *form != base)
        .map(|(status, form)| {
            let (type_, status) = (scope.runtime("StatusForm"), Literal::u16_unsuffixed(status));
            match form {
                None => quote!(#type_::nothing(#status)),
                Some(form) => {
                    let (name, form) = (scope.runtime("AnswerForm"), format_ident!("{form}"));
                    quote!(#type_::new(#status, #name::#form))
                }
            }
        })
        .collect();
    if !forms.is_empty() {
        parts.push(quote!(.by_status(&[#(#forms),*])));
    }
    parts
}

/// Returns the format of a response; `None` if it has no data.
fn form(answer: &Answer) -> Option<&'static str> {
    match answer {
        Answer::None => None,
        Answer::One { .. } | Answer::Page { .. } | Answer::ByStatus { .. } => Some("Json"),
        Answer::Text { .. } => Some("Text"),
        Answer::Download => Some("Binary"),
        Answer::Events { .. } => Some("Events"),
        Answer::Lines { .. } => Some("Lines"),
    }
}

fn is_secret(answer: &Answer) -> bool {
    match answer {
        Answer::None | Answer::Download | Answer::ByStatus { .. } => false,
        Answer::One { secret, .. }
        | Answer::Text { secret, .. }
        | Answer::Page { secret, .. }
        | Answer::Events { secret, .. }
        | Answer::Lines { secret, .. } => *secret,
    }
}

fn parameter(parameter: &Parameter, scope: &Scope<'_>) -> TokenStream {
    match &parameter.shared {
        Some(name) => {
            let (api, name) = (scope.root("Api"), ident(name));
            quote!(#api::#name)
        }
        None => schema::parameter(parameter, scope),
    }
}

fn pages(pages: &Pages, scope: &Scope<'_>) -> TokenStream {
    let name = scope.runtime("Pages");
    let style = match &pages.next_page {
        NextPage::Single => quote!(single()),
        NextPage::Page(parameter) => quote!(page(#parameter)),
        NextPage::Offset(parameter) => quote!(offset(#parameter)),
        NextPage::Cursor(parameter) => quote!(cursor(#parameter)),
        NextPage::Link => quote!(link()),
    };
    let part = |method: &str, value: &Option<String>| {
        let method = format_ident!("{method}");
        value.as_ref().map(|value| quote!(.#method(#value)))
    };
    let parts = [
        part("size", &pages.size),
        part("items", &pages.items),
        part("total", &pages.total),
        part("next", &pages.next),
        part("more", &pages.more),
    ];
    let parts = parts.iter().flatten();
    quote!(.pages(#name::#style #(#parts)*))
}
