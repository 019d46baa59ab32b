//! The builder of a client.

use std::borrow::Cow;
use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::base::clock::{Clock, SharedClock, SystemClock};
use crate::base::scrub::Scrubber;
use crate::base::secret::Secret;
use crate::base::target::Target;
use crate::call::auth::{Ready, in_order, ready};
use crate::call::client::{Client, Config, Jitter};
use crate::call::draft::pages::max_pages_fault;
use crate::call::interceptor::Interceptor;
use crate::call::provider::{Provided, TokenProvider, TokenSource};
use crate::call::retry::{Budget, RetryPolicy};
use crate::call::wire::Transport;
use crate::describe::api::{Api, Scheme, SchemeKind};
use crate::describe::argument::{Arguments, ParameterValue};
use crate::describe::data::{Held, Text};
use crate::error::Problem;

const TIMEOUT: Duration = Duration::from_secs(60);
const MAX_RESPONSE_SIZE: usize = 32 * 1024 * 1024;
const REDIRECTS: u32 = 10;
const MAX_PAGES: u32 = 10_000;
/// Browsers follow at most 20 (Fetch, "HTTP-redirect fetch"): a longer chain is a loop.
const MOST_REDIRECTS: u32 = 100;
const USER_AGENT: &str = concat!("clientwright-runtime/", env!("CARGO_PKG_VERSION"));

/// Collects the options of a [`Client`].
///
/// ```
/// use clientwright_runtime::ClientBuilder;
/// use clientwright_runtime::spec::{Api, Credential, Scheme, Server};
///
/// static API: Api = Api::new("Example")
///     .servers(const { &[Server::new("default", "https://api.example.com/v1")] })
///     .schemes(const { &[Scheme::bearer("token", Credential::new("token").env("EXAMPLE_TOKEN").secret())] });
///
/// let client = ClientBuilder::new(&API).credentials("token", [("token", "abc")]).build()?;
/// # let _ = client;
/// # Ok::<(), clientwright_runtime::Problem>(())
/// ```
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder {
    api: Held<Api>,
    credentials: Vec<(String, Vec<Secret>)>,
    parameters: Arguments,
    server: Option<String>,
    server_variables: Vec<(String, String)>,
    base_url: Option<String>,
    environment: Vec<(Text, OsString)>,
    timeout: Duration,
    deadline: Option<Duration>,
    retry: RetryPolicy,
    budget: u32,
    jitter: Jitter,
    providers: Vec<(String, Arc<dyn TokenSource>)>,
    user_agent: String,
    max_response_size: usize,
    plain_http: bool,
    redirects: u32,
    max_pages: u32,
    clock: SharedClock,
    transport: Option<Arc<dyn Transport>>,
    #[cfg(feature = "reqwest")]
    reqwest: Option<reqwest::ClientBuilder>,
    #[cfg(feature = "reqwest")]
    proxy: Option<Result<crate::transport::over_reqwest::Through, String>>,
    problem: Option<String>,
    interceptors: Vec<Arc<dyn Interceptor>>,
    rate_limit: bool,
    #[cfg(feature = "tracing")]
    trace: crate::call::trace::TraceDetails,
    #[cfg(feature = "drift")]
    drift: Option<crate::call::drift::Listener>,
}

impl ClientBuilder {
    /// Returns a builder without any option set.
    pub fn new(api: impl Into<Held<Api>>) -> Self {
        Self {
            api: api.into(),
            credentials: Vec::new(),
            parameters: Arguments::default(),
            server: None,
            server_variables: Vec::new(),
            base_url: None,
            environment: Vec::new(),
            timeout: TIMEOUT,
            deadline: None,
            retry: RetryPolicy::new(),
            budget: Budget::CAPACITY,
            jitter: Arc::new(fastrand::f64),
            providers: Vec::new(),
            user_agent: USER_AGENT.to_owned(),
            max_response_size: MAX_RESPONSE_SIZE,
            plain_http: false,
            redirects: REDIRECTS,
            max_pages: MAX_PAGES,
            clock: SharedClock(Arc::new(SystemClock)),
            transport: None,
            #[cfg(feature = "reqwest")]
            reqwest: None,
            #[cfg(feature = "reqwest")]
            proxy: None,
            problem: None,
            interceptors: Vec::new(),
            rate_limit: true,
            #[cfg(feature = "tracing")]
            trace: crate::call::trace::TraceDetails::new(),
            #[cfg(feature = "drift")]
            drift: None,
        }
    }

    /// Sets the credentials of a scheme, each by its name: `[("customer_id", "id"), ("customer_secret", "secret")]`.
    pub fn credentials<'n>(
        mut self,
        scheme: &str,
        values: impl IntoIterator<Item = (&'n str, impl Into<Secret>)>,
    ) -> Self {
        let values = values.into_iter().map(|(name, value)| (name, value.into()));
        self.set_credentials(scheme, values.collect());
        self
    }

    /// Sets the value of one of the API's client parameters.
    pub fn parameter(mut self, name: &str, value: &(impl ParameterValue + ?Sized)) -> Self {
        let index = self.api.client_parameters.iter().position(|parameter| parameter.name == name);
        match index {
            Some(index) => self.parameters.set(index, value),
            None => self.refuse(format!("the API does not define a client parameter `{name}`")),
        }
        self
    }

    /// Selects one of the API's servers by its name.
    pub fn server(mut self, name: impl Into<String>) -> Self {
        self.server = Some(name.into());
        self
    }

    /// Sets a variable of the server's URL, which overrides its default. Building the client fails if the value would
    /// change the host that the URL names.
    pub fn server_variable(mut self, name: &str, value: impl Into<String>) -> Self {
        let mut variables = self.api.servers.iter().flat_map(|server| server.variables.iter());
        if variables.any(|variable| variable.name == name) {
            self.server_variables.retain(|(known, _)| known != name);
            self.server_variables.push((name.to_owned(), value.into()));
        } else {
            self.refuse(format!("the servers of the API do not have a variable `{name}`"));
        }
        self
    }

    /// Sets the base URL, which overrides the selected server. A path in it is put before the path of every request.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Reads every option that is not set in code from the environment variables of the API, whether the option is set
    /// before or after this call. Values are trimmed; a blank value counts as not set.
    pub fn env(self) -> Self {
        self.env_from(|name| std::env::var_os(name))
    }

    /// Reads the options as [`env`](Self::env) does, but looks the variables up with `lookup` instead of in the
    /// environment of the process.
    pub fn env_from(mut self, lookup: impl Fn(&str) -> Option<OsString>) -> Self {
        let api = self.api.clone();
        let credentials = api
            .schemes
            .iter()
            .flat_map(Scheme::credentials)
            .filter_map(|credential| credential.env.as_ref());
        let parameters =
            api.client_parameters.iter().filter_map(|parameter| parameter.env.as_ref());
        for name in credentials.chain(parameters).chain(&api.base_url_env) {
            if let Some(value) = lookup(name) {
                self.environment.push((name, value));
            }
        }
        self
    }

    /// Sets the timeout of one attempt, response body included. Default: 60 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the `User-Agent` header. Default: `clientwright-runtime/<version>`.
    pub fn user_agent(mut self, text: impl Into<String>) -> Self {
        self.user_agent = text.into();
        self
    }

    /// Sets the maximum size of a response body in bytes, after decompression. Default: 32 MiB.
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.max_response_size = bytes;
        self
    }

    /// Allows credentials to be sent over plain http to hosts other than the loopback, where anyone on the way can read
    /// them.
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// Sets the clock that dates signatures and times the waits. Default: [`SystemClock`](crate::hooks::SystemClock).
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = SharedClock(Arc::new(clock));
        self
    }

    /// Sets the deadline of a call: the time for all its attempts together, waits included. Default: no deadline.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets the maximum number of retries of a call. Default: 2; at most 100. [`RetryPolicy`] says which calls are
    /// retried.
    pub fn retries(mut self, most: u32) -> Self {
        self.retry = self.retry.retries(most);
        self
    }

    /// Sets the retry policy: how often a failed call is retried, and after which delays.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets the retry budget: how many tokens all calls of the client and its clones may spend on retries. Default:
    /// 500.
    ///
    /// A retry costs 5 tokens, a retry after a timeout 10. A call that succeeds at once returns 1 token; a call that
    /// succeeds on a retry returns what that retry cost. The budget keeps a client from sending everything three times
    /// during an outage.
    pub fn retry_budget(mut self, tokens: u32) -> Self {
        self.budget = tokens;
        self
    }

    /// Sets the source of the jitter: a function that returns random numbers from 0 to 1. The jitter takes up to a
    /// quarter off each backoff.
    pub fn jitter(mut self, chance: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        self.jitter = Arc::new(chance);
        self
    }

    /// Adds an interceptor, which is called before and after every attempt. Several are called in the order in which
    /// they were added.
    pub fn interceptor(mut self, interceptor: impl Interceptor) -> Self {
        self.interceptors.push(Arc::new(interceptor));
        self
    }

    /// Turns off client-side rate limiting, for a limit that several programs share or that the server has raised. With
    /// the feature `rate-limit` a client otherwise keeps to the rate limits of the spec.
    ///
    /// The client waits so that no window of a limit ever holds more calls than are allowed. It sends a tenth of them
    /// at once and spreads the rest over the window: of 1,200 calls in 5 minutes, 120 at once and then one every 0.28
    /// seconds; of 50 calls in a second, 5 at once and then one every 22 milliseconds. The wait counts against the
    /// deadline, but not against the timeout of an attempt. A call whose turn would come after its deadline fails at
    /// once.
    ///
    /// A retry counts as another call. A redirect that is followed does not, although a server may count it.
    pub fn without_rate_limit(mut self) -> Self {
        self.rate_limit = false;
        self
    }

    /// Sets what spans and events show besides names and numbers. Default: nothing.
    ///
    /// Requires the feature `tracing`.
    #[cfg(feature = "tracing")]
    pub fn trace_details(mut self, details: crate::call::trace::TraceDetails) -> Self {
        self.trace = details;
        self
    }

    /// Sets a listener for what responses hold and the spec does not describe: unknown fields, unknown values, and
    /// values that break a constraint. A response is never refused for it. Without a listener, but with the feature
    /// `tracing`, it is reported as an event at the level `WARN` with the target `clientwright::drift`.
    ///
    /// The listener is called on the task of the call, which it must not block. With a listener, a response takes about
    /// twice the time to read.
    ///
    /// Requires the feature `drift`.
    ///
    /// ```
    /// use clientwright_runtime::ClientBuilder;
    /// use clientwright_runtime::spec::Api;
    ///
    /// static API: Api = Api::new("Example");
    /// let client = ClientBuilder::new(&API)
    ///     .base_url("https://api.example.com")
    ///     .on_drift(|drift| eprintln!("{drift}"))
    ///     .build()?;
    /// # let _ = client;
    /// # Ok::<(), clientwright_runtime::Problem>(())
    /// ```
    #[cfg(feature = "drift")]
    pub fn on_drift(
        mut self,
        listener: impl Fn(&crate::call::drift::Drift) + Send + Sync + 'static,
    ) -> Self {
        self.drift = Some(Box::new(listener));
        self
    }

    /// Sets a token provider for a bearer scheme. It fetches the token when one is needed.
    pub fn token_provider(mut self, scheme: &str, provider: impl TokenProvider) -> Self {
        let is_bearer =
            |known: &&Scheme| known.id == scheme && matches!(known.kind, SchemeKind::Bearer { .. });
        if self.api.schemes.iter().any(|known| is_bearer(&known)) {
            self.providers.retain(|(known, _)| known != scheme);
            self.providers.push((scheme.to_owned(), Arc::new(Provided::new(provider))));
        } else {
            self.refuse(format!("the API does not define a bearer scheme `{scheme}`"));
        }
        self
    }

    /// Sets the transport, which sends the requests instead of reqwest.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Answers every request from a mock instead of a server. An API without a server gets the base URL
    /// `https://mock.invalid`.
    ///
    /// Requires the feature `mock`.
    #[cfg(feature = "mock")]
    pub fn mock(mut self, mock: &crate::mock::Mock) -> Self {
        if self.api.servers.is_empty() && self.base_url.is_none() {
            self.base_url = Some("https://mock.invalid".to_owned());
        }
        self.transport(mock.answers())
    }

    /// Sets the maximum number of redirects that a `GET` or `HEAD` follows. Default: 10; 0 follows none; at most 100,
    /// since a longer chain is a loop.
    pub fn redirects(mut self, most: u32) -> Self {
        self.redirects = most;
        self
    }

    /// Sets the maximum number of pages that a stream of a list returns. Default: 10,000; at most a million, since a
    /// stream keeps the position of every page to notice a loop. If another page follows, the stream ends with an error
    /// for which [`is_too_many_pages`](Problem::is_too_many_pages) is true.
    pub fn max_pages(mut self, most: u32) -> Self {
        self.max_pages = most;
        self
    }

    /// Sets the `reqwest::ClientBuilder` that makes the HTTP client: for certificates, connection pools, HTTP versions.
    /// Redirects and timeouts stay with the runtime.
    ///
    /// Requires the feature `reqwest`.
    #[cfg(feature = "reqwest")]
    pub fn reqwest(mut self, builder: reqwest::ClientBuilder) -> Self {
        self.reqwest = Some(builder);
        self
    }

    /// Sets the URL of the proxy (`http://` or `https://`, with a user name and a password if it needs them), which
    /// overrides those of the environment (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`).
    ///
    /// Requires the feature `reqwest`.
    #[cfg(feature = "reqwest")]
    pub fn proxy(mut self, url: impl Into<Secret>) -> Self {
        self.proxy = Some(crate::transport::over_reqwest::proxy(&url.into()));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// A base URL, credential, environment variable or other option that cannot be used. The error names it and never
    /// shows a credential. Without the feature `reqwest`: no transport is set.
    pub fn build(mut self) -> Result<Client, Problem> {
        match self.config() {
            Ok(config) => Ok(Client(Arc::new(config))),
            Err(text) => Err(Problem::invalid(self.api.name, text)),
        }
    }

    fn set_credentials(&mut self, scheme: &str, values: Vec<(&str, Secret)>) {
        let api = self.api.clone();
        let Some(known) = api.schemes.iter().find(|known| known.id == scheme) else {
            return self.refuse(format!("the API does not define a scheme `{scheme}`"));
        };
        match in_order(known, values) {
            Ok(values) => {
                self.credentials.retain(|(id, _)| id != scheme);
                self.credentials.push((scheme.to_owned(), values));
            }
            Err(fault) => self.refuse(fault),
        }
    }

    fn refuse(&mut self, text: String) {
        self.problem.get_or_insert(text);
    }

    /// Takes all parts of the client out of the builder. What is left is dropped in one place: taking the builder apart
    /// would drop each field at each point where something may fail.
    fn config(&mut self) -> Result<Config, String> {
        if let Some(problem) = self.problem.take() {
            return Err(problem);
        }
        self.check_values()?;
        let (base, base_url) = self.base()?;
        let (schemes, scrubber) = self.schemes()?;
        self.fill_parameters()?;
        let user_agent = HeaderValue::from_str(&self.user_agent).map_err(|_| {
            "the user agent contains a newline or another character that is not allowed".to_owned()
        })?;
        let transport = self.carrier()?;
        #[cfg(feature = "rate-limit")]
        let limiter = if self.rate_limit {
            crate::call::limiter::Limiter::new(&self.api, &self.clock)?.map(Arc::new)
        } else {
            None
        };
        #[cfg(not(feature = "rate-limit"))]
        let _ = self.rate_limit;
        Ok(Config {
            api: self.api.clone(),
            base,
            base_url,
            schemes,
            parameters: std::mem::take(&mut self.parameters),
            timeout: self.timeout,
            deadline: self.deadline,
            retry: self.retry,
            budget: Arc::new(Budget::new(self.budget)),
            jitter: Arc::clone(&self.jitter),
            user_agent,
            max_response_size: self.max_response_size,
            plain_http: self.plain_http,
            redirects: self.redirects,
            max_pages: self.max_pages,
            clock: self.clock.clone(),
            transport,
            scrubber,
            interceptors: std::mem::take(&mut self.interceptors).into(),
            #[cfg(feature = "rate-limit")]
            limiter,
            #[cfg(feature = "tracing")]
            trace: self.trace,
            #[cfg(feature = "drift")]
            drift: Arc::new(crate::call::drift::Reports::new(self.drift.take())),
        })
    }

    fn check_values(&self) -> Result<(), String> {
        let refuse = |text: &str| Err(text.to_owned());
        if self.timeout.is_zero() {
            return refuse("the timeout is zero, so that no call could finish: set a longer one");
        }
        if self.deadline.is_some_and(|deadline| deadline.is_zero()) {
            return refuse("the deadline is zero, so that no call could finish: set a longer one");
        }
        if let Some(fault) = max_pages_fault(self.max_pages) {
            return Err(fault);
        }
        if self.redirects > MOST_REDIRECTS {
            return Err(format!(
                "the maximum of {} redirects is too large, since a longer chain is a loop: set at most \
                 {MOST_REDIRECTS}",
                self.redirects
            ));
        }
        if self.max_response_size == 0 {
            return refuse(
                "the maximum response size is zero, so that every response would be refused: set at least 1 byte",
            );
        }
        if self.user_agent.trim().is_empty() {
            return refuse("the user agent is blank: set a text such as `my-program/1.0`");
        }
        if let Some(fault) = self.retry.fault() {
            return Err(fault);
        }
        Ok(())
    }

    #[cfg(feature = "reqwest")]
    fn carrier(&mut self) -> Result<Arc<dyn Transport>, String> {
        use crate::transport::Reqwest;

        let given = self.transport.take();
        if let Some(transport) = given {
            return if self.reqwest.is_some() || self.proxy.is_some() {
                Err("a transport does not use a reqwest builder or a proxy: set the transport or those".to_owned())
            } else {
                Ok(transport)
            };
        }
        let through = self.proxy.take().transpose()?;
        Ok(Arc::new(Reqwest::build(self.reqwest.take(), through)?))
    }

    #[cfg(not(feature = "reqwest"))]
    fn carrier(&mut self) -> Result<Arc<dyn Transport>, String> {
        self.transport.take().ok_or_else(|| {
            "the client has no transport: set one with `.transport(..)`, or enable the feature `reqwest` of \
             clientwright-runtime"
                .to_owned()
        })
    }

    /// Returns the base URL: what is set in code overrides the environment, which overrides the API's own servers.
    fn base(&self) -> Result<(Target, url::Url), String> {
        let servers = &self.api.servers;
        let from_env = match &self.api.base_url_env {
            Some(name) => self.variable(name)?,
            None => None,
        };
        let url = if let Some(url) = &self.base_url {
            Cow::Borrowed(url.as_str())
        } else if let Some(name) = &self.server {
            let server = servers.iter().find(|server| server.name == name.as_str());
            let server =
                server.ok_or_else(|| format!("the API does not have a server `{name}`"))?;
            Cow::Owned(server.filled(&self.server_variables)?)
        } else if let Some(url) = from_env {
            Cow::Borrowed(url)
        } else {
            let server = servers.first().ok_or(
                "the base URL is not set, and the spec has no server: set it with `.base_url(..)`",
            )?;
            Cow::Owned(server.filled(&self.server_variables)?)
        };
        Target::base(&url).map_err(str::to_owned)
    }

    fn schemes(&self) -> Result<(Vec<Option<Ready>>, Scrubber), String> {
        let mut scrubber = Scrubber::default();
        let mut schemes = Vec::with_capacity(self.api.schemes.len());
        for scheme in self.api.schemes {
            if let Some((_, provided)) = self.providers.iter().find(|(id, _)| scheme.id == *id) {
                schemes.push(Some(Ready::Provided(Arc::clone(provided))));
                continue;
            }
            let given = self.credentials.iter().find(|(id, _)| scheme.id == *id);
            let values = match given {
                Some((_, values)) => Some(values.clone()),
                None => self.credentials_from_env(scheme)?,
            };
            schemes.push(match values {
                Some(values) => Some(ready(scheme, &values, &mut scrubber)?),
                None => None,
            });
        }
        Ok((schemes, scrubber))
    }

    /// Returns the credentials of a scheme, if the environment has all of them.
    fn credentials_from_env(&self, scheme: &Scheme) -> Result<Option<Vec<Secret>>, String> {
        let mut values = Vec::new();
        for credential in scheme.credentials() {
            let value = match &credential.env {
                Some(name) => self.variable(name)?,
                None => None,
            };
            match value {
                Some(value) => values.push(Secret::from(value)),
                None => return Ok(None),
            }
        }
        Ok(Some(values))
    }

    fn fill_parameters(&mut self) -> Result<(), String> {
        for (index, parameter) in self.api.clone().client_parameters.iter().enumerate() {
            if self.parameters.get(index).next().is_some() {
                continue;
            }
            let value = match &parameter.env {
                Some(name) => self.variable(name)?.map(str::to_owned),
                None => None,
            };
            if let Some(value) = value {
                self.parameters.set(index, &value);
            }
        }
        Ok(())
    }

    /// Returns the value of an environment variable, trimmed; `None` if it is blank.
    fn variable(&self, name: &str) -> Result<Option<&str>, String> {
        let Some((_, value)) = self.environment.iter().find(|(known, _)| *known == name) else {
            return Ok(None);
        };
        let value = value
            .to_str()
            .ok_or_else(|| format!("the environment variable {name} is not UTF-8"))?
            .trim();
        if value.chars().any(char::is_control) {
            return Err(format!(
                "the environment variable {name} contains a newline or another control character"
            ));
        }
        Ok((!value.is_empty()).then_some(value))
    }
}

/// Shows no credential and no parameter.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes: Vec<&str> = self.credentials.iter().map(|(id, _)| id.as_str()).collect();
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.name)
            .field("schemes", &schemes)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
