//! Compares and divides numbers as the decimals that they are written as.

use std::cmp::Ordering;

use serde_json::Value;

/// The number of digits of a decimal that a float keeps (`f64::DIGITS`).
const DIGITS: u32 = f64::DIGITS;

/// A number of JSON: integers of 64 bits, and floats for all others.
#[derive(Debug, Clone, Copy)]
pub enum Exact {
    Integer(i128),
    Float(f64),
}

impl Exact {
    pub fn of(value: &Value) -> Option<Self> {
        let number = value.as_number()?;
        let integer = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
        integer.map(Self::Integer).or_else(|| number.as_f64().map(Self::Float))
    }

    /// Compares two numbers by value, without losing digits of an integer.
    pub fn compare(self, other: Self) -> Ordering {
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

    /// Returns whether it is a multiple of a factor. Both count as the decimals that they are written as, so that 0.3
    /// is a multiple of 0.1, and integers are exact. A fraction counts up to the digits that a float keeps of any
    /// decimal: the digits after them are rounding errors of binary arithmetic (0.1 + 0.2 is 0.30000000000000004).
    pub fn is_multiple_of(self, factor: f64) -> bool {
        let number = match self {
            Self::Integer(integer) => Decimal::new(integer.unsigned_abs(), 0),
            Self::Float(float) if float.fract() == 0.0 => Decimal::of(float),
            Self::Float(float) => Decimal::of(float).rounded(),
        };
        let factor = Decimal::of(factor);
        if number.digits == 0 || factor.digits == 0 {
            return number.digits == 0;
        }
        // Neither has trailing zeros, so a number with more decimal places than the factor is not a multiple of it.
        let Ok(zeros) = u32::try_from(number.exponent - factor.exponent) else { return false };
        let rest = number.digits % factor.digits;
        (0..zeros).fold(rest, |rest, _| rest * 10 % factor.digits) == 0
    }
}

/// Compares an integer with a float.
fn with_float(integer: i128, float: f64) -> Ordering {
    // A cast saturates outside of the integer's range.
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

/// A decimal without a sign and without trailing zeros: digits × 10^exponent.
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

    /// Returns the shortest decimal that is read as this float: the one that people and programs write.
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
        let surplus =
            self.digits.checked_ilog10().map_or(0, |last| (last + 1).saturating_sub(DIGITS));
        if surplus == 0 {
            return self;
        }
        let unit = 10u128.pow(surplus);
        let exponent = self.exponent + i32::try_from(surplus).unwrap_or(0);
        Self::new((self.digits + unit / 2) / unit, exponent)
    }
}
