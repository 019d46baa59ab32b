//! What the server does instead of answering as it should.

use std::sync::Arc;
use std::time::Duration;

use crate::Reply;

/// What becomes of one request, or of one connection before a request is read.
///
/// An act that neither closes nor resets leaves the connection open for the next request.
#[derive(Clone, Debug)]
pub struct Act {
    pub(super) moment: Moment,
    pub(super) steps: Vec<Step>,
}

/// When an act begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// As soon as the connection is there.
    Accepted,
    /// Once the first bytes of a request have come.
    Begun,
    /// Once the head of a request is read, and nothing of its body.
    Head,
    /// Once the whole request is read.
    Request,
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    Write(Arc<[u8]>),
    Drip { bytes: Arc<[u8]>, every: Duration },
    Repeat { piece: Arc<[u8]>, total: u64 },
    Silence,
    Close,
    Reset,
}

impl Act {
    fn new(step: Step) -> Self {
        Self { moment: Moment::Request, steps: vec![step] }
    }

    fn and(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// Writes these bytes as they are.
    pub fn write(bytes: impl AsRef<[u8]>) -> Self {
        Self::new(Step::Write(bytes.as_ref().into()))
    }

    /// Answers as a server should.
    pub fn reply(reply: &Reply) -> Self {
        Self::write(reply.to_wire())
    }

    /// Writes nothing and closes the connection.
    pub fn hang_up() -> Self {
        Self::new(Step::Close)
    }

    /// Writes nothing and resets the connection.
    pub fn reset() -> Self {
        Self::new(Step::Reset)
    }

    /// Writes nothing until the client goes away.
    pub fn silence() -> Self {
        Self::new(Step::Silence)
    }

    /// Goes on with more bytes, one at a time.
    #[must_use]
    pub fn drip(self, bytes: impl AsRef<[u8]>, every: Duration) -> Self {
        self.and(Step::Drip { bytes: bytes.as_ref().into(), every })
    }

    /// Goes on with the same piece again and again, until so many bytes are written or the client goes away.
    #[must_use]
    pub fn repeat(self, piece: impl AsRef<[u8]>, total: u64) -> Self {
        self.and(Step::Repeat { piece: piece.as_ref().into(), total })
    }

    /// Then closes the connection.
    #[must_use]
    pub fn close(self) -> Self {
        self.and(Step::Close)
    }

    /// Then resets the connection.
    #[must_use]
    pub fn and_reset(self) -> Self {
        self.and(Step::Reset)
    }

    /// Then says nothing more until the client goes away.
    #[must_use]
    pub fn and_silence(self) -> Self {
        self.and(Step::Silence)
    }

    /// Begins as soon as the connection is there: no request is read.
    #[must_use]
    pub fn when_accepted(mut self) -> Self {
        self.moment = Moment::Accepted;
        self
    }

    /// Begins once the first bytes of a request have come, whatever they are.
    #[must_use]
    pub fn when_begun(mut self) -> Self {
        self.moment = Moment::Begun;
        self
    }

    /// Begins once the head of a request is read: nothing of its body is.
    #[must_use]
    pub fn when_headed(mut self) -> Self {
        self.moment = Moment::Head;
        self
    }
}
