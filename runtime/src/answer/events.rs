//! Server-sent events (HTML, section 9.2).

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use crate::answer::{Answer, Arrived, Rejected};
use crate::error::Problem;
use crate::json::read::read_item;
use crate::json::value::Value;

mod parser;
mod source;

use source::Source;

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The last id that the server sent, with this event or an earlier one.
    pub id: Option<String>,
    /// The type of the event, if the server sent one.
    pub event: Option<String>,
    /// The data.
    pub data: T,
}

/// The events of a response (`text/event-stream`) while they arrive. Their data is JSON.
///
/// ```no_run
/// # use clientwright_runtime::{Events, Json, Problem};
/// # async fn watch(mut events: Events<Json>) -> Result<(), Problem> {
/// while let Some(event) = events.try_next().await? {
///     println!("{:?}: {}", event.event, event.data);
/// }
/// # Ok(())
/// # }
/// ```
///
/// If the connection ends or fails, or is silent for the timeout of the call, a `GET` is sent again with the header
/// `Last-Event-ID`. It waits for 3 seconds, or for as long as the server asks for (`retry`), but at most for
/// [`RetryPolicy::max_retry_after`](crate::RetryPolicy::max_retry_after). It is sent again at most as many times as the
/// call may be retried; each event resets that count. The stream ends when the server responds with 204, when the
/// connection ends and is not opened again, with the error that ended the connection, or at the deadline of the call.
///
/// An event whose data does not fit its type is returned as an error, and the next event follows. An event larger than
/// the client's maximum response size ends the stream with an error.
#[must_use = "events are received when they are read"]
pub struct Events<T> {
    source: Source,
    types: PhantomData<fn() -> T>,
}

impl<T: Value> Answer for Events<T> {
    fn take(arrived: &mut Arrived<'_>) -> Result<Self, Rejected> {
        Ok(Self { source: Source::take(arrived)?, types: PhantomData })
    }
}

impl<T> Events<T> {
    /// Returns the last id that the server sent. Another request would send it as the header `Last-Event-ID`.
    pub fn last_event_id(&self) -> Option<&str> {
        self.source.last_event_id()
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn operation(&self) -> &str {
        self.source.operation()
    }
}

impl<T: Value> Events<T> {
    /// Returns the next event, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Problem>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the next event, for use with `?`; `None` at the end.
    ///
    /// # Errors
    ///
    /// An event that does not fit its type or is too large; a connection that failed; a timeout or a deadline that
    /// passed.
    pub async fn try_next(&mut self) -> Result<Option<Event<T>>, Problem> {
        self.next().await.transpose()
    }
}

impl<T: Value> Stream for Events<T> {
    type Item = Result<Event<T>, Problem>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let source = &mut self.source;
        Poll::Ready(ready!(source.poll(context)).map(|block| {
            let block = block?;
            match read_item(block.data.as_bytes()) {
                Ok(data) => Ok(Event { id: block.id, event: block.event, data }),
                Err(fault) => Err(source.misfit(&fault, Bytes::from(block.data))),
            }
        }))
    }
}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Events").field(&self.source).finish()
    }
}
