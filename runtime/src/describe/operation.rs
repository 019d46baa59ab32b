//! What is sent to an endpoint, what it accepts, and what comes back.

use std::fmt;
use std::time::Duration;

use crate::describe::body::Body;
use crate::describe::data::{Alternatives, List, Names, Text};
use crate::describe::pages::Pages;
use crate::describe::parameter::Parameter;
use crate::describe::schema::Schema;

/// The description of one endpoint: what is sent, what is accepted, what comes back.
///
/// Generated code holds it in a `static` [`Endpoint`](crate::spec::Endpoint); a program that learns of an API at run time makes one with
/// [`Operation::new`] and sets the public fields.
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
    /// The name that messages give it, such as `stream.keys.delete`.
    pub id: Text,
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL, with placeholders in braces.
    pub path: Text,
    /// The parameters; those in the query are sent in this order.
    pub parameters: List<Parameter>,
    /// The body, if it takes one.
    pub body: Option<Body>,
    /// The credential schemes accepted; none: nothing is sent.
    pub auth: Alternatives,
    /// The permissions any one of which is needed.
    pub permissions: Names,
    /// Whether a call that is made twice does what one does. Of itself it is: `GET`, `HEAD`, `OPTIONS`, `PUT`, `DELETE`
    /// (RFC 9110, section 9.2.2).
    pub idempotent: Option<bool>,
    /// How many times a call is made again at most, instead of what the client says.
    pub retries: Option<u32>,
    /// How long to wait before the first retry, instead of what the client says.
    pub initial_delay: Option<Duration>,
    /// How long to wait at most where the server does not ask for more, instead of what the client says.
    pub max_delay: Option<Duration>,
    /// How long to wait at most if the server asks for it, instead of what the client says.
    pub max_retry_after: Option<Duration>,
    /// How long one attempt may take, body included, instead of what the client says.
    pub timeout: Option<Duration>,
    /// How long a call may take with all its retries and the waits between them, instead of what the client says.
    pub deadline: Option<Duration>,
    /// The form in which the answer comes.
    pub form: AnswerForm,
    /// The forms of answers with certain statuses, where they are not [`form`](Self::form).
    pub by_status: List<StatusForm>,
    /// The media type asked for, where it is not the usual one of the form.
    pub accept: Option<Text>,
    /// What the data of an answer looks like, as far as anything limits it or is secret. An answer is never refused
    /// for it: it tells what a recording must mask, and what has drifted from the spec. [`Endpoint::answer`](crate::spec::Endpoint::answer) says when
    /// it is not kept.
    pub answer: Option<Schema>,
    /// Whether it answers nothing: the body (if any) need not be JSON.
    pub void: bool,
    /// Whether the answer comes in the API's envelope.
    pub wrapped: Wrapped,
    /// Whether null, or no data at all, is an answer.
    pub nullable: bool,
    /// Whether the answer holds a secret.
    pub secret: bool,
    /// The headers of an answer whose values are secret.
    pub secret_headers: Names,
    /// How a list is paged.
    pub pages: Option<Pages>,
}

/// The form in which an answer comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnswerForm {
    /// JSON.
    #[default]
    Json,
    /// Text, as it is.
    Text,
    /// Bytes, as they come.
    Binary,
    /// Server-sent events (HTML, section 9.2) whose data is JSON.
    Events,
    /// A JSON value a line.
    Lines,
}

impl AnswerForm {
    /// The media type that is asked for.
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

    /// Whether it is handed on while it comes.
    pub(crate) const fn is_streamed(self) -> bool {
        matches!(self, Self::Binary | Self::Events | Self::Lines)
    }
}

/// The form of answers with one status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StatusForm {
    /// The status.
    pub status: u16,
    /// The form; none: nothing is answered.
    pub form: Option<AnswerForm>,
}

impl StatusForm {
    /// Answers with this status come in this form.
    #[must_use]
    pub const fn new(status: u16, form: AnswerForm) -> Self {
        Self { status, form: Some(form) }
    }

    /// Answers with this status hold nothing: the body (if any) need not be JSON.
    #[must_use]
    pub const fn nothing(status: u16) -> Self {
        Self { status, form: None }
    }
}

/// Whether an answer comes in the envelope of its API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wrapped {
    /// It does, if the API has one.
    Always,
    /// Some servers send it and some do not.
    Perhaps,
    /// It does not.
    Never,
}

impl Operation {
    /// An operation without parameters, body, credentials and constraints.
    #[must_use]
    pub fn new(id: Text, method: Method, path: Text) -> Self {
        let mut operation = Self::fixed("", method, "");
        operation.id = id;
        operation.path = path;
        operation
    }

    /// Whether a call that is made twice does what one does.
    #[must_use]
    pub fn is_idempotent(&self) -> bool {
        self.idempotent.unwrap_or(self.method.is_idempotent())
    }

    /// The form of a success with this status; none where it is nothing.
    pub(crate) fn form_of(&self, status: u16) -> Option<AnswerForm> {
        match self.by_status.iter().find(|other| other.status == status) {
            Some(other) => other.form,
            None if self.void => None,
            None => Some(self.form),
        }
    }

    /// Whether anything in its answer is secret.
    pub(crate) fn holds_secret(&self) -> bool {
        self.secret || self.answer.as_ref().is_some_and(Schema::holds_secret)
    }

    /// Whether anything that the server answers is secret, headers included: such a call is not sent twice.
    pub(crate) fn answers_secret(&self) -> bool {
        self.holds_secret() || !self.secret_headers.is_empty()
    }

    /// Whether the values of this header of an answer are secret.
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
    /// The method as it stands in a request.
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

    /// Whether making a call twice does what one does (RFC 9110, section 9.2.2).
    #[must_use]
    pub const fn is_idempotent(self) -> bool {
        !matches!(self, Self::Post | Self::Patch)
    }

    /// Whether a redirect of this method is followed.
    pub(crate) const fn is_read(self) -> bool {
        matches!(self, Self::Get | Self::Head)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
