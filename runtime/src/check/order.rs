//! An order of values by the equality of JSON Schema: numbers are equal by value, and objects in any order of their
//! members.

use std::cmp::Ordering;

use super::number::Number;
use crate::json::tape::{Node, Token};

/// Returns how many of the values differ. They are few, and finding the place of each takes less code than sorting.
pub(super) fn distinct<T>(
    values: impl Iterator<Item = T>,
    compare: fn(&T, &T) -> Ordering,
) -> usize {
    let mut sorted: Vec<T> = Vec::new();
    for value in values {
        if let Err(place) = sorted.binary_search_by(|known| compare(known, &value)) {
            sorted.insert(place, value);
        }
    }
    sorted.len()
}

/// Compares two values.
pub(super) fn compare(left: &Node<'_>, right: &Node<'_>) -> Ordering {
    if let (Some(left), Some(right)) = (Number::of(*left), Number::of(*right)) {
        return left.compare(right);
    }
    match (left.token(), right.token()) {
        (Token::Bool(left), Token::Bool(right)) => left.cmp(&right),
        (Token::List { .. }, Token::List { .. }) => lists(left.items(), right.items()),
        (Token::Object { .. }, Token::Object { .. }) => {
            let (left, right) = (by_name(*left), by_name(*right));
            let names = left.iter().map(|(name, _)| name).cmp(right.iter().map(|(name, _)| name));
            names.then_with(|| {
                lists(left.iter().map(|(_, value)| *value), right.iter().map(|(_, value)| *value))
            })
        }
        _ => (kind(*left), left.as_str()).cmp(&(kind(*right), right.as_str())),
    }
}

fn lists<'t>(
    mut left: impl Iterator<Item = Node<'t>>,
    mut right: impl Iterator<Item = Node<'t>>,
) -> Ordering {
    loop {
        match (left.next(), right.next()) {
            (Some(left), Some(right)) => match compare(&left, &right) {
                Ordering::Equal => {}
                order => return order,
            },
            (left, right) => return left.is_some().cmp(&right.is_some()),
        }
    }
}

fn by_name(object: Node<'_>) -> Vec<(&str, Node<'_>)> {
    let mut members: Vec<_> = object.members().collect();
    members.sort_by_key(|(name, _)| *name);
    members
}

fn kind(node: Node<'_>) -> u8 {
    match node.token() {
        Token::Null => 0,
        Token::Bool(_) => 1,
        Token::Unsigned(_) | Token::Signed(_) | Token::Float(_) => 2,
        Token::Text { .. } | Token::Unescaped { .. } => 3,
        Token::List { .. } => 4,
        Token::Object { .. } => 5,
    }
}
