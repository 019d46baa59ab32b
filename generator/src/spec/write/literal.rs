//! Values as JSON has them, and numbers.

use super::yaml::{Node, Shape};
use crate::spec::model::Literal;

/// Returns a default, an example or a constant.
pub(super) fn literal(value: &Literal) -> Node {
    match value {
        Literal::String(text) => Node::Text(text.clone()),
        Literal::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() => self::float(float),
            _ => Node::Word(number.to_string()),
        },
        Literal::Array(items) => Node::List(items.iter().map(literal).collect()),
        Literal::Object(entries) => Node::Map(
            entries.iter().map(|(key, value)| (key.clone(), literal(value))).collect(),
            Shape::Fit,
        ),
        Literal::Null | Literal::Bool(_) => Node::Word(value.to_string()),
    }
}

/// Returns a limit: without a fraction where it has none.
pub(super) fn number(value: f64) -> Node {
    // Integers in this range are exact in both readings.
    let integral = value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0;
    if integral && (value != 0.0 || value.is_sign_positive()) {
        return Node::Word(format!("{value:.0}"));
    }
    float(value)
}

/// Writes a float with a point and the sign of the exponent, without which YAML 1.1 reads text.
fn float(value: f64) -> Node {
    // JSON has neither infinity nor NaN, and so has no limit that is either.
    let text =
        serde_json::Number::from_f64(value).map_or("0".to_owned(), |number| number.to_string());
    Node::Word(match text.split_once('e') {
        None => text,
        Some((digits, exponent)) => {
            let point = if digits.contains('.') { "" } else { ".0" };
            let exponent = exponent.trim_start_matches('+');
            let sign = if exponent.starts_with('-') { "" } else { "+" };
            format!("{digits}{point}e{sign}{exponent}")
        }
    })
}
