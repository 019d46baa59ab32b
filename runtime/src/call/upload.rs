//! What is sent as it is: bytes, text, a file, a stream.

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

/// Bytes, text, a file on disk or a stream, sent as it is: a binary body, or a file of a multipart form.
///
/// ```
/// use clientwright_runtime::Upload;
///
/// let captions = Upload::from("WEBVTT\n").file_name("en.vtt").media_type("text/vtt");
/// assert_eq!(format!("{captions:?}"), "Upload(7 bytes)");
/// ```
///
/// Bytes and files can be sent as often as needed; a [`stream`](Self::stream) once, so a call that sends one is never
/// made again. A clone of it is the same stream.
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

/// A stream, until somebody reads it.
struct Once {
    stream: Mutex<Option<PieceStream>>,
    length: Option<u64>,
}

impl Upload {
    fn new(source: Source) -> Self {
        Self { source, file_name: None, media_type: None }
    }

    /// A file on disk. It is read while it is sent, and opened anew each time that the call is sent.
    ///
    /// Its length is told to the server beforehand. If it cannot be opened, or is a folder, nothing is sent; if it turns
    /// out shorter or longer while it is sent, the call fails. Either [is an upload error](crate::Problem::is_upload),
    /// which names the file. In a form its name is the name of the path, unless [`file_name`](Self::file_name) sets one.
    ///
    /// Files are read by tokio: without its runtime the call fails.
    #[cfg(feature = "files")]
    pub fn file(path: impl AsRef<std::path::Path>) -> Self {
        Self::new(Source::File(path.as_ref().into()))
    }

    /// A stream of pieces, and the number of bytes in all of them together, if it is known: some servers take nothing
    /// without it. It can be read only once, so that the call is never made again.
    ///
    /// If the stream gives an error, or another number of bytes than it was said to have, the call fails. The error's
    /// text is shown in that of the call.
    pub fn stream<C: Into<Content>, E: fmt::Display>(
        stream: impl Stream<Item = Result<C, E>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        let stream = Mutex::new(Some(Box::pin(Converted(Box::pin(stream))) as PieceStream));
        Self::new(Source::Once(Arc::new(Once { stream, length })))
    }

    /// The name that a form tells of it. Only the name is sent, never a path to it.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Its media type, such as `text/vtt`; `application/octet-stream` unless set, or what the endpoint says.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Its media type, unless one is set.
    #[must_use]
    pub fn or_media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type.get_or_insert_with(|| media_type.into());
        self
    }

    pub(crate) fn own_media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// The name in a form.
    pub(crate) fn name(&self) -> std::borrow::Cow<'_, str> {
        match (&self.file_name, &self.source) {
            (Some(name), _) => name.as_str().into(),
            #[cfg(feature = "files")]
            (None, Source::File(path)) => file::name(path),
            // As browsers call what has no name (XMLHttpRequest, "create an entry"); without any, a server takes it
            // for a text.
            (None, _) => "blob".into(),
        }
    }

    /// The bytes, if they are there already.
    pub(crate) fn bytes(&self) -> Option<&Bytes> {
        if let Source::Bytes(bytes) = &self.source { Some(bytes) } else { None }
    }

    pub(crate) fn is_replayable(&self) -> bool {
        !matches!(self.source, Source::Once(_))
    }

    /// Opens it, to be read once; or says why that cannot be.
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
                    stream.ok_or("the stream that is to be sent can be read only once, and was")?;
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

/// Shows the kind and the length: the rest may be secret.
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

/// A failure to read what is to be sent.
fn unreadable(text: String) -> TransportError {
    TransportError::new(Failure::Body, text)
}

/// A stream of the caller's, with its pieces and errors made ours.
struct Converted<S>(Pin<Box<S>>);

impl<C: Into<Content>, E: fmt::Display, S: Stream<Item = Result<C, E>>> Stream for Converted<S> {
    type Item = Result<Content, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = ready!(self.0.as_mut().poll_next(context));
        Poll::Ready(piece.map(|piece| {
            piece.map(Into::into).map_err(|error| {
                unreadable(format!("the stream failed: {}", shown(&error.to_string(), 300)))
            })
        }))
    }
}

/// A stream that must have the length that it was said to have.
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
            None => (self.seen < expected).then_some("no more"),
        };
        Poll::Ready(match fault {
            None => piece,
            Some(fault) => Some(Err(unreadable(format!(
                "the stream was said to have {expected} bytes, and has {fault}{}",
                if fault == "more" { String::new() } else { format!(" than {}", self.seen) }
            )))),
        })
    }
}
