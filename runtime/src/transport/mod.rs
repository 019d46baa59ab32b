//! What carries a request to a server. A program may implement [`Transport`] itself, to send through another HTTP
//! client, or wrap one of those here.

#[cfg(feature = "reqwest")]
pub(crate) mod over_reqwest;
#[cfg(feature = "tower")]
mod over_tower;
#[cfg(feature = "record")]
mod record;
#[cfg(any(feature = "mock", feature = "record"))]
pub(crate) mod seen;
#[cfg(feature = "rustls")]
mod tls;

#[cfg(feature = "reqwest")]
pub use over_reqwest::Reqwest;
#[cfg(feature = "tower")]
pub use over_tower::TowerTransport;
#[cfg(feature = "record")]
pub use record::{Recorder, Replay};

pub use crate::call::wire::{
    BoxFuture, Failure, HttpBody, HttpRequest, HttpResponse, Transport, TransportError,
};
