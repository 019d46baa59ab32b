//! How a list goes on after its first page.

use super::checked::{Answer, Kind, Pages};
use super::{Judging, head};
use crate::resolve::{Found, Place};
use crate::spec::{model, nearest};
use crate::words::pages::{NextPage, PageStyle};

/// Refuses `pages` for a response that is not a list.
pub(super) fn only_of_a_list(cx: &mut Judging<'_>, answer: Option<&Answer>, place: &Place) {
    let list = match answer {
        Some(Answer::Json(type_)) => {
            matches!(cx.facts.behind(&type_.kind), Kind::List(_)) && !type_.nullable
        }
        _ => false,
    };
    if !list {
        cx.found
            .error_at_key(
                "pages-of-what",
                place,
                "`pages` applies to responses that are lists only",
            )
            .help("write `response: { list: .. }`, or remove `pages`")
            .add();
    }
}

/// Returns how a list goes on after its first page.
pub(super) fn pages(
    pages: &model::Pages,
    endpoint: &model::Endpoint,
    place: &Place,
    found: &mut Found<'_>,
) -> Pages {
    let key = pages.style.word();
    let (asks, parameter) = match pages.style {
        PageStyle::Single | PageStyle::Link => (false, None),
        PageStyle::Page => (true, pages.page.as_ref()),
        PageStyle::Offset => (true, pages.offset.as_ref()),
        PageStyle::Cursor => (true, pages.cursor.as_ref()),
    };
    if asks && parameter.is_none() {
        found
            .error(
                "no-page-parameter",
                place,
                format!("`pages` does not name the parameter that holds the {key}"),
            )
            .help(format!("add `{key}:` with the name of the query parameter"))
            .add();
    }
    for (name, value) in [
        ("page", &pages.page),
        ("offset", &pages.offset),
        ("cursor", &pages.cursor),
        ("size", &pages.size),
    ] {
        let Some(value) = value else { continue };
        let counted = name != "size" && has_constant(endpoint, value);
        if counted {
            found
                .error(
                    "misplaced-const",
                    &place.child(name),
                    format!("the parameter `{value}` is a constant, so every page would be the first one"),
                )
                .help("remove the parameter's `const`")
                .add();
        }
        let known = || endpoint.query.keys().map(|key| key.wire.as_str());
        if !known().any(|key| key == value) {
            let near = nearest(value, known()).map_or_else(
                || "add it under `query:`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            found
                .error(
                    "no-page-parameter",
                    &place.child(name),
                    format!("the endpoint has no query parameter `{value}`"),
                )
                .help(near)
                .add();
        }
    }
    let parameter = parameter.cloned().unwrap_or_default();
    let next_page = match pages.style {
        PageStyle::Single => NextPage::Single,
        PageStyle::Page => NextPage::Page(parameter),
        PageStyle::Offset => NextPage::Offset(parameter),
        PageStyle::Cursor => NextPage::Cursor(parameter),
        PageStyle::Link => NextPage::Link,
    };
    if pages.style == PageStyle::Cursor && pages.next.is_none() {
        found
            .error("no-next", place, "`pages` does not say where a response holds the next cursor")
            .help("add `next:` with the path to it, such as `result_info.cursor`")
            .add();
    }
    for (name, way) in [
        ("items", &pages.items),
        ("total", &pages.total),
        ("next", &pages.next),
        ("more", &pages.more),
    ] {
        if let Some(way) = way {
            head::way(way, false, &place.child(name), found);
        }
    }
    Pages {
        next_page,
        size: pages.size.clone(),
        items: pages.items.clone(),
        total: pages.total.clone(),
        next: pages.next.clone(),
        more: pages.more.clone(),
    }
}

/// Returns whether a query parameter has one value that is sent with every call.
fn has_constant(endpoint: &model::Endpoint, wire: &str) -> bool {
    endpoint.query.get(&(wire, false)).is_some_and(|parameter| parameter.const_.is_some())
}
