//! The requests that a mock received.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;

use bytes::BytesMut;
use futures_core::Stream as _;
use serde_json::Value as Json;

use crate::base::headers::Headers;
use crate::base::scrub::Scrubber;
use crate::call::call_url::Url;
use crate::call::target::Values as _;
use crate::call::wire::{HttpRequest, TransportError};
use crate::describe::data::Held;
use crate::describe::operation::{Method, Operation};
use crate::transport::seen;

/// A request that a [`Mock`](super::Mock) received. It may contain secrets; its `Debug` shows none.
///
/// Requires the feature `mock`.
#[derive(Clone)]
pub struct Sent {
    pub(super) operation: Held<Operation>,
    pub(super) url: Url,
    pub(super) attempt: u32,
    pub(super) headers: Headers,
    pub(super) body: Vec<u8>,
    /// The arguments by the index of the parameter.
    pub(super) arguments: Vec<Vec<String>>,
    /// The caller's part of the body, if it has fields.
    pub(super) fields: Option<Json>,
    pub(super) scrubber: Scrubber,
    pub(super) answered_by: Option<usize>,
}

impl Sent {
    pub(super) async fn receive(request: HttpRequest<'_>) -> Result<Self, TransportError> {
        let draft = request.draft;
        let url = seen::url(&request);
        let HttpRequest { headers, mut body, attempt, .. } = request;
        let mut bytes = BytesMut::new();
        while let Some(piece) =
            poll_fn(|context| Pin::new(&mut body).poll_next(context)).await.transpose()?
        {
            bytes.extend_from_slice(&piece);
        }
        let (text, inner) = draft.finish_body();
        let parameters = draft.operation.parameters.len();
        Ok(Self {
            operation: draft.operation.clone(),
            url,
            attempt,
            headers: Headers(headers),
            body: bytes.into(),
            arguments: (0..parameters)
                .map(|index| draft.of(index).map(str::to_owned).collect())
                .collect(),
            fields: serde_json::from_slice(&text[inner]).ok(),
            scrubber: draft.scrubber(),
            answered_by: None,
        })
    }

    /// Returns the id of the operation, such as `stream.keys.delete`.
    #[must_use]
    pub fn operation(&self) -> &str {
        self.operation.id
    }

    /// Returns the method.
    #[must_use]
    pub fn method(&self) -> Method {
        self.operation.method
    }

    /// Returns the URL. Its `Display` masks secrets.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Returns the number of the attempt, from 1.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Returns the headers, those with credentials included.
    #[must_use]
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// Returns the value of a parameter by its name in the request; of a list, its first item.
    #[must_use]
    pub fn argument(&self, name: &str) -> Option<&str> {
        self.arguments.get(self.parameter(name)?)?.first().map(String::as_str)
    }

    /// Returns the bytes of the body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the body as JSON, if it is JSON.
    #[must_use]
    pub fn json(&self) -> Option<Json> {
        serde_json::from_slice(&self.body).ok()
    }

    pub(super) fn parameter(&self, name: &str) -> Option<usize> {
        self.operation.parameters.iter().position(|parameter| parameter.name == name)
    }
}

/// Shows a request such as `DELETE https://api.example.com/keys/7 (keys.delete)`.
impl fmt::Display for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({})", self.operation.method, self.url, self.operation.id)
    }
}

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sent")
            .field("operation", &self.operation.id)
            .field("method", &self.operation.method)
            .field("url", &self.url)
            .field("headers", &self.headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}
