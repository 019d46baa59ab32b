//! The types of a spec: plain structs and enums, each with the macro call by which the runtime reads and writes it.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::{Item, parse_quote};

use super::support::docs::{self, Docs};
use super::support::prose::code;
use super::support::scope::{Scope, tokens};
use super::support::{ident, schema, spaced};
use crate::ir::{Case, Field, Presence, Rest, Schema, TypeDef, TypeKind, TypeRef, Variant};
use crate::words::naming::{Name, null_name};

/// Returns a definition, with its limits if values of it are sent or received.
pub(super) fn definition(definition: &TypeDef, scope: &Scope<'_>) -> Vec<Vec<Item>> {
    let docs = Docs::of(&definition.text, &format!("The type `{}`.", definition.name)).attributes();
    let deprecated = docs::deprecated(&definition.text);
    let derive = definition.derive.iter().map(|path| tokens(path));
    let derive = (!definition.derive.is_empty()).then(|| quote!(#[derive(#(#derive),*)]));
    let extra = definition.attributes.iter().map(|text| tokens(text));
    let attributes = quote!(#docs #deprecated #derive #(#[#extra])*);
    let name = ident(&definition.name);
    let mut groups = match &definition.kind {
        TypeKind::Object { fields, rest, generic, sent } => {
            let parts = (fields.as_slice(), rest.as_ref(), definition.schema.as_ref());
            object(&name, &attributes, parts, (*generic, *sent), scope)
        }
        TypeKind::Text { secret } => text(&name, &attributes, *secret, scope),
        TypeKind::Enum(variants) => open_enum(&name, &attributes, variants, scope),
        TypeKind::IntegerEnum(variants) => open_integer(&name, &attributes, variants, scope),
        TypeKind::Union { tag, cases, secret } => {
            // An unknown case may contain a value that is secret in a known one.
            let unknown = scope.runtime(if *secret { "SecretJson" } else { "Json" });
            let schema = definition.schema.as_ref();
            union(&name, &attributes, (tag.as_deref(), cases, schema), &unknown, scope)
        }
        TypeKind::Alias(target) => {
            let type_ = scope.type_ref(target);
            let mut groups = vec![vec![parse_quote!(#attributes pub type #name = #type_;)]];
            if matches!(target, TypeRef::Extern(_)) {
                // A missing trait is then reported once, and here.
                let check = scope.runtime("extern_type");
                groups.push(vec![parse_quote!(const _: () = #check::<#name>();)]);
            }
            groups
        }
    };
    if let (Some(name), Some(schema)) = (&definition.schema_static, &definition.schema) {
        let (type_, schema) = (scope.runtime("Schema"), schema::schema(schema, scope));
        let docs = docs::line(&format!("The schema of [`{}`].", linked(definition.name.as_str())));
        let name = ident(name);
        groups.push(vec![parse_quote!(#docs pub static #name: #type_ = #schema;)]);
    }
    groups
}

fn object(
    name: &proc_macro2::Ident,
    attributes: &TokenStream,
    (fields, rest, schema): (&[Field], Option<&Rest>, Option<&Schema>),
    (generic, sent): (bool, bool),
    scope: &Scope<'_>,
) -> Vec<Vec<Item>> {
    let hole = generic.then(|| scope.hole());
    let generics = hole.as_ref().map(|hole| quote!(<#hole>));
    let declared = fields.iter().map(|field| {
        let docs = docs::described(
            &field.text,
            &format!("The field {}.", code(&field.wire)),
            &field.rules,
        );
        let deprecated = docs::deprecated(&field.text);
        let (name, type_) = (ident(&field.name), field_type(field, scope));
        quote!(#docs #deprecated pub #name: #type_)
    });
    let declared = declared.chain(rest.map(|rest| {
        let docs = docs::described(&rest.text, "All other members, by name.", &[]);
        let (name, type_) = (ident(&rest.name), scope.type_ref(&map_of(rest)));
        quote!(#docs pub #name: #type_)
    }));
    // If nothing is required, there is a value without any field.
    let empty = fields
        .iter()
        .all(|field| matches!(field.presence, Presence::Optional | Presence::ThreeState));
    let default = empty.then(|| scope.prelude("Default", "std::default::Default"));
    let default = default.map(|default| quote!(#default,));
    // Callers change the fields of values that they receive, and build those that they send in one expression.
    let built = setters(fields, scope)
        .chain(rest.map(|rest| rest_setter(rest, scope)))
        .take(if sent { usize::MAX } else { 0 });
    // If nothing is required and values are not built by callers, `Default` is enough.
    let built: Vec<TokenStream> = built.collect();
    let has_new = !(empty && built.is_empty() && !generic);
    let new = has_new.then(|| constructor(fields, rest, generic, scope));
    let named = rest.map(|rest| {
        let named = &rest.named;
        quote!(const NAMED: &'static [&'static str] = &[#(#named),*];)
    });
    let limits = limits(schema, scope);
    let inherent = (new.is_some() || named.is_some() || limits.is_some()).then(|| {
        vec![spaced(parse_quote!(impl #generics #name #generics {
            #limits #named #new #(#built)*
        }))]
    });
    let (object, members) = (scope.runtime("object"), members(fields, rest));
    let limits = schema.map(|_| quote!(, LIMITS));
    let declaration = vec![parse_quote! {
        #attributes
        #[derive(Clone, Debug, #default PartialEq)]
        #[non_exhaustive]
        pub struct #name #generics { #(#declared),* }
    }];
    let value = vec![parse_quote!(#object!(#name #generics #members #limits);)];
    std::iter::once(declaration).chain(inherent).chain([value]).collect()
}

/// Returns an entry of a macro's list: the name in Rust, and the name on the wire.
fn named(name: &Name, wire: &str) -> TokenStream {
    let rust = ident(name);
    quote!(#rust = #wire)
}

/// Returns the fields with their names on the wire, as the runtime's macro takes them.
fn members(fields: &[Field], rest: Option<&Rest>) -> TokenStream {
    let group = |wanted: fn(&Field) -> bool| {
        let wanted: Vec<&Field> = fields.iter().filter(|field| wanted(field)).collect();
        let names = wanted.iter().map(|field| named(&field.name, &field.wire));
        (!wanted.is_empty()).then(|| quote!({ #(#names),* }))
    };
    let is_nullable = |field: &Field| !field.read_only && field.presence == Presence::Nullable;
    let plain = group(|field| !field.read_only && field.presence != Presence::Nullable);
    let plain = plain.unwrap_or_else(|| quote!({}));
    let nullable = group(is_nullable).map(|group| quote!(nullable #group));
    let read_only = group(|field| field.read_only).map(|group| quote!(read_only #group));
    let rest = rest.map(|rest| {
        let name = ident(&rest.name);
        quote!(rest #name)
    });
    quote!(#plain #nullable #read_only #rest)
}

/// Returns the limits of a type's values.
fn limits(schema: Option<&Schema>, scope: &Scope<'_>) -> Option<TokenStream> {
    schema.map(|schema| {
        let (type_, schema) = (scope.runtime("Schema"), schema::schema(schema, scope));
        quote!(const LIMITS: #type_ = #schema;)
    })
}

/// Returns the type of a field in the struct.
fn field_type(field: &Field, scope: &Scope<'_>) -> TokenStream {
    let inner = scope.type_ref(&field.type_);
    match field.presence {
        Presence::Required => inner,
        Presence::Optional | Presence::Nullable => scope.option(&inner),
        Presence::ThreeState => {
            let maybe = scope.runtime("Maybe");
            quote!(#maybe<#inner>)
        }
    }
}

/// Returns the constructor, whose arguments are the required fields.
fn constructor(
    fields: &[Field],
    rest: Option<&Rest>,
    generic: bool,
    scope: &Scope<'_>,
) -> TokenStream {
    let left_out =
        |field: &&Field| matches!(field.presence, Presence::Optional | Presence::ThreeState);
    // The derived `Default` of a generic type would require one of its parameter.
    if fields.iter().all(|field| left_out(&field)) && !generic {
        let docs = docs::line("Creates a value without any field set.");
        return quote! {
            #docs
            pub fn new() -> Self { Self::default() }
        };
    }
    // Several unset fields are written once. (A generic type is not an object for every parameter.)
    let unset = fields.iter().filter(left_out).count() + usize::from(rest.is_some());
    let blank = !generic && unset > 1;
    let mut arguments = Vec::new();
    let mut values: Vec<TokenStream> = fields
        .iter()
        .filter(|field| !blank || !left_out(field))
        .map(|field| {
            let name = ident(&field.name);
            let none = scope.prelude("None", "std::option::Option::None");
            match field.presence {
                Presence::Required | Presence::Nullable => {
                    let inner = unboxed(&field.type_);
                    let type_ = match field.presence {
                        Presence::Nullable => TypeRef::Option(Box::new(inner.clone())),
                        _ => inner.clone(),
                    };
                    if type_ == TypeRef::Hole {
                        let hole = scope.hole();
                        arguments.push(quote!(#name: #hole));
                        return quote!(#name);
                    }
                    let (taken, convert) = scope.into(&type_);
                    arguments.push(quote!(#name: #taken));
                    let value = convert(quote!(#name));
                    if is_boxed(&field.type_) {
                        let boxed = scope.prelude("Box", "std::boxed::Box");
                        return if field.presence == Presence::Nullable {
                            quote!(#name: #value.map(#boxed::new))
                        } else {
                            quote!(#name: #boxed::new(#value))
                        };
                    }
                    if type_.is_taken_as_it_is() { quote!(#name) } else { quote!(#name: #value) }
                }
                Presence::Optional => quote!(#name: #none),
                Presence::ThreeState => {
                    let maybe = scope.runtime("Maybe");
                    quote!(#name: #maybe::Absent)
                }
            }
        })
        .collect();
    values.extend(rest.filter(|_| !blank).map(|rest| {
        let (name, map) = (ident(&rest.name), scope.map());
        quote!(#name: #map::new())
    }));
    let docs = docs::line(if arguments.is_empty() {
        "Creates a value without any field set."
    } else {
        "Creates a value from its required fields."
    });
    let blank = blank.then(|| {
        let object = scope.runtime("Object");
        quote!(..#object::blank())
    });
    quote! {
        #docs
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values,)* #blank }
        }
    }
}

fn setters<'f>(
    fields: &'f [Field],
    scope: &'f Scope<'_>,
) -> impl Iterator<Item = TokenStream> + 'f {
    fields
        .iter()
        .filter(|field| matches!(field.presence, Presence::Optional | Presence::ThreeState))
        .map(|field| {
            let docs = docs::summary(&field.text, &format!("Sets {}.", code(&field.wire)));
            let deprecated = docs::deprecated(&field.text);
            let (name, setter) = (ident(&field.name), ident(&field.setter));
            let (taken, convert) = scope.into(unboxed(&field.type_));
            let mut value = convert(quote!(value));
            if is_boxed(&field.type_) {
                let boxed = scope.prelude("Box", "std::boxed::Box");
                value = quote!(#boxed::new(#value));
            }
            let some = scope.prelude("Some", "std::option::Option::Some");
            let (filled, null) = match field.presence {
                Presence::ThreeState => {
                    let maybe = scope.runtime("Maybe");
                    let clear = format_ident!("{}", null_name(&field.setter));
                    let docs = docs::line(&format!(
                        "Sets {} to null; leaving it out is not the same.",
                        code(&field.wire)
                    ));
                    let null = quote! {
                        #docs
                        #deprecated
                        pub fn #clear(mut self) -> Self {
                            self.#name = #maybe::Null;
                            self
                        }
                    };
                    (quote!(#maybe::Value(#value)), Some(null))
                }
                _ => (quote!(#some(#value)), None),
            };
            quote! {
                #docs
                #deprecated
                pub fn #setter(mut self, value: #taken) -> Self {
                    self.#name = #filled;
                    self
                }
                #null
            }
        })
}

/// Returns the type of the field with the members that have no field.
fn map_of(rest: &Rest) -> TypeRef {
    TypeRef::Map(Box::new(rest.type_.clone()))
}

fn rest_setter(rest: &Rest, scope: &Scope<'_>) -> TokenStream {
    let otherwise = "Sets all other members, by name.";
    let docs = docs::summary(&rest.text, otherwise);
    let name = ident(&rest.name);
    let (taken, convert) = scope.into(&map_of(rest));
    let value = convert(quote!(value));
    quote! {
        #docs
        #[must_use]
        pub fn #name(mut self, value: #taken) -> Self {
            self.#name = #value;
            self
        }
    }
}

fn unboxed(type_: &TypeRef) -> &TypeRef {
    match type_ {
        TypeRef::Boxed(inner) => inner,
        other => other,
    }
}

fn is_boxed(type_: &TypeRef) -> bool {
    matches!(type_, TypeRef::Boxed(_))
}

fn text(
    name: &proc_macro2::Ident,
    attributes: &TokenStream,
    secret: bool,
    scope: &Scope<'_>,
) -> Vec<Vec<Item>> {
    if secret {
        let (inner, call) = (scope.runtime("Secret"), scope.runtime("secret_newtype"));
        return vec![
            vec![
                parse_quote!(#attributes #[derive(Clone, Debug, PartialEq, Eq)] pub struct #name(#inner);),
            ],
            vec![parse_quote!(#call!(#name);)],
        ];
    }
    let (inner, call) = (scope.type_ref(&TypeRef::String), scope.runtime("string_newtype"));
    vec![
        vec![parse_quote! {
            #attributes
            #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
            pub struct #name(#inner);
        }],
        vec![parse_quote!(#call!(#name);)],
    ]
}

fn open_enum(
    name: &proc_macro2::Ident,
    attributes: &TokenStream,
    variants: &[Variant],
    scope: &Scope<'_>,
) -> Vec<Vec<Item>> {
    let call = scope.runtime("open_enum");
    let string = scope.type_ref(&TypeRef::String);
    let declared = variants.iter().map(variant);
    let unknown = docs::line("A value that is unknown to this version of the client.");
    let names = variants.iter().map(|variant| named(&variant.name, &variant.wire));
    vec![
        vec![parse_quote! {
            #attributes
            #[derive(Clone, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #name { #(#declared,)* #unknown Unknown(#string) }
        }],
        vec![parse_quote!(#call!(#name { #(#names),* });)],
    ]
}

/// Returns a variant as the enum declares it.
fn variant(variant: &Variant) -> TokenStream {
    let text = crate::ir::Text { summary: variant.summary.clone(), ..crate::ir::Text::default() };
    let docs = docs::described(&text, &code(&variant.wire), &[]);
    let name = ident(&variant.name);
    quote!(#docs #name)
}

fn open_integer(
    name: &proc_macro2::Ident,
    attributes: &TokenStream,
    variants: &[(i64, Variant)],
    scope: &Scope<'_>,
) -> Vec<Vec<Item>> {
    let call = scope.runtime("open_integer");
    let declared = variants.iter().map(|(_, each)| variant(each));
    let unknown = docs::line("A value that is unknown to this version of the client.");
    let values = variants.iter().map(|(value, variant)| {
        let (name, value) = (ident(&variant.name), Literal::i64_unsuffixed(*value));
        quote!(#name = #value)
    });
    vec![
        vec![parse_quote! {
            #attributes
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #name { #(#declared,)* #unknown Unknown(i64) }
        }],
        vec![parse_quote!(#call!(#name { #(#values),* });)],
    ]
}

fn union(
    name: &proc_macro2::Ident,
    attributes: &TokenStream,
    (tag, cases, schema): (Option<&str>, &[Case], Option<&Schema>),
    unknown_type: &TokenStream,
    scope: &Scope<'_>,
) -> Vec<Vec<Item>> {
    let call = scope.runtime("union");
    let declared = cases.iter().map(|case| {
        let docs = match tag {
            Some(tag) => docs::line(&format!("Where {} is {}.", code(tag), code(&case.wire))),
            None => docs::line("A value of this type."),
        };
        let (name, type_) = (ident(&case.name), scope.type_ref(&case.type_));
        quote!(#docs #name(#type_))
    });
    let unknown = docs::line("A value that is unknown to this version of the client.");
    let named = cases.iter().map(|case| {
        let (name, wire) = (ident(&case.name), &case.wire);
        match (tag, case.has_tag) {
            (None, _) => quote!(#name),
            (Some(_), true) => quote!(#name = own(#wire)),
            (Some(_), false) => quote!(#name = tagged(#wire)),
        }
    });
    let by = tag.map(|tag| quote!(by #tag));
    let convertible: Vec<TokenStream> =
        convertible(cases, scope).map(|(name, type_)| quote!(#name(#type_))).collect();
    let from = (!convertible.is_empty()).then(|| quote!(from { #(#convertible),* }));
    let limits = limits(schema, scope);
    let inherent = limits.map(|limits| vec![parse_quote!(impl #name { #limits })]);
    let limits = schema.map(|_| quote!(, LIMITS));
    let declaration = vec![parse_quote! {
        #attributes
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#declared,)* #unknown Unknown(#unknown_type) }
    }];
    let value = vec![parse_quote!(#call!(#name #by { #(#named),* } #from #limits);)];
    std::iter::once(declaration).chain(inherent).chain([value]).collect()
}

/// Returns the cases whose type only one case has, so that it converts to the union.
fn convertible<'c>(
    cases: &'c [Case],
    scope: &'c Scope<'_>,
) -> impl Iterator<Item = (proc_macro2::Ident, TokenStream)> + 'c {
    let resolved: Vec<TypeRef> = cases.iter().map(|case| scope.resolved(&case.type_)).collect();
    let alone = move |index: usize| {
        let type_: &TypeRef = &resolved[index];
        *type_ != TypeRef::Json && resolved.iter().filter(|other| *other == type_).count() == 1
    };
    let cases = cases.iter().enumerate().filter(move |(index, _)| alone(*index));
    cases.map(|(_, case)| (ident(&case.name), scope.type_ref(&case.type_)))
}

/// Returns a type's name for a documentation link, since some names are also those of macros.
fn linked(name: &str) -> String {
    const DERIVED: &[&str] =
        &["Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];
    if DERIVED.contains(&name) { format!("type@{name}") } else { name.to_owned() }
}
