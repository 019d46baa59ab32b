//! Texts of a format as types: what each is read from, and that it is written as it was read.
//!
//! A text that is not of its format is a fault, as is one that the type could not keep: a time with an offset, a decimal
//! of more digits than there is room for. What only has several spellings (capitals in a UUID, zeros in an address) is
//! written in the usual one. The parsers of some crates take more than the format; they are held to it here.

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

/// Why a text is not of its format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatError {
    expected: &'static str,
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the text is not {}", self.expected)
    }
}

impl std::error::Error for FormatError {}

/// Types that are a text of a format in JSON, and in paths, queries and headers: what reads the text, what a text is not
/// that it does not read, and any value of it.
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

/// The crate also reads digits with underscores between them, and rounds what it has no room for.
#[cfg(feature = "decimal")]
fn decimal(text: &str) -> Option<Decimal> {
    (!text.contains('_')).then(|| Decimal::from_str_exact(text).ok()).flatten()
}

/// The crate also reads forms without hyphens, in braces and behind `urn:uuid:`, which would be written otherwise.
#[cfg(feature = "uuid")]
fn uuid(text: &str) -> Option<Uuid> {
    (text.len() == 36).then(|| Uuid::try_parse(text).ok()).flatten()
}

/// A type where the feature for it is off: it does all that generated code asks for, so that the compiler says nothing but
/// what [`needs!`](crate::needs) says.
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
