//! The transport over reqwest.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body as _;
use sync_wrapper::SyncWrapper;

use crate::base::headers::Headers;
use crate::base::secret::Secret;
use crate::base::target::Target;
use crate::call::wire::receiving::{Receiving, transport_error};
use crate::call::wire::{
    BoxFuture, Coming, Failure, HttpBody, HttpRequest, HttpResponse, Pieces, Transport,
    TransportError,
};
use crate::describe::operation::Method;
use crate::error::Problem;

/// The default transport of a client, which sends through a [`reqwest::Client`].
///
/// [`ClientBuilder::reqwest`](crate::ClientBuilder::reqwest) makes one from a builder. Use this type to wrap it in
/// another transport.
///
/// Requires the feature `reqwest`.
///
/// ```
/// use clientwright_runtime::{reqwest, transport::Reqwest};
///
/// let transport = Reqwest::new(reqwest::Client::builder().no_proxy())?;
/// # let _ = transport;
/// # Ok::<(), clientwright_runtime::Problem>(())
/// ```
#[derive(Clone, Debug)]
pub struct Reqwest(reqwest::Client);

impl Reqwest {
    /// Returns a transport for the client of this builder. Redirects are turned off, since reqwest would send most
    /// headers to other origins.
    ///
    /// # Errors
    ///
    /// An option of the builder that cannot be used.
    pub fn new(builder: reqwest::ClientBuilder) -> Result<Self, Problem> {
        Self::build(Some(builder), None).map_err(|text| Problem::invalid("the transport", text))
    }

    /// Returns the default transport of a client.
    ///
    /// # Errors
    ///
    /// The certificates of the platform cannot be read.
    pub fn with_defaults() -> Result<Self, Problem> {
        Self::build(None, None).map_err(|text| Problem::invalid("the transport", text))
    }

    /// Builds the client of this builder, or of one with the defaults.
    pub(crate) fn build(
        builder: Option<reqwest::ClientBuilder>,
        through: Option<Through>,
    ) -> Result<Self, String> {
        let refuse = |text: String| format!("the HTTP client cannot be built: {text}");
        let mut builder = match builder {
            Some(builder) => given_builder(builder),
            None => default_builder().map_err(|error| refuse(error.to_string()))?,
        };
        if let Some(through) = through {
            builder = through(builder);
        }
        builder
            .redirect(reqwest::redirect::Policy::none())
            // reqwest would retry what the runtime must not.
            .retry(reqwest::retry::never())
            .build()
            .map(Self)
            .map_err(|error| refuse(transport_error(&error).to_string()))
    }

    async fn exchange(&self, mut request: HttpRequest<'_>) -> Result<HttpResponse, TransportError> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(TransportError::new(
                Failure::Refused,
                "reqwest needs a tokio runtime, but the call is not awaited in one: await it below `#[tokio::main]`, \
                 or use `.send_blocking()` (feature `blocking`)",
            ));
        }
        let url = Target::parsed(request.url, &request.draft.client.0.base_url)
            .map_err(|fault| TransportError::new(Failure::Connect, fault.to_string()))?;
        request.announce_no_body();
        let mut outgoing = reqwest::Request::new(method(request.method), url);
        *outgoing.headers_mut() = request.headers;
        *outgoing.body_mut() = match request.body.0 {
            Pieces::Whole(bytes) if bytes.is_empty() => None,
            Pieces::Whole(bytes) => Some(bytes.into()),
            coming @ Pieces::Coming { .. } => {
                Some(reqwest::Body::wrap(Sending::new(HttpBody(coming))))
            }
        };
        let mut response = self
            .0
            .execute(outgoing)
            .await
            .map_err(|error| transport_error(&error.without_url()))?;
        let headers = Headers(std::mem::take(response.headers_mut()));
        let status = response.status().as_u16();
        let body = reqwest::Body::from(response);
        let length = body.size_hint().exact();
        let stream = Coming::Reqwest(Receiving(body));
        Ok(HttpResponse { status, headers, body: HttpBody(Pieces::Coming { length, stream }) })
    }
}

#[cfg(feature = "rustls")]
use super::tls::default_builder;

#[cfg(not(feature = "rustls"))]
#[expect(clippy::unnecessary_wraps, reason = "with TLS of its own it can fail")]
fn default_builder() -> Result<reqwest::ClientBuilder, TransportError> {
    Ok(reqwest::Client::builder())
}

fn given_builder(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    #[cfg(feature = "rustls")]
    super::tls::provide();
    builder
}

/// Sets a proxy on a builder. A program without a proxy is linked without this code.
pub(crate) type Through =
    Box<dyn FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync>;

/// Parses the URL of a proxy. It may contain a password, so no error shows it.
pub(crate) fn proxy(url: &Secret) -> Result<Through, String> {
    let parsed = reqwest::Url::parse(url.reveal())
        .map_err(|fault| format!("the URL of the proxy cannot be parsed: {fault}"))?;
    if !matches!(parsed.scheme(), "http" | "https") || parsed.host().is_none() {
        return Err("the URL of the proxy must start with http:// or https:// and contain a host"
            .to_owned());
    }
    let proxy = reqwest::Proxy::all(parsed)
        .map_err(|_| "reqwest does not accept the URL of the proxy".to_owned())?;
    Ok(Box::new(|builder| builder.proxy(proxy)))
}

impl Transport for Reqwest {
    fn send<'a>(
        &'a self,
        request: HttpRequest<'a>,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

fn method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Patch => reqwest::Method::PATCH,
        Method::Delete => reqwest::Method::DELETE,
        Method::Head => reqwest::Method::HEAD,
        Method::Options => reqwest::Method::OPTIONS,
    }
}

/// A body that is being sent. reqwest requires it to be `Sync`, although nothing shares it.
struct Sending {
    length: Option<u64>,
    body: SyncWrapper<HttpBody>,
}

impl Sending {
    fn new(body: HttpBody) -> Self {
        Self { length: body.length(), body: SyncWrapper::new(body) }
    }
}

impl http_body::Body for Sending {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, TransportError>>> {
        let piece = ready!(Pin::new(self.body.get_mut()).poll_next(context));
        Poll::Ready(piece.map(|piece| piece.map(|content| http_body::Frame::data(content.0))))
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.length.map(http_body::SizeHint::with_exact).unwrap_or_default()
    }
}
