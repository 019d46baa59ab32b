//! Bearer tokens that a program fetches when they are needed.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use http::HeaderValue;

use crate::base::clock::Clock;
use crate::base::secret::Secret;
use crate::call::auth::sensitive;
use crate::call::wire::BoxFuture;
use crate::error::{Kind, Problem};

mod flight;

use flight::{Flight, Waiting};

/// A token is replaced this long before it expires, so that it does not expire while a request is on its way.
const MARGIN: Duration = Duration::from_secs(30);

/// Fetches bearer tokens.
///
/// The client calls it when it has no token, when its token is about to expire, and when the server has rejected the
/// token with 401. It is never called twice at the same time: all calls that wait for a token get the same result, even
/// an error; the next call then tries again. The future of the provider is polled by whichever of these calls is
/// polled, and is dropped when none of them waits any more. A function that returns a future of a `Result` is a
/// provider:
///
/// ```
/// use clientwright_runtime::{BearerToken, ClientBuilder};
/// use clientwright_runtime::spec::{Api, Credential, Scheme};
/// # async fn ask_the_vault() -> Result<String, std::io::Error> { Ok(String::new()) }
///
/// static API: Api = Api::new("Example")
///     .schemes(const { &[Scheme::bearer("token", Credential::new("token").secret())] });
/// let client = ClientBuilder::new(&API)
///     .base_url("https://api.example.com")
///     .token_provider("token", || async { ask_the_vault().await.map(BearerToken::new) })
///     .build()?;
/// # let _ = client;
/// # Ok::<(), clientwright_runtime::Problem>(())
/// ```
pub trait TokenProvider: Send + Sync + 'static {
    /// Fetches a token.
    ///
    /// # Errors
    ///
    /// Why no token could be fetched. The text is shown in the error of the call, so it must not contain a secret.
    fn token(&self) -> BoxFuture<'_, Result<BearerToken, Box<dyn Error + Send + Sync>>>;
}

impl<P, T, E> TokenProvider for P
where
    P: Fn() -> T + Send + Sync + 'static,
    T: Future<Output = Result<BearerToken, E>> + Send + 'static,
    E: Into<Box<dyn Error + Send + Sync>>,
{
    fn token(&self) -> BoxFuture<'_, Result<BearerToken, Box<dyn Error + Send + Sync>>> {
        let token = self();
        Box::pin(async { token.await.map_err(Into::into) })
    }
}

/// A bearer token, and when it expires if that is known.
#[derive(Clone, Debug)]
pub struct BearerToken {
    token: Secret,
    expires_at: Option<SystemTime>,
}

impl BearerToken {
    /// Returns a token that is used until the server rejects it.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self { token: token.into(), expires_at: None }
    }

    /// Sets the time at which the token expires. It is replaced 30 seconds earlier.
    #[must_use]
    pub fn expires_at(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }

    fn is_good(&self, now: SystemTime) -> bool {
        self.expires_at.is_none_or(|time| time.duration_since(now).is_ok_and(|left| left > MARGIN))
    }
}

/// A provider together with the token that it returned last.
pub(crate) struct Provided {
    provider: Arc<dyn TokenProvider>,
    tokens: Arc<RwLock<Tokens>>,
    /// The last call of the provider, which may still run.
    flight: Mutex<Option<Arc<Flight<Fetched>>>>,
}

type Fetched = Result<Held, Fault>;

/// Why there is no token, for each of the calls that wait for one.
#[derive(Clone)]
struct Fault {
    text: String,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

#[derive(Default)]
struct Tokens {
    current: Option<Held>,
    /// The token before it: responses to calls that were sent with it may still repeat it.
    past: Option<Held>,
}

impl Tokens {
    fn set(&mut self, token: Option<Held>) {
        let past = std::mem::replace(&mut self.current, token);
        self.past = past.or(self.past.take());
    }
}

/// A token as it is sent.
#[derive(Clone)]
pub(crate) struct Held {
    token: Arc<BearerToken>,
    pub(crate) header: HeaderValue,
}

impl Held {
    pub(crate) fn reveal(&self) -> &str {
        self.token.token.reveal()
    }
}

impl fmt::Debug for Provided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Provided([redacted])")
    }
}

/// The source of a scheme's tokens. A trait object, so that a client without a provider is linked without its code.
pub(crate) trait TokenSource: Send + Sync {
    /// Returns a token that is valid now.
    fn token<'a>(
        &'a self,
        clock: &'a dyn Clock,
        subject: &'a str,
    ) -> BoxFuture<'a, Result<Held, Problem>>;

    /// Returns the tokens that responses may repeat.
    fn known(&self) -> Vec<Held>;

    /// Drops a token that the server rejected, unless it has been replaced already.
    fn refused(&self, token: &Held);
}

impl TokenSource for Provided {
    fn token<'a>(
        &'a self,
        clock: &'a dyn Clock,
        subject: &'a str,
    ) -> BoxFuture<'a, Result<Held, Problem>> {
        Box::pin(self.good(clock, subject))
    }

    fn known(&self) -> Vec<Held> {
        let tokens = self.tokens.read().unwrap_or_else(PoisonError::into_inner);
        tokens.current.iter().chain(&tokens.past).cloned().collect()
    }

    fn refused(&self, token: &Held) {
        let is_current = |held: &Held| Arc::ptr_eq(&held.token, &token.token);
        let mut tokens = self.tokens.write().unwrap_or_else(PoisonError::into_inner);
        if tokens.current.as_ref().is_some_and(is_current) {
            tokens.set(None);
        }
    }
}

impl Provided {
    pub(crate) fn new(provider: impl TokenProvider) -> Self {
        Self { provider: Arc::new(provider), tokens: Arc::default(), flight: Mutex::default() }
    }

    fn current(&self) -> Option<Held> {
        self.tokens.read().unwrap_or_else(PoisonError::into_inner).current.clone()
    }

    /// Returns a token that is valid now. Calls that come while one is fetched wait for that one.
    async fn good(&self, clock: &dyn Clock, subject: &str) -> Result<Held, Problem> {
        let good = || self.current().filter(|held| held.token.is_good(clock.now()));
        loop {
            if let Some(held) = good() {
                return Ok(held);
            }
            let Some(waiting) = self.fetch(good) else {
                continue;
            };
            // Nothing was returned: the provider panicked while another call polled it.
            if let Some(fetched) = waiting.await {
                return fetched.map_err(|fault| fault.problem(subject));
            }
        }
    }

    /// Waits for the fetch that runs, or starts one; `None` if there is a valid token by now.
    fn fetch(&self, good: impl Fn() -> Option<Held>) -> Option<Waiting<Fetched>> {
        let mut flight = self.flight.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(waiting) = flight.as_ref().and_then(Flight::join) {
            return Some(waiting);
        }
        // A token that was just fetched is stored before its flight ends.
        if good().is_some() {
            return None;
        }
        let (provider, tokens) = (Arc::clone(&self.provider), Arc::clone(&self.tokens));
        let fresh = Arc::new(Flight::new(Box::pin(async move {
            let held = held(provider.token().await)?;
            let mut tokens = tokens.write().unwrap_or_else(PoisonError::into_inner);
            tokens.set(Some(held.clone()));
            Ok(held)
        })));
        let waiting = fresh.join();
        *flight = Some(fresh);
        waiting
    }
}

/// Converts a token to what is sent, if that is possible.
fn held(fetched: Result<BearerToken, Box<dyn Error + Send + Sync>>) -> Fetched {
    let refuse = |text: &str| Fault { text: text.to_owned(), source: None };
    let token = fetched.map_err(|error| Fault {
        text: format!(
            "the token provider failed: {}",
            crate::base::text::shown(&error.to_string(), 500)
        ),
        source: Some(error.into()),
    })?;
    let text = token.token.reveal();
    if text.trim().is_empty() {
        return Err(refuse("the token provider returned a blank token"));
    }
    let header = sensitive(&format!("Bearer {text}")).map_err(|_| {
        refuse(
            "the token provider returned a token with a character that is not allowed in a header",
        )
    })?;
    Ok(Held { token: Arc::new(token), header })
}

impl Fault {
    fn problem(self, subject: &str) -> Problem {
        let mut problem =
            Problem::new(Kind::Credentials, subject, format!("{}; nothing was sent", self.text));
        problem.details_mut().source = self.source;
        problem
    }
}
