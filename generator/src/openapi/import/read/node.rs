//! Questions about a single node of a document.

use crate::openapi::document::Node;
use crate::words::limit::Stated;

/// Returns whether a schema allows null only.
pub(in crate::openapi::import) fn is_null(value: Node<'_>) -> bool {
    // Some generators of 3.0 write null as a schema with nothing else.
    let marker = value.as_object().is_some_and(|object| {
        object.get("nullable").is_some_and(|nullable| nullable == true)
            && object.keys().all(|key| matches!(key, "nullable" | "description" | "title"))
    });
    if marker {
        return true;
    }
    let only_null = |values: Node<'_>| {
        values
            .as_array()
            .is_some_and(|values| !values.is_empty() && values.into_iter().all(Node::is_null))
    };
    value.get("type").is_some_and(|type_| type_ == *"null" || only_null_type(type_))
        || value.get("enum").is_some_and(only_null)
        || (value.get("const").is_some_and(Node::is_null))
}

fn only_null_type(type_: Node<'_>) -> bool {
    type_
        .as_array()
        .is_some_and(|names| !names.is_empty() && names.into_iter().all(|name| name == *"null"))
}

/// Returns the operand that a value of the document states.
pub(in crate::openapi::import) fn stated(value: Node<'_>) -> Option<Stated<'_>> {
    if let Some(text) = value.as_str() {
        return Some(Stated::Text(text));
    }
    value
        .as_bool()
        .map(Stated::Flag)
        .or_else(|| value.as_u64().map(Stated::Count))
        .or_else(|| value.as_f64().map(Stated::Number))
}
