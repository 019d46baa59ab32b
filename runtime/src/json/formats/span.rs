//! Durations of ISO 8601.

use std::fmt;
use std::str::FromStr;

use jiff::SpanFieldwise;
use jiff::fmt::temporal::SpanParser;

use super::FormatError;

/// A duration of ISO 8601, such as `P1DT12H`: a [`jiff::Span`], which keeps days and hours apart, since not every day
/// has 24 hours. Two spans are equal if they are equal in each unit.
///
/// ```
/// use clientwright_runtime::{Span, jiff};
///
/// let span: Span = "P1DT12H".parse()?;
/// assert_eq!(span, jiff::Span::new().days(1).hours(12).into());
/// assert_eq!(span.get().get_days(), 1);
/// assert_eq!(span.to_string(), "P1DT12H");
/// # Ok::<(), clientwright_runtime::FormatError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span(SpanFieldwise);

impl Span {
    pub(super) const EXPECTED: &str = "a duration of ISO 8601, such as P1DT12H";

    /// Returns the span of jiff, which can be added to times.
    #[must_use]
    pub fn get(self) -> jiff::Span {
        self.0.0
    }
}

impl From<jiff::Span> for Span {
    fn from(span: jiff::Span) -> Self {
        Self(SpanFieldwise(span))
    }
}

impl From<Span> for jiff::Span {
    fn from(span: Span) -> Self {
        span.get()
    }
}

impl FromStr for Span {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, FormatError> {
        // jiff's own `FromStr` also accepts `1 day 12 hours`.
        let span = SpanParser::new().parse_span(text);
        span.map(Self::from).map_err(|_| FormatError { expected: Self::EXPECTED })
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The alternate form is not ISO 8601.
        write!(f, "{}", self.get())
    }
}
