//! Time, which is handed in: how late it is, how long something took, and waiting.

use std::fmt;
use std::future::{Future, pending, ready};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime};

/// A wait that is over when the future is ready.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Tells the time, and waits.
///
/// [`SystemClock`] is what a client has unless [`ClientBuilder::clock`](crate::ClientBuilder::clock) gives it another.
/// A function that tells the time is a clock too, which waits as `SystemClock` does:
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
    /// The time of day: signatures are dated by it, and dates in `Retry-After` are compared with it.
    fn now(&self) -> SystemTime;

    /// The time since some moment in the past. It never goes back.
    fn monotonic(&self) -> Duration;

    /// Waits before something is done: a call that is made again, or that a rate limit holds back.
    fn sleep(&self, duration: Duration) -> Sleep;

    /// Is ready when something has taken too long: an attempt that has this much time. A clock for tests that does not
    /// really [`sleep`](Self::sleep) may well let this go by real time.
    fn timer(&self, duration: Duration) -> Sleep {
        self.sleep(duration)
    }
}

/// The clock of the system; it waits by tokio, whose runtime must have its timers enabled. Outside of tokio nothing is
/// waited for, and nothing takes too long.
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

/// Whether tokio can wait here; it would panic otherwise.
fn is_in_tokio() -> bool {
    tokio::runtime::Handle::try_current().is_ok()
}

/// Tells the time as the function does, and waits as [`SystemClock`] does.
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

/// A clock that is shared.
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

/// What a future gives, or nothing if the timer is first.
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
