//! Compares and divides numbers as the decimals that are written. The generator judges the numbers of a spec in the
//! same way; the table `tests/words.tsv` keeps both in agreement.

use std::cmp::Ordering;

use crate::json::tape::{Node, Token};

#[derive(Clone, Copy)]
pub(super) enum Number {
    Integer(i128),
    Float(f64),
}

impl Number {
    pub(super) fn of(node: Node<'_>) -> Option<Self> {
        match node.token() {
            Token::Unsigned(value) => Some(Self::Integer(i128::from(value))),
            Token::Signed(value) => Some(Self::Integer(i128::from(value))),
            Token::Float(value) => Some(Self::Float(value)),
            _ => None,
        }
    }

    /// Parses a number from the string of a parameter.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let float = || text.parse().ok().filter(|value: &f64| value.is_finite());
        text.parse().ok().map(Self::Integer).or_else(|| float().map(Self::Float))
    }

    pub(super) fn is_integer(self) -> bool {
        match self {
            Self::Integer(_) => true,
            Self::Float(value) => value.fract() == 0.0,
        }
    }

    /// Compares two numbers by value, without turning an integer into a float.
    pub(super) fn compare(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Integer(left), Self::Integer(right)) => left.cmp(&right),
            // JSON has no NaN.
            (Self::Float(left), Self::Float(right)) => {
                left.partial_cmp(&right).unwrap_or(Ordering::Equal)
            }
            (Self::Integer(left), Self::Float(right)) => with_float(left, right),
            (Self::Float(left), Self::Integer(right)) => with_float(right, left).reverse(),
        }
    }

    /// Returns whether the number is a whole multiple of a step. Both are compared as the decimals that are written, so
    /// that 0.3 is a multiple of 0.1. Of a fraction, only the digits count that a float keeps of any decimal; the ones
    /// after them are a remainder of binary arithmetic (0.1 + 0.2 is 0.30000000000000004).
    pub(super) fn is_multiple_of(self, step: f64) -> bool {
        let number = match self {
            Self::Integer(integer) => Decimal::new(integer.unsigned_abs(), 0),
            Self::Float(float) if float.fract() == 0.0 => Decimal::of(float),
            Self::Float(float) => Decimal::of(float).rounded(),
        };
        let step = Decimal::of(step);
        if number.digits == 0 || step.digits == 0 {
            return number.digits == 0;
        }
        // Neither ends in a zero, so a number with more decimal places than the step is not a multiple of it.
        let Ok(zeros) = u32::try_from(number.exponent - step.exponent) else { return false };
        let rest = number.digits % step.digits;
        (0..zeros).fold(rest, |rest, _| rest * 10 % step.digits) == 0
    }
}

/// Compares an integer with a float.
fn with_float(integer: i128, float: f64) -> Ordering {
    // Beyond the range of integers, a cast would saturate.
    if float >= 2f64.powi(127) {
        return Ordering::Less;
    }
    if float < -2f64.powi(127) {
        return Ordering::Greater;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range has been looked at")]
    let below = float.floor() as i128;
    let fraction = if float.fract() == 0.0 { Ordering::Equal } else { Ordering::Less };
    integer.cmp(&below).then(fraction)
}

/// A decimal without a sign and without zeros at its end: digits × 10^exponent.
struct Decimal {
    digits: u128,
    exponent: i32,
}

impl Decimal {
    fn new(mut digits: u128, mut exponent: i32) -> Self {
        while digits != 0 && digits.is_multiple_of(10) {
            (digits, exponent) = (digits / 10, exponent + 1);
        }
        Self { digits, exponent }
    }

    /// Returns the shortest decimal that is read as this float, which is the one that people and programs write.
    fn of(float: f64) -> Self {
        let text = format!("{:e}", float.abs());
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}").parse().unwrap_or(0);
        let places = i32::try_from(fraction.len()).unwrap_or(0);
        Self::new(digits, exponent.parse().unwrap_or(0) - places)
    }

    /// Returns the nearest decimal with as many digits as a float keeps.
    fn rounded(self) -> Self {
        let digits = self.digits.checked_ilog10().map_or(0, |last| last + 1);
        let surplus = digits.saturating_sub(f64::DIGITS);
        if surplus == 0 {
            return self;
        }
        let unit = 10u128.pow(surplus);
        let exponent = self.exponent + i32::try_from(surplus).unwrap_or(0);
        Self::new((self.digits + unit / 2) / unit, exponent)
    }
}
