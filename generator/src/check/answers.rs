//! Answers: what comes back, and in which form.

use super::checked::{Answer, Method, Type, Wrapping};
use super::{Judging, bodies, by_status, response_headers};
use crate::resolve::{Found, Place};
use crate::spec::model::{self, AnswerForm, Type as Written};

/// Returns what an endpoint answers.
pub(super) fn answer(
    cx: &mut Judging<'_>,
    endpoint: &model::Endpoint,
    place: &Place,
) -> Option<Answer> {
    let inside = place.child("response");
    let Some(response) = &endpoint.response else {
        if endpoint.responses.is_empty() {
            cx.found
                .error_at_key("no-response", place, "the endpoint has no `response:`")
                .help("add `response:` with the type of the response body, or `response: none`")
                .add();
            return None;
        }
        return Some(by_status::answers(cx, endpoint, place));
    };
    if !endpoint.responses.is_empty() {
        cx.found
            .error_at_key(
                "two-responses",
                &inside,
                "an endpoint has either `response:`, for every status, or `responses:`, by status",
            )
            .help("remove one of them")
            .add();
    }
    one_answer(cx, endpoint, response, place, &inside)
}

/// Returns what an endpoint answers, or what with one status.
pub(super) fn one_answer(
    cx: &mut Judging<'_>,
    endpoint: &model::Endpoint,
    response: &model::Response,
    outer: &Place,
    place: &Place,
) -> Option<Answer> {
    if response_headers::is_nothing(response, place, &mut cx.found) {
        return None;
    }
    if endpoint.method == Method::Head {
        cx.found
            .error_at_key(
                "response-of-head",
                place,
                "the response to a HEAD request has no body (RFC 9110, section 9.3.2)",
            )
            .help("write `response: none`; callers read the status and the headers with `.raw()`")
            .add();
        return None;
    }
    if let Some(media_type) = &response.media_type {
        bodies::media_type(media_type, &place.child("media_type"), &mut cx.found);
    }
    if response.as_ != AnswerForm::Json && endpoint.envelope == Some(Wrapping::Optional) {
        cx.found
            .error_at_key(
                "misplaced-envelope",
                &outer.child("envelope"),
                "`envelope` applies to JSON responses only",
            )
            .help("remove it; a response in another form never has the envelope")
            .add();
    }
    let type_ = || cx.facts.type_at(place);
    Some(match response.as_ {
        AnswerForm::Json => Answer::Json(type_()),
        AnswerForm::Events => Answer::Events(type_()),
        AnswerForm::Lines => Answer::Lines(type_()),
        AnswerForm::Text => {
            let type_ = type_();
            bodies::text_type(cx, &type_, place);
            never_null(type_.nullable, place, &mut cx.found);
            Answer::Text(Type { nullable: false, ..type_ })
        }
        AnswerForm::Binary => {
            bodies::no_type_of_bytes(&response.type_, place, &mut cx.found);
            let nullable = matches!(&response.type_, Written::Full(parts) if parts.nullable);
            never_null(nullable, place, &mut cx.found);
            Answer::Binary
        }
    })
}

fn never_null(nullable: bool, place: &Place, found: &mut Found<'_>) {
    if nullable {
        found
            .error_at_key(
                "nullable-answer",
                place,
                "a response in another form than JSON cannot be null",
            )
            .help("remove the null")
            .add();
    }
}
