//! Tries the examples of a document on the code that is generated from it.
//!
//! An example is read as its type, and written again as a server would write it: with read-only fields, and with
//! secrets revealed. The result must be the same JSON, with these exceptions:
//!
//! - the members of an object may be in another order;
//! - a member that is null may be left out, since null for an optional field is read as absent;
//! - numbers are equal if their values are (`1` and `1.0`); beyond 64 bits, if they are equal as `f64`;
//! - a date with a time may be written in the form of [`Timestamp`] for the same instant.
//!
//! A value that fits no variant of its union is a failure too, unless the example has members that its schema does not
//! define, which may be the reason.
//!
//! Requires the feature `examples`.

mod requests;

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use serde_json::value::RawValue;

pub use requests::{Build, Given, call_all, server};

use crate::answer::decode;
use crate::answer::service::Service;
use crate::answer::{Answer, Arrived};
use crate::base::content::Content;
use crate::base::text::shown;
use crate::call::draft::Draft;
use crate::describe::endpoint::Endpoint;
use crate::face::builder::ClientBuilder;
use crate::json::read::Reader;
use crate::json::tape::{Node, Tape, Token, push_member};
use crate::json::value::Value;
use crate::json::write::Writer;
use crate::mock::Mock;
use crate::send::Received;
use jiff::Timestamp;

/// The maximum number of characters of a value that is shown.
const SHOWN: usize = 60;

/// A value of a document, as JSON text.
///
/// Requires the feature `examples`.
#[derive(Clone, Copy, Debug)]
pub struct Example<'e> {
    json: &'e str,
    /// Whether it has members that its schema does not define, which its type does not keep.
    has_more: bool,
}

impl<'e> Example<'e> {
    /// Returns an example whose members are all defined by its schema.
    #[must_use]
    pub fn new(json: &'e str) -> Self {
        Self { json, has_more: false }
    }

    /// Sets whether the example has members that its schema does not define. Members may then get lost.
    #[must_use]
    pub fn has_more(self, has_more: bool) -> Self {
        Self { has_more, ..self }
    }
}

/// A function that tries an example.
///
/// Requires the feature `examples`.
pub type Trial = fn(Example<'_>) -> Result<(), Failure>;

/// Why an example failed.
///
/// Requires the feature `examples`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The example cannot be read as its type.
    Unread(String),
    /// What is written differs from what was read.
    Different(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unread(why) => write!(f, "not read: {why}"),
            Self::Different(how) => write!(f, "not written as it was read: {how}"),
        }
    }
}

/// Reads an example as a type and writes it again.
///
/// Requires the feature `examples`.
///
/// ```
/// use clientwright_runtime::examples::{Example, Failure, value};
///
/// assert_eq!(value::<Vec<i64>>(Example::new("[1, 2.0]")), Ok(()));
/// let failure = value::<Vec<i64>>(Example::new("[1, true]")).unwrap_err();
/// assert_eq!(failure, Failure::Unread("`[1]` is a boolean, expected an integer".to_owned()));
/// ```
///
/// # Errors
///
/// The example does not fit the type, or what is written differs from it.
pub fn value<T: Value>(example: Example<'_>) -> Result<(), Failure> {
    let tape = Tape::parse(example.json).map_err(|fault| Failure::Unread(fault.to_string()))?;
    let root = tape.root();
    let mut reader = Reader::new(root, None);
    reader.take_notes(true);
    let value = T::read(&mut reader, root);
    let notes = reader.notes();
    let value = reader.finish(value).map_err(Failure::Unread)?;
    let unknown = notes.filter(|_| !example.has_more).and_then(|notes| notes.unknown(root));
    if let Some((path, what)) = unknown {
        return Err(Failure::Unread(format!(
            "{} is {what}, which fits no variant of its type",
            place(&path)
        )));
    }
    compare(example, root, &value)
}

/// Reads an example as the response of an endpoint and writes its data again.
///
/// Requires the feature `examples`.
///
/// # Errors
///
/// The endpoint does not accept the example as a response, or what is written differs from it.
pub fn answer<T: Value, A: Service>(
    endpoint: &'static Endpoint<T, A>,
    status: u16,
    example: Example<'_>,
) -> Result<(), Failure> {
    one_of(endpoint, status, Some, example)
}

/// Reads an example as the response of an endpoint whose responses differ by status; `data` takes the data of the
/// variant out of the response.
///
/// Requires the feature `examples`.
///
/// # Errors
///
/// The endpoint does not accept the example as a response, or what is written differs from it.
pub fn one_of<T: Answer, V: Value, A: Service>(
    endpoint: &'static Endpoint<T, A>,
    status: u16,
    data: impl FnOnce(T) -> Option<V>,
    example: Example<'_>,
) -> Result<(), Failure> {
    let unread = |problem: &dyn fmt::Display| Failure::Unread(problem.to_string());
    let client = ClientBuilder::new(A::api())
        .base_url("http://localhost")
        .transport(Mock::new())
        .build()
        .map_err(|problem| unread(&problem))?;
    let draft = Draft::new(&client, endpoint.operation().into());
    let body = Content::from(example.json.to_owned());
    let mut received = Received::example(draft, status, body);
    let value = T::take(&mut Arrived::new(&mut received, false))
        .map_err(|rejected| unread(&rejected.0.problem))?;
    let value =
        data(value).ok_or_else(|| unread(&"it is read as the response with another status"))?;
    let document =
        decode::interpret(&received, false).map_err(|rejection| unread(&rejection.problem))?;
    if !example.has_more
        && let Some(fault) = document.unknown::<V>()
    {
        return Err(Failure::Unread(fault));
    }
    match document.data() {
        Some(data) => compare(example, data, &value),
        None => Ok(()),
    }
}

/// Tries examples and prints how many of them could be read, and how many were written unchanged.
///
/// `examples` is a JSON object. It has a list for the name of each trial. The items of a list are objects: `value` is
/// the example, `at` its place in the document, and `more` is true if it has members that its schema does not define.
/// Other members are ignored.
///
/// Requires the feature `examples`.
///
/// # Panics
///
/// If an example fails. The message has a line for each of them.
pub fn try_all(examples: &str, trials: &[(&str, Trial)]) {
    let examples: BTreeMap<String, &RawValue> = serde_json::from_str(examples)
        .unwrap_or_else(|fault| panic!("the examples are not a JSON object: {fault}"));
    let (mut tried, mut unread, mut different) = (0, Vec::new(), Vec::new());
    for (name, trial) in trials {
        let list =
            examples.get(*name).unwrap_or_else(|| panic!("the examples of {name} are missing"));
        let list: Vec<BTreeMap<String, &RawValue>> = serde_json::from_str(list.get())
            .unwrap_or_else(|fault| panic!("the examples of {name} are not a list: {fault}"));
        for each in &list {
            let member = |key: &str| each.get(key).map_or("null", |value| value.get());
            tried += 1;
            let example = Example::new(member("value")).has_more(member("more") == "true");
            if let Err(failure) = trial(example) {
                let line = format!("{} as {name}: {failure}", member("at").trim_matches('"'));
                let failed = if matches!(failure, Failure::Unread(_)) {
                    &mut unread
                } else {
                    &mut different
                };
                failed.push(line);
            }
        }
    }
    let decoded = tried - unread.len();
    println!(
        "examples: {tried} tried, {decoded} decoded, {} round-tripped",
        decoded - different.len()
    );
    unread.extend(different);
    assert!(
        unread.is_empty(),
        "{} of {tried} examples failed:\n{}",
        unread.len(),
        unread.join("\n")
    );
}

/// Writes a value and compares the result with what it was read from.
fn compare<T: Value>(example: Example<'_>, read: Node<'_>, value: &T) -> Result<(), Failure> {
    let mut writer = Writer::for_answer();
    value.write(&mut writer);
    let written =
        writer.finish().map_err(|fault| Failure::Different(format!("it contains {fault}")))?;
    let written =
        str::from_utf8(&written).map_err(|fault| Failure::Different(fault.to_string()))?;
    let written = Tape::parse(written).map_err(|fault| Failure::Different(fault.to_string()))?;
    let mut path = String::new();
    let found =
        Comparing { may_lose: example.has_more }.difference(read, written.root(), &mut path);
    found.map_or(Ok(()), |found| Err(Failure::Different(found)))
}

/// How two values are compared.
#[derive(Clone, Copy)]
struct Comparing {
    /// Whether members of objects may be missing in what was written.
    may_lose: bool,
}

impl Comparing {
    /// Describes the first place where what was written differs from what was read.
    fn difference(self, read: Node<'_>, written: Node<'_>, path: &mut String) -> Option<String> {
        let same = match (read.token(), written.token()) {
            (Token::Object { .. }, Token::Object { .. }) => {
                return self.of_objects(read, written, path);
            }
            (Token::List { items: before, .. }, Token::List { items: after, .. }) => {
                if before != after {
                    return Some(format!(
                        "{} has {before} items, but {after} were written",
                        place(path)
                    ));
                }
                let length = path.len();
                return read.items().zip(written.items()).enumerate().find_map(
                    |(index, (read, written))| {
                        path.truncate(length);
                        // Writing to a String cannot fail.
                        let _ = write!(path, "[{index}]");
                        self.difference(read, written, path)
                    },
                );
            }
            (Token::Text { .. } | Token::Unescaped { .. }, _) => {
                is_same_text(read.as_str(), written.as_str())
            }
            (read, written) => read == written || is_same_number(read, written),
        };
        (!same).then(|| {
            format!("{} is {}, but {} was written", place(path), text(read), text(written))
        })
    }

    fn of_objects(self, read: Node<'_>, written: Node<'_>, path: &mut String) -> Option<String> {
        let length = path.len();
        let found = read.members().find_map(|(name, value)| {
            path.truncate(length);
            push_member(path, name);
            match written.member(name) {
                Some(written) => self.difference(value, written, path),
                None if value.is_null() || self.may_lose => None,
                None => Some(format!("{} is {}, but was not written", place(path), text(value))),
            }
        });
        found.or_else(|| {
            let (name, value) = written.members().find(|(name, _)| read.member(name).is_none())?;
            path.truncate(length);
            push_member(path, name);
            Some(format!("{} is missing, but {} was written", place(path), text(value)))
        })
    }
}

fn is_same_text(read: Option<&str>, written: Option<&str>) -> bool {
    let (Some(read), Some(written)) = (read, written) else { return false };
    read == written || read.parse::<Timestamp>().is_ok_and(|instant| instant.to_string() == written)
}

#[expect(clippy::cast_precision_loss, reason = "JSON numbers have no more precision than that")]
#[expect(
    clippy::float_cmp,
    reason = "a number that is read and written again is the same to its last bit"
)]
fn is_same_number(read: Token, written: Token) -> bool {
    let value = |token| match token {
        Token::Unsigned(value) => Some(value as f64),
        Token::Signed(value) => Some(value as f64),
        Token::Float(value) => Some(value),
        _ => None,
    };
    let is_float = |token| matches!(token, Token::Float(_));
    (is_float(read) || is_float(written))
        && value(read).zip(value(written)).is_some_and(|(read, written)| read == written)
}

fn place(path: &str) -> String {
    if path.is_empty() { "the value".to_owned() } else { format!("`{path}`") }
}

fn text(node: Node<'_>) -> String {
    serde_json::to_string(&node).map_or_else(|_| node.kind().to_owned(), |text| shown(&text, SHOWN))
}

#[cfg(test)]
mod tests;
