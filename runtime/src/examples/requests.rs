//! Making a call of each operation with the values of its document, for a server that judges requests.
//!
//! The server is any that knows the document and answers with a status of 400 or above where a request is not what the
//! document says. Of Prism's answers the header `sl-violations` is read too, which tells what a request breaks even
//! where the document has no answer for that.

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

/// The variable that holds the base URL of the server.
const SERVER: &str = "EXAMPLE_SERVER";

/// The header in which Prism says what a request breaks.
const VIOLATIONS: &str = "sl-violations";

/// A text of the server's that is shown has at most this many characters.
const SHOWN: usize = 500;

/// How a call is put together out of what is given for it.
pub type Build<C, A> = fn(&C, &Given) -> Result<Raw<A>, String>;

/// What is given for one call.
#[derive(Clone, Debug)]
pub struct Given(Json);

impl Given {
    /// The value of a parameter of the path.
    ///
    /// # Errors
    ///
    /// There is none, or it does not fit the type; the same holds for all that is given.
    pub fn path<T: Value>(&self, name: &str) -> Result<T, String> {
        self.argument("path", name)
    }

    /// The value of a parameter of the query.
    ///
    /// # Errors
    ///
    /// As of [`path`](Self::path).
    pub fn query<T: Value>(&self, name: &str) -> Result<T, String> {
        self.argument("query", name)
    }

    /// The value of a header.
    ///
    /// # Errors
    ///
    /// As of [`path`](Self::path).
    pub fn header<T: Value>(&self, name: &str) -> Result<T, String> {
        self.argument("header", name)
    }

    /// The value of a cookie.
    ///
    /// # Errors
    ///
    /// As of [`path`](Self::path).
    pub fn cookie<T: Value>(&self, name: &str) -> Result<T, String> {
        self.argument("cookie", name)
    }

    /// The body.
    ///
    /// # Errors
    ///
    /// As of [`path`](Self::path).
    pub fn body<T: Value>(&self) -> Result<T, String> {
        read(self.held()).map_err(|fault| format!("the body: {fault}"))
    }

    /// A field of the body.
    ///
    /// # Errors
    ///
    /// As of [`path`](Self::path).
    pub fn field<T: Value>(&self, name: &str) -> Result<T, String> {
        let field = &self.held()[name];
        read(field).map_err(|fault| format!("the field `{name}` of the body: {fault}"))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        text(&self.0["body"])
    }

    /// The body as bytes.
    pub fn upload(&self) -> Upload {
        Upload::from(text(&self.0["body"]))
    }

    /// A field of the body as a file.
    pub fn file(&self, name: &str) -> Upload {
        Upload::from(text(&self.0["body"][name])).file_name("file")
    }

    /// A field of the body as several files.
    pub fn files(&self, name: &str) -> Vec<Upload> {
        let all = self.0["body"][name].as_array();
        let all = all.into_iter().flatten().map(text);
        all.map(|text| Upload::from(text).file_name("file")).collect()
    }

    fn argument<T: Value>(&self, place: &str, name: &str) -> Result<T, String> {
        let value = &self.0["arguments"][place][name];
        read(value).map_err(|fault| format!("the parameter `{name}`: {fault}"))
    }

    /// The body as its type holds it: with what a server adds.
    fn held(&self) -> &Json {
        self.0.get("held").unwrap_or(&self.0["body"])
    }

    /// How the document calls the operation: `GET /pets/{id}`.
    fn operation(&self) -> String {
        let text = |member: &str| self.0[member].as_str().unwrap_or_default();
        format!("{} {}", text("method"), text("path"))
    }

    /// Why no call is made of it.
    fn missing(&self) -> Option<&str> {
        self.0["missing"].as_str()
    }
}

/// A value as its type. What the types take is JSON as it is written.
fn read<T: Value>(value: &Json) -> Result<T, String> {
    let text = value.to_string();
    let tape = Tape::parse(&text).map_err(|fault| fault.to_string())?;
    Reader::read_all(tape.root())
}

/// A value as the bytes of a file.
fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What became of a call.
enum Verdict {
    /// The server took it.
    Accepted(u16),
    /// The server did not, for this reason.
    Refused(u16, String),
    /// It was not sent, or not answered.
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

/// The base URL of the server that the calls go to. Without the variable, which is said, there is none.
pub fn server() -> Option<String> {
    let server = std::env::var(SERVER).ok().filter(|server| !server.is_empty());
    if server.is_none() {
        println!("skipped: `{SERVER}` does not name the server that the requests go to");
    }
    server
}

/// Makes every call, one after the other, and prints a line for each and how many there were.
///
/// # Panics
///
/// If any of them was refused, or was not sent.
pub fn call_all<C, A: Service>(given: &str, client: &C, calls: &[(&str, Build<C, A>)]) {
    let given: BTreeMap<String, Json> = serde_json::from_str(given)
        .unwrap_or_else(|fault| panic!("what is given for the calls is no JSON object: {fault}"));
    let builds: BTreeMap<&str, Build<C, A>> = calls.iter().copied().collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap_or_else(|fault| panic!("no calls can be made: {fault}"));
    let (mut accepted, mut refused, mut failed) = (0, 0, 0);
    for (id, given) in given.into_iter().filter(|(_, given)| given.is_object()) {
        let given = Given(given);
        let verdict = match (given.missing(), builds.get(id.as_str())) {
            (None, Some(build)) => match build(client, &given) {
                Ok(call) => runtime.block_on(judged(call)),
                Err(why) => Verdict::Failed(why),
            },
            (Some(why), _) => Verdict::Failed(why.to_owned()),
            (None, None) => Verdict::Failed("there is no such call".to_owned()),
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

/// What of Prism's violations is about the request: those of its own answers are beside the point.
fn of_request(header: &str) -> String {
    match serde_json::from_str(header) {
        Ok(Json::Array(all)) => listed(all.iter().filter(|each| each["location"][0] == "request")),
        // Of very many it shows the beginning, which is JSON no more.
        _ if header.contains("[\"request\"") => shown(header, SHOWN),
        _ => String::new(),
    }
}

/// Violations, each by its place, its kind and what is said of it.
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

/// What an answer says of a refusal: problem details (RFC 9457), in which Prism puts violations too, or any text.
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

/// A line of the table ends where it ends.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
