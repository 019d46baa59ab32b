//! Time: what time it is, how long something took, and waiting. Tests replace it with a clock of their own.

use std::fmt;
use std::future::{Future, pending, ready};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime};

/// A future that is ready when a wait is over.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Tells the time, and waits.
///
/// The default of a client is [`SystemClock`]; [`ClientBuilder::clock`](crate::ClientBuilder::clock) sets another. A
/// function that returns the time is a clock too, whose waits are those of `SystemClock`:
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use clientwright_runtime::ClientBuilder;
/// use clientwright_runtime::spec::Api;
///
/// static API: Api = Api::new("Example");
/// let in_2023 = || SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
/// let client = ClientBuilder::new(&API).base_url("https://api.example.com").clock(in_2023).build()?;
/// # let _ = client;
/// # Ok::<(), clientwright_runtime::Problem>(())
/// ```
pub trait Clock: Send + Sync + 'static {
    /// Returns the time of day. Signatures are dated by it, and a date in `Retry-After` is compared with it.
    fn now(&self) -> SystemTime;

    /// Returns the time since some fixed moment in the past. It never goes back.
    fn monotonic(&self) -> Duration;

    /// Waits before something is done: before a retry, or until a rate limit allows a call.
    fn sleep(&self, duration: Duration) -> Sleep;

    /// Waits until something has taken too long, such as an attempt until its timeout. A clock for tests whose
    /// [`sleep`](Self::sleep) returns at once may still let this wait take real time.
    fn timer(&self, duration: Duration) -> Sleep {
        self.sleep(duration)
    }
}

/// The clock of the system. It waits by tokio, whose runtime must have its timers enabled. Outside of tokio it does not
/// wait: a delay is over at once, and a timeout never comes.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn monotonic(&self) -> Duration {
        static START: OnceLock<Instant> = OnceLock::new();
        START.get_or_init(Instant::now).elapsed()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        if is_in_tokio() { Box::pin(tokio::time::sleep(duration)) } else { Box::pin(ready(())) }
    }

    fn timer(&self, duration: Duration) -> Sleep {
        if is_in_tokio() { Box::pin(tokio::time::sleep(duration)) } else { Box::pin(pending()) }
    }
}

/// Returns whether this is called within tokio. Outside of it, tokio's timers would panic.
fn is_in_tokio() -> bool {
    tokio::runtime::Handle::try_current().is_ok()
}

/// Returns the time of the function, and waits as [`SystemClock`] does.
impl<F: Fn() -> SystemTime + Send + Sync + 'static> Clock for F {
    fn now(&self) -> SystemTime {
        self()
    }

    fn monotonic(&self) -> Duration {
        SystemClock.monotonic()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        SystemClock.sleep(duration)
    }

    fn timer(&self, duration: Duration) -> Sleep {
        SystemClock.timer(duration)
    }
}

/// A clock that several owners share.
#[derive(Clone)]
pub(crate) struct SharedClock(pub(crate) Arc<dyn Clock>);

impl fmt::Debug for SharedClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

impl std::ops::Deref for SharedClock {
    type Target = dyn Clock;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

/// Resolves to the result of a future, or to `None` if the timer is ready first.
pub(crate) struct Timed<F> {
    future: F,
    timer: Sleep,
}

impl<F: Future + Unpin> Timed<F> {
    pub(crate) fn new(future: F, timer: Sleep) -> Self {
        Self { future, timer }
    }
}

impl<F: Future + Unpin> Future for Timed<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if let Poll::Ready(output) = Pin::new(&mut self.future).poll(context) {
            return Poll::Ready(Some(output));
        }
        self.timer.as_mut().poll(context).map(|()| None)
    }
}
