//! How often and how soon a call that failed is made again.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::describe::operation::Operation;

/// How often and how soon a call that failed is made again.
///
/// Made again are calls that met no connection, a timeout, a connection that broke off, or one of the statuses 408,
/// 429, 500, 502, 503 and 504; the server's `x-should-retry: true` or `false` overrides what the status says. But a call
/// that is not idempotent (by its method, or by what its endpoint or request says) is made again only if nothing of it
/// has left, or if the server refused it with 429; and a call other than `GET` whose answer holds a secret only if
/// nothing of it has left. A body that can be read only once is never sent again.
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
    /// 2 retries, after about 0.5 and 1 second.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            retries: 2,
            initial_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(8),
            max_retry_after: Duration::from_secs(60),
        }
    }

    /// Nothing is made again.
    #[must_use]
    pub const fn none() -> Self {
        Self::new().retries(0)
    }

    /// How many times a call is made again at most; 2 unless set.
    #[must_use]
    pub const fn retries(mut self, most: u32) -> Self {
        self.retries = most;
        self
    }

    /// How long to wait before the first retry; it doubles with each one that follows. 0.5 seconds unless set. Up to a
    /// quarter of it is taken off at random, so that clients that failed together do not come back together. A day at most,
    /// as the others.
    #[must_use]
    pub const fn initial_delay(mut self, delay: Duration) -> Self {
        self.initial_delay = delay;
        self
    }

    /// How long to wait at most, where the server does not ask for more; 8 seconds unless set.
    #[must_use]
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// How long to wait at most if the server asks for it (`Retry-After` in seconds or as a date, or `retry-after-ms`);
    /// if it asks for more, the error is returned at once. 60 seconds unless set.
    #[must_use]
    pub const fn max_retry_after(mut self, delay: Duration) -> Self {
        self.max_retry_after = delay;
        self
    }

    /// With what an operation says instead.
    pub(crate) fn of(mut self, operation: &Operation) -> Self {
        self.retries = operation.retries.unwrap_or(self.retries);
        self.initial_delay = operation.initial_delay.unwrap_or(self.initial_delay);
        self.max_delay = operation.max_delay.unwrap_or(self.max_delay);
        self.max_retry_after = operation.max_retry_after.unwrap_or(self.max_retry_after);
        self
    }

    /// What is wrong with it, if anything.
    pub(crate) fn fault(&self) -> Option<String> {
        let retries = self.retries;
        if retries > MOST_RETRIES {
            return Some(format!(
                "{retries} retries are more than the {MOST_RETRIES} that make sense"
            ));
        }
        let waits = [
            ("initial_delay", self.initial_delay),
            ("max_delay", self.max_delay),
            ("max_retry_after", self.max_retry_after),
        ];
        let (name, wait) = waits.into_iter().find(|(_, wait)| *wait > LONGEST_WAIT)?;
        Some(format!(
            "`.{name}(..)` of {} s is more than the day that a call can sensibly wait: set at most {} s",
            wait.as_secs(),
            LONGEST_WAIT.as_secs()
        ))
    }

    /// The wait before retry number `retry` (from 0), where the server asks for none.
    pub(crate) fn delay(&self, retry: u32, jitter: f64) -> Duration {
        let factor = 2_u32.checked_pow(retry).unwrap_or(u32::MAX);
        let delay = self.initial_delay.saturating_mul(factor).min(self.max_delay);
        let seconds = delay.as_secs_f64() * (1.0 - jitter.clamp(0.0, 1.0) * 0.25);
        Duration::try_from_secs_f64(seconds).unwrap_or(delay)
    }
}

const MOST_RETRIES: u32 = 100;

/// A call that waits longer holds what it was given for longer than most credentials live; whoever sets more has mistaken
/// the unit.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

pub(crate) const RETRY_COST: u32 = 5;
pub(crate) const TIMEOUT_COST: u32 = 10;

/// What all calls of a client and its clones may spend on retries, so that an outage is not made worse by them.
///
/// It is a token bucket: a retry takes 5 tokens, one after a timeout 10; a call that succeeds at once gives 1 back, and
/// one that succeeds on a retry what that took. (The rates are those of the AWS SDKs' standard retry mode.)
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

    /// Gives back after a success: what its last retry took, if there was one.
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
