//! The transport over a tower service.

use std::error::Error;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes};
use futures_core::Stream;
use http_body::{Body, Frame, SizeHint};
use tower_service::Service;

use crate::base::content::Content;
use crate::base::headers::Headers;
use crate::call::wire::untrusted::is_untrusted;
use crate::call::wire::{
    BoxFuture, Failure, HttpBody, HttpRequest, HttpResponse, Pieces, Transport, TransportError,
};

/// A transport that sends through a `tower_service::Service` of HTTP requests, with all its layers.
///
/// Each call clones the service and waits until the clone is ready. Redirects and retries stay with the runtime, so the
/// service must do neither. A service that requests compressed responses must decompress them.
///
/// What an error of the service means for retries:
///
/// - A service that does not become ready has sent nothing: [`Failure::Connect`].
/// - Any other error is [`Failure::Other`], after which only idempotent calls are retried, since the request may have
///   been sent. (A proxy that has the request already may report a connection that was refused to it.)
/// - A certificate that is not accepted is [`Failure::Untrusted`], if the feature `rustls` is on and the service uses
///   the same version of rustls.
/// - A [`TransportError`], as the error of the service or among its sources, says itself what failed.
/// - [`unsent`](Self::unsent) says which other errors come before anything was sent.
///
/// The text of the error is shown, without the URL.
///
/// Requires the feature `tower`.
///
/// ```
/// use clientwright_runtime::transport::{HttpBody, TowerTransport};
/// use clientwright_runtime::ClientBuilder;
/// use clientwright_runtime::spec::Api;
///
/// # fn client<S>(service: S) -> Result<clientwright_runtime::Client, clientwright_runtime::Problem>
/// # where
/// #     S: tower_service::Service<http::Request<HttpBody>, Response = http::Response<HttpBody>> + Clone + Send + 'static,
/// #     S::Future: Send,
/// #     S::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
/// # {
/// static API: Api = Api::new("Example");
/// // `service` is, say, a `tower::ServiceBuilder` of layers around a client of hyper-util.
/// ClientBuilder::new(&API).base_url("https://api.example.com").transport(TowerTransport::new(service)).build()
/// # }
/// ```
pub struct TowerTransport<S> {
    /// Locked only while it is cloned: many services are `Send` but not `Sync`.
    service: Mutex<S>,
    unsent: Option<Unsent>,
}

/// Whether an error, or one of its sources, says that nothing was sent.
type Unsent = Arc<dyn Fn(&(dyn Error + 'static)) -> bool + Send + Sync>;

impl<S> TowerTransport<S> {
    /// Returns a transport that sends through this service.
    pub fn new(service: S) -> Self {
        Self { service: Mutex::new(service), unsent: None }
    }

    /// Sets which errors promise that no byte of the request was sent, so that every call may be retried after them,
    /// even one that creates something. `is_unsent` is called with each error of the service and with each of its
    /// sources. If it returns true for an error that comes after the request was sent, a call may be carried out twice.
    ///
    /// ```
    /// use clientwright_runtime::transport::TowerTransport;
    /// use hyper_util::client::legacy::Error;
    ///
    /// # fn transport<S>(service: S) -> TowerTransport<S> {
    /// // hyper-util's client tells whether it was still connecting.
    /// TowerTransport::new(service)
    ///     .unsent(|error| error.downcast_ref::<Error>().is_some_and(Error::is_connect))
    /// # }
    /// ```
    #[must_use]
    pub fn unsent(
        mut self,
        is_unsent: impl Fn(&(dyn Error + 'static)) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.unsent = Some(Arc::new(is_unsent));
        self
    }
}

impl<S> std::fmt::Debug for TowerTransport<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TowerTransport").finish_non_exhaustive()
    }
}

type BoxError = Box<dyn Error + Send + Sync>;

impl<S, B> Transport for TowerTransport<S>
where
    S: Service<http::Request<HttpBody>, Response = http::Response<B>> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Into<BoxError>,
    B: Body + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn send<'a>(
        &'a self,
        request: HttpRequest<'a>,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
        let mut service = self.service.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            let url = request.url;
            let outgoing = outgoing(request)?;
            poll_fn(|context| service.poll_ready(context))
                .await
                .map_err(|error| transport_error(&*error.into(), url, Failure::Connect, None))?;
            let answer = service.call(outgoing);
            let answer = answer.await.map_err(|error| {
                transport_error(&*error.into(), url, Failure::Other, self.unsent.as_ref())
            })?;
            let (parts, body) = answer.into_parts();
            let length = body.size_hint().exact();
            let receiving = Receiving { body: Box::pin(body), url: url.to_owned() };
            Ok(HttpResponse {
                status: parts.status.as_u16(),
                headers: Headers(parts.headers),
                body: HttpBody::stream(length, receiving),
            })
        })
    }
}

fn outgoing(mut request: HttpRequest<'_>) -> Result<http::Request<HttpBody>, TransportError> {
    request.announce_no_body();
    let refuse = |what: &str| TransportError::new(Failure::Refused, what);
    let mut outgoing = http::Request::new(request.body);
    *outgoing.method_mut() = http::Method::from_bytes(request.method.as_str().as_bytes())
        .map_err(|_| refuse("the method is not one of HTTP"))?;
    *outgoing.uri_mut() = request
        .url
        .parse()
        .map_err(|_| refuse("the crate `http` does not accept the URL, which may be too long"))?;
    *outgoing.headers_mut() = request.headers;
    Ok(outgoing)
}

/// A body as it is sent.
impl Body for HttpBody {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let piece = ready!(self.poll_next(context));
        Poll::Ready(piece.map(|piece| piece.map(|content| Frame::data(content.0))))
    }

    fn is_end_stream(&self) -> bool {
        matches!(&self.0, Pieces::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        self.length().map(SizeHint::with_exact).unwrap_or_default()
    }
}

/// A body that is being received.
struct Receiving<B> {
    body: Pin<Box<B>>,
    url: String,
}

impl<B> Stream for Receiving<B>
where
    B: Body,
    B::Error: Into<BoxError>,
{
    type Item = Result<Content, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(self.body.as_mut().poll_frame(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => {
                    let error = transport_error(&*error.into(), &self.url, Failure::Other, None);
                    return Poll::Ready(Some(Err(error)));
                }
                // Trailers are ignored.
                Some(Ok(frame)) => {
                    if let Ok(mut data) = frame.into_data() {
                        let length = data.remaining();
                        return Poll::Ready(Some(Ok(Content(data.copy_to_bytes(length)))));
                    }
                }
            }
        }
    }
}

/// Joins the texts of an error and its sources, each once, without the URL.
fn transport_error(
    error: &(dyn Error + Send + Sync + 'static),
    url: &str,
    failure: Failure,
    unsent: Option<&Unsent>,
) -> TransportError {
    let mut failure = failure;
    let mut text = String::new();
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(cause) = next {
        if let Some(own) = cause.downcast_ref::<TransportError>() {
            return TransportError::new(own.failure, without(&own.text, url));
        }
        if is_untrusted(cause) {
            failure = Failure::Untrusted;
        } else if failure == Failure::Other && unsent.is_some_and(|is_unsent| is_unsent(cause)) {
            failure = Failure::Connect;
        }
        let cause_text = cause.to_string();
        if !text.ends_with(&cause_text) {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(&cause_text);
        }
        next = cause.source();
    }
    TransportError::new(failure, without(&text, url))
}

/// Removes the URL from a text, and its path and query, which may contain secrets.
fn without(text: &str, url: &str) -> String {
    let behind_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = behind_scheme.find('/').map_or("", |start| &behind_scheme[start..]);
    let mut text = text.replace(url, "the URL");
    if path.len() > 1 {
        text = text.replace(path, "/..");
    }
    text
}
