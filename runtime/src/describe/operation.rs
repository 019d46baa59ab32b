//! The description of an endpoint: what is sent to it, and what it responds.

use std::fmt;
use std::time::Duration;

use crate::describe::body::Body;
use crate::describe::data::{Alternatives, List, Names, Text};
use crate::describe::pages::Pages;
use crate::describe::parameter::Parameter;
use crate::describe::schema::Schema;

/// The description of one endpoint: what is sent, which credentials it accepts, what it responds.
///
/// Generated code holds it in a `static` [`Endpoint`](crate::spec::Endpoint). A program that learns of an API at run
/// time makes one with [`Operation::new`] and sets the public fields.
///
/// ```
/// use clientwright_runtime::spec::{Method, Operation, Parameter, Place, Schema};
///
/// let mut operation = Operation::new("keys.get", Method::Get, "/keys/{id}");
/// operation.parameters = vec![Parameter::new(Place::Path, "id", Schema::string())].leak();
/// assert_eq!(operation.path, "/keys/{id}");
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Operation {
    /// The id in messages, such as `stream.keys.delete`.
    pub id: Text,
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL, with placeholders in braces.
    pub path: Text,
    /// The parameters. Query parameters are sent in this order.
    pub parameters: List<Parameter>,
    /// The request body, if the operation has one.
    pub body: Option<Body>,
    /// The authentication schemes that are accepted; empty: no credentials are sent.
    pub auth: Alternatives,
    /// The permissions, any one of which is enough.
    pub permissions: Names,
    /// Whether the operation is idempotent: sending it twice has the effect of sending it once. `None`: as its method
    /// says (`GET`, `HEAD`, `OPTIONS`, `PUT` and `DELETE` are; RFC 9110, section 9.2.2).
    pub idempotent: Option<bool>,
    /// The maximum number of retries, which overrides that of the client.
    pub retries: Option<u32>,
    /// The delay before the first retry, which overrides that of the client.
    pub initial_delay: Option<Duration>,
    /// The maximum delay before a retry, unless the server asks for a longer one. It overrides that of the client.
    pub max_delay: Option<Duration>,
    /// The maximum delay that the server may ask for, which overrides that of the client.
    pub max_retry_after: Option<Duration>,
    /// The timeout of one attempt, response body included, which overrides that of the client.
    pub timeout: Option<Duration>,
    /// The deadline: the time for all attempts together, waits included. It overrides that of the client.
    pub deadline: Option<Duration>,
    /// The form of the response.
    pub form: AnswerForm,
    /// The forms of responses with certain statuses, if they differ from [`form`](Self::form).
    pub by_status: List<StatusForm>,
    /// The media type that the request accepts, if it is not the default of the form.
    pub accept: Option<Text>,
    /// The schema of the response's data, as far as it has constraints or secrets. A response is never refused for it:
    /// it says what a recording must mask, and what differs from the spec.
    /// [`Endpoint::answer`](crate::spec::Endpoint::answer) says when it is dropped.
    pub answer: Option<Schema>,
    /// Whether the response has no data: its body (if any) need not be JSON.
    pub void: bool,
    /// Whether the response comes in the API's envelope.
    pub wrapped: Wrapped,
    /// Whether the data may be null or missing.
    pub nullable: bool,
    /// Whether the response holds a secret.
    pub secret: bool,
    /// The response headers whose values are secret.
    pub secret_headers: Names,
    /// How the list is paged; `None`: the response is not a page of a list.
    pub pages: Option<Pages>,
}

/// The form of a response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnswerForm {
    /// JSON.
    #[default]
    Json,
    /// Text, as it is.
    Text,
    /// Bytes, which are streamed.
    Binary,
    /// Server-sent events (HTML, section 9.2) whose data is JSON. They are streamed.
    Events,
    /// One JSON value on each line. The values are streamed.
    Lines,
}

impl AnswerForm {
    /// Returns the media type that the request accepts.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Text => "text/*",
            Self::Binary => "*/*",
            Self::Events => "text/event-stream",
            Self::Lines => "application/x-ndjson",
        }
    }

    /// Returns whether the response is streamed.
    pub(crate) const fn is_streamed(self) -> bool {
        matches!(self, Self::Binary | Self::Events | Self::Lines)
    }
}

/// The form of responses with one status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StatusForm {
    /// The status.
    pub status: u16,
    /// The form; `None`: the response has no data.
    pub form: Option<AnswerForm>,
}

impl StatusForm {
    /// Returns the form of responses with this status.
    #[must_use]
    pub const fn new(status: u16, form: AnswerForm) -> Self {
        Self { status, form: Some(form) }
    }

    /// Returns the form of responses with this status that have no data: the body (if any) need not be JSON.
    #[must_use]
    pub const fn nothing(status: u16) -> Self {
        Self { status, form: None }
    }
}

/// Whether a response comes in the envelope of its API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wrapped {
    /// Always, if the API has an envelope.
    Always,
    /// Some servers send the envelope and some do not.
    Perhaps,
    /// Never.
    Never,
}

impl Operation {
    /// Returns an operation without parameters, body, credentials and constraints.
    #[must_use]
    pub fn new(id: Text, method: Method, path: Text) -> Self {
        let mut operation = Self::fixed("", method, "");
        operation.id = id;
        operation.path = path;
        operation
    }

    /// Returns whether the operation is idempotent: sending it twice has the effect of sending it once.
    #[must_use]
    pub fn is_idempotent(&self) -> bool {
        self.idempotent.unwrap_or(self.method.is_idempotent())
    }

    /// Returns the form of a success with this status; `None` if it has no data.
    pub(crate) fn form_of(&self, status: u16) -> Option<AnswerForm> {
        match self.by_status.iter().find(|other| other.status == status) {
            Some(other) => other.form,
            None if self.void => None,
            None => Some(self.form),
        }
    }

    /// Returns whether anything in the response body is secret.
    pub(crate) fn holds_secret(&self) -> bool {
        self.secret || self.answer.as_ref().is_some_and(Schema::holds_secret)
    }

    /// Returns whether anything in the response is secret, headers included. Such a call is not sent twice.
    pub(crate) fn answers_secret(&self) -> bool {
        self.holds_secret() || !self.secret_headers.is_empty()
    }

    /// Returns whether the values of this response header are secret.
    #[cfg(feature = "record")]
    pub(crate) fn is_secret_header(&self, name: &str) -> bool {
        self.secret_headers.iter().any(|secret| secret.eq_ignore_ascii_case(name))
    }

    pub(crate) const fn fixed(id: &'static str, method: Method, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            parameters: &[],
            body: None,
            auth: Alternatives(&[]),
            permissions: Names::NONE,
            idempotent: None,
            retries: None,
            initial_delay: None,
            max_delay: None,
            max_retry_after: None,
            timeout: None,
            deadline: None,
            form: AnswerForm::Json,
            by_status: &[],
            accept: None,
            answer: None,
            void: false,
            wrapped: Wrapped::Always,
            nullable: false,
            secret: false,
            secret_headers: Names::NONE,
            pages: None,
        }
    }
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
    /// `HEAD`
    Head,
    /// `OPTIONS`
    Options,
}

impl Method {
    /// Returns the method as it is written in a request.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
        }
    }

    /// Returns whether the method is idempotent: sending a request twice has the effect of sending it once (RFC 9110,
    /// section 9.2.2).
    #[must_use]
    pub const fn is_idempotent(self) -> bool {
        !matches!(self, Self::Post | Self::Patch)
    }

    /// Returns whether a redirect of this method is followed.
    pub(crate) const fn is_read(self) -> bool {
        matches!(self, Self::Get | Self::Head)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
