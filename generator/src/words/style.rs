//! The styles of lists and objects in parameters and forms: those of `OpenAPI`, by the rules of RFC 6570.

#[cfg(test)]
use schemars::JsonSchema;
use serde::Deserialize;

/// The style of a list or an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Style {
    /// In a query: `ids=1&ids=2`, and with `explode: false` `ids=1,2`.
    Form,
    /// In a path or a header: `1,2`.
    Simple,
    /// In a path: `.1,2`, and with `explode: true` `.1.2`.
    Label,
    /// In a path: `;ids=1,2`, and with `explode: true` `;ids=1;ids=2`.
    Matrix,
    /// In a query: `ids=1%202`.
    SpaceDelimited,
    /// In a query: `ids=1%7C2`.
    PipeDelimited,
    /// In a query: `filter[a]=1&filter[b][c]=2`.
    DeepObject,
}

impl Style {
    /// Returns the word that a spec has for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Simple => "simple",
            Self::Label => "label",
            Self::Matrix => "matrix",
            Self::SpaceDelimited => "spaceDelimited",
            Self::PipeDelimited => "pipeDelimited",
            Self::DeepObject => "deepObject",
        }
    }

    /// Returns whether each part is written on its own by default.
    pub const fn explodes(self) -> bool {
        matches!(self, Self::Form | Self::DeepObject)
    }

    /// Returns whether it uses a delimiter between parts, which exploded values do not have.
    pub const fn delimits(self) -> bool {
        matches!(self, Self::SpaceDelimited | Self::PipeDelimited)
    }
}

/// How a list repeats its key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ListKeys {
    /// `tags=a&tags=b`
    #[default]
    Repeat,
    /// `tags[]=a&tags[]=b`
    Brackets,
    /// `tags[0]=a&tags[1]=b`
    Indices,
}

impl ListKeys {
    /// Returns the word that a spec has for it.
    #[cfg(feature = "openapi")]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Repeat => "repeat",
            Self::Brackets => "brackets",
            Self::Indices => "indices",
        }
    }
}

/// The format of a value that has no style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ValueForm {
    /// JSON in one string.
    Json,
}

impl ValueForm {
    /// Returns the word that a spec has for it.
    #[cfg(feature = "openapi")]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
        }
    }
}

/// The encoding of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding {
    pub style: Style,
    /// Whether each part is written on its own.
    pub explode: bool,
    /// How a list repeats its key.
    pub lists: ListKeys,
    /// Whether the value is written as JSON, without a style.
    pub json: bool,
}

impl Encoding {
    /// Returns the default encoding of a style.
    pub const fn new(style: Style) -> Self {
        Self { style, explode: style.explodes(), lists: ListKeys::Repeat, json: false }
    }
}
