//! Responses with one JSON value on each line.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use crate::answer::incoming::Incoming;
use crate::answer::{Answer, Arrived, Rejected};
use crate::error::Problem;
use crate::json::read::read_item;
use crate::json::value::Value;

/// The values of a response of JSON lines, while they arrive.
///
/// ```no_run
/// # use clientwright_runtime::{Json, Lines, Problem};
/// # async fn list(mut lines: Lines<Json>) -> Result<(), Problem> {
/// while let Some(value) = lines.try_next().await? {
///     println!("{value}");
/// }
/// # Ok(())
/// # }
/// ```
///
/// Blank lines are skipped. A line that does not fit its type is returned as an error, and the next line follows. A
/// line larger than the client's maximum response size, or a connection that fails, ends the stream with an error. The
/// timeout of the call limits the time between two pieces of the response; the deadline of the call, if it has one,
/// limits all of it.
#[must_use = "the lines are received when they are read"]
pub struct Lines<T> {
    source: Source,
    types: PhantomData<fn() -> T>,
}

impl<T: Value> Answer for Lines<T> {
    fn take(arrived: &mut Arrived<'_>) -> Result<Self, Rejected> {
        let incoming = Incoming::take(arrived)?;
        let source =
            Source { incoming, buffer: BytesMut::new(), searched: 0, number: 0, over: false };
        Ok(Self { source, types: PhantomData })
    }
}

#[cfg(feature = "blocking")]
impl<T> Lines<T> {
    pub(crate) fn operation(&self) -> &str {
        self.source.incoming.draft.operation.id
    }
}

impl<T: Value> Lines<T> {
    /// Returns the next value, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T, Problem>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the next value, for use with `?`; `None` at the end.
    ///
    /// # Errors
    ///
    /// A line that does not fit its type or is too large; a connection that failed; a timeout or a deadline that
    /// passed.
    pub async fn try_next(&mut self) -> Result<Option<T>, Problem> {
        self.next().await.transpose()
    }
}

impl<T: Value> Stream for Lines<T> {
    type Item = Result<T, Problem>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let source = &mut self.source;
        Poll::Ready(ready!(source.poll_line(context)).map(|line| {
            let line = line?;
            read_item(&line).map_err(|fault| source.misfit(&fault, line))
        }))
    }
}

impl<T> fmt::Debug for Lines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Lines").field(&self.source.incoming).finish()
    }
}

struct Source {
    incoming: Incoming,
    buffer: BytesMut,
    /// How much of the buffer is known to contain no newline.
    searched: usize,
    /// The number of the line, from 1.
    number: u64,
    over: bool,
}

impl Source {
    fn misfit(&self, fault: &str, line: Bytes) -> Problem {
        self.incoming.misfit(&format!("line {} of the response", self.number), fault, line)
    }

    /// Polls for the next line that is not blank.
    fn poll_line(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Problem>>> {
        loop {
            let line = if let Some(line) = self.take_line() {
                line
            } else if self.over {
                if self.buffer.is_empty() {
                    return Poll::Ready(None);
                }
                self.number += 1;
                self.buffer.split().freeze()
            } else {
                if self.buffer.len() <= self.incoming.limit() {
                    match ready!(self.incoming.poll(context)) {
                        Some(Ok(piece)) => {
                            self.buffer.extend_from_slice(&piece);
                            continue;
                        }
                        Some(Err(problem)) => {
                            self.buffer.clear();
                            self.over = true;
                            return Poll::Ready(Some(Err(problem)));
                        }
                        None => {
                            self.over = true;
                            continue;
                        }
                    }
                }
                self.number += 1;
                self.buffer.split().freeze()
            };
            if line.len() > self.incoming.limit() {
                self.buffer.clear();
                self.over = true;
                let part = format!("line {} of the response", self.number);
                return Poll::Ready(Some(Err(self.incoming.too_large(&part))));
            }
            if !line.trim_ascii().is_empty() {
                return Poll::Ready(Some(Ok(line)));
            }
        }
    }

    fn take_line(&mut self) -> Option<Bytes> {
        let rest = self.buffer.get(self.searched..).unwrap_or_default();
        let Some(length) = rest.iter().position(|byte| *byte == b'\n') else {
            self.searched = self.buffer.len();
            return None;
        };
        let line = self.buffer.split_to(self.searched + length + 1).freeze();
        self.searched = 0;
        self.number += 1;
        Some(line)
    }
}
