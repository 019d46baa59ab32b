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

/// A token is fetched anew this long before it expires, so that it does not expire on the way.
const MARGIN: Duration = Duration::from_secs(30);

/// Fetches bearer tokens.
///
/// The client calls it when it has no token, when the one that it has is about to expire, and when the server has
/// refused one with 401; never twice at a time, however many calls wait for it. All of those get what it gives, be it an
/// error; the next call then tries again. Whichever of them is polled polls the provider's future, which is dropped when
/// none of them waits any more. A function that returns a future of a `Result` is a provider:
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
    /// Why there is none. The text is shown in the error of the call: it must hold no secret.
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

/// A token, and when it expires if that is known.
#[derive(Clone, Debug)]
pub struct BearerToken {
    token: Secret,
    expires_at: Option<SystemTime>,
}

impl BearerToken {
    /// A token that is good until the server refuses it.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self { token: token.into(), expires_at: None }
    }

    /// The time from which on the server refuses it. It is replaced half a minute before.
    #[must_use]
    pub fn expires_at(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }

    fn is_good(&self, now: SystemTime) -> bool {
        self.expires_at.is_none_or(|time| time.duration_since(now).is_ok_and(|left| left > MARGIN))
    }
}

/// A provider with the token that it gave last.
pub(crate) struct Provided {
    provider: Arc<dyn TokenProvider>,
    tokens: Arc<RwLock<Tokens>>,
    /// The last call of the provider, which may be under way.
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
    /// The one before: answers to calls that it was sent with may still echo it.
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

/// What gives a scheme's tokens. Only a client that has one is made with it, so that others have none of its code.
pub(crate) trait TokenSource: Send + Sync {
    /// A token that is good now.
    fn token<'a>(
        &'a self,
        clock: &'a dyn Clock,
        subject: &'a str,
    ) -> BoxFuture<'a, Result<Held, Problem>>;

    /// The tokens that answers may echo.
    fn known(&self) -> Vec<Held>;

    /// Takes away a token that the server has refused, unless it has been replaced already.
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

    /// A token that is good now. Whoever comes while one is fetched waits for that one.
    async fn good(&self, clock: &dyn Clock, subject: &str) -> Result<Held, Problem> {
        let good = || self.current().filter(|held| held.token.is_good(clock.now()));
        loop {
            if let Some(held) = good() {
                return Ok(held);
            }
            let Some(waiting) = self.fetch(good) else {
                continue;
            };
            // Nothing: the provider has panicked when another call polled it.
            if let Some(fetched) = waiting.await {
                return fetched.map_err(|fault| fault.problem(subject));
            }
        }
    }

    /// Waits for what is fetched, or begins to; nothing if there is a good token by now.
    fn fetch(&self, good: impl Fn() -> Option<Held>) -> Option<Waiting<Fetched>> {
        let mut flight = self.flight.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(waiting) = flight.as_ref().and_then(Flight::join) {
            return Some(waiting);
        }
        // What has just been fetched is kept before its flight is over.
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

/// A token as it is sent, if it can be.
fn held(fetched: Result<BearerToken, Box<dyn Error + Send + Sync>>) -> Fetched {
    let refuse = |text: &str| Fault { text: text.to_owned(), source: None };
    let token = fetched.map_err(|error| Fault {
        text: format!(
            "the provider of the token failed: {}",
            crate::base::text::shown(&error.to_string(), 500)
        ),
        source: Some(error.into()),
    })?;
    let text = token.token.reveal();
    if text.trim().is_empty() {
        return Err(refuse("the provider of the token gave a blank one"));
    }
    let header = sensitive(&format!("Bearer {text}")).map_err(|_| {
        refuse("the provider gave a token with a character that no header can hold")
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
