//! Checks strings and numbers. An error says what the value must be, after the word "must".

use super::number::Number;
use crate::base::instant::{date, timestamp};
use crate::base::text::quoted;
use crate::describe::schema::{Format, Schema};
use crate::json::tape::{Node, Token};

/// Returns a scalar as a message shows it.
pub(super) fn show(node: Node<'_>) -> Option<String> {
    match node.token() {
        Token::Text { .. } | Token::Unescaped { .. } => node.as_str().map(quoted),
        Token::List { .. } | Token::Object { .. } => None,
        _ => node.literal(),
    }
}

/// Checks a string or a number, if the schema does not say which it is.
pub(super) fn check_scalar(schema: &Schema, node: Node<'_>) -> Result<(), String> {
    if let Some(text) = node.as_str() {
        return check_string(schema, text);
    }
    Number::of(node).map_or(Ok(()), |value| check_number(schema, value))
}

pub(super) fn check_string(schema: &Schema, text: &str) -> Result<(), String> {
    // A character has 1 to 4 bytes. The number of bytes is usually enough to decide, without counting characters.
    let bytes = text.len() as u64;
    if schema.min_length.is_some_and(|least| bytes < least.saturating_mul(4))
        || schema.max_length.is_some_and(|most| bytes > most)
    {
        let length = text.chars().count() as u64;
        if let Some(least) = schema.min_length.filter(|least| length < *least) {
            return Err(format!("have at least {}", plural(least, "character")));
        }
        if let Some(most) = schema.max_length.filter(|most| length > *most) {
            return Err(format!("have at most {}", plural(most, "character")));
        }
    }
    if let Some(most) = schema.max_bytes.filter(|most| text.len() as u64 > *most) {
        return Err(format!("have at most {} in UTF-8", plural(most, "byte")));
    }
    if !schema.one_of.is_empty() && !schema.one_of.contains(text) {
        return Err(format!("be {}", one_of(schema.one_of.iter().map(quoted))));
    }
    #[cfg(feature = "patterns")]
    if let Some(pattern) = &schema.pattern
        && !pattern.accepts(text)
    {
        return Err(format!("match the pattern {}", quoted(pattern)));
    }
    match schema.format {
        Some(Format::DateTime) if timestamp(text).is_none() => {
            Err("be a date and time with an offset (RFC 3339)".to_owned())
        }
        Some(Format::Date) if date(text).is_none() => Err("be a date (RFC 3339)".to_owned()),
        Some(Format::Uuid) if !is_uuid(text) => Err("be a UUID (RFC 9562)".to_owned()),
        _ => Ok(()),
    }
}

pub(super) fn check_number(schema: &Schema, number: Number) -> Result<(), String> {
    let stands = |bound: f64| number.compare(Number::Float(bound));
    let is = |allowed: &i64| number.compare(Number::Integer(i128::from(*allowed))).is_eq();
    if !schema.one_of_integers.is_empty() && !schema.one_of_integers.iter().any(is) {
        return Err(format!("be {}", one_of(schema.one_of_integers.iter().map(i64::to_string))));
    }
    if let Some(least) = schema.minimum.filter(|least| stands(*least).is_lt()) {
        return Err(format!("be at least {least}"));
    }
    if let Some(most) = schema.maximum.filter(|most| stands(*most).is_gt()) {
        return Err(format!("be at most {most}"));
    }
    if let Some(limit) = schema.exclusive_minimum.filter(|limit| stands(*limit).is_le()) {
        return Err(format!("be greater than {limit}"));
    }
    if let Some(limit) = schema.exclusive_maximum.filter(|limit| stands(*limit).is_ge()) {
        return Err(format!("be less than {limit}"));
    }
    if let Some(step) = schema.multiple_of.filter(|step| !number.is_multiple_of(*step)) {
        return Err(format!("be a multiple of {step}"));
    }
    Ok(())
}

/// Formats a number of things: `1 item`, `2 items`.
pub(super) fn plural(count: u64, thing: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{ending}")
}

fn one_of(allowed: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = allowed.collect();
    let rest = names.len().saturating_sub(12);
    names.truncate(12);
    let more = if rest > 0 { format!(" or {rest} others") } else { String::new() };
    match names.as_slice() {
        [name] => name.clone(),
        names => format!("one of {}{more}", names.join(", ")),
    }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
