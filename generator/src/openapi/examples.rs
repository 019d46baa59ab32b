//! What a document gives for examples: values, and what each is an example of.

use serde_json::Value;

use crate::spec::model::BodyForm;

/// A value that the document gives for an example.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Where it stands, as a JSON pointer.
    pub at: String,
    /// Where its schema stands, as a JSON pointer.
    pub schema: String,
    pub way: Way,
    pub of: Subject,
    /// The way from there to what the value is an example of.
    pub steps: Vec<Step>,
    pub value: Value,
}

/// Which way values of a schema go where the example stands: fields that go the other way only may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Way {
    Sent,
    Received,
    Either,
}

/// A part of the spec: the file that it stands in, by the path of its resource, and its name there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub resource: Vec<String>,
    pub name: String,
}

/// What a value is an example of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    Type(Part),
    /// What an endpoint sends in one form.
    Body(Part, BodyForm),
    /// What an endpoint answers with a status: `200`, `2XX` or `default`.
    Answer(Part, String),
    /// What an endpoint answers with a status that is no success.
    Failure(Part, String),
}

/// One step into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The member of an object with this name.
    Field(String),
    /// An item of a list.
    Item,
    /// A member of a map.
    Member,
}

/// What becomes of an example.
#[cfg(feature = "example-tests")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Valid {
        /// Whether it has members that the schema does not name, where it does not forbid them either.
        has_more: bool,
    },
    /// It is not valid for its own schema.
    Invalid(String),
}
