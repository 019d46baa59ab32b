//! Finds what the names and JSON pointers of overrides refer to.

use super::Places;
use crate::diagnostic::Diagnostic;
use crate::spec::model::Type;
use crate::spec::{Api, nearest};
use crate::words::key;

/// The kinds of named things.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Type,
    Endpoint,
}

/// A type or an endpoint.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub(super) api: usize,
    /// The resource; `None` is the API itself.
    pub(super) resource: Option<usize>,
    pub(super) name: String,
    /// The keys that lead to a place within a type.
    pub(super) within: Vec<String>,
}

impl Kind {
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Type => "types",
            Self::Endpoint => "endpoints",
        }
    }

    fn called(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Endpoint => "endpoint",
        }
    }

    /// Returns everything of this kind with its name within its API: `Token`, `stream.keys.delete`.
    fn all(self, apis: &[Api]) -> Vec<(String, Found)> {
        let mut all = Vec::new();
        for (index, api) in apis.iter().enumerate() {
            let file = &api.file.content;
            let root = (None, &[][..], &file.types, &file.endpoints);
            let resources = api.resources.iter().enumerate().map(|(index, resource)| {
                let content = &resource.content;
                (Some(index), &resource.path[..], &content.types, &content.endpoints)
            });
            for (resource, path, types, endpoints) in std::iter::once(root).chain(resources) {
                let names: Vec<&String> = match self {
                    Self::Type => types.keys().collect(),
                    Self::Endpoint => endpoints.keys().collect(),
                };
                all.extend(names.into_iter().map(|name| {
                    let whole = match self {
                        Self::Type => name.clone(),
                        Self::Endpoint => [path, std::slice::from_ref(name)].concat().join("."),
                    };
                    (whole, Found { api: index, resource, name: name.clone(), within: Vec::new() })
                }));
            }
        }
        all
    }
}

/// Returns what a name or a JSON pointer refers to.
pub(super) fn find(
    kind: Kind,
    name: &str,
    apis: &[Api],
    places: Option<&Places>,
) -> Result<Vec<Found>, Box<Diagnostic>> {
    let called = kind.called();
    if let Some(pointer) = name.strip_prefix('#') {
        let Some(places) = places else {
            let message = format!(
                "`{name}` is a JSON pointer into a document, and this client comes from a spec"
            );
            return Err(error(message, format!("write the name of the {called}")));
        };
        return at_pointer(kind, pointer, apis, places);
    }
    let all = kind.all(apis);
    let named: fn(&str, &str, &str) -> bool = |name, whole, _| name == whole;
    let named_with_api: fn(&str, &str, &str) -> bool = |name, whole, api| {
        name.strip_prefix(api).and_then(|rest| rest.strip_prefix('.')) == Some(whole)
    };
    let those = |matches: fn(&str, &str, &str) -> bool| -> Vec<&(String, Found)> {
        let these = all.iter().filter(|(whole, at)| matches(name, whole, &apis[at.api].folder));
        these.collect()
    };
    let mut found = those(named);
    if found.is_empty() {
        found = those(named_with_api);
    }
    let several = found.iter().any(|(_, other)| other.api != found[0].1.api);
    if several {
        let ways: Vec<String> = found
            .iter()
            .map(|(whole, found)| format!("`{}.{whole}`", apis[found.api].folder))
            .collect();
        let message = format!("the {called} `{name}` exists in several APIs");
        return Err(error(message, format!("write {}", ways.join(" or "))));
    }
    if found.is_empty() {
        let message = format!("the {called} `{name}` does not exist");
        // The name of an endpoint may lack its resource.
        let mut longer = all.iter().filter(|(_, found)| found.name == name);
        return Err(match (longer.next(), longer.next()) {
            (Some((whole, _)), None) => error(message, format!("did you mean `{whole}`?")),
            _ => unmatched(message, name, all.iter().map(|(whole, _)| whole.as_str())),
        });
    }
    Ok(found.into_iter().map(|(_, found)| found.clone()).collect())
}

/// Returns what the schema or operation at a JSON pointer became.
fn at_pointer(
    kind: Kind,
    pointer: &str,
    apis: &[Api],
    places: &Places,
) -> Result<Vec<Found>, Box<Diagnostic>> {
    let of_kind =
        || places.iter().filter(|(_, _, way)| way.first().is_some_and(|key| key == kind.key()));
    let found: Vec<Found> = of_kind()
        .filter(|(other, ..)| other == pointer)
        .filter_map(|(_, path, way)| {
            let resources = apis.first()?.resources.iter();
            let resource = resources.enumerate().find(|(_, resource)| resource.path == *path);
            let name = way.last()?.clone();
            let resource = resource.map(|(index, _)| index);
            Some(Found { api: 0, resource, name, within: Vec::new() })
        })
        .collect();
    if found.is_empty()
        && kind == Kind::Type
        && let Some((outer, rest)) = divided(pointer)
        && let Ok(outer) = at_pointer(kind, outer, apis, places)
    {
        let within = outer.into_iter().filter_map(|found| inside(found, &rest, apis));
        let within: Vec<Found> = within.collect();
        if !within.is_empty() {
            return Ok(within);
        }
    }
    if found.is_empty() {
        let message = format!("`#{pointer}` did not become any {} of the client", kind.called());
        let known = of_kind().map(|(pointer, ..)| pointer.as_str());
        let help = match nearest(pointer, known) {
            Some(near) => format!("did you mean `#{near}`?"),
            None => "point to a schema or an operation of the client, which has no schema that nothing refers to or that is only a `$ref`, and nothing that was not imported"
                .to_owned(),
        };
        return Err(error(message, help));
    }
    Ok(found)
}

/// Returns an error about a name that matches nothing, with the name that was probably meant.
pub(super) fn unmatched<'a>(
    message: String,
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> Box<Diagnostic> {
    let help = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "remove the override, or write the name as the spec has it".to_owned(),
    };
    error(message, help)
}

fn error(message: String, help: String) -> Box<Diagnostic> {
    Box::new(Diagnostic::error("unmatched-override", message).help(help))
}

/// Returns the pointer of the schema that a pointer leads into, and the steps from there.
pub(super) fn divided(pointer: &str) -> Option<(&str, Vec<String>)> {
    let name = pointer.strip_prefix("/components/schemas/")?;
    let end = pointer.len() - name.len() + name.find('/')?;
    let (outer, rest) = pointer.split_at(end);
    let steps = rest.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"));
    Some((outer, steps.collect()))
}

/// Returns a place within a type, by the steps that lead to it in the document.
fn inside(mut found: Found, steps: &[String], apis: &[Api]) -> Option<Found> {
    let api = apis.get(found.api)?;
    let mut type_ = match found.resource {
        Some(index) => api.resources.get(index)?.content.types.get(&found.name)?,
        None => api.file.content.types.get(&found.name)?,
    };
    let mut steps = steps.iter().map(String::as_str);
    while let Some(step) = steps.next() {
        let Type::Full(parts) = type_ else { return None };
        let (key, next) = match step {
            // The parts of an `allOf` are one type here.
            "allOf" => {
                steps.next()?;
                continue;
            }
            "items" => ("list", parts.list.as_ref()?),
            "additionalProperties" => match &parts.map {
                Some(map) => ("map", map),
                None => ("rest", parts.rest.as_deref()?),
            },
            "properties" => {
                let wire = steps.next()?;
                let (key, field) = key::find(parts.fields.as_ref()?, wire)?;
                found.within.push("fields".to_owned());
                found.within.push(key.to_string());
                type_ = &field.type_;
                continue;
            }
            _ => return None,
        };
        found.within.push(key.to_owned());
        type_ = next;
    }
    Some(found)
}
