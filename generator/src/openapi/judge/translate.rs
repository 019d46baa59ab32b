//! Translates the schemas of a document to JSON Schema 2020-12.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ptr;

use serde_json::{Map, Value, json};

use crate::openapi::document::{Document, Version};
use crate::openapi::examples::Way;
use crate::openapi::import::decoded;

/// Keywords whose value is a schema.
const SCHEMA: &[&str] = &["not", "if", "then", "else", "propertyNames", "contains"];

/// Keywords whose value is a list of schemas for the same value.
const SCHEMAS: &[&str] = &["allOf", "anyOf", "oneOf"];

/// Keywords that mean the same in all versions.
const PLAIN: &[&str] = &[
    "type",
    "enum",
    "const",
    "minimum",
    "maximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "minContains",
    "maxContains",
    "dependentRequired",
];

/// The formats that the client has types for.
const FORMATS: &[&str] = &["date", "date-time"];

/// The maximum number of references in a chain before it counts as a circle.
const LONGEST_CHAIN: usize = 64;

/// A schema and those that it refers to, which are translated to one that needs no others.
pub(super) struct Translation<'d> {
    root: &'d Value,
    version: Version,
    way: Way,
    closed: bool,
    patterns: bool,
    /// The numbers of referenced schemas, by their pointers.
    numbers: HashMap<String, usize>,
    /// The schemas that are not translated yet.
    open: Vec<(usize, &'d Value)>,
    /// The schema that is translated, unless it is one of a part of its values.
    at_hand: Option<usize>,
    /// Which schemas apply to the values of which others.
    hold_of: BTreeSet<(usize, usize)>,
}

impl<'d> Translation<'d> {
    pub(super) fn new(document: &'d Document, way: Way) -> Self {
        Self {
            root: document.whole(),
            version: document.version,
            way,
            closed: false,
            patterns: true,
            numbers: HashMap::new(),
            open: Vec::new(),
            at_hand: None,
            hold_of: BTreeSet::new(),
        }
    }

    /// Sets whether objects can have only named members, if their schema leaves that open.
    pub(super) fn closed(self, closed: bool) -> Self {
        Self { closed, ..self }
    }

    /// Sets whether strings must match the patterns of their schemas.
    pub(super) fn patterns(self, patterns: bool) -> Self {
        Self { patterns, ..self }
    }

    /// Returns the schema at a pointer with all that it refers to; `None` if it refers to itself for the same value,
    /// which no validator can handle.
    pub(super) fn of(mut self, pointer: &str) -> Option<Value> {
        let top = match self.root.pointer(pointer) {
            Some(schema) => self.standing_alone(schema),
            None => Value::Bool(true),
        };
        let mut definitions = Map::new();
        while let Some((number, schema)) = self.open.pop() {
            self.at_hand = Some(number);
            let schema = self.part(schema);
            definitions.insert(number.to_string(), schema);
        }
        (!self.goes_round()).then(|| json!({ "$defs": definitions, "allOf": [top] }))
    }

    /// Returns whether a schema refers to itself for the same value.
    fn goes_round(&self) -> bool {
        let mut left = self.hold_of.clone();
        loop {
            // A reference to nothing cannot lead back.
            let leading: BTreeSet<usize> = left.iter().map(|(from, _)| *from).collect();
            let before = left.len();
            left.retain(|(_, to)| leading.contains(to));
            if left.len() == before {
                return before > 0;
            }
        }
    }

    /// Returns a schema that alone describes a value, so that it forbids members that it does not name.
    fn standing_alone(&mut self, schema: &'d Value) -> Value {
        let around = self.at_hand.take();
        let part = self.part(schema);
        self.at_hand = around;
        if self.closed && self.names_members(schema, &mut HashSet::new()) {
            return json!({ "allOf": [part], "unevaluatedProperties": false });
        }
        part
    }

    /// Returns a schema that may be one of several for the same value.
    fn part(&mut self, schema: &'d Value) -> Value {
        let Some(object) = schema.as_object() else {
            return Value::Bool(schema.as_bool().unwrap_or(true));
        };
        let reference = object.get("$ref").and_then(Value::as_str).map(|to| self.reference(to));
        if let (Some(reference), Version::V30) = (&reference, self.version) {
            return reference.clone();
        }
        let mut out = Map::new();
        let mut all: Vec<Value> = reference.into_iter().collect();
        for (word, value) in object {
            self.word(word, value, object, &mut out, &mut all);
        }
        if self.closed && takes_any_member(object) {
            out.insert("additionalProperties".to_owned(), Value::Bool(true));
        }
        if !all.is_empty() {
            out.insert("allOf".to_owned(), all.into());
        }
        let out = Value::Object(out);
        if object.get("nullable") == Some(&Value::Bool(true)) {
            return json!({ "anyOf": [{ "type": "null" }, out] });
        }
        out
    }

    fn word(
        &mut self,
        word: &'d str,
        value: &'d Value,
        object: &'d Map<String, Value>,
        out: &mut Map<String, Value>,
        all: &mut Vec<Value>,
    ) {
        match word {
            "allOf" => {
                all.extend(value.as_array().into_iter().flatten().map(|part| self.part(part)));
            }
            "format" => all.extend(format(value)),
            "pattern" if !self.patterns => {}
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => {
                bound(word, value, object, out);
            }
            "required" => {
                let names = value.as_array().into_iter().flatten();
                let names = names.filter(|name| !self.may_be_missing(name, object));
                out.insert(word.to_owned(), names.cloned().collect());
            }
            "properties" | "patternProperties" | "dependentSchemas" => {
                let members = value.as_object().into_iter().flatten();
                let members = members.map(|(name, schema)| {
                    let schema = if word == "dependentSchemas" {
                        self.part(schema)
                    } else {
                        self.standing_alone(schema)
                    };
                    (name.clone(), schema)
                });
                let members: Map<String, Value> = members.collect();
                out.insert(word.to_owned(), Value::Object(members));
            }
            "items" | "additionalProperties" | "unevaluatedItems" | "unevaluatedProperties" => {
                let schema = self.standing_alone(value);
                out.insert(word.to_owned(), schema);
            }
            "prefixItems" => {
                let items = value.as_array().into_iter().flatten();
                let items = items.map(|item| self.standing_alone(item)).collect();
                out.insert(word.to_owned(), items);
            }
            "pattern" => {
                out.insert(word.to_owned(), value.clone());
            }
            _ if SCHEMA.contains(&word) => {
                let schema = self.part(value);
                out.insert(word.to_owned(), schema);
            }
            _ if SCHEMAS.contains(&word) => {
                let schemas = value.as_array().into_iter().flatten();
                let schemas: Vec<Value> = schemas.map(|schema| self.part(schema)).collect();
                if !schemas.is_empty() {
                    out.insert(word.to_owned(), schemas.into());
                }
            }
            _ if PLAIN.contains(&word) => {
                out.insert(word.to_owned(), value.clone());
            }
            // Annotations, and keywords of other tools.
            _ => {}
        }
    }

    /// Returns a reference to a schema of the document, or a schema without constraints if it refers to nothing.
    fn reference(&mut self, to: &str) -> Value {
        let Some(pointer) = to.strip_prefix('#') else { return Value::Bool(true) };
        let Some(schema) = self.root.pointer(&decoded(pointer)) else { return Value::Bool(true) };
        let next = self.numbers.len();
        let number = *self.numbers.entry(pointer.to_owned()).or_insert(next);
        if number == next {
            self.open.push((number, schema));
        }
        self.hold_of.extend(self.at_hand.map(|at_hand| (at_hand, number)));
        json!({ "$ref": format!("#/$defs/{number}") })
    }

    /// Returns the target of a reference, or the schema itself.
    fn followed(&self, mut schema: &'d Value) -> &'d Value {
        for _ in 0..LONGEST_CHAIN {
            let to = schema.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix('#'));
            match to.and_then(|pointer| self.root.pointer(&decoded(pointer))) {
                Some(next) => schema = next,
                None => break,
            }
        }
        schema
    }

    /// Returns whether a required member goes only in the other direction.
    fn may_be_missing(&self, name: &Value, object: &'d Map<String, Value>) -> bool {
        let property = name.as_str().and_then(|name| object.get("properties")?.get(name));
        let says = |word: &str| {
            property.is_some_and(|schema| {
                let flag = |schema: &Value| schema.get(word) == Some(&Value::Bool(true));
                flag(schema) || flag(self.followed(schema))
            })
        };
        (self.way != Way::Received && says("readOnly"))
            || (self.way != Way::Sent && says("writeOnly"))
    }

    /// Returns whether a schema or a part of it names members of objects.
    fn names_members(&self, schema: &'d Value, seen: &mut HashSet<*const Value>) -> bool {
        let schema = self.followed(schema);
        if !seen.insert(ptr::from_ref(schema)) {
            return false;
        }
        let named = |word| {
            schema.get(word).and_then(Value::as_object).is_some_and(|members| !members.is_empty())
        };
        let mut parts = SCHEMAS.iter().filter_map(|word| schema.get(word)?.as_array()).flatten();
        named("properties")
            || named("patternProperties")
            || parts.any(|part| self.names_members(part, seen))
    }
}

/// Returns whether every object is valid: no member is named, and others are not restricted.
fn takes_any_member(object: &Map<String, Value>) -> bool {
    const SAY: [&str; 7] = [
        "$ref",
        "properties",
        "patternProperties",
        "additionalProperties",
        "allOf",
        "anyOf",
        "oneOf",
    ];
    let is_object = object.get("type").is_some_and(|type_| {
        let is_object = |type_: &Value| type_ == "object";
        is_object(type_) || type_.as_array().is_some_and(|types| types.iter().any(is_object))
    });
    is_object && !SAY.iter().any(|word| object.contains_key(*word))
}

/// Translates a bound. In 3.0 a boolean marks it as exclusive; in 3.1 it has a keyword of its own.
fn bound(word: &str, value: &Value, object: &Map<String, Value>, out: &mut Map<String, Value>) {
    let exclusive = match word {
        "minimum" => "exclusiveMinimum",
        "maximum" => "exclusiveMaximum",
        _ => {
            if value.is_number() {
                out.insert(word.to_owned(), value.clone());
            }
            return;
        }
    };
    let is_exclusive = object.get(exclusive) == Some(&Value::Bool(true));
    let word = if is_exclusive { exclusive } else { word };
    out.insert(word.to_owned(), value.clone());
}

/// Returns the constraint of a format that the client reads as a type.
fn format(format: &Value) -> Option<Value> {
    Some(match format.as_str()? {
        "int32" => json!({ "minimum": i32::MIN, "maximum": i32::MAX }),
        "uint32" => json!({ "minimum": 0, "maximum": u32::MAX }),
        "uint64" => json!({ "minimum": 0, "maximum": u64::MAX }),
        "int64" => json!({ "minimum": i64::MIN, "maximum": i64::MAX }),
        known if FORMATS.contains(&known) => json!({ "format": known }),
        _ => return None,
    })
}
