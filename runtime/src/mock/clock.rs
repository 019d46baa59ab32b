//! A clock that a test controls.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use crate::base::clock::{Clock, Sleep, SystemClock};

/// A clock whose waits are over at once. They advance its time and are recorded.
///
/// Timeouts still take real time, since a real server needs real time to respond.
///
/// Requires the feature `mock`.
///
/// ```
/// use std::time::Duration;
/// use clientwright_runtime::{ClientBuilder, mock::TestClock};
/// use clientwright_runtime::spec::Api;
///
/// static API: Api = Api::new("Example");
/// let clock = TestClock::new();
/// let client = ClientBuilder::new(&API).base_url("https://api.example.com").clock(clock.clone()).build()?;
/// // .. calls that fail and are retried ..
/// assert_eq!(clock.slept(), Vec::<Duration>::new());
/// # let _ = client;
/// # Ok::<(), clientwright_runtime::Problem>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct TestClock(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    start: SystemTime,
    passed: Duration,
    slept: Vec<Duration>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            // 14 November 2023, 22:13:20 UTC.
            start: SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000),
            passed: Duration::ZERO,
            slept: Vec::new(),
        }
    }
}

impl TestClock {
    /// Returns a clock that shows 14 November 2023, 22:13:20 UTC.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a clock that shows this time.
    #[must_use]
    pub fn at(time: SystemTime) -> Self {
        Self(Arc::new(Mutex::new(State { start: time, ..State::default() })))
    }

    /// Advances the time.
    pub fn advance(&self, duration: Duration) {
        let mut state = self.state();
        state.passed = state.passed.saturating_add(duration);
    }

    /// Returns all waits so far, in order.
    #[must_use]
    pub fn slept(&self) -> Vec<Duration> {
        self.state().slept.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for TestClock {
    fn now(&self) -> SystemTime {
        let state = self.state();
        // A time beyond what the system can represent does not occur.
        state.start.checked_add(state.passed).unwrap_or(state.start)
    }

    fn monotonic(&self) -> Duration {
        self.state().passed
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let mut state = self.state();
        state.passed = state.passed.saturating_add(duration);
        state.slept.push(duration);
        Box::pin(std::future::ready(()))
    }

    fn timer(&self, duration: Duration) -> Sleep {
        SystemClock.timer(duration)
    }
}
