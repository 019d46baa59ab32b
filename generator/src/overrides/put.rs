//! Puts overrides into the model, together with the places where they are said.

use std::collections::BTreeSet;

use super::matching::{Found, Kind, unmatched};
use super::merge;
use crate::diagnostic::Diagnostics;
use crate::spec::model::{OverridesFile, Rust, Type, TypeParts};
use crate::spec::{self, Api, Document, Spans};
use crate::words::formats::KNOWN;
use crate::words::key::Key;

/// Sets the types of formats, in every API that has them.
pub(super) fn formats(
    document: &Document<OverridesFile>,
    apis: &mut [Api],
    diagnostics: &mut Diagnostics,
) {
    let having: Vec<BTreeSet<String>> = apis
        .iter()
        .map(|api| spec::formats(api).into_iter().map(str::to_owned).collect())
        .collect();
    for (format, type_) in &document.content.formats {
        let way = ["formats", format.as_str()];
        let known = KNOWN.contains(&format.as_str());
        let mut found = known;
        for (api, having) in apis.iter_mut().zip(&having) {
            if known || having.contains(format) {
                found = true;
                api.file.content.formats.insert(format.clone(), type_.clone());
                api.file.spans.graft(&way.map(str::to_owned), &document.spans, &way);
            }
        }
        if !found {
            let known = having.iter().flatten().map(String::as_str).chain(KNOWN.iter().copied());
            let error = unmatched(format!("the format `{format}` does not occur"), format, known);
            diagnostics.push(error.at(document.spans.key(&way)));
        }
    }
}

/// Puts overrides of types or endpoints beside them.
pub(super) fn rust(
    kind: Kind,
    found: &[Found],
    rust: &Rust,
    apis: &mut [Api],
    (spans, said): (&Spans, &[&str; 2]),
) {
    for Found { api, resource, name, within } in found {
        let api = &mut apis[*api];
        let (types, endpoints, places) = if let Some(index) = *resource {
            let Document { content, spans, .. } = &mut api.resources[index];
            (&mut content.types, &mut content.endpoints, spans)
        } else {
            let Document { content, spans, .. } = &mut api.file;
            (&mut content.types, &mut content.endpoints, spans)
        };
        let present = match kind {
            Kind::Type => {
                types.get_mut(name).and_then(|type_| inner(type_, within)).and_then(rust_of_type)
            }
            Kind::Endpoint => {
                endpoints.get_mut(name).map(|endpoint| endpoint.rust.get_or_insert_default())
            }
        };
        let Some(present) = present else { continue };
        let mut at = vec![kind.key().to_owned(), name.clone()];
        at.extend_from_slice(within);
        at.push("rust".to_owned());
        for (key, list, more) in [
            ("derive", &present.derive, &rust.derive),
            ("attributes", &present.attributes, &rust.attributes),
        ] {
            if list.is_empty() {
                let at = [&at[..], &[key.to_owned()]].concat();
                places.graft(&at, spans, &[said[0], said[1], key]);
            }
            let added = more.iter().enumerate().filter(|(_, text)| !list.contains(text));
            for (index, (from, _)) in added.enumerate() {
                let mut at = at.clone();
                at.extend([key.to_owned(), (list.len() + index).to_string()]);
                places.graft(&at, spans, &[said[0], said[1], key, &from.to_string()]);
            }
        }
        for key in ["name", "skip", "extern_type"] {
            let mut at = at.clone();
            at.push(key.to_owned());
            places.graft(&at, spans, &[said[0], said[1], key]);
        }
        merge(present, rust.clone());
    }
}

/// Returns a type within a type.
fn inner<'t>(type_: &'t mut Type, way: &[String]) -> Option<&'t mut Type> {
    let [key, rest @ ..] = way else { return Some(type_) };
    let Type::Full(parts) = type_ else { return None };
    match (key.as_str(), rest) {
        ("fields", [name, rest @ ..]) => {
            inner(&mut parts.fields.as_mut()?.get_mut(&Key::read(name))?.type_, rest)
        }
        ("list", rest) => inner(parts.list.as_mut()?, rest),
        ("map", rest) => inner(parts.map.as_mut()?, rest),
        ("rest", rest) => inner(parts.rest.as_mut()?, rest),
        _ => None,
    }
}

/// Returns the override beside a type, which is written in its long form for that.
fn rust_of_type(type_: &mut Type) -> Option<&mut Rust> {
    if let Type::Bare(expression) = type_ {
        *type_ = Type::Full(Box::new(TypeParts::named(std::mem::take(expression))));
    }
    match type_ {
        Type::Full(parts) => Some(parts.rust.get_or_insert_default()),
        Type::Bare(_) => None,
    }
}
