//! What a program may do before and after each attempt of a call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::call::draft::settable_header;
use crate::call::prepare::{Prepared, shown_url};
use crate::call::wire::Failure;
use crate::describe::operation::Operation;

/// Observes every attempt of every call of a client; it may add headers or refuse an attempt.
///
/// [`ClientBuilder::interceptor`](crate::ClientBuilder::interceptor) adds one. Several are called in the order in which
/// they were added. An interceptor sees no credentials: neither the headers that carry them nor secrets in the URL. It
/// is called on the task of the call, which it must not block.
///
/// ```
/// use clientwright_runtime::ClientBuilder;
/// use clientwright_runtime::hooks::{BeforeSend, Interceptor, OnRetry};
/// use clientwright_runtime::spec::Api;
///
/// struct Traced;
///
/// impl Interceptor for Traced {
///     fn before_send(&self, request: &mut BeforeSend<'_>) -> Result<(), String> {
///         if request.operation().id.starts_with("billing.") {
///             return Err("this program leaves billing alone".to_owned());
///         }
///         request.header("x-trace", format!("{}-{}", request.operation().id, request.attempt()));
///         Ok(())
///     }
///
///     fn on_retry(&self, retry: &OnRetry<'_>) {
///         eprintln!("{}: again after {:?}: {}", retry.operation().id, retry.delay(), retry.reason());
///     }
/// }
///
/// static API: Api = Api::new("Example");
/// let client = ClientBuilder::new(&API).base_url("https://api.example.com").interceptor(Traced).build()?;
/// # let _ = client;
/// # Ok::<(), clientwright_runtime::Problem>(())
/// ```
pub trait Interceptor: Send + Sync + 'static {
    /// Runs before an attempt is signed and sent. A redirect that is followed belongs to the same attempt.
    ///
    /// # Errors
    ///
    /// Why the attempt must not be sent. The call then fails with this text, and
    /// [`is_invalid`](crate::Problem::is_invalid) is true.
    fn before_send(&self, request: &mut BeforeSend<'_>) -> Result<(), String> {
        let _ = request;
        Ok(())
    }

    /// Runs after an attempt, whether the server responded or the attempt failed.
    fn after_response(&self, response: &AfterResponse<'_>) {
        let _ = response;
    }

    /// Runs before the wait for another attempt.
    fn on_retry(&self, retry: &OnRetry<'_>) {
        let _ = retry;
    }
}

/// The interceptors of a client, in order.
pub(crate) type Interceptors = Arc<[Arc<dyn Interceptor>]>;

/// An attempt that is about to be sent.
pub struct BeforeSend<'a> {
    pub(crate) prepared: &'a Prepared<'a>,
    pub(crate) attempt: u32,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) fault: Option<String>,
}

impl BeforeSend<'_> {
    /// Returns the operation.
    pub fn operation(&self) -> &Operation {
        &self.prepared.draft().operation
    }

    /// Returns the number of the attempt, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Returns the URL, with secrets and credentials masked.
    pub fn url(&self) -> String {
        shown_url(self.prepared)
    }

    /// Sets a header, or overrides one that the runtime or the request would set.
    ///
    /// The call fails if the header carries the credentials of the scheme in use (such as `authorization`), if it
    /// frames the message (such as `host` and `content-length`), or if its value is not allowed in a header.
    pub fn header(&mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> &mut Self {
        let refused = match settable_header(name.as_ref(), value.as_ref()) {
            Err(fault) => fault,
            Ok((name, _)) if self.prepared.chosen.owns(&name) => {
                format!("the header `{name}` cannot be set: it carries the client's credentials")
            }
            Ok((name, value)) => {
                self.headers.retain(|(known, _)| *known != name);
                self.headers.push((name, value));
                return self;
            }
        };
        self.fault.get_or_insert(refused);
        self
    }
}

impl fmt::Debug for BeforeSend<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BeforeSend")
            .field("operation", &self.operation().id)
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}

/// How an attempt ended.
pub struct AfterResponse<'a> {
    pub(crate) operation: &'a Operation,
    pub(crate) attempt: u32,
    pub(crate) status: Option<u16>,
    pub(crate) headers: Option<&'a HeaderMap>,
    pub(crate) elapsed: Duration,
    pub(crate) failure: Option<Failure>,
    pub(crate) error: Option<&'a str>,
}

impl AfterResponse<'_> {
    /// Returns the operation.
    pub fn operation(&self) -> &Operation {
        self.operation
    }

    /// Returns the number of the attempt, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Returns the HTTP status, if the server responded.
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// Returns the first value of a header of the response. `None` also if the value has characters other than visible
    /// ASCII.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers?.get(name)?.to_str().ok()
    }

    /// Returns the headers of the response: names in lower case, values as bytes.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let headers = self.headers.into_iter().flatten();
        headers.map(|(name, value)| (name.as_str(), value.as_bytes()))
    }

    /// Returns how long the attempt took, redirects and response body included.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Returns what failed, if sending or receiving did.
    pub fn failure(&self) -> Option<Failure> {
        self.failure
    }

    /// Returns why the response is not complete, if it is not, with the secrets of the call masked.
    pub fn error(&self) -> Option<&str> {
        self.error
    }
}

impl fmt::Debug for AfterResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AfterResponse")
            .field("operation", &self.operation.id)
            .field("attempt", &self.attempt)
            .field("status", &self.status)
            .field("elapsed", &self.elapsed)
            .field("failure", &self.failure)
            .finish_non_exhaustive()
    }
}

/// A retry that is about to be waited for.
pub struct OnRetry<'a> {
    pub(crate) operation: &'a Operation,
    pub(crate) attempt: u32,
    pub(crate) delay: Duration,
    pub(crate) status: Option<u16>,
    pub(crate) failure: Option<Failure>,
}

impl OnRetry<'_> {
    /// Returns the operation.
    pub fn operation(&self) -> &Operation {
        self.operation
    }

    /// Returns the number of the attempt that failed, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Returns the delay before the retry. A rate limit may delay it further.
    pub fn delay(&self) -> Duration {
        self.delay
    }

    /// Returns the HTTP status, if the server responded.
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// Returns what failed, if sending or receiving did.
    pub fn failure(&self) -> Option<Failure> {
        self.failure
    }

    /// Returns the reason of the retry, such as `status 503`, `timeout` or `no connection`.
    pub fn reason(&self) -> String {
        match (self.status, self.failure) {
            (Some(status), _) => format!("status {status}"),
            (None, Some(Failure::Connect)) => "no connection".to_owned(),
            (None, Some(Failure::Timeout)) => "timeout".to_owned(),
            (None, _) => "the connection failed".to_owned(),
        }
    }
}

impl fmt::Debug for OnRetry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnRetry")
            .field("operation", &self.operation.id)
            .field("attempt", &self.attempt)
            .field("delay", &self.delay)
            .field("reason", &self.reason())
            .finish_non_exhaustive()
    }
}
