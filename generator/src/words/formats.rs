//! The types of strings with a `format`.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// A type of the client that is a string on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TextType {
    Timestamp,
    Date,
    Time,
    Span,
    Uuid,
    Base64,
    Decimal,
    Uri,
    Ip,
    Ipv4,
    Ipv6,
}

impl TextType {
    pub const ALL: &[Self] = &[
        Self::Timestamp,
        Self::Date,
        Self::Time,
        Self::Span,
        Self::Uuid,
        Self::Base64,
        Self::Decimal,
        Self::Uri,
        Self::Ip,
        Self::Ipv4,
        Self::Ipv6,
    ];

    /// Returns the word that a spec has for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Timestamp => "timestamp",
            Self::Date => "date",
            Self::Time => "time",
            Self::Span => "span",
            Self::Uuid => "uuid",
            Self::Base64 => "base64",
            Self::Decimal => "decimal",
            Self::Uri => "uri",
            Self::Ip => "ip",
            Self::Ipv4 => "ipv4",
            Self::Ipv6 => "ipv6",
        }
    }

    /// Returns whether the type implies the length of its strings.
    pub fn is_date(self) -> bool {
        matches!(self, Self::Timestamp | Self::Date)
    }

    /// Returns what is wrong with a string that is not one of the type, as the end of a sentence. It reports no valid
    /// string, but the client may still refuse a string that passes here.
    pub fn misfit(self, text: &str) -> Option<&'static str> {
        let (is_one, reason) = match self {
            Self::Timestamp => {
                (is_date_time(text), "is not a date-time of RFC 3339, such as 2030-01-31T12:00:00Z")
            }
            Self::Date => (is_date(text), "is not a date, such as 2030-01-31"),
            Self::Time => (is_time(text), "is not a time without an offset, such as 17:30:00"),
            Self::Span => (is_span(text), "is not a duration of ISO 8601, such as P1DT12H"),
            Self::Uuid => (is_uuid(text), "is not a UUID"),
            Self::Base64 => (is_base64(text), "is not Base64 with its padding"),
            Self::Decimal => (is_decimal(text), "is not a decimal number, such as -12.50"),
            Self::Uri => (is_uri(text), "is not a URL with a scheme, such as https://example.com"),
            Self::Ip => (text.parse::<std::net::IpAddr>().is_ok(), "is not an IP address"),
            Self::Ipv4 => (text.parse::<std::net::Ipv4Addr>().is_ok(), "is not an IPv4 address"),
            Self::Ipv6 => (text.parse::<std::net::Ipv6Addr>().is_ok(), "is not an IPv6 address"),
        };
        (!is_one).then_some(reason)
    }
}

/// The type that strings of a format have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A `String`, unchecked.
    Text,
    Type(TextType),
    /// A type of the user's, by its path.
    Own(String),
}

/// The word for a `String`.
pub const TEXT: &str = "string";

impl Target {
    /// Returns the target that a word of a spec stands for. Whether a path leads to a type is not checked.
    pub fn parse(word: &str) -> Option<Self> {
        if word == TEXT {
            return Some(Self::Text);
        }
        if word.contains("::") {
            return Some(Self::Own(word.to_owned()));
        }
        TextType::ALL.iter().find(|known| known.word() == word).map(|known| Self::Type(*known))
    }
}

/// The known formats, used by a spec or not.
pub const KNOWN: &[&str] = &[
    "binary",
    "byte",
    "date",
    "date-time",
    "decimal",
    "duration",
    "email",
    "hostname",
    "ip",
    "ipv4",
    "ipv6",
    "time",
    "uri",
    "url",
    "uuid",
];

/// The types of formats, for one API.
#[derive(Debug, Clone, Default)]
pub struct Formats(BTreeMap<String, Target>);

impl Formats {
    /// Returns the formats of a spec, with defaults for dates. Words that stand for no type are left out.
    pub fn new<'a>(stated: impl IntoIterator<Item = (&'a String, &'a String)>) -> Self {
        let dates = [("date-time", TextType::Timestamp), ("date", TextType::Date)];
        let dates = dates.map(|(format, type_)| (format.to_owned(), Target::Type(type_)));
        let stated = stated
            .into_iter()
            .filter_map(|(format, word)| Some((format.clone(), Target::parse(word)?)));
        Self(dates.into_iter().chain(stated).collect())
    }

    /// Returns the type of a format; `None` for a format without one, whose strings stay a `String`.
    pub fn of(&self, format: &str) -> Option<&Target> {
        self.0.get(format)
    }
}

/// Returns whether a text is a UUID (RFC 9562, section 4).
pub fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Returns the range of the integers of a format; 64 bits unless it names another width.
pub fn integers(format: &str) -> RangeInclusive<i128> {
    match format {
        "int8" => i8::MIN.into()..=i8::MAX.into(),
        "int16" => i16::MIN.into()..=i16::MAX.into(),
        "int32" => i32::MIN.into()..=i32::MAX.into(),
        "uint8" => 0..=u8::MAX.into(),
        "uint16" => 0..=u16::MAX.into(),
        "uint32" => 0..=u32::MAX.into(),
        "uint64" => 0..=u64::MAX.into(),
        "int128" => i128::MIN..=i128::MAX,
        // A larger integer is not one of JSON.
        "uint128" => 0..=i128::MAX,
        _ => i64::MIN.into()..=i64::MAX.into(),
    }
}

/// Returns whether a text is a date (RFC 3339, section 5.6).
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |part: &str, length: usize, range: std::ops::RangeInclusive<u32>| {
        part.len() == length
            && part.bytes().all(|b| b.is_ascii_digit())
            && part.parse().is_ok_and(|n| range.contains(&n))
    };
    let [year, month, day] = parts.as_slice() else { return false };
    let leap = year.parse().is_ok_and(|year: u32| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    });
    let days = match *month {
        "02" if leap => 29,
        "02" => 28,
        "04" | "06" | "09" | "11" => 30,
        _ => 31,
    };
    number(year, 4, 0..=9999) && number(month, 2, 1..=12) && number(day, 2, 1..=days)
}

fn is_date_time(text: &str) -> bool {
    let Some((day, time)) = text.split_once(['T', 't', ' ']) else { return false };
    let Some(at) = time.rfind(['Z', 'z', '+', '-']) else { return false };
    let (clock, offset) = time.split_at(at);
    let digits = offset.get(1..).unwrap_or("").replacen(':', "", 1);
    let is_utc = offset.starts_with(['Z', 'z']);
    let is_offset = if is_utc {
        digits.is_empty()
    } else {
        matches!(digits.len(), 2 | 4) && digits.bytes().all(|b| b.is_ascii_digit())
    };
    // A time alone cannot have a leap second, since there is no day for it.
    is_date(day) && is_offset && (is_time(clock) || is_time(&clock.replacen(":60", ":59", 1)))
}

/// Returns whether a text is a time without an offset (RFC 3339, section 5.6, `partial-time`).
fn is_time(text: &str) -> bool {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Vec<&str> = clock.split(':').collect();
    let below = |part: &str, bound: u32| {
        part.len() == 2
            && part.bytes().all(|b| b.is_ascii_digit())
            && part.parse().is_ok_and(|number: u32| number < bound)
    };
    let [hour, minute, second] = parts.as_slice() else { return false };
    below(hour, 24)
        && below(minute, 60)
        && below(second, 60)
        && !fraction.is_empty()
        && fraction.bytes().all(|b| b.is_ascii_digit())
}

/// Returns whether a text is a duration (ISO 8601): units in their order, of which only the last may have a fraction.
fn is_span(text: &str) -> bool {
    let text = text.trim_start_matches(['+', '-']).to_ascii_uppercase();
    let Some(text) = text.strip_prefix('P') else { return false };
    let (days, clock) = match text.split_once('T') {
        Some((days, clock)) => (days, Some(clock)),
        None => (text, None),
    };
    let in_order = |part: &str, units: &str| {
        let mut left = units.chars();
        let pieces: Vec<&str> = part.split_inclusive(|c: char| c.is_ascii_alphabetic()).collect();
        pieces.iter().enumerate().all(|(index, piece)| {
            let mut number = piece.chars();
            let unit = number.next_back();
            let number = number.as_str();
            let (whole, fraction) = number.split_once(['.', ',']).unwrap_or((number, "0"));
            let is_last = index + 1 == pieces.len() && units == "HMS";
            left.by_ref().any(|known| Some(known) == unit)
                && (is_last || whole.len() == number.len())
                && [whole, fraction]
                    .iter()
                    .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
        })
    };
    let has_clock = clock.is_some_and(|clock| !clock.is_empty());
    in_order(days, "YMWD")
        && in_order(clock.unwrap_or(""), "HMS")
        && clock.is_some() == has_clock
        && (has_clock || !days.is_empty())
}

/// Returns whether a text is Base64 with its padding (RFC 4648, section 4).
fn is_base64(text: &str) -> bool {
    let data = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - data.len() <= 2
        && data.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
}

fn is_decimal(text: &str) -> bool {
    let number = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (1..=29).contains(&digits)
        && number.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && number.bytes().filter(|b| *b == b'.').count() <= 1
}

/// Returns whether a text begins like a URL with a scheme.
fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let special = ["http", "https", "ftp", "ws", "wss"];
    let needs_host = special.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        && !text.contains(char::is_control)
        && !(needs_host && rest.trim_matches(['/', '\\']).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told_apart(type_: TextType, fits: &[&str], misfits: &[&str]) {
        for text in fits {
            assert_eq!(type_.misfit(text), None, "{text}");
        }
        for text in misfits {
            assert!(type_.misfit(text).is_some(), "{text}");
        }
    }

    #[test]
    fn texts_of_a_type_are_told_from_others() {
        told_apart(
            TextType::Time,
            &["17:30:00", "00:00:00.5"],
            &["17:30", "17:30:00Z", "24:00:00", "1:2:3", ""],
        );
        told_apart(
            TextType::Span,
            &["P1DT12H", "PT90M", "-PT1.5S", "P1Y2M3W4D", "p1d", "PT0.25H"],
            &["", "P", "PT", "P1", "P1H", "P1D2Y", "P1.5D", "PT1.5H2M", "1D", "P1DT", "PT.5S"],
        );
        told_apart(TextType::Base64, &["", "YQ==", "aGk/+w=="], &["YQ", "YQ=", "Y===", "_-8="]);
        told_apart(
            TextType::Decimal,
            &["1", "-1.50", "+.5"],
            &["", ".", "1.2.3", "1e3", "1,5", "1_0"],
        );
        told_apart(
            TextType::Uri,
            &["https://example.com/a?b", "mailto:a@b.example", "urn:x:y"],
            &["", "/a", "example.com", "https://", "1a:b", "https://a\nb"],
        );
        told_apart(TextType::Ip, &["192.0.2.1", "::1"], &["192.0.2.0/24", "host"]);
        told_apart(TextType::Ipv4, &["192.0.2.1"], &["::1"]);
        told_apart(TextType::Ipv6, &["::1"], &["192.0.2.1"]);
        told_apart(
            TextType::Timestamp,
            &["2030-01-31T12:00:00Z", "2030-01-31 12:00:60.5+01:00", "2030-01-31t12:00:00-0100"],
            &[
                "2030-01-31",
                "2030-01-31T12:00:00",
                "2030-01-31T12:00Z",
                "2030-01-31T12:00:00+1",
                "2030-02-31T12:00:00Z",
            ],
        );
        told_apart(TextType::Date, &["2028-02-29"], &["2030-02-29"]);
        told_apart(TextType::Uuid, &["2a95132c-1573-2412-d22c-1476fa83f27a"], &["2a95132c"]);
    }

    #[test]
    fn each_type_is_found_by_its_word() {
        for type_ in TextType::ALL {
            assert_eq!(Target::parse(type_.word()), Some(Target::Type(*type_)));
        }
        assert_eq!(Target::parse("string"), Some(Target::Text));
        assert_eq!(
            Target::parse("my_crate::Money"),
            Some(Target::Own("my_crate::Money".to_owned()))
        );
        assert_eq!(Target::parse("money"), None);
    }

    #[test]
    fn what_a_spec_says_goes_before_what_holds_for_dates() {
        let stated =
            [("date".to_owned(), "string".to_owned()), ("uuid".to_owned(), "uuid".to_owned())];
        let formats = Formats::new(stated.iter().map(|(format, word)| (format, word)));
        assert_eq!(formats.of("date"), Some(&Target::Text));
        assert_eq!(formats.of("date-time"), Some(&Target::Type(TextType::Timestamp)));
        assert_eq!(formats.of("uuid"), Some(&Target::Type(TextType::Uuid)));
        assert_eq!(formats.of("uri"), None);
    }
}
