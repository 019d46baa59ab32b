//! Calls each operation with the values of its document, against a server that judges requests.
//!
//! Any server that knows the document will do, if it responds with status 400 or above to a request that breaks the
//! document. Of Prism, the header `sl-violations` is read too. It says what a request breaks even if the document
//! defines no response for that.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value as Json;

use crate::answer::response::Response;
use crate::answer::service::Service;
use crate::base::content::Content;
use crate::base::text::shown;
use crate::call::upload::Upload;
use crate::face::request::Raw;
use crate::json::read::Reader;
use crate::json::tape::Tape;
use crate::json::value::Value;

/// The environment variable with the base URL of the server.
const SERVER: &str = "EXAMPLE_SERVER";

/// The header in which Prism says what a request breaks.
const VIOLATIONS: &str = "sl-violations";

/// The maximum number of characters of a server's text that is shown.
const SHOWN: usize = 500;

/// A function that builds a request from the values of one call.
///
/// Requires the feature `examples`.
pub type Build<C, A> = fn(&C, &Given) -> Result<Raw<A>, String>;

/// The values of one call.
///
/// Requires the feature `examples`.
#[derive(Clone, Debug)]
pub struct Given(Json);

impl Given {
    /// Returns the value of a path parameter.
    ///
    /// # Errors
    ///
    /// The value is missing or does not fit the type. This holds for all methods here.
    pub fn path<T: Value>(&self, name: &str) -> Result<T, String> {
        self.argument("path", name)
    }

    /// Returns the value of a query parameter.
    ///
    /// # Errors
    ///
    /// The errors of [`path`](Self::path).
    pub fn query<T: Value>(&self, name: &str) -> Result<T, String> {
        self.argument("query", name)
    }

    /// Returns the value of a header.
    ///
    /// # Errors
    ///
    /// The errors of [`path`](Self::path).
    pub fn header<T: Value>(&self, name: &str) -> Result<T, String> {
        self.argument("header", name)
    }

    /// Returns the value of a cookie.
    ///
    /// # Errors
    ///
    /// The errors of [`path`](Self::path).
    pub fn cookie<T: Value>(&self, name: &str) -> Result<T, String> {
        self.argument("cookie", name)
    }

    /// Returns the request body.
    ///
    /// # Errors
    ///
    /// The errors of [`path`](Self::path).
    pub fn body<T: Value>(&self) -> Result<T, String> {
        read(self.held()).map_err(|fault| format!("the body: {fault}"))
    }

    /// Returns a field of the request body.
    ///
    /// # Errors
    ///
    /// The errors of [`path`](Self::path).
    pub fn field<T: Value>(&self, name: &str) -> Result<T, String> {
        let field = &self.held()[name];
        read(field).map_err(|fault| format!("the field `{name}` of the body: {fault}"))
    }

    /// Returns the request body as text.
    pub fn text(&self) -> String {
        text(&self.0["body"])
    }

    /// Returns the request body as bytes.
    pub fn upload(&self) -> Upload {
        Upload::from(text(&self.0["body"]))
    }

    /// Returns a field of the request body as a file.
    pub fn file(&self, name: &str) -> Upload {
        Upload::from(text(&self.0["body"][name])).file_name("file")
    }

    /// Returns a field of the request body as several files.
    pub fn files(&self, name: &str) -> Vec<Upload> {
        let all = self.0["body"][name].as_array();
        let all = all.into_iter().flatten().map(text);
        all.map(|text| Upload::from(text).file_name("file")).collect()
    }

    fn argument<T: Value>(&self, place: &str, name: &str) -> Result<T, String> {
        let value = &self.0["arguments"][place][name];
        read(value).map_err(|fault| format!("the parameter `{name}`: {fault}"))
    }

    /// Returns the request body as its type holds it: with what a server adds.
    fn held(&self) -> &Json {
        self.0.get("held").unwrap_or(&self.0["body"])
    }

    /// Names the operation as the document does: `GET /pets/{id}`.
    fn operation(&self) -> String {
        let text = |member: &str| self.0[member].as_str().unwrap_or_default();
        format!("{} {}", text("method"), text("path"))
    }

    /// Returns why the call cannot be made.
    fn missing(&self) -> Option<&str> {
        self.0["missing"].as_str()
    }
}

/// Reads a value as its type. The types expect JSON as it is written.
fn read<T: Value>(value: &Json) -> Result<T, String> {
    let text = value.to_string();
    let tape = Tape::parse(&text).map_err(|fault| fault.to_string())?;
    Reader::read_all(tape.root())
}

/// Returns a value as the bytes of a file.
fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The outcome of a call.
enum Verdict {
    /// The server accepted it.
    Accepted(u16),
    /// The server refused it, for this reason.
    Refused(u16, String),
    /// It was not sent, or has no response.
    Failed(String),
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accepted(status) => write!(f, "accepted\t{status}"),
            Self::Refused(status, _) => write!(f, "refused\t{status}"),
            Self::Failed(_) => f.write_str("not sent\t-"),
        }
    }
}

/// Returns the base URL of the server from the environment variable `EXAMPLE_SERVER`. If it is not set, prints so and
/// returns `None`.
///
/// Requires the feature `examples`.
pub fn server() -> Option<String> {
    let server = std::env::var(SERVER).ok().filter(|server| !server.is_empty());
    if server.is_none() {
        println!("skipped: set `{SERVER}` to the base URL of the server that the requests go to");
    }
    server
}

/// Makes every call, one after the other. Prints a line for each of them and their number.
///
/// Requires the feature `examples`.
///
/// # Panics
///
/// If a call was refused or could not be sent.
pub fn call_all<C, A: Service>(given: &str, client: &C, calls: &[(&str, Build<C, A>)]) {
    let given: BTreeMap<String, Json> = serde_json::from_str(given)
        .unwrap_or_else(|fault| panic!("the values of the calls are not a JSON object: {fault}"));
    let builds: BTreeMap<&str, Build<C, A>> = calls.iter().copied().collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap_or_else(|fault| panic!("the calls cannot be made: {fault}"));
    let (mut accepted, mut refused, mut failed) = (0, 0, 0);
    for (id, given) in given.into_iter().filter(|(_, given)| given.is_object()) {
        let given = Given(given);
        let verdict = match (given.missing(), builds.get(id.as_str())) {
            (None, Some(build)) => match build(client, &given) {
                Ok(call) => runtime.block_on(judged(call)),
                Err(why) => Verdict::Failed(why),
            },
            (Some(why), _) => Verdict::Failed(why.to_owned()),
            (None, None) => Verdict::Failed("the generated tests do not have this call".to_owned()),
        };
        let why = match &verdict {
            Verdict::Accepted(_) => {
                accepted += 1;
                ""
            }
            Verdict::Refused(_, why) => {
                refused += 1;
                why
            }
            Verdict::Failed(why) => {
                failed += 1;
                why
            }
        };
        println!("{verdict}\t{id}\t{}\t{why}", given.operation());
    }
    println!(
        "requests: {}, {accepted} accepted, {refused} refused, {failed} not sent",
        accepted + refused + failed
    );
    assert!(refused + failed == 0, "{refused} requests were refused, and {failed} not sent");
}

async fn judged<A: Service>(call: Raw<A>) -> Verdict {
    let answer = match call.await {
        Ok(answer) => answer,
        Err(error) => return Verdict::Failed(one_line(&error.to_string())),
    };
    let violations = answer.headers().get(VIOLATIONS).map(of_request).unwrap_or_default();
    if !violations.is_empty() || answer.status() >= 400 {
        let why = if violations.is_empty() { said(&answer) } else { violations };
        return Verdict::Refused(answer.status(), one_line(&why));
    }
    Verdict::Accepted(answer.status())
}

/// Returns those of Prism's violations that are about the request. Those of its own responses do not matter.
fn of_request(header: &str) -> String {
    match serde_json::from_str(header) {
        Ok(Json::Array(all)) => listed(all.iter().filter(|each| each["location"][0] == "request")),
        // If there are very many, only the beginning is sent, which is not valid JSON.
        _ if header.contains("[\"request\"") => shown(header, SHOWN),
        _ => String::new(),
    }
}

/// Lists violations, each with its place, its code and its message.
fn listed<'v>(violations: impl Iterator<Item = &'v Json>) -> String {
    let texts = violations.map(|each| {
        let part = |part: &Json| part.as_str().map_or_else(|| part.to_string(), str::to_owned);
        let place: Vec<String> =
            each["location"].as_array().into_iter().flatten().map(part).collect();
        let word = |name: &str| each[name].as_str().unwrap_or_default();
        format!("{}: {}: {}", place.join("."), word("code"), word("message"))
    });
    texts.collect::<Vec<_>>().join("; ")
}

/// Returns what a response says about a refusal: problem details (RFC 9457), in which Prism lists violations too, or
/// any text.
fn said(answer: &Response<Content>) -> String {
    let body = answer.data().as_str().unwrap_or_default();
    let problem: Json = serde_json::from_str(body).unwrap_or_default();
    let violations = listed(problem["validation"].as_array().into_iter().flatten());
    match (problem["title"].as_str(), problem["detail"].as_str()) {
        _ if !violations.is_empty() => violations,
        (Some(title), Some(detail)) => format!("{title}: {detail}"),
        _ => shown(body, SHOWN),
    }
}

/// Replaces line breaks, which would end the line of the table.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
