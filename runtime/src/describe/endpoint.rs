//! An operation together with the types that it is called with.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use crate::describe::body::Body;
use crate::describe::data::{Alternatives, Names};
use crate::describe::operation::{AnswerForm, Method, Operation, StatusForm, Wrapped};
use crate::describe::pages::Pages;
use crate::describe::parameter::Parameter;
use crate::describe::schema::Schema;

/// An [`Operation`] together with the type of its answer `T` and the API `A` that it belongs to.
///
/// ```
/// use clientwright_runtime::Json;
/// use clientwright_runtime::spec::{Endpoint, Parameter, Schema, Service};
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
