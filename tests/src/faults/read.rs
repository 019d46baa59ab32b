//! Reading a request: its head up to the empty line, its body by length or by chunks.

use std::io::{Error, ErrorKind, Result};

use tokio::io::{AsyncRead, AsyncReadExt};

use crate::Received;

/// A request that is larger is none of ours.
const LARGEST: usize = 1024 * 1024;

/// A connection, and what has come that no request has used yet.
pub(super) struct Reader<S> {
    pub(super) stream: S,
    buffer: Vec<u8>,
}

impl<S: AsyncRead + Unpin> Reader<S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream, buffer: Vec::new() }
    }

    /// Whether anything comes of a next request.
    pub(super) async fn begun(&mut self) -> Result<bool> {
        Ok(!self.buffer.is_empty() || self.more().await?)
    }

    /// The head of the next request; nothing if the client closes before one begins.
    pub(super) async fn head(&mut self) -> Result<Option<Received>> {
        let Some(end) = self.find(b"\r\n\r\n").await? else {
            return if self.buffer.is_empty() { Ok(None) } else { Err(ended()) };
        };
        let head = String::from_utf8_lossy(&self.take(end + 4)).into_owned();
        let mut lines = head.lines();
        let mut words = lines.next().unwrap_or_default().split(' ');
        let (Some(method), Some(target)) = (words.next(), words.next()) else {
            return Err(ErrorKind::InvalidData.into());
        };
        let headers = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()));
        Ok(Some(Received::from_wire(method, target, headers.collect())))
    }

    /// The body that goes with this head.
    pub(super) async fn body(&mut self, head: &Received) -> Result<Vec<u8>> {
        if head.header("transfer-encoding").is_some() {
            return self.chunks().await;
        }
        let length = head.header("content-length").map_or(Ok(0), str::parse);
        let length: usize = length.map_err(|_| Error::from(ErrorKind::InvalidData))?;
        self.fill(length).await?;
        Ok(self.take(length))
    }

    async fn chunks(&mut self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let end = self.find(b"\r\n").await?.ok_or_else(ended)?;
            let line = String::from_utf8_lossy(&self.take(end + 2)).into_owned();
            let size = usize::from_str_radix(line.trim().split(';').next().unwrap_or_default(), 16)
                .map_err(|_| Error::from(ErrorKind::InvalidData))?;
            self.fill(size + 2).await?;
            let chunk = self.take(size + 2);
            if size == 0 {
                return Ok(body);
            }
            body.extend_from_slice(&chunk[..size]);
        }
    }

    /// Waits until the client goes away, whatever it still sends.
    pub(super) async fn until_gone(&mut self) {
        let mut rest = [0; 1024];
        while matches!(self.stream.read(&mut rest).await, Ok(1..)) {}
    }

    /// Where these bytes begin, once they have come; nothing if the client closes before.
    async fn find(&mut self, bytes: &[u8]) -> Result<Option<usize>> {
        loop {
            let found = self.buffer.windows(bytes.len()).position(|window| window == bytes);
            if found.is_some() || !self.more().await? {
                return Ok(found);
            }
        }
    }

    async fn fill(&mut self, length: usize) -> Result<()> {
        while self.buffer.len() < length {
            if !self.more().await? {
                return Err(ended());
            }
        }
        Ok(())
    }

    async fn more(&mut self) -> Result<bool> {
        if self.buffer.len() > LARGEST {
            return Err(ErrorKind::FileTooLarge.into());
        }
        Ok(self.stream.read_buf(&mut self.buffer).await? > 0)
    }

    fn take(&mut self, length: usize) -> Vec<u8> {
        let rest = self.buffer.split_off(length);
        std::mem::replace(&mut self.buffer, rest)
    }
}

fn ended() -> Error {
    ErrorKind::UnexpectedEof.into()
}
