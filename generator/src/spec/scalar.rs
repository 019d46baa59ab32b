//! What a plain scalar stands for: YAML 1.2's core schema, as `serde_yaml` reads it.

/// What a scalar stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Resolved {
    /// Nothing: empty, `null`, `~`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer(i128),
    /// Any other number, which may be infinite or none.
    Float(f64),
    /// Text.
    String,
}

/// Returns what a scalar without quotes stands for. (`yes`, `no`, `on` and `off` are text in YAML 1.2.)
pub(crate) fn resolve(text: &str) -> Resolved {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Resolved::Null,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => Resolved::Boolean,
        _ => number(text).unwrap_or(Resolved::String),
    }
}

fn number(text: &str) -> Option<Resolved> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    match digits {
        ".inf" | ".Inf" | ".INF" => {
            return Some(Resolved::Float(if negative { f64::NEG_INFINITY } else { f64::INFINITY }));
        }
        ".nan" | ".NaN" | ".NAN" if digits.len() == text.len() => {
            return Some(Resolved::Float(f64::NAN));
        }
        _ => {}
    }
    // A number has one sign, although Rust's parsers accept a second one.
    if digits.starts_with(['+', '-']) {
        return None;
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(rest) = digits.strip_prefix(prefix) {
            return integer(rest, radix, negative);
        }
    }
    // A leading zero marks text, such as a code or a phone number.
    if digits.len() > 1
        && digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    integer(digits, 10, negative)
        .or_else(|| text.parse().ok().filter(|float: &f64| float.is_finite()).map(Resolved::Float))
}

fn integer(digits: &str, radix: u32, negative: bool) -> Option<Resolved> {
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    // What does not fit is far out of every range here, however far.
    let magnitude = i128::from_str_radix(digits, radix).unwrap_or(i128::MAX);
    Some(Resolved::Integer(if negative { -magnitude } else { magnitude }))
}
