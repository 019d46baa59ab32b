//! What types are called and in which file each stands.
//!
//! A type stands in the file of the innermost resource that all its users are below, and is called
//! by the shortest name that no other has: the last part of a dotted name, a name without the
//! product that it begins with, the field that it is written in, together with what that stands in.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Importing;
use super::at;
use super::share::without_same_cases;
use super::trees::{inner, named, of_endpoint};
use super::types::{is_structure, placeholder_id};
use super::unions::parts_of;
use crate::naming::{self, Place};
use crate::openapi::document::Node;
use crate::spec::model::{Endpoint, Type, TypeParts, UnionCases};

/// Parts of a pointer that name no thing.
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
const BUILT_IN: &[&str] =
    &["string", "integer", "number", "boolean", "date-time", "date", "any", "binary", "none"];

/// How many operations are remembered of a type of which there is nothing to tell so far.
const MOST_USERS: usize = 100;

/// An endpoint with its place.
pub(super) struct Placed {
    pub(super) resource: Vec<String>,
    pub(super) name: String,
    pub(super) endpoint: Endpoint,
    pub(super) operation: usize,
}

/// The names that a file has taken.
#[derive(Default)]
pub(super) struct Taken {
    types: BTreeSet<String>,
    statics: BTreeSet<String>,
}

impl Importing<'_> {
    /// For every type that is used: the resource where it belongs. Roots are types that all of the API uses.
    pub(super) fn homes(
        &mut self,
        endpoints: &[Placed],
        roots: &[usize],
    ) -> BTreeMap<usize, Vec<String>> {
        let edges: Vec<Vec<usize>> = self
            .components
            .list
            .iter()
            .map(|component| {
                let mut found = Vec::new();
                if let Some(type_) = &component.type_ {
                    named(type_, &mut found);
                }
                let mut found: Vec<usize> = found.into_iter().map(|id| self.same_as[id]).collect();
                found.sort_unstable();
                found.dedup();
                found
            })
            .collect();
        let mut homes: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        let mut users: HashMap<usize, Vec<usize>> = HashMap::new();
        let told: BTreeSet<usize> = self.told_of_types();
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
                    // Of the others the check may still refuse one.
                    if told.contains(&id) || users.len() < MOST_USERS {
                        users.push(operation);
                    }
                }
                open.extend(edges[id].iter().copied());
            }
        };
        for placed in endpoints {
            let mut found = Vec::new();
            for type_ in of_endpoint(&placed.endpoint) {
                named(type_, &mut found);
            }
            let start = found.into_iter().map(|id| self.same_as[id]).collect();
            reach(start, &placed.resource, Some(placed.operation));
        }
        reach(roots.to_vec(), &[], None);
        self.users = users;
        homes
    }

    /// A name for every type that is used.
    pub(super) fn type_names(
        &mut self,
        homes: &BTreeMap<usize, Vec<String>>,
        files: &mut BTreeMap<Vec<String>, Taken>,
    ) -> HashMap<usize, String> {
        let namespaced = self.is_namespaced();
        let candidates: BTreeMap<usize, Vec<String>> = homes
            .keys()
            .filter(|id| self.needs_name(**id))
            .map(|&id| (id, self.candidates(id, &homes[&id], namespaced)))
            .collect();
        // A short name that several would have is none's.
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
            let place = if home.is_empty() { Place::RootType } else { Place::Free };
            let free = |name: &str| {
                let rust = naming::type_name(name, place).as_str().to_owned();
                let plain = rust == naming::type_name(name, Place::Free).as_str();
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
            let rust = naming::type_name(&name, place).as_str().to_owned();
            taken.insert(rust.clone());
            file.take(&rust);
            names.insert(*id, name);
        }
        self.type_names_taken = taken;
        names
    }

    /// Whether a type stands under its name, rather than being written out where it is used.
    pub(super) fn needs_name(&self, id: usize) -> bool {
        let component = &self.components.list[id];
        component.named || component.type_.as_ref().is_some_and(is_structure)
    }

    /// Whether names begin with the product that they belong to, as in `dns-records_dns-record`: nearly every one has
    /// such a beginning, and hardly any beginning is that of one name alone.
    fn is_namespaced(&self) -> bool {
        let schemas = self.root.pointer("/components/schemas").and_then(Node::as_object);
        let names: Vec<&str> = schemas.into_iter().flatten().map(|(name, _)| name).collect();
        let mut products: HashMap<&str, usize> = HashMap::new();
        for (product, _) in names.iter().filter_map(|name| name.split_once('_')) {
            *products.entry(product).or_default() += 1;
        }
        let within: usize = products.values().sum();
        let single = products.values().filter(|count| **count == 1).count();
        names.len() >= 20 && within * 20 >= names.len() * 19 && single * 20 <= products.len()
    }

    /// Names for a type, from the shortest to the longest.
    fn candidates(&self, id: usize, home: &[String], namespaced: bool) -> Vec<String> {
        let mut list: Vec<String> = Vec::new();
        let mut add = |text: &str| {
            let name = clean(text);
            if !list.contains(&name) {
                list.push(name);
            }
        };
        if let Some((way, outer)) = self.lifted.get(&id) {
            if let Some(Type::Full(parts)) = &self.components.list[id].type_
                && let Some(title) = parts.summary.as_deref().and_then(title)
            {
                add(&title);
            }
            // From the field outwards, one more part of the way at a time.
            let mut name = String::new();
            for part in way.iter().rev().filter(|part| !says_nothing(part)) {
                name = if name.is_empty() {
                    singular(part)
                } else {
                    naming::joined(&singular(part), &name)
                };
                add(&name);
            }
            if let Some(outer) = outer {
                let owner = self.own_name(*outer, namespaced);
                let field = if name.is_empty() {
                    way.last().map_or("Value", String::as_str)
                } else {
                    &name
                };
                add(&naming::joined(&singular(&owner), field));
            }
            let resource = home.last().map_or("", String::as_str);
            if !resource.is_empty() {
                add(&naming::joined(&singular(resource), &name));
            }
            let whole = way.iter().fold(String::new(), |name, part| {
                if name.is_empty() { part.clone() } else { naming::joined(&name, part) }
            });
            add(if whole.is_empty() { "Value" } else { &whole });
            return list;
        }
        let whole = self.components.list[id].pointer.as_str();
        let (file, pointer) =
            at::file_of(whole).map_or((None, whole), |(file, rest)| (Some(file), rest));
        let is_schema = pointer
            .strip_prefix("/components/schemas/")
            .is_some_and(|name| !name.is_empty() && !name.contains('/'));
        let parts: Vec<String> = at::parts(pointer)
            .skip(if is_schema { 2 } else { 0 })
            .filter(|part| {
                if is_schema {
                    return true;
                }
                !STRUCTURE.contains(&part.as_str())
                    && !part.contains("~1")
                    && !part.contains('/')
                    && !part.bytes().all(|b| b.is_ascii_digit())
            })
            .collect();
        // A file of one schema is called like it; of a schema in a file of several, the file says less than the key.
        let parts: Vec<String> = match file {
            Some(file) if parts.len() != 1 => std::iter::once(file).chain(parts).collect(),
            _ => parts,
        };
        let last = parts.last().cloned().unwrap_or_else(|| "Value".to_owned());
        if parts.len() == 1 {
            let mut segments: Vec<&str> = last.split('.').filter(|part| !part.is_empty()).collect();
            if namespaced && let Some((_, rest)) = last.split_once('_') {
                add(rest);
            }
            let mut name = String::new();
            while let Some(segment) = segments.pop() {
                name =
                    if name.is_empty() { segment.to_owned() } else { format!("{segment}_{name}") };
                add(&name);
            }
        } else {
            add(&singular(&last));
            for start in (0..parts.len().saturating_sub(1)).rev() {
                add(&parts[start..]
                    .iter()
                    .fold(String::new(), |name, part| naming::joined(&name, part)));
            }
        }
        let resource = home.last().map_or("", String::as_str);
        let longest = clean(&last);
        if !resource.is_empty() {
            add(&naming::joined(&singular(resource), &longest));
        }
        add(&format!("{longest}Object"));
        list
    }

    fn own_name(&self, id: usize, namespaced: bool) -> String {
        if let Some((way, _)) = self.lifted.get(&id) {
            return way.last().cloned().unwrap_or_default();
        }
        let last = at::last_name(&self.components.list[id].pointer).unwrap_or_default();
        let last = last.rsplit('.').next().unwrap_or(&last).to_owned();
        match last.split_once('_').filter(|_| namespaced) {
            Some((_, rest)) => rest.to_owned(),
            None => last,
        }
    }

    /// Settles a type whose literals have not been looked at.
    pub(super) fn settle(
        &mut self,
        type_: &mut Type,
        name: &str,
        names: &HashMap<usize, String>,
        file: &mut Taken,
        is_definition: bool,
    ) {
        self.misfits(type_).leave_out(type_);
        self.settle_names(type_, name, names, file, is_definition);
    }

    /// Writes names where numbers stood, and gives those a name that would have one that is taken.
    pub(super) fn settle_names(
        &mut self,
        type_: &mut Type,
        name: &str,
        names: &HashMap<usize, String>,
        file: &mut Taken,
        is_definition: bool,
    ) {
        let mut parts = parts_of(type_.take());
        without_same_cases(&mut parts, &self.same_as);
        if let Some(id) = parts.type_.as_deref().and_then(placeholder_id) {
            parts.type_ = names.get(&self.same_as[id]).cloned();
        }
        let structured = parts.fields.is_some()
            || parts.union.is_some()
            || (parts.enum_.is_some() && parts.type_.as_deref() != Some("integer"));
        let mut name = name.to_owned();
        if structured && !is_definition {
            if parts.name.is_none() {
                let rust = naming::type_name(&name, Place::Free).as_str().to_owned();
                if file.is_free(&rust) {
                    file.take(&rust);
                } else {
                    name = self.another(&name, file);
                    parts.name = Some(name.clone());
                }
            }
        } else if !structured {
            parts.name = parts.name.filter(|_| is_definition);
        }
        self.name_cases(&mut parts, file);
        let names_within = names_within(&parts, &name);
        for (inner, inner_name) in inner(&mut parts).into_iter().zip(names_within) {
            self.settle_names(inner, &inner_name, names, file, false);
        }
        *type_ = shortened(parts);
    }

    /// Cases that are written out are called by their titles, where they have one: a number says nothing.
    fn name_cases(&mut self, parts: &mut TypeParts, file: &mut Taken) {
        let Some(UnionCases::Untagged(cases)) = parts.union.as_deref_mut() else { return };
        for case in cases.iter_mut().filter(|case| is_structure(case)) {
            let Type::Full(case) = case else { continue };
            let Some(name) =
                case.summary.as_deref().and_then(title).filter(|_| case.name.is_none())
            else {
                continue;
            };
            let rust = naming::type_name(&name, Place::Free).as_str().to_owned();
            if !BUILT_IN.contains(&name.as_str())
                && file.is_free(&rust)
                && self.type_names_taken.insert(rust.clone())
            {
                file.take(&rust);
                case.name = Some(name);
            }
        }
    }

    /// A name for a type that is written where it is used, when its own is taken.
    pub(super) fn another(&mut self, name: &str, file: &mut Taken) -> String {
        let candidates = [format!("{name}Value"), format!("{name}Type"), format!("{name}Object")];
        let mut numbers = 2..;
        let mut candidates = candidates.into_iter();
        loop {
            let candidate = candidates
                .next()
                .or_else(|| numbers.next().map(|number| format!("{name}{number}")))
                .unwrap_or_default();
            let rust = naming::type_name(&candidate, Place::Free).as_str().to_owned();
            if !self.type_names_taken.contains(&rust) && file.is_free(&rust) {
                self.type_names_taken.insert(rust.clone());
                file.take(&rust);
                return candidate;
            }
        }
    }
}

impl Taken {
    pub(super) fn is_free(&self, rust: &str) -> bool {
        !self.types.contains(rust) && !self.statics.contains(&schema_static(rust))
    }

    pub(super) fn take(&mut self, rust: &str) {
        self.types.insert(rust.to_owned());
        self.statics.insert(schema_static(rust));
    }

    /// What an endpoint defines: its request and its constant.
    pub(super) fn take_endpoint(&mut self, name: &str, place: Place) {
        self.types.insert(naming::type_name(name, place).as_str().to_owned());
        self.statics.insert(naming::constant_name(name, place).as_str().to_owned());
    }
}

fn schema_static(rust: &str) -> String {
    naming::constant_name(&format!("{rust}_schema"), Place::Free).as_str().to_owned()
}

/// What the types within another are called where they are written out: as the check calls them.
fn names_within(parts: &TypeParts, name: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    names.extend(
        parts
            .fields
            .as_deref()
            .into_iter()
            .flatten()
            .map(|(key, _)| naming::joined(name, key.trim_end_matches('?'))),
    );
    names.extend(parts.list.iter().map(|_| name.to_owned()));
    names.extend(parts.map.iter().map(|_| name.to_owned()));
    names.extend(parts.rest.iter().map(|_| naming::joined(name, "rest")));
    names.extend(
        (1..=parts.tuple.as_ref().map_or(0, Vec::len))
            .map(|number| naming::joined(name, &format!("item{number}"))),
    );
    match parts.union.as_deref() {
        Some(UnionCases::Untagged(cases)) => {
            names.extend(
                (1..=cases.len()).map(|number| naming::joined(name, &format!("case{number}"))),
            );
        }
        Some(UnionCases::Tagged(cases)) => {
            names.extend(cases.keys().map(|value| naming::joined(name, value)));
        }
        None => {}
    }
    names
}

/// A type as briefly as the language has it.
fn shortened(mut parts: Box<TypeParts>) -> Type {
    let nullable = std::mem::take(&mut parts.nullable);
    let or_null = |text: String| Type::Bare(if nullable { text + " | null" } else { text });
    if let Some(item) = parts.list.take() {
        match item {
            Type::Bare(item)
                if !item.contains('|') && item.matches("[]").count() < 8 && is_bare(&parts) =>
            {
                return or_null(item + "[]");
            }
            item => parts.list = Some(item),
        }
    }
    if let Some(name) = parts.type_.take() {
        if is_bare(&parts) {
            return or_null(name);
        }
        parts.type_ = Some(name);
    }
    parts.nullable = nullable;
    Type::Full(parts)
}

/// Whether nothing is said at all.
pub(super) fn is_bare(parts: &TypeParts) -> bool {
    *parts == TypeParts::default()
}

/// A name as the spec takes it for a type.
pub(super) fn clean(text: &str) -> String {
    let name = naming::type_name(text, Place::Free).plain().trim_end_matches('_').to_owned();
    let name: String =
        name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(100).collect();
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { format!("Value{name}") }
}

/// A summary that is a name rather than a sentence: `Self hosted application`.
fn title(summary: &str) -> Option<String> {
    let words = summary.split_whitespace().count();
    let plain = summary.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    (plain && (1..=4).contains(&words) && summary.len() <= 40).then(|| clean(summary))
}

/// Whether a part of the way to a type tells nothing of it.
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

/// One of several: `errors` is a list of `error`.
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
