//! Bytes that are handed on as they come.

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

/// The bytes of an answer, while they come: a stream of pieces that is held nowhere as a whole.
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
/// Between two pieces at most the call's timeout may pass, in which the time between two polls is not counted; the
/// call's deadline, where there is one, holds for all of it. The client's greatest size of an answer does not: nothing of
/// it is held here. An answer that breaks off, or is shorter than announced, ends with an error.
#[must_use = "a download comes as it is read"]
pub struct Download {
    incoming: Incoming,
}

impl Answer for Download {
    fn take(arrived: &mut Arrived<'_>) -> Result<Self, Rejected> {
        Ok(Self { incoming: Incoming::take(arrived)? })
    }
}

impl Download {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.incoming.status
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn operation(&self) -> &str {
        self.incoming.draft.operation.id
    }

    /// The headers.
    pub fn headers(&self) -> &Headers {
        &self.incoming.headers
    }

    /// The number of bytes in all, if the server has announced it and they do not come compressed.
    pub fn length(&self) -> Option<u64> {
        self.incoming.length
    }

    /// The next piece, unless all have come. It is never empty; what follows an error is nothing.
    pub async fn next(&mut self) -> Option<Result<Content, Problem>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// As [`next`](Self::next), for use with `?`.
    ///
    /// # Errors
    ///
    /// The answer broke off or took too long.
    pub async fn try_next(&mut self) -> Result<Option<Content>, Problem> {
        self.next().await.transpose()
    }

    /// All bytes, up to this many.
    ///
    /// # Errors
    ///
    /// There are more, or the answer broke off or took too long.
    pub async fn bytes_up_to(mut self, limit: usize) -> Result<Content, Problem> {
        let too_large = |incoming: &Incoming| {
            incoming.problem(
                Kind::TooLarge,
                format!("the answer is larger than the {limit} bytes asked for"),
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
