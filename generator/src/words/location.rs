//! The locations of parameters.

use super::standing::Slot;

/// Where a parameter stands in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

impl Location {
    /// Returns the location that `OpenAPI` calls so, as in `in: query`.
    #[cfg(feature = "openapi")]
    pub fn read(word: &str) -> Option<Self> {
        [Self::Path, Self::Query, Self::Header, Self::Cookie]
            .into_iter()
            .find(|location| location.slot().called() == word)
    }

    /// Returns the place for text that a parameter of this location stands in.
    pub const fn slot(self) -> Slot {
        match self {
            Self::Path => Slot::Path,
            Self::Query => Slot::Query,
            Self::Header => Slot::Header,
            Self::Cookie => Slot::Cookie,
        }
    }

    /// Returns the key of an endpoint that lists the parameters of this location.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Path => "path_params",
            Self::Query => "query",
            Self::Header => "headers",
            Self::Cookie => "cookies",
        }
    }
}
