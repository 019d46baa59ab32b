//! One endpoint: its data, the method that prepares a call, and the type of its request.

mod by_status;
mod data;
mod documentation;

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Item, parse_quote};

use super::support::docs;
use super::support::prose::code;
use super::support::scope::Scope;
use super::support::{handle, ident, requests, spaced};
use crate::ir::{
    Answer, Api, Body, BodyField, BodyKind, Constant, Endpoint, Location, Module, Package,
    Parameter, Presence, TypeRef,
};
use crate::words::naming::null_name;

/// Returns the request type with its methods, and the endpoint's data.
pub(super) fn endpoint(module: &Module, endpoint: &Endpoint, scope: &Scope<'_>) -> Vec<Vec<Item>> {
    let name = ident(&endpoint.request);
    let answer = answer(&endpoint.answer, scope);
    let request = scope.root("Request");
    let link = format!("{}::{}", handle(module), endpoint.method_name.plain());
    let docs = documentation::request(endpoint, &link, scope);
    let deprecated = docs::deprecated(&endpoint.text);
    let mut groups: Vec<Vec<Item>> = Vec::new();
    if has_options(endpoint) {
        groups.push(vec![parse_quote! {
            #docs
            #deprecated
            #[derive(Clone, Debug)]
            #[must_use = "a request is sent when it is awaited"]
            pub struct #name(#request<#answer>);
        }]);
        groups.push(macros(endpoint, &answer, scope));
        let headers = response_headers(endpoint, scope);
        let options: Vec<TokenStream> = headers.chain(options(endpoint, scope)).collect();
        groups.push(vec![spaced(parse_quote!(impl #name { #(#options)* }))]);
    } else {
        groups.push(vec![parse_quote!(#docs #deprecated pub type #name = #request<#answer>;)]);
    }
    groups.push(vec![data::endpoint(endpoint, &answer, scope)]);
    groups.extend(by_status::answers(endpoint, &link, scope));
    groups
}

/// Returns whether the request has methods of its own, and so needs a type of its own. Any other is an alias of the
/// runtime's type, which costs no compile time; callers who use the alias are not broken when a first option makes it a
/// type.
fn has_options(endpoint: &Endpoint) -> bool {
    !endpoint.response_headers.is_empty() || has_setters(endpoint)
}

/// Returns whether any part of a call is optional, and so has a setter.
fn has_setters(endpoint: &Endpoint) -> bool {
    let fields = match &endpoint.body {
        Some(Body { kind: BodyKind::Fields(fields), .. }) => fields.as_slice(),
        _ => &[],
    };
    given(endpoint).any(|parameter| !parameter.required) || fields.iter().any(is_option)
}

/// Returns the macro calls with what all request types of a kind have.
fn macros(endpoint: &Endpoint, answer: &TokenStream, scope: &Scope<'_>) -> Vec<Item> {
    let (name, request) = (ident(&endpoint.request), scope.root("Request"));
    let common = match endpoint.answer {
        Answer::Download => "download",
        _ if requests::is_streamed(&endpoint.answer) => "streamed",
        _ => "request",
    };
    let common = scope.runtime(common);
    let mut macros = vec![parse_quote!(#common!(#name, #request<#answer>);)];
    if let Answer::Page { item, .. } = &endpoint.answer {
        let (paged, item) = (scope.runtime("paged"), scope.type_ref(item));
        macros.push(parse_quote!(#paged!(#name, #item);));
    }
    macros
}

/// Returns the method that prepares a call, whose arguments are the required values.
pub(super) fn method(
    package: &Package,
    api: &Api,
    module: &Module,
    endpoint: &Endpoint,
    scope: &Scope<'_>,
) -> TokenStream {
    let docs = documentation::method(package, api, module, endpoint, scope);
    let deprecated = docs::deprecated(&endpoint.text);
    let (name, type_, constant) =
        (ident(&endpoint.method_name), ident(&endpoint.request), ident(&endpoint.constant));
    let request = scope.root("Request");
    let mut arguments = Vec::new();
    let mut calls = Vec::new();
    for parameter in &endpoint.parameters {
        let Some(value) = &parameter.constant else { continue };
        if parameter.notation.structured {
            let value = owned(value, scope);
            calls.push(giving(endpoint, parameter, &quote!(&#value), scope));
            continue;
        }
        let literal = literal(value);
        // A literal string is a reference already.
        let reference = (!matches!(value, Constant::Text(_))).then(|| quote!(&));
        calls.push(giving(endpoint, parameter, &quote!(#reference #literal), scope));
    }
    for parameter in required(endpoint) {
        let argument = ident(&parameter.name);
        let (taken, convert) = scope.into(&parameter.type_);
        let value = convert(quote!(#argument));
        arguments.push(quote!(#argument: #taken));
        calls.push(giving(endpoint, parameter, &quote!(&#value), scope));
    }
    match endpoint.body.as_ref().map(|body| &body.kind) {
        Some(BodyKind::Fields(fields)) => {
            for each in fields {
                let constant = each.constant.as_ref().map(|value| owned(value, scope));
                calls.extend(constant.map(|value| setting(each, &value)));
            }
            for each in fields.iter().filter(|field| is_argument(field)) {
                let field = &each.field;
                let argument = ident(&each.name);
                let (taken, convert) = match field.presence {
                    Presence::Nullable => {
                        scope.into(&TypeRef::Option(Box::new(field.type_.clone())))
                    }
                    _ => scope.into(&field.type_),
                };
                let mut value = convert(quote!(#argument));
                if field.presence == Presence::Nullable {
                    // `None` would leave an optional field out; this one is sent as null.
                    let maybe = scope.runtime("Maybe");
                    value = quote!(#value.map_or(#maybe::Null, #maybe::Value));
                }
                arguments.push(quote!(#argument: #taken));
                calls.push(setting(each, &value));
            }
        }
        Some(BodyKind::Whole { argument, type_ }) => {
            let argument = ident(argument);
            let (taken, convert) = scope.into(type_);
            let value = convert(quote!(#argument));
            arguments.push(quote!(#argument: #taken));
            calls.push(quote!(.body(&#value)));
            let sends = endpoint.body.iter().flat_map(|body| &body.sends);
            calls.extend(sends.map(|(wire, value)| {
                let value = owned(value, scope);
                quote!(.field(#wire, &#value))
            }));
        }
        Some(BodyKind::Upload { argument }) => {
            let argument = ident(argument);
            let (taken, convert) = scope.into(&TypeRef::Upload);
            let value = convert(quote!(#argument));
            arguments.push(quote!(#argument: #taken));
            calls.push(quote!(.upload(&#value)));
        }
        None => {}
    }
    if !calls.is_empty() || has_setters(endpoint) {
        scope.methods_of("Compose");
    }
    let mut value = quote!(#request::new(&self.0, &#constant) #(#calls)*);
    if has_options(endpoint) {
        value = quote!(#type_(#value));
    }
    quote! {
        #docs
        #deprecated
        pub fn #name(&self, #(#arguments),*) -> #type_ { #value }
    }
}

fn required(endpoint: &Endpoint) -> impl Iterator<Item = &Parameter> {
    given(endpoint).filter(|parameter| parameter.required)
}

/// Returns the parameters that the caller passes.
fn given(endpoint: &Endpoint) -> impl Iterator<Item = &Parameter> {
    let parameters = endpoint.parameters.iter();
    parameters.filter(|parameter| !parameter.from_client && parameter.constant.is_none())
}

fn is_argument(field: &BodyField) -> bool {
    let required = matches!(field.field.presence, Presence::Required | Presence::Nullable);
    required && field.constant.is_none()
}

fn is_option(field: &BodyField) -> bool {
    !is_argument(field) && field.constant.is_none()
}

fn literal(value: &Constant) -> TokenStream {
    match value {
        Constant::Text(text) => quote!(#text),
        // The types are written out, so that none needs to be inferred.
        Constant::Integer(value) => Literal::i64_suffixed(*value).into_token_stream(),
        Constant::Number(value) => Literal::f64_suffixed(*value).into_token_stream(),
        Constant::Boolean(value) => quote!(#value),
    }
}

/// Returns a constant as an owned value, for a field.
fn owned(value: &Constant, scope: &Scope<'_>) -> TokenStream {
    let literal = literal(value);
    let string = scope.type_ref(&TypeRef::String);
    if matches!(value, Constant::Text(_)) { quote!(#string::from(#literal)) } else { literal }
}

/// Returns the call that passes a parameter's value, which is a reference.
fn giving(
    endpoint: &Endpoint,
    parameter: &Parameter,
    value: &TokenStream,
    scope: &Scope<'_>,
) -> TokenStream {
    let wire = &parameter.wire;
    let method = if parameter.notation.structured { "structured" } else { "argument" };
    if endpoint.parameters.iter().filter(|other| other.wire == *wire).count() == 1 {
        let method = format_ident!("{method}");
        return quote!(.#method(#wire, #value));
    }
    // The name alone would refer to the first parameter with that name.
    let method = format_ident!("{method}_in");
    let places = scope.runtime("Place");
    let place = match parameter.location {
        Location::Path => quote!(Path),
        Location::Query => quote!(Query),
        Location::Header => quote!(Header),
        Location::Cookie => quote!(Cookie),
    };
    quote!(.#method(#places::#place, #wire, #value))
}

/// Returns the call that sets a field of a body, or adds a file beside the fields.
fn setting(field: &BodyField, value: &TokenStream) -> TokenStream {
    let wire = &field.field.wire;
    if let TypeRef::List(item) = &field.field.type_
        && **item == TypeRef::Upload
    {
        let named = field.media_type.as_ref();
        let named = named.map(|name| quote!(.files_as(#wire, #name, #value)));
        return named.unwrap_or_else(|| quote!(.files(#wire, #value)));
    }
    if field.field.type_ != TypeRef::Upload {
        return quote!(.field(#wire, &#value));
    }
    let media_type = field.media_type.as_ref().map(|name| quote!(.or_media_type(#name)));
    quote!(.file(#wire, &#value #media_type))
}

/// Returns the setters of the request, one for each optional value.
fn options(endpoint: &Endpoint, scope: &Scope<'_>) -> Vec<TokenStream> {
    let mut methods = Vec::new();
    for parameter in given(endpoint).filter(|parameter| !parameter.required) {
        let otherwise = format!("Sets the parameter {}.", code(&parameter.wire));
        let docs = docs::described(&parameter.text, &otherwise, &parameter.rules);
        let deprecated = docs::deprecated(&parameter.text);
        let name = ident(&parameter.name);
        let argument = format_ident!("value");
        let (taken, convert) = scope.into(&parameter.type_);
        let value = convert(quote!(#argument));
        let give = giving(endpoint, parameter, &quote!(&#value), scope);
        methods.push(quote! {
            #docs
            #deprecated
            pub fn #name(self, #argument: #taken) -> Self {
                Self(self.0 #give)
            }
        });
    }
    let Some(Body { kind: BodyKind::Fields(fields), .. }) = &endpoint.body else { return methods };
    for each in fields.iter().filter(|each| is_option(each)) {
        let BodyField { field, name, .. } = each;
        let docs = docs::described(
            &field.text,
            &format!("Sets the field {}.", code(&field.wire)),
            &field.rules,
        );
        let deprecated = docs::deprecated(&field.text);
        let wire = &field.wire;
        let argument = format_ident!("value");
        let (taken, convert) = scope.into(&field.type_);
        let set = setting(each, &convert(quote!(#argument)));
        let setter = ident(name);
        methods.push(quote! {
            #docs
            #deprecated
            pub fn #setter(self, #argument: #taken) -> Self {
                Self(self.0 #set)
            }
        });
        if field.presence == Presence::ThreeState {
            let (json, clear) = (scope.runtime("Json"), format_ident!("{}", null_name(name)));
            let docs = docs::line(&format!(
                "Sends null for {}; leaving it out is not the same.",
                code(&field.wire)
            ));
            methods.push(quote! {
                #docs
                #deprecated
                pub fn #clear(self) -> Self {
                    Self(self.0.field(#wire, &#json::Null))
                }
            });
        }
    }
    methods
}

/// Returns a constant for each response header, by which it is read.
fn response_headers(endpoint: &Endpoint, scope: &Scope<'_>) -> impl Iterator<Item = TokenStream> {
    endpoint.response_headers.iter().map(|header| {
        let wire = &header.name;
        let docs =
            docs::described(&header.text, &format!("The response header {}.", code(wire)), &[]);
        let (name, type_) = (ident(&header.constant), scope.type_ref(&header.type_));
        let header = scope.runtime("Header");
        quote! {
            #docs
            pub const #name: #header<#type_> = #header::new(#wire);
        }
    })
}

/// Returns the type that awaiting a request returns.
fn answer(answer: &Answer, scope: &Scope<'_>) -> TokenStream {
    match answer {
        Answer::None => quote!(()),
        Answer::One { type_, nullable: false, .. } | Answer::Text { type_, .. } => {
            scope.type_ref(type_)
        }
        Answer::One { type_, nullable: true, .. } => scope.option(&scope.type_ref(type_)),
        Answer::Page { item, .. } => {
            let (page, item) = (scope.runtime("Page"), scope.type_ref(item));
            quote!(#page<#item>)
        }
        Answer::Download => scope.runtime("Download"),
        Answer::Events { item, .. } => {
            let (events, item) = (scope.runtime("Events"), scope.type_ref(item));
            quote!(#events<#item>)
        }
        Answer::Lines { item, .. } => {
            let (lines, item) = (scope.runtime("Lines"), scope.type_ref(item));
            quote!(#lines<#item>)
        }
        Answer::ByStatus { name, .. } => ident(name).into_token_stream(),
    }
}
