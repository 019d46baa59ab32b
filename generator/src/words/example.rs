//! Example calls: the requests that a document has values for.

use serde_json::Value;

use super::location::Location;

/// A call of an operation, with values that its document allows.
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleCall {
    /// The operation in the client: `zones.dns_records.list`.
    pub id: String,
    pub method: String,
    pub path: String,
    /// In the document's order; of a parameter that stands in the path and in the operation, that of the operation.
    pub arguments: Vec<ExampleArgument>,
    pub body: Option<ExampleBody>,
    /// What the document gives no value for, nor tells how to make one.
    pub missing: Vec<String>,
}

/// The body of an example call.
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleBody {
    /// The media type of the document's in which a client sends it.
    pub media_type: String,
    pub value: Value,
    /// The same with the members that a server adds to it, where its schema has any that it always adds: a type
    /// that is both sent and answered has them.
    pub held: Option<Value>,
}

/// The value of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleArgument {
    pub location: Location,
    pub wire: String,
    pub value: Value,
}
