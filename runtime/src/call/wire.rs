//! What a call and a transport exchange: an object-safe trait, and the types that it passes.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
#[cfg(any(feature = "reqwest", feature = "tower"))]
use http::{HeaderValue, header::CONTENT_LENGTH};

use crate::base::content::Content;
use crate::base::headers::Headers;
#[cfg(any(feature = "reqwest", feature = "tower"))]
use crate::base::headers::put;
use crate::call::draft::Draft;
use crate::describe::operation::{Method, Operation};

#[cfg(feature = "reqwest")]
pub(crate) mod receiving;
#[cfg(any(feature = "reqwest", feature = "tower"))]
pub(crate) mod untrusted;

/// A boxed future that is `Send`.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends one request.
///
/// A transport does not follow redirects, does not retry and does not need a timeout: the runtime does all that. It
/// returns response bodies decompressed.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request and returns the response as soon as its headers have arrived.
    ///
    /// # Errors
    ///
    /// Sending or receiving failed. [`Failure::Connect`] promises that no byte of the request was sent.
    fn send<'a>(
        &'a self,
        request: HttpRequest<'a>,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>>;
}

/// A request, ready to be sent as it is. It may contain secrets; its `Debug` shows none.
pub struct HttpRequest<'a> {
    pub(crate) draft: &'a Draft,
    pub(crate) method: Method,
    pub(crate) url: &'a str,
    pub(crate) headers: HeaderMap,
    pub(crate) body: HttpBody,
    pub(crate) attempt: u32,
}

impl HttpRequest<'_> {
    /// Returns the operation.
    pub fn operation(&self) -> &Operation {
        &self.draft.operation
    }

    /// Returns the number of the attempt, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Returns the method.
    pub fn method(&self) -> Method {
        self.method
    }

    /// Returns the URL with its secrets. Take care where it goes.
    pub fn url(&self) -> &str {
        self.url
    }

    /// Returns the headers, those with credentials included: names in lower case, values as bytes.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes()))
    }

    /// Returns the body.
    pub fn body(&self) -> &HttpBody {
        &self.body
    }

    /// Returns the body, owned.
    pub fn into_body(self) -> HttpBody {
        self.body
    }

    /// Sets `content-length: 0` if there is no body and the method expects one, as RFC 9110, section 8.6, asks for:
    /// some servers respond 411 otherwise. hyper itself does so for HTTP/2 only.
    #[cfg(any(feature = "reqwest", feature = "tower"))]
    pub(crate) fn announce_no_body(&mut self) {
        let anticipates = matches!(self.method, Method::Post | Method::Put | Method::Patch);
        if anticipates && self.body.is_empty() {
            put(&mut self.headers, CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
    }
}

impl fmt::Debug for HttpRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("operation", &self.draft.operation.id)
            .field("method", &self.method)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

/// A response whose body may still be arriving.
#[derive(Debug)]
pub struct HttpResponse {
    pub(crate) status: u16,
    pub(crate) headers: Headers,
    pub(crate) body: HttpBody,
}

impl HttpResponse {
    /// Returns a response.
    #[must_use]
    pub fn new(status: u16, headers: Headers, body: impl Into<HttpBody>) -> Self {
        Self { status, headers, body: body.into() }
    }
}

/// A body: complete, or still arriving. It is a stream of its pieces.
pub struct HttpBody(pub(crate) Pieces);

pub(crate) enum Pieces {
    Whole(Bytes),
    Coming { length: Option<u64>, stream: Coming },
}

pub(crate) type PieceStream = Pin<Box<dyn Stream<Item = Result<Content, TransportError>> + Send>>;

pub(crate) enum Coming {
    Any(PieceStream),
    /// The body of nearly every response, without a box around reqwest's own.
    #[cfg(feature = "reqwest")]
    Reqwest(receiving::Receiving),
}

impl HttpBody {
    /// Returns an empty body.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Pieces::Whole(Bytes::new()))
    }

    /// Returns a body that arrives in pieces; `length` is the total number of bytes, if it is known.
    pub fn stream(
        length: Option<u64>,
        stream: impl Stream<Item = Result<Content, TransportError>> + Send + 'static,
    ) -> Self {
        Self(Pieces::Coming { length, stream: Coming::Any(Box::pin(stream)) })
    }

    /// Returns the number of bytes, if it is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Pieces::Whole(bytes) => Some(bytes.len() as u64),
            Pieces::Coming { length, .. } => *length,
        }
    }

    /// Returns the bytes, if the body is complete.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Pieces::Whole(bytes) => Some(bytes),
            Pieces::Coming { .. } => None,
        }
    }

    /// Returns whether the body is known to be empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length() == Some(0)
    }
}

impl<T: Into<Content>> From<T> for HttpBody {
    fn from(content: T) -> Self {
        Self(Pieces::Whole(content.into().0))
    }
}

impl Stream for HttpBody {
    type Item = Result<Content, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            Pieces::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Pieces::Whole(bytes) => Poll::Ready(Some(Ok(Content(std::mem::take(bytes))))),
            Pieces::Coming { stream: Coming::Any(stream), .. } => {
                stream.as_mut().poll_next(context)
            }
            #[cfg(feature = "reqwest")]
            Pieces::Coming { stream: Coming::Reqwest(body), .. } => {
                Pin::new(body).poll_next(context)
            }
        }
    }
}

impl fmt::Debug for HttpBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length() {
            Some(length) => write!(f, "HttpBody({length} bytes)"),
            None => f.write_str("HttpBody(..)"),
        }
    }
}

/// Why sending or receiving failed.
#[derive(Clone, Debug)]
pub struct TransportError {
    pub(crate) failure: Failure,
    /// What the transport says about it, without the URL.
    pub(crate) text: String,
}

impl TransportError {
    /// Returns an error with a text, which must contain neither a URL nor a secret, since errors are shown.
    #[must_use]
    pub fn new(failure: Failure, text: impl Into<String>) -> Self {
        Self { failure, text: text.into() }
    }

    /// Returns what failed.
    #[must_use]
    pub fn failure(&self) -> Failure {
        self.failure
    }
}

/// What failed while a request was sent or its response received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// No connection could be opened; no byte of the request was sent.
    Connect,
    /// The certificate of the server is not accepted; no byte of the request was sent. The call is
    /// not retried, since another attempt would fail the same way.
    Untrusted,
    /// It took too long.
    Timeout,
    /// The request body could not be read.
    Body,
    /// The transport refuses the call and would refuse it again, such as a mock that does not expect it. The call is
    /// not retried. The text is taken as the transport's own words: it must not repeat what a server said.
    Refused,
    /// Anything else; the request may have arrived.
    Other,
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for TransportError {}
