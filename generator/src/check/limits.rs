//! Whether limits can be kept, and whether they mean anything for what they limit.

use super::Checking;
use super::checked::{Kind, Shape};
use super::place::Place;
use crate::spec::model::TypeParts;
use crate::words::formats::Target;
use crate::words::limit::{Limit, Limits, Subject};

impl Checking<'_> {
    /// The limits that a type states, checked against its kind.
    pub(super) fn limits(&mut self, parts: &TypeParts, kind: &Kind, place: &Place) -> Limits {
        let subject = self.subject(kind);
        for limit in parts.limits.iter() {
            if subject == Some(limit.word().subject()) {
                self.limit_is_sound(limit, place);
            } else {
                let this = self.called(kind);
                self.misplaced_limit(limit, &this, place);
            }
        }
        let mut limits = parts.limits.clone();
        // Text that the spec asks for is as it is.
        let asked_for = self.formats.of("uuid") == Some(&Target::Text);
        if parts.format.as_deref() == Some("uuid") && !asked_for && self.is_text(kind) {
            limits.set(Limit::Uuid(true));
        }
        limits
    }

    /// Refuses the limits of what has none, an object or an enum.
    pub(super) fn no_limits(&mut self, parts: &TypeParts, place: &Place) {
        let this = match (parts.enum_.is_some(), parts.union.is_some()) {
            (true, _) => "an enum",
            (_, true) => "a union",
            _ => "an object",
        };
        for limit in parts.limits.iter() {
            self.misplaced_limit(limit, this, place);
        }
    }

    /// Whether any value can keep to the limits; `place` is where the last of them were added.
    pub(super) fn consistent(&mut self, limits: &Limits, place: &Place) {
        let Some((least, greatest)) = limits.contradiction() else { return };
        // One of them may be from the type that is used.
        let places = [greatest, least].map(|limit| place.child(limit.word().key()));
        let place = places
            .into_iter()
            .find(|place| place.exists(self.api))
            .unwrap_or_else(|| place.clone());
        self.error(
            "contradicting-limits",
            &place,
            format!("no value keeps to both `{least}` and `{greatest}`"),
        )
        .help("raise the one or lower the other")
        .add();
    }

    fn misplaced_limit(&mut self, limit: &Limit, this: &str, place: &Place) {
        let (key, subject) = (limit.word().key(), limit.word().subject());
        self.error_at_key(
            "misplaced-limit",
            &place.child(key),
            format!("`{key}` applies to {} only; this is {this}", subject.plural()),
        )
        .help("remove it, or write it beside the type that it limits")
        .add();
    }

    fn limit_is_sound(&mut self, limit: &Limit, place: &Place) {
        let key = limit.word().key();
        let place = place.child(key);
        if let Some(fault) = limit.fault() {
            self.error("wrong-limit", &place, format!("`{key}` {fault}"))
                .help("write another number, or remove it")
                .add();
        }
        if let Limit::Pattern(pattern) = limit
            && let Some(error) = self.fault_of(pattern)
        {
            self.error(
                "invalid-pattern",
                &place,
                format!("`pattern` is not a valid regular expression: {error}"),
            )
            .help("write it in the syntax of the `regex-lite` crate, which has no look-around and no back-references")
            .add();
        }
    }

    /// What is wrong with a pattern. Many types have one of a few, and to read one takes longer than all else about a type.
    fn fault_of(&mut self, pattern: &str) -> Option<String> {
        if let Some(known) = self.patterns.get(pattern) {
            return known.clone();
        }
        let fault = regex_lite::Regex::new(pattern).err().map(|error| error.to_string());
        self.patterns.insert(pattern.to_owned(), fault.clone());
        fault
    }

    /// The kind of limits that a kind of values can have.
    fn subject(&self, kind: &Kind) -> Option<Subject> {
        if self.is_text(kind) || self.is_measured(kind) {
            return Some(Subject::Strings);
        }
        match self.base(kind) {
            Kind::Number => Some(Subject::Numbers),
            Kind::List(_) => Some(Subject::Lists),
            base => base.is_integer().then_some(Subject::Numbers),
        }
    }

    /// A kind, as a message calls one value of it.
    fn called(&self, kind: &Kind) -> String {
        let called = match self.base(kind) {
            Kind::String | Kind::Own(_) => "a string",
            Kind::Number => "a number",
            Kind::Boolean => "a boolean",
            Kind::Formatted(type_) => return format!("a {}", type_.word()),
            Kind::Any => "any JSON",
            Kind::Binary => "binary",
            Kind::List(_) => "a list",
            Kind::Tuple(_) => "a tuple",
            Kind::Map(_) => "a map",
            Kind::Integer
            | Kind::Int32
            | Kind::Uint32
            | Kind::Uint64
            | Kind::Int128
            | Kind::Uint128 => "an integer",
            Kind::Named(id) => match &self.definitions[id.0].shape {
                Shape::Enum(_) | Shape::IntegerEnum(_) => "an enum",
                Shape::Union(_) => "a union",
                _ if self.is_text(kind) => "a string",
                _ if self.is_object(kind) => "an object",
                _ => return format!("a `{}`", self.definitions[id.0].name),
            },
        };
        called.to_owned()
    }
}
