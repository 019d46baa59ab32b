//! The formats of bodies, and their usual media types.

#[cfg(test)]
use schemars::JsonSchema;
use serde::Deserialize;

/// The format of a request body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum BodyForm {
    /// JSON.
    #[default]
    Json,
    /// Fields as `application/x-www-form-urlencoded`.
    Form,
    /// Fields and files as `multipart/form-data`; the type of a file is `binary`.
    Multipart,
    /// Raw bytes, which have no type.
    Binary,
    /// Plain text; a `string` unless a type says more.
    Text,
}

impl BodyForm {
    /// Returns the word that a spec has for it.
    #[cfg(feature = "openapi")]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Form => "form",
            Self::Multipart => "multipart",
            Self::Binary => "binary",
            Self::Text => "text",
        }
    }

    /// Returns the media type of a body for which no other is given.
    #[cfg(feature = "openapi")]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => JSON,
            Self::Form => "application/x-www-form-urlencoded",
            Self::Multipart => "multipart/form-data",
            Self::Binary => BYTES,
            Self::Text => TEXT,
        }
    }
}

/// The format of a response body. Only JSON is wrapped in the envelope of the API.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum AnswerForm {
    /// JSON.
    #[default]
    Json,
    /// Plain text; a `string` unless a type says more.
    Text,
    /// Raw bytes, streamed; they have no type.
    Binary,
    /// Server-sent events, each with JSON of the type; `any` unless a type is given.
    Events,
    /// One JSON value of the type per line; `any` unless a type is given.
    Lines,
}

impl AnswerForm {
    /// Returns the word that a spec has for it.
    #[cfg(feature = "openapi")]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Text => "text",
            Self::Binary => "binary",
            Self::Events => "events",
            Self::Lines => "lines",
        }
    }

    /// Returns the media type that a server usually answers with.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => JSON,
            Self::Text => TEXT,
            Self::Binary => BYTES,
            Self::Events => "text/event-stream",
            Self::Lines => "application/x-ndjson",
        }
    }

    /// Returns the media types that a request accepts unless others are given: any text, or any bytes.
    pub const fn accepted(self) -> &'static str {
        match self {
            Self::Text => "text/*",
            Self::Binary => "*/*",
            Self::Json | Self::Events | Self::Lines => self.media_type(),
        }
    }
}

const JSON: &str = "application/json";
const TEXT: &str = "text/plain";
const BYTES: &str = "application/octet-stream";
