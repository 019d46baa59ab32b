//! Merges equal structures: equal schemas become one type, and a structure that is written out in several places
//! becomes a type that they share.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::openapi::import::names::{Names, Schema};
use crate::openapi::import::trees::{inner, named, of_endpoint, of_endpoint_mut, structure};
use crate::openapi::import::types::is_structure;
use crate::spec::model::{Endpoint, Type, TypeName, TypeParts, UnionCases};
use crate::words::limit::Limits;
use crate::words::naming::{self, Scope};

/// The maximum number of refinements: the maximum depth at which different types can differ.
const ROUNDS: usize = 64;

impl Names<'_> {
    /// Merges the types that are equal, even if they refer to each other.
    pub(super) fn merge_components(&mut self) {
        // All types count as equal until something distinguishes them. The names `Category` and `Tag` do, even if the
        // types look the same.
        let kinds: Vec<u64> = self.schemas.iter().map(|schema| kind(&schema.pointer)).collect();
        let mut classes = kinds.clone();
        // A type that names no other is final after the first round.
        let refers: Vec<bool> = self.types.iter().map(refers).collect();
        let mut count = 0;
        for round in 0..ROUNDS {
            let class = |(id, type_): (usize, &Type)| match round {
                1.. if !refers[id] => classes[id],
                // An override of one type does not apply to equal ones.
                _ if self.is_overridden(id) => reference(id),
                _ => whole(type_, kinds[id], &classes),
            };
            let next: Vec<u64> = self.types.iter().enumerate().map(class).collect();
            let now = next.iter().collect::<BTreeSet<_>>().len();
            classes = next;
            if now == count {
                break;
            }
            count = now;
        }
        let mut first: HashMap<u64, usize> = HashMap::new();
        let same_as = self.types.iter().enumerate().map(|(id, type_)| {
            if is_structure(type_) { *first.entry(classes[id]).or_insert(id) } else { id }
        });
        self.same_as = same_as.collect();
    }

    /// Returns whether a type has an override.
    fn is_overridden(&self, id: usize) -> bool {
        self.reader.options.overridden.contains(&self.schemas[id].pointer)
    }

    /// Makes types of structures that are written out in several places.
    pub(in crate::openapi::import) fn lift(
        &mut self,
        endpoints: &mut [Endpoint],
        names: &[super::calls::Named],
    ) {
        let mut known: HashMap<u64, usize> = HashMap::new();
        let mut uses = Uses { counts: HashMap::new(), same_as: &self.same_as };
        for (id, type_) in self.types.iter().enumerate() {
            if self.same_as[id] != id {
                continue;
            }
            let Type::Full(parts) = type_ else { continue };
            let class = uses.count(parts);
            if is_structure(type_) && !self.is_overridden(id) {
                known.entry(class).or_insert(id);
            }
        }
        for endpoint in endpoints.iter() {
            for (type_, is_body) in of_endpoint(endpoint) {
                uses.count_use(type_, is_body);
            }
        }
        let mut lifting = Lifting {
            known,
            counts: uses.counts,
            lifted: Vec::new(),
            next: self.types.len(),
            same_as: &self.same_as,
        };
        for (id, type_) in self.types.iter_mut().enumerate() {
            let Type::Full(parts) = type_ else { continue };
            if self.same_as[id] == id {
                lifting.inside(parts, &[], Some(id));
            }
        }
        for (endpoint, name) in endpoints.iter_mut().zip(names) {
            for (type_, is_body, place) in of_endpoint_mut(endpoint) {
                let mut way = name.resource.clone();
                way.extend([name.name.clone(), place]);
                lifting.use_of(type_, is_body, &way, None);
            }
        }
        for (way, type_, outer) in lifting.lifted {
            let id = self.types.len();
            self.same_as.push(id);
            self.lifted.insert(id, (way, outer));
            self.schemas.push(Schema { pointer: String::new(), named: true });
            self.types.push(type_);
        }
    }
}

/// The number of times that each structure is written out.
struct Uses<'s> {
    counts: HashMap<u64, usize>,
    same_as: &'s [usize],
}

impl Uses<'_> {
    /// Counts the structures within a type, and returns the hash of the type itself.
    fn count(&mut self, parts: &TypeParts) -> u64 {
        structure(parts, &mut |type_| self.count_use(type_, false))
    }

    fn count_use(&mut self, type_: &Type, is_body: bool) -> u64 {
        let Type::Full(parts) = type_ else { return 0 };
        let class = match parts.schema() {
            Some(id) => reference(self.same_as[id]),
            None => self.count(parts),
        };
        if is_structure(type_) && !is_body {
            *self.counts.entry(class).or_default() += 1;
        }
        class ^ u64::from(parts.nullable)
    }
}

/// Returns the hash of a type, with the classes of the types that it names.
fn whole(type_: &Type, kind: u64, classes: &[u64]) -> u64 {
    let Type::Full(parts) = type_ else { return 0 };
    let own = inside(parts, classes);
    let mut hasher = DefaultHasher::new();
    (own, kind, parts.nullable, &parts.summary, &parts.description).hash(&mut hasher);
    hasher.finish()
}

/// Returns the hash of a schema's name, of which only the last word counts: `zone_api-response-failure` and
/// `dns_api-response-failure` are failures. A schema without a telling name has the same hash as all such.
fn kind(pointer: &str) -> u64 {
    let Some(name) = pointer.strip_prefix("/components/schemas/") else { return 0 };
    if name.contains('/') {
        return 0;
    }
    let name = naming::type_name(name, Scope::Free);
    let last = name.plain().rfind(char::is_uppercase).map_or("", |start| &name.plain()[start..]);
    let mut hasher = DefaultHasher::new();
    last.hash(&mut hasher);
    hasher.finish()
}

/// Returns whether a type names another.
fn refers(type_: &Type) -> bool {
    let mut found = Vec::new();
    named(type_, &mut found);
    !found.is_empty()
}

fn inside(parts: &TypeParts, classes: &[u64]) -> u64 {
    if let Some(id) = parts.schema() {
        return classes[id].rotate_left(7) ^ u64::from(parts.nullable);
    }
    structure(parts, &mut |type_| match type_ {
        Type::Full(parts) => inside(parts, classes) ^ u64::from(parts.nullable),
        Type::Bare(_) => 0,
    })
}

fn reference(id: usize) -> u64 {
    (id as u64).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The types that are moved out of the places where they are written.
struct Lifting<'s> {
    /// The existing types, by their hashes.
    known: HashMap<u64, usize>,
    counts: HashMap<u64, usize>,
    /// For each moved type, the way to its first place, the type, and the type that contains it.
    lifted: Vec<(Vec<String>, Type, Option<usize>)>,
    next: usize,
    same_as: &'s [usize],
}

impl Lifting<'_> {
    /// Handles the types within a type, and returns the hash that the type had.
    fn inside(&mut self, parts: &mut TypeParts, way: &[String], outer: Option<usize>) -> u64 {
        let names: Vec<Option<String>> = names_within(parts);
        let mut classes = Vec::new();
        for (type_, name) in inner(parts).into_iter().zip(names) {
            let mut way = way.to_vec();
            way.extend(name);
            classes.push(self.use_of(type_, false, &way, outer));
        }
        let mut classes = classes.into_iter();
        let class = structure(parts, &mut |_| classes.next().unwrap_or(0));
        without_same_cases(parts, self.same_as);
        class
    }

    fn use_of(
        &mut self,
        type_: &mut Type,
        is_body: bool,
        way: &[String],
        outer: Option<usize>,
    ) -> u64 {
        let structured = is_structure(type_);
        let Type::Full(parts) = type_ else { return 0 };
        let nullable = u64::from(parts.nullable);
        if let Some(id) = parts.schema() {
            return reference(self.same_as[id]) ^ nullable;
        }
        let class = self.inside(parts, way, outer);
        if !structured || is_body {
            return class ^ nullable;
        }
        let id = match self.known.get(&class) {
            Some(&id) => id,
            None if self.counts.get(&class).is_some_and(|count| *count > 1) => {
                let id = self.next;
                self.next += 1;
                self.known.insert(class, id);
                let mut own = parts.clone();
                own.nullable = false;
                own.default = None;
                self.lifted.push((way.to_vec(), Type::Full(own), outer));
                id
            }
            None => return class ^ nullable,
        };
        **parts = TypeParts {
            type_: Some(TypeName::Schema(id)),
            nullable: parts.nullable,
            summary: parts.summary.take(),
            description: parts.description.take(),
            default: parts.default.take(),
            example: parts.example.take(),
            deprecated: parts.deprecated.take(),
            ..TypeParts::default()
        };
        class ^ nullable
    }
}

/// Merges cases that have become the same type, since the second would never be tried.
pub(in crate::openapi::import) fn without_same_cases(parts: &mut TypeParts, same_as: &[usize]) {
    let Some(UnionCases::Untagged(cases)) = parts.union.as_deref_mut() else { return };
    let mut kept: Vec<Type> = Vec::with_capacity(cases.len());
    let mut seen: HashMap<Identity, usize> = HashMap::new();
    for case in std::mem::take(cases) {
        match identity(&case, same_as).map(|identity| seen.entry(identity)) {
            Some(Entry::Occupied(first)) => {
                // A limit of one of the two does not apply to the other.
                if let Type::Full(first) = &mut kept[*first.get()] {
                    first.limits = Limits::default();
                }
                continue;
            }
            Some(Entry::Vacant(entry)) => {
                entry.insert(kept.len());
            }
            None => {}
        }
        kept.push(case);
    }
    *cases = kept;
    if let [Type::Full(one)] = cases.as_mut_slice() {
        let mut one = std::mem::take(&mut **one);
        one.nullable |= parts.nullable;
        one.summary = parts.summary.take().or(one.summary);
        one.description = parts.description.take().or(one.description);
        one.deprecated = parts.deprecated.take().or(one.deprecated);
        one.default = parts.default.take().or(one.default);
        one.example = parts.example.take().or(one.example);
        *parts = one;
    }
}

/// What a case names or contains.
#[derive(PartialEq, Eq, Hash)]
enum Identity {
    /// The type of a schema.
    Schema(usize),
    List(Inner),
    Map(Inner),
    Tuple(Vec<Inner>),
}

/// The content of a case.
#[derive(PartialEq, Eq, Hash)]
struct Inner {
    identity: Box<Identity>,
    null: bool,
}

/// Returns what distinguishes a case from others, if that is the type that it names or contains.
fn identity(type_: &Type, same_as: &[usize]) -> Option<Identity> {
    let Type::Full(parts) = type_ else { return None };
    if let Some(id) = parts.schema() {
        // A type that was moved out stands for itself.
        return Some(Identity::Schema(same_as.get(id).copied().unwrap_or(id)));
    }
    let within = |inner: &Type| {
        let null = matches!(inner, Type::Full(parts) if parts.nullable);
        identity(inner, same_as).map(|inner| Inner { identity: Box::new(inner), null })
    };
    match (&parts.list, &parts.map, &parts.tuple) {
        (Some(item), _, _) => within(item).map(Identity::List),
        (_, Some(value), _) => within(value).map(Identity::Map),
        (_, _, Some(items)) => {
            items.iter().map(within).collect::<Option<Vec<_>>>().map(Identity::Tuple)
        }
        _ => None,
    }
}

/// Returns the name of each type within another: a field by its name, an item and a case as the whole.
fn names_within(parts: &TypeParts) -> Vec<Option<String>> {
    let mut names: Vec<Option<String>> = Vec::new();
    names.extend(
        parts.fields.as_deref().into_iter().flatten().map(|(key, _)| Some(key.wire.clone())),
    );
    let others = parts.within().len() - names.len();
    names.extend(std::iter::repeat_n(None, others));
    names
}
