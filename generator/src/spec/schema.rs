//! The JSON Schema of the language, which editors and the schema pass use.
//!
//! It is made from the model and kept as a text. Making it takes a dependency and a derive on every type of the model,
//! which everybody who builds a client would compile. A test makes it again, and writes the text where it differs.

#[cfg(test)]
mod model;

use std::sync::OnceLock;

use serde_json::Value;

/// The schema that the model gives.
const TEXT: &str = include_str!("schema.json");

/// Which kind of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum File {
    /// `api.yaml`.
    Api,
    /// Any other.
    Resource,
    /// A file of overrides.
    Overrides,
}

impl File {
    /// Returns its schema.
    pub(super) fn schema(self) -> &'static Value {
        let name = match self {
            Self::Api => "ApiFile",
            Self::Resource => "ResourceFile",
            Self::Overrides => "OverridesFile",
        };
        &document()["$defs"][name]
    }
}

/// Returns the JSON Schema of a spec file, for editors: one document for both kinds of file,
/// indented, with a newline at the end. It is what `spec/schema.json` holds.
pub fn schema() -> String {
    TEXT.to_owned()
}

/// Returns what a `$ref` refers to.
pub(super) fn referred(reference: &str) -> Option<&'static Value> {
    document().pointer(reference.strip_prefix('#')?)
}

fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    // A test makes the text, so it is JSON.
    DOCUMENT.get_or_init(|| serde_json::from_str(TEXT).unwrap_or_default())
}
