//! The runtime of clients that *clientwright* generates: it sends their requests and reads the responses.
//!
//! Generated code describes an API as data: each endpoint is a `static` [`Endpoint`](spec::Endpoint), the API a
//! `static` [`Api`](spec::Api), and each type says how its fields are read and written. This library does the rest: it
//! checks a call, encodes and signs it, sends it, retries it, and decodes the response. A program can make the same
//! descriptions at run time, to call an API of which it has only the spec; see [`Request`].
//!
//! There is a module for each reader:
//!
//! - The root has what callers name: [`ClientBuilder`], [`Request`], [`Error`] and the types of values.
//! - [`spec`] has the descriptions that generated code states.
//! - [`hooks`] has interceptors and clocks, which a program plugs into a client.
//! - [`transport`] has what sends requests.
//!
//! # Guarantees
//!
//! - An invalid call is not sent: the error names the operation, the parameter, the rule and the value.
//! - Credentials and secrets are in no `Debug`, no `Display` and no error.
//! - A response whose envelope says that the call failed is an error, even if its status is a success.
//!
//! # Features
//!
//! The documentation of an item says which feature it requires.
//!
//! - `reqwest` (default): the transport over reqwest. Without it, a client needs another transport.
//! - `rustls` (default, enables `reqwest`): TLS by rustls, with the certificates of the platform. Without it, reqwest
//!   uses the TLS that another dependency enables in it.
//! - `files` (default): [`Upload::file`] and [`Download::save_to`].
//! - `blocking`: methods that block their thread, such as `.send_blocking()`, for programs without an async runtime.
//! - `decimal`, `uuid`: strings of these formats as [`rust_decimal::Decimal`](https://docs.rs/rust_decimal) and
//!   [`uuid::Uuid`](https://docs.rs/uuid). A generated client needs them if its spec has these types.
//! - `drift`: reports of what responses hold and the spec does not describe, by
#![cfg_attr(feature = "drift", doc = "  [`ClientBuilder::on_drift`].")]
#![cfg_attr(not(feature = "drift"), doc = "  `ClientBuilder::on_drift`.")]
//! - `examples`: what the tests use that `clientwright generate --example-tests` writes.
//! - `hmac`: schemes that sign requests (`Scheme::hmac`). A generated client needs it if its spec has such a scheme.
#![cfg_attr(
    feature = "mock",
    doc = "- `mock`: the module [`mock`], for tests of programs that call an API."
)]
#![cfg_attr(
    not(feature = "mock"),
    doc = "- `mock`: the module `mock`, for tests of programs that call an API."
)]
//! - `patterns`: strings that must match a regular expression (`Schema::pattern`). A generated client needs it if its
//!   spec has a pattern.
//! - `rate-limit`: waits before a request so that the client keeps to the rate limits of the spec (see
//!   [`Api::rate_limits`](spec::Api::rate_limits)).
//! - `record`: `transport::Recorder` records exchanges to a file, with secrets masked, and `transport::Replay` answers
//!   from that file.
//! - `tower`: `transport::TowerTransport` sends through any `tower_service::Service`.
//! - `tracing`: a span for each call, and an event for each retry. The attributes are those of OpenTelemetry for HTTP
//!   (`http.request.method`, `url.template`, `server.address`, `http.response.status_code`, `error.type`), and
//!   `clientwright.operation` and `clientwright.attempts`. The span of a streamed response ends with its headers. No
//!   value of a call is shown unless
#![cfg_attr(feature = "tracing", doc = "  [`ClientBuilder::trace_details`] asks for it.")]
#![cfg_attr(not(feature = "tracing"), doc = "  `ClientBuilder::trace_details` asks for it.")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]
#![warn(missing_docs)]

// A room uses only those that `tests/rooms.rs` lists above it.
mod answer;
mod base;
mod call;
mod check;
mod describe;
mod error;
#[cfg(feature = "examples")]
pub mod examples;
mod face;
mod json;
mod macros;
#[cfg(feature = "mock")]
pub mod mock;
mod send;
pub mod transport;

pub use answer::download::Download;
pub use answer::events::{Event, Events};
pub use answer::lines::Lines;
pub use answer::response::Response;
pub use base::content::Content;
pub use base::headers::Headers;
pub use base::rate_limit::RateLimit;
pub use base::secret::Secret;
pub use call::call_url::Url;
pub use call::client::Client;
#[cfg(feature = "drift")]
pub use call::drift::{Drift, DriftKind};
pub use call::progress::{Direction, Progress};
pub use call::provider::{BearerToken, TokenProvider};
pub use call::retry::RetryPolicy;
#[cfg(feature = "tracing")]
pub use call::trace::TraceDetails;
pub use call::upload::Upload;
pub use error::header::Header;
pub use error::{Error, Problem};
#[cfg(feature = "blocking")]
pub use face::blocking::{Blocking, BlockingItems, BlockingPages};
pub use face::builder::ClientBuilder;
pub use face::pages::{Collecting, ItemStream, PageStream};
pub use face::request::{Call, Raw, Request, Responding};
pub use face::{hooks, spec};
#[cfg(not(feature = "decimal"))]
#[doc(hidden)]
pub use json::formats::Decimal;
#[cfg(not(feature = "uuid"))]
#[doc(hidden)]
pub use json::formats::Uuid;
pub use json::formats::{Base64, FormatError, Span, Uri};
pub use json::maybe::Maybe;
pub use json::page::Page;
pub use json::secret::SecretJson;

pub use jiff;
pub use jiff::Timestamp;
pub use jiff::civil::{Date, Time};
/// Requires the feature `reqwest`.
#[cfg(feature = "reqwest")]
pub use reqwest;
/// Requires the feature `decimal`.
#[cfg(feature = "decimal")]
pub use rust_decimal;
/// Requires the feature `decimal`.
#[cfg(feature = "decimal")]
pub use rust_decimal::Decimal;
pub use serde_json::Value as Json;
pub use url;
/// Requires the feature `uuid`.
#[cfg(feature = "uuid")]
pub use uuid;
/// Requires the feature `uuid`.
#[cfg(feature = "uuid")]
pub use uuid::Uuid;

/// What the macros of this library expand to. It may change with any release.
#[doc(hidden)]
pub mod private {
    pub use serde;

    pub use crate::answer::{Arrived, Rejected};
    pub use crate::face::request::ApiOf;
    pub use crate::json::foreign::{read_serde, write_serde};
    pub use crate::json::form::{Objects, OpenEnums, OpenIntegers, Unions};
    pub use crate::json::read::deserialize;
    pub use crate::json::union::{open_enum, open_integer};
    pub use crate::json::value::read_str;
    pub use crate::json::write::{serialize, write_str};
}
