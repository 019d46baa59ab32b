//! Content that is sent as it is: bytes, text, a file, a stream.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use crate::base::content::Content;
use crate::base::text::shown;
use crate::call::wire::{Failure, PieceStream, TransportError};

#[cfg(feature = "files")]
mod file;

/// Content that is sent as it is: bytes, text, a file on disk or a stream. It is a binary request body, or a file of a
/// multipart form.
///
/// ```
/// use clientwright_runtime::Upload;
///
/// let captions = Upload::from("WEBVTT\n").file_name("en.vtt").media_type("text/vtt");
/// assert_eq!(format!("{captions:?}"), "Upload(7 bytes)");
/// ```
///
/// Bytes and files can be sent several times. A [`stream`](Self::stream) can be sent once, so a call that sends one is
/// never retried. A clone of it is the same stream.
#[derive(Clone)]
pub struct Upload {
    source: Source,
    file_name: Option<String>,
    media_type: Option<String>,
}

#[derive(Clone)]
enum Source {
    Bytes(Bytes),
    #[cfg(feature = "files")]
    File(Arc<std::path::Path>),
    Once(Arc<Once>),
}

/// A stream, until it is read.
struct Once {
    stream: Mutex<Option<PieceStream>>,
    length: Option<u64>,
}

impl Upload {
    fn new(source: Source) -> Self {
        Self { source, file_name: None, media_type: None }
    }

    /// Returns an upload of a file on disk. The file is read while it is sent, and opened again for each attempt.
    ///
    /// The length of the file is sent first. If the file cannot be opened or is a folder, nothing is sent; if it turns
    /// out shorter or longer while it is sent, the call fails. For both errors [`is_upload`](crate::Problem::is_upload)
    /// is true, and they name the file. In a form its name is that of the path, unless [`file_name`](Self::file_name)
    /// sets another.
    ///
    /// Files are read by tokio: outside of its runtime the call fails.
    ///
    /// Requires the feature `files`.
    #[cfg(feature = "files")]
    pub fn file(path: impl AsRef<std::path::Path>) -> Self {
        Self::new(Source::File(path.as_ref().into()))
    }

    /// Returns an upload of a stream of pieces. `length` is the total number of bytes, if it is known: some servers
    /// require it. The stream can be read only once, so the call is never retried.
    ///
    /// If the stream returns an error, or more or fewer bytes than `length`, the call fails. The text of the stream's
    /// error is shown in that of the call.
    pub fn stream<C: Into<Content>, E: fmt::Display>(
        stream: impl Stream<Item = Result<C, E>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        let stream = Mutex::new(Some(Box::pin(Converted(Box::pin(stream))) as PieceStream));
        Self::new(Source::Once(Arc::new(Once { stream, length })))
    }

    /// Sets the file name in a form. A path in front of it is not sent.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the media type, such as `text/vtt`. Default: that of the endpoint, else `application/octet-stream`.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Sets the media type, unless one is set already.
    #[must_use]
    pub fn or_media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type.get_or_insert_with(|| media_type.into());
        self
    }

    pub(crate) fn own_media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// Returns the name in a form.
    pub(crate) fn name(&self) -> std::borrow::Cow<'_, str> {
        match (&self.file_name, &self.source) {
            (Some(name), _) => name.as_str().into(),
            #[cfg(feature = "files")]
            (None, Source::File(path)) => file::name(path),
            // The name that browsers use for what has none (XMLHttpRequest, "create an entry"). Without a name, a
            // server takes it for a text field.
            (None, _) => "blob".into(),
        }
    }

    /// Returns the bytes, if they are in memory.
    pub(crate) fn bytes(&self) -> Option<&Bytes> {
        if let Source::Bytes(bytes) = &self.source { Some(bytes) } else { None }
    }

    pub(crate) fn is_replayable(&self) -> bool {
        !matches!(self.source, Source::Once(_))
    }

    /// Opens the upload for one attempt, or returns why it cannot be read.
    #[cfg_attr(
        not(feature = "files"),
        expect(clippy::unused_async, reason = "files are opened here")
    )]
    pub(crate) async fn open(&self) -> Result<Opened, String> {
        Ok(match &self.source {
            Source::Bytes(bytes) => {
                Opened { length: Some(bytes.len() as u64), pieces: Reading::Bytes(bytes.clone()) }
            }
            #[cfg(feature = "files")]
            Source::File(path) => {
                let file = file::Pieces::open(path).await?;
                Opened { length: Some(file.length()), pieces: Reading::File(Box::new(file)) }
            }
            Source::Once(once) => {
                let stream = once.stream.lock().unwrap_or_else(PoisonError::into_inner).take();
                let stream =
                    stream.ok_or(
                        "the stream was sent before, and a stream can be read only once: make a new upload for each \
                         call",
                    )?;
                let length = once.length;
                Opened { length, pieces: Reading::Once(Counted { stream, length, seen: 0 }) }
            }
        })
    }
}

impl From<Vec<u8>> for Upload {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(Source::Bytes(bytes.into()))
    }
}

impl From<&[u8]> for Upload {
    fn from(bytes: &[u8]) -> Self {
        Self::from(bytes.to_vec())
    }
}

impl From<String> for Upload {
    fn from(text: String) -> Self {
        Self::from(text.into_bytes())
    }
}

impl From<&str> for Upload {
    fn from(text: &str) -> Self {
        Self::from(text.as_bytes())
    }
}

impl From<Content> for Upload {
    fn from(content: Content) -> Self {
        Self::new(Source::Bytes(content.0))
    }
}

impl From<&Self> for Upload {
    fn from(upload: &Self) -> Self {
        upload.clone()
    }
}

/// Shows the kind and the length, since the rest may be secret.
impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Source::Bytes(bytes) => write!(f, "Upload({} bytes)", bytes.len()),
            #[cfg(feature = "files")]
            Source::File(_) => f.write_str("Upload(a file)"),
            Source::Once(_) => f.write_str("Upload(a stream)"),
        }
    }
}

/// An upload that is being read.
pub(crate) struct Opened {
    /// The number of bytes, if it is known.
    pub(crate) length: Option<u64>,
    pieces: Reading,
}

enum Reading {
    Bytes(Bytes),
    #[cfg(feature = "files")]
    File(Box<file::Pieces>),
    Once(Counted),
}

impl Opened {
    pub(crate) fn bytes(bytes: Bytes) -> Self {
        Self { length: Some(bytes.len() as u64), pieces: Reading::Bytes(bytes) }
    }
}

impl Stream for Opened {
    type Item = Result<Content, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.pieces {
            Reading::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Reading::Bytes(bytes) => Poll::Ready(Some(Ok(Content(std::mem::take(bytes))))),
            #[cfg(feature = "files")]
            Reading::File(file) => file.poll_piece(context),
            Reading::Once(stream) => stream.poll_piece(context),
        }
    }
}

/// Makes an error for what cannot be read.
fn unreadable(text: String) -> TransportError {
    TransportError::new(Failure::Body, text)
}

/// A stream of the caller, with its pieces and errors converted.
struct Converted<S>(Pin<Box<S>>);

impl<C: Into<Content>, E: fmt::Display, S: Stream<Item = Result<C, E>>> Stream for Converted<S> {
    type Item = Result<Content, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = ready!(self.0.as_mut().poll_next(context));
        Poll::Ready(piece.map(|piece| {
            piece.map(Into::into).map_err(|error| {
                unreadable(format!(
                    "the stream that is sent failed: {}",
                    shown(&error.to_string(), 300)
                ))
            })
        }))
    }
}

/// A stream that must have the stated length.
struct Counted {
    stream: PieceStream,
    length: Option<u64>,
    seen: u64,
}

impl Counted {
    fn poll_piece(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Content, TransportError>>> {
        let piece = ready!(self.stream.as_mut().poll_next(context));
        let Some(expected) = self.length else {
            return Poll::Ready(piece);
        };
        let fault = match &piece {
            Some(Ok(piece)) => {
                self.seen += piece.len() as u64;
                (self.seen > expected).then_some("more")
            }
            Some(Err(_)) => None,
            None => (self.seen < expected).then_some("only"),
        };
        Poll::Ready(match fault {
            None => piece,
            Some(fault) => Some(Err(unreadable(format!(
                "the stream that is sent was stated to have {expected} bytes, but has {fault}{}",
                if fault == "more" { String::new() } else { format!(" {}", self.seen) }
            )))),
        })
    }
}
