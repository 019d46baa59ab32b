//! The root of an API: its client, the builder of the client, and the API's data for the runtime.

mod data;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{Item, parse_quote};

use super::support::docs::{self, Docs};
use super::support::prose::{code, duration, sentence};
use super::support::scope::Scope;
use super::support::{ident, place, requests, schema, spaced, verb};
use crate::ir::{
    Api, ClientParameter, Package, RateLimit, Scheme, ServerVariable, TypePath, TypeRef,
};

/// Returns the client, its builder, its servers, the API's data, and the names that its endpoints use.
pub(super) fn client(
    package: &Package,
    api: &Api,
    methods: &[TokenStream],
    scope: &Scope<'_>,
) -> Vec<Vec<Item>> {
    let mut groups = names(api, scope);
    groups.extend(client_struct(package, api, methods, scope));
    groups.extend(builder(api, scope));
    groups.extend(named_credentials(api, scope));
    groups.extend(servers(api));
    groups.extend(service(api, scope));
    groups
}

/// Returns short names for the runtime's types, with the parameters of this API.
fn names(api: &Api, scope: &Scope<'_>) -> Vec<Vec<Item>> {
    let (error, request, endpoint) =
        (scope.runtime("Error"), scope.runtime("Request"), scope.runtime("Endpoint"));
    let failure = failure_type(api, scope);
    let error_docs = docs::line(&format!("The error of a call to the {}.", sentence(&api.title())));
    let request_docs = requests::described();
    let endpoint_docs = docs::line("An endpoint as data, with the type of its response.");
    vec![
        vec![parse_quote!(#error_docs pub type Error = #error<#failure>;)],
        vec![parse_quote!(#request_docs pub type Request<T> = #request<T, Api>;)],
        vec![parse_quote!(#endpoint_docs pub type Endpoint<T> = #endpoint<T, Api>;)],
    ]
}

fn failure_type(api: &Api, scope: &Scope<'_>) -> TokenStream {
    match &api.failure {
        Some(failure) => scope.named(&failure.type_),
        None => scope.runtime("Json"),
    }
}

fn client_struct(
    package: &Package,
    api: &Api,
    methods: &[TokenStream],
    scope: &Scope<'_>,
) -> Vec<Vec<Item>> {
    let inner = scope.runtime("Client");
    let mut docs = Docs::of(&api.modules[0].text, "");
    docs.own(&format!(
        "A client of the {}. Clones are cheap and share their connections.",
        sentence(&api.title())
    ));
    if !api.rate_limits.is_empty() {
        docs.own("The server limits the rate of calls:");
        docs.list(api.rate_limits.iter().map(rate_limit));
    }
    docs.own("# Example");
    docs.block(example(package, api));
    let docs = docs.attributes();
    let copies = api.client_parameters.iter().map(|parameter| copy(parameter, scope));
    let methods: Vec<TokenStream> = copies.chain(methods.iter().cloned()).collect();
    // A new spec may have no endpoints yet.
    let unused = methods.is_empty().then(|| quote!(#[allow(dead_code)]));
    let client_macro = scope.runtime("client");
    vec![
        vec![parse_quote!(#docs #unused #[derive(Clone, Debug)] pub struct Client(#inner);)],
        vec![parse_quote!(#client_macro!(Client, ClientBuilder, Api);)],
        if methods.is_empty() {
            Vec::new()
        } else {
            vec![spaced(parse_quote!(impl Client { #(#methods)* }))]
        },
    ]
}

/// Returns a rate limit with its name: `1200 calls of GET in 5 minutes`.
fn rate_limit(limit: &RateLimit) -> String {
    let calls =
        if limit.requests == 1 { "1 call".to_owned() } else { format!("{} calls", limit.requests) };
    let (methods, each) = (&limit.methods, &limit.each);
    let methods: Vec<String> =
        methods.iter().map(|each| code(&verb(*each).to_uppercase())).collect();
    let each: Vec<String> = each.iter().map(|name| code(name)).collect();
    let of = if methods.is_empty() { String::new() } else { format!(" of {}", methods.join(", ")) };
    let for_each =
        if each.is_empty() { String::new() } else { format!(", for each {}", each.join(" and ")) };
    format!("{}: {calls}{of} in {}{for_each}.", code(&limit.name), duration(limit.per_millis))
}

/// Returns the method for a client with another value of one parameter, such as `with_account_id`.
fn copy(parameter: &ClientParameter, scope: &Scope<'_>) -> TokenStream {
    let docs =
        docs::line(&format!("Returns the same client with another {}.", code(&parameter.wire)));
    let (name, wire) = (ident(&parameter.with), &parameter.wire);
    let (taken, convert) = scope.into(&parameter.type_);
    let value = convert(quote!(value));
    quote! {
        #docs
        pub fn #name(&self, value: #taken) -> Self {
            Self(self.0.with_parameter(#wire, &#value))
        }
    }
}

fn builder(api: &Api, scope: &Scope<'_>) -> Vec<Vec<Item>> {
    let inner = scope.runtime("ClientBuilder");
    let docs = docs::line(&format!("Sets up a [`Client`] of the {}.", sentence(&api.title())));
    let schemes = api.schemes.iter().map(|scheme| credentials(scheme, scope));
    let parameters = api.client_parameters.iter().map(|parameter| {
        let mut docs =
            Docs::of(&parameter.text, &format!("Sets {} for every call.", code(&parameter.wire)));
        if !parameter.rules.is_empty() {
            docs.own(&parameter.rules.join(" "));
        }
        if let Some(env) = &parameter.env {
            docs.own(&format!("[`Client::from_env`] reads it from `{env}`."));
        }
        let docs = docs.attributes();
        let (name, wire) = (ident(&parameter.method), &parameter.wire);
        let (taken, convert) = scope.into(&parameter.type_);
        let value = convert(quote!(value));
        quote! {
            #docs
            pub fn #name(self, value: #taken) -> Self {
                Self(self.0.parameter(#wire, &#value))
            }
        }
    });
    let server = (api.servers.len() > 1).then(|| {
        let docs = docs::line("Sets the server; the default is the first one.");
        quote! {
            #docs
            pub fn server(self, server: Server) -> Self {
                Self(self.0.server(server.name()))
            }
        }
    });
    let variables = api.server_variables.iter().map(|variable| server_variable(variable, scope));
    let methods: Vec<TokenStream> =
        schemes.chain(parameters).chain(server).chain(variables).collect();
    let mut groups: Vec<Vec<Item>> = vec![vec![parse_quote! {
        #docs
        #[derive(Debug)]
        #[must_use = "a builder does nothing until it builds"]
        pub struct ClientBuilder(#inner);
    }]];
    if !methods.is_empty() {
        groups.push(vec![spaced(parse_quote!(impl ClientBuilder { #(#methods)* }))]);
    }
    groups
}

/// Returns the method named after the scheme, which takes its credential, or a struct if it has several.
fn credentials(scheme: &Scheme, scope: &Scope<'_>) -> TokenStream {
    let mut docs = Docs::of(
        &scheme.text,
        &format!("Sets the credentials of the scheme {}.", code(&scheme.id)),
    );
    let variables: Vec<String> = scheme
        .credentials
        .iter()
        .filter_map(|credential| credential.env.as_ref())
        .map(|env| format!("`{env}`"))
        .collect();
    if !variables.is_empty() {
        docs.own(&format!("[`Client::from_env`] reads {}.", variables.join(" and ")));
    }
    let docs = docs.attributes();
    let (secret, into) = (scope.runtime("Secret"), scope.prelude("Into", "std::convert::Into"));
    let (name, id) = (ident(&scheme.method), &scheme.id);
    let arguments: Vec<_> =
        scheme.credentials.iter().map(|credential| ident(&credential.argument)).collect();
    let provider = scheme.provider.as_ref().map(|name| {
        let docs = docs::line(&format!(
            "Sets a provider that fetches tokens of the scheme {} when calls need them.",
            code(id)
        ));
        let (name, provider) = (ident(name), scope.runtime("TokenProvider"));
        quote! {
            #docs
            pub fn #name(self, provider: impl #provider) -> Self {
                Self(self.0.token_provider(#id, provider))
            }
        }
    });
    let wires = scheme.credentials.iter().map(|credential| &credential.name);
    let (taken, values) = match &scheme.named {
        Some(named) => {
            let named = ident(named);
            (quote!(credentials: #named), quote!(#((#wires, credentials.#arguments)),*))
        }
        None => (quote!(#(#arguments: impl #into<#secret>),*), quote!(#((#wires, #arguments)),*)),
    };
    quote! {
        #docs
        pub fn #name(self, #taken) -> Self {
            Self(self.0.credentials(#id, [#values]))
        }

        #provider
    }
}

/// Returns the structs with the credentials of schemes that have several.
fn named_credentials(api: &Api, scope: &Scope<'_>) -> Vec<Vec<Item>> {
    let schemes = api.schemes.iter().filter_map(|scheme| Some((scheme, scheme.named.as_ref()?)));
    schemes
        .map(|(scheme, name)| {
            let docs = docs::line(&format!("The credentials of the scheme {}.", code(&scheme.id)));
            let (name, secret) = (ident(name), scope.runtime("Secret"));
            let fields = scheme.credentials.iter().map(|credential| {
                let docs = docs::line(&format!("The credential {}.", code(&credential.name)));
                let field = ident(&credential.argument);
                quote!(#docs pub #field: #secret)
            });
            vec![parse_quote! {
                #docs
                #[derive(Clone, Debug)]
                pub struct #name { #(#fields),* }
            }]
        })
        .collect()
}

/// Returns the method named after a variable of the servers' URLs.
fn server_variable(variable: &ServerVariable, scope: &Scope<'_>) -> TokenStream {
    let wire = &variable.wire;
    let fallback = format!("Fills in {} of the server's URL.", code(&format!("{{{wire}}}")));
    let docs = Docs::of(&variable.text, &fallback).attributes();
    let name = ident(&variable.method);
    let (taken, value) = if let Some(values) = &variable.values {
        let name = ident(&values.name);
        (quote!(#name), quote!(value.value()))
    } else {
        let into = scope.prelude("Into", "std::convert::Into");
        let string = scope.prelude("String", "std::string::String");
        (quote!(impl #into<#string>), quote!(value))
    };
    quote! {
        #docs
        pub fn #name(self, value: #taken) -> Self {
            Self(self.0.server_variable(#wire, #value))
        }
    }
}

fn servers(api: &Api) -> Vec<Vec<Item>> {
    let mut groups = server_values(api);
    if api.servers.len() < 2 {
        return groups;
    }
    let docs = docs::line(&format!("A server of the {}.", sentence(&api.title())));
    let variants: Vec<_> = api.servers.iter().map(|server| ident(&server.variant)).collect();
    let urls = api.servers.iter().map(|server| docs::line(&code(&server.url)));
    let names = api.servers.iter().map(|server| &server.name);
    groups.extend([
        vec![parse_quote! {
            #docs
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum Server { #(#urls #variants),* }
        }],
        vec![parse_quote! {
            impl Server {
                fn name(self) -> &'static str {
                    match self {
                        #(Self::#variants => #names),*
                    }
                }
            }
        }],
    ]);
    groups
}

/// Returns the enums of the values that variables of the servers' URLs allow.
fn server_values(api: &Api) -> Vec<Vec<Item>> {
    let listed = api.server_variables.iter().filter_map(|each| Some((each, each.values.as_ref()?)));
    listed
        .flat_map(|(variable, values)| {
            let wire = code(&format!("{{{}}}", variable.wire));
            let docs = docs::line(&format!("A value of {wire} in a server's URL."));
            let name = ident(&values.name);
            let variants: Vec<_> =
                values.variants.iter().map(|(variant, _)| ident(variant)).collect();
            let texts = values.variants.iter().map(|(_, value)| docs::line(&code(value)));
            let wires = values.variants.iter().map(|(_, value)| value);
            [
                vec![parse_quote! {
                    #docs
                    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
                    #[non_exhaustive]
                    pub enum #name { #(#texts #variants),* }
                }],
                vec![parse_quote! {
                    impl #name {
                        fn value(self) -> &'static str {
                            match self {
                                #(Self::#variants => #wires),*
                            }
                        }
                    }
                }],
            ]
        })
        .collect()
}

/// Returns the type that ties together the types of this API, and its data.
fn service(api: &Api, scope: &Scope<'_>) -> Vec<Vec<Item>> {
    let (service, data, value) =
        (scope.runtime("Service"), scope.runtime("Api"), scope.runtime("Value"));
    let failure = failure_type(api, scope);
    let hole = scope.hole();
    let envelope = match &api.envelope {
        Some(envelope) => {
            let name = scope.named(&envelope.type_);
            quote!(#name<#hole>)
        }
        None => hole.clone(),
    };
    let docs =
        docs::line(&format!("The {}, as the type that its calls share.", sentence(&api.title())));
    vec![
        vec![parse_quote!(#docs #[derive(Clone, Copy, Debug)] pub enum Api {})],
        vec![spaced(parse_quote! {
            impl #service for Api {
                type Failure = #failure;
                type Envelope<#hole: #value> = #envelope;

                fn api() -> &'static #data {
                    &API
                }
            }
        })],
        schema::constants(&Ident::new("Api", Span::call_site()), &api.shared, scope),
        vec![data::api(api, scope)],
    ]
}

/// Returns an example of setting up a client, which compiles if the crate's path is known.
fn example(package: &Package, api: &Api) -> Vec<String> {
    let place = place(package, api);
    let fence = if package.doc_path.is_some() { "```no_run" } else { "```ignore" };
    let mut lines = vec![
        fence.to_owned(),
        format!("# fn example() -> Result<(), {place}::Error> {{"),
        "// From the environment, or one by one:".to_owned(),
        format!("let client = {place}::Client::from_env()?;"),
        format!("let client = {place}::Client::builder()"),
    ];
    if let Some(scheme) = api.schemes.first() {
        lines.extend(set_credentials(scheme, &place));
    }
    lines.extend(api.client_parameters.iter().filter_map(|parameter| {
        let text = example_text(api, parameter)?;
        Some(format!("    .{}({text:?})", parameter.method))
    }));
    lines.extend(["    .build()?;", "# Ok(())", "# }", "```"].map(str::to_owned));
    lines
}

/// Returns the lines of an example that pass the credentials of a scheme to a builder.
fn set_credentials(scheme: &Scheme, place: &str) -> Vec<String> {
    let method = &scheme.method;
    let Some(named) = &scheme.named else {
        let values = scheme.credentials.iter().map(|each| format!("{:?}", each.name));
        return vec![format!("    .{method}({})", values.collect::<Vec<_>>().join(", "))];
    };
    let fields = scheme.credentials.iter().map(|credential| {
        format!("        {}: {:?}.into(),", credential.argument, credential.name)
    });
    let mut lines = vec![format!("    .{method}({place}::{named} {{")];
    lines.extend(fields);
    lines.push("    })".to_owned());
    lines
}

/// Returns an example text for a type that is made from text: the first value of an enum.
fn example_text<'a>(api: &'a Api, parameter: &'a ClientParameter) -> Option<&'a str> {
    use crate::ir::TypeKind;
    let TypeRef::Named(TypePath { module, name }) = &parameter.type_ else {
        return (parameter.type_ == TypeRef::String).then_some(&parameter.wire);
    };
    let definition =
        api.modules[*module].types.iter().find(|definition| definition.name == *name)?;
    match &definition.kind {
        TypeKind::Text { .. } => Some(&parameter.wire),
        TypeKind::Enum(variants) => variants.first().map(|variant| variant.wire.as_str()),
        _ => None,
    }
}
