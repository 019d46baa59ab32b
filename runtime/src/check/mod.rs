//! Checks what is about to be sent against a [`Schema`].

use std::fmt::{self, Write as _};

use crate::base::text::quoted;
use crate::describe::schema::{Field, Kind, Schema};
use crate::json::tape::{Node, Tape, Token, push_member};

#[cfg(feature = "record")]
pub(crate) mod mask;
mod number;
mod order;
mod scalar;
mod secrets;

use number::Number;
use scalar::{check_number, check_scalar, check_string, plural, show};
pub(crate) use secrets::secrets_of;

/// References may be circular without going deeper into the value; no value is nested this deeply.
const DEPTH: u32 = 512;

/// The same limit for a string, which is not nested at all.
const TEXT_DEPTH: u32 = 16;

/// Why a value is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The path within a body; empty for the whole value.
    pub(crate) path: String,
    /// What the value must be, after the word "must".
    rule: String,
    /// The value, unless it is secret.
    value: Option<String>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "must {}", self.rule)?;
        match &self.value {
            Some(value) => write!(f, " (it is {value})"),
            None => Ok(()),
        }
    }
}

impl Refusal {
    fn new(path: &str, rule: impl Into<String>, value: Option<String>) -> Self {
        Self { path: path.to_owned(), rule: rule.into(), value }
    }

    /// Removes the value, if the parameter is secret although its schema is not.
    pub(crate) fn mask(&mut self) {
        self.value = None;
    }
}

/// Checks the strings of a parameter: several if the schema is a list, otherwise one.
pub(crate) fn check_texts(schema: &Schema, values: &[&str]) -> Result<(), Refusal> {
    let list = schema.resolved();
    if let Kind::List(items) = &list.kind {
        for value in values {
            check_text(items, value, list.secret, 0)?;
        }
        let distinct = || order::distinct(values.iter(), Ord::cmp);
        return check_count(list, values.len(), distinct, "");
    }
    match values {
        [] => Ok(()),
        [value] => check_text(schema, value, false, 0),
        _ => Err(Refusal::new("", "be a single value", None)),
    }
}

fn check_text(schema: &Schema, text: &str, secret: bool, depth: u32) -> Result<(), Refusal> {
    let secret = secret || schema.secret;
    let refuse = |rule: String| Err(Refusal::new("", rule, (!secret).then(|| quoted(text))));
    match &schema.kind {
        Kind::Integer => match text.parse::<i128>() {
            Ok(value) => check_number(schema, Number::Integer(value)).or_else(refuse),
            Err(_) => refuse("be an integer".to_owned()),
        },
        Kind::Number => match Number::parse(text) {
            Some(value) => check_number(schema, value).or_else(refuse),
            None => refuse("be a number".to_owned()),
        },
        Kind::Boolean => match text {
            "true" | "false" => Ok(()),
            _ => refuse("be true or false".to_owned()),
        },
        Kind::Union(cases) => {
            let mut refusal = None;
            for case in cases.iter().take_while(|_| depth < TEXT_DEPTH) {
                match check_text(case, text, secret, depth + 1) {
                    Ok(()) => return Ok(()),
                    Err(found) => refusal = Some(found),
                }
            }
            refusal.map_or(Ok(()), Err)
        }
        Kind::Reference(target) => {
            if let Some(target) = target.get().filter(|_| depth < TEXT_DEPTH) {
                check_text(target, text, secret, depth + 1)?;
            }
            check_string(schema, text)
                .and_then(|()| {
                    Number::parse(text).map_or(Ok(()), |value| check_number(schema, value))
                })
                .or_else(refuse)
        }
        Kind::String
        | Kind::Any
        | Kind::Binary
        | Kind::List(_)
        | Kind::Tuple(_)
        | Kind::Map(_)
        | Kind::Object(_) => check_string(schema, text).or_else(refuse),
    }
}

/// Checks how many files a list has.
pub(crate) fn check_files_of(schema: &Schema, count: usize) -> Result<(), String> {
    // Whether two files are equal is not known before they are read.
    check_count(schema, count, || count, "").map_err(|refusal| refusal.to_string())
}

/// Checks a body.
pub(crate) fn check_body(schema: &Schema, body: &[u8]) -> Result<(), Refusal> {
    if accepts_all(schema) {
        return Ok(());
    }
    let not_json = |_| Refusal::new("", "be JSON", None);
    let text = str::from_utf8(body).map_err(|_| Refusal::new("", "be UTF-8", None))?;
    let tape = Tape::parse(text).map_err(not_json)?;
    let mut check = BodyCheck {
        path: String::new(),
        // Nested unions could otherwise take a time exponential in their depth.
        trials: 1_000 + 64 * tape.tokens.len() as u64,
        found: None,
        patterns: false,
    };
    check.node(schema, tape.root(), false, 0)
}

/// Returns all breaches of a response, up to a maximum. Their paths have `[]` for any item of a list and `*` for any
/// key of a map.
#[cfg(feature = "drift")]
pub(crate) fn breaches(schema: &Schema, node: Node<'_>) -> Vec<Refusal> {
    let mut check = BodyCheck {
        path: String::new(),
        trials: 1_000 + 64 * u64::from(node.end() - node.index),
        found: Some(Vec::new()),
        patterns: true,
    };
    if let Err(refusal) = check.node(schema, node, false, 0) {
        check.found.get_or_insert_default().push(refusal);
    }
    let mut found = check.found.unwrap_or_default();
    for refusal in &mut found {
        // A secret would not be recognised in a value that is cut.
        if refusal.value.as_ref().is_some_and(|value| value.ends_with("\u{2026}\"")) {
            refusal.mask();
        }
    }
    found
}

/// The maximum number of breaches of one response that are reported.
const BREACHES: usize = 100;

fn accepts_all(schema: &Schema) -> bool {
    matches!(schema.kind, Kind::Any)
        && schema.min_properties.is_none()
        && schema.max_properties.is_none()
}

struct BodyCheck {
    path: String,
    trials: u64,
    /// All refusals, if the first one is not the end.
    found: Option<Vec<Refusal>>,
    /// Whether paths have `[]` and `*` instead of indices and keys of maps.
    patterns: bool,
}

impl BodyCheck {
    fn refuse<T>(&self, rule: impl Into<String>, value: Option<String>) -> Result<T, Refusal> {
        Err(Refusal::new(&self.path, rule, value))
    }

    /// Checks a part of the value, whose step is added to the path.
    fn step(
        &mut self,
        step: &Step<'_>,
        schema: &Schema,
        node: Node<'_>,
        secret: bool,
        depth: u32,
    ) -> Result<(), Refusal> {
        let length = self.path.len();
        match step {
            Step::Item(_) if self.patterns => self.path.push_str("[]"),
            Step::Key(_) if self.patterns => push_member(&mut self.path, "*"),
            Step::Member(name) | Step::Key(name) => push_member(&mut self.path, name),
            // Writing to a String cannot fail.
            Step::Item(index) => {
                let _ = write!(self.path, "[{index}]");
            }
        }
        let result = self.node(schema, node, secret, depth);
        self.path.truncate(length);
        self.keep(result)
    }

    /// Keeps a refusal and goes on, if all of them are wanted.
    fn keep(&mut self, result: Result<(), Refusal>) -> Result<(), Refusal> {
        match (result, &mut self.found) {
            (Err(refusal), Some(found)) => {
                if found.len() < BREACHES && !found.contains(&refusal) {
                    found.push(refusal);
                }
                Ok(())
            }
            (result, _) => result,
        }
    }

    fn node(
        &mut self,
        schema: &Schema,
        node: Node<'_>,
        secret: bool,
        depth: u32,
    ) -> Result<(), Refusal> {
        let secret = secret || schema.secret;
        if schema.nullable && node.is_null() {
            return Ok(());
        }
        if depth > DEPTH {
            return self.refuse("have a schema that does not only refer to itself", None);
        }
        let depth = depth + 1;
        let shown = |node: Node<'_>| (!secret).then(|| show(node)).flatten();
        match &schema.kind {
            Kind::Any | Kind::Binary => {
                check_scalar(schema, node).or_else(|rule| self.refuse(rule, shown(node)))?;
                self.count_members(schema, node)
            }
            Kind::String => match node.as_str() {
                Some(text) => {
                    check_string(schema, text).or_else(|rule| self.refuse(rule, shown(node)))
                }
                None => self.kind("a string", node),
            },
            Kind::Integer => match Number::of(node) {
                Some(value) if value.is_integer() => {
                    check_number(schema, value).or_else(|rule| self.refuse(rule, shown(node)))
                }
                _ => self.kind("an integer", node),
            },
            Kind::Number => match Number::of(node) {
                Some(value) => {
                    check_number(schema, value).or_else(|rule| self.refuse(rule, shown(node)))
                }
                None => self.kind("a number", node),
            },
            Kind::Boolean => match node.token() {
                Token::Bool(_) => Ok(()),
                _ => self.kind("a boolean", node),
            },
            Kind::List(items) => self.list(schema, items, node, secret, depth),
            Kind::Tuple(items) => self.tuple(items, node, secret, depth),
            Kind::Map(values) => {
                if !matches!(node.token(), Token::Object { .. }) {
                    return self.kind("an object", node);
                }
                node.members().try_for_each(|(name, value)| {
                    self.step(&Step::Key(name), values, value, secret, depth)
                })?;
                self.count_members(schema, node)
            }
            Kind::Object(fields) => {
                self.object(fields, schema.rest, node, secret, depth)?;
                self.count_members(schema, node)
            }
            Kind::Union(cases) => self.union(cases, node, secret, depth),
            Kind::Reference(target) => {
                if let Some(target) = target.get() {
                    self.node(target, node, secret, depth)?;
                }
                check_scalar(schema, node).or_else(|rule| self.refuse(rule, shown(node)))?;
                self.count_members(schema, node)
            }
        }
    }

    /// Checks how many members an object has. Other values have no members to count.
    fn count_members(&self, schema: &Schema, node: Node<'_>) -> Result<(), Refusal> {
        let Token::Object { members, .. } = node.token() else { return Ok(()) };
        let (least, most) = (schema.min_properties, schema.max_properties);
        check_range(u64::from(members), least, most, "member", &self.path)
    }

    fn kind(&self, expected: &str, node: Node<'_>) -> Result<(), Refusal> {
        self.refuse(format!("be {expected}"), Some(node.kind().to_owned()))
    }

    fn list(
        &mut self,
        schema: &Schema,
        items: &Schema,
        node: Node<'_>,
        secret: bool,
        depth: u32,
    ) -> Result<(), Refusal> {
        let Token::List { items: count, .. } = node.token() else {
            return self.kind("an array", node);
        };
        for (index, item) in node.items().enumerate() {
            self.step(&Step::Item(index), items, item, secret, depth)?;
        }
        let distinct = || order::distinct(node.items(), order::compare);
        check_count(schema, count as usize, distinct, &self.path)
    }

    fn tuple(
        &mut self,
        items: &[Schema],
        node: Node<'_>,
        secret: bool,
        depth: u32,
    ) -> Result<(), Refusal> {
        let Token::List { items: count, .. } = node.token() else {
            return self.kind("an array", node);
        };
        for (index, (schema, item)) in items.iter().zip(node.items()).enumerate() {
            self.step(&Step::Item(index), schema, item, secret, depth)?;
        }
        let wanted = items.len() as u64;
        if u64::from(count) == wanted {
            return Ok(());
        }
        self.refuse(
            format!("have {}", plural(wanted, "item")),
            Some(plural(u64::from(count), "item")),
        )
    }

    fn object(
        &mut self,
        fields: &[Field],
        rest: Option<&Schema>,
        node: Node<'_>,
        secret: bool,
        depth: u32,
    ) -> Result<(), Refusal> {
        if !matches!(node.token(), Token::Object { .. }) {
            return self.kind("an object", node);
        }
        for field in fields {
            match node.member(field.name) {
                Some(value) => {
                    self.step(&Step::Member(field.name), &field.schema, value, secret, depth)?;
                }
                // Files are not part of the JSON, and are checked separately.
                None if field.required && !field.schema.resolved().is_file() => {
                    let mut path = self.path.clone();
                    push_member(&mut path, field.name);
                    self.keep(Err(Refusal::new(&path, "be set, since it is required", None)))?;
                }
                None => {}
            }
        }
        let Some(rest) = rest else { return Ok(()) };
        node.members()
            .filter(|(name, _)| !fields.iter().any(|field| field.name == *name))
            .try_for_each(|(name, value)| self.step(&Step::Key(name), rest, value, secret, depth))
    }

    fn union(
        &mut self,
        cases: &[Schema],
        node: Node<'_>,
        secret: bool,
        depth: u32,
    ) -> Result<(), Refusal> {
        // What is wrong with one variant is not a breach if another one fits.
        let found = self.found.take();
        let result = self.any(cases, node, secret, depth);
        self.found = found;
        result
    }

    fn any(
        &mut self,
        cases: &[Schema],
        node: Node<'_>,
        secret: bool,
        depth: u32,
    ) -> Result<(), Refusal> {
        let mut deepest: Option<Refusal> = None;
        for case in cases {
            if self.trials == 0 {
                return self.refuse("be simple enough to tell which of its types it is", None);
            }
            match self.node(case, node, secret, depth) {
                Ok(()) => return Ok(()),
                Err(refusal) => {
                    self.trials -= u64::from(self.trials > 0);
                    let is_deeper =
                        deepest.as_ref().is_none_or(|known| refusal.path.len() > known.path.len());
                    if is_deeper {
                        deepest = Some(refusal);
                    }
                }
            }
        }
        match deepest {
            // A fault further down says more than that no variant fits.
            Some(refusal) if refusal.path.len() > self.path.len() || cases.len() == 1 => {
                Err(refusal)
            }
            Some(_) => self
                .refuse(format!("fit one of {} types", cases.len()), Some(node.kind().to_owned())),
            None => Ok(()),
        }
    }
}

enum Step<'a> {
    Member(&'a str),
    /// A key of a map.
    Key(&'a str),
    Item(usize),
}

/// Checks a count against a minimum and a maximum.
fn check_range(
    count: u64,
    least: Option<u64>,
    most: Option<u64>,
    thing: &str,
    path: &str,
) -> Result<(), Refusal> {
    let refuse = |rule: String| Err(Refusal::new(path, rule, Some(plural(count, thing))));
    match (least, most) {
        (Some(least), _) if count < least => {
            refuse(format!("have at least {}", plural(least, thing)))
        }
        (_, Some(most)) if count > most => refuse(format!("have at most {}", plural(most, thing))),
        _ => Ok(()),
    }
}

fn check_count(
    schema: &Schema,
    count: usize,
    distinct: impl FnOnce() -> usize,
    path: &str,
) -> Result<(), Refusal> {
    check_range(count as u64, schema.min_items, schema.max_items, "item", path)?;
    if schema.unique_items && distinct() < count {
        return Err(Refusal::new(path, "have no two equal items", None));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
