//! Values in examples.

use crate::ir::Example;

/// A value as an example writes it, where it can; `root` is where users find the crate's root.
pub(in crate::emit) fn literal(example: &Example, root: &str) -> Option<String> {
    Some(match example {
        Example::Text(text) => format!("{text:?}"),
        Example::Integer(value) => value.to_string(),
        Example::Number(value) => format!("{value:?}"),
        Example::Boolean(value) => value.to_string(),
        Example::File => format!("{root}::Upload::file(\"path/to/file\")"),
        Example::Argument => return None,
    })
}
