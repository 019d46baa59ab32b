//! The normal form of a schema: its `allOf` is merged into it, and the dialects of 3.0 and 3.1 are one.

use std::collections::{BTreeSet, HashSet};

use crate::openapi::document::{self, Node};
use crate::openapi::import::read::Reader;
use crate::openapi::import::read::node::{is_null, stated};
use crate::openapi::import::read::pointer::{At, as_written};
use crate::openapi::import::read::properties::Properties;
use crate::words::limit::Word;

/// The maximum depth of nested `allOf`.
const DEEPEST_MERGE: usize = 64;

/// The kinds of JSON values.
const NULL: u8 = 1;
pub(in crate::openapi::import) const BOOLEAN: u8 = 2;
pub(in crate::openapi::import) const INTEGER: u8 = 4;
pub(in crate::openapi::import) const NUMBER: u8 = 8;
pub(in crate::openapi::import) const STRING: u8 = 16;
pub(in crate::openapi::import) const ARRAY: u8 = 32;
pub(in crate::openapi::import) const OBJECT: u8 = 64;

/// A choice: the cases, and what distinguishes them if that is stated.
#[derive(Debug, Clone)]
pub(in crate::openapi::import) struct Choice<'d> {
    pub(in crate::openapi::import) cases: Vec<At<'d>>,
    pub(in crate::openapi::import) discriminator: Option<At<'d>>,
}

/// The values that an object can have beside its properties.
#[derive(Debug, Clone)]
pub(in crate::openapi::import) enum Additional<'d> {
    None,
    Any,
    /// Each is a value of one of these schemas.
    Of(Vec<At<'d>>),
}

/// A schema, with everything that is merged into it.
#[allow(clippy::struct_excessive_bools, reason = "each is a word of a schema")]
#[derive(Debug, Clone)]
pub(in crate::openapi::import) struct Meaning<'d> {
    pub(in crate::openapi::import) at: At<'d>,
    /// The stated kinds, as a set of bits; empty if none is stated.
    pub(in crate::openapi::import) kinds: u8,
    pub(in crate::openapi::import) nullable: bool,
    /// Every schema of each property.
    pub(in crate::openapi::import) properties: Properties<'d>,
    pub(in crate::openapi::import) required: BTreeSet<&'d str>,
    pub(in crate::openapi::import) additional: Option<Additional<'d>>,
    pub(in crate::openapi::import) items: Vec<At<'d>>,
    /// The items of a tuple.
    pub(in crate::openapi::import) tuple: Option<At<'d>>,
    pub(in crate::openapi::import) values: Option<Vec<Node<'d>>>,
    pub(in crate::openapi::import) choices: Vec<Choice<'d>>,
    /// The constraint words; of several statements the tighter one counts, and otherwise the first.
    pub(in crate::openapi::import) limits: Vec<(Word, Node<'d>, At<'d>)>,
    pub(in crate::openapi::import) format: Option<&'d str>,
    pub(in crate::openapi::import) description: Option<&'d str>,
    pub(in crate::openapi::import) title: Option<&'d str>,
    pub(in crate::openapi::import) deprecated: bool,
    read_only: bool,
    write_only: bool,
    pub(in crate::openapi::import) secret: bool,
    pub(in crate::openapi::import) default: Option<Node<'d>>,
    pub(in crate::openapi::import) example: Option<Node<'d>>,
    /// Keywords that are not imported.
    pub(in crate::openapi::import) ignored: Vec<(&'static str, At<'d>)>,
}

/// The schemas that are merged into one.
#[derive(Default)]
struct Merging {
    /// The schemas through which the current one was reached.
    open: Vec<u32>,
    /// The schemas to which a reference has led.
    done: HashSet<u32>,
}

impl<'d> Meaning<'d> {
    fn new(at: At<'d>) -> Self {
        Self {
            at,
            kinds: 0,
            nullable: false,
            properties: Properties::default(),
            required: BTreeSet::new(),
            additional: None,
            items: Vec::new(),
            tuple: None,
            values: None,
            choices: Vec::new(),
            limits: Vec::new(),
            format: None,
            description: None,
            title: None,
            deprecated: false,
            read_only: false,
            write_only: false,
            secret: false,
            default: None,
            example: None,
            ignored: Vec::new(),
        }
    }

    /// Takes an annotation. Returns false for any other keyword.
    fn takes_text(&mut self, word: &str, value: Node<'d>) -> bool {
        let flag = value.as_bool().unwrap_or(false);
        match word {
            "nullable" => self.nullable |= flag,
            "format" => self.format = self.format.or(value.as_str()),
            "description" => {
                let text = value.as_str().filter(|text| !text.trim().is_empty());
                self.description = self.description.or(text);
            }
            "title" => self.title = self.title.or(value.as_str()),
            "deprecated" => self.deprecated |= flag,
            "readOnly" => self.read_only |= flag,
            "writeOnly" => self.write_only |= flag,
            "x-sensitive" => self.secret |= flag,
            "default" => self.default = self.default.or(Some(value)),
            "example" => self.example = self.example.or(Some(value)),
            "examples" => {
                let first = || value.as_array().and_then(document::List::first);
                self.example = self.example.or_else(first);
            }
            _ => return false,
        }
        true
    }

    /// Takes a keyword about the values or their parts. Returns false for any other keyword.
    fn takes_parts(&mut self, word: &str, value: Node<'d>, at: &At<'d>) -> bool {
        match word {
            "properties" => {
                for (name, property) in at.get("properties").into_iter().flat_map(At::members) {
                    self.properties.of(name).push(property);
                }
            }
            "required" => {
                let names = value.as_array().into_iter().flatten();
                self.required.extend(names.filter_map(Node::as_str));
            }
            "items" if value.is_array() => self.tuple = at.get("items"),
            "items" if value.is_boolean() => {}
            "items" => self.items.extend(at.get("items")),
            "prefixItems" => self.tuple = at.get("prefixItems"),
            "enum" => {
                let values: Vec<Node<'d>> = value.as_array().into_iter().flatten().collect();
                if !values.is_empty() {
                    restrict(&mut self.values, values);
                }
            }
            "const" => restrict(&mut self.values, vec![value]),
            "not" => self.ignored.extend(at.get("not").map(|at| ("not", at))),
            "if" | "then" | "else" | "dependentSchemas" | "dependentRequired" | "propertyNames"
            | "contains" => {
                self.ignored.extend(at.get(word).map(|at| ("condition", at)));
            }
            _ => return false,
        }
        true
    }

    /// Returns whether values are objects with properties of their own.
    pub(in crate::openapi::import) fn is_object(&self) -> bool {
        !self.properties.is_empty() && (self.kinds == 0 || self.kinds & OBJECT != 0)
    }

    /// Returns whether null is a value, by itself or as one of the cases.
    pub(in crate::openapi::import) fn takes_null(&self) -> bool {
        let mut cases = self.choices.iter().flat_map(|choice| &choice.cases);
        self.nullable || cases.any(|case| is_null(case.value))
    }

    /// Returns the operand of a constraint word, and its place.
    pub(in crate::openapi::import) fn limit(&self, word: Word) -> Option<(Node<'d>, At<'d>)> {
        let (_, value, at) = self.limits.iter().find(|(known, ..)| *known == word)?;
        Some((*value, *at))
    }

    /// Returns whether anything states the type.
    pub(in crate::openapi::import) fn states_a_type(&self) -> bool {
        self.kinds != 0
            || !self.properties.is_empty()
            || !self.items.is_empty()
            || self.values.is_some()
            || !self.choices.is_empty()
            || matches!(self.additional, Some(Additional::Of(_)))
    }
}

impl<'d> Reader<'d> {
    /// Returns the schemas that say more than the others.
    pub(in crate::openapi::import) fn telling(&self, all: &[At<'d>]) -> Vec<At<'d>> {
        let telling: Vec<At<'d>> =
            all.iter().filter(|at| all.len() == 1 || !is_vague(at, 0)).copied().collect();
        if telling.is_empty() { all.iter().take(1).copied().collect() } else { telling }
    }

    /// Returns whether there is work left, since schemas can be combined in too many ways.
    pub(in crate::openapi::import) fn has_work_left(&mut self, at: &At<'d>) -> bool {
        if let Some(left) = self.work_left.checked_sub(1) {
            self.work_left = left;
            return true;
        }
        self.loss(
            at,
            "too-much",
            "too many schemas apply to the value together; the rest is taken as any JSON",
        );
        false
    }

    /// Returns the normal form of a schema with everything that it refers to.
    pub(in crate::openapi::import) fn meaning(&mut self, at: &At<'d>) -> Meaning<'d> {
        self.meaning_of_all(std::slice::from_ref(at))
    }

    /// Returns the normal form of several schemas together.
    pub(in crate::openapi::import) fn meaning_of_all(&mut self, all: &[At<'d>]) -> Meaning<'d> {
        let first = all.first().copied().unwrap_or_else(|| At::root(self.root));
        let mut meaning = Meaning::new(first);
        let mut merging = Merging::default();
        for at in &self.telling(all) {
            self.merge(at, &mut meaning, &mut merging);
        }
        if let Some(values) = &mut meaning.values {
            let before = values.len();
            values.retain(|value| !value.is_null());
            // In 3.0 null must be among the values and allowed in addition; documents state only one of the two.
            meaning.nullable |= values.len() < before;
        }
        meaning
    }

    /// Merges a schema. What was merged before takes precedence.
    fn merge(&mut self, at: &At<'d>, into: &mut Meaning<'d>, merging: &mut Merging) {
        if !self.has_work_left(at) {
            return;
        }
        if merging.open.len() > DEEPEST_MERGE {
            self.loss(
                at,
                "deep-schema",
                "the merged schemas are nested too deep; the innermost ones are left out",
            );
            return;
        }
        let Some(object) = at.value.as_object() else { return };
        // Keywords beside the reference come first, so that a description at the use takes precedence.
        self.merge_own(at, into);
        if let Some(reference) = object.get("$ref").and_then(Node::as_str) {
            match self.resolve(reference) {
                Ok(target) if !merging.open.contains(&target.place()) => {
                    // A schema that is reached in two ways adds nothing the second time.
                    if merging.done.insert(target.place()) {
                        merging.open.push(target.place());
                        self.merge(&target, into, merging);
                        merging.open.pop();
                    }
                }
                Ok(_) => {
                    let written = as_written(reference);
                    let message = format!("`$ref: {written}` refers back to itself");
                    self.loss(at, "ref-circle", message);
                }
                Err(dangling) => {
                    let message = dangling.message(reference);
                    self.loss(at, "ref-nowhere", message);
                }
            }
            if self.ignores_siblings() {
                return;
            }
        }
        if let Some(all) = at.get("allOf") {
            for part in all.items() {
                merging.open.push(part.place());
                self.merge(&part, into, merging);
                merging.open.pop();
            }
        }
    }

    /// Merges the keywords of a schema itself.
    fn merge_own(&mut self, at: &At<'d>, into: &mut Meaning<'d>) {
        let Some(object) = at.value.as_object() else { return };
        let is_reference = object.contains_key("$ref");
        if is_reference && self.ignores_siblings() {
            // 3.0 ignores keywords beside a reference; annotations are read all the same, as most tools do.
            into.description = into.description.or_else(|| at.text("description"));
            return;
        }
        let mut said = 0;
        for (word, value) in object {
            match word {
                "type" => said |= kinds(value),
                "oneOf" | "anyOf" => self.choice(word, at, into),
                _ if into.takes_text(word, value) || into.takes_parts(word, value, at) => {}
                _ => limit(word, value, at, into),
            }
        }
        self.additional(at, into);
        if said & NULL != 0 {
            into.nullable = true;
            said &= !NULL;
        }
        if said != 0 {
            self.narrow_kinds(said, at, into);
        }
    }

    /// Keeps only the earlier kinds that are stated here as well.
    fn narrow_kinds(&mut self, said: u8, at: &At<'d>, into: &mut Meaning<'d>) {
        let both = into.kinds & said;
        // An integer is a number, so the narrower of the two counts.
        let integer = (into.kinds | said) & (INTEGER | NUMBER) == INTEGER | NUMBER;
        into.kinds = match (into.kinds, both) {
            (0, _) => said,
            (_, 0) if integer => INTEGER,
            (_, 0) => {
                let message =
                    "schemas that apply together state different types; the first one counts";
                // If both can only be null, nothing else is lost.
                let listed = at.value.get("enum").and_then(Node::as_array);
                let mut known = into.values.iter();
                if listed.is_some_and(|values| values.into_iter().all(Node::is_null))
                    || known.any(|values| values.iter().all(|value| value.is_null()))
                {
                    self.note(at, "contradiction", message);
                } else {
                    self.loss(at, "contradiction", message);
                }
                into.kinds
            }
            (_, both) => both,
        };
    }

    /// Sets the values beside the properties of an object. Without a statement about them, members that match no
    /// pattern can be anything, but authors who write patterns mean only those.
    fn additional(&mut self, at: &At<'d>, into: &mut Meaning<'d>) {
        let of_patterns = at.get("patternProperties").into_iter().flat_map(At::members);
        let mut all: Vec<At<'d>> =
            of_patterns.map(|(_, schema)| schema).filter(|schema| schema.value != false).collect();
        let rest = at.get("additionalProperties").or_else(|| at.get("unevaluatedProperties"));
        let is_any = |rest: Node<'_>| {
            rest == true || rest.as_object().is_some_and(document::Object::is_empty)
        };
        let additional = match rest.map(|rest| rest.value) {
            None if all.is_empty() => return,
            Some(rest) if rest == false && all.is_empty() => Additional::None,
            Some(value) if is_any(value) => Additional::Any,
            Some(value) if value != false => {
                all.extend(rest);
                Additional::Of(all)
            }
            _ => Additional::Of(all),
        };
        match &into.additional {
            Some(Additional::Of(_)) => {}
            _ => into.additional = Some(additional),
        }
    }

    fn choice(&mut self, word: &str, at: &At<'d>, into: &mut Meaning<'d>) {
        let Some(list) = at.get(word) else { return };
        // Cases that only name required fields state no type: `anyOf: [{required: [a]}, {required: [b]}]`.
        let cases: Vec<At<'d>> = list.items().collect();
        let structural = |case: &At<'d>| {
            case.value.as_object().is_none_or(|object| {
                object
                    .keys()
                    .any(|key| !matches!(key, "required" | "title" | "description" | "not"))
            })
        };
        if cases.is_empty() {
            return;
        }
        if !cases.iter().any(structural) {
            into.ignored.push(("required-choice", list));
            return;
        }
        into.choices.push(Choice { cases, discriminator: at.given("discriminator") });
    }
}

/// Returns the kind of a value.
pub(in crate::openapi::import) fn kind_of(value: Node<'_>) -> u8 {
    match value {
        _ if value.is_null() => NULL,
        _ if value.is_boolean() => BOOLEAN,
        _ if value.is_float() => NUMBER,
        _ if value.is_number() => INTEGER,
        _ if value.is_array() => ARRAY,
        _ if value.is_object() => OBJECT,
        _ => STRING,
    }
}

/// Returns the kinds that a `type` names.
fn kinds(value: Node<'_>) -> u8 {
    let one = |name: &str| match name {
        "null" => NULL,
        "boolean" => BOOLEAN,
        "integer" => INTEGER,
        "number" => NUMBER,
        "string" => STRING,
        "array" => ARRAY,
        "object" => OBJECT,
        _ => 0,
    };
    let several = value.as_array().into_iter().flatten().filter_map(Node::as_str);
    value.as_str().into_iter().chain(several).fold(0, |kinds, name| kinds | one(name))
}

/// Keeps the values that both allow.
fn restrict<'d>(values: &mut Option<Vec<Node<'d>>>, by: Vec<Node<'d>>) {
    match values {
        None => *values = Some(by),
        Some(values) => {
            let both: Vec<Node<'d>> =
                values.iter().copied().filter(|value| by.contains(value)).collect();
            if !both.is_empty() {
                *values = both;
            }
        }
    }
}

fn limit<'d>(key: &str, value: Node<'d>, at: &At<'d>, into: &mut Meaning<'d>) {
    let Some(word) = Word::of(key) else { return };
    let Some((_, known, place)) = into.limits.iter_mut().find(|(known, ..)| *known == word) else {
        into.limits.push((word, value, *at));
        return;
    };
    let stated = |value| stated(value).and_then(|stated| word.limit(stated));
    if let (Some(old), Some(new)) = (stated(*known), stated(value))
        && new.is_tighter(&old)
    {
        (*known, *place) = (value, *at);
    }
}

/// Returns whether a schema states only kinds of values: it adds nothing beside another that says more.
fn is_vague(at: &At<'_>, depth: usize) -> bool {
    let Some(object) = at.value.as_object() else { return true };
    if depth > 8 {
        return false;
    }
    object.into_iter().all(|(word, value)| match word {
        "type" => {
            !matches!(value.as_str(), Some("string" | "integer" | "number" | "boolean"))
                || depth > 0
        }
        "description" | "title" | "nullable" | "example" | "examples" | "default"
        | "deprecated" => true,
        "items" => at.get("items").is_some_and(|items| is_vague(&items, depth + 1)),
        "oneOf" | "anyOf" => {
            at.get(word).is_some_and(|list| list.items().all(|case| is_vague(&case, depth + 1)))
        }
        "additionalProperties" => value.is_boolean(),
        _ => word.starts_with("x-"),
    })
}
