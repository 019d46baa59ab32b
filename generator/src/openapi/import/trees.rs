//! Walks over types and the types within them.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::spec::model::{Endpoint, EnumValues, Type, TypeParts, UnionCases};

/// Returns the types directly within a type.
pub(super) fn inner(parts: &mut TypeParts) -> Vec<&mut Type> {
    let mut list: Vec<&mut Type> = Vec::new();
    list.extend(
        parts
            .fields
            .iter_mut()
            .flat_map(|fields| fields.values_mut())
            .map(|field| &mut field.type_),
    );
    list.extend(parts.list.as_mut());
    list.extend(parts.map.as_mut());
    list.extend(parts.rest.as_deref_mut());
    list.extend(parts.tuple.iter_mut().flatten());
    match parts.union.as_deref_mut() {
        Some(UnionCases::Untagged(cases)) => list.extend(cases),
        Some(UnionCases::Tagged(cases)) => list.extend(cases.values_mut()),
        None => {}
    }
    list
}

/// Adds the numbers of the types that a type names, directly or within it.
pub(super) fn named(type_: &Type, found: &mut Vec<usize>) {
    let Type::Full(parts) = type_ else { return };
    found.extend(parts.schema());
    for type_ in parts.within() {
        named(type_, found);
    }
}

/// Returns the types of an endpoint, each with whether it is the body.
pub(super) fn of_endpoint(endpoint: &Endpoint) -> Vec<(&Type, bool)> {
    let mut list: Vec<(&Type, bool)> = Vec::new();
    list.extend(endpoint.parameters().map(|(_, parameter)| (&parameter.type_, false)));
    list.extend(endpoint.body.as_ref().map(|body| (&body.type_, true)));
    list.extend(endpoint.response.as_ref().map(|response| (&response.type_, false)));
    list.extend(endpoint.responses.values().map(|response| (&response.type_, false)));
    list.extend(endpoint.failures.values().map(|type_| (type_, false)));
    for form in endpoint.also.values() {
        list.extend(form.body.as_ref().map(|body| (&body.type_, true)));
        list.extend(form.response.as_ref().map(|response| (&response.type_, false)));
    }
    list
}

/// Returns the types of an endpoint to be changed, each with whether it is the body and the name of its place.
pub(super) fn of_endpoint_mut(endpoint: &mut Endpoint) -> Vec<(&mut Type, bool, String)> {
    let mut list: Vec<(&mut Type, bool, String)> = Vec::new();
    let Endpoint { path_params, query, headers, cookies, .. } = endpoint;
    for parameters in [path_params, query, headers, cookies] {
        list.extend(
            parameters
                .iter_mut()
                .map(|(key, parameter)| (&mut parameter.type_, false, key.wire.clone())),
        );
    }
    list.extend(endpoint.body.as_mut().map(|body| (&mut body.type_, true, "body".to_owned())));
    list.extend(
        endpoint
            .response
            .as_mut()
            .map(|response| (&mut response.type_, false, "response".to_owned())),
    );
    list.extend(
        endpoint
            .responses
            .iter_mut()
            .map(|(status, response)| (&mut response.type_, false, format!("answer_{status}"))),
    );
    list.extend(
        endpoint
            .failures
            .iter_mut()
            .map(|(status, type_)| (type_, false, format!("failure_{status}"))),
    );
    for (key, form) in &mut endpoint.also {
        list.extend(form.body.as_mut().map(|body| (&mut body.type_, true, format!("{key}_body"))));
        list.extend(
            form.response
                .as_mut()
                .map(|response| (&mut response.type_, false, format!("{key}_response"))),
        );
    }
    list
}

/// Returns a hash of a type's structure, without its documentation, default and example. `class` returns the hash of a
/// type within it.
pub(super) fn structure(parts: &TypeParts, class: &mut dyn FnMut(&Type) -> u64) -> u64 {
    let mut hasher = DefaultHasher::new();
    let into = &mut hasher;
    match &parts.type_ {
        Some(_)
            if parts.fields.is_none()
                && parts.union.is_none()
                && parts.list.is_none()
                && parts.map.is_none() =>
        {
            parts.type_.hash(into);
        }
        _ => {}
    }
    for (key, field) in parts.fields.as_deref().into_iter().flatten() {
        key.hash(into);
        (field.read_only, field.write_only).hash(into);
        field.media_type.hash(into);
        text(&field.type_).hash(into);
        class(&field.type_).hash(into);
    }
    parts.fields.is_some().hash(into);
    match parts.enum_.as_deref() {
        Some(EnumValues::Plain(values)) => {
            for value in values {
                match value.as_str() {
                    Some(text) => (true, text).hash(into),
                    None => (false, value.to_string()).hash(into),
                }
            }
        }
        Some(EnumValues::Described(values)) => {
            for (value, said) in values {
                (value, said).hash(into);
            }
        }
        None => {}
    }
    parts.enum_.is_some().hash(into);
    match parts.union.as_deref() {
        Some(UnionCases::Untagged(cases)) => {
            for case in cases {
                class(case).hash(into);
            }
        }
        Some(UnionCases::Tagged(cases)) => {
            for (value, case) in cases {
                value.hash(into);
                class(case).hash(into);
            }
        }
        None => {}
    }
    parts.union.is_some().hash(into);
    parts.tag.hash(into);
    parts.list.as_ref().map(&mut *class).hash(into);
    parts.map.as_ref().map(&mut *class).hash(into);
    parts.rest.as_deref().map(&mut *class).hash(into);
    for item in parts.tuple.iter().flatten() {
        class(item).hash(into);
    }
    parts.tuple.is_some().hash(into);
    (&parts.format, &parts.limits, parts.secret).hash(into);
    hasher.finish()
}

/// Returns the documentation of a type.
fn text(type_: &Type) -> (Option<&str>, Option<&str>, bool) {
    match type_ {
        Type::Full(parts) => {
            (parts.summary.as_deref(), parts.description.as_deref(), parts.deprecated.is_some())
        }
        Type::Bare(_) => (None, None, false),
    }
}
