//! A call before it is sent: its client, what its caller sets, its checks, and the request that results.

pub(crate) mod auth;
pub(crate) mod call_url;
pub(crate) mod client;
pub(crate) mod draft;
pub(crate) mod drafted;
#[cfg(feature = "drift")]
pub(crate) mod drift;
pub(crate) mod encode;
pub(crate) mod interceptor;
#[cfg(feature = "rate-limit")]
pub(crate) mod limiter;
pub(crate) mod payload;
pub(crate) mod prepare;
pub(crate) mod progress;
pub(crate) mod provider;
pub(crate) mod retry;
#[cfg(feature = "hmac")]
pub(crate) mod sign;
pub(crate) mod style;
pub(crate) mod target;
#[cfg(feature = "tracing")]
pub(crate) mod trace;
pub(crate) mod upload;
pub(crate) mod wire;
