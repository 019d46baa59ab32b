//! A transport that keeps what passes through another one.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::BytesMut;
use futures_core::Stream;

use super::fixture::{Asked, Broken, Exchange, Fields, Outcome, write};
use super::mask::{AnswerMask, asked};
use crate::base::content::Content;
use crate::base::scrub::Scrubber;
use crate::call::wire::{
    BoxFuture, Failure, HttpBody, HttpRequest, HttpResponse, Pieces, Transport, TransportError,
};

/// From this length on, what was secret in an answer is masked wherever it shows up later.
const MEMORABLE: usize = 8;

/// Sends through another transport, and records every exchange to a file that [`Replay`](super::Replay) answers from.
///
/// The file is JSON that people can read, compare and commit: one entry an exchange, in the order of the requests. It
/// is written anew at the end of every exchange, aside and then put in its place: nothing is lost when the program
/// ends early, and nobody sees half a file. An older file is replaced by the first exchange. An exchange ends with its
/// answer's body; one whose body is not read to the end is kept as far as it came.
///
/// What is secret does not get into the file: credentials in any form, secret parameters, the secrets of bodies and
/// answers by the operation's description, cookies. In their places stands `[redacted]`, or a value of the same kind
/// that says nothing, so that an answer still reads as what it was. Where an operation's answer holds a secret and its
/// description does not say where, all texts of the data but dates are masked. Still look at a file before you publish
/// it: only the spec knows which other values are private.
///
/// A body that is read while it is sent is not kept, nor is an exchange that the client gives up before there is an
/// answer. An answer's body is held in memory until its end.
///
/// ```no_run
/// use clientwright_runtime::transport::{Recorder, Reqwest};
/// use clientwright_runtime::ClientBuilder;
/// use clientwright_runtime::spec::Api;
///
/// static API: Api = Api::new("Example");
/// let recorder = Recorder::new(Reqwest::with_defaults()?, "tests/recorded/status.json");
/// let client = ClientBuilder::new(&API).base_url("https://api.example.com").transport(recorder).build()?;
/// # let _ = client;
/// # Ok::<(), clientwright_runtime::Problem>(())
/// ```
pub struct Recorder<T> {
    inner: T,
    state: Arc<State>,
}

struct State {
    path: PathBuf,
    kept: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    /// By the number of the request.
    exchanges: BTreeMap<u64, Exchange>,
    next: u64,
    /// Secrets of answers so far.
    learned: Scrubber,
}

impl<T: Transport> Recorder<T> {
    /// Records what is sent through `inner` to the file at `path`, whose folder must be there.
    pub fn new(inner: T, path: impl Into<PathBuf>) -> Self {
        let state = State { path: path.into(), kept: Mutex::default() };
        Self { inner, state: Arc::new(state) }
    }

    async fn exchange(&self, request: HttpRequest<'_>) -> Result<HttpResponse, TransportError> {
        let draft = request.draft;
        let (number, learned) = self.state.open();
        let asked = asked(&request, &learned);
        let mut mask = AnswerMask::new(draft, &learned);
        match self.inner.send(request).await {
            Err(error) => {
                let broken = Broken { failure: error.failure, text: mask.text(&error.text) };
                let outcome = Outcome::Broken(broken);
                self.state.close(number, Exchange { asked, outcome }, &[])?;
                Err(error)
            }
            Ok(HttpResponse { status, headers, body }) => {
                let fields = mask.headers(draft, &headers.0);
                let state = Arc::clone(&self.state);
                let open = Open { state, number, asked, mask, status, fields };
                let body = match body.0 {
                    Pieces::Whole(bytes) => {
                        open.finish(bytes.clone().into(), None)?;
                        HttpBody(Pieces::Whole(bytes))
                    }
                    coming @ Pieces::Coming { .. } => {
                        let body = HttpBody(coming);
                        HttpBody::stream(
                            body.length(),
                            Keeping { body, kept: BytesMut::new(), open: Some(open) },
                        )
                    }
                };
                Ok(HttpResponse { status, headers, body })
            }
        }
    }
}

impl<T: Transport> Transport for Recorder<T> {
    fn send<'a>(
        &'a self,
        request: HttpRequest<'a>,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

impl<T> fmt::Debug for Recorder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").field("path", &self.state.path).finish_non_exhaustive()
    }
}

impl State {
    fn kept(&self) -> MutexGuard<'_, Held> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of the next request, and the secrets known so far.
    fn open(&self) -> (u64, Scrubber) {
        let mut kept = self.kept();
        kept.next += 1;
        (kept.next, kept.learned.clone())
    }

    /// Keeps an exchange, and writes the file.
    fn close(
        &self,
        number: u64,
        exchange: Exchange,
        secrets: &[String],
    ) -> Result<(), TransportError> {
        let mut kept = self.kept();
        for secret in secrets.iter().filter(|secret| secret.len() >= MEMORABLE) {
            kept.learned.add(secret);
        }
        kept.exchanges.insert(number, exchange);
        let exchanges: Vec<&Exchange> = kept.exchanges.values().collect();
        // The lock is held meanwhile: a later file must not be replaced by an earlier one.
        write(&self.path, &exchanges).map_err(|fault| {
            let path = self.path.display();
            let text = format!("the call was made, and the recording {path} not written: {fault}");
            TransportError::new(Failure::Refused, text)
        })
    }
}

/// An exchange whose answer is still coming.
struct Open {
    state: Arc<State>,
    number: u64,
    asked: Asked,
    mask: AnswerMask,
    status: u16,
    fields: Fields,
}

impl Open {
    fn finish(self, bytes: BytesMut, cut: Option<Broken>) -> Result<(), TransportError> {
        let Self { state, number, asked, mask, status, fields: headers } = self;
        let (body, secrets) = mask.body(status, &bytes.freeze());
        let outcome = Outcome::Answered { status, headers, body, cut };
        state.close(number, Exchange { asked, outcome }, &secrets)
    }
}

/// A body that is kept while it is handed on.
struct Keeping {
    body: HttpBody,
    kept: BytesMut,
    open: Option<Open>,
}

impl Keeping {
    fn finish(&mut self, cut: Option<Broken>) -> Result<(), TransportError> {
        match self.open.take() {
            Some(open) => open.finish(std::mem::take(&mut self.kept), cut),
            None => Ok(()),
        }
    }
}

impl Stream for Keeping {
    type Item = Result<Content, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = ready!(Pin::new(&mut self.body).poll_next(context));
        Poll::Ready(match piece {
            None => self.finish(None).err().map(Err),
            Some(Ok(bytes)) => {
                if self.open.is_some() {
                    self.kept.extend_from_slice(&bytes);
                }
                Some(Ok(bytes))
            }
            Some(Err(error)) => {
                let text = self.open.as_ref().map(|open| open.mask.text(&error.text));
                let cut = text.map(|text| Broken { failure: error.failure, text });
                Some(Err(self.finish(cut).err().unwrap_or(error)))
            }
        })
    }
}

/// Whoever stops reading wants no more of it.
impl Drop for Keeping {
    fn drop(&mut self) {
        let text = "the rest was not read when it was recorded".to_owned();
        // Nobody is there to be told that it cannot be written.
        let _ = self.finish(Some(Broken { failure: Failure::Other, text }));
    }
}
