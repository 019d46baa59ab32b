//! An answer together with what comes back besides its data.

use std::str::FromStr;
use std::time::Duration;

use crate::base::headers::Headers;
use crate::base::rate_limit::RateLimit;
use crate::error::Problem;
use crate::error::header::Header;

/// An answer with its status and headers.
#[derive(Clone, Debug)]
pub struct Response<T> {
    pub(crate) status: u16,
    pub(crate) headers: Headers,
    pub(crate) request_id: Option<String>,
    pub(crate) retry_after: Option<Duration>,
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

    /// How many more calls the server allows, if it says so (`Ratelimit` and `Ratelimit-Policy`).
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.headers.rate_limit()
    }

    /// How long the server asks to wait before the next call (RFC 9110, section 10.2.3).
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// A header as its type; nothing where it is not there. Generated requests have the headers that the spec tells of,
    /// such as `List::X_TOTAL`.
    ///
    /// # Errors
    ///
    /// A value that is not of the type.
    pub fn header<H: FromStr>(&self, header: Header<H>) -> Result<Option<H>, Problem> {
        self.headers.read(header)
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
