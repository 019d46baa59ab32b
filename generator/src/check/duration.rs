//! Durations: a whole number and its unit, such as `500ms`, `30s`, `5m`, `1h`.

/// The longest that anything lasts: a year, in milliseconds. Beyond it, sums of times may overflow.
const LONGEST: u64 = 366 * 24 * 60 * 60 * 1000;

/// Returns how many milliseconds a text says; never 0.
pub(super) fn parse(text: &str) -> Result<u64, &'static str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    if number.is_empty() {
        return Err("it does not begin with a whole number");
    }
    let millis = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" => 60 * 1000,
        "h" => 60 * 60 * 1000,
        "" => return Err("it has no unit"),
        _ => return Err("its unit must be `ms`, `s`, `m` or `h`"),
    };
    let number: Option<u64> = number.parse().ok();
    match number.and_then(|number| number.checked_mul(millis)) {
        Some(0) => Err("it is zero"),
        Some(total) if total <= LONGEST => Ok(total),
        _ => Err("it is longer than a year"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_a_whole_number_and_its_unit() {
        for (text, millis) in [
            ("1ms", 1),
            ("500ms", 500),
            ("30s", 30_000),
            ("030s", 30_000),
            ("5m", 300_000),
            ("1h", 3_600_000),
            ("8784h", LONGEST),
        ] {
            assert_eq!(parse(text), Ok(millis), "{text}");
        }
        for text in [
            "",
            "s",
            "30",
            "0s",
            "0h",
            "-1s",
            "+1s",
            "1.5s",
            "1 s",
            " 1s",
            "1s ",
            "1d",
            "1S",
            "1m30s",
            "8785h",
            "99999999999999999999s",
            "18446744073709551615h",
            "٣s",
            "1µs",
            "1_000ms",
            "1e3s",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
