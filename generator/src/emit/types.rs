//! The types of a spec: plain structs and enums, and below each what the runtime reads and writes it by.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::{Item, parse_quote};

use super::support::docs::{self, Docs};
use super::support::prose::code;
use super::support::scope::{Scope, tokens};
use super::support::{ident, schema, spaced};
use crate::ir::{Case, Field, Presence, Rest, Schema, TypeDef, TypeKind, TypeRef, Variant};
use crate::naming::null_name;

/// A definition, with its limits where values of it are sent or received.
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
            // What is none of the cases may hold what one of them keeps secret.
            let unknown = scope.runtime(if *secret { "SecretJson" } else { "Json" });
            let schema = definition.schema.as_ref();
            union(&name, &attributes, (tag.as_deref(), cases, schema), &unknown, scope)
        }
        TypeKind::Alias(target) => {
            let type_ = scope.type_ref(target);
            let mut groups = vec![vec![parse_quote!(#attributes pub type #name = #type_;)]];
            if matches!(target, TypeRef::Extern(_)) {
                // So that a trait that it lacks is told of once, and here.
                let check = scope.runtime("extern_type");
                groups.push(vec![parse_quote!(const _: () = #check::<#name>();)]);
            }
            groups
        }
    };
    if let (Some(name), Some(schema)) = (&definition.schema_static, &definition.schema) {
        let (type_, schema) = (scope.runtime("Schema"), schema::schema(schema, scope));
        let docs =
            docs::line(&format!("What each [`{}`] keeps to.", linked(definition.name.as_str())));
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
    let bound = hole.as_ref().map(|hole| {
        let value = scope.runtime("Value");
        quote!(<#hole: #value>)
    });
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
        let docs = docs::described(&rest.text, "The members that have no field, by name.", &[]);
        let (name, type_) = (ident(&rest.name), scope.type_ref(&map_of(rest)));
        quote!(#docs pub #name: #type_)
    }));
    // Where nothing is required, there is a value without any field.
    let empty = fields
        .iter()
        .all(|field| matches!(field.presence, Presence::Optional | Presence::ThreeState));
    let default = empty.then(|| scope.prelude("Default", "std::default::Default"));
    let default = default.map(|default| quote!(#default,));
    // Who is given a value changes its fields; a value that is built to be sent is built in one expression.
    let built = setters(fields, scope)
        .chain(rest.map(|rest| rest_setter(rest, scope)))
        .take(if sent { usize::MAX } else { 0 });
    let methods = std::iter::once(constructor(fields, rest, generic, scope)).chain(built);
    let (object, object_macro) = (scope.runtime("Object"), scope.runtime("object"));
    let (reader, writer) = (scope.runtime("Fields"), scope.runtime("FieldWriter"));
    // An object without fields touches neither side.
    let (from, to) = if fields.is_empty() && rest.is_none() {
        (quote!(_), quote!(_))
    } else {
        (quote!(fields), quote!(fields))
    };
    let read = fields.iter().map(|field| {
        let (name, wire) = (ident(&field.name), &field.wire);
        if field.presence == Presence::Nullable {
            quote!(#name: fields.nullable(#wire))
        } else {
            quote!(#name: fields.field(#wire))
        }
    });
    let read = read.chain(rest.map(|rest| {
        let name = ident(&rest.name);
        quote!(#name: fields.rest(Self::NAMED))
    }));
    let write = fields.iter().map(|field| {
        let (name, wire) = (ident(&field.name), &field.wire);
        match (field.read_only, field.presence) {
            (true, _) => quote!(fields.read_only(#wire, &self.#name);),
            (false, Presence::Nullable) => quote!(fields.nullable(#wire, &self.#name);),
            (false, _) => quote!(fields.field(#wire, &self.#name);),
        }
    });
    let write = write.chain(rest.map(|rest| {
        let name = ident(&rest.name);
        quote!(fields.rest(Self::NAMED, &self.#name);)
    }));
    let schema = schema_constant(schema, scope);
    let named = rest.map(|rest| {
        let named = &rest.named;
        quote!(const NAMED: &'static [&'static str] = &[#(#named),*];)
    });
    vec![
        vec![parse_quote! {
            #attributes
            #[derive(Clone, Debug, #default PartialEq)]
            #[non_exhaustive]
            pub struct #name #generics { #(#declared),* }
        }],
        vec![spaced(parse_quote!(impl #generics #name #generics { #named #(#methods)* }))],
        vec![spaced(parse_quote! {
            impl #bound #object for #name #generics {
                #schema
                fn read(#from: &mut #reader<'_, '_>) -> Self {
                    Self { #(#read),* }
                }
                fn write(&self, #to: &mut #writer<'_>) {
                    #(#write)*
                }
            }
        })],
        vec![parse_quote!(#object_macro!(#name #generics);)],
    ]
}

/// What a type says of what its values keep to.
fn schema_constant(schema: Option<&Schema>, scope: &Scope<'_>) -> Option<TokenStream> {
    schema.map(|schema| {
        let (type_, schema) = (scope.runtime("Schema"), schema::schema(schema, scope));
        quote!(const SCHEMA: #type_ = #schema;)
    })
}

/// A field's type as the struct declares it.
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

/// What an object cannot be without is an argument of its constructor.
fn constructor(
    fields: &[Field],
    rest: Option<&Rest>,
    generic: bool,
    scope: &Scope<'_>,
) -> TokenStream {
    let left_out =
        |field: &&Field| matches!(field.presence, Presence::Optional | Presence::ThreeState);
    // The derived `Default` of a generic type asks its parameter for one as well.
    if fields.iter().all(|field| left_out(&field)) && !generic {
        let docs = docs::line("A value without any field.");
        return quote! {
            #docs
            pub fn new() -> Self { Self::default() }
        };
    }
    // What is not set is said once where it would be said of several. (A generic type is no object for every parameter.)
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
        "A value without any field."
    } else {
        "A value with the fields that it cannot be without."
    });
    let object = scope.runtime("Object");
    let blank = blank.then(|| quote!(..#object::blank()));
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
            let docs = docs::line(&format!("Sets {}.", code(&field.wire)));
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
                        "Sets {} to null, which is not the same as leaving it out.",
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

/// The type of the field that holds the members without one.
fn map_of(rest: &Rest) -> TypeRef {
    TypeRef::Map(Box::new(rest.type_.clone()))
}

fn rest_setter(rest: &Rest, scope: &Scope<'_>) -> TokenStream {
    let docs =
        docs::line("Sets the members that have no field; what has one is not sent from here.");
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
    let (open_enum, call) = (scope.runtime("OpenEnum"), scope.runtime("open_enum"));
    let option = scope.prelude("Option", "std::option::Option");
    let some = scope.prelude("Some", "std::option::Option::Some");
    let none = scope.prelude("None", "std::option::Option::None");
    let string = scope.type_ref(&TypeRef::String);
    let declared = variants.iter().map(|variant| {
        let text =
            crate::ir::Text { summary: variant.summary.clone(), ..crate::ir::Text::default() };
        let docs = docs::described(&text, &code(&variant.wire), &[]);
        let name = ident(&variant.name);
        quote!(#docs #name)
    });
    let unknown = docs::line("A value that this version of the client does not know.");
    let names: Vec<_> = variants.iter().map(|variant| ident(&variant.name)).collect();
    let wires: Vec<&str> = variants.iter().map(|variant| variant.wire.as_str()).collect();
    vec![
        vec![parse_quote! {
            #attributes
            #[derive(Clone, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #name { #(#declared,)* #unknown Unknown(#string) }
        }],
        vec![spaced(parse_quote! {
            impl #open_enum for #name {
                const ALL: &'static [Self] = &[#(Self::#names),*];
                const NAMES: &'static [&'static str] = &[#(#wires),*];

                fn unknown(name: #string) -> Self {
                    Self::Unknown(name)
                }

                fn as_unknown(&self) -> #option<&str> {
                    if let Self::Unknown(name) = self { #some(name) } else { #none }
                }
            }
        })],
        vec![parse_quote!(#call!(#name);)],
    ]
}

fn open_integer(
    name: &proc_macro2::Ident,
    attributes: &TokenStream,
    variants: &[(i64, Variant)],
    scope: &Scope<'_>,
) -> Vec<Vec<Item>> {
    let (open_integer, call) = (scope.runtime("OpenInteger"), scope.runtime("open_integer"));
    let option = scope.prelude("Option", "std::option::Option");
    let some = scope.prelude("Some", "std::option::Option::Some");
    let none = scope.prelude("None", "std::option::Option::None");
    let declared = variants.iter().map(|(_, variant)| {
        let text =
            crate::ir::Text { summary: variant.summary.clone(), ..crate::ir::Text::default() };
        let docs = docs::described(&text, &code(&variant.wire), &[]);
        let name = ident(&variant.name);
        quote!(#docs #name)
    });
    let unknown = docs::line("A value that this version of the client does not know.");
    let names: Vec<_> = variants.iter().map(|(_, variant)| ident(&variant.name)).collect();
    let values = variants.iter().map(|(value, _)| Literal::i64_unsuffixed(*value));
    vec![
        vec![parse_quote! {
            #attributes
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #name { #(#declared,)* #unknown Unknown(i64) }
        }],
        vec![spaced(parse_quote! {
            impl #open_integer for #name {
                const ALL: &'static [Self] = &[#(Self::#names),*];
                const VALUES: &'static [i64] = &[#(#values),*];

                fn unknown(value: i64) -> Self {
                    Self::Unknown(value)
                }

                fn as_unknown(&self) -> #option<i64> {
                    if let Self::Unknown(value) = self { #some(*value) } else { #none }
                }
            }
        })],
        vec![parse_quote!(#call!(#name);)],
    ]
}

fn union(
    name: &proc_macro2::Ident,
    attributes: &TokenStream,
    (tag, cases, schema): (Option<&str>, &[Case], Option<&Schema>),
    unknown_type: &TokenStream,
    scope: &Scope<'_>,
) -> Vec<Vec<Item>> {
    let (union, call, choice) =
        (scope.runtime("Union"), scope.runtime("union"), scope.runtime("Choice"));
    let (json, writer, value) =
        (scope.runtime("Json"), scope.runtime("Writer"), scope.runtime("Value"));
    let declared = cases.iter().map(|case| {
        let docs = match tag {
            Some(tag) => docs::line(&format!("Where {} is {}.", code(tag), code(&case.wire))),
            None => docs::line("A value of this kind."),
        };
        let (name, type_) = (ident(&case.name), scope.type_ref(&case.type_));
        quote!(#docs #name(#type_))
    });
    let unknown = docs::line("What this version of the client does not know.");
    let names: Vec<_> = cases.iter().map(|case| ident(&case.name)).collect();
    let wires: Vec<&str> = cases.iter().map(|case| case.wire.as_str()).collect();
    let (read, write): (TokenStream, TokenStream) = match tag {
        Some(tag) => (quote!(choice.tag(#tag)#(.tagged(#wires, Self::#names))*), {
            let arms = cases.iter().map(|case| {
                let (name, wire) = (ident(&case.name), &case.wire);
                if case.has_tag {
                    quote!(Self::#name(value) => #value::write(value, writer),)
                } else {
                    quote!(Self::#name(value) => writer.tagged(#tag, #wire, value),)
                }
            });
            quote!(#(#arms)*)
        }),
        None => (
            quote!(choice #(.case(Self::#names))*),
            quote!(#(Self::#names(value) => #value::write(value, writer),)*),
        ),
    };
    let conversions: Vec<Vec<Item>> = conversions(name, cases, scope);
    let schema = schema_constant(schema, scope);
    let mut groups = vec![
        vec![parse_quote! {
            #attributes
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum #name { #(#declared,)* #unknown Unknown(#unknown_type) }
        }],
        vec![spaced(parse_quote! {
            impl #union for #name {
                #schema
                fn read<'r, 'j>(choice: #choice<'r, 'j, Self>) -> #choice<'r, 'j, Self> {
                    #read
                }

                fn write(&self, writer: &mut #writer) {
                    match self {
                        #write
                        Self::Unknown(value) => #value::write(value, writer),
                    }
                }

                fn unknown(json: #json) -> Self {
                    Self::Unknown(json.into())
                }
            }
        })],
        vec![parse_quote!(#call!(#name);)],
    ];
    groups.extend(conversions);
    groups
}

/// A case whose type no other case has becomes the union by itself.
fn conversions(name: &proc_macro2::Ident, cases: &[Case], scope: &Scope<'_>) -> Vec<Vec<Item>> {
    let from = scope.prelude("From", "std::convert::From");
    let resolved: Vec<TypeRef> = cases.iter().map(|case| scope.resolved(&case.type_)).collect();
    cases
        .iter()
        .zip(&resolved)
        .filter(|(_, type_)| {
            **type_ != TypeRef::Json && resolved.iter().filter(|other| other == type_).count() == 1
        })
        .map(|(case, _)| {
            let (case_name, type_) = (ident(&case.name), scope.type_ref(&case.type_));
            vec![parse_quote! {
                impl #from<#type_> for #name {
                    fn from(value: #type_) -> Self {
                        Self::#case_name(value)
                    }
                }
            }]
        })
        .collect()
}

/// A type's name as a link of the documentation: some names are those of macros as well.
fn linked(name: &str) -> String {
    const DERIVED: &[&str] =
        &["Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];
    if DERIVED.contains(&name) { format!("type@{name}") } else { name.to_owned() }
}
