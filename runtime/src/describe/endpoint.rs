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

/// An [`Operation`] together with the type `T` of its response and the API `A` that it belongs to.
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

    /// Returns an endpoint with the method `GET`.
    #[must_use]
    pub const fn get(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::Get, path)
    }

    /// Returns an endpoint with the method `POST`.
    #[must_use]
    pub const fn post(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::Post, path)
    }

    /// Returns an endpoint with the method `PUT`.
    #[must_use]
    pub const fn put(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::Put, path)
    }

    /// Returns an endpoint with the method `PATCH`.
    #[must_use]
    pub const fn patch(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::Patch, path)
    }

    /// Returns an endpoint with the method `DELETE`.
    #[must_use]
    pub const fn delete(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::Delete, path)
    }

    /// Returns an endpoint with the method `HEAD`.
    #[must_use]
    pub const fn head(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::Head, path)
    }

    /// Returns an endpoint with the method `OPTIONS`.
    #[must_use]
    pub const fn options(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::Options, path)
    }

    /// Sets the parameters. Query parameters are sent in this order.
    #[must_use]
    pub const fn parameters(mut self, parameters: &'static [Parameter]) -> Self {
        self.operation.parameters = parameters;
        self
    }

    /// Sets the request body.
    #[must_use]
    pub const fn body(mut self, body: Body) -> Self {
        self.operation.body = Some(body);
        self
    }

    /// Sets the authentication schemes that are accepted. Any one of the entries is enough; each is a set of schemes
    /// that are used together.
    #[must_use]
    pub const fn auth(mut self, alternatives: &'static [&'static [&'static str]]) -> Self {
        self.operation.auth = Alternatives(alternatives);
        self
    }

    /// Sets the permissions, any one of which is enough.
    #[must_use]
    pub const fn permissions(mut self, permissions: &'static [&'static str]) -> Self {
        self.operation.permissions = Names(permissions);
        self
    }

    /// Sets whether the operation is idempotent, which overrides what its method says.
    #[must_use]
    pub const fn idempotent(mut self, idempotent: bool) -> Self {
        self.operation.idempotent = Some(idempotent);
        self
    }

    /// Sets the maximum number of retries, which overrides that of the client.
    #[must_use]
    pub const fn retries(mut self, most: u32) -> Self {
        self.operation.retries = Some(most);
        self
    }

    /// Sets the delay before the first retry in milliseconds, which overrides that of the client; see
    /// [`RetryPolicy::initial_delay`](crate::RetryPolicy::initial_delay).
    #[must_use]
    pub const fn initial_delay_millis(mut self, milliseconds: u64) -> Self {
        self.operation.initial_delay = Some(Duration::from_millis(milliseconds));
        self
    }

    /// Sets the maximum delay before a retry in milliseconds, unless the server asks for a longer one. It overrides
    /// that of the client.
    #[must_use]
    pub const fn max_delay_millis(mut self, milliseconds: u64) -> Self {
        self.operation.max_delay = Some(Duration::from_millis(milliseconds));
        self
    }

    /// Sets the maximum delay that the server may ask for in milliseconds, which overrides that of the client.
    #[must_use]
    pub const fn max_retry_after_millis(mut self, milliseconds: u64) -> Self {
        self.operation.max_retry_after = Some(Duration::from_millis(milliseconds));
        self
    }

    /// Sets the timeout of one attempt in milliseconds, response body included, which overrides that of the client.
    #[must_use]
    pub const fn timeout_millis(mut self, milliseconds: u64) -> Self {
        self.operation.timeout = Some(Duration::from_millis(milliseconds));
        self
    }

    /// Sets the deadline of a call in milliseconds: the time for all attempts together. It overrides that of the
    /// client.
    #[must_use]
    pub const fn deadline_millis(mut self, milliseconds: u64) -> Self {
        self.operation.deadline = Some(Duration::from_millis(milliseconds));
        self
    }

    /// Sets the form of the response. Default: JSON.
    #[must_use]
    pub const fn form(mut self, form: AnswerForm) -> Self {
        self.operation.form = form;
        self
    }

    /// Sets the forms of responses with certain statuses, if they differ from the others.
    #[must_use]
    pub const fn by_status(mut self, forms: &'static [StatusForm]) -> Self {
        self.operation.by_status = forms;
        self
    }

    /// Sets the media type that the request accepts, if it is not the default of the form.
    #[must_use]
    pub const fn accept(mut self, media_type: &'static str) -> Self {
        self.operation.accept = Some(media_type);
        self
    }

    /// Sets the schema of the response's data, as far as it has constraints or secrets. It is dropped if nothing needs
    /// it: for a `GET`, unless a feature that looks at responses is on (`drift`, `record` or `tracing`).
    #[must_use]
    pub const fn answer(mut self, schema: Schema) -> Self {
        let is_asked_for = cfg!(any(feature = "drift", feature = "record", feature = "tracing"))
            // Whether the response holds a secret decides whether the call may be retried.
            || !matches!(self.operation.method, Method::Get);
        if is_asked_for {
            self.operation.answer = Some(schema);
        }
        self
    }

    /// Declares that the response has no data: its body (if any) need not be JSON.
    #[must_use]
    pub const fn void(mut self) -> Self {
        self.operation.void = true;
        self
    }

    /// Declares that the whole response body is the data, although the API has an envelope.
    #[must_use]
    pub const fn bare(mut self) -> Self {
        self.operation.wrapped = Wrapped::Never;
        self
    }

    /// Declares that the response may come with or without the API's envelope. The whole body is the data if it has
    /// neither the envelope's success field nor its data.
    #[must_use]
    pub const fn perhaps_bare(mut self) -> Self {
        self.operation.wrapped = Wrapped::Perhaps;
        self
    }

    /// Declares that the data may be null or missing.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.operation.nullable = true;
        self
    }

    /// Declares that the response holds a secret.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.operation.secret = true;
        self
    }

    /// Sets the response headers whose values are secret.
    #[must_use]
    pub const fn secret_headers(mut self, names: &'static [&'static str]) -> Self {
        self.operation.secret_headers = Names(names);
        self
    }

    /// Sets how the list is paged.
    #[must_use]
    pub const fn pages(mut self, pages: Pages) -> Self {
        self.operation.pages = Some(pages);
        self
    }

    /// Returns the description.
    #[must_use]
    pub const fn operation(&self) -> &Operation {
        &self.operation
    }
}
