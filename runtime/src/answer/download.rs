//! Responses whose bytes are streamed.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::BytesMut;
use futures_core::Stream;

use crate::answer::incoming::Incoming;
use crate::answer::{Answer, Arrived, Rejected};
use crate::base::content::Content;
use crate::base::headers::Headers;
use crate::error::{Kind, Problem};

#[cfg(feature = "files")]
pub(crate) mod save;

/// The bytes of a response while they arrive: a stream of pieces, which are never held in memory as a whole.
///
/// ```no_run
/// # use clientwright_runtime::{Download, Problem};
/// # async fn copy(mut download: Download) -> Result<(), Problem> {
/// while let Some(piece) = download.next().await {
///     println!("{} bytes of {:?}", piece?.len(), download.length());
/// }
/// # Ok(())
/// # }
/// ```
///
/// The timeout of the call limits the time between two pieces; the time between two polls does not count. The deadline
/// of the call, if it has one, limits the whole download. The client's maximum response size does not apply, since
/// nothing is held in memory. If the connection fails, or the body is shorter than announced, the stream ends with an
/// error.
#[must_use = "the bytes are received when they are read"]
pub struct Download {
    incoming: Incoming,
}

impl Answer for Download {
    fn take(arrived: &mut Arrived<'_>) -> Result<Self, Rejected> {
        Ok(Self { incoming: Incoming::take(arrived)? })
    }
}

impl Download {
    /// Returns the HTTP status.
    pub fn status(&self) -> u16 {
        self.incoming.status
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn operation(&self) -> &str {
        self.incoming.draft.operation.id
    }

    /// Returns the headers.
    pub fn headers(&self) -> &Headers {
        &self.incoming.headers
    }

    /// Returns the total number of bytes, if the server announced it and the body is not compressed.
    pub fn length(&self) -> Option<u64> {
        self.incoming.length
    }

    /// Returns the next piece, which is never empty; `None` at the end, and after an error.
    pub async fn next(&mut self) -> Option<Result<Content, Problem>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the next piece, for use with `?`; `None` at the end.
    ///
    /// # Errors
    ///
    /// The connection failed, or the timeout or the deadline passed.
    pub async fn try_next(&mut self) -> Result<Option<Content>, Problem> {
        self.next().await.transpose()
    }

    /// Collects all bytes, at most `limit`.
    ///
    /// # Errors
    ///
    /// The body is larger than `limit`; the connection failed, or the timeout or the deadline passed.
    pub async fn bytes_up_to(mut self, limit: usize) -> Result<Content, Problem> {
        let too_large = |incoming: &Incoming| {
            incoming.problem(
                Kind::TooLarge,
                format!("the response is larger than the limit of {limit} bytes that `.bytes_up_to(..)` sets"),
            )
        };
        if self.length().is_some_and(|length| length > limit as u64) {
            return Err(too_large(&self.incoming));
        }
        let mut all = BytesMut::new();
        while let Some(piece) = self.try_next().await? {
            if piece.len() > limit - all.len() {
                return Err(too_large(&self.incoming));
            }
            all.extend_from_slice(&piece);
        }
        Ok(Content(all.freeze()))
    }
}

impl Stream for Download {
    type Item = Result<Content, Problem>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = ready!(self.incoming.poll(context));
        Poll::Ready(piece.map(|piece| piece.map(Content)))
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Download").field(&self.incoming).finish()
    }
}
