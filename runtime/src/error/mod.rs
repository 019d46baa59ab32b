//! Why a call failed.

use std::error::Error as StdError;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value as Json;

use crate::base::headers::Headers;
use crate::base::rate_limit::RateLimit;
use crate::base::text::shown;
use crate::describe::data::{Alternatives, Names};
use crate::json::read::Reader;
use crate::json::tape::Tape;
use crate::json::value::Value;

pub(crate) mod header;

/// A server's message is cut after this many characters.
const MESSAGE_LIMIT: usize = 1_000;

/// Why a call failed. `F` is the type of the API's failures.
///
/// Its `Display` names the operation and says what went wrong and what to do about it. Neither its `Display`, its
/// `Debug` nor its sources show a credential, a secret or a URL. The body that the server sent is in
/// [`body`](Problem::body).
///
/// ```
/// use clientwright_runtime::{ClientBuilder, Error};
/// use clientwright_runtime::spec::Api;
///
/// static API: Api = Api::new("Example");
/// let error: Error = ClientBuilder::new(&API).base_url("ftp://example.org").build().unwrap_err().into();
/// assert!(error.is_invalid());
/// assert_eq!(error.to_string(), "Example: the base URL must start with https:// or http://");
/// ```
pub struct Error<F = Json> {
    problem: Problem,
    failure: Option<Box<F>>,
}

/// An [`Error`] without the failure of the API: the error of options, of checks before anything is sent, and of
/// streams. It converts into any `Error`, and every `Error` has its methods.
pub struct Problem(Box<Details>);

pub(crate) struct Details {
    pub(crate) kind: Kind,
    /// What the problem is about: an operation, an API or a header.
    pub(crate) subject: String,
    /// What is wrong. It contains no secret and no value that the server sent.
    pub(crate) text: String,
    pub(crate) status: Option<u16>,
    pub(crate) request_id: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) body: Option<Bytes>,
    /// The body of the failure, with its secrets masked.
    pub(crate) failure: Option<Tape<'static>>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) attempts: u32,
    pub(crate) headers: Option<Headers>,
    /// What else is to be said, such as why the call was not retried.
    pub(crate) note: Option<String>,
    pub(crate) permissions: Option<Names>,
    /// The schemes that the call accepts, if the client has no credentials for any of them.
    pub(crate) schemes: Alternatives,
    pub(crate) source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// The phase in which a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Refused before it was sent.
    Invalid,
    /// The credentials could not be fetched.
    Credentials,
    /// What was to be sent could not be read.
    Upload,
    /// The response body could not be saved.
    Save,
    /// More pages than allowed.
    TooManyPages,
    /// No connection to the server.
    Connect,
    /// The response did not arrive in time, or not all of it.
    Timeout,
    /// Sending or receiving failed.
    Transport,
    /// A redirect that is not followed.
    Redirect,
    /// A response larger than allowed.
    TooLarge,
    /// A response that does not fit the spec.
    Decode,
    /// The server says that the call failed.
    Failure,
}

impl Problem {
    pub(crate) fn new(kind: Kind, subject: impl Into<String>, text: impl Into<String>) -> Self {
        Self(Box::new(Details {
            kind,
            subject: subject.into(),
            text: text.into(),
            status: None,
            request_id: None,
            message: None,
            code: None,
            body: None,
            failure: None,
            retry_after: None,
            attempts: 0,
            headers: None,
            note: None,
            permissions: None,
            schemes: Alternatives(&[]),
            source: None,
        }))
    }

    pub(crate) fn invalid(subject: impl Into<String>, text: impl Into<String>) -> Self {
        Self::new(Kind::Invalid, subject, text)
    }

    pub(crate) fn details_mut(&mut self) -> &mut Details {
        &mut self.0
    }
}

impl<F> Error<F> {
    pub(crate) fn with_failure(problem: Problem, failure: Option<F>) -> Self {
        Self { problem, failure: failure.map(Box::new) }
    }

    /// Returns the failure that the server sent, if its body could be read as one. Credentials and secrets of the call
    /// are masked in it.
    pub fn failure(&self) -> Option<&F> {
        self.failure.as_deref()
    }
}

/// An error has all methods of a problem.
impl<F> Deref for Error<F> {
    type Target = Problem;

    fn deref(&self) -> &Problem {
        &self.problem
    }
}

impl Problem {
    pub(crate) fn kind(&self) -> Kind {
        self.0.kind
    }

    /// Returns the HTTP status, if the server responded.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// Returns the id of the request that the API's support asks for, if the server sent one.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Returns the operation, such as `stream.keys.delete`; the name of the API if what failed was not a call.
    pub fn operation(&self) -> &str {
        &self.0.subject
    }

    /// Returns the server's code of what went wrong.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// Returns the server's message. Credentials and secrets of the call are masked in it.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// Returns the response body as it was received, if there was one. Nothing is masked in it.
    pub fn body(&self) -> Option<&[u8]> {
        self.0.body.as_deref()
    }

    /// Reads the failure that the server sent as another type than the API's failures have: an endpoint's documentation
    /// says which statuses have a type of their own. Credentials and secrets of the call are masked in it.
    ///
    /// ```
    /// use clientwright_runtime::{Error, Json};
    ///
    /// fn field(error: &Error) -> Option<String> {
    ///     match error.status() {
    ///         Some(422) => Some(error.failure_as::<Json>().ok()?["field"].to_string()),
    ///         _ => None,
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// The server did not send a failure; its body is not JSON; its body does not fit the type.
    pub fn failure_as<T: Value>(&self) -> Result<T, Self> {
        let tape = self.kept_failure()?;
        Reader::read_all(tape.root()).map_err(|fault| self.no_failure(&fault))
    }

    fn kept_failure(&self) -> Result<Tape<'_>, Self> {
        if !self.is_failure() {
            return Err(self.no_failure("the server did not send one"));
        }
        let text = self.body().and_then(|body| str::from_utf8(body).ok());
        match (&self.0.failure, text) {
            (Some(tape), Some(text)) => Ok(tape.clone().over(text)),
            _ => Err(self.no_failure("its body is not JSON")),
        }
    }

    fn no_failure(&self, fault: &str) -> Self {
        let text = format!("the failure cannot be read: {}", shown(fault, 500));
        let mut problem = Self::new(Kind::Decode, self.operation(), text);
        problem.details_mut().status = self.status();
        problem
    }

    /// Returns how long the server asks to wait before a retry (RFC 9110, section 10.2.3).
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Returns what the server says about its rate limits (`RateLimit` and `RateLimit-Policy`), if it does.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.headers()?.rate_limit()
    }

    /// Returns the headers of the response, if the server responded.
    pub fn headers(&self) -> Option<&Headers> {
        self.0.headers.as_ref()
    }

    /// Returns the permissions that the call needs, any one of which is enough, if the server refused it with 403
    /// (Forbidden). Empty if the spec names none, and for any other error.
    ///
    /// ```
    /// use clientwright_runtime::Error;
    ///
    /// fn advice(error: &Error) -> Option<String> {
    ///     let (first, others) = error.permissions().split_first()?;
    ///     Some(format!("ask for {first}, or one of {others:?}"))
    /// }
    /// ```
    pub fn permissions(&self) -> &'static [&'static str] {
        self.0.permissions.map_or(&[], |names| names.0)
    }

    /// Returns the authentication schemes that the call accepts, if it was not sent because the client lacks
    /// credentials for them. Any one of the entries is enough; each is a set of schemes that are used together. Empty
    /// for any other error.
    pub fn schemes(&self) -> &'static [&'static [&'static str]] {
        self.0.schemes.0
    }

    /// Returns the number of attempts; 0 if the call was never sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns whether the call, or an option of the client, was refused before anything was sent.
    pub fn is_invalid(&self) -> bool {
        self.kind() == Kind::Invalid
    }

    /// Returns whether the credentials could not be fetched, since the token provider failed. Nothing was sent.
    pub fn is_credentials(&self) -> bool {
        self.kind() == Kind::Credentials
    }

    /// Returns whether the request body could not be read, such as a file that was deleted or changed its length
    /// meanwhile.
    pub fn is_upload(&self) -> bool {
        self.kind() == Kind::Upload
    }

    /// Returns whether the response body could not be saved, for example since the path cannot be written to.
    pub fn is_save(&self) -> bool {
        self.kind() == Kind::Save
    }

    /// Returns whether the connection failed while the request was sent or the response received.
    pub fn is_transport(&self) -> bool {
        self.kind() == Kind::Transport
    }

    /// Returns whether a list has more pages than the client allows.
    pub fn is_too_many_pages(&self) -> bool {
        self.kind() == Kind::TooManyPages
    }

    /// Returns whether no connection to the server could be opened.
    pub fn is_connect(&self) -> bool {
        self.kind() == Kind::Connect
    }

    /// Returns whether the response did not arrive in time.
    pub fn is_timeout(&self) -> bool {
        self.kind() == Kind::Timeout
    }

    /// Returns whether the server redirected the call in a way that is not followed.
    pub fn is_redirect(&self) -> bool {
        self.kind() == Kind::Redirect
    }

    /// Returns whether the response is larger than the client allows.
    pub fn is_too_large(&self) -> bool {
        self.kind() == Kind::TooLarge
    }

    /// Returns whether the response arrived but does not fit the type of the operation.
    pub fn is_decode(&self) -> bool {
        self.kind() == Kind::Decode
    }

    /// Returns whether the server says that the call failed, by the status or in the response body.
    pub fn is_failure(&self) -> bool {
        self.kind() == Kind::Failure
    }

    fn is_status(&self, status: u16) -> bool {
        self.is_failure() && self.status() == Some(status)
    }

    /// Returns whether the server considers the request invalid (status 400).
    pub fn is_bad_request(&self) -> bool {
        self.is_status(400)
    }

    /// Returns whether the server rejected the credentials (status 401).
    pub fn is_unauthorized(&self) -> bool {
        self.is_status(401)
    }

    /// Returns whether the credentials do not permit the call (status 403).
    pub fn is_forbidden(&self) -> bool {
        self.is_status(403)
    }

    /// Returns whether the server did not find what the call is about (status 404).
    pub fn is_not_found(&self) -> bool {
        self.is_status(404)
    }

    /// Returns whether the call conflicts with the state of what it is about (status 409).
    pub fn is_conflict(&self) -> bool {
        self.is_status(409)
    }

    /// Returns whether too many calls were made (status 429).
    pub fn is_rate_limited(&self) -> bool {
        self.is_status(429)
    }

    /// Returns whether the server itself failed (status 500 and above).
    pub fn is_server_error(&self) -> bool {
        self.is_failure() && self.status().is_some_and(|status| status >= 500)
    }
}

impl<F> From<Problem> for Error<F> {
    fn from(problem: Problem) -> Self {
        Self::with_failure(problem, None)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let details = &self.0;
        write!(f, "{}: {}", details.subject, details.text)?;
        if let Some(message) = &details.message {
            write!(f, ": {}", shown(message, MESSAGE_LIMIT))?;
        }
        if let Some(code) = &details.code {
            write!(f, " (code {})", shown(code, 100))?;
        }
        if let Some(permissions) = &details.permissions {
            let names: Vec<&str> = permissions.iter().collect();
            match names.as_slice() {
                [] => {}
                [name] => write!(f, "; the call needs the permission {name}")?,
                names => {
                    write!(f, "; the call needs any one of the permissions {}", names.join(", "))?;
                }
            }
        }
        if details.attempts > 1 {
            write!(f, "; sent {} times", details.attempts)?;
        }
        if let Some(note) = &details.note {
            write!(f, "; {note}")?;
        }
        if let Some(request_id) = &details.request_id {
            write!(f, " [request id {}]", shown(request_id, 100))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}({self})", self.0.kind)
    }
}

impl StdError for Problem {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}

impl<F> fmt::Display for Error<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problem.fmt(f)
    }
}

/// Leaves out the failure, which may repeat what the server was sent.
impl<F> fmt::Debug for Error<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.problem, f)
    }
}

impl<F> StdError for Error<F> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.problem.source()
    }
}
