//! What a program may do before and after each attempt of a call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::call::draft::settable_header;
use crate::call::prepare::{Prepared, shown_url};
use crate::call::wire::Failure;
use crate::describe::operation::Operation;

/// Looks on at every attempt of every call of a client, and may add headers or refuse it.
///
/// Set by [`ClientBuilder::interceptor`](crate::ClientBuilder::interceptor); several are asked in the order in which
/// they were set. No credential is shown to one: neither the headers that carry them, nor secrets in the URL. An
/// interceptor is called on the task of the call, which it must not block.
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
    /// Before an attempt is sent, and before it is signed. (A redirect that is followed belongs to the same attempt.)
    ///
    /// # Errors
    ///
    /// Why it must not be sent: the call then fails with this text, and [`is_invalid`](crate::Problem::is_invalid) says so.
    fn before_send(&self, request: &mut BeforeSend<'_>) -> Result<(), String> {
        let _ = request;
        Ok(())
    }

    /// After an attempt, whether it was answered or broke off.
    fn after_response(&self, response: &AfterResponse<'_>) {
        let _ = response;
    }

    /// Before the wait for another attempt.
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
    /// The operation that is called.
    pub fn operation(&self) -> &Operation {
        &self.prepared.draft().operation
    }

    /// The number of the attempt, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The URL that it goes to, secrets and credentials in it masked.
    pub fn url(&self) -> String {
        shown_url(self.prepared)
    }

    /// Adds a header, or replaces one that the runtime or the call would set.
    ///
    /// Headers that carry the credentials of the scheme used (such as `authorization`) or frame the message (such as
    /// `host` and `content-length`), and values that no header can have, are refused: the call then fails.
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
    /// The operation that was called.
    pub fn operation(&self) -> &Operation {
        self.operation
    }

    /// The number of the attempt, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The HTTP status, if the server answered.
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// The first value of a header of the answer; nothing if it is not visible ASCII.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers?.get(name)?.to_str().ok()
    }

    /// The headers of the answer: names in lower case, values as bytes.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let headers = self.headers.into_iter().flatten();
        headers.map(|(name, value)| (name.as_str(), value.as_bytes()))
    }

    /// How long the attempt took, redirects and body included.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// What broke off, if sending or receiving did.
    pub fn failure(&self) -> Option<Failure> {
        self.failure
    }

    /// Why there is no whole answer, if so, with the secrets of the call masked.
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

/// Another attempt that is about to be waited for.
pub struct OnRetry<'a> {
    pub(crate) operation: &'a Operation,
    pub(crate) attempt: u32,
    pub(crate) delay: Duration,
    pub(crate) status: Option<u16>,
    pub(crate) failure: Option<Failure>,
}

impl OnRetry<'_> {
    /// The operation that is called.
    pub fn operation(&self) -> &Operation {
        self.operation
    }

    /// The number of the attempt that failed, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// How long it waits now. (A rate limit may hold it back besides.)
    pub fn delay(&self) -> Duration {
        self.delay
    }

    /// The status that the server answered with, if it did.
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// What broke off, if sending or receiving did.
    pub fn failure(&self) -> Option<Failure> {
        self.failure
    }

    /// Why it is sent again, such as `status 503`, `timeout` or `no connection`.
    pub fn reason(&self) -> String {
        match (self.status, self.failure) {
            (Some(status), _) => format!("status {status}"),
            (None, Some(Failure::Connect)) => "no connection".to_owned(),
            (None, Some(Failure::Timeout)) => "timeout".to_owned(),
            (None, _) => "the exchange broke off".to_owned(),
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
