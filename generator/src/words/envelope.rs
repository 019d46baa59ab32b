//! The envelope around the data of responses.

#[cfg(test)]
use schemars::JsonSchema;
use serde::Deserialize;

/// Whether an endpoint differs from the API's envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Wrapping {
    /// The response has no envelope.
    None,
    /// The response may have the envelope or not.
    Optional,
}

impl Wrapping {
    /// Returns the word that a spec has for it.
    #[cfg(feature = "openapi")]
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Optional => "optional",
        }
    }
}

/// The value that a field of the envelope has on success.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(untagged)]
pub enum Scalar {
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A string.
    Text(String),
}
