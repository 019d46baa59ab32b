//! Answers that are handed on as they come, to the thread that waits for them.

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

/// The items of a [`Download`], [`Events`] or [`Lines`], waited for on the thread that takes them.
///
/// On a thread of an async runtime it gives an error, and then nothing.
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
    /// The pieces, waited for on the thread that takes them.
    pub fn blocking(self) -> Blocking<Self> {
        let operation = self.operation().to_owned();
        Blocking::new(self, &operation)
    }

    /// As [`save_to`](Self::save_to), waiting on this thread.
    ///
    /// # Errors
    ///
    /// As [`save_to`](Self::save_to); and on a thread of an async runtime.
    #[cfg(feature = "files")]
    pub fn save_to_blocking(self, path: impl AsRef<std::path::Path>) -> Result<u64, Problem> {
        let operation = self.operation().to_owned();
        run(&operation, self.save_to(path))?
    }
}

#[cfg(feature = "files")]
impl<A: Service> Request<Download, A> {
    /// As [`save_to`](Self::save_to), waiting on this thread.
    ///
    /// # Errors
    ///
    /// As [`save_to`](Self::save_to); and on a thread of an async runtime.
    pub fn save_to_blocking(
        self,
        path: impl AsRef<std::path::Path>,
    ) -> Result<u64, Error<A::Failure>> {
        let operation = self.draft().operation.clone();
        run(operation.id, self.save_to(path))?
    }
}

impl<T> Events<T> {
    /// The events, waited for on the thread that takes them.
    pub fn blocking(self) -> Blocking<Self> {
        let operation = self.operation().to_owned();
        Blocking::new(self, &operation)
    }
}

impl<T> Lines<T> {
    /// The values, waited for on the thread that takes them.
    pub fn blocking(self) -> Blocking<Self> {
        let operation = self.operation().to_owned();
        Blocking::new(self, &operation)
    }
}
