//! What comes back besides the data.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;

use crate::error::Problem;

/// An answer with its status and headers.
#[derive(Clone, Debug)]
pub struct Response<T> {
    pub(crate) status: u16,
    pub(crate) headers: Headers,
    pub(crate) request_id: Option<String>,
    pub(crate) data: T,
}

impl<T> Response<T> {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// What identifies the call to the API's support, if the server sent it.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The data.
    pub fn data(&self) -> &T {
        &self.data
    }

    /// The data, owned.
    pub fn into_inner(self) -> T {
        self.data
    }
}

/// The headers of an answer. Its `Debug` shows names only, as values may be secret.
#[derive(Clone, Default)]
pub struct Headers(pub(crate) HeaderMap);

impl Headers {
    /// No headers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a header.
    ///
    /// # Errors
    ///
    /// A name or a value that no header can have.
    pub fn append(&mut self, name: &str, value: &[u8]) -> Result<(), Problem> {
        let refuse = |what: &str| {
            Problem::invalid("a header", format!("its {what} is none that a header can have"))
        };
        let name = http::HeaderName::from_bytes(name.as_bytes()).map_err(|_| refuse("name"))?;
        let value = http::HeaderValue::from_bytes(value).map_err(|_| refuse("value"))?;
        self.0.append(name, value);
        Ok(())
    }

    /// The first value of a header whose name is this, in any case; nothing if it is not visible ASCII.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.to_str().ok()
    }

    /// All values of a header, as bytes.
    pub fn get_all(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.0.get_all(name).iter().map(http::HeaderValue::as_bytes)
    }

    /// All headers: names in lower case, values as bytes.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_bytes()))
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// The bytes of an answer. Its `Debug` shows the length only, as answers may hold secrets.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Content(pub(crate) Bytes);

impl Content {
    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The text, if the bytes are UTF-8.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        str::from_utf8(&self.0).ok()
    }

    /// The bytes, owned.
    #[must_use]
    pub fn into_vec(self) -> Vec<u8> {
        self.0.into()
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&'static str> for Content {
    fn from(text: &'static str) -> Self {
        Self(Bytes::from_static(text.as_bytes()))
    }
}

impl std::ops::Deref for Content {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Content {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Content({} bytes)", self.0.len())
    }
}
