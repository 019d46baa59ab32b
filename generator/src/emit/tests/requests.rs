//! A call of each endpoint, with what the document gives for it: a server that knows the document is to judge
//! what is sent.
//!
//! The values stand in a file beside the code, and are read as what the methods take. So a call is little more
//! than the names of its method and of what it is given, and says all that a caller would.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::{Map, Value, json};
use syn::parse_quote;

use super::super::File;
use super::super::support::ident;
use super::super::support::scope::tokens;
use super::from_outside;
use crate::ir::{
    Api, BodyField, BodyForm, BodyKind, Endpoint, ExampleCall, Location, Module, Package,
    Parameter, Presence, TypeRef,
};
use crate::words::naming::null_name;

/// `requests.rs`.
pub(super) fn file(package: &Package, name: &str) -> File {
    let root = tokens(&name.replace('-', "_"));
    let calls = package.apis.iter().flat_map(|api| {
        api.calls.iter().filter_map(|call| Building::of(api, call, &root)?.row().ok())
    });
    let credentials = package.apis.iter().flat_map(|api| &api.schemes).map(|scheme| {
        let method = ident(&scheme.method);
        // Any text will do: a server that judges requests looks only whether there is one.
        let Some(named) = &scheme.named else { return quote!(.#method("example")) };
        let named = ident(named);
        let fields = scheme.credentials.iter().map(|credential| ident(&credential.argument));
        quote!(.#method(#root::#named { #(#fields: "example".into()),* }))
    });
    File {
        path: "requests.rs".to_owned(),
        source: String::new(),
        attributes: vec![
            parse_quote!(#![doc = " A call of each operation, sent to the server that `EXAMPLE_SERVER` names."]),
        ],
        groups: vec![
            vec![
                parse_quote!(use #root::Client;),
                parse_quote!(
                    use clientwright_runtime::examples::{call_all, server};
                ),
            ],
            vec![parse_quote! {
                #[test]
                fn requests() {
                    let Some(server) = server() else { return };
                    let client = Client::builder()
                        .base_url(server)
                        .retries(0)
                        .redirects(0)
                        .without_rate_limit()
                        #(#credentials)*
                        .build()
                        .expect("the base URL and the credentials can be used");
                    call_all(include_str!("requests.json"), &client, &[#(#calls),*]);
                }
            }],
        ],
    }
}

/// Returns what the calls are given, by their names: each as a member of an object.
pub(super) fn data(package: &Package) -> Vec<String> {
    let root = TokenStream::new();
    let mut members = Vec::new();
    for api in &package.apis {
        for call in &api.calls {
            let why = match Building::of(api, call, &root).map(|building| building.row()) {
                Some(Ok(_)) => None,
                Some(Err(why)) => Some(why),
                None => Some("the client has no such call".to_owned()),
            };
            members.push(format!("{}: {}", Value::from(call.id.as_str()), given(call, why)));
        }
    }
    members
}

/// Returns what one call is given; or why there is none.
fn given(call: &ExampleCall, why: Option<String>) -> Value {
    let mut arguments = Map::new();
    for argument in &call.arguments {
        let place = arguments.entry(place(argument.location)).or_insert_with(|| json!({}));
        place[&argument.wire] = argument.value.clone();
    }
    let mut given = json!({ "method": call.method, "path": call.path, "arguments": arguments });
    if let Some(body) = &call.body {
        given["media_type"] = Value::from(body.media_type.as_str());
        given["body"] = body.value.clone();
        if let Some(held) = &body.held {
            given["held"] = held.clone();
        }
    }
    if let Some(why) = why {
        given["missing"] = Value::from(why);
    }
    given
}

fn place(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}

/// One call on its way into code.
struct Building<'a> {
    api: &'a Api,
    module: &'a Module,
    endpoint: &'a Endpoint,
    call: &'a ExampleCall,
    root: &'a TokenStream,
}

impl<'a> Building<'a> {
    fn of(api: &'a Api, call: &'a ExampleCall, root: &'a TokenStream) -> Option<Self> {
        api.modules.iter().find_map(|module| {
            let endpoint = module.endpoints.iter().find(|endpoint| endpoint.id == call.id)?;
            Some(Self { api, module, endpoint, call, root })
        })
    }

    /// Returns the call by its name, or why there is none.
    fn row(&self) -> Result<TokenStream, String> {
        let mut handle = quote!(client);
        let mut arguments = Vec::new();
        let mut options = Vec::new();
        let parameters = self.endpoint.parameters.iter().filter(|each| each.constant.is_none());
        for parameter in parameters {
            let Some(value) = self.value(parameter) else {
                if parameter.required {
                    return Err(self.why(&format!("the parameter `{}`", parameter.wire)));
                }
                continue;
            };
            if parameter.from_client {
                let on_client = self.api.client_parameters.iter();
                let with = on_client.filter(|each| each.wire == parameter.wire);
                let with = with.map(|each| ident(&each.with));
                handle = quote!(#handle #(.#with(#value))*);
            } else if parameter.required {
                arguments.push(value);
            } else {
                let name = ident(&parameter.name);
                options.push(quote!(.#name(#value)));
            }
        }
        self.body(&mut arguments, &mut options)?;
        let access = (!self.module.access.is_empty()).then(|| tokens(&self.module.access));
        let access = access.map(|access| quote!(.#access));
        let (id, method) = (&self.endpoint.id, ident(&self.endpoint.method_name));
        let uses =
            !arguments.is_empty() || !options.is_empty() || handle.clone().into_iter().count() > 1;
        let given = if uses { quote!(given) } else { quote!(_) };
        Ok(quote! {
            (#id, |client, #given| Ok(#handle #access.#method(#(#arguments),*) #(#options)*.raw()))
        })
    }

    /// Returns the value of a parameter, where there is one.
    fn value(&self, parameter: &Parameter) -> Option<TokenStream> {
        let is_header = parameter.location == Location::Header;
        let same = |wire: &str| {
            wire == parameter.wire || is_header && wire.eq_ignore_ascii_case(&parameter.wire)
        };
        let mut arguments = self.call.arguments.iter();
        let argument =
            arguments.find(|each| each.location == parameter.location && same(&each.wire))?;
        let method = format_ident!("{}", place(parameter.location));
        let (wire, type_) = (&argument.wire, self.type_(&parameter.type_));
        Some(quote!(given.#method::<#type_>(#wire)?))
    }

    fn body(
        &self,
        arguments: &mut Vec<TokenStream>,
        options: &mut Vec<TokenStream>,
    ) -> Result<(), String> {
        let Some(body) = &self.endpoint.body else { return Ok(()) };
        let value = self.call.body.as_ref().map(|body| &body.value);
        match (&body.kind, value) {
            (BodyKind::Fields(fields), value) => {
                for each in fields.iter().filter(|each| each.constant.is_none()) {
                    let value = value.and_then(|value| value.get(&each.field.wire));
                    self.field(each, value, arguments, options)?;
                }
            }
            (_, None) => return Err(self.why("the body")),
            (BodyKind::Whole { .. }, Some(_)) if body.form == BodyForm::Text => {
                arguments.push(quote!(given.text()));
            }
            (BodyKind::Whole { type_, .. }, Some(_)) => {
                let type_ = self.type_(type_);
                arguments.push(quote!(given.body::<#type_>()?));
            }
            (BodyKind::Upload { .. }, Some(_)) => arguments.push(quote!(given.upload())),
        }
        Ok(())
    }

    fn field(
        &self,
        each: &BodyField,
        value: Option<&Value>,
        arguments: &mut Vec<TokenStream>,
        options: &mut Vec<TokenStream>,
    ) -> Result<(), String> {
        let (field, wire) = (&each.field, &each.field.wire);
        let type_ = match field.presence {
            Presence::Nullable => TypeRef::Option(Box::new(field.type_.clone())),
            _ => field.type_.clone(),
        };
        let read = match &type_ {
            TypeRef::Upload => quote!(given.file(#wire)),
            TypeRef::List(item) if **item == TypeRef::Upload => quote!(given.files(#wire)),
            type_ => {
                let type_ = self.type_(type_);
                quote!(given.field::<#type_>(#wire)?)
            }
        };
        let name = ident(&each.name);
        match (field.presence, value) {
            (Presence::Required | Presence::Nullable, None) => {
                return Err(self.why(&format!("the field `{wire}` of the body")));
            }
            (Presence::Required | Presence::Nullable, Some(_)) => arguments.push(read),
            (Presence::ThreeState, Some(Value::Null)) => {
                let clear = format_ident!("{}", null_name(&each.name));
                options.push(quote!(.#clear()));
            }
            (_, None | Some(Value::Null)) => {}
            (_, Some(_)) => options.push(quote!(.#name(#read))),
        }
        Ok(())
    }

    /// Returns why there is no call where something is not given that must be.
    fn why(&self, what: &str) -> String {
        let missing = self.call.missing.first();
        missing.cloned().unwrap_or_else(|| format!("the document gives nothing for {what}"))
    }

    fn type_(&self, type_: &TypeRef) -> TokenStream {
        from_outside(self.api, type_, self.root)
    }
}
