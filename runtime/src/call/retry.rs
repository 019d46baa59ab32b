//! How often a failed call is retried, and after which delays.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::describe::operation::Operation;

/// How often a failed call is retried, and after which delays.
///
/// A call is retried after a failed connection, a timeout, a connection that was lost, and the statuses 408, 429, 500,
/// 502, 503 and 504. The header `x-should-retry: true` or `false` of the server overrides what the status says.
///
/// There are three exceptions:
///
/// - A call that is not idempotent (by its method, its endpoint or its request) is retried only if nothing of it was
///   sent, or after status 429.
/// - A call other than `GET` whose response holds a secret is retried only if nothing of it was sent.
/// - A call whose request body can be read only once is never retried.
///
/// ```
/// use std::time::Duration;
/// use clientwright_runtime::RetryPolicy;
///
/// let patient = RetryPolicy::new().retries(5).max_delay(Duration::from_secs(30));
/// # let _ = patient;
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RetryPolicy {
    pub(crate) retries: u32,
    pub(crate) initial_delay: Duration,
    pub(crate) max_delay: Duration,
    pub(crate) max_retry_after: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl RetryPolicy {
    /// Returns the default policy: 2 retries, after about 0.5 and 1 second.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            retries: 2,
            initial_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(8),
            max_retry_after: Duration::from_secs(60),
        }
    }

    /// Returns a policy without retries.
    #[must_use]
    pub const fn none() -> Self {
        Self::new().retries(0)
    }

    /// Sets the maximum number of retries. Default: 2; at most 100.
    #[must_use]
    pub const fn retries(mut self, most: u32) -> Self {
        self.retries = most;
        self
    }

    /// Sets the delay before the first retry, which doubles with each further one. Default: 0.5 seconds; at most a day.
    ///
    /// Up to a quarter of a delay is taken off at random (jitter), so that clients that failed together do not come
    /// back together.
    #[must_use]
    pub const fn initial_delay(mut self, delay: Duration) -> Self {
        self.initial_delay = delay;
        self
    }

    /// Sets the maximum delay, unless the server asks for a longer one. Default: 8 seconds; at most a day.
    #[must_use]
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the maximum delay that the server may ask for (with `Retry-After` in seconds or as a date, or with
    /// `retry-after-ms`). If it asks for more, the call fails at once. Default: 60 seconds; at most a day.
    #[must_use]
    pub const fn max_retry_after(mut self, delay: Duration) -> Self {
        self.max_retry_after = delay;
        self
    }

    /// Returns the policy with the overrides of an operation.
    pub(crate) fn of(mut self, operation: &Operation) -> Self {
        self.retries = operation.retries.unwrap_or(self.retries);
        self.initial_delay = operation.initial_delay.unwrap_or(self.initial_delay);
        self.max_delay = operation.max_delay.unwrap_or(self.max_delay);
        self.max_retry_after = operation.max_retry_after.unwrap_or(self.max_retry_after);
        self
    }

    /// Returns what is wrong with the policy, if anything is.
    pub(crate) fn fault(&self) -> Option<String> {
        let retries = self.retries;
        if retries > MOST_RETRIES {
            return Some(format!(
                "the maximum of {retries} retries is too large: set at most {MOST_RETRIES}"
            ));
        }
        let waits = [
            ("initial_delay", self.initial_delay),
            ("max_delay", self.max_delay),
            ("max_retry_after", self.max_retry_after),
        ];
        let (name, wait) = waits.into_iter().find(|(_, wait)| *wait > LONGEST_WAIT)?;
        Some(format!(
            "`.{name}(..)` of {} s is too long: set at most {} s, which is a day",
            wait.as_secs(),
            LONGEST_WAIT.as_secs()
        ))
    }

    /// Returns the delay before retry number `retry` (from 0), if the server does not ask for one.
    pub(crate) fn delay(&self, retry: u32, jitter: f64) -> Duration {
        let factor = 2_u32.checked_pow(retry).unwrap_or(u32::MAX);
        let delay = self.initial_delay.saturating_mul(factor).min(self.max_delay);
        let seconds = delay.as_secs_f64() * (1.0 - jitter.clamp(0.0, 1.0) * 0.25);
        Duration::try_from_secs_f64(seconds).unwrap_or(delay)
    }
}

const MOST_RETRIES: u32 = 100;

/// A call that waits longer keeps its arguments longer than most credentials live. Whoever sets more has probably
/// mistaken the unit.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

pub(crate) const RETRY_COST: u32 = 5;
pub(crate) const TIMEOUT_COST: u32 = 10;

/// The retry budget of a client and its clones, which keeps retries from making an outage worse.
///
/// It is a token bucket: a retry costs 5 tokens, a retry after a timeout 10. A call that succeeds at once returns 1; a
/// call that succeeds on a retry returns what that retry cost. (The numbers are those of the AWS SDKs' standard retry
/// mode.)
#[derive(Debug)]
pub(crate) struct Budget {
    capacity: u32,
    tokens: Mutex<u32>,
}

impl Budget {
    pub(crate) const CAPACITY: u32 = 500;

    pub(crate) fn new(capacity: u32) -> Self {
        Self { capacity, tokens: Mutex::new(capacity) }
    }

    pub(crate) fn take(&self, cost: u32) -> bool {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        match tokens.checked_sub(cost) {
            Some(rest) => {
                *tokens = rest;
                true
            }
            None => false,
        }
    }

    /// Returns tokens after a success: the cost of its last retry, or 1 if there was none.
    pub(crate) fn give(&self, cost: Option<u32>) {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        *tokens = tokens.saturating_add(cost.unwrap_or(1)).min(self.capacity);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_the_greatest_and_lose_up_to_a_quarter() {
        let policy = RetryPolicy::new();
        let delays =
            |jitter| [0, 1, 3, 4, 5, 99].map(|retry| policy.delay(retry, jitter).as_millis());
        assert_eq!(delays(0.0), [500, 1_000, 4_000, 8_000, 8_000, 8_000]);
        assert_eq!(delays(1.0), [375, 750, 3_000, 6_000, 6_000, 6_000]);
        assert_eq!(delays(7.0), delays(1.0));
        let endless = policy.initial_delay(Duration::MAX).max_delay(Duration::MAX);
        for jitter in [0.0, 1.0, f64::NAN, f64::INFINITY] {
            assert!(endless.delay(u32::MAX, jitter) > Duration::from_secs(1 << 40));
        }
    }

    #[test]
    fn a_budget_is_spent_by_failures_and_filled_by_successes() {
        let budget = Budget::new(12);
        assert!(budget.take(RETRY_COST) && budget.take(RETRY_COST));
        assert!(!budget.take(RETRY_COST));
        budget.give(None);
        budget.give(None);
        assert!(!budget.take(RETRY_COST));
        budget.give(None);
        assert!(budget.take(RETRY_COST));
        for _ in 0..100 {
            budget.give(Some(TIMEOUT_COST));
        }
        assert_eq!(*budget.tokens.lock().unwrap(), 12);
    }
}
