//! Streamed responses, for a thread that waits.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;

use super::run;
use crate::answer::download::Download;
use crate::answer::events::Events;
use crate::answer::lines::Lines;
use crate::error::Problem;
#[cfg(feature = "files")]
use crate::{answer::service::Service, error::Error, face::request::Request};

/// An iterator over the items of a [`Download`], [`Events`] or [`Lines`]. It blocks its thread until an item arrives.
///
/// On a thread of an async runtime it returns one error and then ends.
///
/// Requires the feature `blocking`.
#[must_use = "the items come as they are taken"]
pub struct Blocking<S> {
    stream: Option<S>,
    operation: String,
}

impl<S> Blocking<S> {
    fn new(stream: S, operation: &str) -> Self {
        Self { stream: Some(stream), operation: operation.to_owned() }
    }
}

impl<T, S: Stream<Item = Result<T, Problem>> + Unpin> Iterator for Blocking<S> {
    type Item = Result<T, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        let stream = self.stream.as_mut()?;
        let next = poll_fn(|context| Pin::new(&mut *stream).poll_next(context));
        run(&self.operation, next).unwrap_or_else(|problem| {
            self.stream = None;
            Some(Err(problem))
        })
    }
}

impl<S: fmt::Debug> fmt::Debug for Blocking<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Blocking").field(&self.stream).finish()
    }
}

impl Download {
    /// Iterates over the pieces and blocks this thread until one arrives.
    ///
    /// Requires the feature `blocking`.
    pub fn blocking(self) -> Blocking<Self> {
        let operation = self.operation().to_owned();
        Blocking::new(self, &operation)
    }

    /// Saves the body as [`save_to`](Self::save_to) does, and blocks this thread meanwhile.
    ///
    /// Requires the features `blocking` and `files`.
    ///
    /// # Errors
    ///
    /// The errors of [`save_to`](Self::save_to); a call on a thread of an async runtime.
    #[cfg(feature = "files")]
    pub fn save_to_blocking(self, path: impl AsRef<std::path::Path>) -> Result<u64, Problem> {
        let operation = self.operation().to_owned();
        run(&operation, self.save_to(path))?
    }
}

#[cfg(feature = "files")]
impl<A: Service> Request<Download, A> {
    /// Sends the request and saves the response body as [`save_to`](Self::save_to) does, and blocks this thread
    /// meanwhile.
    ///
    /// Requires the features `blocking` and `files`.
    ///
    /// # Errors
    ///
    /// The errors of [`save_to`](Self::save_to); a call on a thread of an async runtime.
    pub fn save_to_blocking(
        self,
        path: impl AsRef<std::path::Path>,
    ) -> Result<u64, Error<A::Failure>> {
        let operation = self.draft().operation.clone();
        run(operation.id, self.save_to(path))?
    }
}

impl<T> Events<T> {
    /// Iterates over the events and blocks this thread until one arrives.
    ///
    /// Requires the feature `blocking`.
    pub fn blocking(self) -> Blocking<Self> {
        let operation = self.operation().to_owned();
        Blocking::new(self, &operation)
    }
}

impl<T> Lines<T> {
    /// Iterates over the values and blocks this thread until one arrives.
    ///
    /// Requires the feature `blocking`.
    pub fn blocking(self) -> Blocking<Self> {
        let operation = self.operation().to_owned();
        Blocking::new(self, &operation)
    }
}
