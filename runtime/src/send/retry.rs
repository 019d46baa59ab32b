//! Whether a failed call is retried, and when.

use std::time::Duration;

use http::HeaderMap;

use crate::base::headers::retry_after;
use crate::call::draft::Draft;
use crate::call::retry::{RETRY_COST, TIMEOUT_COST};
use crate::call::wire::Failure;
use crate::describe::operation::Method;

/// How an attempt failed.
#[derive(Clone, Copy)]
pub(crate) enum Outcome<'a> {
    Answered {
        status: u16,
        headers: &'a HeaderMap,
    },
    /// Sending or receiving failed. The headers are there if they had arrived.
    Broken(Failure, Option<&'a HeaderMap>),
}

/// What follows a failed attempt.
#[derive(Debug, PartialEq)]
pub(crate) enum Next {
    /// A retry, after this delay.
    Retry { delay: Duration, cost: u32 },
    /// No retry, and the reason is obvious.
    Stop,
    /// No retry, for this reason.
    StopFor(String),
}

/// Decides what follows an attempt. `retries` is the number of retries so far.
pub(crate) fn next(draft: &Draft, outcome: Outcome<'_>, retries: u32, replayable: bool) -> Next {
    let config = &draft.client.0;
    let policy = draft.policy();
    if !is_transient(outcome) || retries >= policy.retries {
        return Next::Stop;
    }
    if let Some(reason) = forbidden(draft, outcome, replayable) {
        return Next::StopFor(format!("not retried: {reason}"));
    }
    let asked = match outcome {
        Outcome::Answered { headers, .. } | Outcome::Broken(_, Some(headers)) => {
            retry_after(headers, config.clock.now())
        }
        Outcome::Broken(_, None) => None,
    };
    if let Some(asked) = asked.filter(|asked| *asked > policy.max_retry_after) {
        return Next::StopFor(format!(
            "not retried: the server asks to wait {} s, and the retry policy allows at most {} s",
            asked.as_secs(),
            policy.max_retry_after.as_secs()
        ));
    }
    let cost = match outcome {
        Outcome::Broken(Failure::Timeout, _) => TIMEOUT_COST,
        _ => RETRY_COST,
    };
    if !config.budget.take(cost) {
        return Next::StopFor(
            "not retried: so many calls of this client failed that its retry budget is used up"
                .to_owned(),
        );
    }
    let delay = asked.unwrap_or_else(|| policy.delay(retries, (config.jitter)()));
    Next::Retry { delay, cost }
}

fn is_transient(outcome: Outcome<'_>) -> bool {
    match outcome {
        Outcome::Broken(failure, _) => {
            !matches!(failure, Failure::Body | Failure::Refused | Failure::Untrusted)
        }
        Outcome::Answered { status, headers } => {
            match headers.get("x-should-retry").map(http::HeaderValue::as_bytes) {
                Some(b"true") => !(200..400).contains(&status),
                Some(b"false") => false,
                _ => matches!(status, 408 | 429 | 500 | 502 | 503 | 504),
            }
        }
    }
}

/// Returns why a call must not be sent twice, if it must not.
fn forbidden(draft: &Draft, outcome: Outcome<'_>, replayable: bool) -> Option<&'static str> {
    let operation = &draft.operation;
    if !replayable {
        return Some("the request body can be read only once");
    }
    // Nothing of it was sent.
    if matches!(outcome, Outcome::Broken(Failure::Connect, _)) {
        return None;
    }
    if operation.method != Method::Get && operation.answers_secret() {
        return Some(
            "the response holds a secret that is shown only once, and the server may have acted on the call",
        );
    }
    let refused = matches!(outcome, Outcome::Answered { status: 429, .. });
    (!draft.is_idempotent() && !refused)
        .then_some("the call is not idempotent, and the server may have acted on it")
}

/// Returns whether a call may be sent with a new token after a 401.
pub(crate) fn may_follow_401(draft: &Draft, replayable: bool) -> bool {
    let answer = Outcome::Answered { status: 401, headers: &HeaderMap::new() };
    forbidden(draft, answer, replayable).is_none()
}
