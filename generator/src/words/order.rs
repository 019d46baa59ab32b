//! An order of values that agrees with equality in JSON Schema: numbers by value, objects whatever the order of their
//! members.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use super::number::Exact;

/// Returns whether all values are different.
pub fn all_differ(values: &[Value]) -> bool {
    let mut sorted: Vec<&Value> = values.iter().collect();
    sorted.sort_unstable_by(|left, right| compare(left, right));
    sorted.windows(2).all(|pair| compare(pair[0], pair[1]).is_ne())
}

/// Compares two values.
pub fn compare(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        (Value::Number(_), Value::Number(_)) => match (Exact::of(left), Exact::of(right)) {
            (Some(left), Some(right)) => left.compare(right),
            _ => Ordering::Equal,
        },
        (Value::String(left), Value::String(right)) => left.cmp(right),
        (Value::Array(left), Value::Array(right)) => lists(left.iter(), right.iter()),
        (Value::Object(left), Value::Object(right)) => {
            let (left, right) = (by_name(left), by_name(right));
            let names = left.iter().map(|(name, _)| name).cmp(right.iter().map(|(name, _)| name));
            names.then_with(|| {
                lists(left.iter().map(|(_, value)| *value), right.iter().map(|(_, value)| *value))
            })
        }
        _ => kind(left).cmp(&kind(right)),
    }
}

fn lists<'a>(
    mut left: impl Iterator<Item = &'a Value>,
    mut right: impl Iterator<Item = &'a Value>,
) -> Ordering {
    loop {
        match (left.next(), right.next()) {
            (Some(left), Some(right)) => match compare(left, right) {
                Ordering::Equal => {}
                order => return order,
            },
            (left, right) => return left.is_some().cmp(&right.is_some()),
        }
    }
}

fn by_name(members: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut members: Vec<_> = members.iter().collect();
    members.sort_unstable_by_key(|(name, _)| *name);
    members
}

fn kind(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}
