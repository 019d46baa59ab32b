//! The progress of a body while it is sent or received.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use crate::base::content::Content;
use crate::call::wire::{HttpBody, Pieces, TransportError};

/// A body that is in memory is passed on in pieces of this size, so that its progress can be observed.
const PIECE: usize = 64 * 1024;

/// The progress of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The direction of the body.
    pub direction: Direction,
    /// The number of bytes so far. A retry counts from zero again.
    pub bytes: u64,
    /// The total number of bytes, if it is known.
    pub total: Option<u64>,
}

/// The direction of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To the server: the bytes that were handed to the connection, which may buffer some of them.
    Sent,
    /// From the server.
    Received,
}

/// The function that observes the progress.
pub(crate) type Observer = Arc<dyn Fn(Progress) + Send + Sync>;

/// A body that reports its progress.
struct Observed {
    body: HttpBody,
    observer: Observer,
    progress: Progress,
}

/// Returns the body, observed.
pub(crate) fn observed(body: HttpBody, observer: &Observer, direction: Direction) -> HttpBody {
    let total = body.length();
    if total == Some(0) {
        return body;
    }
    let progress = Progress { direction, bytes: 0, total };
    HttpBody::stream(total, Observed { body, observer: Arc::clone(observer), progress })
}

impl Stream for Observed {
    type Item = Result<Content, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let piece = match &mut this.body.0 {
            Pieces::Whole(bytes) if bytes.len() > PIECE => {
                let piece: Bytes = bytes.split_to(PIECE);
                Some(Ok(Content(piece)))
            }
            _ => ready!(Pin::new(&mut this.body).poll_next(context)),
        };
        if let Some(Ok(piece)) = &piece {
            this.progress.bytes += piece.len() as u64;
            (this.observer)(this.progress);
        }
        Poll::Ready(piece)
    }
}
