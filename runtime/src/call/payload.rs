//! The request body, ready to be sent once or several times.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderValue;

use crate::base::content::Content;
use crate::call::upload::{Opened, Upload};
use crate::call::wire::{HttpBody, Pieces, TransportError};

/// The request body.
pub(crate) enum Payload {
    None,
    Whole {
        bytes: Bytes,
        media_type: HeaderValue,
    },
    /// Pieces that are sent one after the other, and read only then.
    Pieces {
        pieces: Vec<Piece>,
        media_type: HeaderValue,
    },
}

/// A piece of a body.
pub(crate) enum Piece {
    Bytes(Bytes),
    Upload(Upload),
}

impl Payload {
    /// Returns a body of these pieces, joined if all of them are in memory.
    pub(crate) fn of(pieces: Vec<Piece>, media_type: HeaderValue) -> Self {
        let whole: Option<Vec<&Bytes>> = pieces.iter().map(Piece::bytes).collect();
        match whole.as_deref() {
            Some([bytes]) => Self::Whole { bytes: Bytes::clone(bytes), media_type },
            Some(pieces) => {
                let mut bytes = Vec::with_capacity(pieces.iter().map(|piece| piece.len()).sum());
                for piece in pieces {
                    bytes.extend_from_slice(piece);
                }
                Self::Whole { bytes: bytes.into(), media_type }
            }
            None => Self::Pieces { pieces, media_type },
        }
    }

    /// Returns the media type, if there is a body.
    pub(crate) fn media_type(&self) -> Option<&HeaderValue> {
        match self {
            Self::None => None,
            Self::Whole { media_type, .. } | Self::Pieces { media_type, .. } => Some(media_type),
        }
    }

    pub(crate) fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// Returns the bytes, if they are in memory; `None` if they are read while they are sent.
    #[cfg(any(feature = "hmac", feature = "tracing"))]
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::None => Some(&[]),
            Self::Whole { bytes, .. } => Some(bytes),
            Self::Pieces { .. } => None,
        }
    }

    /// Returns whether the body can be sent more than once.
    pub(crate) fn is_replayable(&self) -> bool {
        match self {
            Self::None | Self::Whole { .. } => true,
            Self::Pieces { pieces, .. } => pieces.iter().all(|piece| match piece {
                Piece::Bytes(_) => true,
                Piece::Upload(upload) => upload.is_replayable(),
            }),
        }
    }

    /// Opens the body for one attempt, or returns why it cannot be read.
    pub(crate) async fn open(&self) -> Result<HttpBody, String> {
        Ok(match self {
            Self::None => HttpBody::empty(),
            Self::Whole { bytes, .. } => HttpBody(Pieces::Whole(bytes.clone())),
            Self::Pieces { pieces, .. } => {
                let mut opened = Vec::with_capacity(pieces.len());
                for piece in pieces {
                    opened.push(match piece {
                        Piece::Bytes(bytes) => Opened::bytes(bytes.clone()),
                        Piece::Upload(upload) => upload.open().await?,
                    });
                }
                let length =
                    opened.iter().try_fold(0_u64, |sum, piece| sum.checked_add(piece.length?));
                HttpBody::stream(length, Sequence { left: opened.into_iter(), current: None })
            }
        })
    }
}

impl Piece {
    fn bytes(&self) -> Option<&Bytes> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::Upload(upload) => upload.bytes(),
        }
    }
}

/// Streams that are read one after the other.
struct Sequence {
    left: vec::IntoIter<Opened>,
    current: Option<Opened>,
}

impl Stream for Sequence {
    type Item = Result<Content, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(current) = &mut self.current
                && let Some(piece) = ready!(Pin::new(current).poll_next(context))
            {
                return Poll::Ready(Some(piece));
            }
            self.current = self.left.next();
            if self.current.is_none() {
                return Poll::Ready(None);
            }
        }
    }
}
