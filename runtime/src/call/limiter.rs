//! Client-side rate limiting, so that the server does not have to refuse a call.
//!
//! Each rule is a leaky bucket (GCRA, by `governor`). A bucket allows a burst of calls at once, and then one call per
//! interval: any window of the rule's time holds at most burst + time / interval calls. The burst is a tenth of the
//! limit and the interval spreads the rest over the time. Together they are the limit, even after an idle time.
//!
//! Nobody holds a lock while waiting, and nothing is taken from a bucket before the call is sent: a call that is
//! dropped or no longer polled does not delay any other.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::StateStore;
use governor::state::keyed::ShrinkableKeyedStateStore;
use governor::{Quota, RateLimiter};

use crate::base::clock::SharedClock;
use crate::base::text::shown_time;
use crate::call::draft::Draft;
use crate::call::target::Values as _;
use crate::describe::api::{Api, RateLimitRule};
use crate::describe::data::Held;

/// Full buckets are dropped when there are this many, and again whenever their number has doubled.
const MANY: usize = 1_024;

/// A call that is overdue by this much is no longer polled, and others stop waiting for it.
const GRACE: Duration = Duration::from_secs(1);

const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The rate limits of an API, shared by all clones of a client.
pub(crate) struct Limiter {
    api: Held<Api>,
    rates: Vec<Rate>,
    hasher: RandomState,
    queues: Mutex<Queues>,
}

struct Rate {
    limiter: RateLimiter<u64, Buckets, Now, NoOpMiddleware<Duration>>,
    buckets: Buckets,
    /// The time between two calls, once the burst is used up.
    interval: Duration,
}

/// A bucket: the index of its rule, and the hash of the values that it is for.
type Place = (usize, u64);

/// The calls that wait, for each bucket in the order of their arrival.
#[derive(Default)]
struct Queues {
    tickets: u64,
    waiting: HashMap<Place, VecDeque<Waiting>>,
}

#[derive(Clone, Copy)]
struct Waiting {
    ticket: u64,
    /// When the call is expected to go, by the monotonic clock.
    due: Duration,
}

/// Why a call cannot wait for its turn.
#[derive(Debug)]
pub(crate) struct Late {
    pub(crate) text: String,
    pub(crate) wait: Duration,
}

impl Limiter {
    /// Returns the limits of an API, if it has any.
    ///
    /// # Errors
    ///
    /// A limit of zero calls, or with a window of zero.
    pub(crate) fn new(api: &Held<Api>, clock: &SharedClock) -> Result<Option<Self>, String> {
        if api.rate_limits.is_empty() {
            return Ok(None);
        }
        let rate = |rule| {
            let (quota, interval) = quota(rule)
                .ok_or_else(|| {
                    format!(
                        "the rate limit `{}` does not allow any call: its number of calls and its window must be more \
                         than zero",
                        rule.name
                    )
                })?;
            let buckets = Buckets::default();
            let limiter = RateLimiter::new(quota, buckets.clone(), Now(clock.clone()));
            Ok(Rate { limiter, buckets, interval })
        };
        let rates = api.rate_limits.iter().map(rate).collect::<Result<_, String>>()?;
        let (hasher, queues) = (RandomState::new(), Mutex::default());
        Ok(Some(Self { api: api.clone(), rates, hasher, queues }))
    }

    /// Waits until all rules allow a call. `end` is the deadline, by the monotonic clock.
    ///
    /// # Errors
    ///
    /// The call's turn comes only after the deadline. The error is returned at once.
    pub(crate) async fn pass(
        &self,
        draft: &Draft,
        clock: &SharedClock,
        end: Option<Duration>,
    ) -> Result<(), Late> {
        let mut queued: Option<Queued<'_>> = None;
        loop {
            let now = clock.monotonic();
            let Some((wait, rule)) = self.ask(draft, now, &mut queued, end) else {
                return Ok(());
            };
            if end.is_some_and(|end| now.saturating_add(wait) >= end) {
                let RateLimitRule { name, requests, per, .. } = rule;
                let text = format!(
                    "the rate limit `{name}` ({requests} calls in {}) delays the call by {}, which is longer than its \
                     deadline allows",
                    shown_time(*per),
                    shown_time(wait)
                );
                return Err(Late { text, wait });
            }
            clock.sleep(wait).await;
            if clock.monotonic() <= now {
                // A clock that stands still would make it wait forever.
                return Ok(());
            }
        }
    }

    /// Takes a call from all its buckets, or returns how long it must wait and for which rule. It then has a place in
    /// the queues, unless its turn comes only after the deadline.
    fn ask<'l>(
        &'l self,
        draft: &Draft,
        now: Duration,
        queued: &mut Option<Queued<'l>>,
        end: Option<Duration>,
    ) -> Option<(Duration, &'l RateLimitRule)> {
        let mut waits = self.queues();
        let mut longest = (Duration::ZERO, 0);
        let mut allowed = true;
        for place in self.places(draft) {
            let rate = &self.rates[place.0];
            let until = rate.until(place.1, now);
            let ahead = waits.ahead(place, queued.as_ref().map(|queued| queued.ticket), now);
            // A call that has waited for its turn goes, even if one before it has not woken up yet.
            allowed &= until.is_zero() && (ahead == 0 || queued.is_some());
            longest =
                longest.max((until.saturating_add(rate.interval.saturating_mul(ahead)), place.0));
        }
        if allowed {
            for (index, key) in self.places(draft) {
                self.rates[index].take(key);
            }
            return None;
        }
        let (wait, index) = longest;
        let due = now.saturating_add(wait);
        if end.is_none_or(|end| due < end) {
            match queued {
                Some(queued) => waits.delay(queued, due),
                None => *queued = Some(waits.join(self, self.places(draft).collect(), due)),
            }
        }
        Some((wait, &self.api.rate_limits[index]))
    }

    /// Returns the buckets that a call counts in.
    fn places(&self, draft: &Draft) -> impl Iterator<Item = Place> {
        let operation = &*draft.operation;
        let rules = self.api.rate_limits.iter().enumerate();
        rules
            .filter(|(_, rule)| rule.methods.is_empty() || rule.methods.contains(&operation.method))
            .map(|(index, rule)| {
                let parameters = operation.parameters.iter().enumerate();
                let key = parameters.filter(|(_, parameter)| rule.each.contains(parameter.name));
                // The values themselves are not kept. Two values with the same hash share a bucket, which costs them
                // only time.
                let key = key.fold(0, |key, (index, parameter)| {
                    let values = draft.of(index);
                    values
                        .fold(key, |key, value| self.hasher.hash_one((key, parameter.name, value)))
                });
                (index, key)
            })
    }

    fn queues(&self) -> MutexGuard<'_, Queues> {
        // The queues are consistent, whatever happened to another thread.
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the burst and the interval of a rule: burst + time / interval is at most its limit. For a limit of one call,
/// the interval is the whole window.
fn quota(rule: &RateLimitRule) -> Option<(Quota, Duration)> {
    let burst = NonZeroU32::new((rule.requests / 10).max(1))?;
    let rest = rule.requests.checked_sub(burst.get())?.max(1);
    // `governor` counts nanoseconds in 64 bits.
    let per = Some(rule.per.min(YEAR)).filter(|per| !per.is_zero())?;
    // Rounded up, since a little slower is within the limit.
    let interval = per / rest + Duration::from_nanos(1);
    Some((Quota::with_period(interval)?.allow_burst(burst), interval))
}

impl Rate {
    /// Returns how long a bucket does not allow a call.
    fn until(&self, key: u64, now: Duration) -> Duration {
        match self.limiter.check_key(&key) {
            Ok(()) => Duration::ZERO,
            Err(refusal) => refusal.wait_time_from(now),
        }
    }

    /// Takes a call from a bucket that allows it.
    fn take(&self, key: u64) {
        self.buckets.lock().taking = true;
        // The bucket allowed it a moment ago, and time does not go back.
        let _ = self.limiter.check_key(&key);
        let mut buckets = self.buckets.lock();
        buckets.taking = false;
        if buckets.times.len() >= buckets.many.max(MANY) {
            drop(buckets);
            self.limiter.retain_recent();
            let mut buckets = self.buckets.lock();
            buckets.many = 2 * buckets.times.len();
        }
    }
}

/// The time as `governor` reads it.
#[derive(Clone)]
struct Now(SharedClock);

impl governor::clock::Clock for Now {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.monotonic()
    }
}

/// The buckets of a rule, as `governor` stores them. They can be tested without taking from them, so that a call to
/// which several rules apply takes from all of their buckets or from none.
#[derive(Clone, Default)]
struct Buckets(Arc<Mutex<Levels>>);

#[derive(Default)]
struct Levels {
    /// When each bucket is full again, as `governor` counts it.
    times: HashMap<u64, Nanos>,
    taking: bool,
    /// The number of buckets at which the full ones are dropped.
    many: usize,
}

impl Buckets {
    fn lock(&self) -> MutexGuard<'_, Levels> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl StateStore for Buckets {
    type Key = u64;

    fn measure_and_replace<T, F, E>(&self, key: &u64, decide: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut buckets = self.lock();
        let (outcome, level) = decide(buckets.times.get(key).copied())?;
        if buckets.taking {
            buckets.times.insert(*key, level);
        }
        Ok(outcome)
    }
}

impl ShrinkableKeyedStateStore<u64> for Buckets {
    fn retain_recent(&self, drop_below: Nanos) {
        self.lock().times.retain(|_, level| *level > drop_below);
    }

    fn len(&self) -> usize {
        self.lock().times.len()
    }

    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Queues {
    /// Returns how many calls wait before this one; all that are queued, if it is not in the queue yet.
    fn ahead(&self, place: Place, ticket: Option<u64>, now: Duration) -> u32 {
        let Some(queue) = self.waiting.get(&place) else {
            return 0;
        };
        let before = queue
            .iter()
            .take_while(|waiting| ticket.is_none_or(|ticket| waiting.ticket < ticket))
            .filter(|waiting| waiting.due.saturating_add(GRACE) >= now);
        u32::try_from(before.count()).unwrap_or(u32::MAX)
    }

    fn join<'l>(&mut self, limiter: &'l Limiter, places: Vec<Place>, due: Duration) -> Queued<'l> {
        self.tickets += 1;
        let ticket = self.tickets;
        for place in &places {
            self.waiting.entry(*place).or_default().push_back(Waiting { ticket, due });
        }
        Queued { limiter, places, ticket }
    }

    fn delay(&mut self, queued: &Queued<'_>, due: Duration) {
        for place in &queued.places {
            let queue = self.waiting.get_mut(place).into_iter().flatten();
            for waiting in queue.filter(|waiting| waiting.ticket == queued.ticket) {
                waiting.due = due;
            }
        }
    }
}

/// A place in the queues. It is released when the call goes or is dropped.
struct Queued<'l> {
    limiter: &'l Limiter,
    places: Vec<Place>,
    ticket: u64,
}

impl Drop for Queued<'_> {
    fn drop(&mut self) {
        let mut queues = self.limiter.queues();
        for place in &self.places {
            if let Some(queue) = queues.waiting.get_mut(place) {
                queue.retain(|waiting| waiting.ticket != self.ticket);
                if queue.is_empty() {
                    queues.waiting.remove(place);
                }
            }
        }
    }
}

impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limiter").finish_non_exhaustive()
    }
}

#[cfg(all(test, feature = "mock"))]
mod tests;
