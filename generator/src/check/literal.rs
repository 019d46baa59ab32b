//! Whether a value that the spec gives, as a default, an example or a constant, is one of its own type.

use std::cell::Cell;

use serde_json::Value;

use super::Judging;
use super::checked::{Kind, Limits, Shape, Type, TypeBox};
use crate::resolve::{Facts, Place, Spelled};
use crate::words::formats::{TextType, is_uuid};

/// How many types a value is tried against: unions within unions have more ways than there is time. What is left is taken
/// to be right.
const MOST_STEPS: usize = 100_000;

/// Judges the default and the example of a type that is spelled out.
pub(super) fn beside(cx: &mut Judging<'_>, spelled: &Spelled<'_>) {
    let Spelled { parts, place, type_, .. } = spelled;
    for (key, value) in [("default", &parts.default), ("example", &parts.example)] {
        if let Some(value) = value.as_deref() {
            judge(cx, key, value, type_, place);
        }
    }
}

/// Judges a value that stands under a key beside its type.
pub(super) fn judge(
    cx: &mut Judging<'_>,
    key: &'static str,
    value: &Value,
    type_: &Type,
    place: &Place,
) {
    // A literal is followed into its type, which must have an end for that.
    if cx.facts.endless {
        return;
    }
    if let Err(reason) = cx.facts.fits(value, type_, 0, &Cell::new(MOST_STEPS)) {
        // A value that must not be shown is not shown here either.
        let shown = if type_.secret { "the value".to_owned() } else { shown(value) };
        let called = if key == "const" { "constant" } else { key };
        cx.found
            .error(
                "wrong-literal",
                &place.child(key),
                format!("the {called} breaks its own type: {shown} {reason}"),
            )
            .help("mend the value or the type")
            .add();
    }
}

impl Facts<'_> {
    fn fits_tuple(
        &self,
        value: &Value,
        items: &[TypeBox],
        depth: usize,
        steps: &Cell<usize>,
    ) -> Result<(), String> {
        let Some(values) = value.as_array() else { return Err("is no list".to_owned()) };
        if values.len() != items.len() {
            return Err(format!("has {} items instead of {}", values.len(), items.len()));
        }
        let mut pairs = values.iter().zip(items);
        pairs.try_for_each(|(value, item)| self.fits(value, &item.0, depth + 1, steps))
    }

    fn fits(
        &self,
        value: &Value,
        type_: &Type,
        depth: usize,
        steps: &Cell<usize>,
    ) -> Result<(), String> {
        let Some(left) = steps.get().checked_sub(1).filter(|_| depth <= 64) else {
            return Ok(());
        };
        steps.set(left);
        if value.is_null() {
            return if type_.nullable || type_.kind == Kind::Any {
                Ok(())
            } else {
                Err("is null, which the type does not take".to_owned())
            };
        }
        let limits = self.whole_limits(type_);
        match &type_.kind {
            Kind::Any => Ok(()),
            Kind::Binary => Err("is text, and the type bytes".to_owned()),
            Kind::String | Kind::Own(_) => text(value, &limits),
            Kind::Boolean if value.is_boolean() => Ok(()),
            Kind::Boolean => Err("is no boolean".to_owned()),
            Kind::Integer
            | Kind::Int32
            | Kind::Uint32
            | Kind::Uint64
            | Kind::Int128
            | Kind::Uint128 => {
                integer(value, &type_.kind)?;
                let known = |integer: i64| limits.one_of.contains(&integer);
                if !limits.one_of.is_empty() && !value.as_i64().is_some_and(known) {
                    return Err("is none of the values".to_owned());
                }
                number(value, &limits)
            }
            Kind::Number => number(value, &limits),
            Kind::Formatted(form) => formatted(value, *form, &limits),
            Kind::List(item) => {
                let Some(items) = value.as_array() else { return Err("is no list".to_owned()) };
                bound(items.len(), limits.min_items, limits.max_items, "items")?;
                let twice = |(index, item)| items[..index].contains(item);
                if limits.unique_items && items.iter().enumerate().any(twice) {
                    return Err("holds an item twice".to_owned());
                }
                items.iter().try_for_each(|value| self.fits(value, &item.0, depth + 1, steps))
            }
            Kind::Tuple(items) => self.fits_tuple(value, items, depth, steps),
            Kind::Map(inner) => {
                let Some(map) = value.as_object() else { return Err("is no map".to_owned()) };
                map.values().try_for_each(|value| self.fits(value, &inner.0, depth + 1, steps))
            }
            Kind::Named(id) => match &self.definitions[id.0].shape {
                Shape::Text { .. } => text(value, &limits),
                Shape::Enum(values) => match value.as_str() {
                    Some(word) if values.iter().any(|known| known.wire == word) => Ok(()),
                    Some(_) => Err("is none of the values".to_owned()),
                    None => Err("is no string".to_owned()),
                },
                Shape::IntegerEnum(values) => match value.as_i64() {
                    Some(integer) if values.iter().any(|(known, _)| *known == integer) => Ok(()),
                    Some(_) => Err("is none of the values".to_owned()),
                    None => Err("is no integer".to_owned()),
                },
                Shape::Alias(target) => self.fits(value, target, depth + 1, steps),
                Shape::Union(union) if union.tag.is_none() => {
                    let fits = union
                        .cases
                        .iter()
                        .any(|(_, case)| self.fits(value, case, depth + 1, steps).is_ok());
                    if fits { Ok(()) } else { Err("is none of the cases".to_owned()) }
                }
                Shape::Union(_) if value.is_object() => Ok(()),
                Shape::Union(_) => Err("is no object".to_owned()),
                Shape::Object { fields, rest, .. } => {
                    let Some(map) = value.as_object() else {
                        return Err("is no object".to_owned());
                    };
                    for field in fields {
                        match map.get(&field.wire) {
                            Some(value) => self
                                .fits(value, &field.type_, depth + 1, steps)
                                .map_err(|reason| format!("at `{}` {reason}", field.wire))?,
                            None if field.required && !field.read_only => {
                                return Err(format!("is without `{}`", field.wire));
                            }
                            None => {}
                        }
                    }
                    let Some(rest) = rest else { return Ok(()) };
                    map.iter()
                        .filter(|(name, _)| !fields.iter().any(|field| field.wire == **name))
                        .try_for_each(|(name, value)| {
                            self.fits(value, &rest.type_, depth + 1, steps)
                                .map_err(|reason| format!("at `{name}` {reason}"))
                        })
                }
            },
        }
    }
}

fn text(value: &Value, limits: &Limits) -> Result<(), String> {
    let Some(text) = value.as_str() else {
        return Err("is no string; quote it if it should be one".to_owned());
    };
    bound(text.chars().count(), limits.min_length, limits.max_length, "characters")?;
    bound(text.len(), None, limits.max_bytes, "bytes")?;
    let pattern =
        limits.pattern.as_deref().and_then(|pattern| regex_lite::Regex::new(pattern).ok());
    if pattern.is_some_and(|pattern| !pattern.is_match(text)) {
        return Err("does not match the pattern".to_owned());
    }
    if limits.uuid && !is_uuid(text) {
        return Err("is no UUID".to_owned());
    }
    Ok(())
}

/// Whether a value is an integer in the range of its type.
fn integer(value: &Value, kind: &Kind) -> Result<(), String> {
    let whole = value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from));
    let Some(whole) = whole else { return Err("is no integer".to_owned()) };
    let (fits, range) = match kind {
        Kind::Int32 => (i32::try_from(whole).is_ok(), "32 bits"),
        Kind::Uint32 => (u32::try_from(whole).is_ok(), "32 bits without a sign"),
        Kind::Uint64 => (u64::try_from(whole).is_ok(), "64 bits without a sign"),
        Kind::Uint128 => (whole >= 0, "128 bits without a sign"),
        Kind::Int128 => (true, "128 bits"),
        _ => (i64::try_from(whole).is_ok(), "64 bits"),
    };
    if fits { Ok(()) } else { Err(format!("does not fit into {range}")) }
}

fn number(value: &Value, limits: &Limits) -> Result<(), String> {
    let Some(number) = value.as_f64() else { return Err("is no number".to_owned()) };
    let out = limits.minimum.is_some_and(|bound| number < bound)
        || limits.maximum.is_some_and(|bound| number > bound)
        || limits.exclusive_minimum.is_some_and(|bound| number <= bound)
        || limits.exclusive_maximum.is_some_and(|bound| number >= bound);
    if out {
        return Err("is out of range".to_owned());
    }
    match limits.multiple_of {
        Some(factor) if !is_multiple(number, factor) => Err(format!("is no multiple of {factor}")),
        _ => Ok(()),
    }
}

/// Whether a number is a whole multiple, but for what decimal fractions lose in binary.
fn is_multiple(number: f64, factor: f64) -> bool {
    let quotient = number / factor;
    (quotient - quotient.round()).abs() <= 1e-9 * quotient.abs().max(1.0)
}

fn formatted(value: &Value, type_: TextType, limits: &Limits) -> Result<(), String> {
    // Of what is no text, what it should be like is told.
    match type_.misfit(value.as_str().unwrap_or("?")) {
        Some(reason) => Err(reason.to_owned()),
        None => text(value, limits),
    }
}

fn bound(size: usize, least: Option<u64>, greatest: Option<u64>, unit: &str) -> Result<(), String> {
    let size = size as u64;
    match (least, greatest) {
        (Some(least), _) if size < least => {
            Err(format!("has {size} {unit}, and at least {least} are asked for"))
        }
        (_, Some(greatest)) if size > greatest => {
            Err(format!("has {size} {unit}, and at most {greatest} are allowed"))
        }
        _ => Ok(()),
    }
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push_str("..");
    }
    format!("`{short}`")
}
