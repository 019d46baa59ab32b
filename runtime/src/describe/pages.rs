//! How a list is paged.

use crate::answer::links::ReadLinks;
use crate::describe::data::Text;

/// How a list is paged. All paths start at the whole response body, such as `result_info.total_count`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Pages {
    /// How the next page is requested.
    pub style: PageStyle,
    /// The name of the query parameter that requests it.
    pub parameter: Text,
    /// The name of the query parameter with the number of items on a page.
    pub size: Option<Text>,
    /// The path to the items; `None`: the data itself is the list.
    pub items: Option<Text>,
    /// The path to the number of items on all pages.
    pub total: Option<Text>,
    /// The path to the cursor of the next page.
    pub next: Option<Text>,
    /// The path to a boolean that says whether another page follows.
    pub more: Option<Text>,
    /// Reads links, for [`PageStyle::Link`]. A program without such lists is linked without it.
    pub(crate) links: Option<ReadLinks>,
}

/// How the next page of a list is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageStyle {
    /// The list has a single page.
    Single,
    /// By its number, counted from 1.
    Page,
    /// By a cursor, which the page before contains.
    Cursor,
    /// By the number of items before it.
    Offset,
    /// By the link with the relation `next` in the header `Link` (RFC 8288), or else by the link at [`Pages::next`] in
    /// the body.
    Link,
}

impl Pages {
    /// Returns pages of a style. `parameter` is empty for [`PageStyle::Single`] and [`PageStyle::Link`].
    #[must_use]
    pub fn new(style: PageStyle, parameter: Text) -> Self {
        let mut pages = Self::fixed(style, "");
        pages.parameter = parameter;
        pages
    }

    const fn fixed(style: PageStyle, parameter: &'static str) -> Self {
        Self {
            style,
            parameter,
            size: None,
            items: None,
            total: None,
            next: None,
            more: None,
            links: match style {
                PageStyle::Link => Some(ReadLinks::new()),
                _ => None,
            },
        }
    }

    /// Returns a list with a single page.
    #[must_use]
    pub const fn single() -> Self {
        Self::fixed(PageStyle::Single, "")
    }

    /// Returns pages that are requested by number.
    #[must_use]
    pub const fn page(parameter: &'static str) -> Self {
        Self::fixed(PageStyle::Page, parameter)
    }

    /// Returns pages that are requested by cursor.
    #[must_use]
    pub const fn cursor(parameter: &'static str) -> Self {
        Self::fixed(PageStyle::Cursor, parameter)
    }

    /// Returns pages that are requested by the number of items before them.
    #[must_use]
    pub const fn offset(parameter: &'static str) -> Self {
        Self::fixed(PageStyle::Offset, parameter)
    }

    /// Returns pages that link to the next one.
    #[must_use]
    pub const fn link() -> Self {
        Self::fixed(PageStyle::Link, "")
    }

    /// Sets the name of the query parameter with the number of items on a page.
    #[must_use]
    pub const fn size(mut self, parameter: &'static str) -> Self {
        self.size = Some(parameter);
        self
    }

    /// Sets the path to the items.
    #[must_use]
    pub const fn items(mut self, path: &'static str) -> Self {
        self.items = Some(path);
        self
    }

    /// Sets the path to the number of items on all pages.
    #[must_use]
    pub const fn total(mut self, path: &'static str) -> Self {
        self.total = Some(path);
        self
    }

    /// Sets the path to the cursor of the next page.
    #[must_use]
    pub const fn next(mut self, path: &'static str) -> Self {
        self.next = Some(path);
        self
    }

    /// Sets the path to a boolean that says whether another page follows.
    #[must_use]
    pub const fn more(mut self, path: &'static str) -> Self {
        self.more = Some(path);
        self
    }
}
