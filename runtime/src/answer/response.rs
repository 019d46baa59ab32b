//! A response with what was received besides its data.

use std::str::FromStr;
use std::time::Duration;

use crate::base::headers::Headers;
use crate::base::rate_limit::RateLimit;
use crate::error::Problem;
use crate::error::header::Header;

/// The data of a response together with its status and headers.
#[derive(Clone, Debug)]
pub struct Response<T> {
    pub(crate) status: u16,
    pub(crate) headers: Headers,
    pub(crate) request_id: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) data: T,
}

impl<T> Response<T> {
    /// Returns the HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// Returns the id of the request that the API's support asks for, if the server sent one.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns what the server says about its rate limits (`RateLimit` and `RateLimit-Policy`), if it does.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.headers.rate_limit()
    }

    /// Returns how long the server asks to wait before the next call (RFC 9110, section 10.2.3).
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// Reads a header as its type; `None` if it was not sent. Generated request types have a constant for each header
    /// that the spec describes, such as `List::X_TOTAL`.
    ///
    /// # Errors
    ///
    /// A value that is not of the type.
    pub fn header<H: FromStr>(&self, header: Header<H>) -> Result<Option<H>, Problem> {
        self.headers.read(header)
    }

    /// Returns the data.
    pub fn data(&self) -> &T {
        &self.data
    }

    /// Returns the data, owned.
    pub fn into_inner(self) -> T {
        self.data
    }
}
