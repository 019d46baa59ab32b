//! A response whose body is streamed.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream as _;

use crate::answer::decode::check_status;
use crate::answer::{Arrived, Rejected};
use crate::base::clock::Sleep;
use crate::base::headers::Headers;
use crate::base::text::shown_time;
use crate::call::draft::Draft;
use crate::call::wire::{Failure, HttpBody, TransportError};
use crate::error::{Kind, Problem};
use crate::send::received::shown_request_id;
use crate::send::{Received, broken};

/// A body that is arriving, and its call.
pub(crate) struct Incoming {
    pub(crate) draft: Draft,
    pub(crate) status: u16,
    pub(crate) headers: Headers,
    pub(crate) length: Option<u64>,
    attempts: u32,
    request_id: Option<String>,
    /// The deadline, by the monotonic clock.
    end: Option<Duration>,
    body: HttpBody,
    received: u64,
    /// Runs while nothing arrives.
    timer: Option<Sleep>,
    over: bool,
}

impl Incoming {
    /// Takes the body of a success.
    pub(crate) fn take(arrived: &mut Arrived<'_>) -> Result<Self, Rejected> {
        let received = &mut *arrived.received;
        check_status(received).map_err(Rejected)?;
        Ok(Self::new(received))
    }

    fn new(received: &mut Received) -> Self {
        let whole =
            || HttpBody::from(crate::base::content::Content(std::mem::take(&mut received.body)));
        let body = received.rest.take().unwrap_or_else(whole);
        Self {
            draft: received.draft.clone(),
            status: received.status,
            headers: Headers(received.headers.clone()),
            length: body.length(),
            attempts: received.attempts,
            request_id: shown_request_id(&received.draft, &received.headers),
            end: received.end,
            body,
            received: 0,
            timer: None,
            over: false,
        }
    }

    /// Returns what is left of the deadline.
    pub(crate) fn left(&self) -> Option<Duration> {
        let end = self.end?;
        Some(end.saturating_sub(self.draft.client.0.clock.monotonic()))
    }

    /// Returns the maximum number of bytes of one part of it.
    pub(crate) fn limit(&self) -> usize {
        self.draft.client.0.max_response_size
    }

    /// Makes an error of this response.
    pub(crate) fn problem(&self, kind: Kind, text: String) -> Problem {
        self.complete(Problem::new(kind, self.draft.operation.id, text))
    }

    fn complete(&self, mut problem: Problem) -> Problem {
        let details = problem.details_mut();
        details.status = Some(self.status);
        details.attempts = self.attempts;
        details.request_id.clone_from(&self.request_id);
        details.headers = Some(self.headers.clone());
        problem
    }

    /// Makes the error of a part that is too large.
    pub(crate) fn too_large(&self, part: &str) -> Problem {
        let limit = self.limit();
        self.problem(
            Kind::TooLarge,
            format!(
                "{part} is larger than the {limit} bytes that the client allows: raise it with \
                 `.max_response_size(..)` on its builder"
            ),
        )
    }

    /// Makes the error of a part that does not fit its type.
    pub(crate) fn misfit(&self, part: &str, fault: &str, bytes: Bytes) -> Problem {
        let fault = self.draft.scrubber().scrub_name(fault).into_owned();
        let fault = match fault.strip_prefix("the body ") {
            Some(rest) => format!("it {rest}"),
            None => fault,
        };
        let mut problem =
            self.problem(Kind::Decode, format!("{part} does not fit the spec: {fault}"));
        problem.details_mut().body = Some(bytes);
        problem
    }

    fn broken(&mut self, error: TransportError) -> Problem {
        self.over = true;
        self.complete(broken(&self.draft, error, Some(self.status)))
    }

    /// Polls for the next piece. The last item is an error, unless all pieces arrived.
    pub(crate) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Problem>>> {
        while !self.over {
            let left = self.left();
            if left.is_some_and(|left| left.is_zero()) {
                let error = TransportError::new(Failure::Timeout, "the deadline has passed");
                return Poll::Ready(Some(Err(self.broken(error))));
            }
            match Pin::new(&mut self.body).poll_next(context) {
                Poll::Ready(Some(Ok(piece))) => {
                    self.timer = None;
                    self.received += piece.len() as u64;
                    if !piece.is_empty() {
                        return Poll::Ready(Some(Ok(piece.0)));
                    }
                }
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(self.broken(error)))),
                Poll::Ready(None) => {
                    self.over = true;
                    if let Some(length) = self.length.filter(|length| *length > self.received) {
                        let text =
                            format!("the body ended after {} of {length} bytes", self.received);
                        let error = TransportError::new(Failure::Other, text);
                        return Poll::Ready(Some(Err(self.broken(error))));
                    }
                }
                Poll::Pending => {
                    let idle = self.draft.timeout();
                    let time = left.map_or(idle, |left| left.min(idle));
                    let clock = &self.draft.client.0.clock;
                    let timer = self.timer.get_or_insert_with(|| clock.timer(time));
                    ready!(timer.as_mut().poll(context));
                    let text = match left {
                        Some(left) if left <= time => "the deadline has passed".to_owned(),
                        _ => format!("nothing was received for {}", shown_time(idle)),
                    };
                    let error = TransportError::new(Failure::Timeout, text);
                    return Poll::Ready(Some(Err(self.broken(error))));
                }
            }
        }
        Poll::Ready(None)
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming")
            .field("operation", &self.draft.operation.id)
            .field("status", &self.status)
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}
