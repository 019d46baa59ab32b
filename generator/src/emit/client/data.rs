//! The data of an API for the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{Item, parse_quote};

use super::super::support::scope::Scope;
use crate::ir::{Api, Credential, Method, RateLimit, Scalar, Scheme, SchemeKind, Server};

/// Returns the static that every call of the API refers to.
pub(super) fn api(api: &Api, scope: &Scope<'_>) -> Item {
    let (data, server) = (scope.runtime("Api"), scope.runtime("Server"));
    let name = &api.name;
    let servers = api.servers.iter().map(|each| {
        let (name, url) = (&each.name, &each.url);
        let variables = server_variables(api, each, scope);
        quote!(#server::new(#name, #url)#variables)
    });
    let mut parts = vec![quote!(.servers(&[#(#servers),*]))];
    parts.extend(api.base_url_env.as_ref().map(|env| quote!(.base_url_env(#env))));
    parts.extend(api.request_id.as_ref().map(|header| quote!(.request_id(#header))));
    if !api.schemes.is_empty() {
        let schemes = api.schemes.iter().map(|scheme| self::scheme(scheme, scope));
        parts.push(quote!(.schemes(&[#(#schemes),*])));
    }
    if !api.client_parameters.is_empty() {
        let name = scope.runtime("ClientParameter");
        let parameters = api.client_parameters.iter().map(|parameter| {
            let wire = &parameter.wire;
            let env = parameter.env.as_ref().map(|env| quote!(.env(#env)));
            quote!(#name::new(#wire)#env)
        });
        parts.push(quote!(.client_parameters(&[#(#parameters),*])));
    }
    if let Some(envelope) = &api.envelope {
        let (rule, data) = (scope.runtime("EnvelopeRule"), &envelope.data);
        let success = envelope.success.as_ref().map(|(field, equals)| {
            let equals = scalar(equals, scope);
            quote!(.success_equals(#field, #equals))
        });
        parts.push(quote!(.envelope(#rule::new()#success.data(#data))));
    }
    if let Some(failure) = &api.failure {
        let rule = scope.runtime("FailureRule");
        let message = failure.message.as_ref().map(|path| quote!(.message(#path)));
        let code = failure.code.as_ref().map(|path| quote!(.code(#path)));
        parts.push(quote!(.failure(#rule::new()#message #code)));
    }
    if !api.rate_limits.is_empty() {
        let rules = api.rate_limits.iter().map(|limit| rate_limit(limit, scope));
        parts.push(quote!(.rate_limits(&[#(#rules),*])));
    }
    let source = &api.source;
    parts.push(quote!(.source(#source)));
    parse_quote!(static API: #data = #data::new(#name)#(#parts)*;)
}

/// Returns the variables of a server's URL; `None` if it has none.
fn server_variables(api: &Api, server: &Server, scope: &Scope<'_>) -> Option<TokenStream> {
    if server.variables.is_empty() {
        return None;
    }
    let variable = scope.runtime("ServerVariable");
    let variables = server.variables.iter().map(|(name, default)| {
        let mut known = api.server_variables.iter().filter(|known| known.wire == *name);
        let values = known.find_map(|known| known.values.as_ref()).map(|values| {
            let values = values.variants.iter().map(|(_, value)| value);
            quote!(.values(&[#(#values),*]))
        });
        quote!(#variable::new(#name, #default)#values)
    });
    Some(quote!(.variables(&[#(#variables),*])))
}

fn rate_limit(limit: &RateLimit, scope: &Scope<'_>) -> TokenStream {
    let (rule, name) = (scope.runtime("RateLimitRule"), &limit.name);
    let requests = Literal::u32_unsuffixed(limit.requests);
    let millis = Literal::u64_unsuffixed(limit.per_millis);
    let methods = (!limit.methods.is_empty()).then(|| {
        let name = scope.runtime("Method");
        let methods = limit.methods.iter().map(|method| {
            let variant = match method {
                Method::Get => quote!(Get),
                Method::Post => quote!(Post),
                Method::Put => quote!(Put),
                Method::Patch => quote!(Patch),
                Method::Delete => quote!(Delete),
                Method::Head => quote!(Head),
                Method::Options => quote!(Options),
            };
            quote!(#name::#variant)
        });
        quote!(.methods(&[#(#methods),*]))
    });
    let each = (!limit.each.is_empty()).then(|| {
        let names = &limit.each;
        quote!(.each(&[#(#names),*]))
    });
    quote!(#rule::new(#name, #requests, #millis)#methods #each)
}

fn scalar(scalar: &Scalar, scope: &Scope<'_>) -> TokenStream {
    let name = scope.runtime("Scalar");
    match scalar {
        Scalar::Bool(value) => quote!(#name::Bool(#value)),
        Scalar::Integer(value) => {
            let value = Literal::i64_unsuffixed(*value);
            quote!(#name::Integer(#value))
        }
        Scalar::Text(value) => quote!(#name::Text(#value)),
    }
}

fn scheme(scheme: &Scheme, scope: &Scope<'_>) -> TokenStream {
    let (name, id) = (scope.runtime("Scheme"), &scheme.id);
    let credentials: Vec<TokenStream> =
        scheme.credentials.iter().map(|each| credential(each, scope)).collect();
    match &scheme.kind {
        SchemeKind::Bearer => quote!(#name::bearer(#id, #(#credentials),*)),
        SchemeKind::Basic => quote!(#name::basic(#id, #(#credentials),*)),
        SchemeKind::Headers(headers) => {
            let header = scope.runtime("HeaderCredential");
            let pairs = headers
                .iter()
                .zip(&credentials)
                .map(|(wire, credential)| quote!(#header::new(#wire, #credential)));
            quote!(#name::headers(#id, &[#(#pairs),*]))
        }
        SchemeKind::Query(parameter) => quote!(#name::query(#id, #parameter, #(#credentials),*)),
        SchemeKind::Cookie(cookie) => quote!(#name::cookie(#id, #cookie, #(#credentials),*)),
        SchemeKind::KongHmac => {
            let profile = scope.runtime("HmacProfile");
            quote!(#name::hmac(#id, #profile::Kong, #(#credentials),*))
        }
    }
}

fn credential(credential: &Credential, scope: &Scope<'_>) -> TokenStream {
    let (type_, name) = (scope.runtime("Credential"), &credential.name);
    let env = credential.env.as_ref().map(|env| quote!(.env(#env)));
    let secret = credential.secret.then(|| quote!(.secret()));
    quote!(#type_::new(#name)#env #secret)
}
