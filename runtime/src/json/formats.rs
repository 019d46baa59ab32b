//! Strings of a format as types: what each is read from, and how it is written.
//!
//! A string that is not of its format is a fault, and so is one that the type could not keep: a time with an offset, a
//! decimal with more digits than fit. A value with several spellings (upper case in a UUID, zeros in an address) is
//! written in the usual one. The parsers of some crates accept more than the format; these functions reject the rest.

mod base64;
mod span;
mod uri;

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use jiff::Timestamp;
use jiff::civil::{Date, Time};
#[cfg(feature = "decimal")]
use rust_decimal::Decimal;
#[cfg(feature = "uuid")]
use uuid::Uuid;

pub use self::base64::Base64;
pub use self::span::Span;
pub use self::uri::Uri;
use crate::base::instant::{date, time, timestamp};
use crate::describe::argument::{ParameterTexts, ParameterValue};
use crate::json::form::Form;
use crate::json::read::Reader;
use crate::json::tape::Node;
use crate::json::value::{Value, read_str};
use crate::json::write::Writer;

/// Why a string is not of its format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatError {
    expected: &'static str,
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the string is not {}", self.expected)
    }
}

impl std::error::Error for FormatError {}

/// Implements the traits for types that are a string of a format in JSON, paths, queries and headers. Each line has the
/// parser, what a string is not that cannot be parsed, and any value.
macro_rules! formats {
    ($($(#[$behind:meta])? $type:ty, $parse:expr, $expected:expr, $placeholder:expr;)*) => {
        $(
            $(#[$behind])?
            impl Value for $type {
                type Form = Self;
            }

            $(#[$behind])?
            impl Form<Self> for $type {
                fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> Self {
                    let parse: fn(&str) -> Option<Self> = $parse;
                    parse(read_str(reader, node)).unwrap_or_else(|| {
                        reader.malformed(node, $expected);
                        $placeholder
                    })
                }

                fn write(value: &Self, writer: &mut Writer) {
                    writer.string(&value.to_string());
                }

                fn placeholder() -> Self {
                    $placeholder
                }
            }

            $(#[$behind])?
            impl ParameterValue for $type {
                fn add_to(&self, texts: &mut ParameterTexts<'_>) {
                    texts.add(self);
                }
            }
        )*
    };
}

formats! {
    Timestamp, timestamp, "a date and time with an offset (RFC 3339)", Timestamp::UNIX_EPOCH;
    Date, date, "a date (RFC 3339)", Date::ZERO;
    Time, time, "a time without an offset, such as 17:30:00 (RFC 3339, partial-time)", Time::midnight();
    Span, |text| text.parse().ok(), Span::EXPECTED, Span::default();
    Base64, |text| text.parse().ok(), Base64::EXPECTED, Base64::default();
    Uri, |text| text.parse().ok(), Uri::EXPECTED, Uri::blank();
    IpAddr, |text| text.parse().ok(), "an IP address", IpAddr::V4(Ipv4Addr::UNSPECIFIED);
    Ipv4Addr, |text| text.parse().ok(), "an IPv4 address", Self::UNSPECIFIED;
    Ipv6Addr, |text| text.parse().ok(), "an IPv6 address", Self::UNSPECIFIED;
    #[cfg(feature = "decimal")]
    Decimal, decimal, "a decimal number of at most 28 digits", Decimal::ZERO;
    #[cfg(feature = "uuid")]
    Uuid, uuid, "a UUID (RFC 9562)", Uuid::nil();
}

/// Parses a decimal. The crate would also accept underscores between digits, and would round digits that do not fit.
#[cfg(feature = "decimal")]
fn decimal(text: &str) -> Option<Decimal> {
    (!text.contains('_')).then(|| Decimal::from_str_exact(text).ok()).flatten()
}

/// Parses a UUID. The crate would also accept forms without hyphens, in braces and with the prefix `urn:uuid:`, which
/// would be written differently.
#[cfg(feature = "uuid")]
fn uuid(text: &str) -> Option<Uuid> {
    (text.len() == 36).then(|| Uuid::try_parse(text).ok()).flatten()
}

/// The type of a format whose feature is off. It implements what generated code needs, so that [`needs!`](crate::needs)
/// is the only error of the compiler.
#[cfg(not(all(feature = "decimal", feature = "uuid")))]
macro_rules! absent {
    ($name:ident) => {
        #[doc(hidden)]
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(());

        impl fmt::Display for $name {
            fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
                Ok(())
            }
        }

        impl std::str::FromStr for $name {
            type Err = FormatError;

            fn from_str(_: &str) -> Result<Self, FormatError> {
                Err(FormatError { expected: stringify!($name) })
            }
        }

        formats! { $name, |_| None, stringify!($name), $name(()); }
    };
}

#[cfg(not(feature = "decimal"))]
absent!(Decimal);
#[cfg(not(feature = "uuid"))]
absent!(Uuid);

#[cfg(test)]
mod tests;
