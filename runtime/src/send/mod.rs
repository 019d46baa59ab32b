//! Sends a call: attempt after attempt, as long as that is useful and allowed.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};

use crate::base::clock::Timed;
use crate::base::scrub::Scrubber;
use crate::base::text::shown_time;
use crate::call::draft::Draft;
use crate::call::prepare::{Prepared, prepare};
use crate::call::provider::Held;
use crate::call::wire::{BoxFuture, Failure, TransportError};
use crate::error::{Kind, Problem};
use crate::send::attempt::{Answered, Stop, attempt};
use crate::send::retry::{Next, Outcome, may_follow_401, next};

pub(crate) mod attempt;
pub(crate) mod received;
pub(crate) mod retry;
#[cfg(feature = "tracing")]
pub(crate) mod trace;
mod watch;

pub(crate) use received::Received;

/// What the caller wants.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    Answer,
    /// The response, whatever its status.
    Raw,
}

/// Sends a call and waits for its response. The future is boxed here, once for all types of responses: it is large, and
/// is moved as rarely as possible.
#[inline(never)]
pub(crate) fn send(draft: Draft, want: Want) -> Sent {
    #[cfg(feature = "tracing")]
    let exchange = traced(draft, want);
    #[cfg(not(feature = "tracing"))]
    let exchange = exchange(draft, want);
    Box::pin(exchange)
}

/// A call that is being sent.
pub(crate) type Sent = BoxFuture<'static, Result<Received, Problem>>;

/// Sends a call in a span of its own.
#[cfg(feature = "tracing")]
async fn traced(draft: Draft, want: Want) -> Result<Received, Problem> {
    let span = crate::send::trace::span(&draft);
    let exchange = exchange(draft, want, &span);
    let result = tracing::Instrument::instrument(exchange, span.clone()).await;
    crate::send::trace::finish(&span, &result);
    result
}

async fn exchange(
    draft: Draft,
    want: Want,
    #[cfg(feature = "tracing")] span: &tracing::Span,
) -> Result<Received, Problem> {
    let prepared = prepare(&draft)?;
    #[cfg(feature = "tracing")]
    crate::send::trace::prepared(&prepared, span);
    let mut sending = Sending::new(&prepared, want);
    let Answered { status, headers, body, rest, at } = sending.run().await?;
    let Sending { attempts, note, end, .. } = sending;
    let target = at.unwrap_or(prepared.into_target());
    Ok(Received {
        draft,
        status,
        headers,
        body,
        rest,
        target,
        attempts,
        end,
        note,
        #[cfg(feature = "tracing")]
        span: span.clone(),
    })
}

#[cfg(feature = "rate-limit")]
pub(crate) use crate::call::limiter::Late;

/// Why a call cannot wait for its turn.
#[cfg(not(feature = "rate-limit"))]
struct Late {
    text: String,
    wait: Duration,
}

/// A call that is being sent.
struct Sending<'p, 'd> {
    prepared: &'p Prepared<'d>,
    want: Want,
    /// The deadline of all attempts together, by the monotonic clock.
    end: Option<Duration>,
    attempts: u32,
    /// How many of the attempts were retries. An attempt with a new token is not a retry.
    retries: u32,
    /// What the last retry took from the retry budget.
    cost: Option<u32>,
    /// Whether a token that the server rejected was replaced.
    refreshed: bool,
    note: Option<String>,
}

impl<'p, 'd> Sending<'p, 'd> {
    fn new(prepared: &'p Prepared<'d>, want: Want) -> Self {
        let draft = prepared.draft();
        let end = draft
            .deadline()
            .map(|deadline| draft.client.0.clock.monotonic().saturating_add(deadline));
        Self {
            prepared,
            want,
            end,
            attempts: 0,
            retries: 0,
            cost: None,
            refreshed: false,
            note: None,
        }
    }

    async fn run(&mut self) -> Result<Answered, Problem> {
        let draft = self.prepared.draft();
        let config = &draft.client.0;
        self.hold_back().await.map_err(|late| self.late(&late))?;
        loop {
            let token = self.token().await?;
            let added = self.before()?;
            self.attempts += 1;
            let started = watch::start(draft);
            let ended = self.attempt(token.as_ref(), &added).await;
            watch::after(draft, self.attempts, started, &ended);
            let outcome = match &ended {
                Ok(answered) if (200..300).contains(&answered.status) => {
                    config.budget.give(self.cost);
                    return ended.map_err(|stop| self.fail(stop));
                }
                Ok(answered) => {
                    let outcome =
                        Outcome::Answered { status: answered.status, headers: &answered.headers };
                    let target = &self.prepared.target;
                    let is_own =
                        answered.at.as_ref().is_none_or(|at| at.origin() == target.origin());
                    // A response of another origin does not count, since the token was not sent there.
                    if is_own
                        && self.replace_refused_token(answered.status, token.as_ref())
                        && self.go_on(outcome, None).await
                    {
                        continue;
                    }
                    outcome
                }
                Err(Stop::Broken { error, came }) => {
                    Outcome::Broken(error.failure, came.as_ref().map(|came| &came.headers.0))
                }
                Err(Stop::For(_)) => return ended.map_err(|stop| self.fail(stop)),
            };
            let replayable = self.prepared.payload.is_replayable();
            match next(draft, outcome, self.retries, replayable) {
                Next::Retry { delay, cost } if self.left().is_some_and(|left| delay >= left) => {
                    config.budget.give(Some(cost));
                    self.note =
                        Some("not retried: the deadline does not leave time for it".to_owned());
                }
                Next::Retry { delay, cost } => {
                    if self.go_on(outcome, Some(delay)).await {
                        self.cost = Some(cost);
                        self.retries += 1;
                        continue;
                    }
                    config.budget.give(Some(cost));
                }
                Next::Stop => {}
                Next::StopFor(note) => self.note = Some(note),
            }
            return ended.map_err(|stop| self.fail(stop));
        }
    }

    /// Waits for another attempt, or notes why it cannot be waited for.
    async fn go_on(&mut self, outcome: Outcome<'_>, delay: Option<Duration>) -> bool {
        let draft = self.prepared.draft();
        watch::retry(draft, self.attempts, outcome, delay.unwrap_or_default());
        if let Some(delay) = delay {
            draft.client.0.clock.sleep(delay).await;
        }
        match self.hold_back().await {
            Ok(()) => true,
            Err(late) => {
                self.note = Some(format!("not retried: {}", late.text));
                false
            }
        }
    }

    /// Waits until the API's rate limits allow an attempt.
    #[cfg(feature = "rate-limit")]
    async fn hold_back(&self) -> Result<(), Late> {
        let draft = self.prepared.draft();
        match &draft.client.0.limiter {
            Some(limiter) => limiter.pass(draft, &draft.client.0.clock, self.end).await,
            None => Ok(()),
        }
    }

    #[cfg(not(feature = "rate-limit"))]
    #[expect(clippy::unused_self, reason = "the limits are the client's")]
    fn hold_back(&self) -> std::future::Ready<Result<(), Late>> {
        std::future::ready(Ok(()))
    }

    /// Makes the error of a call whose turn comes too late.
    fn late(&self, late: &Late) -> Problem {
        let id = self.prepared.draft().operation.id;
        let text = format!("{}; nothing was sent", late.text);
        let mut problem = Problem::new(Kind::Timeout, id, text);
        problem.details_mut().retry_after = Some(late.wait);
        problem
    }

    /// Returns the headers that interceptors add to the next attempt.
    fn before(&self) -> Result<Vec<(HeaderName, HeaderValue)>, Problem> {
        watch::before(self.prepared, self.attempts + 1).map_err(|mut problem| {
            problem.details_mut().attempts = self.attempts;
            problem
        })
    }

    /// Returns the token of the provider, if the call sends one.
    async fn token(&self) -> Result<Option<Held>, Problem> {
        let draft = self.prepared.draft();
        let Some(provided) = self.prepared.chosen.provided() else {
            return Ok(None);
        };
        let clock = &*draft.client.0.clock;
        let fetched = provided.token(clock, draft.operation.id);
        match Timed::new(fetched, clock.timer(self.time())).await {
            Some(token) => token.map(Some),
            None => Err(Problem::new(
                Kind::Credentials,
                draft.operation.id,
                "the token provider did not return a token in time; nothing was sent",
            )),
        }
        .map_err(|mut problem| {
            problem.details_mut().attempts = self.attempts;
            problem
        })
    }

    async fn attempt(
        &self,
        token: Option<&Held>,
        added: &[(HeaderName, HeaderValue)],
    ) -> Result<Answered, Stop> {
        let draft = self.prepared.draft();
        let time = self.time();
        let mut come = None;
        let ended = {
            let attempt =
                pin!(attempt(self.prepared, token, self.attempts, self.want, added, &mut come));
            Timed::new(attempt, draft.client.0.clock.timer(time)).await
        };
        match ended {
            Some(Err(Stop::Broken { error, came: None })) => {
                Err(Stop::Broken { error, came: come })
            }
            Some(ended) => ended,
            None => {
                let what = if time < draft.timeout() { "the deadline" } else { "the timeout" };
                let text = format!("{what} of {} has passed", shown_time(time));
                let error = TransportError::new(Failure::Timeout, text);
                Err(Stop::Broken { error, came: come })
            }
        }
    }

    /// Returns what is left of the deadline.
    fn left(&self) -> Option<Duration> {
        let clock = &self.prepared.draft().client.0.clock;
        self.end.map(|end| end.saturating_sub(clock.monotonic()))
    }

    /// Returns how long the next attempt may take.
    fn time(&self) -> Duration {
        let timeout = self.prepared.draft().timeout();
        self.left().map_or(timeout, |left| left.min(timeout))
    }

    /// Returns whether the server rejected a token that can be replaced, and the call may then be sent once more.
    fn replace_refused_token(&mut self, status: u16, token: Option<&Held>) -> bool {
        let (401, Some(token), Some(provided)) = (status, token, self.prepared.chosen.provided())
        else {
            return false;
        };
        provided.refused(token);
        let again = !self.refreshed
            && may_follow_401(self.prepared.draft(), self.prepared.payload.is_replayable());
        if !again && !self.refreshed {
            self.note = Some(
                "not retried with a new token, since the server may have acted on the call; the next call fetches one"
                    .to_owned(),
            );
        }
        self.refreshed = true;
        again
    }

    fn fail(&mut self, stop: Stop) -> Problem {
        let is_broken = matches!(stop, Stop::Broken { .. });
        let draft = self.prepared.draft();
        let mut problem = match stop {
            Stop::For(problem) => problem,
            Stop::Broken { error, came } => {
                let mut problem = broken(draft, error, came.as_ref().map(|came| came.status));
                problem.details_mut().headers = came.map(|came| came.headers);
                problem
            }
        };
        let details = problem.details_mut();
        // A body that could not be opened was not sent.
        let unsent = matches!(details.kind, Kind::Invalid | Kind::Upload) && !is_broken;
        details.attempts = self.attempts - u32::from(unsent && self.attempts > 0);
        details.note = self.note.take();
        if let Some(headers) = details.headers.as_ref().filter(|_| details.retry_after.is_none()) {
            details.retry_after =
                crate::base::headers::retry_after(&headers.0, draft.client.0.clock.now());
            details.request_id = received::shown_request_id(draft, &headers.0);
        }
        problem
    }
}

/// Makes the error of a call whose sending or receiving failed.
pub(crate) fn broken(draft: &Draft, mut error: TransportError, status: Option<u16>) -> Problem {
    let (kind, text) = match error.failure {
        Failure::Connect => (Kind::Connect, "the connection to the server could not be opened"),
        Failure::Untrusted => (Kind::Connect, "the certificate of the server is not accepted"),
        Failure::Timeout => (Kind::Timeout, "the response was not received in time"),
        Failure::Body => (Kind::Upload, "the request body could not be read"),
        Failure::Refused => (Kind::Transport, "refused by the transport"),
        Failure::Other => (Kind::Transport, "the connection to the server failed"),
    };
    // The text of a refusal is the transport's own; other texts come from outside.
    let own = error.failure == Failure::Refused;
    let scrub = if own { Scrubber::scrub_name } else { Scrubber::scrub };
    error.text = scrub(&draft.scrubber(), &error.text).into_owned();
    let limit = if own { 4_000 } else { 500 };
    let text = format!("{text}: {}", crate::base::text::shown(&error.text, limit));
    let mut problem = Problem::new(kind, draft.operation.id, text);
    let details = problem.details_mut();
    details.status = status;
    details.source = Some(Arc::new(error));
    problem
}
