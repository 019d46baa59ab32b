//! How a list is paged.

use crate::answer::links::ReadLinks;
use crate::describe::data::Text;

/// How a list is paged. Paths lead from the whole body, such as `result_info.total_count`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Pages {
    /// How the following page is asked for.
    pub style: PageStyle,
    /// The name of the query parameter that asks for it.
    pub parameter: Text,
    /// The name of the query parameter that says how many items a page has.
    pub size: Option<Text>,
    /// The path to the items; without one the data itself is the list.
    pub items: Option<Text>,
    /// The path to the number of items on all pages together.
    pub total: Option<Text>,
    /// The path to the cursor of the following page.
    pub next: Option<Text>,
    /// The path to a boolean that says whether a page follows.
    pub more: Option<Text>,
    /// Reads the links, of pages that are made as those of [`PageStyle::Link`]: a program without such is linked without.
    pub(crate) links: Option<ReadLinks>,
}

/// How the following page of a list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageStyle {
    /// The first page is the only one.
    Single,
    /// By its number, counted from 1.
    Page,
    /// By a cursor that the page before holds.
    Cursor,
    /// By the number of items before it.
    Offset,
    /// By the link with the relation `next` in the header `Link` (RFC 8288); without one, by the link at
    /// [`Pages::next`] in the body.
    Link,
}

impl Pages {
    /// Pages of a style; the parameter's name is empty for [`PageStyle::Single`].
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

    /// The first page is the only one.
    #[must_use]
    pub const fn single() -> Self {
        Self::fixed(PageStyle::Single, "")
    }

    /// Pages asked for by number.
    #[must_use]
    pub const fn page(parameter: &'static str) -> Self {
        Self::fixed(PageStyle::Page, parameter)
    }

    /// Pages asked for by cursor.
    #[must_use]
    pub const fn cursor(parameter: &'static str) -> Self {
        Self::fixed(PageStyle::Cursor, parameter)
    }

    /// Pages asked for by the number of items before them.
    #[must_use]
    pub const fn offset(parameter: &'static str) -> Self {
        Self::fixed(PageStyle::Offset, parameter)
    }

    /// Pages whose following page a link leads to.
    #[must_use]
    pub const fn link() -> Self {
        Self::fixed(PageStyle::Link, "")
    }

    /// The name of the parameter that says how many items a page has.
    #[must_use]
    pub const fn size(mut self, parameter: &'static str) -> Self {
        self.size = Some(parameter);
        self
    }

    /// The path to the items.
    #[must_use]
    pub const fn items(mut self, path: &'static str) -> Self {
        self.items = Some(path);
        self
    }

    /// The path to the number of items on all pages together.
    #[must_use]
    pub const fn total(mut self, path: &'static str) -> Self {
        self.total = Some(path);
        self
    }

    /// The path to the cursor of the following page.
    #[must_use]
    pub const fn next(mut self, path: &'static str) -> Self {
        self.next = Some(path);
        self
    }

    /// The path to a boolean that says whether a page follows.
    #[must_use]
    pub const fn more(mut self, path: &'static str) -> Self {
        self.more = Some(path);
        self
    }
}
