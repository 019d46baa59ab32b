//! HTTP statuses, and their names.

/// Returns whether a text is a status of one of these classes: three digits.
fn is_status(text: &str, classes: &[u8]) -> bool {
    text.len() == 3
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && text.bytes().next().is_some_and(|first| classes.contains(&first))
}

/// Returns whether it is a success status: `202`, or `2XX` for any other.
pub fn is_of_answer(status: &str) -> bool {
    status == "2XX" || is_status(status, b"2")
}

/// Returns whether it is an error status: `404`, `4XX` or `default`.
pub fn is_of_failure(status: &str) -> bool {
    matches!(status, "3XX" | "4XX" | "5XX" | "default") || is_status(status, b"345")
}

/// Returns the name of a status among the responses of an endpoint.
pub fn variant(status: &str) -> String {
    if status == "2XX" { "other".to_owned() } else { name(status) }
}

/// Returns the name of a status, a class of statuses, or `default` (RFC 9110, section 15).
pub fn name(status: &str) -> String {
    let known = match status {
        "200" => "ok",
        "201" => "created",
        "202" => "accepted",
        "203" => "non_authoritative_information",
        "204" => "no_content",
        "205" => "reset_content",
        "206" => "partial_content",
        "207" => "multi_status",
        "208" => "already_reported",
        "226" => "im_used",
        "400" => "bad_request",
        "401" => "unauthorized",
        "402" => "payment_required",
        "403" => "forbidden",
        "404" => "not_found",
        "405" => "method_not_allowed",
        "406" => "not_acceptable",
        "407" => "proxy_authentication_required",
        "408" => "request_timeout",
        "409" => "conflict",
        "410" => "gone",
        "411" => "length_required",
        "412" => "precondition_failed",
        "413" => "content_too_large",
        "414" => "uri_too_long",
        "415" => "unsupported_media_type",
        "416" => "range_not_satisfiable",
        "417" => "expectation_failed",
        "421" => "misdirected_request",
        "422" => "unprocessable_content",
        "423" => "locked",
        "424" => "failed_dependency",
        "425" => "too_early",
        "426" => "upgrade_required",
        "428" => "precondition_required",
        "429" => "too_many_requests",
        "431" => "request_header_fields_too_large",
        "451" => "unavailable_for_legal_reasons",
        "500" => "internal_server_error",
        "501" => "not_implemented",
        "502" => "bad_gateway",
        "503" => "service_unavailable",
        "504" => "gateway_timeout",
        "507" => "insufficient_storage",
        "508" => "loop_detected",
        "511" => "network_authentication_required",
        "2XX" => "success",
        "3XX" => "redirection",
        "4XX" => "client_error",
        "5XX" => "server_error",
        "default" => "failure",
        _ => return format!("status_{status}"),
    };
    known.to_owned()
}
