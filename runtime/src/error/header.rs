//! Headers of a response that are read as a type.

use std::any::type_name;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use crate::base::headers::Headers;
use crate::error::{Kind, Problem};

/// A header of a response, by its name and the type of its value. Generated request types have one for each header that
/// the spec describes; [`Response::header`](crate::Response::header) reads it.
///
/// ```
/// use clientwright_runtime::{Header, Headers};
///
/// const TOTAL: Header<i64> = Header::new("x-total");
/// let mut headers = Headers::new();
/// headers.append("X-Total", b"12")?;
/// assert_eq!(headers.read(TOTAL)?, Some(12));
/// # Ok::<(), clientwright_runtime::Problem>(())
/// ```
pub struct Header<T> {
    name: &'static str,
    types: PhantomData<fn() -> T>,
}

impl<T> Header<T> {
    /// Returns a header with this name. Its case does not matter.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, types: PhantomData }
    }

    /// Returns the name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }
}

impl<T> Clone for Header<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Header<T> {}

impl<T> fmt::Debug for Header<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Header").field(&self.name).finish()
    }
}

impl Headers {
    /// Adds a header.
    ///
    /// # Errors
    ///
    /// A name or a value that a header cannot have.
    pub fn append(&mut self, name: &str, value: &[u8]) -> Result<(), Problem> {
        let refuse = |what: &str| {
            Problem::invalid(
                "a header",
                format!("its {what} contains a character that is not allowed there"),
            )
        };
        let name = http::HeaderName::from_bytes(name.as_bytes()).map_err(|_| refuse("name"))?;
        let value = http::HeaderValue::from_bytes(value).map_err(|_| refuse("value"))?;
        self.0.append(name, value);
        Ok(())
    }

    /// Reads the first value of a header as its type; `None` if the header was not sent.
    ///
    /// # Errors
    ///
    /// A value that is not of the type. The error does not show the value, which may be secret.
    pub fn read<T: FromStr>(&self, header: Header<T>) -> Result<Option<T>, Problem> {
        let Some(text) = self.text(header.name)? else { return Ok(None) };
        text.parse().map(Some).map_err(|_| misfit(header.name, type_name::<T>()))
    }

    fn text(&self, name: &str) -> Result<Option<&str>, Problem> {
        let Some(value) = self.0.get(name) else { return Ok(None) };
        let text = str::from_utf8(value.as_bytes()).map_err(|_| misfit(name, "String"))?;
        Ok(Some(text.trim()))
    }
}

fn misfit(name: &str, expected: &str) -> Problem {
    let expected = expected.rsplit("::").next().unwrap_or(expected);
    Problem::new(
        Kind::Decode,
        format!("the header `{name}`"),
        format!("its value cannot be read as `{expected}`"),
    )
}
