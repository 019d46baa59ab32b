//! The styles of pagination.

#[cfg(test)]
use schemars::JsonSchema;
use serde::Deserialize;

/// How the next page is requested.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum PageStyle {
    /// There is one page only.
    #[default]
    Single,
    /// By page number.
    Page,
    /// By an offset in items.
    Offset,
    /// By a cursor from the response.
    Cursor,
    /// By the `next` link of the `Link` header (RFC 8288), or else by the link at `next` in the body.
    Link,
}

impl PageStyle {
    /// Returns the word that a spec has for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Page => "page",
            Self::Offset => "offset",
            Self::Cursor => "cursor",
            Self::Link => "link",
        }
    }
}

/// The pagination of a list, once it is checked. Paths start at the whole body.
#[derive(Debug, Clone)]
pub struct Pages {
    pub next_page: NextPage,
    /// The query parameter with the size of a page.
    pub size: Option<String>,
    pub items: Option<String>,
    pub total: Option<String>,
    pub next: Option<String>,
    pub more: Option<String>,
}

/// How the next page is requested, with the query parameter that does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextPage {
    Single,
    Page(String),
    Offset(String),
    Cursor(String),
    /// The link that a response gives.
    Link,
}
