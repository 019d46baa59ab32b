use std::pin::{Pin, pin};
use std::task::{Context, Waker};

use super::*;
use crate::base::clock::{Clock, Sleep};
use crate::call::client::Client;
use crate::call::wire::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError};
use crate::describe::operation::{Method, Operation};
use crate::describe::parameter::{Parameter, Place};
use crate::describe::schema::Schema;
use crate::face::builder::ClientBuilder;
use crate::mock::TestClock;

const SECOND: Duration = Duration::from_secs(1);

struct Nowhere;

impl Transport for Nowhere {
    fn send<'a>(
        &'a self,
        _: HttpRequest<'a>,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
        Box::pin(std::future::pending())
    }
}

fn draft(rules: Vec<RateLimitRule>, method: Method, project: &str) -> Draft {
    let mut api = Api::new("Example");
    api.rate_limits = rules.leak();
    let client: Client =
        ClientBuilder::new(api).base_url("https://example.com").transport(Nowhere).build().unwrap();
    let mut operation = Operation::new("op", method, "/{project}");
    operation.parameters = vec![Parameter::new(Place::Path, "project", Schema::string())].leak();
    let mut draft = Draft::new(&client, operation.into());
    draft.argument("project", project);
    draft
}

fn limiter(draft: &Draft, clock: &SharedClock) -> Limiter {
    Limiter::new(&draft.client.0.api, clock).unwrap().unwrap()
}

fn run<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let std::task::Poll::Ready(output) =
            future.as_mut().poll(&mut Context::from_waker(Waker::noop()))
        {
            return output;
        }
    }
}

#[test]
fn no_window_ever_exceeds_the_limit() {
    for (requests, per) in [(1, 1), (2, 1), (9, 1), (50, 1), (100, 1), (1_200, 300), (7, 3)] {
        let per = SECOND * per;
        let mut rule = RateLimitRule::new("all", requests, 1_000);
        rule.per = per;
        let draft = draft(vec![rule], Method::Get, "a");
        let clock = TestClock::new();
        let shared = SharedClock(Arc::new(clock.clone()));
        let limiter = limiter(&draft, &shared);
        let mut sent = Vec::new();
        for round in 0..4 {
            for _ in 0..requests * 2 {
                run(limiter.pass(&draft, &shared, None)).unwrap();
                sent.push(shared.monotonic());
            }
            // A quiet time, in which the bucket fills up.
            clock.advance(per / 3 * round);
        }
        for (index, start) in sent.iter().enumerate() {
            let end = *start + per;
            let count = sent[index..].iter().take_while(|time| **time < end).count();
            assert!(count <= requests as usize, "{count} of {requests}");
        }
        // Eight times the limit, half as fast at worst, and the quiet times.
        assert!(shared.monotonic() < per * 18, "{requests}: {:?}", shared.monotonic());
    }
}

#[test]
fn rules_count_by_method_and_by_the_values_of_parameters() {
    let rule = |name, requests| RateLimitRule::new(name, requests, 1_000).each(&["project"]);
    let rules = || {
        vec![rule("reads", 1).methods(&[Method::Get]), rule("writes", 1).methods(&[Method::Post])]
    };
    let clock = TestClock::new();
    let shared = SharedClock(Arc::new(clock.clone()));
    let first = draft(rules(), Method::Get, "a");
    let limiter = limiter(&first, &shared);
    for draft in [
        first,
        draft(rules(), Method::Get, "b"),
        draft(rules(), Method::Post, "a"),
        draft(rules(), Method::Delete, "a"),
        draft(rules(), Method::Delete, "a"),
    ] {
        run(limiter.pass(&draft, &shared, None)).unwrap();
    }
    assert!(clock.slept().is_empty());
    run(limiter.pass(&draft(rules(), Method::Get, "b"), &shared, None)).unwrap();
    assert_eq!(clock.slept(), [SECOND + Duration::from_nanos(1)]);
}

#[test]
fn a_call_takes_from_all_its_buckets_or_from_none() {
    let rules = vec![RateLimitRule::new("wide", 10, 1_000), RateLimitRule::new("narrow", 1, 1_000)];
    let call = draft(rules, Method::Get, "a");
    let clock = TestClock::new();
    let shared = SharedClock(Arc::new(clock.clone()));
    let limiter = limiter(&call, &shared);
    run(limiter.pass(&call, &shared, None)).unwrap();
    let late = run(limiter.pass(&call, &shared, Some(SECOND / 2))).unwrap_err();
    assert_eq!(
        late.text,
        "the rate limit `narrow` (1 calls in 1 s) delays the call by 1.000000001 s, which is longer than its \
         deadline allows"
    );
    assert_eq!(late.wait, SECOND + Duration::from_nanos(1));
    assert!(clock.slept().is_empty());
    let level = |index: usize| limiter.rates[index].until(0, shared.monotonic());
    clock.advance(SECOND / 9 + Duration::from_nanos(1));
    assert_eq!(level(0), Duration::ZERO);
    assert!(level(1) > Duration::ZERO);
}

#[test]
fn full_buckets_are_thrown_away() {
    let rules = || vec![RateLimitRule::new("all", 1, 1_000).each(&["project"])];
    let clock = TestClock::new();
    let shared = SharedClock(Arc::new(clock.clone()));
    let first = draft(rules(), Method::Get, "a");
    let limiter = limiter(&first, &shared);
    for number in 0..5_000 {
        limiter.rates[0].take(number);
        clock.advance(SECOND / 100);
    }
    assert!(limiter.rates[0].buckets.len() <= MANY + 200);
}

#[test]
fn a_limit_that_allows_nothing_is_refused() {
    for (requests, per) in [(0, 1_000), (5, 0)] {
        let mut api = Api::new("Example");
        api.rate_limits = vec![RateLimitRule::new("none", requests, per)].leak();
        let built =
            ClientBuilder::new(api).base_url("https://example.com").transport(Nowhere).build();
        assert_eq!(
            built.unwrap_err().to_string(),
            "Example: the rate limit `none` does not allow any call: its number of calls and its window must be more \
             than zero"
        );
    }
}

/// A clock whose waits end when a test says so.
#[derive(Clone, Default)]
struct Stepped(Arc<Mutex<Duration>>);

impl Clock for Stepped {
    fn now(&self) -> std::time::SystemTime {
        std::time::SystemTime::UNIX_EPOCH
    }

    fn monotonic(&self) -> Duration {
        *self.0.lock().unwrap()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let (clock, end) = (self.clone(), self.monotonic() + duration);
        Box::pin(std::future::poll_fn(move |_| {
            if clock.monotonic() >= end {
                std::task::Poll::Ready(())
            } else {
                std::task::Poll::Pending
            }
        }))
    }
}

type Passing<'a> = Pin<Box<dyn Future<Output = Result<(), Late>> + 'a>>;

/// Those that get through when polled once.
fn poll(calls: &mut [Option<Passing<'_>>]) -> Vec<usize> {
    let mut through = Vec::new();
    for (index, slot) in calls.iter_mut().enumerate() {
        if let Some(call) = slot
            && call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready()
        {
            *slot = None;
            through.push(index);
        }
    }
    through
}

#[test]
fn calls_that_wait_go_one_by_one_in_the_order_in_which_they_came() {
    let call = draft(vec![RateLimitRule::new("all", 10, 900)], Method::Get, "a");
    let clock = Stepped::default();
    let shared = SharedClock(Arc::new(clock.clone()));
    let limiter = limiter(&call, &shared);
    let start = || Some(Box::pin(limiter.pass(&call, &shared, None)) as Passing<'_>);
    let mut calls: Vec<_> = (0..8).map(|_| start()).collect();
    assert_eq!(poll(&mut calls), [0]);
    let step = |clock: &Stepped| *clock.0.lock().unwrap() += Duration::from_millis(101);
    for expected in 1..4 {
        assert!(poll(&mut calls).is_empty());
        step(&clock);
        assert_eq!(poll(&mut calls), [expected]);
    }
    // One that is given up, one that is no longer polled, and one that comes late.
    calls[4] = None;
    let asleep = calls[5].take();
    calls.push(start());
    for _ in 0..40 {
        step(&clock);
    }
    assert_eq!(poll(&mut calls), [6]);
    step(&clock);
    assert_eq!(poll(&mut calls), [7]);
    step(&clock);
    assert_eq!(poll(&mut calls), [8]);
    step(&clock);
    assert_eq!(poll(&mut [start()]), [0]);
    drop(asleep);
    assert!(limiter.queues().waiting.is_empty());
}
