//! Whether a request is the one that was recorded.

use serde_json::Value as Json;

use super::fixture::{Asked, Body};
use crate::base::secret::REDACTED;

/// Returns whether a request is a recorded one, by its operation, method, URL and body.
pub(super) fn fits(recorded: &Asked, came: &Asked) -> bool {
    recorded.operation == came.operation
        && recorded.method == came.method
        && text_fits(&recorded.url, &came.url)
        && body_fits(&recorded.body, &came.body)
}

pub(super) fn body_fits(recorded: &Body, came: &Body) -> bool {
    match (recorded, came) {
        (Body::Json(recorded), Body::Json(came)) | (Body::Fields(recorded), Body::Fields(came)) => {
            json_fits(recorded, came)
        }
        (Body::Text(recorded), Body::Text(came)) => text_fits(recorded, came),
        (Body::Text(recorded), Body::Base64(_)) => recorded == REDACTED,
        (recorded, came) => recorded == came,
    }
}

fn json_fits(recorded: &Json, came: &Json) -> bool {
    match (recorded, came) {
        (Json::String(recorded), Json::String(came)) => text_fits(recorded, came),
        (Json::Array(recorded), Json::Array(came)) => {
            recorded.len() == came.len()
                && recorded.iter().zip(came).all(|(recorded, came)| json_fits(recorded, came))
        }
        (Json::Object(recorded), Json::Object(came)) => {
            recorded.len() == came.len()
                && recorded.iter().all(|(name, recorded)| {
                    came.get(name).is_some_and(|came| json_fits(recorded, came))
                })
        }
        (recorded, came) => recorded == came,
    }
}

/// Compares two texts. What is masked in the recording may be anything in the request: other credentials, another
/// secret.
pub(super) fn text_fits(recorded: &str, came: &str) -> bool {
    let Some((start, rest)) = recorded.split_once(REDACTED) else {
        return recorded == came;
    };
    let Some(mut came) = came.strip_prefix(start) else {
        return false;
    };
    let mut parts: Vec<&str> = rest.split(REDACTED).collect();
    let end = parts.pop().unwrap_or_default();
    for part in parts {
        match came.find(part) {
            Some(at) => came = &came[at + part.len()..],
            None => return false,
        }
    }
    came.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_masked_may_be_anything() {
        for (recorded, came, fit) in [
            ("/a/b", "/a/b", true),
            ("/a/b", "/a/c", false),
            ("/a/[redacted]/b", "/a/x/b", true),
            ("/a/[redacted]/b", "/a/[redacted]/b", true),
            ("/a/[redacted]/b", "/a/x/c", false),
            ("[redacted]-[redacted]", "x-y", true),
            ("[redacted]-[redacted]", "xy", false),
            ("a[redacted]", "", false),
            ("[redacted]", "", true),
        ] {
            assert_eq!(text_fits(recorded, came), fit, "{recorded} {came}");
        }
    }
}
