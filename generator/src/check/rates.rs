//! Times, and how many calls a server allows in one.

use super::checked::RateLimit;
use super::{Judging, duration};
use crate::resolve::{Found, Place};
use crate::spec::nearest;

/// Returns the rate limits of an API.
pub(super) fn rate_limits(cx: &mut Judging<'_>) -> Vec<RateLimit> {
    let file = &cx.facts.api.file.content;
    let mut limits = Vec::new();
    for (name, limit) in &file.rate_limit {
        let place = Place::root(&["rate_limit", name]);
        if name.trim().is_empty() {
            cx.found
                .error_at_key("no-name", &place, "the rate limit has an empty name")
                .help("write a name for error messages, such as `calls`")
                .add();
        }
        for (index, parameter) in limit.each.iter().enumerate() {
            let known = || file.client_params.keys().map(String::as_str);
            if known().any(|name| name == parameter) {
                continue;
            }
            let help = nearest(parameter, known()).map_or_else(
                || "write the name of a parameter under `client_params`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            cx.found
                .error(
                    "unknown-client-parameter",
                    &place.child("each").child(&index.to_string()),
                    format!("`{parameter}` is not a parameter of the client"),
                )
                .help(help)
                .add();
        }
        let per_millis = duration(&limit.per, &place.child("per"), &mut cx.found);
        limits.push(RateLimit {
            name: name.clone(),
            requests: limit.requests,
            per_millis,
            methods: limit.methods.clone(),
            each: limit.each.clone(),
        });
    }
    limits
}

/// Returns how many milliseconds a duration lasts.
pub(super) fn duration(text: &str, place: &Place, found: &mut Found<'_>) -> u64 {
    duration::parse(text).unwrap_or_else(|reason| {
        found
            .error("duration", place, format!("`{text}` is not a duration: {reason}"))
            .help("write a whole number and a unit, such as `500ms`, `30s`, `5m` or `1h`")
            .add();
        0
    })
}
