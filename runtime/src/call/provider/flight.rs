//! One fetch that many calls wait for.

use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use crate::call::wire::BoxFuture;

/// A future that is driven by whichever of its waiters is polled. A waiter that is no longer polled does not delay the
/// others, and one that is dropped leaves the future to them. All of them get its result.
///
/// No lock is held while the future is polled, nor while it or a waker runs or is dropped.
pub(super) struct Flight<T>(Mutex<State<T>>);

struct State<T> {
    stage: Stage<T>,
    /// The waiters by their number. Each has a waker from when it was polled until it is woken.
    waiting: Vec<(u64, Option<Waker>)>,
    /// The number of the next waiter.
    next: u64,
}

enum Stage<T> {
    Ready(BoxFuture<'static, T>),
    /// A waiter is polling it. The flag says whether it has asked to be polled again since.
    Polled {
        again: bool,
    },
    Over(T),
    /// It panicked, or it was dropped since nobody waited for it any more.
    Lost,
}

impl<T: Clone + Send + 'static> Flight<T> {
    pub(super) fn new(future: BoxFuture<'static, T>) -> Self {
        let stage = Stage::Ready(future);
        Self(Mutex::new(State { stage, waiting: Vec::new(), next: 0 }))
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        // The state is consistent, whatever happened to another thread.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Joins the waiters, unless the future has ended or is lost.
    pub(super) fn join(self: &Arc<Self>) -> Option<Waiting<T>> {
        let mut state = self.state();
        if matches!(state.stage, Stage::Over(_) | Stage::Lost) {
            return None;
        }
        let number = state.next;
        state.next += 1;
        state.waiting.push((number, None));
        Some(Waiting { flight: Arc::clone(self), number })
    }

    /// Sets the stage after polling.
    fn land(&self, next: Stage<T>) {
        let is_ready = matches!(next, Stage::Ready(_));
        let mut state = self.state();
        let polled = mem::replace(&mut state.stage, next);
        // A waiter that was woken meanwhile may have found it being polled, and the one that polled it may not do so
        // again.
        let wakers = match polled {
            Stage::Polled { again: false } if is_ready => Vec::new(),
            _ => state.wakers(),
        };
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
    }
}

impl<T> State<T> {
    fn wakers(&mut self) -> Vec<Waker> {
        self.waiting.iter_mut().filter_map(|(_, waker)| waker.take()).collect()
    }
}

/// The future wakes all of its waiters.
impl<T: Clone + Send + 'static> Wake for Flight<T> {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let mut state = self.state();
        if let Stage::Polled { again } = &mut state.stage {
            *again = true;
        }
        let wakers = state.wakers();
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
    }
}

/// A waiter. It resolves to `None` if the future is lost: it panicked while another waiter polled it.
pub(super) struct Waiting<T: Clone + Send + 'static> {
    flight: Arc<Flight<T>>,
    number: u64,
}

impl<T: Clone + Send + 'static> Future for Waiting<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let mut state = self.flight.state();
        match &state.stage {
            Stage::Over(outcome) => return Poll::Ready(Some(outcome.clone())),
            Stage::Lost => return Poll::Ready(None),
            Stage::Ready(_) | Stage::Polled { .. } => {}
        }
        // The waker is stored before polling, so that a wake from then on reaches this waiter.
        let own = state.waiting.iter_mut().find(|(number, _)| *number == self.number);
        let past = own.and_then(|(_, waker)| waker.replace(context.waker().clone()));
        let future = match mem::replace(&mut state.stage, Stage::Polled { again: false }) {
            Stage::Ready(future) => future,
            polled => {
                state.stage = polled;
                drop(state);
                drop(past);
                return Poll::Pending;
            }
        };
        drop(state);
        drop(past);
        let mut polling = Polling { flight: &self.flight, future: Some(future) };
        let waker = Waker::from(Arc::clone(&self.flight));
        polling.poll(&mut Context::from_waker(&waker)).map(Some)
    }
}

impl<T: Clone + Send + 'static> Drop for Waiting<T> {
    fn drop(&mut self) {
        let mut state = self.flight.state();
        let index = state.waiting.iter().position(|(number, _)| *number == self.number);
        let own = index.map(|index| state.waiting.swap_remove(index));
        let given_up = (state.waiting.is_empty() && matches!(state.stage, Stage::Ready(_)))
            .then(|| mem::replace(&mut state.stage, Stage::Lost));
        drop(state);
        drop((own, given_up));
    }
}

/// The future while it is polled. If this is dropped with the future in it, the future panicked and is lost.
struct Polling<'f, T: Clone + Send + 'static> {
    flight: &'f Flight<T>,
    future: Option<BoxFuture<'static, T>>,
}

impl<T: Clone + Send + 'static> Polling<'_, T> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<T> {
        let Some(future) = &mut self.future else {
            return Poll::Pending;
        };
        let outcome = future.as_mut().poll(context);
        let Some(future) = self.future.take() else {
            return outcome;
        };
        match &outcome {
            Poll::Ready(outcome) => self.flight.land(Stage::Over(outcome.clone())),
            Poll::Pending => self.flight.land(Stage::Ready(future)),
        }
        outcome
    }
}

impl<T: Clone + Send + 'static> Drop for Polling<'_, T> {
    fn drop(&mut self) {
        if self.future.is_some() {
            self.flight.land(Stage::Lost);
        }
    }
}
