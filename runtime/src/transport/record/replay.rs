//! A transport that answers from a recording.

use std::collections::VecDeque;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use futures_core::Stream;

use super::compare::{body_fits, fits, text_fits};
use super::fixture::{Asked, Broken, Exchange, Fields, Outcome, read};
use super::mask::asked;
use crate::base::content::Content;
use crate::base::headers::Headers;
use crate::base::scrub::Scrubber;
use crate::call::wire::{
    BoxFuture, Failure, HttpBody, HttpRequest, HttpResponse, Transport, TransportError,
};
use crate::error::Problem;

/// The number of entries that a message lists.
const LISTED: usize = 5;

/// A transport that answers from a file that [`Recorder`](super::Recorder) has written, and sends nothing.
///
/// A request gets the recorded response of the same operation, method, URL and body. If several recorded requests are
/// equal, their responses are used in order. What is masked in the recording may be anything in the request, so any
/// credentials are accepted. A request that is not in the recording, or whose responses are all used, fails with an
/// error that names the request and what is left in the recording. It is not retried.
///
/// Clones share their entries, so that a test can ask one of them which requests are [`unused`](Self::unused).
///
/// Requires the feature `record`.
///
/// ```no_run
/// use clientwright_runtime::transport::Replay;
/// use clientwright_runtime::ClientBuilder;
/// use clientwright_runtime::spec::Api;
///
/// static API: Api = Api::new("Example");
/// let replay = Replay::open("tests/recorded/status.json")?;
/// let client = ClientBuilder::new(&API).base_url("https://api.example.com").transport(replay.clone()).build()?;
/// // .. calls ..
/// assert_eq!(replay.unused(), Vec::<String>::new());
/// # let _ = client;
/// # Ok::<(), clientwright_runtime::Problem>(())
/// ```
#[derive(Clone)]
pub struct Replay {
    path: PathBuf,
    entries: Arc<Mutex<Vec<Entry>>>,
}

struct Entry {
    exchange: Exchange,
    used: bool,
}

impl Replay {
    /// Opens a recording.
    ///
    /// # Errors
    ///
    /// A file that cannot be read or is not a recording. The error names the place in the file.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Problem> {
        let path = path.as_ref();
        let refuse = |text: String| Problem::invalid(format!("{}", path.display()), text);
        let text = fs::read(path).map_err(|fault| refuse(format!("cannot be read: {fault}")))?;
        let exchanges = read(&text).map_err(refuse)?;
        let entries = exchanges.into_iter().map(|exchange| Entry { exchange, used: false });
        Ok(Self { path: path.to_owned(), entries: Arc::new(Mutex::new(entries.collect())) })
    }

    /// Returns the recorded requests that were not made yet, such as `GET https://api.example.com/status (status.get)`.
    #[must_use]
    pub fn unused(&self) -> Vec<String> {
        let unused = |entry: &&Entry| !entry.used;
        self.entries().iter().filter(unused).map(|entry| line(&entry.exchange.asked)).collect()
    }

    fn entries(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, came: &Asked) -> Result<HttpResponse, TransportError> {
        let mut entries = self.entries();
        let entry =
            entries.iter_mut().find(|entry| !entry.used && fits(&entry.exchange.asked, came));
        let Some(entry) = entry else {
            let text = self.explain(&entries, came);
            return Err(TransportError::new(Failure::Refused, text));
        };
        entry.used = true;
        match &entry.exchange.outcome {
            Outcome::Broken(broken) => Err(error(broken)),
            Outcome::Answered { status, headers, body, cut } => Ok(HttpResponse {
                status: *status,
                headers: Headers(header_map(headers)),
                body: match cut {
                    None => body.bytes().into(),
                    Some(cut) => HttpBody::stream(
                        None,
                        Cut(VecDeque::from([Ok(body.bytes().into()), Err(error(cut))])),
                    ),
                },
            }),
        }
    }

    /// Says why a request has no response.
    fn explain(&self, entries: &[Entry], came: &Asked) -> String {
        let path = self.path.display();
        let times = entries.iter().filter(|entry| fits(&entry.exchange.asked, came)).count();
        let there = match times {
            0 => format!("is not in the recording {path}"),
            1 => format!("is in the recording {path} once, which is used already"),
            _ => format!("is in the recording {path} {times} times, all of which are used already"),
        };
        let unused: Vec<&Asked> =
            entries.iter().filter(|entry| !entry.used).map(|entry| &entry.exchange.asked).collect();
        let differs = unused.iter().find(|asked| {
            asked.operation == came.operation
                && text_fits(&asked.url, &came.url)
                && !body_fits(&asked.body, &came.body)
        });
        let other_body = differs
            .map(|asked| format!("; it contains the same request with {}", asked.body.excerpt()))
            .unwrap_or_default();
        let mut left: Vec<String> = unused.iter().take(LISTED).map(|asked| line(asked)).collect();
        if unused.len() > LISTED {
            left.push(format!("and {} more", unused.len() - LISTED));
        }
        if left.is_empty() {
            left.push("nothing".to_owned());
        }
        format!(
            "{} with {} {there}{other_body}; left in the recording: {}",
            line(came),
            came.body.excerpt(),
            left.join(", ")
        )
    }
}

impl Transport for Replay {
    fn send<'a>(
        &'a self,
        request: HttpRequest<'a>,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
        let answer = self.answer(&asked(&request, &Scrubber::default()));
        Box::pin(std::future::ready(answer))
    }
}

impl fmt::Debug for Replay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replay").field("path", &self.path).finish_non_exhaustive()
    }
}

fn line(asked: &Asked) -> String {
    format!("{} {} ({})", asked.method, asked.url, asked.operation)
}

fn error(broken: &Broken) -> TransportError {
    TransportError::new(broken.failure, broken.text.clone())
}

fn header_map(fields: &Fields) -> http::HeaderMap {
    let mut headers = Headers::new();
    for (name, values) in fields {
        for value in values {
            // The file was checked when it was opened.
            let _ = headers.append(name, value.as_bytes());
        }
    }
    headers.0
}

/// A body that ends with an error.
struct Cut(VecDeque<Result<Content, TransportError>>);

impl Stream for Cut {
    type Item = Result<Content, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front())
    }
}
