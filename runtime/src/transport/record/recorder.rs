//! A transport that records what passes through another one.

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

/// A secret of a response that is at least this long is masked in all later exchanges.
const MEMORABLE: usize = 8;

/// A transport that sends through another one and records every exchange to a file. [`Replay`](super::Replay) answers
/// from that file.
///
/// The file is JSON that people can read, compare and commit, with one entry for each exchange, in the order of the
/// requests. It is written after each exchange, to a temporary file that is then renamed: nothing is lost if the
/// program ends early, and nobody sees half a file. The first exchange replaces a recording that is there. An exchange
/// ends with its response body; if the body is not read to the end, the part that was read is recorded.
///
/// Secrets are not recorded: credentials in any form, secret parameters, what the spec marks as secret in request and
/// response bodies, cookies. They are replaced by `[redacted]`, or by a value of the same type that says nothing, so
/// that the response still fits its type. If the response of an operation holds a secret and the spec does not say
/// where, all strings of the data except dates are masked. Look at a file before you publish it all the same: other
/// values may be private, which the spec cannot know.
///
/// A request body that is read while it is sent is not recorded, and neither is an exchange that ends before the
/// response arrives. The response body is held in memory until its end.
///
/// Requires the feature `record`.
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
    /// The exchanges by the number of the request.
    exchanges: BTreeMap<u64, Exchange>,
    next: u64,
    /// The secrets of responses so far.
    learned: Scrubber,
}

impl<T: Transport> Recorder<T> {
    /// Records what is sent through `inner` to the file at `path`. Its folder must exist.
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

    /// Returns the number of the next request, and the secrets known so far.
    fn open(&self) -> (u64, Scrubber) {
        let mut kept = self.kept();
        kept.next += 1;
        (kept.next, kept.learned.clone())
    }

    /// Records an exchange and writes the file.
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
        // The lock is held meanwhile, so that an older file does not replace a newer one.
        write(&self.path, &exchanges).map_err(|fault| {
            let path = self.path.display();
            let text = format!(
                "the call was made, but its recording {path} could not be written: {fault}"
            );
            TransportError::new(Failure::Refused, text)
        })
    }
}

/// An exchange whose response is still arriving.
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

/// A body that is recorded while it passes.
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

/// A body that is dropped is not read any further.
impl Drop for Keeping {
    fn drop(&mut self) {
        let text = "the rest was not read when it was recorded".to_owned();
        // Nobody can be told if it cannot be written.
        let _ = self.finish(Some(Broken { failure: Failure::Other, text }));
    }
}
