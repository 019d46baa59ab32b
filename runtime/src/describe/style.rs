//! How a value with several parts is written into one parameter: the styles of `OpenAPI`.

use crate::call::drafted::Structured;

/// How a value with several parts is written into one parameter. A single string is written the same way in `form`,
/// `simple` and the delimited styles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// `ids=1&ids=2`; not exploded `ids=1,2`. The default of queries and cookies.
    Form,
    /// `1,2`. The default of paths and headers.
    Simple,
    /// `.1.2`; not exploded `.1,2`. For paths only.
    Label,
    /// `;ids=1;ids=2`; not exploded `;ids=1,2`. For paths only.
    Matrix,
    /// `ids=1%202`. For queries only, and never exploded.
    SpaceDelimited,
    /// `ids=1%7C2`. For queries only, and never exploded.
    PipeDelimited,
    /// `filter[a]=1&filter[b][c]=2`: each part has a key that names the path to it. For queries only.
    DeepObject,
    /// The value as JSON.
    Json,
    /// A string as it is, and anything else as JSON.
    Text,
}

/// How a list repeats its key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ListKeys {
    /// `tags=a&tags=b`
    #[default]
    Repeat,
    /// `tags[]=a&tags[]=b`
    Brackets,
    /// `tags[0]=a&tags[1]=b`
    Indices,
}

/// How a value with several parts is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Encoding {
    /// The style: what is put around and between the parts.
    pub style: Style,
    /// Whether each part is written separately. Default: only with [`Style::Form`].
    pub explode: bool,
    /// How a list repeats its key.
    pub lists: ListKeys,
    /// Set if the value is neither a string nor a list of strings: a call sets it with
    /// [`Compose::structured`](crate::spec::Compose::structured).
    pub structured: Option<Structured>,
}

impl Encoding {
    /// Returns a style with its default of `explode`.
    #[must_use]
    pub const fn new(style: Style) -> Self {
        Self {
            style,
            explode: matches!(style, Style::Form | Style::DeepObject),
            lists: ListKeys::Repeat,
            structured: None,
        }
    }
}
