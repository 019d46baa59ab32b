//! Trying what a document gives for examples, for the tests of what is generated of it.
//!
//! An example is read as its type and written again, as a server would: fields that only answers have are written,
//! secrets are revealed. What is written must be the same JSON, that is the same values, and
//!
//! - the members of an object may stand in another order;
//! - a member that is null may be left out: null for an optional field is read as absent;
//! - numbers are the same if their values are (`1` and `1.0`); those beyond 64 bits as far as an `f64` tells;
//! - a date with a time is the same instant, where it is written in the form that [`Timestamp`] has for it.

mod requests;

use std::collections::BTreeMap;

use serde_json::value::RawValue;

pub use requests::{Build, Given, call_all, server};

use crate::Timestamp;
use crate::read::Reader;
use crate::tape::{Node, Tape, Token, push_member};
use crate::text::shown;
use crate::value::Value;
use crate::write::Writer;

/// A text that is shown of a value has at most this many characters.
const SHOWN: usize = 60;

/// What is done with an example: it is given as JSON text.
pub type Trial = fn(&str) -> Result<(), Failure>;

/// Why an example is not what its type makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It cannot be read as its type.
    Unread(String),
    /// It is not written as it was read.
    Different(String),
}

/// Reads an example as a type, and writes it again.
///
/// # Errors
///
/// It does not fit the type, or what is written is something else.
pub fn value<T: Value>(example: &str) -> Result<(), Failure> {
    let tape = Tape::parse(example).map_err(|fault| Failure::Unread(fault.to_string()))?;
    let value: T = Reader::read_all(tape.root()).map_err(Failure::Unread)?;
    let mut writer = Writer::for_answer();
    value.write(&mut writer);
    let written =
        writer.finish().map_err(|fault| Failure::Different(format!("it holds {fault}")))?;
    let written =
        str::from_utf8(&written).map_err(|fault| Failure::Different(fault.to_string()))?;
    let written = Tape::parse(written).map_err(|fault| Failure::Different(fault.to_string()))?;
    match difference(tape.root(), written.root(), &mut String::new()) {
        None => Ok(()),
        Some(difference) => Err(Failure::Different(difference)),
    }
}

/// Tries examples, each at its place in a JSON object, and prints how many there were.
///
/// # Panics
///
/// If any of them fails, with a line for each that does.
pub fn try_all(examples: &str, trials: &[(&str, Trial)]) {
    let examples: BTreeMap<String, &RawValue> = serde_json::from_str(examples)
        .unwrap_or_else(|fault| panic!("the examples are no JSON object: {fault}"));
    let (mut unread, mut different) = (Vec::new(), Vec::new());
    for (at, trial) in trials {
        let example = examples.get(*at).unwrap_or_else(|| panic!("there is no example at {at}"));
        match trial(example.get()) {
            Ok(()) => {}
            Err(Failure::Unread(fault)) => unread.push(format!("{at}: not read: {fault}")),
            Err(Failure::Different(fault)) => {
                different.push(format!("{at}: not written as it was read: {fault}"))
            }
        }
    }
    let decoded = trials.len() - unread.len();
    println!(
        "examples: {} tried, {decoded} decoded, {} round-tripped",
        trials.len(),
        decoded - different.len()
    );
    unread.extend(different);
    assert!(
        unread.is_empty(),
        "{} of {} examples failed:\n{}",
        unread.len(),
        trials.len(),
        unread.join("\n")
    );
}

/// The first place where what was written is not what was read.
fn difference(read: Node<'_>, written: Node<'_>, path: &mut String) -> Option<String> {
    let same = match (read.token(), written.token()) {
        (Token::Object { .. }, Token::Object { .. }) => return of_objects(read, written, path),
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
                    path.push_str(&format!("[{index}]"));
                    difference(read, written, path)
                },
            );
        }
        (Token::Text { .. } | Token::Unescaped { .. }, _) => {
            is_same_text(read.as_str(), written.as_str())
        }
        (read, written) => read == written || is_same_number(read, written),
    };
    (!same).then(|| format!("{} is {}, and {} was written", place(path), text(read), text(written)))
}

fn of_objects(read: Node<'_>, written: Node<'_>, path: &mut String) -> Option<String> {
    let length = path.len();
    let found = read.members().find_map(|(name, value)| {
        path.truncate(length);
        push_member(path, name);
        match written.member(name) {
            Some(written) => difference(value, written, path),
            None if value.is_null() => None,
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

fn is_same_text(read: Option<&str>, written: Option<&str>) -> bool {
    let (Some(read), Some(written)) = (read, written) else { return false };
    read == written || read.parse::<Timestamp>().is_ok_and(|instant| instant.to_string() == written)
}

#[expect(clippy::cast_precision_loss, reason = "JSON numbers have no more precision than that")]
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
