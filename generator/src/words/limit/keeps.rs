//! Whether a value keeps to a limit, and what is wrong if it does not.

use std::cmp::Ordering;

use serde_json::Value;

use super::Limit;
use super::sentences::counted;
use crate::words::formats::is_uuid;
use crate::words::number::Exact;
use crate::words::order;

impl Limit {
    /// Returns whether a value keeps to the limit. A value that the word does not apply to always does.
    pub fn keeps(&self, value: &Value) -> bool {
        match self {
            Self::MinLength(least) => characters(value).is_none_or(|count| count >= *least),
            Self::MaxLength(most) => characters(value).is_none_or(|count| count <= *most),
            Self::MaxBytes(most) => bytes(value).is_none_or(|count| count <= *most),
            // Only the server can judge a pattern in another dialect.
            Self::Pattern(pattern) => {
                value.as_str().and_then(|text| is_match(pattern, text)).unwrap_or(true)
            }
            Self::Minimum(least) => stands(value, *least, Ordering::is_ge),
            Self::Maximum(most) => stands(value, *most, Ordering::is_le),
            Self::ExclusiveMinimum(bound) => stands(value, *bound, Ordering::is_gt),
            Self::ExclusiveMaximum(bound) => stands(value, *bound, Ordering::is_lt),
            Self::MultipleOf(factor) => {
                Exact::of(value).is_none_or(|number| number.is_multiple_of(*factor))
            }
            Self::MinItems(least) => items(value).is_none_or(|count| count >= *least),
            Self::MaxItems(most) => items(value).is_none_or(|count| count <= *most),
            Self::UniqueItems(_) => value.as_array().is_none_or(|items| order::all_differ(items)),
            Self::MinProperties(least) => members(value).is_none_or(|count| count >= *least),
            Self::MaxProperties(most) => members(value).is_none_or(|count| count <= *most),
            Self::Uuid(_) => value.as_str().is_none_or(is_uuid),
            Self::OneOf(integers) => Exact::of(value).is_none_or(|number| {
                let allowed = |integer: &i64| Exact::Integer(i128::from(*integer));
                integers.iter().any(|integer| number.compare(allowed(integer)).is_eq())
            }),
        }
    }

    /// Returns what is wrong with a value that breaks the limit, as the end of a sentence.
    pub fn breach(&self, value: &Value) -> String {
        match self {
            Self::MinLength(least) => too_few(characters(value), *least, "character"),
            Self::MaxLength(most) => too_many(characters(value), *most, "character"),
            Self::MaxBytes(most) => too_many(bytes(value), *most, "byte"),
            Self::Pattern(pattern) => format!("does not match the pattern `{pattern}`"),
            Self::Minimum(least) => format!("is less than the minimum of {least}"),
            Self::Maximum(most) => format!("is greater than the maximum of {most}"),
            Self::ExclusiveMinimum(bound) => format!("is not greater than {bound}"),
            Self::ExclusiveMaximum(bound) => format!("is not less than {bound}"),
            Self::MultipleOf(factor) => format!("is not a multiple of {factor}"),
            Self::MinItems(least) => too_few(items(value), *least, "item"),
            Self::MaxItems(most) => too_many(items(value), *most, "item"),
            Self::UniqueItems(_) => "has two equal items".to_owned(),
            Self::MinProperties(least) => too_few(members(value), *least, "member"),
            Self::MaxProperties(most) => too_many(members(value), *most, "member"),
            Self::Uuid(_) => "is not a UUID".to_owned(),
            Self::OneOf(_) => "is not one of the allowed values".to_owned(),
        }
    }
}

/// Returns whether a text matches a pattern; `None` if the pattern is in another dialect.
pub fn is_match(pattern: &str, text: &str) -> Option<bool> {
    regex_lite::Regex::new(pattern).ok().map(|pattern| pattern.is_match(text))
}

/// Returns the number of characters of a text: Unicode scalar values, as JSON Schema counts them.
fn characters(value: &Value) -> Option<u64> {
    value.as_str().map(|text| text.chars().count() as u64)
}

fn bytes(value: &Value) -> Option<u64> {
    value.as_str().map(|text| text.len() as u64)
}

fn items(value: &Value) -> Option<u64> {
    value.as_array().map(|items| items.len() as u64)
}

fn members(value: &Value) -> Option<u64> {
    value.as_object().map(|members| members.len() as u64)
}

/// Returns whether the comparison of a number with a bound is as it must be.
fn stands(value: &Value, bound: f64, as_it_must: fn(Ordering) -> bool) -> bool {
    Exact::of(value).is_none_or(|number| as_it_must(number.compare(Exact::Float(bound))))
}

fn too_few(count: Option<u64>, least: u64, unit: &str) -> String {
    let are = if least == 1 { "is" } else { "are" };
    format!("has {}; at least {least} {are} required", counted(count.unwrap_or(0), unit))
}

fn too_many(count: Option<u64>, most: u64, unit: &str) -> String {
    let are = if most == 1 { "is" } else { "are" };
    format!("has {}; at most {most} {are} allowed", counted(count.unwrap_or(0), unit))
}
