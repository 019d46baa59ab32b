//! A request as its caller configures it, and the futures that send it.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use crate::answer::decode::{Rejection, asked_to_wait, headers};
use crate::answer::response::Response;
use crate::answer::service::Service;
use crate::answer::{Answer, Arrived, Rejected};
use crate::base::content::Content;
use crate::base::secret::Secret;
use crate::call::call_url::Url;
use crate::call::client::Client;
use crate::call::draft::Draft;
use crate::call::prepare;
use crate::call::progress::Progress;
use crate::call::retry::RetryPolicy;
use crate::describe::data::Held;
use crate::describe::endpoint::Endpoint;
use crate::describe::operation::Operation;
use crate::error::Error;
use crate::json::value::Value;
use crate::send::received::request_id;
use crate::send::{Received, Sent, Want, send};

/// A request that is sent when it is awaited.
///
/// `T` is the type of the response, `A` the API. Awaiting an invalid request (a value that breaks a rule, a header that
/// cannot be set) returns an error, and nothing is sent.
///
/// Generated methods set the arguments and the body of a request. A program that learns of an API at run time sets them
/// with [`Compose`](crate::spec::Compose), and uses the API `()`, whose responses are [`Json`](crate::Json):
///
/// ```no_run
/// use clientwright_runtime::{Client, ClientBuilder, Json, Request};
/// use clientwright_runtime::spec::{Api, Method, Operation};
///
/// # async fn call() -> Result<(), clientwright_runtime::Error> {
/// static API: Api = Api::new("Example");
/// let client = ClientBuilder::new(&API).base_url("https://api.example.com").build()?;
/// let operation = Operation::new("status", Method::Get, "/status");
/// let status = Request::<Json, ()>::of(&client, operation).await?;
/// # let _ = status;
/// # Ok(())
/// # }
/// ```
#[must_use = "a request is sent when it is awaited"]
pub struct Request<T, A> {
    draft: Draft,
    types: PhantomData<fn() -> (T, A)>,
}

impl<T, A> Clone for Request<T, A> {
    fn clone(&self) -> Self {
        Self::from(self.draft.clone())
    }
}

/// Shows names only: values may be secret.
impl<T, A> fmt::Debug for Request<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.draft.fmt(f)
    }
}

impl<T, A> From<Draft> for Request<T, A> {
    fn from(draft: Draft) -> Self {
        Self { draft, types: PhantomData }
    }
}

impl<T: Answer, A: Service> Request<T, A> {
    /// Returns a request of an endpoint.
    pub fn new(client: &Client, endpoint: &'static Endpoint<T, A>) -> Self {
        Self::of(client, endpoint.operation())
    }

    /// Returns a request of an operation, which may have been made at run time.
    pub fn of(client: &Client, operation: impl Into<Held<Operation>>) -> Self {
        let mut draft = Draft::new(client, operation.into());
        draft.check_times();
        Self::from(draft)
    }

    /// Sets an observer of the bytes that are sent and received. It is called while they pass, and should return
    /// quickly.
    ///
    /// ```no_run
    /// # use clientwright_runtime::{Download, Error, Request};
    /// # async fn get(request: Request<Download, ()>) -> Result<(), Error> {
    /// let download = request.on_progress(|at| println!("{:?} {} of {:?}", at.direction, at.bytes, at.total)).await?;
    /// # let _ = download;
    /// # Ok(())
    /// # }
    /// ```
    pub fn on_progress(mut self, observer: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.draft.options_mut().observer = Some(Arc::new(observer));
        self
    }

    /// Overrides the timeout of one attempt, response body included. Of a streamed response, it limits the time until
    /// the first piece arrives, and then the time between two pieces.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.draft.set_timeout(timeout);
        self
    }

    /// Overrides the deadline: the time for all attempts together, waits included.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.draft.set_deadline(deadline);
        self
    }

    /// Overrides the maximum number of retries.
    pub fn retries(mut self, most: u32) -> Self {
        self.draft.set_retries(most);
        self
    }

    /// Overrides the retry policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.draft.set_policy(policy);
        self
    }

    /// Overrides whether the request is idempotent. A request that is not idempotent is retried only if nothing of it
    /// was sent, or after status 429. A request other than `GET` whose response holds a secret is retried only if
    /// nothing of it was sent, even if it is idempotent.
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.draft.set_idempotent(idempotent);
        self
    }

    /// Overrides the client's credentials of a scheme. Each credential is given by its name: `[("customer_id", "id"),
    /// ("customer_secret", "secret")]`.
    pub fn credentials<'n>(
        mut self,
        scheme: &str,
        values: impl IntoIterator<Item = (&'n str, impl Into<Secret>)>,
    ) -> Self {
        let values = values.into_iter().map(|(name, value)| (name, value.into()));
        self.draft.set_credentials(scheme, values);
        self
    }

    /// Sets a header, or overrides one that the runtime would set, such as `accept`.
    ///
    /// Headers that carry the credentials of the scheme in use (such as `authorization`) or that frame the message
    /// (such as `host` and `content-length`) are refused when the request is sent. A redirect to another origin drops
    /// the header.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.draft.header(name.as_ref(), value.as_ref());
        self
    }

    pub(crate) fn into_draft(self) -> Draft {
        self.draft
    }

    pub(crate) fn draft_mut(&mut self) -> &mut Draft {
        &mut self.draft
    }

    /// Returns the URL that the request would be sent to. Nothing is sent.
    ///
    /// # Errors
    ///
    /// Any error that sending the request would return before anything is sent.
    pub fn url(&self) -> Result<Url, Error<A::Failure>> {
        Ok(prepare::url(&self.draft)?)
    }

    /// Returns the status, the headers and the bytes of the body, whatever the status.
    pub fn raw(self) -> Raw<A> {
        Raw {
            #[cfg(feature = "blocking")]
            operation: self.draft.operation.clone(),
            sending: send(self.draft, Want::Raw),
            types: PhantomData,
        }
    }

    /// Returns the status and the headers together with the data.
    pub fn response(self) -> Responding<T, A> {
        Responding(self.into_future())
    }
}

impl<T: Value, A: Service> Request<T, A> {
    /// Returns the whole envelope instead of the data in it.
    pub fn envelope(mut self) -> Request<A::Envelope<T>, A> {
        self.draft.whole = true;
        Request::from(self.draft)
    }
}

#[cfg(feature = "files")]
impl<T, A> Request<T, A> {
    pub(crate) fn draft(&self) -> &Draft {
        &self.draft
    }
}

impl<T: Answer, A: Service> IntoFuture for Request<T, A> {
    type Output = Result<T, Error<A::Failure>>;
    type IntoFuture = Call<T, A>;

    fn into_future(self) -> Call<T, A> {
        Call {
            #[cfg(feature = "blocking")]
            operation: self.draft.operation.clone(),
            whole: self.draft.whole,
            sending: send(self.draft, Want::Answer),
            types: PhantomData,
        }
    }
}

/// What generated code asks of the [`Request`] in a request type: its types.
pub trait Sendable {
    /// The response.
    type Answer: Answer;
    /// The API.
    type Api: Service;
    /// The error.
    type Error;
}

impl<T: Answer, A: Service> Sendable for Request<T, A> {
    type Answer = T;
    type Api = A;
    type Error = Error<A::Failure>;
}

impl<T: Answer, A: Service> Sendable for Call<T, A> {
    type Answer = T;
    type Api = A;
    type Error = Error<A::Failure>;
}

/// The API of a request type, for macros to which it is not passed.
#[doc(hidden)]
pub type ApiOf<R> = <<R as IntoFuture>::IntoFuture as Sendable>::Api;

/// What generated code asks of a [`Request`] whose response may be in an envelope.
pub trait Enveloped {
    /// The whole response body.
    type Envelope: Value;
}

impl<T: Value, A: Service> Enveloped for Request<T, A> {
    type Envelope = A::Envelope<T>;
}

/// A call that is being sent. It resolves to the data of the response.
#[must_use = "a request is sent when it is awaited"]
pub struct Call<T, A> {
    #[cfg(feature = "blocking")]
    pub(crate) operation: Held<Operation>,
    sending: Sent,
    whole: bool,
    types: PhantomData<fn() -> (T, A)>,
}

impl<T: Answer, A: Service> Future for Call<T, A> {
    type Output = Result<T, Error<A::Failure>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut received = ready!(self.sending.as_mut().poll(context))?;
        Poll::Ready(answer::<T, A>(&mut received, self.whole))
    }
}

/// Reads a response. This is the part of a call that is compiled for each type.
#[inline]
fn answer<T: Answer, A: Service>(
    received: &mut Received,
    whole: bool,
) -> Result<T, Error<A::Failure>> {
    let mut arrived = Arrived::new(received, whole);
    #[cfg(feature = "drift")]
    {
        arrived.report = Some(crate::answer::decode::report_envelope::<A::Envelope<()>>);
    }
    T::take(&mut arrived).map_err(|Rejected(rejection)| rejected(rejection))
}

pub(crate) fn rejected<F: Value>(rejection: Rejection) -> Error<F> {
    let failure = rejection.problem.failure_as().ok();
    Error::with_failure(rejection.problem, failure)
}

/// A call that is being sent. It resolves to the data together with the status and the headers.
#[must_use = "a request is sent when it is awaited"]
pub struct Responding<T, A>(pub(crate) Call<T, A>);

impl<T: Answer, A: Service> Future for Responding<T, A> {
    type Output = Result<Response<T>, Error<A::Failure>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut received = ready!(self.0.sending.as_mut().poll(context))?;
        let data = answer::<T, A>(&mut received, self.0.whole)?;
        Poll::Ready(Ok(Response {
            status: received.status,
            request_id: request_id(&received.draft, &received.headers),
            retry_after: asked_to_wait(&received),
            headers: headers(&mut received),
            data,
        }))
    }
}

/// A call that is being sent. It resolves to the status, the headers and the bytes of the body.
#[must_use = "a request is sent when it is awaited"]
pub struct Raw<A> {
    #[cfg(feature = "blocking")]
    pub(crate) operation: Held<Operation>,
    sending: Sent,
    types: PhantomData<fn() -> A>,
}

impl<A: Service> Future for Raw<A> {
    type Output = Result<Response<Content>, Error<A::Failure>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut received = ready!(self.sending.as_mut().poll(context))?;
        Poll::Ready(Ok(Response {
            status: received.status,
            request_id: request_id(&received.draft, &received.headers),
            retry_after: asked_to_wait(&received),
            headers: headers(&mut received),
            data: Content(received.body),
        }))
    }
}

macro_rules! opaque_debug {
    ($($future:ident<$($parameter:ident),+>)*) => {
        $(
            impl<$($parameter),+> ::std::fmt::Debug for $future<$($parameter),+> {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.debug_struct(stringify!($future)).finish_non_exhaustive()
                }
            }
        )*
    };
}

pub(crate) use opaque_debug;

opaque_debug!(Call<T, A> Responding<T, A> Raw<A>);
