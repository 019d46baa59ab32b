//! Whether a value that a document gives, as a default or an example, is one of its type: one that
//! is not is left out.

use std::cell::Cell;

use serde_json::Value;

use super::Importing;
use super::trees::inner;
use super::types::placeholder_id;
use crate::spec::model::{EnumValues, Field, Type, TypeParts, UnionCases};
use crate::words::formats::{Target, is_uuid};
use crate::words::key::{self, Keyed};

/// How deep a value is looked into.
const DEEPEST: usize = 32;

/// How many types a value is tried against: unions that hold each other have more ways than there is time.
const MOST_STEPS: usize = 100_000;

/// Defaults and examples that are none of their types, by the numbers of the types within one: twice the number, and one
/// more for an example.
#[derive(Debug, Default)]
pub(super) struct Misfits(Vec<usize>);

impl Misfits {
    fn find(&mut self, importing: &Importing<'_>, type_: &Type, number: &mut usize) {
        let own = 2 * *number;
        *number += 1;
        let Type::Full(parts) = type_ else { return };
        for (number, value) in [(own, &parts.default), (own + 1, &parts.example)] {
            if value.as_deref().is_some_and(|value| !importing.fits(value, type_)) {
                self.0.push(number);
            }
        }
        for inner in parts.within() {
            self.find(importing, inner, number);
        }
    }

    /// Takes them out of the type in which they were found.
    pub(super) fn leave_out(self, type_: &mut Type) {
        if !self.0.is_empty() {
            self.leave_out_within(type_, &mut 0);
        }
    }

    fn leave_out_within(&self, type_: &mut Type, number: &mut usize) {
        let own = 2 * *number;
        *number += 1;
        let Type::Full(parts) = type_ else { return };
        // They were found in this order.
        if self.0.binary_search(&own).is_ok() {
            parts.default = None;
        }
        if self.0.binary_search(&(own + 1)).is_ok() {
            parts.example = None;
        }
        for inner in inner(parts) {
            self.leave_out_within(inner, number);
        }
    }
}

impl Importing<'_> {
    pub(super) fn misfits(&self, type_: &Type) -> Misfits {
        let mut misfits = Misfits::default();
        misfits.find(self, type_, &mut 0);
        misfits
    }

    pub(super) fn fits(&self, value: &Value, type_: &Type) -> bool {
        self.fits_within(value, type_, 0, &Cell::new(MOST_STEPS))
    }

    fn fits_within(&self, value: &Value, type_: &Type, depth: usize, steps: &Cell<usize>) -> bool {
        let Some(left) = steps.get().checked_sub(1).filter(|_| depth <= DEEPEST) else {
            return false;
        };
        steps.set(left);
        let short;
        let parts = match type_ {
            Type::Full(parts) => parts.as_ref(),
            Type::Bare(name) => {
                short = TypeParts { type_: Some(name.clone()), ..TypeParts::default() };
                &short
            }
        };
        if value.is_null() {
            return parts.nullable || parts.type_.as_deref() == Some("any");
        }
        if let Some(fields) = &parts.fields {
            return self.has_fields(value, fields, parts.rest.as_deref(), depth, steps);
        }
        match parts.union.as_deref() {
            Some(UnionCases::Untagged(cases)) => {
                return cases.iter().any(|case| self.fits_within(value, case, depth + 1, steps));
            }
            Some(UnionCases::Tagged(cases)) => {
                let tag =
                    parts.tag.as_deref().and_then(|tag| value.get(tag)).and_then(Value::as_str);
                return tag
                    .and_then(|tag| cases.get(tag))
                    .is_some_and(|case| self.fits_within(value, case, depth + 1, steps));
            }
            None => {}
        }
        if let Some(item) = &parts.list {
            let Some(items) = value.as_array() else { return false };
            let count = items.len() as u64;
            let twice = |(index, item): (usize, &Value)| items[..index].contains(item);
            return parts.min_items.is_none_or(|least| count >= least)
                && parts.max_items.is_none_or(|most| count <= most)
                && !(parts.unique_items && items.iter().enumerate().any(twice))
                && items.iter().all(|value| self.fits_within(value, item, depth + 1, steps));
        }
        if let Some(types) = &parts.tuple {
            return value.as_array().is_some_and(|items| {
                items.len() == types.len()
                    && items
                        .iter()
                        .zip(types)
                        .all(|(value, type_)| self.fits_within(value, type_, depth + 1, steps))
            });
        }
        if let Some(values) = &parts.map {
            return value.as_object().is_some_and(|object| {
                object.values().all(|value| self.fits_within(value, values, depth + 1, steps))
            });
        }
        if let Some(values) = parts.enum_.as_deref() {
            return match values {
                EnumValues::Plain(values) => values.contains(value),
                EnumValues::Described(values) => {
                    value.as_str().is_some_and(|text| values.contains_key(text))
                }
            };
        }
        match parts.type_.as_deref() {
            Some("any") => true,
            Some("string") => value
                .as_str()
                .is_some_and(|text| is_text(text, parts) && self.is_formatted(text, parts)),
            Some("boolean") => value.is_boolean(),
            Some("integer") => {
                let fits = |value: i64| {
                    parts.format.as_deref() != Some("int32") || i32::try_from(value).is_ok()
                };
                value.as_i64().is_some_and(fits) && is_number(value, parts)
            }
            Some("number") => is_number(value, parts),
            Some(name) => match placeholder_id(name).and_then(|id| self.components.list.get(id)) {
                Some(component) => component
                    .type_
                    .as_ref()
                    .is_some_and(|type_| self.fits_within(value, type_, depth + 1, steps)),
                None => false,
            },
            None => false,
        }
    }

    /// Whether a text is one of its format, where that has a type.
    fn is_formatted(&self, text: &str, parts: &TypeParts) -> bool {
        let Some(format) = parts.format.as_deref() else { return true };
        match self.formats.of(format) {
            Some(Target::Type(type_)) => type_.misfit(text).is_none(),
            // Plain text is as it is.
            Some(Target::Text | Target::Own(_)) => true,
            None => match format {
                "uuid" => is_uuid(text),
                _ => true,
            },
        }
    }

    /// Whether a value is an object of these fields, and of any others where something is said of them.
    fn has_fields(
        &self,
        value: &Value,
        fields: &Keyed<Field>,
        rest: Option<&Type>,
        depth: usize,
        steps: &Cell<usize>,
    ) -> bool {
        let Some(object) = value.as_object() else { return false };
        let named = |wire: &str| key::find(fields, wire).is_some();
        let rest = rest.is_none_or(|rest| {
            object
                .iter()
                .all(|(wire, value)| named(wire) || self.fits_within(value, rest, depth + 1, steps))
        });
        rest && fields.iter().all(|(key, field)| {
            let optional = key.optional || field.read_only || field.write_only;
            match object.get(&key.wire) {
                None => optional,
                Some(Value::Null) if optional => true,
                Some(value) => self.fits_within(value, &field.type_, depth + 1, steps),
            }
        })
    }
}

fn is_text(text: &str, parts: &TypeParts) -> bool {
    let length = text.chars().count() as u64;
    let pattern = || {
        parts.pattern.as_deref().is_none_or(|pattern| {
            regex_lite::Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(text))
        })
    };
    parts.min_length.is_none_or(|least| length >= least)
        && parts.max_length.is_none_or(|most| length <= most)
        && pattern()
}

fn is_number(value: &Value, parts: &TypeParts) -> bool {
    let Some(number) = value.as_f64() else { return false };
    let multiple = |factor: f64| {
        let quotient = number / factor;
        (quotient - quotient.round()).abs() < 1e-9 * quotient.abs().max(1.0)
    };
    parts.minimum.is_none_or(|least| number >= least)
        && parts.maximum.is_none_or(|most| number <= most)
        && parts.exclusive_minimum.is_none_or(|least| number > least)
        && parts.exclusive_maximum.is_none_or(|most| number < most)
        && parts.multiple_of.is_none_or(multiple)
}
