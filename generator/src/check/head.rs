//! What stands at the top of an `api.yaml`, and the names that HTTP and the environment know.

use super::Judging;
use crate::resolve::{Found, Place};
use crate::words::wire;

pub(super) fn head(cx: &mut Judging<'_>) {
    let file = &cx.facts.api.file.content;
    if file.api.trim().is_empty() {
        cx.found
            .error("no-name", &Place::root(&["api"]), "the API has no name")
            .help("write what its makers call it")
            .add();
    }
    if let Some(id) = &file.request_id {
        header_name(&id.header, false, &Place::root(&["request_id", "header"]), &mut cx.found);
    }
    if let Some(env) = &file.base_url_env {
        variable(env, &Place::root(&["base_url_env"]), &mut cx.found);
    }
}

/// Judges the name of a header; `is_key` tells whether the name is a key or a value.
pub(super) fn header_name(name: &str, is_key: bool, place: &Place, found: &mut Found<'_>) {
    if wire::is_token(name) {
        return;
    }
    let message = format!("`{name}` is no name of a header");
    let report = if is_key {
        found.error_at_key("header-name", place, message)
    } else {
        found.error("header-name", place, message)
    };
    report.help("a header's name is made of letters, digits and `-`").add();
}

/// Judges the name of a cookie.
pub(super) fn cookie_name(name: &str, place: &Place, found: &mut Found<'_>) {
    if !name.is_empty() && !wire::is_token(name) {
        found
            .error_at_key("parameter-name", place, format!("`{name}` is no name of a cookie"))
            .help(
                "a cookie's name is made of letters, digits and signs like `-` and `_` (RFC 6265)",
            )
            .add();
    }
}

/// Judges the name of an environment variable.
pub(super) fn variable(name: &str, place: &Place, found: &mut Found<'_>) {
    if !wire::is_variable(name) {
        found
            .error(
                "variable-name",
                place,
                format!("`{name}` is no name of an environment variable"),
            )
            .help("write it in capitals, digits and `_`, such as `EXAMPLE_TOKEN`")
            .add();
    }
}

/// Judges the way to a value in a body: field names with dots between them, `[]` for the first of a list.
pub(super) fn way(way: &str, lists: bool, place: &Place, found: &mut Found<'_>) {
    let fine = !way.is_empty()
        && way.split('.').all(|part| {
            let name = if lists { part.strip_suffix("[]").unwrap_or(part) } else { part };
            !name.is_empty() && !name.contains(['[', ']', ' '])
        });
    if !fine {
        let help = if lists {
            "write it like `errors[].message`"
        } else {
            "write it like `result_info.total_count`"
        };
        found.error("no-way", place, format!("`{way}` leads to no value")).help(help).add();
    }
}
