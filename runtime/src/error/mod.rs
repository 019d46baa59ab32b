//! What went wrong with a call.

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

/// A server's message is shown up to this many characters.
const MESSAGE_LIMIT: usize = 1_000;

/// Why a call failed; `F` is what the API's failures are read as.
///
/// Its `Display` names the operation, says what went wrong and what to do about it. Neither that nor its `Debug` nor
/// its sources show a credential, a secret or a URL. The server's own body is at [`body`](Problem::body).
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

/// An [`Error`] without the API's own failure: what options, local checks and streams give. It converts into any
/// `Error`, and any `Error` has its methods.
pub struct Problem(Box<Details>);

pub(crate) struct Details {
    pub(crate) kind: Kind,
    /// What the problem is about: an operation, or an API.
    pub(crate) subject: String,
    /// What is wrong, without any value that the server sent or a secret.
    pub(crate) text: String,
    pub(crate) status: Option<u16>,
    pub(crate) request_id: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) body: Option<Bytes>,
    /// The body of a failure, with its secrets masked.
    pub(crate) failure: Option<Tape<'static>>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) attempts: u32,
    pub(crate) headers: Option<Headers>,
    /// What else there is to say, such as why it was not sent again.
    pub(crate) note: Option<String>,
    pub(crate) permissions: Option<Names>,
    /// What the call accepts, if the client has no credentials for any of it.
    pub(crate) schemes: Alternatives,
    pub(crate) source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// The phase in which a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Refused here; nothing was sent.
    Invalid,
    /// No credentials to send it with.
    Credentials,
    /// What was to be sent could not be read.
    Upload,
    /// What came could not be saved.
    Save,
    /// Pages without end.
    TooManyPages,
    /// No connection.
    Connect,
    /// No answer, or not all of it, in time.
    Timeout,
    /// Sending or receiving broke off.
    Transport,
    /// A redirect that is not followed.
    Redirect,
    /// An answer larger than allowed.
    TooLarge,
    /// An answer that does not fit.
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

    /// The server's failure, if its body could be read as one; credentials and secrets of the call are masked in it.
    pub fn failure(&self) -> Option<&F> {
        self.failure.as_deref()
    }
}

/// An error has all that a problem has.
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

    /// The HTTP status, if the server answered.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// What identifies the call to the API's support, if the server sent it.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The operation, such as `stream.keys.delete`; the API's name if it was no call that failed.
    pub fn operation(&self) -> &str {
        &self.0.subject
    }

    /// The server's code for what went wrong.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The server's message, with credentials and secrets of the call masked.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The server's body as it came, if one did.
    pub fn body(&self) -> Option<&[u8]> {
        self.0.body.as_deref()
    }

    /// The server's failure, read as another type than the API's failures have: an endpoint's documentation says which
    /// statuses come with one of their own. Credentials and secrets of the call are masked in it.
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
    /// No failure of the server's, one that is not JSON, or one that does not fit the type.
    pub fn failure_as<T: Value>(&self) -> Result<T, Self> {
        let tape = self.kept_failure()?;
        Reader::read_all(tape.root()).map_err(|fault| self.no_failure(&fault))
    }

    fn kept_failure(&self) -> Result<Tape<'_>, Self> {
        if !self.is_failure() {
            return Err(self.no_failure("the server did not answer with one"));
        }
        let text = self.body().and_then(|body| str::from_utf8(body).ok());
        match (&self.0.failure, text) {
            (Some(tape), Some(text)) => Ok(tape.clone().over(text)),
            _ => Err(self.no_failure("its body is not JSON")),
        }
    }

    fn no_failure(&self, fault: &str) -> Self {
        let text = format!("the failure does not fit: {}", shown(fault, 500));
        let mut problem = Self::new(Kind::Decode, self.operation(), text);
        problem.details_mut().status = self.status();
        problem
    }

    /// How long the server asks to wait before the call is made again (RFC 9110, section 10.2.3).
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How many more calls the server allows, if it said so (`Ratelimit` and `Ratelimit-Policy`).
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.headers()?.rate_limit()
    }

    /// The headers of the answer, if the server answered.
    pub fn headers(&self) -> Option<&Headers> {
        self.0.headers.as_ref()
    }

    /// Returns the permissions any one of which the call needs, if the server refused it with 403 (Forbidden). Empty where
    /// the API's description names none, and for any other error.
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

    /// Returns the authentication schemes that the call accepts, if it was not sent because the client has credentials for
    /// none of them: any one of the entries, each of which is a set of schemes that are used together. Empty for any other
    /// error.
    pub fn schemes(&self) -> &'static [&'static [&'static str]] {
        self.0.schemes.0
    }

    /// How many times the call was sent; 0 if it never was.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Whether the call, or an option of the client, was refused before anything was sent.
    pub fn is_invalid(&self) -> bool {
        self.kind() == Kind::Invalid
    }

    /// Whether the credentials could not be had: what provides the token failed. Nothing was sent.
    pub fn is_credentials(&self) -> bool {
        self.kind() == Kind::Credentials
    }

    /// Whether what was to be sent could not be read: a file that went away or changed its length meanwhile.
    pub fn is_upload(&self) -> bool {
        self.kind() == Kind::Upload
    }

    /// Whether what came could not be saved: a path that cannot be written.
    pub fn is_save(&self) -> bool {
        self.kind() == Kind::Save
    }

    /// Whether sending or receiving broke off.
    pub fn is_transport(&self) -> bool {
        self.kind() == Kind::Transport
    }

    /// Whether pages went on beyond the number that the client allows.
    pub fn is_too_many_pages(&self) -> bool {
        self.kind() == Kind::TooManyPages
    }

    /// Whether no connection to the server came about.
    pub fn is_connect(&self) -> bool {
        self.kind() == Kind::Connect
    }

    /// Whether the answer did not come in time.
    pub fn is_timeout(&self) -> bool {
        self.kind() == Kind::Timeout
    }

    /// Whether the server redirected a call in a way that is not followed.
    pub fn is_redirect(&self) -> bool {
        self.kind() == Kind::Redirect
    }

    /// Whether the answer is larger than the client allows.
    pub fn is_too_large(&self) -> bool {
        self.kind() == Kind::TooLarge
    }

    /// Whether the answer came but does not fit the operation's type.
    pub fn is_decode(&self) -> bool {
        self.kind() == Kind::Decode
    }

    /// Whether the server says that the call failed, by its status or in its answer.
    pub fn is_failure(&self) -> bool {
        self.kind() == Kind::Failure
    }

    fn is_status(&self, status: u16) -> bool {
        self.is_failure() && self.status() == Some(status)
    }

    /// Whether the server does not accept the request (400).
    pub fn is_bad_request(&self) -> bool {
        self.is_status(400)
    }

    /// Whether the server does not accept the credentials (401).
    pub fn is_unauthorized(&self) -> bool {
        self.is_status(401)
    }

    /// Whether the credentials do not permit the call (403).
    pub fn is_forbidden(&self) -> bool {
        self.is_status(403)
    }

    /// Whether there is no such thing (404).
    pub fn is_not_found(&self) -> bool {
        self.is_status(404)
    }

    /// Whether the call conflicts with another (409).
    pub fn is_conflict(&self) -> bool {
        self.is_status(409)
    }

    /// Whether too many calls were made (429).
    pub fn is_rate_limited(&self) -> bool {
        self.is_status(429)
    }

    /// Whether the server itself failed (500 and above).
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

/// The failure is left out: it may hold what the server was sent.
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
