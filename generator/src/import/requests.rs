//! The calls that a document has values for, as those of the spec.

use crate::check::checked;
use crate::openapi::document::Document;
use crate::openapi::requests::{self, Operation};

/// A call of each operation that was taken.
pub(super) fn calls(document: &Document, operations: &[Operation]) -> Vec<checked::ExampleCall> {
    requests::calls(document, operations).into_iter().map(call).collect()
}

/// A call of the document as one of the spec. What stands elsewhere than parameters do has been left out of both.
fn call(call: requests::Call) -> checked::ExampleCall {
    let argument = |argument: requests::Argument| {
        let location = match argument.place.as_str() {
            "path" => checked::Location::Path,
            "query" => checked::Location::Query,
            "header" => checked::Location::Header,
            "cookie" => checked::Location::Cookie,
            _ => return None,
        };
        Some(checked::ExampleArgument { location, wire: argument.name, value: argument.value })
    };
    checked::ExampleCall {
        id: call.id,
        method: call.method,
        path: call.path,
        arguments: call.arguments.into_iter().filter_map(argument).collect(),
        body: call.body.map(|body| checked::ExampleBody {
            media_type: body.media_type,
            value: body.value,
            held: body.held,
        }),
        missing: call.missing,
    }
}
