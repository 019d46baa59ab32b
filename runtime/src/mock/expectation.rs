//! A call that a test expects, and its responses.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use http::{HeaderName, HeaderValue};
use serde_json::Value as Json;

use super::answer::{Answer, Encoded, encode};
use super::matching::Wanted;
use super::sent::Sent;
use super::state::State;
use crate::answer::service::Service;
use crate::base::content::Content;
use crate::base::text::quoted;
use crate::call::wire::{Failure, TransportError};
use crate::describe::argument::{Arguments, ParameterValue};
use crate::describe::data::Held;
use crate::describe::operation::Operation;
use crate::json::value::Value;
use crate::json::write::Writer;

/// A call that a test expects: an endpoint, what the request must contain, and its responses.
///
/// Each response (`reply..` or `fail`) is for one call; several are used in order. [`times`](Self::times) and
/// [`any_times`](Self::any_times) repeat the last one. An expectation is met once all of its responses are used.
///
/// A mistake in the expectation, such as a parameter that the endpoint does not have, is reported by the calls that it
/// is meant for and when the mock is verified.
///
/// Requires the feature `mock`.
///
/// ```
/// # use clientwright_runtime::{ClientBuilder, Request, transport::Failure, mock::{Mock, TestClock}};
/// # use clientwright_runtime::spec::{Api, Endpoint};
/// # static API: Api = Api::new("Example");
/// # static STATUS: Endpoint<String, ()> = Endpoint::get("status", "/status");
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), clientwright_runtime::Error> {
/// let mock = Mock::new();
/// // Two failures that the client retries, and the response.
/// mock.on(&STATUS).reply_status(503).fail(Failure::Timeout, "too slow").reply("fine");
/// let client = ClientBuilder::new(&API).mock(&mock).clock(TestClock::new()).build()?;
/// assert_eq!(Request::new(&client, &STATUS).await?, "fine");
/// assert_eq!(mock.requests().len(), 3);
/// # Ok(())
/// # }
/// ```
pub struct Expectation<T, A> {
    state: Arc<State>,
    index: usize,
    types: PhantomData<fn() -> (T, A)>,
}

#[expect(clippy::return_self_not_must_use, reason = "the mock has what was said")]
impl<T, A> Expectation<T, A> {
    pub(super) fn new(state: Arc<State>, index: usize) -> Self {
        Self { state, index, types: PhantomData }
    }

    fn change(self, change: impl FnOnce(&mut Expected)) -> Self {
        change(&mut self.state.lock().expected[self.index]);
        self
    }

    /// Expects a parameter to have this value, whether the call or the client sets it. `name` is its name in the
    /// request.
    pub fn with(self, name: &str, value: impl ParameterValue) -> Self {
        self.change(|expected| {
            let parameters = &expected.operation.parameters;
            let Some(index) = parameters.iter().position(|parameter| parameter.name == name) else {
                return expected
                    .refuse(format!("the operation does not have a parameter {}", quoted(name)));
            };
            let mut arguments = Arguments::default();
            arguments.set(index, &value);
            let values = arguments.get(index).map(str::to_owned).collect();
            expected.wanted.push(Wanted::Argument { index, values });
        })
    }

    /// Expects a field of the request body to have this value. `path` is a path such as `policies[0].effect` or a JSON
    /// pointer such as `/policies/0/effect`. It starts at the part of the body that the caller sets.
    pub fn with_field<V: Value>(self, path: &str, value: &V) -> Self {
        let json = json(value);
        self.change(|expected| match json {
            Ok(value) => expected.want_body(Wanted::Field { path: path.to_owned(), value }),
            Err(fault) => expected.refuse(fault),
        })
    }

    /// Expects the part of the request body that the caller sets to equal this value, without other fields.
    pub fn with_body<V: Value>(self, value: &V) -> Self {
        let json = json(value);
        self.change(|expected| match json {
            Ok(value) => expected.want_body(Wanted::Body(value)),
            Err(fault) => expected.refuse(fault),
        })
    }

    /// Expects the request body to have exactly these bytes.
    pub fn with_bytes(self, bytes: impl Into<Content>) -> Self {
        let bytes = bytes.into().into_vec();
        self.change(|expected| expected.want_body(Wanted::Bytes(bytes)))
    }

    /// Expects a header to have this value. It may be a header with credentials.
    pub fn with_header(self, name: &str, value: &str) -> Self {
        self.change(|expected| match HeaderName::from_bytes(name.as_bytes()) {
            Ok(name) => expected.wanted.push(Wanted::Header { name, value: value.to_owned() }),
            Err(_) => expected.refuse(format!("{} is not a valid header name", quoted(name))),
        })
    }

    fn answer(self, answer: Result<Answer, String>) -> Self {
        self.change(|expected| match answer {
            Ok(answer) => expected.answers.push(Turn { answer, left: Some(1), used: 0 }),
            Err(fault) => expected.refuse(fault),
        })
    }

    fn raw(self, status: u16, headers: &[(&str, &str)], bytes: Content) -> Self {
        let answer = Encoded::raw(status, headers, bytes).map(Answer::Response);
        self.answer(answer)
    }

    /// Responds with status 204 and an empty body.
    pub fn reply_empty(self) -> Self {
        self.reply_status(204)
    }

    /// Responds with a status and an empty body.
    pub fn reply_status(self, status: u16) -> Self {
        self.raw(status, &[], Content::default())
    }

    /// Responds with exactly this status, these headers and these bytes: for streams, strings, and responses that do
    /// not fit.
    pub fn reply_raw(
        self,
        status: u16,
        headers: &[(&str, &str)],
        body: impl Into<Content>,
    ) -> Self {
        self.raw(status, headers, body.into())
    }

    /// Fails instead of responding. The error of the call contains the text.
    pub fn fail(self, failure: Failure, text: &str) -> Self {
        self.answer(Ok(Answer::Broken(TransportError::new(failure, text))))
    }

    /// Adds a header to the last response, such as `retry-after`.
    pub fn reply_header(self, name: &str, value: &str) -> Self {
        self.change(|expected| {
            let Some(Turn { answer: Answer::Response(answer), .. }) = expected.answers.last_mut()
            else {
                return expected.refuse(
                    "`.reply_header(..)` must be called after the `.reply..(..)` of its response"
                        .to_owned(),
                );
            };
            match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
                (Ok(name), Ok(value)) => {
                    answer.headers.append(name, value);
                }
                _ => expected
                    .refuse(format!("{} or its value is not allowed in a header", quoted(name))),
            }
        })
    }

    /// Uses the last response for this many calls. With 0, none is allowed.
    pub fn times(self, times: u32) -> Self {
        self.repeat(Some(times))
    }

    /// Uses the last response for any number of calls, including none.
    pub fn any_times(self) -> Self {
        self.repeat(None)
    }

    fn repeat(self, times: Option<u32>) -> Self {
        self.change(|expected| match expected.answers.last_mut() {
            Some(turn) => turn.left = times,
            None => expected.refuse(
                "`.times(..)` and `.any_times()` must be called after the `.reply..(..)` that they repeat".to_owned(),
            ),
        })
    }

    /// Returns how many calls it has answered so far.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.state.lock().expected[self.index].calls()
    }
}

#[expect(clippy::return_self_not_must_use, reason = "the mock has what was said")]
impl<T: Value, A: Service> Expectation<T, A> {
    /// Responds with data, as the API's server would: in the envelope of the API, with secrets revealed. A page has its
    /// total and what requests the next page, if the API sends those.
    ///
    /// The envelope contains only the data and what says that the call succeeded. For a call that reads more of it, use
    /// [`reply_envelope`](Self::reply_envelope).
    pub fn reply(self, data: impl Into<T>) -> Self {
        let answer = encode(&data.into(), 200, true);
        self.answer(answer)
    }

    /// Responds with a whole envelope.
    pub fn reply_envelope(self, envelope: impl Into<A::Envelope<T>>) -> Self {
        let answer = encode(&envelope.into(), 200, false);
        self.answer(answer)
    }
}

#[expect(clippy::return_self_not_must_use, reason = "the mock has what was said")]
impl<T, A: Service> Expectation<T, A> {
    /// Responds with a failure of the API.
    pub fn reply_failure(self, status: u16, failure: impl Into<A::Failure>) -> Self {
        let answer = encode(&failure.into(), status, false);
        self.answer(answer)
    }
}

impl<T, A> fmt::Debug for Expectation<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = self.state.lock();
        f.debug_tuple("Expectation").field(&inner.expected[self.index].describe()).finish()
    }
}

/// Returns a value as it is written in a body.
fn json<V: Value>(value: &V) -> Result<Json, String> {
    let mut writer = Writer::for_body(Vec::new());
    value.write(&mut writer);
    let text = writer
        .finish()
        .map_err(|fault| format!("the expected body cannot be encoded: it contains {fault}"))?;
    serde_json::from_slice(&text).map_err(|fault| format!("the expected body is not JSON: {fault}"))
}

pub(super) struct Expected {
    pub(super) operation: Held<Operation>,
    pub(super) wanted: Vec<Wanted>,
    pub(super) answers: Vec<Turn>,
    /// A mistake in the expectation itself.
    pub(super) fault: Option<String>,
}

/// A response, and for how many more calls it is.
pub(super) struct Turn {
    pub(super) answer: Answer,
    /// `None` is any number.
    pub(super) left: Option<u32>,
    pub(super) used: usize,
}

impl Expected {
    pub(super) fn new(operation: Held<Operation>) -> Self {
        Self { operation, wanted: Vec::new(), answers: Vec::new(), fault: None }
    }

    fn refuse(&mut self, fault: String) {
        self.fault.get_or_insert(fault);
    }

    fn want_body(&mut self, wanted: Wanted) {
        if self.operation.body.is_some() {
            self.wanted.push(wanted);
        } else {
            self.refuse("the operation does not have a request body".to_owned());
        }
    }

    /// Returns whether a request is of the same operation.
    pub(super) fn is_for(&self, sent: &Sent) -> bool {
        let (own, came) = (&*self.operation, &*sent.operation);
        own.id == came.id && own.method == came.method && own.path == came.path
    }

    /// Returns how a request differs; an empty list if it fits.
    pub(super) fn differences(&self, sent: &Sent) -> Vec<String> {
        if !self.is_for(sent) {
            return vec![format!("it is {}", sent.operation.id)];
        }
        self.wanted.iter().filter_map(|wanted| wanted.difference(sent)).collect()
    }

    pub(super) fn is_left(&self) -> bool {
        self.answers.iter().any(|turn| turn.left != Some(0))
    }

    pub(super) fn take(&mut self) -> Answer {
        match self.answers.iter_mut().find(|turn| turn.left != Some(0)) {
            Some(turn) => {
                turn.used += 1;
                turn.left = turn.left.map(|left| left - 1);
                turn.answer.clone()
            }
            None => Answer::Broken(TransportError::new(Failure::Refused, "no response is left")),
        }
    }

    pub(super) fn calls(&self) -> usize {
        self.answers.iter().map(|turn| turn.used).sum()
    }

    /// Returns the number of calls still expected.
    pub(super) fn missing(&self) -> u64 {
        self.answers.iter().filter_map(|turn| turn.left).map(u64::from).sum()
    }

    /// Describes the expectation, such as ``stream.keys.delete with `identifier` = "7"``.
    pub(super) fn describe(&self) -> String {
        let wanted: Vec<String> =
            self.wanted.iter().map(|wanted| wanted.describe(&self.operation)).collect();
        if wanted.is_empty() {
            self.operation.id.to_owned()
        } else {
            format!("{} with {}", self.operation.id, wanted.join(", "))
        }
    }
}
