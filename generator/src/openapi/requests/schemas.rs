//! The schemas of a document as they are written, without the imported model.

use std::cell::Cell;

use serde_json::{Map, Value};

use crate::openapi::document::{Document, Version};

/// The maximum number of steps for the values of one operation, since schemas that refer to each other have too many
/// ways.
const MOST_STEPS: usize = 50_000;

/// The maximum number of ways to satisfy a schema that are tried.
const MOST_WAYS: usize = 24;

/// The schemas of a document, with the remaining steps.
pub(super) struct Schemas<'d> {
    document: &'d Document,
    left: Cell<usize>,
    /// Whether an object with all its optional members is being made.
    pub(super) full: Cell<bool>,
}

/// One way to satisfy a schema: everything that applies together, with one case of each choice.
#[derive(Default, Clone)]
pub(super) struct Way<'s> {
    pub(super) parts: Vec<&'s Map<String, Value>>,
    /// The members that distinguish cases, with the value of this case.
    pub(super) tags: Vec<(&'s str, &'s str)>,
}

impl<'s> Way<'s> {
    /// Returns the values of a keyword, in their order.
    pub(super) fn all<'w>(&'w self, word: &'w str) -> impl Iterator<Item = &'s Value> + 'w {
        self.parts.iter().filter_map(move |part| part.get(word))
    }

    pub(super) fn first(&self, word: &str) -> Option<&'s Value> {
        self.all(word).next()
    }

    pub(super) fn flag(&self, word: &str) -> bool {
        self.all(word).any(|value| value == &Value::Bool(true))
    }

    /// Returns the greatest of several values of a keyword.
    pub(super) fn greatest(&self, word: &str) -> Option<f64> {
        self.all(word).filter_map(Value::as_f64).reduce(f64::max)
    }

    pub(super) fn least(&self, word: &str) -> Option<f64> {
        self.all(word).filter_map(Value::as_f64).reduce(f64::min)
    }

    fn and(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.parts.extend(&other.parts);
        both.tags.extend(&other.tags);
        both
    }
}

impl<'d> Schemas<'d> {
    pub(super) fn of(document: &'d Document) -> Self {
        Self { document, left: Cell::new(MOST_STEPS), full: Cell::new(false) }
    }

    /// Resets the number of steps for the next operation.
    pub(super) fn begin(&self) {
        self.left.set(MOST_STEPS);
    }

    /// Takes a step, and returns whether one was left.
    pub(super) fn may_go_on(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }

    /// Returns whether keywords beside a reference are ignored.
    pub(super) fn ignores_siblings(&self) -> bool {
        self.document.version == Version::V30
    }

    pub(super) fn resolved(&self, reference: &str) -> Option<&'d Value> {
        crate::openapi::import::target(self.document, reference)
    }

    /// Returns the target of a reference, or the value itself.
    pub(super) fn behind<'s>(&'s self, value: &'s Value) -> &'s Value {
        let reference = value.get("$ref").and_then(Value::as_str);
        reference.and_then(|reference| self.resolved(reference)).unwrap_or(value)
    }

    /// Returns whether a property is read-only.
    pub(super) fn is_of_answers(&self, schema: &Value) -> bool {
        self.ways(schema).first().is_some_and(|way| way.flag("readOnly"))
    }

    /// Returns the ways to satisfy a schema, the first of each choice first.
    pub(super) fn ways<'s>(&'s self, schema: &'s Value) -> Vec<Way<'s>> {
        self.ways_within(schema, &mut Vec::new())
    }

    fn ways_within<'s>(&'s self, schema: &'s Value, open: &mut Vec<&'s str>) -> Vec<Way<'s>> {
        let Value::Object(object) = schema else {
            return if schema == &Value::Bool(false) { Vec::new() } else { vec![Way::default()] };
        };
        let mut ways = vec![Way { parts: vec![object], tags: Vec::new() }];
        if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
            let target = self.resolved(reference).filter(|_| !open.contains(&reference));
            let Some(target) = target.filter(|_| self.may_go_on()) else { return Vec::new() };
            open.push(reference);
            let there = self.ways_within(target, open);
            open.pop();
            if self.ignores_siblings() {
                return there;
            }
            ways = both(&ways, &there);
        }
        for part in object.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            ways = both(&ways, &self.ways_within(part, open));
        }
        for word in ["oneOf", "anyOf"] {
            let Some(cases) = object.get(word).and_then(Value::as_array) else { continue };
            let tag = object.get("discriminator");
            let mut some = Vec::new();
            for case in cases {
                let own = tag.and_then(|tag| tag_of(tag, case));
                let of_case = self.ways_within(case, open).into_iter();
                some.extend(of_case.take(MOST_WAYS).map(|mut way| {
                    way.tags.extend(own);
                    way
                }));
            }
            ways = both(&ways, &some);
        }
        ways
    }
}

fn both<'s>(ways: &[Way<'s>], others: &[Way<'s>]) -> Vec<Way<'s>> {
    let pairs = ways.iter().flat_map(|one| others.iter().map(|other| one.and(other)));
    pairs.take(MOST_WAYS).collect()
}

/// Returns the member that distinguishes a case from the others, and its value.
fn tag_of<'s>(tag: &'s Value, case: &'s Value) -> Option<(&'s str, &'s str)> {
    let name = tag.get("propertyName")?.as_str()?;
    let reference = case.get("$ref")?.as_str()?;
    let mapping = tag.get("mapping").and_then(Value::as_object).into_iter().flatten();
    let mapped =
        mapping.filter(|(_, to)| to.as_str() == Some(reference)).map(|(from, _)| from.as_str());
    Some((name, mapped.chain(reference.rsplit('/').next()).next()?))
}
