//! Dates and times as text: RFC 3339, and the forms of ISO 8601 that servers send besides.
//!
//! The results are types of jiff, which has a parser of its own. That parser also reads time zones and calendars, and
//! with it comes the text and the `Debug` of every error of the crate: 150 KB in each program that reads a date.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

/// Parses a date and time with an offset, such as `2024-02-29T17:30:00.25+01:00`.
///
/// A space may replace the `T`, and a comma the decimal point. Hyphens, colons, minutes and seconds may be missing. The
/// name of a time zone may follow; it is ignored, since the offset says enough.
pub(crate) fn timestamp(text: &str) -> Option<Timestamp> {
    let mut rest = Rest(text.as_bytes());
    let date = rest.date()?;
    let time = rest.time_behind_date()?;
    let offset = rest.offset()?;
    rest.skip_annotations()?;
    rest.is_done().then(|| offset.to_timestamp(DateTime::from_parts(date, time)).ok())?
}

/// Parses a date, such as `2024-02-29`. A time, an offset such as `+01:00` and a zone may follow and are ignored; a `Z`
/// is refused.
pub(crate) fn date(text: &str) -> Option<Date> {
    let mut rest = Rest(text.as_bytes());
    let date = rest.date()?;
    if rest.is_done() {
        return Some(date);
    }
    rest.time_behind_date()?;
    if matches!(rest.0, [b'+' | b'-', ..]) {
        rest.offset()?;
    }
    rest.skip_annotations()?;
    rest.is_done().then_some(date)
}

/// Parses a time without an offset, such as `17:30:00.25`. A second 60 is refused.
pub(crate) fn time(text: &str) -> Option<Time> {
    let bytes = text.as_bytes();
    let has_parts = bytes.get(2) == Some(&b':') && bytes.get(5) == Some(&b':');
    if !has_parts || bytes.contains(&b',') || bytes.get(6..8) == Some(b"60") {
        return None;
    }
    let mut rest = Rest(bytes);
    rest.time().filter(|_| rest.is_done())
}

/// Parses a time of the form `17:30:00`, and of that form only. A second 60 is accepted.
pub(crate) fn clock_time(text: &str) -> Option<Time> {
    let mut rest = Rest(text.as_bytes());
    rest.time().filter(|_| text.len() == 8 && rest.is_done())
}

/// The part of a text that is not read yet.
struct Rest<'t>(&'t [u8]);

impl Rest<'_> {
    fn is_done(&self) -> bool {
        self.0.is_empty()
    }

    fn takes(&mut self, any: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        any.contains(first).then(|| {
            self.0 = rest;
            *first
        })
    }

    fn is_digit(&self) -> bool {
        self.0.first().is_some_and(u8::is_ascii_digit)
    }

    /// Reads `count` digits.
    fn digits(&mut self, count: usize) -> Option<i32> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let mut number = 0;
        for digit in digits {
            number = number * 10 + i32::from(digit.is_ascii_digit().then(|| digit - b'0')?);
        }
        self.0 = rest;
        Some(number)
    }

    fn two(&mut self) -> Option<i8> {
        i8::try_from(self.digits(2)?).ok()
    }

    fn date(&mut self) -> Option<Date> {
        let year = match self.takes(b"+-") {
            None => self.digits(4)?,
            Some(b'+') => self.digits(6)?,
            // A year minus zero does not exist.
            Some(_) => -self.digits(6).filter(|year| *year > 0)?,
        };
        let has_hyphens = self.takes(b"-").is_some();
        let month = self.two()?;
        if has_hyphens {
            self.takes(b"-")?;
        }
        Date::new(i16::try_from(year).ok()?, month, self.two()?).ok()
    }

    fn time_behind_date(&mut self) -> Option<Time> {
        self.takes(b"Tt ")?;
        self.time()
    }

    fn time(&mut self) -> Option<Time> {
        let [hour, minute, second] = self.parts()?;
        let mut nanoseconds = 0;
        if second.is_some() && self.takes(b".,").is_some() {
            let mut places = 0;
            while places < 9 && self.is_digit() {
                nanoseconds = nanoseconds * 10 + self.digits(1)?;
                places += 1;
            }
            if places == 0 {
                return None;
            }
            nanoseconds *= 10_i32.pow(9 - places);
        }
        // A leap second counts as the second before it.
        let second = second.map_or(0, |second| if second == 60 { 59 } else { second });
        Time::new(hour?, minute.unwrap_or(0), second, nanoseconds).ok()
    }

    /// Reads hours, then minutes and seconds if they are there: all separated by colons, or none.
    fn parts(&mut self) -> Option<[Option<i8>; 3]> {
        let mut parts = [Some(self.two()?), None, None];
        let has_colons = self.0.first() == Some(&b':');
        for part in &mut parts[1..] {
            if if has_colons { self.takes(b":").is_none() } else { !self.is_digit() } {
                break;
            }
            *part = Some(self.two()?);
        }
        Some(parts)
    }

    fn offset(&mut self) -> Option<Offset> {
        let sign = match self.takes(b"Zz+-")? {
            b'+' => 1,
            b'-' => -1,
            _ => return Some(Offset::UTC),
        };
        let mut seconds = 0;
        for (part, most) in self.parts()?.into_iter().zip([25, 59, 59]) {
            let part = part.unwrap_or(0);
            if part > most {
                return None;
            }
            seconds = seconds * 60 + i32::from(part);
        }
        Offset::from_seconds(sign * seconds).ok()
    }

    /// Skips names of zones and calendars in brackets (RFC 9557).
    fn skip_annotations(&mut self) -> Option<()> {
        while self.takes(b"[").is_some() {
            let end = self.0.iter().position(|byte| *byte == b']').filter(|end| *end > 0)?;
            self.0 = &self.0[end + 1..];
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_as_jiff_reads_them() {
        for text in [
            "2024-02-29T17:30:00Z",
            "2024-02-29t17:30:00z",
            "2024-02-29 17:30:00.123456789+01:00",
            "2024-02-29T17:30:00,5-23:59",
            "20240229T173000Z",
            "20240229T173000.25+0530",
            "2024-02-29T17:30Z",
            "2024-02-29T17Z",
            "2024-02-29T17:30:60Z",
            "2024-02-29T17:30:00+01",
            "2024-02-29T17:30:00+01:02:03",
            "2024-02-29T17:30:00+25:59:59",
            "2024-02-29T17:30:00-00:00",
            "2024-02-29T17:30:00+01:00[Europe/Paris]",
            "2024-02-29T17:30:00Z[UTC][u-ca=gregory]",
            "+002024-02-29T17:30:00Z",
            "-000001-02-28T17:30:00Z",
            "9999-12-30T22:00:00Z",
            "0000-01-01T00:00:00Z",
            // Not read.
            "",
            "2024",
            "2024-02-29",
            "2024-02-29T17:30:00",
            "2023-02-29T17:30:00Z",
            "2024-13-01T17:30:00Z",
            "2024-02-29T24:00:00Z",
            "2024-02-29T17:60:00Z",
            "2024-02-29T17:30:61Z",
            "2024-02-29T17:30:00.Z",
            "2024-02-29T17:30:00.1234567890Z",
            "2024-02-29T17:30.5Z",
            "2024-02-29T17:3000Z",
            "2024-02-29T1730:00Z",
            "2024-02-29T17:30:00+26:00",
            "2024-02-29T17:30:00+01:60",
            "2024-02-29T17:30:00+1",
            "2024-02-29T17:30:00Zx",
            "2024-02-29T17:30:00Z[",
            "2024-02-29T17:30:00Z[]",
            " 2024-02-29T17:30:00Z",
            "2024-02-29T17:30:00Z ",
            "2024-0229T17:30:00Z",
            "202402-29T17:30:00Z",
            "-000000-01-01T00:00:00Z",
            "24-02-29T17:30:00Z",
            "\u{0662}024-02-29T17:30:00Z",
            "9999-12-31T23:59:59-23:00",
        ] {
            assert_eq!(timestamp(text), text.parse().ok(), "{text}");
            assert_eq!(date(text), text.parse().ok(), "{text}");
        }
        for text in [
            "2024-02-29",
            "20240229",
            "-000001-01-01",
            "2024-02-30",
            "2024-2-9",
            "2024-02-29T17:30:00",
        ] {
            assert_eq!(date(text), text.parse().ok(), "{text}");
        }
    }

    #[test]
    fn a_time_has_all_its_parts_and_nothing_else() {
        for text in ["00:00:00", "23:59:59.999999999", "17:30:00.5"] {
            assert_eq!(time(text), text.parse().ok(), "{text}");
            assert!(time(text).is_some(), "{text}");
        }
        for text in [
            "",
            "17:30",
            "173000",
            "24:00:00",
            "17:30:60",
            "17:30:00,5",
            "17:30:00Z",
            "17:30:00+01:00",
            "17:30:00.",
        ] {
            assert_eq!(time(text), None, "{text}");
        }
    }
}
