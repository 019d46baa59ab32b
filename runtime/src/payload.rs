//! The body of a call, ready to be sent as often as needed.

use bytes::Bytes;
use http::HeaderValue;

use crate::error::Problem;
use crate::transport::{HttpBody, Pieces};

/// What a call sends.
pub(crate) enum Payload {
    None,
    Whole { bytes: Bytes, media_type: HeaderValue },
}

impl Payload {
    /// Its media type, if there is a body.
    pub(crate) fn media_type(&self) -> Option<&HeaderValue> {
        match self {
            Self::None => None,
            Self::Whole { media_type, .. } => Some(media_type),
        }
    }

    pub(crate) fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// The bytes, if they are there: nothing if they are read only while they are sent.
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::None => Some(&[]),
            Self::Whole { bytes, .. } => Some(bytes),
        }
    }

    /// Whether it can be sent more than once.
    pub(crate) fn is_replayable(&self) -> bool {
        match self {
            Self::None | Self::Whole { .. } => true,
        }
    }

    /// A body for one attempt.
    #[expect(clippy::unused_async, reason = "files are opened here")]
    pub(crate) async fn open(&self) -> Result<HttpBody, Problem> {
        Ok(match self {
            Self::None => HttpBody::empty(),
            Self::Whole { bytes, .. } => HttpBody(Pieces::Whole(bytes.clone())),
        })
    }
}
