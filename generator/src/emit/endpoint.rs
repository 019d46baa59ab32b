//! One endpoint: what it is as data, the method that prepares a call, and the request's own type.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Item, parse_quote};

use super::support::docs::{self, Docs};
use super::support::prose::code;
use super::support::scope::Scope;
use super::support::{ident, schema, spaced};
use crate::ir::{
    Answer, Api, Body, BodyField, BodyKind, Endpoint, Example, Location, Method, Module, Package,
    PageStyle, Pages, Parameter, Presence, TypeRef, Wrapping,
};
use crate::naming::null_name;

/// The request's type with its methods, and the endpoint's data.
pub(super) fn endpoint(module: &Module, endpoint: &Endpoint, scope: &Scope<'_>) -> Vec<Vec<Item>> {
    let name = ident(&endpoint.request);
    let answer = answer(&endpoint.answer, scope);
    let request = scope.root("Request");
    let request_macro = scope.runtime("request");
    let link = match &module.handle {
        Some(handle) => format!("{handle}::{}", endpoint.method_name.plain()),
        None => format!("Client::{}", endpoint.method_name.plain()),
    };
    let docs = docs::line(&format!("A call that [`{link}`] prepares; awaiting it sends it."));
    let deprecated = docs::deprecated(&endpoint.text);
    let mut groups: Vec<Vec<Item>> = vec![
        vec![parse_quote! {
            #docs
            #deprecated
            #[derive(Clone, Debug)]
            #[must_use = "a request is sent when it is awaited"]
            pub struct #name(#request<#answer>);
        }],
        vec![parse_quote!(#request_macro!(#name, #request<#answer>);)],
    ];
    let options: Vec<TokenStream> = options(endpoint, scope);
    if !options.is_empty() {
        groups.push(vec![spaced(parse_quote!(impl #name { #(#options)* }))]);
    }
    groups.push(vec![data(endpoint, &answer, scope)]);
    groups
}

/// The method that prepares a call: what is required is an argument.
pub(super) fn method(
    package: &Package,
    api: &Api,
    module: &Module,
    endpoint: &Endpoint,
    scope: &Scope<'_>,
) -> TokenStream {
    let docs = documentation(package, api, module, endpoint);
    let deprecated = docs::deprecated(&endpoint.text);
    let (name, type_, constant) =
        (ident(&endpoint.method_name), ident(&endpoint.request), ident(&endpoint.constant));
    let request = scope.root("Request");
    let mut arguments = Vec::new();
    let mut calls = Vec::new();
    for parameter in required(endpoint) {
        let argument = ident(&parameter.name);
        let wire = &parameter.wire;
        let (taken, convert) = scope.into(&parameter.type_);
        let value = convert(quote!(#argument));
        arguments.push(quote!(#argument: #taken));
        calls.push(quote!(.argument(#wire, &#value)));
    }
    match endpoint.body.as_ref().map(|body| &body.kind) {
        Some(BodyKind::Fields(fields)) => {
            for BodyField { field, name, .. } in fields.iter().filter(|field| is_argument(field)) {
                let (argument, wire) = (ident(name), &field.wire);
                let (taken, convert) = match field.presence {
                    Presence::Nullable => {
                        scope.into(&TypeRef::Option(Box::new(field.type_.clone())))
                    }
                    _ => scope.into(&field.type_),
                };
                let mut value = convert(quote!(#argument));
                if field.presence == Presence::Nullable {
                    // Of an optional field, `None` is left out; this one is sent as null.
                    let maybe = scope.runtime("Maybe");
                    value = quote!(#value.map_or(#maybe::Null, #maybe::Value));
                }
                arguments.push(quote!(#argument: #taken));
                calls.push(quote!(.field(#wire, &#value)));
            }
        }
        Some(BodyKind::Whole { argument, type_ }) => {
            let argument = ident(argument);
            let (taken, convert) = scope.into(type_);
            let value = convert(quote!(#argument));
            arguments.push(quote!(#argument: #taken));
            calls.push(quote!(.body(&#value)));
        }
        None => {}
    }
    quote! {
        #docs
        #deprecated
        pub fn #name(&self, #(#arguments),*) -> #type_ {
            #type_(#request::new(&self.0, &#constant) #(#calls)*)
        }
    }
}

fn required(endpoint: &Endpoint) -> impl Iterator<Item = &Parameter> {
    endpoint.parameters.iter().filter(|parameter| parameter.required && !parameter.from_client)
}

fn is_argument(field: &BodyField) -> bool {
    matches!(field.field.presence, Presence::Required | Presence::Nullable)
}

/// A method of the request for each thing that may be left out.
fn options(endpoint: &Endpoint, scope: &Scope<'_>) -> Vec<TokenStream> {
    let mut methods = Vec::new();
    for parameter in
        endpoint.parameters.iter().filter(|parameter| !parameter.required && !parameter.from_client)
    {
        let otherwise = format!("Sets the parameter {}.", code(&parameter.wire));
        let docs = docs::described(&parameter.text, &otherwise, &parameter.rules);
        let deprecated = docs::deprecated(&parameter.text);
        let (name, wire) = (ident(&parameter.name), &parameter.wire);
        let argument = format_ident!("value");
        let (taken, convert) = scope.into(&parameter.type_);
        let value = convert(quote!(#argument));
        methods.push(quote! {
            #docs
            #deprecated
            pub fn #name(self, #argument: #taken) -> Self {
                Self(self.0.argument(#wire, &#value))
            }
        });
    }
    let Some(Body { kind: BodyKind::Fields(fields), .. }) = &endpoint.body else { return methods };
    for BodyField { field, name, .. } in fields.iter().filter(|field| !is_argument(field)) {
        let docs = docs::described(
            &field.text,
            &format!("Sets the field {}.", code(&field.wire)),
            &field.rules,
        );
        let deprecated = docs::deprecated(&field.text);
        let wire = &field.wire;
        let argument = format_ident!("value");
        let (taken, convert) = scope.into(&field.type_);
        let value = convert(quote!(#argument));
        let setter = ident(name);
        methods.push(quote! {
            #docs
            #deprecated
            pub fn #setter(self, #argument: #taken) -> Self {
                Self(self.0.field(#wire, &#value))
            }
        });
        if field.presence == Presence::ThreeState {
            let (json, clear) = (scope.runtime("Json"), format_ident!("{}", null_name(name)));
            let docs = docs::line(&format!(
                "Sends null for {}, which is not the same as leaving it out.",
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

/// The endpoint as data: all that the runtime needs to make the call.
fn data(endpoint: &Endpoint, answer: &TokenStream, scope: &Scope<'_>) -> Item {
    let docs = docs::line(&call(endpoint));
    let type_ = scope.root("Endpoint");
    let (constant, verb) = (ident(&endpoint.constant), format_ident!("{}", verb(endpoint.method)));
    let (id, path) = (&endpoint.id, &endpoint.path);
    let mut parts = Vec::new();
    let parameters: Vec<TokenStream> =
        endpoint.parameters.iter().map(|parameter| self::parameter(parameter, scope)).collect();
    if !parameters.is_empty() {
        parts.push(quote!(.parameters(const { &[#(#parameters),*] })));
    }
    if let Some(body) = &endpoint.body {
        let (name, schema) = (scope.runtime("Body"), schema::schema(&body.schema, scope));
        let wrap = body.wrap.as_ref().map(|wrap| quote!(.wrap(#wrap)));
        parts.push(quote!(.body(#name::json(#schema)#wrap)));
    }
    if !endpoint.auth.is_empty() {
        let auth = endpoint.auth.iter().map(|all| quote!(&[#(#all),*]));
        parts.push(quote!(.auth(&[#(#auth),*])));
    }
    if !endpoint.permissions.is_empty() {
        let permissions = &endpoint.permissions;
        parts.push(quote!(.permissions(&[#(#permissions),*])));
    }
    match &endpoint.answer {
        Answer::None => parts.push(quote!(.void())),
        Answer::One { nullable, takes_null, secret, .. } => {
            parts.extend((*nullable || *takes_null).then(|| quote!(.nullable())));
            parts.extend(secret.then(|| quote!(.secret())));
        }
        Answer::Page { secret, .. } => parts.extend(secret.then(|| quote!(.secret()))),
    }
    parts.extend(endpoint.wrapping.map(|wrapping| match wrapping {
        Wrapping::None => quote!(.bare()),
        Wrapping::Optional => quote!(.perhaps_bare()),
    }));
    if let Some(pages) = &endpoint.pages {
        parts.push(self::pages(pages, scope));
    }
    parse_quote! {
        #docs
        pub static #constant: #type_<#answer> = #type_::#verb(#id, #path)#(#parts)*;
    }
}

fn parameter(parameter: &Parameter, scope: &Scope<'_>) -> TokenStream {
    let (name, schema, wire) =
        (scope.runtime("Parameter"), schema::schema(&parameter.schema, scope), &parameter.wire);
    let location = match parameter.location {
        Location::Path => quote!(path),
        Location::Query => quote!(query),
        Location::Header => quote!(header),
    };
    let required =
        (parameter.required && parameter.location != Location::Path).then(|| quote!(.required()));
    let client = parameter.from_client.then(|| quote!(.client()));
    let secret = parameter.secret.then(|| quote!(.secret()));
    let reserved = (!parameter.reserved.is_empty()).then(|| {
        let values = &parameter.reserved;
        quote!(.reserved(&[#(#values),*]))
    });
    quote!(#name::#location(#wire, #schema)#required #client #secret #reserved)
}

fn pages(pages: &Pages, scope: &Scope<'_>) -> TokenStream {
    let name = scope.runtime("Pages");
    let style = match &pages.style {
        PageStyle::Single => quote!(single()),
        PageStyle::Page(parameter) => quote!(page(#parameter)),
        PageStyle::Offset(parameter) => quote!(offset(#parameter)),
        PageStyle::Cursor(parameter) => quote!(cursor(#parameter)),
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

/// The type that awaiting a request gives.
fn answer(answer: &Answer, scope: &Scope<'_>) -> TokenStream {
    match answer {
        Answer::None => quote!(()),
        Answer::One { type_, nullable: false, .. } => scope.type_ref(type_),
        Answer::One { type_, nullable: true, .. } => scope.option(&scope.type_ref(type_)),
        Answer::Page { item, .. } => {
            let (page, item) = (scope.runtime("Page"), scope.type_ref(item));
            quote!(#page<#item>)
        }
    }
}

fn verb(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Post => "post",
        Method::Put => "put",
        Method::Patch => "patch",
        Method::Delete => "delete",
        Method::Head => "head",
        Method::Options => "options",
    }
}

/// What the call does, what it needs, and an example.
fn documentation(
    package: &Package,
    api: &Api,
    module: &Module,
    endpoint: &Endpoint,
) -> TokenStream {
    let call = call(endpoint);
    let mut docs = Docs::of(&endpoint.text, &format!("Calls {call}."));
    docs.own(&call);
    docs.own(&credentials(endpoint));
    if !endpoint.permissions.is_empty() {
        let permissions: Vec<String> = endpoint.permissions.iter().map(|name| code(name)).collect();
        docs.own(&format!(
            "Needs {}: {}.",
            any_one("permission", &permissions),
            permissions.join(", ")
        ));
    }
    let arguments = arguments(endpoint);
    if !arguments.is_empty() {
        docs.own("# Arguments");
        docs.list(arguments);
    }
    docs.own("# Example");
    docs.block(example(package, api, module, endpoint));
    docs.attributes()
}

fn credentials(endpoint: &Endpoint) -> String {
    let schemes: Vec<String> = endpoint
        .auth
        .iter()
        .filter(|all| !all.is_empty())
        .map(|all| all.iter().map(|scheme| code(scheme)).collect::<Vec<_>>().join(" with "))
        .collect();
    if schemes.is_empty() {
        return "Needs no credentials.".to_owned();
    }
    format!("Accepts {}: {}.", any_one("scheme", &schemes), schemes.join(", "))
}

fn any_one(what: &str, names: &[String]) -> String {
    if names.len() == 1 { format!("the {what}") } else { format!("any one of the {what}s") }
}

/// `GET /things/{id}`.
fn call(endpoint: &Endpoint) -> String {
    code(&format!("{} {}", verb(endpoint.method).to_uppercase(), endpoint.path))
}

fn arguments(endpoint: &Endpoint) -> Vec<String> {
    let mut list: Vec<String> = required(endpoint)
        .map(|parameter| {
            argument(parameter.name.plain(), parameter.text.summary.as_deref(), &parameter.rules)
        })
        .collect();
    if let Some(Body { kind: BodyKind::Fields(fields), .. }) = &endpoint.body {
        list.extend(fields.iter().filter(|field| is_argument(field)).map(|field| {
            argument(field.name.plain(), field.field.text.summary.as_deref(), &field.field.rules)
        }));
    }
    list
}

fn argument(name: &str, summary: Option<&str>, rules: &[String]) -> String {
    let summary = summary.map(super::support::prose::sentence).unwrap_or_default();
    let mut text = format!("`{name}`: {summary} {}", rules.join(" "));
    text.truncate(text.trim_end().trim_end_matches(':').len());
    text
}

/// An example that compiles where the place of the crate is known.
fn example(package: &Package, api: &Api, module: &Module, endpoint: &Endpoint) -> Vec<String> {
    let mut places = vec![package.doc_path.clone().unwrap_or_else(|| "client".to_owned())];
    places.push(api.module.as_str().to_owned());
    let place = places.join("::");
    let mut given = vec![format!("client: {place}::Client")];
    let mut values = Vec::new();
    let mut value = |name: &str, type_: &TypeRef, example: &Example, nullable: bool| match (
        literal(example),
        nullable,
    ) {
        (Some(literal), false) => values.push(literal),
        (_, nullable) => {
            let type_ = spelled(api, &place, type_);
            // The example has a `client` already.
            let name = if name == "client" { "other_client" } else { name };
            given.push(format!(
                "{name}: {}",
                if nullable { format!("Option<{type_}>") } else { type_ }
            ));
            values.push(name.to_owned());
        }
    };
    for parameter in required(endpoint) {
        value(parameter.name.as_str(), &parameter.type_, &parameter.example, false);
    }
    match endpoint.body.as_ref().map(|body| &body.kind) {
        Some(BodyKind::Fields(fields)) => {
            for field in fields.iter().filter(|field| is_argument(field)) {
                let nullable = field.field.presence == Presence::Nullable;
                value(field.name.as_str(), &field.field.type_, &field.example, nullable);
            }
        }
        Some(BodyKind::Whole { argument, type_ }) => {
            value(argument.as_str(), type_, &Example::Argument, false);
        }
        None => {}
    }
    let access =
        if module.access.is_empty() { String::new() } else { format!("{}.", module.access) };
    let call = format!("client.{access}{}({}).await?;", endpoint.method_name, values.join(", "));
    let call = match &endpoint.answer {
        Answer::None => call,
        Answer::One { .. } => format!("let answer = {call}"),
        Answer::Page { .. } => format!("let page = {call}"),
    };
    let fence = if package.doc_path.is_some() { "```no_run" } else { "```ignore" };
    // A deprecated endpoint's own example must not warn.
    let allow = endpoint.text.deprecated.is_some().then(|| "# #![allow(deprecated)]".to_owned());
    let mut lines = vec![fence.to_owned()];
    lines.extend(allow);
    lines
        .push(format!("# async fn example({}) -> Result<(), {place}::Error> {{", given.join(", ")));
    lines.push(call);
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
    lines
}

fn literal(example: &Example) -> Option<String> {
    Some(match example {
        Example::Text(text) => format!("{text:?}"),
        Example::Integer(value) => value.to_string(),
        Example::Number(value) => format!("{value:?}"),
        Example::Boolean(value) => value.to_string(),
        Example::Argument => return None,
    })
}

/// A type as an example's hidden line writes it.
fn spelled(api: &Api, place: &str, type_: &TypeRef) -> String {
    let runtime = |name: &str| format!("clientwright_runtime::{name}");
    match type_ {
        TypeRef::String => "String".to_owned(),
        TypeRef::Secret => runtime("Secret"),
        TypeRef::Integer => "i64".to_owned(),
        TypeRef::Int32 => "i32".to_owned(),
        TypeRef::Number => "f64".to_owned(),
        TypeRef::Boolean => "bool".to_owned(),
        TypeRef::Timestamp => runtime("Timestamp"),
        TypeRef::Date => runtime("Date"),
        TypeRef::Json | TypeRef::Hole => runtime("Json"),
        TypeRef::List(item) => format!("Vec<{}>", spelled(api, place, item)),
        TypeRef::Map(item) => {
            format!("std::collections::BTreeMap<String, {}>", spelled(api, place, item))
        }
        TypeRef::Option(inner) => format!("Option<{}>", spelled(api, place, inner)),
        TypeRef::Boxed(inner) => format!("Box<{}>", spelled(api, place, inner)),
        TypeRef::Named(path) => {
            let mut parts = vec![place.to_owned()];
            parts.extend(api.modules[path.module].path.iter().map(ToString::to_string));
            parts.push(path.name.to_string());
            parts.join("::")
        }
    }
}
