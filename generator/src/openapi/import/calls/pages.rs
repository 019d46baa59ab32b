//! Pagination, found by the usual names of parameters and response fields.
//!
//! The findings must fit together: a parameter that requests the next page, and, if the style needs it, the place in
//! the response that tells what to request. A response that is an object becomes a page only if everything beside its
//! single list is about pages.

use crate::openapi::import::calls::Calls;
use crate::openapi::import::calls::answers::Success;
use crate::openapi::import::calls::page_hints::{self, PageHints};
use crate::openapi::import::read::normal_form::{BOOLEAN, INTEGER, Meaning, NUMBER, STRING};
use crate::openapi::import::read::operations::Draft;
use crate::openapi::import::read::pointer::At;
use crate::spec::model::{Endpoint, Method, PageStyle, Pages};

const SIZE: &[&str] = &[
    "per_page",
    "page_size",
    "pageSize",
    "perPage",
    "limit",
    "max_results",
    "maxResults",
    "size",
    "count",
];
const PAGE: &[&str] = &["page", "page_number", "pageNumber", "page[number]"];
const OFFSET: &[&str] = &["offset", "skip"];
const CURSOR: &[&str] = &[
    "cursor",
    "page_token",
    "pageToken",
    "next_token",
    "nextToken",
    "continuation_token",
    "continuationToken",
    "continue",
    "start_cursor",
    "next_page_token",
    "after",
];
/// The names of the next cursor, by itself or in one of [`HOLDERS`].
const NEXT: &[&str] = &[
    "next_cursor",
    "nextCursor",
    "next_page_token",
    "nextPageToken",
    "next_token",
    "nextToken",
    "cursor",
    "continue",
    "continuation_token",
    "continuationToken",
    "next_page",
    "next",
    "after",
];
const TOTAL: &[&str] =
    &["total_count", "totalCount", "total", "total_items", "total_results", "totalResults"];
const MORE: &[&str] = &["has_more", "hasMore", "more", "has_next_page", "hasNextPage"];
const HOLDERS: &[&str] = &[
    "result_info",
    "meta",
    "metadata",
    "pagination",
    "paging",
    "page_info",
    "pageInfo",
    "response_metadata",
    "cursors",
    "links",
    "_links",
    "_metadata",
];
/// Other fields beside a list that are about pages.
const COMPANIONS: &[&str] = &[
    "object",
    "url",
    "limit",
    "offset",
    "page",
    "per_page",
    "page_size",
    "size",
    "count",
    "first_id",
    "last_id",
    "previous",
    "previous_page",
    "prev",
    "previous_cursor",
    "first",
    "last",
    "href",
    "total_pages",
    "pages",
    "kind",
    "apiVersion",
    "ok",
];

const NOTHING: &[&str] = &[];

/// The pagination, and the list if it is within an object.
pub(super) struct Found<'d> {
    pub(super) pages: Pages,
    pub(super) items: Option<Vec<At<'d>>>,
}

impl<'d> Calls<'d> {
    /// Returns how the list of an operation continues. `whole` is the response's body, `data` the field of the envelope
    /// with the list, if there is one.
    pub(super) fn pages(
        &mut self,
        draft: &Draft<'d>,
        success: &Success<'d>,
        endpoint: &Endpoint,
        whole: &Meaning<'d>,
        data: Option<&str>,
    ) -> Option<Found<'d>> {
        if draft.method != Method::Get || success.nullable {
            return None;
        }
        let query = |hint: Option<&str>, names: &[&str]| {
            let has = |name: &&str| {
                endpoint
                    .query
                    .iter()
                    .any(|(key, parameter)| key.wire == *name && parameter.const_.is_none())
            };
            hint.iter().chain(names).copied().find(has).map(str::to_owned)
        };
        let hints = page_hints::of_pages(&draft.at);
        let size = query(hints.size, SIZE);
        let total = self.way_to(whole, TOTAL, INTEGER | NUMBER);
        let mut pages = Pages { size: size.clone(), total, ..Pages::default() };
        let next = self.hinted(whole, hints.next, STRING);
        let next = next.or_else(|| self.way_to(whole, NEXT, STRING));
        // If the document says how a list continues, other parameters tell nothing.
        let (of_cursor, of_page, of_offset) = match &hints {
            PageHints { cursor: Some(_), .. } => (CURSOR, NOTHING, NOTHING),
            PageHints { page: Some(_), .. } => (NOTHING, PAGE, NOTHING),
            PageHints { offset: Some(_), .. } => (NOTHING, NOTHING, OFFSET),
            _ => (CURSOR, PAGE, OFFSET),
        };
        if self.has_link_header(draft) {
            pages.style = PageStyle::Link;
        } else if let (Some(cursor), Some(next)) = (query(hints.cursor, of_cursor), next) {
            pages.style = PageStyle::Cursor;
            pages.cursor = Some(cursor);
            pages.next = Some(next);
            let more = self.hinted(whole, hints.more, BOOLEAN);
            pages.more = more.or_else(|| self.way_to(whole, MORE, BOOLEAN));
        } else if let Some(page) = query(hints.page, of_page) {
            pages.style = PageStyle::Page;
            pages.page = Some(page);
        } else if let Some(offset) = query(hints.offset, of_offset).filter(|_| size.is_some()) {
            pages.style = PageStyle::Offset;
            pages.offset = Some(offset);
        } else {
            return None;
        }
        if data.is_some() || whole.properties.is_empty() {
            return Some(Found { pages, items: None });
        }
        let (name, items) = match hints.items.and_then(|name| self.list_called(whole, name)) {
            Some(found) => found,
            None => self.only_list(whole)?,
        };
        pages.items = Some(name.to_owned());
        Some(Found { pages, items: Some(items) })
    }

    /// Returns the list of an object that the document names as the paginated one.
    fn list_called(
        &mut self,
        whole: &Meaning<'d>,
        name: &'d str,
    ) -> Option<(&'d str, Vec<At<'d>>)> {
        let schemas = whole.properties.get(name)?.clone();
        let meaning = self.types.reader.meaning_of_all(&schemas);
        let is_list = !meaning.items.is_empty() && meaning.properties.is_empty();
        (is_list && !meaning.nullable).then_some((name, schemas))
    }

    /// Returns the path that the document states, if it leads to a value of one of these kinds.
    fn hinted(&mut self, whole: &Meaning<'d>, way: Option<&str>, kinds: u8) -> Option<String> {
        let way = way?;
        let mut names = way.split('.');
        let mut schemas = whole.properties.get(names.next()?)?.clone();
        for name in names {
            schemas = self.types.reader.meaning_of_all(&schemas).properties.get(name)?.clone();
        }
        let meaning = self.types.reader.meaning_of_all(&schemas);
        (meaning.kinds & kinds != 0 && meaning.properties.is_empty()).then(|| way.to_owned())
    }

    /// Returns the only list of an object, if everything beside it is about pages.
    fn only_list(&mut self, whole: &Meaning<'d>) -> Option<(&'d str, Vec<At<'d>>)> {
        let mut list = None;
        for (name, schemas) in whole.properties.iter() {
            let schemas = schemas.clone();
            let meaning = self.types.reader.meaning_of_all(&schemas);
            let about_pages =
                [NEXT, TOTAL, MORE, HOLDERS, COMPANIONS].iter().any(|names| names.contains(&name));
            if !meaning.items.is_empty()
                && meaning.properties.is_empty()
                && !meaning.nullable
                && !name.contains(['[', ']', ' ', '.'])
            {
                if list.replace((name, schemas)).is_some() {
                    return None;
                }
            } else if !about_pages {
                return None;
            }
        }
        list
    }

    /// Returns the path of a value with one of these names and kinds, by itself or in an object about pages.
    fn way_to(&mut self, whole: &Meaning<'d>, names: &[&str], kinds: u8) -> Option<String> {
        let find = |this: &mut Self, meaning: &Meaning<'d>| {
            names.iter().find(|name| {
                meaning.properties.get(name).cloned().is_some_and(|schemas| {
                    let inner = this.types.reader.meaning_of_all(&schemas);
                    inner.kinds & kinds != 0 && inner.properties.is_empty()
                })
            })
        };
        if let Some(name) = find(self, whole) {
            return Some((*name).to_owned());
        }
        for holder in HOLDERS {
            let Some(schemas) = whole.properties.get(holder).cloned() else { continue };
            let inner = self.types.reader.meaning_of_all(&schemas);
            if let Some(name) = find(self, &inner) {
                return Some(format!("{holder}.{name}"));
            }
            // One step deeper: `result_info.cursors.after`, `links.pages.next`.
            for deeper in ["cursors", "pages", "cursor"] {
                let Some(schemas) = inner.properties.get(deeper).cloned() else { continue };
                let inner = self.types.reader.meaning_of_all(&schemas);
                if let Some(name) = find(self, &inner) {
                    return Some(format!("{holder}.{deeper}.{name}"));
                }
            }
        }
        None
    }

    /// Returns whether a response has the header `Link` (RFC 8288).
    fn has_link_header(&mut self, draft: &Draft<'d>) -> bool {
        let Some(responses) = draft.at.get("responses") else { return false };
        let Some((_, answer)) = responses.members().find(|(status, _)| status.starts_with('2'))
        else {
            return false;
        };
        let answer = self.types.reader.resolved(&answer);
        answer.get("headers").is_some_and(|headers| {
            headers.members().any(|(name, _)| name.eq_ignore_ascii_case("link"))
        })
    }
}
