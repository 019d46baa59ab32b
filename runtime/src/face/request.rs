//! A call that is being put together, and the futures that send it.

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
use crate::call::upload::Upload;
use crate::describe::argument::ParameterValue;
use crate::describe::data::{Held, Text};
use crate::describe::endpoint::Endpoint;
use crate::describe::operation::Operation;
use crate::describe::parameter::Place;
use crate::error::Error;
use crate::json::value::Value;
use crate::send::received::request_id;
use crate::send::{Received, Sent, Want, send};

/// A call that is being put together; await it to send it.
///
/// `T` is what it answers, `A` the API. Whatever is wrong with it (a value of the wrong form, a header that cannot be
/// set) is told when it is awaited, and then nothing is sent.
///
/// A program that learns of an API at run time uses the API `()`, whose answers are [`Json`](crate::Json):
///
/// ```no_run
/// use clientwright_runtime::{Api, Client, ClientBuilder, Json, Method, Operation, Request};
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
    /// A call of an endpoint.
    pub fn new(client: &Client, endpoint: &'static Endpoint<T, A>) -> Self {
        Self::of(client, endpoint.operation())
    }

    /// A call of an operation, which may be made at run time.
    pub fn of(client: &Client, operation: impl Into<Held<Operation>>) -> Self {
        let mut draft = Draft::new(client, operation.into());
        draft.check_times();
        Self::from(draft)
    }

    /// Sets a parameter; the last value counts. A name that the operation does not have is an error when sent.
    pub fn argument(mut self, name: &str, value: &(impl ParameterValue + ?Sized)) -> Self {
        self.draft.argument(name, value);
        self
    }

    /// Sets a parameter whose value has parts: an object, a map, a union, or anything else that is neither a text nor a
    /// list of texts; the last value counts, and `None` takes it away again.
    pub fn structured<V: Value>(mut self, name: &str, value: &V) -> Self {
        self.draft.structured(None, name, value);
        self
    }

    /// As [`argument`](Self::argument), of the parameter that stands in this place: without one, the first of the name
    /// is meant, and some operations have a parameter of the path and another of the query with one name.
    pub fn argument_in(
        mut self,
        place: Place,
        name: &str,
        value: &(impl ParameterValue + ?Sized),
    ) -> Self {
        self.draft.argument_in(Some(place), name, value);
        self
    }

    /// As [`structured`](Self::structured), of the parameter that stands in this place.
    pub fn structured_in<V: Value>(mut self, place: Place, name: &str, value: &V) -> Self {
        self.draft.structured(Some(place), name, value);
        self
    }

    /// Sets a field of the body; the last value counts, and `None` or [`Maybe::Absent`](crate::Maybe::Absent) takes it
    /// away again. Of a body that was set as a whole it is one more field, or another value of one.
    pub fn field<V: Value>(mut self, name: Text, value: &V) -> Self {
        self.draft.field(name, value);
        self
    }

    /// Sets the body as a whole.
    pub fn body<V: Value>(mut self, value: &V) -> Self {
        self.draft.body(value);
        self
    }

    /// Sets a file of a multipart form; the last one counts, unless the form takes a list of them.
    pub fn file(mut self, name: Text, upload: &Upload) -> Self {
        self.draft.file(name, upload);
        self
    }

    /// Sets the files of a multipart form under one name, instead of those that it has.
    pub fn files(mut self, name: Text, uploads: Vec<Upload>) -> Self {
        self.draft.files_of(name, uploads);
        self
    }

    /// The same, with a media type for those that have none.
    pub fn files_as(self, name: Text, media_type: &str, uploads: Vec<Upload>) -> Self {
        let uploads = uploads.into_iter().map(|upload| upload.or_media_type(media_type));
        self.files(name, uploads.collect())
    }

    /// Sets a binary body.
    pub fn upload(mut self, upload: &Upload) -> Self {
        self.draft.upload(upload);
        self
    }

    /// Tells how far the bodies are, that which is sent and that which comes, whenever a piece of them has gone by. It is
    /// called on the way, and so should return at once.
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

    /// Gives up after this time, body included, instead of the client's timeout. Where the answer is handed on as it
    /// comes, the time until it begins counts, and then that between two pieces of it.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.draft.set_timeout(timeout);
        self
    }

    /// Gives up after this time, all retries and the waits between them included.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.draft.set_deadline(deadline);
        self
    }

    /// Is made again this many times at most.
    pub fn retries(mut self, most: u32) -> Self {
        self.draft.set_retries(most);
        self
    }

    /// How often and how soon it is made again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.draft.set_policy(policy);
        self
    }

    /// Says that making it twice does what making it once does (or that it does not), whatever the endpoint says: only
    /// then it is made again once something of it may have left. Where the answer holds a secret it is not even then.
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.draft.set_idempotent(idempotent);
        self
    }

    /// Credentials of this call, in the order in which the API describes those of the scheme, instead of the client's.
    pub fn credentials(
        mut self,
        scheme: &str,
        values: impl IntoIterator<Item = impl Into<Secret>>,
    ) -> Self {
        self.draft.set_credentials(scheme, values.into_iter().map(Into::into));
        self
    }

    /// Adds a header, or replaces one that the runtime would set, such as `accept`.
    ///
    /// Headers that carry the credentials of the scheme used (such as `authorization`) or frame the message (such as
    /// `host` and `content-length`) are refused when the request is sent. A redirect to another origin does not take
    /// the header along.
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

    /// The URL that the request would be sent to. Nothing is sent.
    ///
    /// # Errors
    ///
    /// What would stop the request before it is sent.
    pub fn url(&self) -> Result<Url, Error<A::Failure>> {
        Ok(prepare::url(&self.draft)?)
    }

    /// The same request, answered with status, headers and bytes, whatever the status.
    pub fn raw(self) -> Raw<A> {
        Raw {
            #[cfg(feature = "blocking")]
            operation: self.draft.operation.clone(),
            sending: send(self.draft, Want::Raw),
            types: PhantomData,
        }
    }

    /// The same request, answered with status and headers besides the data.
    pub fn response(self) -> Responding<T, A> {
        Responding(self.into_future())
    }
}

impl<T: Value, A: Service> Request<T, A> {
    /// The same request, answered with the whole envelope instead of the data in it.
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

/// The types around a [`Request`], for generated code that holds one.
pub trait Sendable {
    /// What it answers.
    type Answer: Answer;
    /// The API.
    type Api: Service;
    /// Why it fails.
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

/// The API of a request type, for macros that are not told it.
#[doc(hidden)]
pub type ApiOf<R> = <<R as IntoFuture>::IntoFuture as Sendable>::Api;

/// The type around what a [`Request`] answers, for generated code that holds one.
pub trait Enveloped {
    /// The whole body.
    type Envelope: Value;
}

impl<T: Value, A: Service> Enveloped for Request<T, A> {
    type Envelope = A::Envelope<T>;
}

/// A call on its way; it gives the data.
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

/// The part of a call that is compiled for each type of answer.
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

/// A call on its way; it gives the data together with status and headers.
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

/// A call on its way; it gives status, headers and bytes.
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
