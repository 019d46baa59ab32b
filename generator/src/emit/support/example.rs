//! Values in examples.

use crate::ir::Example;

/// Returns a value as an example writes it, if it can; `upload` returns the path of the runtime's type of files.
pub(in crate::emit) fn literal(example: &Example, upload: impl Fn() -> String) -> Option<String> {
    Some(match example {
        Example::Text(text) => format!("{text:?}"),
        Example::Integer(value) => value.to_string(),
        Example::Number(value) => format!("{value:?}"),
        Example::Boolean(value) => value.to_string(),
        Example::File => format!("{}::file(\"path/to/file\")", upload()),
        Example::Argument => return None,
    })
}
