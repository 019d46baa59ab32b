//! The mock: what it expects, what it received, and which response a request gets.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::answer::{Answer, Answering};
use super::expectation::{Expectation, Expected};
use super::report::{self, Unmet};
use super::sent::Sent;
use crate::call::wire::{BoxFuture, Failure, HttpRequest, HttpResponse, Transport, TransportError};
use crate::describe::data::Held;
use crate::describe::endpoint::Endpoint;
use crate::describe::operation::Operation;

/// Answers calls in place of a server, as a test expects them, and reports what was not as expected.
///
/// Expectations are tried in the order in which they were made: a request gets its response from the first one that it
/// fits and that has a response left. A request that fits none fails with an error that names the request and what was
/// expected; it is not retried. Each retry of the client is a request of its own.
///
/// Clones share everything. The last one verifies when it is dropped, unless [`verify`](Self::verify) or
/// [`check`](Self::check) was called, so keep the mock until all calls are made. A client that was built with
/// `.mock(&mock)` does not count as a clone; one that was built with `.transport(mock.clone())` does.
///
/// Requires the feature `mock`.
///
/// # Panics
///
/// When the last clone is dropped and the calls were not as expected, as [`verify`](Self::verify) does. It does not
/// panic if the thread panics already, or if the mock was verified.
#[derive(Clone)]
pub struct Mock {
    state: Arc<State>,
    _guard: Arc<Guard>,
}

impl Default for Mock {
    fn default() -> Self {
        Self::new()
    }
}

impl Mock {
    /// Returns a mock that expects nothing.
    #[must_use]
    pub fn new() -> Self {
        let state = Arc::new(State::default());
        Self { _guard: Arc::new(Guard(Arc::clone(&state))), state }
    }

    /// Expects calls of an endpoint. Each response of the expectation answers one call, in order.
    pub fn on<T, A>(&self, endpoint: &'static Endpoint<T, A>) -> Expectation<T, A> {
        self.on_operation(endpoint.operation())
    }

    /// Expects calls of an operation, which may have been made at run time.
    pub fn on_operation<T, A>(&self, operation: impl Into<Held<Operation>>) -> Expectation<T, A> {
        let mut inner = self.state.lock();
        inner.expected.push(Expected::new(operation.into()));
        inner.verified = false;
        let index = inner.expected.len() - 1;
        drop(inner);
        Expectation::new(Arc::clone(&self.state), index)
    }

    /// Returns the requests so far, in order.
    #[must_use]
    pub fn requests(&self) -> Vec<Sent> {
        self.state.lock().sent.clone()
    }

    /// Panics unless all expected calls were made, and no other.
    ///
    /// # Panics
    ///
    /// If there are expectations with responses left, or requests that no expectation fits. The message is a report of
    /// both.
    #[track_caller]
    pub fn verify(&self) {
        if let Err(unmet) = self.check() {
            panic!("{unmet}");
        }
    }

    /// Checks the calls as [`verify`](Self::verify) does, without a panic.
    ///
    /// # Errors
    ///
    /// The report.
    pub fn check(&self) -> Result<(), Unmet> {
        self.state.check()
    }

    /// Returns the transport of a client, which does not keep the mock from being verified.
    pub(crate) fn answers(&self) -> Answers {
        Answers(Arc::clone(&self.state))
    }
}

/// Shows names only.
impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = self.state.lock();
        let expected: Vec<&str> =
            inner.expected.iter().map(|expected| expected.operation.id).collect();
        f.debug_struct("Mock")
            .field("expected", &expected)
            .field("requests", &inner.sent.len())
            .finish_non_exhaustive()
    }
}

impl Transport for Mock {
    fn send<'a>(
        &'a self,
        request: HttpRequest<'a>,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
        Box::pin(self.state.send(request))
    }
}

/// The transport of a client that was built with a mock.
pub(crate) struct Answers(Arc<State>);

impl Transport for Answers {
    fn send<'a>(
        &'a self,
        request: HttpRequest<'a>,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
        Box::pin(self.0.send(request))
    }
}

/// Verifies when the last handle of a test is dropped.
struct Guard(Arc<State>);

impl Drop for Guard {
    fn drop(&mut self) {
        if std::thread::panicking() || self.0.lock().verified {
            return;
        }
        if let Err(unmet) = self.0.check() {
            panic!("{unmet}");
        }
    }
}

#[derive(Default)]
pub(super) struct State(Mutex<Inner>);

#[derive(Default)]
pub(super) struct Inner {
    pub(super) expected: Vec<Expected>,
    pub(super) sent: Vec<Sent>,
    verified: bool,
}

impl State {
    pub(super) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn check(&self) -> Result<(), Unmet> {
        let mut inner = self.lock();
        inner.verified = true;
        report::unmet(&inner)
    }

    async fn send(&self, request: HttpRequest<'_>) -> Result<HttpResponse, TransportError> {
        let answering = Answering::new(request.draft);
        let sent = Sent::receive(request).await?;
        match self.lock().take(sent)? {
            Answer::Broken(error) => Err(error),
            Answer::Response(answer) => answering
                .response(&answer)
                .map_err(|fault| TransportError::new(Failure::Refused, fault)),
        }
    }
}

impl Inner {
    /// Returns the response to a request.
    fn take(&mut self, mut sent: Sent) -> Result<Answer, TransportError> {
        self.verified = false;
        let fitting = self.expected.iter().position(|expected| {
            expected.is_left() && expected.fault.is_none() && expected.differences(&sent).is_empty()
        });
        let answer = match fitting {
            Some(index) => {
                sent.answered_by = Some(index);
                Ok(self.expected[index].take())
            }
            None => Err(TransportError::new(Failure::Refused, report::refusal(self, &sent))),
        };
        self.sent.push(sent);
        answer
    }
}
