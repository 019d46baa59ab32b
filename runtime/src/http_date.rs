//! The dates of HTTP, in the three forms that a recipient must read (RFC 9110, section 5.6.7).

use std::time::SystemTime;

use jiff::civil::DateTime;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

/// What a text says as of `now`, if it is a date: `Sun, 06 Nov 1994 08:49:37 GMT`, or one of the obsolete forms
/// `Sunday, 06-Nov-94 08:49:37 GMT` (RFC 850) and `Sun Nov  6 08:49:37 1994` (C's `asctime`).
pub(crate) fn parse(text: &str, now: SystemTime) -> Option<Timestamp> {
    if let Ok(date) = DateTimeParser::new().parse_timestamp(text) {
        return Some(date);
    }
    if let Ok(date) = DateTime::strptime("%a %b %e %H:%M:%S %Y", text) {
        return timestamp(date);
    }
    let parts = BrokenDownTime::parse("%A, %d-%b-%y %H:%M:%S GMT", text).ok()?;
    latest(parts, Timestamp::try_from(now).ok()?)
}

fn timestamp(date: DateTime) -> Option<Timestamp> {
    date.to_zoned(TimeZone::UTC).ok().map(|date| date.timestamp())
}

/// Of the years that two digits may mean, the latest that is not more than 50 years ahead.
fn latest(mut parts: BrokenDownTime, now: Timestamp) -> Option<Timestamp> {
    // The day of the week holds for one of the centuries only.
    parts.set_weekday(None);
    let today = now.to_zoned(TimeZone::UTC);
    let limit = today.checked_add(50.years()).ok()?.timestamp();
    let digits = parts.year()?.rem_euclid(100);
    let century = today.year() - today.year().rem_euclid(100);
    [100, 0, -100].into_iter().find_map(|centuries| {
        parts.set_year(Some(century + centuries + digits)).ok()?;
        // 29 February is a date in some of them only.
        timestamp(parts.to_datetime().ok()?).filter(|date| *date <= limit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, now: &str) -> Option<String> {
        let now = SystemTime::from(now.parse::<Timestamp>().unwrap());
        parse(text, now).map(|date| date.to_string())
    }

    #[test]
    fn all_three_forms_are_read() {
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            let date = read(text, "2023-11-14T22:13:20Z");
            assert_eq!(date.as_deref(), Some("1994-11-06T08:49:37Z"), "{text}");
        }
        let date = read("Wed Nov 16 08:49:37 1994", "2023-11-14T22:13:20Z");
        assert_eq!(date.as_deref(), Some("1994-11-16T08:49:37Z"));
    }

    #[test]
    fn two_digits_mean_no_year_that_is_more_than_half_a_century_ahead() {
        for (digits, now, year) in [
            ("24", "2023-11-14T00:00:00Z", "2024"),
            ("73", "2023-11-14T00:00:00Z", "2073"),
            ("74", "2023-11-14T00:00:00Z", "1974"),
            ("99", "2023-11-14T00:00:00Z", "1999"),
            ("00", "2023-11-14T00:00:00Z", "2000"),
            ("02", "2099-11-14T00:00:00Z", "2102"),
            ("60", "2099-11-14T00:00:00Z", "2060"),
            // The day counts, and not the year alone.
            ("73", "2023-11-05T00:00:00Z", "1973"),
        ] {
            let date = read(&format!("Sunday, 06-Nov-{digits} 08:49:37 GMT"), now).unwrap();
            assert!(date.starts_with(year), "{digits} in {now} is {date}");
        }
        let leap = read("Tuesday, 29-Feb-00 00:00:00 GMT", "2099-01-01T00:00:00Z");
        assert_eq!(leap.as_deref(), Some("2000-02-29T00:00:00Z"));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "soon",
            "Sunday, 06-Nov-94 08:49:37",
            "Sunday, 06-Nov-94 25:49:37 GMT",
            "Sunday, 31-Feb-94 08:49:37 GMT",
            "Sunday, 06-Nov-1994 08:49:37 GMT",
            "Sun Nov 31 08:49:37 1994",
            "Sun Nov  6 08:49:37 1994 GMT",
            "Sonntag, 06-Nov-94 08:49:37 GMT",
        ] {
            assert_eq!(read(text, "2023-11-14T22:13:20Z"), None, "{text}");
        }
    }
}
