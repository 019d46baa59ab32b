//! A clock that a test sets.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use crate::base::clock::{Clock, Sleep, SystemClock};

/// A clock whose waits are over at once: they move its time on, and are remembered.
///
/// What takes too long (the timeout of an attempt) still goes by real time, since a real server answers in real time.
///
/// ```
/// use std::time::Duration;
/// use clientwright_runtime::{ClientBuilder, mock::TestClock};
/// use clientwright_runtime::spec::Api;
///
/// static API: Api = Api::new("Example");
/// let clock = TestClock::new();
/// let client = ClientBuilder::new(&API).base_url("https://api.example.com").clock(clock.clone()).build()?;
/// // .. calls that fail, and are made again ..
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
    /// A clock that shows 14 November 2023, 22:13:20 UTC.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A clock that shows this time.
    #[must_use]
    pub fn at(time: SystemTime) -> Self {
        Self(Arc::new(Mutex::new(State { start: time, ..State::default() })))
    }

    /// Moves its time on.
    pub fn advance(&self, duration: Duration) {
        let mut state = self.state();
        state.passed = state.passed.saturating_add(duration);
    }

    /// All waits so far, in order.
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
        // A time that no clock can show is not reached.
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
