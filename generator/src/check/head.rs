//! What stands at the top of an `api.yaml`, and the names that HTTP and the environment know.

use super::Judging;
use crate::resolve::{Found, Place};
use crate::words::wire;

pub(super) fn head(cx: &mut Judging<'_>) {
    let file = &cx.facts.api.file.content;
    if file.api.trim().is_empty() {
        cx.found
            .error("no-name", &Place::root(&["api"]), "`api` is empty")
            .help("write the name of the API")
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
    let message = format!("`{name}` is not a valid header name");
    let report = if is_key {
        found.error_at_key("header-name", place, message)
    } else {
        found.error("header-name", place, message)
    };
    report.help("use letters, digits and `-`").add();
}

/// Judges the name of a cookie.
pub(super) fn cookie_name(name: &str, place: &Place, found: &mut Found<'_>) {
    if !name.is_empty() && !wire::is_token(name) {
        found
            .error_at_key("parameter-name", place, format!("`{name}` is not a valid cookie name"))
            .help("use letters, digits and characters such as `-` and `_` (RFC 6265)")
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
                format!("`{name}` is not a valid name of an environment variable"),
            )
            .help("use capital letters, digits and `_`, such as `EXAMPLE_TOKEN`")
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
            "write field names with dots between them, such as `errors[].message`"
        } else {
            "write field names with dots between them, such as `result_info.total_count`"
        };
        found.error("no-way", place, format!("`{way}` is not a path to a value")).help(help).add();
    }
}
