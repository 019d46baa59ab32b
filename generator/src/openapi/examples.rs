//! The examples of a document, each with what it is an example of.

use serde_json::Value;

use crate::spec::model::BodyForm;

/// An example of the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Its place, as a JSON pointer.
    pub at: String,
    /// The place of its schema, as a JSON pointer.
    pub schema: String,
    pub way: Way,
    pub of: Subject,
    /// The steps from the schema to the part of a value that the example is one of.
    pub steps: Vec<Step>,
    pub value: Value,
}

/// The direction in which an example is sent. A field that goes only in the other direction may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Way {
    Sent,
    Received,
    Either,
}

/// A part of the spec: the path of its resource, and its name there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub resource: Vec<String>,
    pub name: String,
}

/// The subject of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    Type(Part),
    /// The request body of an endpoint, in one format.
    Body(Part, BodyForm),
    /// The response of an endpoint with a status: `200`, `2XX` or `default`.
    Answer(Part, String),
    /// The response of an endpoint with an error status.
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

/// The verdict on an example.
#[cfg(feature = "example-tests")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Valid {
        /// Whether it has members that the schema neither names nor forbids.
        has_more: bool,
    },
    /// The example is not valid for its own schema.
    Invalid(String),
}
