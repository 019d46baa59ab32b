//! One page of a list.

use std::fmt;
use std::slice;
use std::vec;

use serde::ser::{Serialize, SerializeMap as _, Serializer};

use crate::base::secret::REDACTED;
use crate::base::target::Target;
use crate::describe::pages::{PageStyle, Pages};
use crate::json::form::Form;
use crate::json::read::Reader;
use crate::json::tape::{Node, Token};
use crate::json::value::Value;
use crate::json::write::Writer;

/// One page of a list.
///
/// The operation's [`Pages`] say where the list is in the response, and where the total is.
/// [`Request::pages`](crate::Request::pages) streams all pages, and [`Request::items`](crate::Request::items) their
/// items.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items of this page.
    pub items: Vec<T>,
    /// The number of items on all pages, if the API says it.
    pub total: Option<u64>,
    /// The position of the next page: the value of the parameter (page number, cursor or offset), or the whole link.
    /// Pass it to [`starting_at`](crate::Request::starting_at). It is `None` on the last page, and also if the response
    /// says that a page follows but not how to request it, which is an error at the end of a stream of pages.
    /// Credentials are removed from a link, but it may contain other secrets, so `Debug` masks it.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Returns a page that is the only one of a list, for a mock.
    ///
    /// ```
    /// use clientwright_runtime::Page;
    ///
    /// let page = Page::new(["a", "b"]).total(3).next("2");
    /// assert_eq!((page.len(), page.total), (2, Some(3)));
    /// ```
    #[must_use]
    pub fn new(items: impl Into<Vec<T>>) -> Self {
        Self { items: items.into(), total: None, next: None }
    }

    /// Sets the number of items on all pages.
    #[must_use]
    pub fn total(mut self, total: u64) -> Self {
        self.total = Some(total);
        self
    }

    /// Sets the position of the next page.
    #[must_use]
    pub fn next(mut self, value: impl Into<String>) -> Self {
        self.next = Some(value.into());
        self
    }

    /// Returns the number of items on this page.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns whether this page has no items.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Returns the position of the next page; a link is masked.
    fn shown_next(&self) -> Option<&str> {
        self.next.as_deref().map(|next| if next.contains("://") { REDACTED } else { next })
    }

    /// Iterates over the items of this page.
    pub fn iter(&self) -> slice::Iter<'_, T> {
        self.items.iter()
    }
}

/// Masks a link, whose parameters may be secret.
impl<T: fmt::Debug> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("items", &self.items)
            .field("total", &self.total)
            .field("next", &self.shown_next())
            .finish()
    }
}

/// Writes an object with `items`, and with `total` and `next` if they are known. The types of the items mask their
/// secrets. A `next` that is a link is masked, since its parameters may be secret.
impl<T: Serialize> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let length = 1 + usize::from(self.total.is_some()) + usize::from(self.next.is_some());
        let mut map = serializer.serialize_map(Some(length))?;
        map.serialize_entry("items", &self.items)?;
        if let Some(total) = self.total {
            map.serialize_entry("total", &total)?;
        }
        if let Some(next) = self.shown_next() {
            map.serialize_entry("next", next)?;
        }
        map.end()
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// What a page must know about its request.
#[derive(Clone, Debug)]
pub(crate) struct PageContext {
    pub(crate) pages: Pages,
    /// The value of the parameter that requested this page.
    pub(crate) current: Option<String>,
    /// The number of items that were requested.
    pub(crate) size: Option<u64>,
    /// The number of items on the pages before, if it is known.
    pub(crate) before: Option<u64>,
    /// The links of a page of [`PageStyle::Link`].
    pub(crate) links: Option<Links>,
}

impl PageContext {
    fn follow<'t>(root: Node<'t>, path: Option<&str>) -> Option<Node<'t>> {
        root.follow(path?)
    }

    fn total(&self, root: Node<'_>) -> Option<u64> {
        match Self::follow(root, self.pages.total)?.token() {
            Token::Unsigned(total) => Some(total),
            _ => None,
        }
    }

    /// Returns the position of the next page, after a page of `count` items.
    fn next(&self, root: Node<'_>, count: u64, total: Option<u64>) -> Option<String> {
        let more = Self::follow(root, self.pages.more).map(Node::token);
        // If the API says that more pages follow, an empty page is not the last one: its items were filtered out.
        let over = match more {
            Some(Token::Bool(more)) => !more,
            _ => count == 0,
        };
        if over {
            return None;
        }
        let current = || self.current.as_deref()?.parse::<u64>().ok();
        // A total that is less than the items of this page alone cannot be right.
        let total = total.filter(|total| *total >= count);
        match self.pages.style {
            PageStyle::Single => None,
            PageStyle::Page => {
                let page = current().unwrap_or(1);
                let over = total.is_some_and(|total| self.reaches(total, page, count));
                (!over).then(|| page.saturating_add(1).to_string())
            }
            PageStyle::Offset => {
                let seen = current().unwrap_or(0).saturating_add(count);
                total.is_none_or(|total| seen < total).then(|| seen.to_string())
            }
            PageStyle::Link => {
                let links = self.links.as_ref()?;
                let in_body = || Self::follow(root, self.pages.next)?.as_str();
                links.next(in_body)
            }
            PageStyle::Cursor => {
                let cursor = Self::follow(root, self.pages.next)?;
                let text = match cursor.token() {
                    Token::Unsigned(number) => number.to_string(),
                    _ => cursor.as_str()?.to_owned(),
                };
                // The cursor of this page itself would request it again.
                (!text.is_empty() && self.current.as_ref() != Some(&text)).then_some(text)
            }
        }
    }
}

impl PageContext {
    /// Returns the path that says that a page follows, and the path that should say how to request it; `None` unless
    /// the response says the first and not the second. `next` is the position that the page states.
    pub(crate) fn lost(&self, root: Node<'_>, next: Option<&str>) -> Option<(&str, &str)> {
        let more = self.pages.more?;
        let says_more = Self::follow(root, Some(more))?.token() == Token::Bool(true);
        if !says_more || next.is_some() {
            return None;
        }
        let place = self.pages.next;
        match self.pages.style {
            // A cursor that comes a second time ends the list.
            PageStyle::Cursor => {
                let cursor = Self::follow(root, place).and_then(|cursor| match cursor.token() {
                    Token::Unsigned(_) => Some(false),
                    _ => cursor.as_str().map(str::is_empty),
                });
                cursor.unwrap_or(true).then_some((more, place.unwrap_or_default()))
            }
            PageStyle::Link => Some((more, place.unwrap_or("Link"))),
            PageStyle::Single | PageStyle::Page | PageStyle::Offset => None,
        }
    }

    /// Returns whether a numbered page of `count` items is the last one of `total`.
    fn reaches(&self, total: u64, page: u64, count: u64) -> bool {
        if let Some(before) = self.before {
            return before.saturating_add(count) >= total;
        }
        // The pages before are taken to have as many items as this one if it is full, and otherwise as many as were
        // requested. A server may put fewer items than that on each page; that is taken into account if it fits.
        page.saturating_mul(count) >= total
            || self.size.is_some_and(|size| {
                page.saturating_sub(1).saturating_mul(size).saturating_add(count) == total
            })
    }

    /// Returns the list of items.
    pub(crate) fn list<'t>(&self, root: Node<'t>, data: Node<'t>) -> Option<Node<'t>> {
        match self.pages.items {
            None => Some(data),
            Some(path) => root.follow(path),
        }
    }
}

/// Where the page came from, and what its headers link to.
#[derive(Clone, Debug)]
pub(crate) struct Links {
    pub(crate) from: Target,
    pub(crate) next: Option<String>,
    /// The query parameters that carry credentials, since servers repeat them in their links.
    pub(crate) credentials: Vec<String>,
}

impl Links {
    /// Returns the link to the next page without credentials: from the headers, or else from the body. A link that
    /// leads nowhere is returned as it is, and refused when it is followed.
    pub(crate) fn next<'a>(&'a self, in_body: impl FnOnce() -> Option<&'a str>) -> Option<String> {
        let link = self.next.as_deref().or_else(in_body).filter(|link| !link.is_empty())?;
        let Some(mut target) = self.from.redirected(link) else {
            return Some(link.to_owned());
        };
        for name in &self.credentials {
            target.remove_query(name);
        }
        Some(target.url)
    }
}

impl<T: Value> Value for Page<T> {
    type Form = Self;
}

impl<T: Value> Form<Self> for Page<T> {
    #[inline]
    fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> Self {
        let root = reader.root();
        let context = reader.pages();
        let list = match context {
            None => Some(node),
            Some(context) => context.list(root, node),
        };
        let Some(list) = list else {
            reader.malformed(node, "an object that holds the items of the page");
            return Value::placeholder();
        };
        let items: Vec<T> = Value::read(reader, list);
        let total = context.and_then(|context| context.total(root));
        let next = context.and_then(|context| context.next(root, items.len() as u64, total));
        Self { items, total, next }
    }

    fn write(value: &Self, writer: &mut Writer) {
        writer.page(value.total, value.next.as_deref(), value.items.len());
        value.items.write(writer);
    }

    fn placeholder() -> Self {
        Self { items: Vec::new(), total: None, next: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::tape::Tape;

    fn read(
        pages: Pages,
        current: Option<&str>,
        size: Option<u64>,
        text: &str,
    ) -> Result<Page<i64>, String> {
        let tape = Tape::parse(text).unwrap();
        let root = tape.root();
        let context = PageContext {
            pages,
            current: current.map(str::to_owned),
            size,
            before: None,
            links: None,
        };
        let mut reader = Reader::new(root, Some(&context));
        let data = root.member("data").unwrap();
        let page: Page<_> = Value::read(&mut reader, data);
        reader.finish(page)
    }

    fn next(pages: Pages, current: Option<&str>, size: Option<u64>, text: &str) -> Option<String> {
        read(pages, current, size, text).unwrap().next
    }

    #[test]
    fn numbered_pages_end_at_the_total_or_at_an_empty_page() {
        let pages = Pages::page("page").total("total");
        let two = r#"{"data":[1,2],"total":3}"#;
        assert_eq!(next(pages.clone(), None, None, two).as_deref(), Some("2"));
        assert_eq!(next(pages.clone(), Some("2"), Some(2), two), None);
        assert_eq!(next(pages.clone(), None, None, r#"{"data":[],"total":3}"#), None);
        assert_eq!(next(pages, Some("4"), None, r#"{"data":[1]}"#).as_deref(), Some("5"));
    }

    #[test]
    fn offsets_count_what_was_seen() {
        let pages = Pages::offset("offset").total("total");
        let two = r#"{"data":[1,2],"total":5}"#;
        assert_eq!(next(pages.clone(), Some("2"), None, two).as_deref(), Some("4"));
        assert_eq!(next(pages, Some("3"), None, two), None);
    }

    #[test]
    fn cursors_are_taken_from_the_body() {
        let pages =
            Pages::cursor("cursor").items("data.keys").next("data.cursor").more("data.hasMore");
        let body = |more: bool, cursor: &str| {
            format!(r#"{{"data":{{"keys":[1],"hasMore":{more},"cursor":{cursor}}}}}"#)
        };
        assert_eq!(next(pages.clone(), None, None, &body(true, "\"x\"")).as_deref(), Some("x"));
        assert_eq!(next(pages.clone(), Some("x"), None, &body(true, "\"x\"")), None);
        assert_eq!(next(pages.clone(), None, None, &body(false, "\"x\"")), None);
        let empty = r#"{"data":{"keys":[],"hasMore":true,"cursor":"y"}}"#;
        assert_eq!(next(pages.clone(), Some("x"), None, empty).as_deref(), Some("y"));
        assert_eq!(next(pages.clone(), None, None, &body(true, "\"\"")), None);
        let lost = read(pages, None, None, r#"{"data":{}}"#).unwrap_err();
        assert_eq!(lost, "`data` is not an object that holds the items of the page");
    }

    #[test]
    fn a_page_is_written_with_what_is_known_of_it_and_without_a_link() {
        let json = |page: &Page<i64>| serde_json::to_string(page).unwrap();
        assert_eq!(json(&Page::new([1, 2])), r#"{"items":[1,2]}"#);
        assert_eq!(
            json(&Page::new([1]).total(3).next("2")),
            r#"{"items":[1],"total":3,"next":"2"}"#
        );
        let linked = json(&Page::new([]).next("https://api.example.com/?token=t-1"));
        assert!(!linked.contains("t-1") && linked.contains(REDACTED), "{linked}");
    }
}
