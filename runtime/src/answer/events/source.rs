//! The connections that the events arrive on, one after the other.

use std::fmt;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;

use super::parser::{Block, Parser};
use crate::answer::decode::check_event_stream;
use crate::answer::incoming::Incoming;
use crate::answer::{Arrived, Rejected};
use crate::base::clock::Sleep;
use crate::call::draft::Draft;
use crate::call::wire::BoxFuture;
use crate::describe::operation::Method;
use crate::error::Problem;
use crate::send::{Received, Want, send};

/// The wait before the next connection, unless the server asks for another.
const WAIT: Duration = Duration::from_secs(3);

/// The shortest wait.
const LEAST_WAIT: Duration = Duration::from_millis(100);

pub(super) struct Source {
    /// The call as its caller put it together.
    draft: Draft,
    /// The current connection, or the last one.
    incoming: Box<Incoming>,
    state: State,
    parser: Parser,
    input: Bytes,
    /// How many connections in a row brought no event.
    vain: u32,
}

enum State {
    Open,
    Waiting(Sleep),
    Connecting(BoxFuture<'static, Result<Received, Problem>>),
    Over,
}

impl Source {
    pub(super) fn take(arrived: &mut Arrived<'_>) -> Result<Self, Rejected> {
        let (incoming, state) = open(arrived)?;
        Ok(Self {
            draft: incoming.draft.clone(),
            incoming,
            state,
            parser: Parser::default(),
            input: Bytes::new(),
            vain: 0,
        })
    }

    #[cfg(feature = "blocking")]
    pub(super) fn operation(&self) -> &str {
        self.draft.operation.id
    }

    pub(super) fn last_event_id(&self) -> Option<&str> {
        Some(self.parser.last_id.as_str()).filter(|id| !id.is_empty())
    }

    pub(super) fn misfit(&self, fault: &str, data: Bytes) -> Problem {
        self.incoming.misfit("an event", fault, data)
    }

    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Block, Problem>>> {
        loop {
            match &mut self.state {
                State::Over => return Poll::Ready(None),
                State::Open => {
                    match self.parser.next(&mut self.input, self.incoming.limit()) {
                        Ok(Some(block)) => {
                            self.vain = 0;
                            return Poll::Ready(Some(Ok(block)));
                        }
                        Ok(None) => {}
                        Err(_) => {
                            self.state = State::Over;
                            return Poll::Ready(Some(Err(self.incoming.too_large("an event"))));
                        }
                    }
                    match ready!(self.incoming.poll(context)) {
                        Some(Ok(piece)) => self.input = piece,
                        Some(Err(problem)) => {
                            if let Some(problem) = self.lose(Some(problem)) {
                                return Poll::Ready(Some(Err(problem)));
                            }
                        }
                        None => {
                            self.lose(None);
                        }
                    }
                }
                State::Waiting(sleep) => {
                    ready!(sleep.as_mut().poll(context));
                    self.state = self.connect();
                }
                State::Connecting(sending) => {
                    let received = ready!(sending.as_mut().poll(context));
                    let opened = received.and_then(|mut received| {
                        let mut arrived = Arrived::new(&mut received, false);
                        open(&mut arrived).map_err(|rejected| rejected.0.problem)
                    });
                    match opened {
                        Ok((incoming, state)) => {
                            self.parser.restart();
                            self.input = Bytes::new();
                            self.incoming = incoming;
                            self.state = state;
                        }
                        Err(problem) => {
                            self.state = State::Over;
                            return Poll::Ready(Some(Err(problem)));
                        }
                    }
                }
            }
        }
    }

    /// Handles the end of a connection: opens another one, or returns the last error.
    fn lose(&mut self, problem: Option<Problem>) -> Option<Problem> {
        let incoming = &self.incoming;
        let policy = incoming.draft.policy();
        // A server that asks for no wait would get requests without a pause.
        let wait = self.parser.retry.unwrap_or(WAIT).max(LEAST_WAIT).min(policy.max_retry_after);
        let in_time = incoming.left().is_none_or(|left| left > wait);
        if incoming.draft.operation.method == Method::Get && self.vain < policy.retries && in_time {
            self.vain += 1;
            self.state = State::Waiting(incoming.draft.client.0.clock.sleep(wait));
            return None;
        }
        self.state = State::Over;
        problem.map(|mut problem| {
            if self.vain > 0 {
                let note = format!("no event arrived after {} further connections", self.vain);
                problem.details_mut().note = Some(note);
            }
            problem
        })
    }

    fn connect(&self) -> State {
        let mut draft = self.draft.clone();
        // An id that is not allowed in a header cannot be sent.
        if let Some(id) = self.last_event_id()
            && HeaderValue::from_bytes(id.as_bytes()).is_ok()
        {
            draft.header("last-event-id", id);
        }
        if let Some(left) = self.incoming.left() {
            draft.options_mut().deadline = Some(left);
        }
        State::Connecting(send(draft, Want::Answer))
    }
}

/// Takes a connection that events arrive on; status 204 says that there are no more.
fn open(arrived: &mut Arrived<'_>) -> Result<(Box<Incoming>, State), Rejected> {
    let is_over = arrived.received.status == 204;
    if !is_over {
        check_event_stream(arrived.received).map_err(Rejected)?;
    }
    let incoming = Box::new(Incoming::take(arrived)?);
    Ok((incoming, if is_over { State::Over } else { State::Open }))
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.incoming.fmt(f)
    }
}
