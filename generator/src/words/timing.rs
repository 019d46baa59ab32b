//! Retries and rate limits, with their durations as numbers.

use super::method::Method;

/// The retries of an endpoint, as far as they override those of the client.
#[derive(Debug, Clone, Default)]
pub struct Retries {
    /// The maximum number of retries.
    pub max: Option<u32>,
    pub initial_delay_millis: Option<u64>,
    pub max_delay_millis: Option<u64>,
    pub max_retry_after_millis: Option<u64>,
}

/// The number of calls that a server allows per period.
#[derive(Debug, Clone)]
pub struct RateLimit {
    pub name: String,
    pub requests: u32,
    pub per_millis: u64,
    /// The methods whose calls count; if empty, every call counts.
    pub methods: Vec<Method>,
    /// The wire names of the client parameters for each value of which the limit holds separately.
    pub each: Vec<String>,
}
