//! Schemas as expressions for statics.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use syn::{Item, parse_quote};

use super::ident;
use super::scope::Scope;
use crate::ir::{ListKeys, Location, Notation, Parameter, Schema, SchemaKind, Style, Writing};
use crate::words::limit::{Limit, Stated};
use crate::words::naming::Name;

/// Returns the expression of a schema: `Schema::string().max_length(32)`.
pub(in crate::emit) fn schema(schema: &Schema, scope: &Scope<'_>) -> TokenStream {
    let name = scope.runtime("Schema");
    let kind = match &schema.kind {
        SchemaKind::Any => quote!(#name::any()),
        SchemaKind::Binary => quote!(#name::binary()),
        SchemaKind::String => quote!(#name::string()),
        SchemaKind::OneOf(values) => quote!(#name::string().one_of(&[#(#values),*])),
        SchemaKind::Integer => quote!(#name::integer()),
        SchemaKind::Number => quote!(#name::number()),
        SchemaKind::Boolean => quote!(#name::boolean()),
        SchemaKind::List(items) => {
            let items = self::schema(items, scope);
            quote!(#name::list(&#items))
        }
        SchemaKind::Tuple(items) => {
            let items = items.iter().map(|item| self::schema(item, scope));
            quote!(#name::tuple(&[#(#items),*]))
        }
        SchemaKind::Map(values) => {
            let values = self::schema(values, scope);
            quote!(#name::map(&#values))
        }
        SchemaKind::Object(fields, rest) => {
            // Asking for a name imports it.
            let field = (!fields.is_empty()).then(|| scope.runtime("Field"));
            let fields = fields.iter().map(|(wire, required, schema)| {
                let schema = self::schema(schema, scope);
                if *required {
                    quote!(#field::required(#wire, #schema))
                } else {
                    quote!(#field::optional(#wire, #schema))
                }
            });
            let rest = rest.as_ref().map(|rest| {
                let rest = self::schema(rest, scope);
                quote!(.rest(&#rest))
            });
            quote!(#name::object(&[#(#fields),*]) #rest)
        }
        SchemaKind::Union(cases) => {
            let cases = cases.iter().map(|case| self::schema(case, scope));
            quote!(#name::union(&[#(#cases),*]))
        }
        SchemaKind::Reference(path) => {
            let path = scope.named(path);
            quote!(#name::of::<#path>())
        }
        SchemaKind::Static(path) => {
            let path = scope.named(path);
            // The function breaks the cycle: a static cannot refer to one that refers back.
            quote!(#name::reference(|| &#path))
        }
    };
    let limits = schema.limits.iter().map(|limit| self::limit(limit, scope));
    let nullable = schema.nullable.then(|| quote!(.nullable()));
    let secret = schema.secret.then(|| quote!(.secret()));
    quote!(#kind #(#limits)* #nullable #secret)
}

/// Returns the constants of a type, each a parameter that the API states for all endpoints.
pub(in crate::emit) fn constants(
    owner: &Ident,
    shared: &[(Name, Parameter)],
    scope: &Scope<'_>,
) -> Vec<Item> {
    if shared.is_empty() {
        return Vec::new();
    }
    let type_ = scope.runtime("Parameter");
    let constants = shared.iter().map(|(name, parameter)| {
        let (name, parameter) = (ident(name), self::parameter(parameter, scope));
        quote!(const #name: #type_ = #parameter;)
    });
    vec![parse_quote!(impl #owner { #(#constants)* })]
}

/// Returns the data of a parameter.
pub(in crate::emit) fn parameter(parameter: &Parameter, scope: &Scope<'_>) -> TokenStream {
    let (name, schema, wire) =
        (scope.runtime("Parameter"), self::schema(&parameter.schema, scope), &parameter.wire);
    let location = match parameter.location {
        Location::Path => quote!(path),
        Location::Query => quote!(query),
        Location::Header => quote!(header),
        Location::Cookie => quote!(cookie),
    };
    let required =
        (parameter.required && parameter.location != Location::Path).then(|| quote!(.required()));
    let client = parameter.from_client.then(|| quote!(.client()));
    let secret = parameter.secret.then(|| quote!(.secret()));
    let notation = notation(parameter.notation, scope);
    let reserved = (!parameter.reserved.is_empty()).then(|| {
        let values = &parameter.reserved;
        quote!(.reserved(&[#(#values),*]))
    });
    quote!(#name::#location(#wire, #schema)#notation #required #client #secret #reserved)
}

/// Returns the encoding of a value, as far as it is not the usual one.
pub(in crate::emit) fn notation(notation: Notation, scope: &Scope<'_>) -> TokenStream {
    let style = notation.style.map(|writing| {
        let (name, style) = (scope.runtime("Style"), self::style(writing));
        quote!(.style(#name::#style))
    });
    let explode = notation.explode.map(|explode| quote!(.explode(#explode)));
    let lists = lists(notation.lists, scope);
    let structured = notation.structured.then(|| quote!(.structured()));
    quote!(#style #explode #lists #structured)
}

/// Returns how a list repeats its key, unless it just repeats it.
pub(in crate::emit) fn lists(lists: ListKeys, scope: &Scope<'_>) -> Option<TokenStream> {
    let variant = match lists {
        ListKeys::Repeat => return None,
        ListKeys::Brackets => quote!(Brackets),
        ListKeys::Indices => quote!(Indices),
    };
    let name = scope.runtime("ListKeys");
    Some(quote!(.lists(#name::#variant)))
}

/// Returns the runtime's name of a style.
fn style(writing: Writing) -> TokenStream {
    match writing {
        Writing::Style(Style::Form) => quote!(Form),
        Writing::Style(Style::Simple) => quote!(Simple),
        Writing::Style(Style::Label) => quote!(Label),
        Writing::Style(Style::Matrix) => quote!(Matrix),
        Writing::Style(Style::SpaceDelimited) => quote!(SpaceDelimited),
        Writing::Style(Style::PipeDelimited) => quote!(PipeDelimited),
        Writing::Style(Style::DeepObject) => quote!(DeepObject),
        Writing::Json => quote!(Json),
        Writing::Text => quote!(Text),
    }
}

fn limit(limit: &Limit, scope: &Scope<'_>) -> TokenStream {
    let method = format_ident!("{}", limit.word().method());
    if let Limit::Uuid(_) = limit {
        let format = scope.runtime("Format");
        return quote!(.#method(#format::Uuid));
    }
    match limit.stated() {
        Stated::Count(count) => {
            let count = Literal::u64_unsuffixed(count);
            quote!(.#method(#count))
        }
        Stated::Number(number) => {
            let number = self::number(number);
            quote!(.#method(#number))
        }
        Stated::Text(text) => quote!(.#method(#text)),
        Stated::Flag(_) => quote!(.#method()),
        Stated::Integers(integers) => {
            let integers = integers.iter().map(|integer| Literal::i64_unsuffixed(*integer));
            quote!(.#method(&[#(#integers),*]))
        }
    }
}

fn number(value: f64) -> TokenStream {
    // The check refuses infinite numbers, and a literal has no sign of its own.
    let magnitude = Literal::f64_unsuffixed(value.abs());
    if value.is_sign_negative() { quote!(-#magnitude) } else { quote!(#magnitude) }
}
