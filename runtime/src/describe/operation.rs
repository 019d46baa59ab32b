//! What an endpoint is, as plain data.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use crate::answer::links::ReadLinks;
use crate::call::drafted::{ForBodies, Structured};
use crate::describe::data::{Alternatives, List, Names, Text};
use crate::describe::schema::Schema;
use crate::describe::style::{Encoding, ListKeys, Style};

/// The description of one endpoint: what is sent, what is accepted, what comes back.
///
/// Generated code holds it in a `static` [`Endpoint`]; a program that learns of an API at run time makes one with
/// [`Operation::new`] and sets the public fields.
///
/// ```
/// use clientwright_runtime::{Method, Operation, Parameter, Place, Schema};
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
    /// for it: it tells what a recording must mask, and what has drifted from the spec. [`Endpoint::answer`] says when
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

    const fn fixed(id: &'static str, method: Method, path: &'static str) -> Self {
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

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// In a placeholder of the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In the header `Cookie`, which all of them share (RFC 6265).
    Cookie,
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Parameter {
    /// Where it stands.
    pub place: Place,
    /// Its name on the wire.
    pub name: Text,
    /// What its value must look like.
    pub schema: Schema,
    /// How a value of several parts is written.
    pub encoding: Encoding,
    /// Whether a call without it is refused.
    pub required: bool,
    /// Whether the client's own parameter of this name is used when a call gives none.
    pub client: bool,
    /// Whether its value is masked wherever it would be shown.
    pub secret: bool,
    /// The values that would name a sibling endpoint, and are refused.
    pub reserved: Names,
}

impl Parameter {
    /// A parameter; one of the path is required.
    #[must_use]
    pub fn new(place: Place, name: Text, schema: Schema) -> Self {
        let mut parameter = Self::fixed(place, "", schema);
        parameter.name = name;
        parameter
    }

    const fn fixed(place: Place, name: &'static str, schema: Schema) -> Self {
        Self {
            place,
            name,
            schema,
            encoding: Encoding::new(match place {
                Place::Path | Place::Header => Style::Simple,
                Place::Query | Place::Cookie => Style::Form,
            }),
            required: matches!(place, Place::Path),
            client: false,
            secret: false,
            reserved: Names::NONE,
        }
    }

    /// A parameter that fills a placeholder of the path. It is always required. A list is joined with commas, unless its
    /// [`style`](Self::style) is another.
    #[must_use]
    pub const fn path(name: &'static str, schema: Schema) -> Self {
        Self::fixed(Place::Path, name, schema)
    }

    /// A parameter of the query. A list repeats the key, unless its [`style`](Self::style) is another.
    #[must_use]
    pub const fn query(name: &'static str, schema: Schema) -> Self {
        Self::fixed(Place::Query, name, schema)
    }

    /// A header. A list is joined with commas (RFC 9110, section 5.3).
    #[must_use]
    pub const fn header(name: &'static str, schema: Schema) -> Self {
        Self::fixed(Place::Header, name, schema)
    }

    /// A cookie. A list repeats it, unless it is not exploded. What no cookie can hold is percent-encoded.
    #[must_use]
    pub const fn cookie(name: &'static str, schema: Schema) -> Self {
        Self::fixed(Place::Cookie, name, schema)
    }

    /// How a value of several parts is written, where that is not the usual way of its place.
    #[must_use]
    pub const fn style(mut self, style: Style) -> Self {
        self.encoding = Encoding::new(style);
        self
    }

    /// Whether each part of a value stands on its own; a style says so itself where this is not called behind it.
    #[must_use]
    pub const fn explode(mut self, explode: bool) -> Self {
        self.encoding.explode = explode;
        self
    }

    /// How a list repeats its key.
    #[must_use]
    pub const fn lists(mut self, keys: ListKeys) -> Self {
        self.encoding.lists = keys;
        self
    }

    /// Its value is more than a text or a list of texts.
    #[must_use]
    pub const fn structured(mut self) -> Self {
        self.encoding.structured = Some(Structured::new());
        self
    }

    /// A call without it is refused.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The client's own parameter of this name is used when a call gives none.
    #[must_use]
    pub const fn client(mut self) -> Self {
        self.client = true;
        self
    }

    /// Its value is masked wherever it would be shown.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// Values that would name a sibling endpoint: they are refused.
    #[must_use]
    pub const fn reserved(mut self, values: &'static [&'static str]) -> Self {
        self.reserved = Names(values);
        self
    }

    /// Whether no message may show the value.
    pub(crate) fn is_secret(&self) -> bool {
        self.secret
            || if self.encoding.structured.is_some() {
                self.schema.holds_secret()
            } else {
                self.schema.is_secret()
            }
    }
}

/// The body that an operation takes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Body {
    /// The form in which it is sent.
    pub form: BodyForm,
    /// Its media type, where it is not the usual one of the form.
    pub media_type: Option<Text>,
    /// What it must look like: the caller's part of it, inside [`wrap`](Self::wrap).
    pub schema: Schema,
    /// The key under which the caller's part is sent.
    pub wrap: Option<Text>,
    /// Whether nothing is sent when no field is set and no body is given.
    pub optional: bool,
    /// How a list within a form repeats its key.
    pub lists: ListKeys,
    /// The fields of a form, or of parts, that are written otherwise than the others.
    pub fields: List<FieldEncoding>,
    pub(crate) drafted: &'static ForBodies,
}

/// How a field of a form, or of parts, is written, where it is not as the others.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FieldEncoding {
    /// The field.
    pub name: Text,
    /// How its value is written.
    pub encoding: Encoding,
    /// Of a part: its media type, with which it is one part. JSON, if the media type is one of JSON.
    pub media_type: Option<Text>,
}

impl FieldEncoding {
    /// A field whose parts have keys like `field[a][b]`.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, encoding: Encoding::new(Style::DeepObject), media_type: None }
    }

    /// Another style.
    #[must_use]
    pub const fn style(mut self, style: Style) -> Self {
        self.encoding = Encoding::new(style);
        self
    }

    /// Whether each part of the value stands on its own.
    #[must_use]
    pub const fn explode(mut self, explode: bool) -> Self {
        self.encoding.explode = explode;
        self
    }

    /// How a list repeats its key.
    #[must_use]
    pub const fn lists(mut self, keys: ListKeys) -> Self {
        self.encoding.lists = keys;
        self
    }

    /// The media type of the one part that it is.
    #[must_use]
    pub const fn media_type(mut self, media_type: &'static str) -> Self {
        self.media_type = Some(media_type);
        self
    }
}

/// The form in which a body is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyForm {
    /// JSON.
    Json,
    /// `application/x-www-form-urlencoded`: a list repeats the key, an object becomes `key[inner]`.
    Form,
    /// `multipart/form-data` (RFC 7578): a list repeats the part, an object becomes a part of JSON.
    Multipart,
    /// Bytes, as they are.
    Binary,
    /// Text, as it is.
    Text,
}

impl BodyForm {
    /// The media type that it is sent as.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Multipart => "multipart/form-data",
            Self::Binary => "application/octet-stream",
            Self::Text => "text/plain; charset=utf-8",
        }
    }
}

impl Body {
    const fn new(form: BodyForm, schema: Schema) -> Self {
        Self {
            form,
            media_type: None,
            schema,
            wrap: None,
            optional: false,
            lists: ListKeys::Repeat,
            fields: &[],
            drafted: ForBodies::new(),
        }
    }

    /// A JSON body, sent whenever the operation is called: `{}` when no field is set.
    #[must_use]
    pub const fn json(schema: Schema) -> Self {
        Self::new(BodyForm::Json, schema)
    }

    /// Fields as `application/x-www-form-urlencoded`.
    #[must_use]
    pub const fn form(schema: Schema) -> Self {
        Self::new(BodyForm::Form, schema)
    }

    /// Fields and files as `multipart/form-data`; a file's schema is [`Schema::binary`].
    #[must_use]
    pub const fn multipart(schema: Schema) -> Self {
        Self::new(BodyForm::Multipart, schema)
    }

    /// Bytes.
    #[must_use]
    pub const fn binary() -> Self {
        Self::new(BodyForm::Binary, Schema::binary())
    }

    /// Text.
    #[must_use]
    pub const fn text(schema: Schema) -> Self {
        Self::new(BodyForm::Text, schema)
    }

    /// Another media type than the usual one of the form.
    #[must_use]
    pub const fn media_type(mut self, media_type: &'static str) -> Self {
        self.media_type = Some(media_type);
        self
    }

    /// The caller's part is sent as `{"<key>": ..}`.
    #[must_use]
    pub const fn wrap(mut self, key: &'static str) -> Self {
        self.wrap = Some(key);
        self
    }

    /// How a list within a form repeats its key.
    #[must_use]
    pub const fn lists(mut self, keys: ListKeys) -> Self {
        self.lists = keys;
        self
    }

    /// The fields that are written otherwise than the others.
    #[must_use]
    pub const fn fields(mut self, fields: &'static [FieldEncoding]) -> Self {
        self.fields = fields;
        self
    }

    /// Nothing is sent when no field is set and no body is given.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }
}

/// How a list is paged. Paths lead from the whole body, such as `result_info.total_count`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Pages {
    /// How the following page is asked for.
    pub style: PageStyle,
    /// The name of the query parameter that asks for it.
    pub parameter: Text,
    /// The name of the query parameter that says how many items a page has.
    pub size: Option<Text>,
    /// The path to the items; without one the data itself is the list.
    pub items: Option<Text>,
    /// The path to the number of items on all pages together.
    pub total: Option<Text>,
    /// The path to the cursor of the following page.
    pub next: Option<Text>,
    /// The path to a boolean that says whether a page follows.
    pub more: Option<Text>,
    /// Reads the links, of pages that are made as those of [`PageStyle::Link`]: a program without such is linked without.
    pub(crate) links: Option<ReadLinks>,
}

/// How the following page of a list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageStyle {
    /// The first page is the only one.
    Single,
    /// By its number, counted from 1.
    Page,
    /// By a cursor that the page before holds.
    Cursor,
    /// By the number of items before it.
    Offset,
    /// By the link with the relation `next` in the header `Link` (RFC 8288); without one, by the link at
    /// [`Pages::next`] in the body.
    Link,
}

impl Pages {
    /// Pages of a style; the parameter's name is empty for [`PageStyle::Single`].
    #[must_use]
    pub fn new(style: PageStyle, parameter: Text) -> Self {
        let mut pages = Self::fixed(style, "");
        pages.parameter = parameter;
        pages
    }

    const fn fixed(style: PageStyle, parameter: &'static str) -> Self {
        Self {
            style,
            parameter,
            size: None,
            items: None,
            total: None,
            next: None,
            more: None,
            links: match style {
                PageStyle::Link => Some(ReadLinks::new()),
                _ => None,
            },
        }
    }

    /// The first page is the only one.
    #[must_use]
    pub const fn single() -> Self {
        Self::fixed(PageStyle::Single, "")
    }

    /// Pages asked for by number.
    #[must_use]
    pub const fn page(parameter: &'static str) -> Self {
        Self::fixed(PageStyle::Page, parameter)
    }

    /// Pages asked for by cursor.
    #[must_use]
    pub const fn cursor(parameter: &'static str) -> Self {
        Self::fixed(PageStyle::Cursor, parameter)
    }

    /// Pages asked for by the number of items before them.
    #[must_use]
    pub const fn offset(parameter: &'static str) -> Self {
        Self::fixed(PageStyle::Offset, parameter)
    }

    /// Pages whose following page a link leads to.
    #[must_use]
    pub const fn link() -> Self {
        Self::fixed(PageStyle::Link, "")
    }

    /// The name of the parameter that says how many items a page has.
    #[must_use]
    pub const fn size(mut self, parameter: &'static str) -> Self {
        self.size = Some(parameter);
        self
    }

    /// The path to the items.
    #[must_use]
    pub const fn items(mut self, path: &'static str) -> Self {
        self.items = Some(path);
        self
    }

    /// The path to the number of items on all pages together.
    #[must_use]
    pub const fn total(mut self, path: &'static str) -> Self {
        self.total = Some(path);
        self
    }

    /// The path to the cursor of the following page.
    #[must_use]
    pub const fn next(mut self, path: &'static str) -> Self {
        self.next = Some(path);
        self
    }

    /// The path to a boolean that says whether a page follows.
    #[must_use]
    pub const fn more(mut self, path: &'static str) -> Self {
        self.more = Some(path);
        self
    }
}

/// An [`Operation`] together with the type of its answer `T` and the API `A` that it belongs to.
///
/// ```
/// use clientwright_runtime::{Endpoint, Json, Parameter, Schema, Service};
///
/// static GET: Endpoint<String, ()> = Endpoint::get("keys.get", "/keys/{id}")
///     .parameters(const { &[Parameter::path("id", Schema::string().max_length(32))] })
///     .auth(&[&["api_token"]])
///     .permissions(&["Keys Read"]);
/// assert_eq!(GET.operation().id, "keys.get");
/// ```
pub struct Endpoint<T, A> {
    operation: Operation,
    types: PhantomData<fn() -> (T, A)>,
}

impl<T, A> fmt::Debug for Endpoint<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Endpoint").field(&self.operation).finish()
    }
}

impl<T, A> Endpoint<T, A> {
    const fn new(id: &'static str, method: Method, path: &'static str) -> Self {
        Self { operation: Operation::fixed(id, method, path), types: PhantomData }
    }

    /// An endpoint with the method `GET`.
    #[must_use]
    pub const fn get(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::Get, path)
    }

    /// An endpoint with the method `POST`.
    #[must_use]
    pub const fn post(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::Post, path)
    }

    /// An endpoint with the method `PUT`.
    #[must_use]
    pub const fn put(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::Put, path)
    }

    /// An endpoint with the method `PATCH`.
    #[must_use]
    pub const fn patch(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::Patch, path)
    }

    /// An endpoint with the method `DELETE`.
    #[must_use]
    pub const fn delete(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::Delete, path)
    }

    /// An endpoint with the method `HEAD`.
    #[must_use]
    pub const fn head(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::Head, path)
    }

    /// An endpoint with the method `OPTIONS`.
    #[must_use]
    pub const fn options(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::Options, path)
    }

    /// Its parameters; those in the query are sent in this order.
    #[must_use]
    pub const fn parameters(mut self, parameters: &'static [Parameter]) -> Self {
        self.operation.parameters = parameters;
        self
    }

    /// The body that it takes.
    #[must_use]
    pub const fn body(mut self, body: Body) -> Self {
        self.operation.body = Some(body);
        self
    }

    /// The credential schemes accepted: any one of the entries, each of which is a set used together.
    #[must_use]
    pub const fn auth(mut self, alternatives: &'static [&'static [&'static str]]) -> Self {
        self.operation.auth = Alternatives(alternatives);
        self
    }

    /// The permissions any one of which is needed.
    #[must_use]
    pub const fn permissions(mut self, permissions: &'static [&'static str]) -> Self {
        self.operation.permissions = Names(permissions);
        self
    }

    /// A call that is made twice does what one does, although its method does not say so.
    #[must_use]
    pub const fn idempotent(mut self, idempotent: bool) -> Self {
        self.operation.idempotent = Some(idempotent);
        self
    }

    /// How many times a call is made again at most, instead of what the client says.
    #[must_use]
    pub const fn retries(mut self, most: u32) -> Self {
        self.operation.retries = Some(most);
        self
    }

    /// How many milliseconds to wait before the first retry, instead of what the client says; see
    /// [`RetryPolicy::initial_delay`](crate::RetryPolicy::initial_delay).
    #[must_use]
    pub const fn initial_delay_millis(mut self, milliseconds: u64) -> Self {
        self.operation.initial_delay = Some(Duration::from_millis(milliseconds));
        self
    }

    /// How many milliseconds to wait at most where the server does not ask for more, instead of what the client says.
    #[must_use]
    pub const fn max_delay_millis(mut self, milliseconds: u64) -> Self {
        self.operation.max_delay = Some(Duration::from_millis(milliseconds));
        self
    }

    /// How many milliseconds to wait at most if the server asks for it, instead of what the client says.
    #[must_use]
    pub const fn max_retry_after_millis(mut self, milliseconds: u64) -> Self {
        self.operation.max_retry_after = Some(Duration::from_millis(milliseconds));
        self
    }

    /// How many milliseconds one attempt may take, body included, instead of what the client says.
    #[must_use]
    pub const fn timeout_millis(mut self, milliseconds: u64) -> Self {
        self.operation.timeout = Some(Duration::from_millis(milliseconds));
        self
    }

    /// How many milliseconds a call may take with all its retries, instead of what the client says.
    #[must_use]
    pub const fn deadline_millis(mut self, milliseconds: u64) -> Self {
        self.operation.deadline = Some(Duration::from_millis(milliseconds));
        self
    }

    /// The form in which the answer comes; JSON unless set.
    #[must_use]
    pub const fn form(mut self, form: AnswerForm) -> Self {
        self.operation.form = form;
        self
    }

    /// The forms of answers with certain statuses, where they are not that of the others.
    #[must_use]
    pub const fn by_status(mut self, forms: &'static [StatusForm]) -> Self {
        self.operation.by_status = forms;
        self
    }

    /// The media type asked for, where it is not the usual one of the form.
    #[must_use]
    pub const fn accept(mut self, media_type: &'static str) -> Self {
        self.operation.accept = Some(media_type);
        self
    }

    /// What the data of an answer looks like, as far as anything limits it or is secret. It is not kept where nothing
    /// asks for it: in a `GET`, without a feature that looks at answers (`drift`, `record` or `tracing`).
    #[must_use]
    pub const fn answer(mut self, schema: Schema) -> Self {
        let is_asked_for = cfg!(any(feature = "drift", feature = "record", feature = "tracing"))
            // Whether it holds a secret decides whether the call may be sent again.
            || !matches!(self.operation.method, Method::Get);
        if is_asked_for {
            self.operation.answer = Some(schema);
        }
        self
    }

    /// It answers nothing: the body (if any) need not be JSON.
    #[must_use]
    pub const fn void(mut self) -> Self {
        self.operation.void = true;
        self
    }

    /// The answer is the whole body although the API has an envelope.
    #[must_use]
    pub const fn bare(mut self) -> Self {
        self.operation.wrapped = Wrapped::Never;
        self
    }

    /// The answer may come with or without the API's envelope: it is the whole body where neither the envelope's sign of
    /// success nor its data is there.
    #[must_use]
    pub const fn perhaps_bare(mut self) -> Self {
        self.operation.wrapped = Wrapped::Perhaps;
        self
    }

    /// Null, or no data at all, is an answer.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.operation.nullable = true;
        self
    }

    /// The answer holds a secret.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.operation.secret = true;
        self
    }

    /// The headers of the answer whose values are secret.
    #[must_use]
    pub const fn secret_headers(mut self, names: &'static [&'static str]) -> Self {
        self.operation.secret_headers = Names(names);
        self
    }

    /// How the list is paged.
    #[must_use]
    pub const fn pages(mut self, pages: Pages) -> Self {
        self.operation.pages = Some(pages);
        self
    }

    /// The description itself.
    #[must_use]
    pub const fn operation(&self) -> &Operation {
        &self.operation
    }
}
