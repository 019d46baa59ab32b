//! What an API needs of its crate, found by looking at every type that its code names.

use std::collections::BTreeSet;

use super::{Answer, Api, BodyKind, Endpoint, TextType, TypeDef, TypeKind, TypeRef};

impl Api {
    /// Returns the types of string formats that occur anywhere in it.
    pub fn text_types(&self) -> BTreeSet<TextType> {
        let of_client = self.client_parameters.iter().map(|parameter| &parameter.type_);
        let mut types: Vec<&TypeRef> = of_client.collect();
        types.extend(self.shared.iter().map(|(_, parameter)| &parameter.type_));
        for module in &self.modules {
            for endpoint in &module.endpoints {
                of_endpoint(endpoint, &mut types);
            }
            for definition in &module.types {
                of_definition(definition, &mut types);
            }
        }
        let mut found = BTreeSet::new();
        while let Some(type_) = types.pop() {
            match type_ {
                TypeRef::Formatted(form) => {
                    found.insert(*form);
                }
                TypeRef::List(inner)
                | TypeRef::Map(inner)
                | TypeRef::Option(inner)
                | TypeRef::Boxed(inner) => types.push(inner),
                TypeRef::Tuple(items) => types.extend(items),
                _ => {}
            }
        }
        found
    }
}

fn of_definition<'a>(definition: &'a TypeDef, types: &mut Vec<&'a TypeRef>) {
    match &definition.kind {
        TypeKind::Object { fields, rest, .. } => {
            types.extend(fields.iter().map(|field| &field.type_));
            types.extend(rest.iter().map(|rest| &rest.type_));
        }
        TypeKind::Union { cases, .. } => types.extend(cases.iter().map(|case| &case.type_)),
        TypeKind::Alias(target) => types.push(target),
        TypeKind::Text { .. } | TypeKind::Enum(_) | TypeKind::IntegerEnum(_) => {}
    }
}

fn of_endpoint<'a>(endpoint: &'a Endpoint, types: &mut Vec<&'a TypeRef>) {
    types.extend(endpoint.parameters.iter().map(|parameter| &parameter.type_));
    match endpoint.body.as_ref().map(|body| &body.kind) {
        Some(BodyKind::Fields(fields)) => {
            types.extend(fields.iter().map(|each| &each.field.type_));
        }
        Some(BodyKind::Whole { type_, .. }) => types.push(type_),
        Some(BodyKind::Upload { .. }) | None => {}
    }
    types.extend(endpoint.response_headers.iter().map(|header| &header.type_));
    types.extend(endpoint.failures.iter().filter_map(|failure| failure.type_.as_ref()));
    of_answer(&endpoint.answer, types);
}

fn of_answer<'a>(answer: &'a Answer, types: &mut Vec<&'a TypeRef>) {
    match answer {
        Answer::One { type_, .. }
        | Answer::Text { type_, .. }
        | Answer::Page { item: type_, .. }
        | Answer::Events { item: type_, .. }
        | Answer::Lines { item: type_, .. } => types.push(type_),
        Answer::ByStatus { cases, .. } => {
            for case in cases {
                of_answer(&case.answer, types);
            }
        }
        Answer::None | Answer::Download => {}
    }
}
