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
    /// The parameters in the document's order. A parameter of the operation replaces that of the path.
    pub arguments: Vec<ExampleArgument>,
    pub body: Option<ExampleBody>,
    /// The parameters for which the document neither gives a value nor describes how to make one.
    pub missing: Vec<String>,
}

/// The body of an example call.
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleBody {
    /// The document's media type in which a client sends the body.
    pub media_type: String,
    pub value: Value,
    /// The body with the members that a server always adds, if its schema has any: a type that is both sent and
    /// received has them.
    pub held: Option<Value>,
}

/// The value of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleArgument {
    pub location: Location,
    pub wire: String,
    pub value: Value,
}
