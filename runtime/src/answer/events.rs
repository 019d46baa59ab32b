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
    /// The last identifier that the server has told, with this event or one before it.
    pub id: Option<String>,
    /// What kind of event it is, if the server tells it.
    pub event: Option<String>,
    /// What it says.
    pub data: T,
}

/// The events of an answer (`text/event-stream`), while they come; their data is JSON.
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
/// When the connection ends or breaks off, or brings nothing for as long as the call's timeout, a `GET` is sent again,
/// with the header `Last-Event-ID`: after 3 seconds, or as long as the server asks for (`retry`), but no longer than
/// [`RetryPolicy::max_retry_after`](crate::RetryPolicy::max_retry_after) allows. That is done as many times as the call
/// has retries; an event begins the count anew. The events end when the server answers 204, when the connection ends and
/// is not to be made again, with the problem that broke it off, or with the call's deadline.
///
/// An event whose data does not fit its type is an error, and the next event follows it. An event larger than the
/// client's greatest size of an answer ends them with an error.
#[must_use = "the events come as they are read"]
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
    /// The last identifier that the server has told: what a later call would send as the header `Last-Event-ID`.
    pub fn last_event_id(&self) -> Option<&str> {
        self.source.last_event_id()
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn operation(&self) -> &str {
        self.source.operation()
    }
}

impl<T: Value> Events<T> {
    /// The next event, unless there are no more.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Problem>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// As [`next`](Self::next), for use with `?`.
    ///
    /// # Errors
    ///
    /// The event does not fit its type or is too large, or the answer broke off or took too long.
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
