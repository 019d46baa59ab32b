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

/// How many entries a message lists.
const LISTED: usize = 5;

/// Answers from a file that [`Recorder`](super::Recorder) has made, and sends nothing.
///
/// A request gets the answer recorded for the same operation, method, URL and body; of several equal ones each gets its
/// own, in their order. What is masked in the recording may be anything in the request, so that any credentials will
/// do. A request that the recording does not hold, or no longer, fails with an error that says what came and what is
/// left; it is not made again.
///
/// Clones answer from the same entries, so that a test can ask one of them for what is [`unused`](Self::unused).
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
    /// A file that cannot be read, or is no recording; the error names the place in it.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Problem> {
        let path = path.as_ref();
        let refuse = |text: String| Problem::invalid(format!("{}", path.display()), text);
        let text = fs::read(path).map_err(|fault| refuse(format!("cannot be read: {fault}")))?;
        let exchanges = read(&text).map_err(refuse)?;
        let entries = exchanges.into_iter().map(|exchange| Entry { exchange, used: false });
        Ok(Self { path: path.to_owned(), entries: Arc::new(Mutex::new(entries.collect())) })
    }

    /// The requests recorded that have not come yet, such as `GET https://api.example.com/status (status.get)`.
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

    /// Why a request gets no answer.
    fn explain(&self, entries: &[Entry], came: &Asked) -> String {
        let path = self.path.display();
        let times = entries.iter().filter(|entry| fits(&entry.exchange.asked, came)).count();
        let there = match times {
            0 => format!("is not in the recording {path}"),
            1 => format!("is in the recording {path} once, and that is used"),
            _ => format!("is in the recording {path} {times} times, all of which are used"),
        };
        let unused: Vec<&Asked> =
            entries.iter().filter(|entry| !entry.used).map(|entry| &entry.exchange.asked).collect();
        let differs = unused.iter().find(|asked| {
            asked.operation == came.operation
                && text_fits(&asked.url, &came.url)
                && !body_fits(&asked.body, &came.body)
        });
        let other_body = differs
            .map(|asked| format!("; the same with {} is", asked.body.excerpt()))
            .unwrap_or_default();
        let mut left: Vec<String> = unused.iter().take(LISTED).map(|asked| line(asked)).collect();
        if unused.len() > LISTED {
            left.push(format!("and {} more", unused.len() - LISTED));
        }
        if left.is_empty() {
            left.push("nothing".to_owned());
        }
        format!(
            "{} with {} {there}{other_body}; left in it: {}",
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

/// A body that breaks off.
struct Cut(VecDeque<Result<Content, TransportError>>);

impl Stream for Cut {
    type Item = Result<Content, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front())
    }
}
