//! Schemas as expressions that a static can hold.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use syn::{Item, parse_quote};

use super::ident;
use super::scope::Scope;
use crate::ir::{
    Limit, ListKeys, Location, Notation, Parameter, Schema, SchemaKind, Style, Writing,
};
use crate::words::naming::Name;

/// The expression of a schema: `Schema::string().max_length(32)`.
pub(in crate::emit) fn schema(schema: &Schema, scope: &Scope<'_>) -> TokenStream {
    let name = scope.runtime("Schema");
    let kind = match &schema.kind {
        SchemaKind::Any => quote!(#name::any()),
        SchemaKind::Binary => quote!(#name::binary()),
        SchemaKind::String => quote!(#name::string()),
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
            // A name that is asked for is imported.
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
            // By way of a function: a static may not look into another that looks back.
            quote!(#name::reference(|| &#path))
        }
    };
    let limits = schema.limits.iter().map(|limit| self::limit(limit, scope));
    quote!(#kind #(#limits)*)
}

/// Constants of a type, each of which stands for a parameter of several endpoints.
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

/// A parameter as data.
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

/// How a value is written, as far as that is not the usual way.
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

/// How a list repeats its key, where it is not just repeated.
pub(in crate::emit) fn lists(lists: ListKeys, scope: &Scope<'_>) -> Option<TokenStream> {
    let variant = match lists {
        ListKeys::Repeat => return None,
        ListKeys::Brackets => quote!(Brackets),
        ListKeys::Indices => quote!(Indices),
    };
    let name = scope.runtime("ListKeys");
    Some(quote!(.lists(#name::#variant)))
}

/// The runtime's name of a style.
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
    match limit {
        Limit::MinLength(length) => count("min_length", *length),
        Limit::MaxLength(length) => count("max_length", *length),
        Limit::MaxBytes(size) => count("max_bytes", *size),
        Limit::Pattern(pattern) => quote!(.pattern(#pattern)),
        Limit::Uuid => {
            let format = scope.runtime("Format");
            quote!(.format(#format::Uuid))
        }
        Limit::OneOf(values) => quote!(.one_of(&[#(#values),*])),
        Limit::OneOfIntegers(values) => {
            let values = values.iter().map(|value| Literal::i64_unsuffixed(*value));
            quote!(.one_of_integers(&[#(#values),*]))
        }
        Limit::Minimum(bound) => number("minimum", *bound),
        Limit::Maximum(bound) => number("maximum", *bound),
        Limit::ExclusiveMinimum(bound) => number("exclusive_minimum", *bound),
        Limit::ExclusiveMaximum(bound) => number("exclusive_maximum", *bound),
        Limit::MultipleOf(factor) => number("multiple_of", *factor),
        Limit::MinItems(length) => count("min_items", *length),
        Limit::MaxItems(length) => count("max_items", *length),
        Limit::UniqueItems => quote!(.unique_items()),
        Limit::Nullable => quote!(.nullable()),
        Limit::Secret => quote!(.secret()),
    }
}

fn count(method: &str, value: u64) -> TokenStream {
    let (method, value) = (quote::format_ident!("{method}"), Literal::u64_unsuffixed(value));
    quote!(.#method(#value))
}

fn number(method: &str, value: f64) -> TokenStream {
    let method = quote::format_ident!("{method}");
    // The check refuses what is not finite; a literal has no sign of its own.
    let magnitude = Literal::f64_unsuffixed(value.abs());
    if value.is_sign_negative() {
        quote!(.#method(-#magnitude))
    } else {
        quote!(.#method(#magnitude))
    }
}
