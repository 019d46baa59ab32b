//! Trying what a document gives for examples, for the tests of what is generated of it.
//!
//! An example is read as its type and written again as a server would write it: with the fields that only answers have,
//! and with what secrets hold. What a union keeps because it is none
//! of its cases is a failure, unless the example has members that its schema does not name: these may make it one. And what is written must be the same JSON, where
//!
//! - the members of an object may stand in another order;
//! - a member that is null may be left out: null for an optional field is read as absent;
//! - numbers are the same if their values are (`1` and `1.0`); beyond 64 bits, as far as an `f64` tells them apart;
//! - a date with a time may be written in the form that [`Timestamp`] has for the same instant.

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

/// A value that is shown has at most this many characters.
const SHOWN: usize = 60;

/// A value of a document, as JSON text.
#[derive(Clone, Copy, Debug)]
pub struct Example<'e> {
    json: &'e str,
    /// Whether it has members that its schema does not name, which its type does not keep.
    has_more: bool,
}

impl<'e> Example<'e> {
    /// An example all of whose members its schema names.
    #[must_use]
    pub fn new(json: &'e str) -> Self {
        Self { json, has_more: false }
    }

    /// Whether it has members that its schema does not name: then members may get lost.
    #[must_use]
    pub fn has_more(self, has_more: bool) -> Self {
        Self { has_more, ..self }
    }
}

/// What is done with an example.
pub type Trial = fn(Example<'_>) -> Result<(), Failure>;

/// Why an example is not what its type makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It cannot be read as its type.
    Unread(String),
    /// It is not written as it was read.
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

/// Reads an example as a type, and writes it again.
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
/// It does not fit the type, or what is written is something else.
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
            "{} is {what}, and none of the cases of its type",
            place(&path)
        )));
    }
    compare(example, root, &value)
}

/// Reads an example as the answer of an endpoint, and writes its data again.
///
/// # Errors
///
/// The endpoint takes it for no such answer, or what is written is something else.
pub fn answer<T: Value, A: Service>(
    endpoint: &'static Endpoint<T, A>,
    status: u16,
    example: Example<'_>,
) -> Result<(), Failure> {
    one_of(endpoint, status, Some, example)
}

/// Reads an example as an answer of an endpoint whose answers differ by their status; `data` takes out of the answer what
/// its variant holds.
///
/// # Errors
///
/// The endpoint takes it for no such answer, or what is written is something else.
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
    let value = data(value).ok_or_else(|| unread(&"it is read as the answer to another status"))?;
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

/// Tries examples, and prints how many of them were read, and how many were written as the same again.
///
/// `examples` is a JSON object: for the name of each trial a list of objects, with what is tried as `value`, its place as
/// `at`, and `more` where it has members that its schema does not name. All other members say nothing.
///
/// # Panics
///
/// If an example fails, with a line for each that does.
pub fn try_all(examples: &str, trials: &[(&str, Trial)]) {
    let examples: BTreeMap<String, &RawValue> = serde_json::from_str(examples)
        .unwrap_or_else(|fault| panic!("the examples are no JSON object: {fault}"));
    let (mut tried, mut unread, mut different) = (0, Vec::new(), Vec::new());
    for (name, trial) in trials {
        let list = examples.get(*name).unwrap_or_else(|| panic!("there are no examples of {name}"));
        let list: Vec<BTreeMap<String, &RawValue>> = serde_json::from_str(list.get())
            .unwrap_or_else(|fault| panic!("the examples of {name} are no list: {fault}"));
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

/// Writes a value, and compares that with what it was read from.
fn compare<T: Value>(example: Example<'_>, read: Node<'_>, value: &T) -> Result<(), Failure> {
    let mut writer = Writer::for_answer();
    value.write(&mut writer);
    let written =
        writer.finish().map_err(|fault| Failure::Different(format!("it holds {fault}")))?;
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
    /// The first place where what was written is not what was read.
    fn difference(self, read: Node<'_>, written: Node<'_>, path: &mut String) -> Option<String> {
        let same = match (read.token(), written.token()) {
            (Token::Object { .. }, Token::Object { .. }) => {
                return self.of_objects(read, written, path);
            }
            (Token::List { items: before, .. }, Token::List { items: after, .. }) => {
                if before != after {
                    return Some(format!(
                        "{} has {before} items, and {after} were written",
                        place(path)
                    ));
                }
                let length = path.len();
                return read.items().zip(written.items()).enumerate().find_map(
                    |(index, (read, written))| {
                        path.truncate(length);
                        // Writing to a string does not fail.
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
            format!("{} is {}, and {} was written", place(path), text(read), text(written))
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
                None => Some(format!("{} is {}, and was not written", place(path), text(value))),
            }
        });
        found.or_else(|| {
            let (name, value) = written.members().find(|(name, _)| read.member(name).is_none())?;
            path.truncate(length);
            push_member(path, name);
            Some(format!("{} is not there, and {} was written", place(path), text(value)))
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
    if path.is_empty() { "it".to_owned() } else { format!("`{path}`") }
}

fn text(node: Node<'_>) -> String {
    serde_json::to_string(&node).map_or_else(|_| node.kind().to_owned(), |text| shown(&text, SHOWN))
}

#[cfg(test)]
mod tests;
