//! How a value of several parts is written into one parameter: the styles of `OpenAPI`.

use crate::call::drafted::Structured;

/// How a value of several parts is written into one parameter. A value of one part is the same in `form`, `simple` and
/// the delimited styles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// `ids=1&ids=2`; not exploded `ids=1,2`. The usual one of a query and of cookies.
    Form,
    /// `1,2`. The usual one of a path and of headers.
    Simple,
    /// `.1.2`; not exploded `.1,2`. Of a path only.
    Label,
    /// `;ids=1;ids=2`; not exploded `;ids=1,2`. Of a path only.
    Matrix,
    /// `ids=1%202`. Of a query only, and never exploded.
    SpaceDelimited,
    /// `ids=1%7C2`. Of a query only, and never exploded.
    PipeDelimited,
    /// `filter[a]=1&filter[b][c]=2`: each part under a key that tells the way to it. Of a query only.
    DeepObject,
    /// The value as JSON.
    Json,
    /// A text as it is, and anything else as JSON.
    Text,
}

/// How a list that has a key repeats it.
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

/// How a value of several parts is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Encoding {
    /// What stands around and between the parts.
    pub style: Style,
    /// Whether each part stands on its own; unless said, with [`Style::Form`] only.
    pub explode: bool,
    /// How a list repeats its key.
    pub lists: ListKeys,
    /// Whether the value is more than a text or a list of texts: a call gives it by
    /// [`Compose::structured`](crate::spec::Compose::structured).
    pub structured: Option<Structured>,
}

impl Encoding {
    /// A style, exploded as it usually is.
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
