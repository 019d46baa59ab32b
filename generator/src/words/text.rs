//! Documentation.

#[cfg(test)]
use schemars::JsonSchema;
use serde::Deserialize;

/// The documentation of a type, a field, a parameter, an endpoint or a resource.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Text {
    /// One sentence.
    pub summary: Option<String>,
    /// Further text, in Markdown.
    pub description: Option<String>,
    /// Whether it is deprecated, and what to use instead.
    // The outer `Option` tells whether it is deprecated, and the inner one whether there is a note.
    #[allow(clippy::option_option)]
    pub deprecated: Option<Option<String>>,
}

impl Text {
    /// Returns the documentation that a spec has in its keys.
    pub fn new(
        summary: Option<&String>,
        description: Option<&String>,
        deprecated: Option<&Deprecation>,
    ) -> Self {
        Self {
            summary: summary.cloned(),
            description: description.cloned(),
            deprecated: match deprecated {
                Some(Deprecation::Flag(true)) => Some(None),
                Some(Deprecation::Note(note)) => Some(Some(note.clone())),
                Some(Deprecation::Flag(false)) | None => None,
            },
        }
    }
}

/// `true`, or what to use instead.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(untagged)]
pub enum Deprecation {
    /// Whether it is deprecated.
    Flag(bool),
    /// What to use instead.
    Note(String),
}
