//! Makes a value that a schema allows: an example of the document, or one made from the schema.

use serde_json::{Map, Number, Value, json};

use super::patterns;
use super::schemas::{Schemas, Way};

/// The maximum depth of nested values.
const DEEPEST: usize = 24;

/// The maximum length of a text that is made, even if the schema requires a longer one.
const LONGEST: usize = 100_000;

/// The maximum number of different items in a list.
const MOST_ITEMS: u64 = 64;

/// The maximum number of members beyond the named properties.
const MOST_MEMBERS: usize = 64;

/// Which optional members an object gets.
#[derive(Clone, Copy)]
enum Extent {
    /// Those at the top level, and those with an example in the document.
    Usual,
    /// All of them, which may distinguish one case from others.
    Full,
    /// None.
    Required,
}

impl Extent {
    fn has(self, depth: usize, has_example: impl FnOnce() -> bool) -> bool {
        match self {
            Self::Usual => depth == 0 || depth < 3 && has_example(),
            Self::Full => depth < 3,
            Self::Required => false,
        }
    }
}

impl Schemas<'_> {
    /// Returns the first of these values that is valid for a schema, without read-only members.
    pub(super) fn stated<'v>(
        &self,
        schema: &Value,
        examples: impl Iterator<Item = &'v Value>,
    ) -> Option<Value> {
        let mut examples = examples.map(|example| self.as_sent(schema, example, 0));
        examples.find(|example| self.fits(schema, example))
    }

    /// Returns a value for a schema: an example, a default, the first value of an enum, or one that is made. A value
    /// that is made may still break a rule that is not understood here.
    pub(super) fn value(&self, schema: &Value) -> Option<Value> {
        self.value_at(schema, 0, 0)
    }

    fn value_at(&self, schema: &Value, depth: usize, nth: usize) -> Option<Value> {
        if depth > DEEPEST || !self.may_go_on() {
            return None;
        }
        let ways = self.ways(schema);
        if nth == 0 {
            let stated = ways.iter().flat_map(examples).filter(|value| !value.is_null());
            if let Some(value) = self.stated(schema, stated) {
                return Some(value);
            }
        }
        let mut any = None;
        for way in &ways {
            let within_full = self.full.get();
            let extents = if within_full {
                [Extent::Full, Extent::Usual, Extent::Required]
            } else {
                [Extent::Usual, Extent::Full, Extent::Required]
            };
            for extent in extents {
                self.full.set(within_full || matches!(extent, Extent::Full));
                let made = self.made(way, depth, nth, extent);
                self.full.set(within_full);
                let Some(value) = made else { continue };
                if self.fits(schema, &value) {
                    return Some(value);
                }
                any.get_or_insert(value);
            }
        }
        any
    }

    /// Returns a value made from the keywords of a schema.
    fn made(&self, way: &Way<'_>, depth: usize, nth: usize, extent: Extent) -> Option<Value> {
        let mut allowed: Option<Vec<&Value>> = way.first("const").map(|only| vec![only]);
        for list in way.all("enum").filter_map(Value::as_array) {
            match &mut allowed {
                Some(allowed) => allowed.retain(|value| list.contains(value)),
                None => allowed = Some(list.iter().collect()),
            }
        }
        if let Some(allowed) = allowed {
            let mut values = allowed.iter().filter(|value| !value.is_null());
            return values
                .nth(nth)
                .or(allowed.first().filter(|_| nth == 0))
                .map(|&value| value.clone());
        }
        match kind(way) {
            "object" => self.object(way, depth, extent),
            "array" => self.list(way, depth),
            "string" => Some(Value::from(text(way, nth))),
            "integer" => number(way, nth, true),
            "number" => number(way, nth, false),
            "boolean" => Some(Value::from(nth.is_multiple_of(2))),
            "null" => Some(Value::Null),
            _ => Some(Value::from(if nth == 0 { "text".to_owned() } else { format!("text{nth}") })),
        }
    }

    fn object(&self, way: &Way<'_>, depth: usize, extent: Extent) -> Option<Value> {
        let mut members = Map::new();
        let required: Vec<&str> = way
            .all("required")
            .filter_map(Value::as_array)
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let mut names: Vec<&String> = Vec::new();
        for properties in way.all("properties").filter_map(Value::as_object) {
            for name in properties.keys() {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        let least = way.greatest("minProperties").unwrap_or(0.0);
        for name in &names {
            let schemas: Vec<&Value> = way
                .all("properties")
                .filter_map(|properties| properties.get(name.as_str()))
                .collect();
            let together;
            let schema = match schemas.as_slice() {
                [one] => *one,
                several => {
                    together = json!({ "allOf": several });
                    &together
                }
            };
            if self.is_of_answers(schema) {
                continue;
            }
            let is_required = required.contains(&name.as_str());
            #[allow(clippy::cast_precision_loss)] // An object has few members.
            let too_few = (members.len() as f64) < least;
            if is_required {
                members.insert((*name).clone(), self.value_at(schema, depth + 1, 0)?);
            } else if extent.has(depth, || self.has_example(schema)) || too_few {
                let value = self.value_at(schema, depth + 1, 0);
                if let Some(value) = value.filter(|value| self.fits(schema, value)) {
                    members.insert((*name).clone(), value);
                }
            }
        }
        self.without_property(way, depth, &required, &names, &mut members)?;
        for (name, value) in &way.tags {
            if !self.is_fixed(way, name) {
                members.insert((*name).to_owned(), Value::from(*value));
            }
        }
        Some(Value::Object(members))
    }

    /// Adds the members that no property names: those that must be there, and as many as there must be at least.
    fn without_property(
        &self,
        way: &Way<'_>,
        depth: usize,
        required: &[&str],
        names: &[&String],
        members: &mut Map<String, Value>,
    ) -> Option<()> {
        let others = way.first("additionalProperties");
        for &name in required {
            if !members.contains_key(name) && !names.iter().any(|known| *known == name) {
                let value = others.map_or(Some(Value::from("text")), |schema| {
                    self.value_at(schema, depth + 1, 0)
                });
                members.insert(name.to_owned(), value?);
            }
        }
        if others != Some(&Value::Bool(false)) {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            // Of a cast that saturates.
            let least = way.greatest("minProperties").unwrap_or(0.0) as usize;
            let missing = least.min(MOST_MEMBERS).saturating_sub(members.len());
            let names = std::iter::once("name".to_owned())
                .chain((2..).map(|nth| format!("name{nth}")))
                .filter(|name| !names.contains(&name));
            for name in names.take(missing) {
                let schema = others.filter(|schema| schema.is_object());
                let value = schema.map_or(Some(Value::from("text")), |schema| {
                    self.value_at(schema, depth + 1, 0)
                });
                members.insert(name, value?);
            }
        }
        Some(())
    }

    /// Returns whether a schema of a property allows only one value, or some.
    fn is_fixed(&self, way: &Way<'_>, name: &str) -> bool {
        let states_values =
            |way: &Way<'_>| way.first("const").is_some() || way.first("enum").is_some();
        let mut schemas = way.all("properties").filter_map(|properties| properties.get(name));
        schemas.any(|schema| self.ways(schema).iter().any(states_values))
    }

    fn list(&self, way: &Way<'_>, depth: usize) -> Option<Value> {
        if let Some(first) = way.first("prefixItems").and_then(Value::as_array) {
            let items = first.iter().map(|schema| self.value_at(schema, depth + 1, 0));
            return items.collect::<Option<_>>().map(Value::Array);
        }
        let any = Value::Object(Map::new());
        let schema = way.first("items").unwrap_or(&any);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        // Of a cast that saturates.
        let bound = |bound: Option<f64>| bound.map(|bound| bound as u64);
        let least = bound(way.greatest("minItems")).unwrap_or(0).min(MOST_ITEMS);
        let most = bound(way.least("maxItems")).unwrap_or(u64::MAX);
        let count = least.max(1).min(most);
        let unique = way.flag("uniqueItems");
        let mut items = Vec::new();
        for nth in 0..usize::try_from(count).unwrap_or(1) {
            let item = self.value_at(schema, depth + 1, if unique { nth } else { 0 });
            match item {
                Some(item) => items.push(item),
                // An optional list may end early, since its items may contain the list itself.
                None if nth as u64 >= least => break,
                None => return None,
            }
        }
        Some(Value::Array(items))
    }

    fn has_example(&self, schema: &Value) -> bool {
        self.ways(schema).iter().any(|way| examples(way).next().is_some())
    }

    /// Returns a value that is sent, with the members that a server always adds.
    pub(super) fn held(&self, schema: &Value, sent: &Value) -> Value {
        self.held_at(schema, sent, 0)
    }

    fn held_at(&self, schema: &Value, sent: &Value, depth: usize) -> Value {
        if depth > DEEPEST || !self.may_go_on() {
            return sent.clone();
        }
        let ways = self.ways(schema);
        match sent {
            Value::Object(members) => {
                let mut held = members.clone();
                let fits = |way: &&Way<'_>| {
                    way.parts.iter().all(|part| self.fits(&Value::Object((*part).clone()), sent))
                };
                let Some(way) = ways.iter().find(fits).or(ways.first()) else {
                    return sent.clone();
                };
                for properties in way.all("properties").filter_map(Value::as_object) {
                    for (name, schema) in properties {
                        if let Some(value) = members.get(name) {
                            held.insert(name.clone(), self.held_at(schema, value, depth + 1));
                        } else if self.is_of_answers(schema) && requires(way, name) {
                            let value = self.value_at(schema, depth + 1, 0);
                            held.extend(value.map(|value| (name.clone(), value)));
                        }
                    }
                }
                Value::Object(held)
            }
            Value::Array(items) => match ways.iter().find_map(|way| way.first("items")) {
                Some(schema) => {
                    items.iter().map(|item| self.held_at(schema, item, depth + 1)).collect()
                }
                None => sent.clone(),
            },
            other => other.clone(),
        }
    }

    /// Returns an example without read-only members.
    fn as_sent(&self, schema: &Value, example: &Value, depth: usize) -> Value {
        if depth > DEEPEST || !self.may_go_on() {
            return example.clone();
        }
        match example {
            Value::Object(members) => {
                let ways = self.ways(schema);
                let property = |name: &str| {
                    let mut all = ways.iter().flat_map(|way| way.all("properties"));
                    all.find_map(|properties| properties.get(name))
                };
                let kept = members.iter().filter_map(|(name, value)| match property(name) {
                    Some(schema) if self.is_of_answers(schema) => None,
                    Some(schema) => Some((name.clone(), self.as_sent(schema, value, depth + 1))),
                    None => Some((name.clone(), value.clone())),
                });
                Value::Object(kept.collect())
            }
            Value::Array(items) => {
                let ways = self.ways(schema);
                match ways.iter().find_map(|way| way.first("items")) {
                    Some(schema) => {
                        items.iter().map(|item| self.as_sent(schema, item, depth + 1)).collect()
                    }
                    None => example.clone(),
                }
            }
            other => other.clone(),
        }
    }
}

fn requires(way: &Way<'_>, name: &str) -> bool {
    way.all("required").filter_map(Value::as_array).flatten().any(|each| each == name)
}

/// Returns the examples and defaults of a schema.
fn examples<'s>(way: &Way<'s>) -> impl Iterator<Item = &'s Value> {
    let mut list: Vec<&'s Value> = Vec::new();
    list.extend(way.all("example"));
    for examples in way.all("examples") {
        match examples {
            Value::Array(examples) => list.extend(examples),
            // Documents also write them in the form that parameters have.
            Value::Object(examples) => {
                list.extend(examples.values().filter_map(|at| at.get("value")));
            }
            _ => {}
        }
    }
    list.extend(way.all("default"));
    list.into_iter()
}

/// Returns the kind of value that a schema states or that its keywords apply to.
fn kind<'s>(way: &Way<'s>) -> &'s str {
    let mut kinds: Option<Vec<&'s str>> = None;
    for stated in way.all("type") {
        let names: Vec<&str> = match stated {
            Value::String(name) => vec![name],
            Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
            _ => continue,
        };
        match &mut kinds {
            None => kinds = Some(names),
            Some(kinds) => kinds.retain(|kind| {
                names.contains(kind) || *kind == "integer" && names.contains(&"number")
            }),
        }
    }
    let mut kinds = kinds.into_iter().flatten();
    let first = kinds.next();
    let stated = if first == Some("null") { kinds.next().or(first) } else { first };
    let about = |words: &[&str], kind: &'static str| {
        words.iter().any(|word| way.first(word).is_some()).then_some(kind)
    };
    stated
        .or_else(|| {
            about(&["properties", "required", "additionalProperties", "minProperties"], "object")
        })
        .or_else(|| about(&["items", "prefixItems", "minItems", "maxItems"], "array"))
        .or_else(|| about(&["pattern", "minLength", "maxLength", "format"], "string"))
        .or_else(|| about(&["minimum", "maximum", "multipleOf"], "integer"))
        .unwrap_or("any")
}

/// Returns a text of a format or a pattern, with the required length.
fn text(way: &Way<'_>, nth: usize) -> String {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Of a cast that saturates.
    let bound = |bound: Option<f64>| bound.map(|bound| bound as usize);
    let least = bound(way.greatest("minLength")).unwrap_or(0).min(LONGEST);
    let most = bound(way.least("maxLength")).unwrap_or(usize::MAX);
    if let Some(pattern) = way.first("pattern").and_then(Value::as_str)
        && let Some(text) = patterns::text(pattern, least)
    {
        return text;
    }
    let format = way.first("format").and_then(Value::as_str).unwrap_or("");
    let of_format = match format {
        "date-time" => Some(format!("2024-05-{:02}T12:30:00Z", nth % 28 + 1)),
        "date" => Some(format!("2024-05-{:02}", nth % 28 + 1)),
        "time" => Some(format!("12:{:02}:00Z", nth % 60)),
        "duration" => Some(format!("PT{}S", nth + 1)),
        "uuid" => Some(format!("3fa85f64-5717-4562-b3fc-{nth:012x}")),
        "email" | "idn-email" => Some(format!("user{nth}@example.com")),
        "uri" | "url" | "iri" => Some(format!("https://example.com/{nth}")),
        "uri-reference" => Some(format!("/{nth}")),
        "hostname" | "idn-hostname" => Some(format!("host{nth}.example.com")),
        "ipv4" | "ip" => Some(format!("192.0.2.{}", nth % 250 + 1)),
        "ipv6" => Some(format!("2001:db8::{:x}", nth + 1)),
        "byte" => Some("dGV4dA==".to_owned()),
        _ => None,
    };
    if let Some(text) = of_format {
        return text;
    }
    let mut text = if nth == 0 { "text".to_owned() } else { format!("text{nth}") };
    let length = text.chars().count();
    text.extend(std::iter::repeat_n('x', least.saturating_sub(length)));
    let length = length.max(least);
    // The end distinguishes the texts, so it is kept.
    text.chars().skip(length.saturating_sub(most)).collect()
}

/// Returns a number within its bounds.
fn number(way: &Way<'_>, nth: usize, whole: bool) -> Option<Value> {
    let step = way.first("multipleOf").and_then(Value::as_f64).unwrap_or(1.0);
    // In 3.0 a flag makes a bound exclusive.
    let above = if way.flag("exclusiveMinimum") { step } else { 0.0 };
    let below = if way.flag("exclusiveMaximum") { step } else { 0.0 };
    let least = way.greatest("minimum").map(|least| least + above);
    let least = least.or(way.greatest("exclusiveMinimum").map(|least| least + step));
    let most = way.least("maximum").map(|most| most - below);
    let most = most.or(way.least("exclusiveMaximum").map(|most| most - step));
    let start = match (least, most) {
        (Some(least), _) => (least / step).ceil() * step,
        (None, Some(most)) if most < step => (most / step).floor() * step,
        _ => step,
    };
    #[allow(clippy::cast_precision_loss)] // Few are made.
    let mut number = start + nth as f64 * step;
    if let Some(most) = most.filter(|most| number > *most) {
        // If no step falls between two bounds, any number between them will do.
        number = most;
    }
    if whole && number.fract() == 0.0 && number.abs() < 9e15 {
        #[allow(clippy::cast_possible_truncation)] // The bound has been looked at.
        return Some(Value::from(number as i64));
    }
    Number::from_f64(number).map(Value::Number)
}
