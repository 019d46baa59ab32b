//! The client: what all its calls share.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::base::clock::SharedClock;
use crate::base::scrub::Scrubber;
use crate::base::target::Target;
use crate::call::auth::Ready;
use crate::call::interceptor::Interceptors;
use crate::call::retry::{Budget, RetryPolicy};
use crate::call::wire::Transport;
use crate::describe::api::Api;
use crate::describe::argument::{Arguments, ParameterValue};
use crate::describe::data::Held;

/// What all calls share: where they go, their credentials, how long they may take.
///
/// Cloning a client is cheap, and one client serves any number of calls at the same time. Generated code wraps it; a
/// program that learns of an API at run time uses it directly. A [`ClientBuilder`](crate::ClientBuilder) builds one.
#[derive(Clone)]
pub struct Client(pub(crate) Arc<Config>);

#[derive(Clone)]
pub(crate) struct Config {
    pub(crate) api: Held<Api>,
    pub(crate) base: Target,
    /// The same URL, parsed.
    #[cfg_attr(not(feature = "reqwest"), expect(dead_code, reason = "only reqwest wants it"))]
    pub(crate) base_url: url::Url,
    /// In the order of the API's schemes.
    pub(crate) schemes: Vec<Option<Ready>>,
    /// By the index of the API's client parameters.
    pub(crate) parameters: Arguments,
    pub(crate) timeout: Duration,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    /// Shared by all clones.
    pub(crate) budget: Arc<Budget>,
    pub(crate) jitter: Jitter,
    pub(crate) user_agent: HeaderValue,
    pub(crate) max_response_size: usize,
    pub(crate) plain_http: bool,
    pub(crate) redirects: u32,
    pub(crate) max_pages: u32,
    pub(crate) clock: SharedClock,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) scrubber: Scrubber,
    pub(crate) interceptors: Interceptors,
    /// Shared by all clones.
    #[cfg(feature = "rate-limit")]
    pub(crate) limiter: Option<Arc<crate::call::limiter::Limiter>>,
    #[cfg(feature = "tracing")]
    pub(crate) trace: crate::call::trace::TraceDetails,
    /// Shared by all clones.
    #[cfg(feature = "drift")]
    pub(crate) drift: Arc<crate::call::drift::Reports>,
}

/// A function that returns random numbers from 0 to 1.
pub(crate) type Jitter = Arc<dyn Fn() -> f64 + Send + Sync>;

impl Client {
    /// Returns a client with another value of one of the API's client parameters; this client stays as it is.
    ///
    /// A name that is not a client parameter of the API has no effect.
    #[must_use]
    pub fn with_parameter(&self, name: &str, value: &(impl ParameterValue + ?Sized)) -> Self {
        let mut config = Config::clone(&self.0);
        if let Some(index) = config.client_parameter(name) {
            config.parameters.set(index, value);
        }
        Self(Arc::new(config))
    }

    /// Returns the API that the client calls.
    #[must_use]
    pub fn api(&self) -> &Api {
        &self.0.api
    }
}

impl Config {
    /// Returns the index of a client parameter.
    pub(crate) fn client_parameter(&self, name: &str) -> Option<usize> {
        self.api.client_parameters.iter().position(|parameter| parameter.name == name)
    }
}

/// Shows no credential and no value of a parameter.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes: Vec<&str> = self
            .0
            .api
            .schemes
            .iter()
            .zip(&self.0.schemes)
            .filter(|(_, ready)| ready.is_some())
            .map(|(scheme, _)| scheme.id)
            .collect();
        f.debug_struct("Client")
            .field("api", &self.0.api.name)
            .field("base_url", &self.0.base.url)
            .field("schemes", &schemes)
            .finish_non_exhaustive()
    }
}
