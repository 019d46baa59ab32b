//! What is told of a body while it goes by.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use crate::base::content::Content;
use crate::call::wire::{HttpBody, Pieces, TransportError};

/// A body that is whole goes by in pieces of this size, so that there is something to tell of it.
const PIECE: usize = 64 * 1024;

/// How far a body has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Which way it goes.
    pub direction: Direction,
    /// How many bytes have gone by. When a call is made again, they are counted from zero again.
    pub bytes: u64,
    /// How many there are altogether, if that is known.
    pub total: Option<u64>,
}

/// Which way a body goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To the server: what has been handed to the connection, which may hold some of it back for a while.
    Sent,
    /// From the server.
    Received,
}

/// Who wants to know.
pub(crate) type Observer = Arc<dyn Fn(Progress) + Send + Sync>;

/// A body that tells how far it has come.
struct Observed {
    body: HttpBody,
    observer: Observer,
    progress: Progress,
}

/// The same body, watched.
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
