//! The dates of HTTP, in the three forms that a recipient must read (RFC 9110, section 5.6.7).

use std::time::SystemTime;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

use crate::base::instant::clock_time;

const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The names of UTC that servers write.
const ZONES: [&str; 5] = ["GMT", "UTC", "UT", "+0000", "-0000"];

/// Parses a date in one of the three forms: `Sun, 06 Nov 1994 08:49:37 GMT`, or the obsolete `Sunday, 06-Nov-94
/// 08:49:37 GMT` (RFC 850) and `Sun Nov  6 08:49:37 1994` (C's `asctime`). `now` decides the century of a year of two
/// digits.
pub(crate) fn parse(text: &str, now: SystemTime) -> Option<SystemTime> {
    let mut words = text.split_ascii_whitespace();
    let mut word = || words.next().unwrap_or_default();
    let parts = [word(), word(), word(), word(), word(), word(), word()];
    let date = match parts {
        [day, date, time, "GMT", "", "", ""] => of_rfc_850(day, date, time, now)?,
        [day, month, number, time, year, "", ""] => {
            told(day, 3, DateTime::from_parts(date(year, month, number)?, clock_time(time)?))?
        }
        [day, number, month, year, time, zone, ""] if ZONES.contains(&zone) => {
            let date = DateTime::from_parts(date(year, month, number)?, clock_time(time)?);
            told(day.strip_suffix(',')?, 3, date)?
        }
        _ => return None,
    };
    Some(Offset::UTC.to_timestamp(date).ok()?.into())
}

/// Returns the date if its day of the week is the one that is written, by its first letters or as a whole.
fn told(day: &str, letters: usize, date: DateTime) -> Option<DateTime> {
    (weekday(day, letters)? == date.weekday().to_monday_zero_offset()).then_some(date)
}

fn weekday(day: &str, letters: usize) -> Option<i8> {
    let is_it = |name: &&'static str| name.get(..letters).unwrap_or(name).eq_ignore_ascii_case(day);
    i8::try_from(DAYS.iter().position(is_it)?).ok()
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    if year.len() == 4 { valid(number(year)?, month, day) } else { None }
}

fn valid(year: u16, month: &str, day: &str) -> Option<Date> {
    let month = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month))? + 1;
    let (year, month) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?);
    Date::new(year, month, i8::try_from(number(day)?).ok()?).ok()
}

/// Reads digits only; a sign is refused.
fn number(text: &str) -> Option<u16> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// Returns the latest date that a year of two digits may mean and that is at most 50 years ahead.
fn of_rfc_850(day: &str, date: &str, time: &str, now: SystemTime) -> Option<DateTime> {
    // The day of the week fits only one of the centuries.
    weekday(day.strip_suffix(',')?, usize::MAX)?;
    let (day, rest) = date.split_once('-')?;
    let (month, digits) = rest.split_once('-').filter(|(_, digits)| digits.len() == 2)?;
    let (digits, time) = (number(digits)?, clock_time(time)?);
    let today = Offset::UTC.to_datetime(Timestamp::try_from(now).ok()?);
    let this = u16::try_from(today.year()).ok()?;
    let century = this - this % 100;
    [century + 100, century, century.saturating_sub(100)].into_iter().find_map(|century| {
        // 29 February exists only in some of them.
        let date = DateTime::from_parts(valid(century + digits, month, day)?, time);
        let years = date.year() - today.year();
        let in_year = |date: DateTime| (date.month(), date.day(), date.time());
        (years < 50 || (years == 50 && in_year(date) <= in_year(today))).then_some(date)
    })
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
