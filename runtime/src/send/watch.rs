//! The observers of a call: interceptors and traces.

use std::time::Duration;

use http::{HeaderName, HeaderValue};

use crate::call::draft::Draft;
use crate::call::interceptor::{AfterResponse, BeforeSend, OnRetry};
use crate::call::prepare::Prepared;
use crate::error::Problem;
use crate::send::attempt::{Answered, Stop};
use crate::send::retry::Outcome;

/// Calls the interceptors before an attempt and returns the headers that they add.
///
/// # Errors
///
/// An interceptor refuses the attempt.
pub(crate) fn before(
    prepared: &Prepared<'_>,
    attempt: u32,
) -> Result<Vec<(HeaderName, HeaderValue)>, Problem> {
    let draft = prepared.draft();
    let mut request = BeforeSend { prepared, attempt, headers: Vec::new(), fault: None };
    for interceptor in &*draft.client.0.interceptors {
        let answer = interceptor.before_send(&mut request);
        let refused = |text: String| {
            let text = draft.scrubber().scrub(&text).into_owned();
            format!("an interceptor refused the call: {}", crate::base::text::shown(&text, 500))
        };
        if let Some(fault) = request.fault.take().or_else(|| answer.err().map(refused)) {
            let sent = if attempt == 1 { "nothing was sent" } else { "it was not retried" };
            return Err(Problem::invalid(draft.operation.id, format!("{fault}; {sent}")));
        }
    }
    Ok(request.headers)
}

/// Returns when an attempt starts, by the monotonic clock, if anyone observes it.
pub(crate) fn start(draft: &Draft) -> Option<Duration> {
    let config = &draft.client.0;
    (!config.interceptors.is_empty()).then(|| config.clock.monotonic())
}

/// Reports how an attempt ended.
pub(crate) fn after(
    draft: &Draft,
    attempt: u32,
    started: Option<Duration>,
    ended: &Result<Answered, Stop>,
) {
    #[cfg(feature = "tracing")]
    crate::send::trace::answer(draft, attempt, ended);
    let Some(started) = started else {
        return;
    };
    let config = &draft.client.0;
    let mut response = AfterResponse {
        operation: &draft.operation,
        attempt,
        status: None,
        headers: None,
        elapsed: config.clock.monotonic().saturating_sub(started),
        failure: None,
        error: None,
    };
    let error;
    match ended {
        Ok(answered) => {
            response.status = Some(answered.status);
            response.headers = Some(&answered.headers);
        }
        Err(Stop::Broken { error: broken, came }) => {
            response.status = came.as_ref().map(|came| came.status);
            response.headers = came.as_ref().map(|came| &came.headers.0);
            response.failure = Some(broken.failure);
            error = draft.scrubber().scrub(&broken.text).into_owned();
            response.error = Some(&error);
        }
        Err(Stop::For(problem)) => {
            response.status = problem.status();
            response.headers = problem.headers().map(|headers| &headers.0);
            error = problem.to_string();
            response.error = Some(&error);
        }
    }
    for interceptor in &*config.interceptors {
        interceptor.after_response(&response);
    }
}

/// Reports that a retry follows.
pub(crate) fn retry(draft: &Draft, attempt: u32, outcome: Outcome<'_>, delay: Duration) {
    let (status, failure) = match outcome {
        Outcome::Answered { status, .. } => (Some(status), None),
        Outcome::Broken(failure, _) => (None, Some(failure)),
    };
    let retry = OnRetry { operation: &draft.operation, attempt, delay, status, failure };
    #[cfg(feature = "tracing")]
    crate::send::trace::retry(&retry);
    for interceptor in &*draft.client.0.interceptors {
        interceptor.on_retry(&retry);
    }
}
