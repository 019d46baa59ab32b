//! What carries a request to a server: an object-safe trait, and the implementation over reqwest.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

use crate::operation::Method;

#[cfg(feature = "reqwest")]
pub(crate) mod over_reqwest;

/// A boxed future that may move between threads.
pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A request, ready to be sent as it is.
pub(crate) struct Outgoing<'a> {
    pub(crate) method: Method,
    pub(crate) url: &'a str,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// How long sending and receiving may take together.
    pub(crate) timeout: Duration,
}

/// An answer whose body is still coming.
pub(crate) struct Incoming {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Pin<Box<dyn Chunks>>,
}

/// A body that is still coming.
pub(crate) trait Chunks: Send {
    /// The next piece, decompressed if it was compressed.
    fn poll_chunk(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Interruption>>>;
}

/// Sends one request and follows no redirect.
pub(crate) trait Transport: Send + Sync {
    /// Sends it.
    fn send<'a>(&'a self, request: Outgoing<'a>) -> BoxFuture<'a, Result<Incoming, Interruption>>;
}

/// Why sending or receiving broke off.
#[derive(Clone, Debug)]
pub(crate) struct Interruption {
    pub(crate) kind: InterruptionKind,
    /// What the transport says of it, without the URL.
    pub(crate) text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InterruptionKind {
    Connect,
    Timeout,
    Other,
}

impl fmt::Display for Interruption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Interruption {}
