//! Whether limits can be kept, and whether they mean anything for what they limit.

use std::collections::HashMap;

use super::Judging;
use super::checked::{Field, Kind, Shape};
use crate::resolve::{Facts, Found, Place};
use crate::spec::model::TypeParts;
use crate::words::limit::{Limit, Limits, Subject, Word, counted};

/// What is wrong with each pattern that was met: many types have one of a few, and to read one takes longer than all else
/// about a type.
#[derive(Default)]
pub(super) struct Patterns(HashMap<String, Option<String>>);

impl Patterns {
    fn fault_of(&mut self, pattern: &str) -> Option<&String> {
        if !self.0.contains_key(pattern) {
            let fault = regex_lite::Regex::new(pattern).err().map(|error| error.to_string());
            self.0.insert(pattern.to_owned(), fault);
        }
        self.0.get(pattern)?.as_ref()
    }
}

/// Judges the limits that a type states, each against its kind.
pub(super) fn limits(
    cx: &mut Judging<'_>,
    parts: &TypeParts,
    kind: &Kind,
    patterns: &mut Patterns,
    place: &Place,
) {
    of_subject(cx, parts, (subject(cx.facts, kind), &called(cx.facts, kind)), patterns, place);
}

/// Judges the limits of the object that a body's own fields make.
pub(super) fn of_members(
    cx: &mut Judging<'_>,
    parts: &TypeParts,
    patterns: &mut Patterns,
    place: &Place,
) {
    of_subject(cx, parts, (Some(Subject::Objects), "an object"), patterns, place);
    consistent(cx, &parts.limits, place);
}

fn of_subject(
    cx: &mut Judging<'_>,
    parts: &TypeParts,
    (subject, called): (Option<Subject>, &str),
    patterns: &mut Patterns,
    place: &Place,
) {
    for limit in parts.limits.iter() {
        if subject == Some(limit.word().subject()) {
            is_sound(limit, patterns, place, &mut cx.found);
        } else {
            misplaced(limit, called, place, &mut cx.found);
        }
    }
}

/// Judges whether an object that has no other members than these fields can have as many as it must.
pub(super) fn members_suffice<'f>(
    cx: &mut Judging<'_>,
    limits: &Limits,
    fields: impl Iterator<Item = &'f Field> + Clone,
    outer: &Place,
) {
    let required = fields.clone().filter(|field| is_always_there(field)).count() as u64;
    let all = fields.count() as u64;
    let too_many = limits.count(Word::MinProperties).filter(|least| *least > all).map(|least| {
        let reason = format!("the object has {}", counted(all, "field"));
        let help =
            format!("write at most {all}, or add fields, or `rest:` where an object takes it");
        (Limit::MinProperties(least), reason, help)
    });
    let too_few = limits.count(Word::MaxProperties).filter(|most| *most < required).map(|most| {
        let reason = format!("{} of the object must be given", counted(required, "field"));
        let help = format!("write at least {required}, or make fields optional");
        (Limit::MaxProperties(most), reason, help)
    });
    for (limit, reason, help) in too_many.into_iter().chain(too_few) {
        let place = Some(outer.child(limit.word().key())).filter(|it| it.exists(cx.facts.api));
        let place = place.as_ref().unwrap_or(outer);
        let message = format!("no value keeps to `{limit}`: {reason}");
        cx.found.error("contradicting-limits", place, message).help(help).add();
    }
}

/// Returns whether a field is in every value, whichever way it goes.
fn is_always_there(field: &Field) -> bool {
    field.required && !field.read_only && !field.write_only
}

/// Returns whether any word applies to values of a kind.
pub(super) fn takes_limits(facts: &Facts<'_>, kind: &Kind) -> bool {
    subject(facts, kind).is_some()
}

/// Refuses the limits of what has none.
pub(super) fn no_limits(parts: &TypeParts, place: &Place, found: &mut Found<'_>) {
    let this = match (parts.enum_.is_some(), parts.union.is_some()) {
        (true, _) => "an enum",
        (_, true) => "a union",
        _ => "an object",
    };
    for limit in parts.limits.iter() {
        misplaced(limit, this, place, found);
    }
}

/// Judges whether any value can keep to the limits; `place` is where the last of them were added.
pub(super) fn consistent(cx: &mut Judging<'_>, limits: &Limits, outer: &Place) {
    let Some((least, greatest)) = limits.contradiction() else { return };
    // One of them may be from the type that is used.
    let places = [greatest, least].map(|limit| outer.child(limit.word().key()));
    let place = places.into_iter().find(|place| place.exists(cx.facts.api));
    let place = place.as_ref().unwrap_or(outer);
    cx.found
        .error(
            "contradicting-limits",
            place,
            format!("`{least}` and `{greatest}` contradict each other: no value keeps to both"),
        )
        .help("raise the one or lower the other")
        .add();
}

fn misplaced(limit: &Limit, this: &str, place: &Place, found: &mut Found<'_>) {
    let (key, subject) = (limit.word().key(), limit.word().subject());
    found
        .error_at_key(
            "misplaced-limit",
            &place.child(key),
            format!("`{key}` applies to {} only; this is {this}", subject.plural()),
        )
        .help("remove it, or write it beside the type that it limits")
        .add();
}

fn is_sound(limit: &Limit, patterns: &mut Patterns, place: &Place, found: &mut Found<'_>) {
    let key = limit.word().key();
    let place = place.child(key);
    if let Some(fault) = limit.fault() {
        found
            .error("wrong-limit", &place, format!("`{key}` {fault}"))
            .help("write another number, or remove it")
            .add();
    }
    if let Limit::Pattern(pattern) = limit
        && let Some(error) = patterns.fault_of(pattern)
    {
        found
            .error(
                "invalid-pattern",
                &place,
                format!("`pattern` is not a valid regular expression: {error}"),
            )
            .help("write it in the syntax of the `regex-lite` crate, which has no look-around and no back-references")
            .add();
    }
}

/// Returns the kind of limits that a kind of values can have.
fn subject(facts: &Facts<'_>, kind: &Kind) -> Option<Subject> {
    if facts.is_text(kind) || facts.is_measured(kind) {
        return Some(Subject::Strings);
    }
    match facts.behind(kind) {
        Kind::Number => Some(Subject::Numbers),
        Kind::List(_) => Some(Subject::Lists),
        Kind::Map(_) | Kind::Any => Some(Subject::Objects),
        Kind::Named(id) => match facts.definition(*id).shape {
            Shape::Object { .. } => Some(Subject::Objects),
            _ => None,
        },
        base => base.is_integer().then_some(Subject::Numbers),
    }
}

/// Returns a kind, as a message calls one value of it.
fn called(facts: &Facts<'_>, kind: &Kind) -> String {
    let called = match facts.behind(kind) {
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
        Kind::Named(id) => match &facts.definition(*id).shape {
            Shape::Enum(_) | Shape::IntegerEnum(_) => "an enum",
            Shape::Union(_) => "a union",
            _ if facts.is_text(kind) => "a string",
            _ if facts.is_object(kind) => "an object",
            _ => return format!("a `{}`", facts.definition(*id).name),
        },
    };
    called.to_owned()
}
