//! Answers of several types, told apart by their status.

use super::checked::{Answer, ResponseHeader, StatusAnswer, Text, Type};
use super::{Judging, answers, response_headers};
use crate::resolve::Place;
use crate::spec::model;
use crate::words::statuses;

/// Returns what an endpoint answers with each status.
pub(super) fn answers(cx: &mut Judging<'_>, endpoint: &model::Endpoint, place: &Place) -> Answer {
    let inside = place.child("responses");
    let before = cx.found.len();
    let mut cases = Vec::new();
    let mut mistaken = false;
    for (status, response) in &endpoint.responses {
        let at = inside.child(status);
        if !statuses::is_of_answer(status) {
            cx.found
                .error_at_key(
                    "response-status",
                    &at,
                    format!("`{status}` is not a status of success"),
                )
                .help("write a status such as `202`, or `2XX` for every other; statuses of failure go under `failures:`")
                .add();
            continue;
        }
        mistaken |= cx.facts.is_mistaken(&at);
        cases.push(StatusAnswer {
            status: status.clone(),
            variant: statuses::variant(status),
            answer: answers::one_answer(cx, endpoint, response, place, &at),
            accept: response.media_type.clone(),
            text: Text { deprecated: None, ..response.type_.text() },
        });
    }
    // What is any other status comes last.
    cases.sort_by_key(|case| case.status == "2XX");
    if cx.found.len() == before
        && !mistaken
        && let Some(help) = one_type_is_enough(&cases)
    {
        cx.found
            .error_at_key("same-responses", &inside, "all of these responses have the same type")
            .help(help)
            .add();
    }
    Answer::ByStatus(cases)
}

/// Returns the headers of all answers together.
pub(super) fn headers(
    cx: &mut Judging<'_>,
    endpoint: &model::Endpoint,
    place: &Place,
) -> Vec<ResponseHeader> {
    let mut all: Vec<ResponseHeader> = Vec::new();
    for (status, response) in &endpoint.responses {
        let at = place.child("responses").child(status);
        for header in response_headers::response_headers(cx, response, &at) {
            let same = |known: &&ResponseHeader| known.name.eq_ignore_ascii_case(&header.name);
            match all.iter().find(same) {
                None => all.push(header),
                Some(known) if is_same(&known.type_, &header.type_) => {}
                Some(_) => cx
                    .found
                    .error_at_key(
                        "header-twice",
                        &at.child("headers").child(&header.name),
                        format!(
                            "the header `{}` has different types for different statuses",
                            header.name
                        ),
                    )
                    .help("give it one type; `string` fits every value")
                    .add(),
            }
        }
    }
    all
}

/// Returns what to write instead, where all answers are of one type, which needs no enum.
fn one_type_is_enough(cases: &[StatusAnswer]) -> Option<&'static str> {
    let mut some = cases.iter().filter_map(|case| case.answer.as_ref());
    let Some(first) = some.next() else { return Some("write `response: none`") };
    if !some.all(|other| is_same_answer(first, other)) {
        return None;
    }
    let some_are_none = cases.iter().any(|case| case.answer.is_none());
    match (first, some_are_none) {
        (_, false) => Some("write the type once, as `response:`"),
        (Answer::Json(_), true) => {
            Some("write `response: T | null`; an empty response is read as null")
        }
        (_, true) => None,
    }
}

fn is_same_answer(one: &Answer, other: &Answer) -> bool {
    match (one, other) {
        (Answer::Binary, Answer::Binary) => true,
        (Answer::Json(one), Answer::Json(other))
        | (Answer::Text(one), Answer::Text(other))
        | (Answer::Events(one), Answer::Events(other))
        | (Answer::Lines(one), Answer::Lines(other)) => is_same(one, other),
        _ => false,
    }
}

fn is_same(one: &Type, other: &Type) -> bool {
    one.kind == other.kind && one.nullable == other.nullable && one.secret == other.secret
}

/// Returns the media types to ask for, where one alone would not do.
pub(super) fn accepted(cases: &[StatusAnswer]) -> Option<String> {
    let is_json = |case: &StatusAnswer| matches!(case.answer, None | Some(Answer::Json(_)));
    if cases.iter().all(|case| is_json(case) && case.accept.is_none()) {
        return None;
    }
    let mut names: Vec<&str> = Vec::new();
    for case in cases {
        let usual = match case.answer.as_ref() {
            None => continue,
            Some(answer) => answer.form().unwrap_or_default().accepted(),
        };
        let name = case.accept.as_deref().unwrap_or(usual);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Some(names.join(", "))
}
