//! A file that is read while it is sent.

use std::borrow::Cow;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use tokio::fs::File;
use tokio::io::{AsyncRead as _, ReadBuf};

use super::unreadable;
use crate::base::content::Content;
use crate::base::text::quoted;
use crate::call::wire::TransportError;

/// This many bytes are read at a time.
const PIECE: usize = 64 * 1024;

const NO_RUNTIME: &str = "tokio reads files, so the call must be awaited in its runtime";

/// Returns the name of a file, without the path to it.
pub(super) fn name(path: &Path) -> Cow<'_, str> {
    path.file_name().unwrap_or_default().to_string_lossy()
}

/// A file that is being read.
pub(crate) struct Pieces {
    file: File,
    /// The name as messages show it.
    name: String,
    expected: u64,
    found: u64,
    /// The last piece. It is held back until the end of the file is certain, since with it the server has all that it
    /// expects.
    last: Option<Bytes>,
    buffer: Vec<u8>,
    over: bool,
}

fn in_runtime() -> bool {
    tokio::runtime::Handle::try_current().is_ok()
}

impl Pieces {
    pub(super) async fn open(path: &Path) -> Result<Self, String> {
        let name = quoted(&name(path));
        if !in_runtime() {
            return Err(format!("the file {name} cannot be read: {NO_RUNTIME}"));
        }
        let fault = |error: std::io::Error| format!("the file {name} cannot be opened: {error}");
        // A pipe would block when it is opened, and a device has no length: both can be sent as a stream.
        let metadata = tokio::fs::metadata(path).await.map_err(fault)?;
        if metadata.is_dir() {
            return Err(format!("the path {name} is a folder: pass the path of a file"));
        }
        if !metadata.is_file() {
            return Err(format!(
                "the path {name} is not a regular file: send it with `Upload::stream`"
            ));
        }
        let file = File::open(path).await.map_err(fault)?;
        let expected = file.metadata().await.map_err(fault)?.len();
        Ok(Self { file, name, expected, found: 0, last: None, buffer: Vec::new(), over: false })
    }

    pub(super) fn length(&self) -> u64 {
        self.expected
    }

    pub(super) fn poll_piece(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Content, TransportError>>> {
        if self.over {
            return Poll::Ready(None);
        }
        let piece = ready!(self.poll_next(context));
        self.over = !matches!(piece, Ok(Some(_))) || self.found == self.expected;
        Poll::Ready(piece.map(|piece| piece.map(Content)).map_err(unreadable).transpose())
    }

    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, String>> {
        if !in_runtime() {
            return Poll::Ready(Err(format!(
                "the file {} cannot be read: {NO_RUNTIME}",
                self.name
            )));
        }
        loop {
            let left = self.expected - self.found;
            // At the end, one byte more is requested, which must not exist.
            let most = usize::try_from(left.max(1)).unwrap_or(PIECE).min(PIECE);
            self.buffer.resize(most, 0);
            let mut buffer = ReadBuf::new(&mut self.buffer);
            let read = ready!(Pin::new(&mut self.file).poll_read(context, &mut buffer));
            let length = buffer.filled().len();
            if let Err(error) = read {
                let text = format!("the file {} cannot be read: {error}", self.name);
                return Poll::Ready(Err(text));
            }
            return Poll::Ready(match (left, length) {
                (0, 0) => Ok(self.last.take()),
                (0, _) => Err(format!(
                    "the file {} changed while it was sent: it had {} bytes when it was opened, and has more now",
                    self.name, self.expected
                )),
                (_, 0) => Err(format!(
                    "the file {} changed while it was sent: it had {} bytes when it was opened, and has {} now",
                    self.name, self.expected, self.found
                )),
                _ => {
                    self.buffer.truncate(length);
                    let piece = Bytes::from(std::mem::take(&mut self.buffer));
                    self.found += length as u64;
                    if self.found == self.expected {
                        self.last = Some(piece);
                        continue;
                    }
                    Ok(Some(piece))
                }
            });
        }
    }
}
