//! Gives types their names, and assigns each to a file.
//!
//! A type belongs to the file of the innermost resource that contains all its users. It gets the shortest unique name:
//! the last part of a dotted name, a name without the product that it begins with, or the field that contains it
//! together with what contains the field.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::openapi::document::Node;
use crate::openapi::import::names::Names;
use crate::openapi::import::read::pointer;
use crate::openapi::import::trees::{named, of_endpoint};
use crate::openapi::import::types::is_structure;
use crate::spec::model::{Endpoint, Type};
use crate::words::naming::{self, Scope};

/// Parts of a pointer that name nothing.
const STRUCTURE: &[&str] = &[
    "components",
    "schemas",
    "responses",
    "requestBodies",
    "parameters",
    "headers",
    "content",
    "schema",
    "properties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "paths",
    "additionalProperties",
    "patternProperties",
    "definitions",
    "$defs",
    "prefixItems",
    "requestBody",
    "webhooks",
    "callbacks",
];

/// Names that the language itself has.
pub(in crate::openapi::import) const BUILT_IN: &[&str] =
    &["string", "integer", "number", "boolean", "date-time", "date", "any", "binary", "none"];

/// The maximum number of operations that are remembered for a type without findings.
const MOST_USERS: usize = 100;

/// An endpoint with its place.
pub(in crate::openapi::import) struct Placed {
    pub(in crate::openapi::import) resource: Vec<String>,
    pub(in crate::openapi::import) name: String,
    pub(in crate::openapi::import) endpoint: Endpoint,
    pub(in crate::openapi::import) operation: usize,
}

/// The names that are taken in a file.
#[derive(Default)]
pub(in crate::openapi::import) struct Taken {
    types: BTreeSet<String>,
    statics: BTreeSet<String>,
}

/// The files of the types, and their users.
pub(in crate::openapi::import) struct Homes {
    pub(in crate::openapi::import) homes: BTreeMap<usize, Vec<String>>,
    /// The operations that use each type with a finding.
    pub(in crate::openapi::import) users: HashMap<usize, Vec<usize>>,
}

impl Names<'_> {
    /// Returns the resource to which every used type belongs. `roots` are types that the whole API uses.
    pub(in crate::openapi::import) fn homes(&self, endpoints: &[Placed], roots: &[usize]) -> Homes {
        let edges: Vec<Vec<usize>> = self
            .types
            .iter()
            .map(|type_| {
                let mut found = Vec::new();
                named(type_, &mut found);
                let mut found: Vec<usize> = found.into_iter().map(|id| self.same_as[id]).collect();
                found.sort_unstable();
                found.dedup();
                found
            })
            .collect();
        let mut homes: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        let mut users: HashMap<usize, Vec<usize>> = HashMap::new();
        let told: BTreeSet<usize> = self.reader.told_of_types(&self.same_as);
        let mut reach = |start: Vec<usize>, resource: &[String], operation: Option<usize>| {
            let mut seen: BTreeSet<usize> = BTreeSet::new();
            let mut open = start;
            while let Some(id) = open.pop() {
                if !seen.insert(id) {
                    continue;
                }
                match homes.get_mut(&id) {
                    Some(home) => {
                        let common = home
                            .iter()
                            .zip(resource)
                            .take_while(|(one, other)| one == other)
                            .count();
                        home.truncate(common);
                    }
                    None => {
                        homes.insert(id, resource.to_vec());
                    }
                }
                if let Some(operation) = operation {
                    let users: &mut Vec<usize> = users.entry(id).or_default();
                    // The check may still refuse one of the others.
                    if told.contains(&id) || users.len() < MOST_USERS {
                        users.push(operation);
                    }
                }
                open.extend(edges[id].iter().copied());
            }
        };
        for placed in endpoints {
            let mut found = Vec::new();
            for (type_, _) in of_endpoint(&placed.endpoint) {
                named(type_, &mut found);
            }
            let start = found.into_iter().map(|id| self.same_as[id]).collect();
            reach(start, &placed.resource, Some(placed.operation));
        }
        reach(roots.to_vec(), &[], None);
        Homes { homes, users }
    }

    /// Returns a name for every used type, and the Rust names that are taken by them.
    pub(in crate::openapi::import) fn type_names(
        &self,
        homes: &BTreeMap<usize, Vec<String>>,
        files: &mut BTreeMap<Vec<String>, Taken>,
    ) -> (HashMap<usize, String>, BTreeSet<String>) {
        let namespaced = self.is_namespaced();
        let candidates: BTreeMap<usize, Vec<String>> = homes
            .keys()
            .filter(|id| self.needs_name(**id))
            .map(|&id| (id, self.candidates(id, &homes[&id], namespaced)))
            .collect();
        // A short name that several types would have is used for none of them.
        let mut wanted: HashMap<&str, usize> = HashMap::new();
        for list in candidates.values() {
            let own: BTreeSet<&str> = list.iter().map(String::as_str).collect();
            for name in own {
                *wanted.entry(name).or_default() += 1;
            }
        }
        let mut names: HashMap<usize, String> = HashMap::new();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for (id, list) in &candidates {
            let home = &homes[id];
            let file = files.entry(home.clone()).or_default();
            let scope = if home.is_empty() { Scope::RootType } else { Scope::Free };
            let free = |name: &str| {
                let rust = naming::type_name(name, scope).as_str().to_owned();
                let plain = rust == naming::type_name(name, Scope::Free).as_str();
                plain && !BUILT_IN.contains(&name) && !taken.contains(&rust) && file.is_free(&rust)
            };
            let mut name =
                list.iter().find(|name| wanted[name.as_str()] == 1 && free(name)).cloned();
            if name.is_none() {
                name = list.iter().rev().find(|name| free(name)).cloned();
            }
            let longest = list.last().cloned().unwrap_or_else(|| "Value".to_owned());
            let mut number = 2;
            let name = loop {
                if let Some(name) = name {
                    break name;
                }
                name = Some(format!("{longest}{number}")).filter(|name| free(name));
                number += 1;
            };
            let rust = naming::type_name(&name, scope).as_str().to_owned();
            taken.insert(rust.clone());
            file.take(&rust);
            names.insert(*id, name);
        }
        (names, taken)
    }

    /// Returns whether a type has a name, rather than being written out where it is used.
    fn needs_name(&self, id: usize) -> bool {
        self.schemas[id].named || is_structure(&self.types[id])
    }

    /// Returns whether names begin with the product that they belong to, as in `dns-records_dns-record`: nearly every
    /// name has such a beginning, and hardly any beginning is that of one name only.
    fn is_namespaced(&self) -> bool {
        let schemas = self.reader.root.pointer("/components/schemas").and_then(Node::as_object);
        let names: Vec<&str> = schemas.into_iter().flatten().map(|(name, _)| name).collect();
        let mut products: HashMap<&str, usize> = HashMap::new();
        for (product, _) in names.iter().filter_map(|name| name.split_once('_')) {
            *products.entry(product).or_default() += 1;
        }
        let within: usize = products.values().sum();
        let single = products.values().filter(|count| **count == 1).count();
        names.len() >= 20 && within * 20 >= names.len() * 19 && single * 20 <= products.len()
    }

    /// Returns names for a type, from the shortest to the longest.
    fn candidates(&self, id: usize, home: &[String], namespaced: bool) -> Vec<String> {
        let mut names = Candidates::default();
        let resource = home.last().map_or("", String::as_str);
        let Some((way, outer)) = self.lifted.get(&id) else {
            names.of_schema(&self.schemas[id].pointer, resource, namespaced);
            return names.0;
        };
        if let Type::Full(parts) = &self.types[id]
            && let Some(title) = parts.summary.as_deref().and_then(title)
        {
            names.add(&title);
        }
        let owner = outer.map(|outer| self.own_name(outer, namespaced));
        names.of_way(way, owner.as_deref(), resource);
        names.0
    }

    fn own_name(&self, id: usize, namespaced: bool) -> String {
        if let Some((way, _)) = self.lifted.get(&id) {
            return way.last().cloned().unwrap_or_default();
        }
        let last = pointer::last_name(&self.schemas[id].pointer).unwrap_or_default();
        let last = last.rsplit('.').next().unwrap_or(&last).to_owned();
        match last.split_once('_').filter(|_| namespaced) {
            Some((_, rest)) => rest.to_owned(),
            None => last,
        }
    }
}

/// Names for a type, from the shortest to the longest, each once.
#[derive(Default)]
struct Candidates(Vec<String>);

impl Candidates {
    fn add(&mut self, text: &str) {
        let name = clean(text);
        if !self.0.contains(&name) {
            self.0.push(name);
        }
    }

    /// Adds names of a type that was written out in several places, by the way to the first of them and the type that
    /// contains it.
    fn of_way(&mut self, way: &[String], owner: Option<&str>, resource: &str) {
        // From the field outwards, one more part of the way at a time.
        let mut name = String::new();
        for part in way.iter().rev().filter(|part| !says_nothing(part)) {
            name = if name.is_empty() {
                singular(part)
            } else {
                naming::joined(&singular(part), &name)
            };
            self.add(&name);
        }
        if let Some(owner) = owner {
            let last = way.last().map_or("Value", String::as_str);
            let field = if name.is_empty() { last } else { &name };
            self.add(&naming::joined(&singular(owner), field));
        }
        if !resource.is_empty() {
            self.add(&naming::joined(&singular(resource), &name));
        }
        let whole = way.iter().fold(String::new(), |name, part| {
            if name.is_empty() { part.clone() } else { naming::joined(&name, part) }
        });
        self.add(if whole.is_empty() { "Value" } else { &whole });
    }

    /// Adds names of a type that is a schema of the document, by its pointer.
    fn of_schema(&mut self, pointer: &str, resource: &str, namespaced: bool) {
        let parts = telling_parts(pointer);
        let last = parts.last().cloned().unwrap_or_else(|| "Value".to_owned());
        if parts.len() == 1 {
            let mut segments: Vec<&str> = last.split('.').filter(|part| !part.is_empty()).collect();
            if namespaced && let Some((_, rest)) = last.split_once('_') {
                self.add(rest);
            }
            let mut name = String::new();
            while let Some(segment) = segments.pop() {
                name =
                    if name.is_empty() { segment.to_owned() } else { format!("{segment}_{name}") };
                self.add(&name);
            }
        } else {
            self.add(&singular(&last));
            for start in (0..parts.len().saturating_sub(1)).rev() {
                let parts = parts[start..].iter();
                self.add(&parts.fold(String::new(), |name, part| naming::joined(&name, part)));
            }
        }
        let longest = clean(&last);
        if !resource.is_empty() {
            self.add(&naming::joined(&singular(resource), &longest));
        }
        self.add(&format!("{longest}Object"));
    }
}

/// Returns the parts of a pointer to a schema that tell what it is.
fn telling_parts(whole: &str) -> Vec<String> {
    let (file, pointer) =
        pointer::file_of(whole).map_or((None, whole), |(file, rest)| (Some(file), rest));
    let is_schema = pointer
        .strip_prefix("/components/schemas/")
        .is_some_and(|name| !name.is_empty() && !name.contains('/'));
    let tells = |part: &String| {
        !STRUCTURE.contains(&part.as_str())
            && !part.contains("~1")
            && !part.contains('/')
            && !part.bytes().all(|b| b.is_ascii_digit())
    };
    let parts = pointer::parts(pointer);
    let parts: Vec<String> =
        if is_schema { parts.skip(2).collect() } else { parts.filter(tells).collect() };
    // A file with one schema has its name; in a file with several, the key says more than the file.
    match file {
        Some(file) if parts.len() != 1 => std::iter::once(file).chain(parts).collect(),
        _ => parts,
    }
}

impl Taken {
    pub(in crate::openapi::import) fn is_free(&self, rust: &str) -> bool {
        !self.types.contains(rust) && !self.statics.contains(&schema_static(rust))
    }

    pub(in crate::openapi::import) fn take(&mut self, rust: &str) {
        self.types.insert(rust.to_owned());
        self.statics.insert(schema_static(rust));
    }

    /// Takes the names of an endpoint's request and constant.
    fn take_endpoint(&mut self, name: &str, scope: Scope) {
        self.types.insert(naming::type_name(name, scope).as_str().to_owned());
        self.statics.insert(naming::constant_name(name, scope).as_str().to_owned());
    }
}

fn schema_static(rust: &str) -> String {
    naming::constant_name(&format!("{rust}_schema"), Scope::Free).as_str().to_owned()
}

/// Returns a name as the spec accepts it for a type.
pub(in crate::openapi::import) fn clean(text: &str) -> String {
    let name = naming::type_name(text, Scope::Free).plain().trim_end_matches('_').to_owned();
    let name: String =
        name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(100).collect();
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { format!("Value{name}") }
}

/// Returns a summary that is a name rather than a sentence: `Self hosted application`.
pub(in crate::openapi::import) fn title(summary: &str) -> Option<String> {
    let words = summary.split_whitespace().count();
    let plain = summary.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    (plain && (1..=4).contains(&words) && summary.len() <= 40).then(|| clean(summary))
}

/// Returns whether a part of the way to a type tells nothing about it.
fn says_nothing(part: &str) -> bool {
    matches!(
        part,
        "" | "body"
            | "response"
            | "items"
            | "data"
            | "value"
            | "result"
            | "get"
            | "list"
            | "create"
            | "update"
            | "replace"
            | "delete"
    )
}

/// Returns the singular: `errors` is a list of `error`.
fn singular(text: &str) -> String {
    for (plural, one) in [("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch")] {
        if let Some(stem) = text.strip_suffix(plural).filter(|stem| stem.len() > 1) {
            return format!("{stem}{one}");
        }
    }
    let kept = ["ss", "us", "is", "as", "os", "news", "settings", "s3"];
    match text.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !kept.iter().any(|end| text.ends_with(end)) => {
            stem.to_owned()
        }
        _ => text.to_owned(),
    }
}

impl Names<'_> {
    /// Returns the names that each file has taken by its endpoints and its resource.
    pub(in crate::openapi::import) fn files<'s>(
        placed: &[Placed],
        (schemes, server_variables): (
            impl Iterator<Item = &'s String>,
            impl Iterator<Item = &'s String>,
        ),
    ) -> BTreeMap<Vec<String>, Taken> {
        let mut files: BTreeMap<Vec<String>, Taken> = BTreeMap::new();
        for each in placed {
            for depth in 1..=each.resource.len() {
                let file = files.entry(each.resource[..depth].to_vec()).or_default();
                // A type can have the name of the resource, whose own struct then gets another name.
                file.take(naming::resource_name(&each.resource[depth - 1]).as_str());
            }
            let scope = if each.resource.is_empty() { Scope::RootType } else { Scope::Free };
            let file = files.entry(each.resource.clone()).or_default();
            file.take_endpoint(&each.name, scope);
            if !each.endpoint.responses.is_empty() {
                file.take(naming::type_name(&naming::joined(&each.name, "answer"), scope).as_str());
            }
            for key in each.endpoint.also.keys() {
                file.take_endpoint(&format!("{}_{key}", each.name), scope);
            }
        }
        let root = files.entry(Vec::new()).or_default();
        for name in Scope::RootType.reserved() {
            root.take(name);
        }
        for name in schemes {
            // A type may be called like the credentials of a scheme: then this is what they are called.
            root.take(naming::scheme_credentials_name(name).as_str());
        }
        for name in server_variables {
            root.take(naming::type_name(&naming::joined("server", name), Scope::RootType).as_str());
        }
        files
    }
}
