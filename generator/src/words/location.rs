//! The locations of parameters.

use super::standing::Place;

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
            .find(|location| location.place().called() == word)
    }

    /// Returns the place that a parameter stands in.
    pub const fn place(self) -> Place {
        match self {
            Self::Path => Place::Path,
            Self::Query => Place::Query,
            Self::Header => Place::Header,
            Self::Cookie => Place::Cookie,
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
