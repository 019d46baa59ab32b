//! The dates of HTTP, in the three forms that a recipient must read (RFC 9110, section 5.6.7).

use std::time::SystemTime;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::Offset;

const DAYS: [(&str, Weekday); 7] = [
    ("Monday", Weekday::Monday),
    ("Tuesday", Weekday::Tuesday),
    ("Wednesday", Weekday::Wednesday),
    ("Thursday", Weekday::Thursday),
    ("Friday", Weekday::Friday),
    ("Saturday", Weekday::Saturday),
    ("Sunday", Weekday::Sunday),
];

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The names of universal time that servers write.
const ZONES: [&str; 5] = ["GMT", "UTC", "UT", "+0000", "-0000"];

/// What a text says as of `now`, if it is a date: `Sun, 06 Nov 1994 08:49:37 GMT`, or one of the obsolete forms
/// `Sunday, 06-Nov-94 08:49:37 GMT` (RFC 850) and `Sun Nov  6 08:49:37 1994` (C's `asctime`).
pub(crate) fn parse(text: &str, now: SystemTime) -> Option<SystemTime> {
    let mut words = text.split_ascii_whitespace();
    let mut word = || words.next().unwrap_or_default();
    let parts = [word(), word(), word(), word(), word(), word()];
    if words.next().is_some() {
        return None;
    }
    let (date, time) = match parts {
        [day, date, time, "GMT", "", ""] => (of_rfc_850(day, date, now, self::time(time)?)?, time),
        [day, month, number, time, year, ""] => {
            (on(&DAYS.map(|(name, day)| (&name[..3], day)), day, date(year, month, number)?)?, time)
        }
        [day, number, month, year, time, zone] if ZONES.contains(&zone) => {
            let day = day.strip_suffix(',')?;
            (on(&DAYS.map(|(name, day)| (&name[..3], day)), day, date(year, month, number)?)?, time)
        }
        _ => return None,
    };
    let date = DateTime::from_parts(date, self::time(time)?);
    Some(Offset::UTC.to_timestamp(date).ok()?.into())
}

/// A date whose day of the week is told.
fn on(names: &[(&str, Weekday)], told: &str, date: Date) -> Option<Date> {
    let (_, day) = names.iter().find(|(name, _)| name.eq_ignore_ascii_case(told))?;
    (date.weekday() == *day).then_some(date)
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    if year.len() != 4 || day.len() > 2 {
        return None;
    }
    valid(number(year)?, month, number(day)?)
}

fn valid(year: u16, month: &str, day: u16) -> Option<Date> {
    let month = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month))? + 1;
    let (year, month) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?);
    Date::new(year, month, i8::try_from(day).ok()?).ok()
}

/// `08:49:37`
fn time(text: &str) -> Option<Time> {
    let mut parts = text.split(':');
    let mut part = || {
        let part = parts.next().filter(|part| part.len() == 2)?;
        i8::try_from(number(part)?).ok()
    };
    let (hour, minute, second) = (part()?, part()?, part()?);
    // A leap second is taken for the one before it.
    let time =
        Time::new(hour, minute, second.min(if second == 60 { 59 } else { second }), 0).ok()?;
    parts.next().is_none().then_some(time)
}

/// Digits only: a sign is none.
fn number(text: &str) -> Option<u16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// Of the years that two digits may mean, the latest that is not more than 50 years ahead.
fn of_rfc_850(day: &str, date: &str, now: SystemTime, time: Time) -> Option<Date> {
    // The day of the week holds for one of the centuries only.
    let day = day.strip_suffix(',')?;
    DAYS.iter().find(|(name, _)| name.eq_ignore_ascii_case(day))?;
    let mut parts = date.split('-');
    let (day, month, digits) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || day.len() != 2 || digits.len() != 2 {
        return None;
    }
    let (day, digits) = (number(day)?, number(digits)?);
    let today = Offset::UTC.to_datetime(Timestamp::try_from(now).ok()?);
    let this = u16::try_from(today.year()).ok()?;
    let is_near = |date: &Date| {
        let ahead = |date: Date, time: Time, years: i16| {
            (date.year() - years, date.month(), date.day(), time)
        };
        ahead(*date, time, 50) <= ahead(today.date(), today.time(), 0)
    };
    let century = this - this % 100;
    // 29 February is a date in some of them only.
    [century + 100, century, century.saturating_sub(100)]
        .into_iter()
        .find_map(|century| valid(century + digits, month, day).filter(is_near))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, now: &str) -> Option<String> {
        let now = SystemTime::from(now.parse::<Timestamp>().unwrap());
        parse(text, now).map(|date| Timestamp::try_from(date).unwrap().to_string())
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
