//! Headers of answers, and answers that have nothing but headers.

use super::checked::{ResponseHeader, Text};
use super::{Judging, head, standing};
use crate::resolve::{Found, Place, written};
use crate::spec::model::{self, AnswerForm, TypeParts};

/// The headers that an answer is said to have.
pub(super) fn response_headers(
    cx: &mut Judging<'_>,
    response: &model::Response,
    place: &Place,
) -> Vec<ResponseHeader> {
    let mut headers: Vec<ResponseHeader> = Vec::new();
    for (name, header) in &response.headers {
        let place = place.child("headers").child(name);
        head::header_name(name, true, &place, &mut cx.found);
        if headers.iter().any(|known| known.name.eq_ignore_ascii_case(name)) {
            cx.found
                .error_at_key(
                    "parameter-twice",
                    &place,
                    format!("`{name}` stands here twice, and headers know no capitals"),
                )
                .help("take one of them away")
                .add();
        }
        let mut type_ = cx.facts.type_at(&place);
        if !cx.facts.is_mistaken(&place) {
            standing::answer_header(cx, &type_, &place);
        }
        type_.nullable = false;
        let text = Text { deprecated: None, ..header.text() };
        headers.push(ResponseHeader { name: name.clone(), type_, text });
    }
    headers
}

/// Returns whether an answer is nothing; reports what stands beside that.
pub(super) fn is_nothing(response: &model::Response, place: &Place, found: &mut Found<'_>) -> bool {
    if !written::is_nothing(response) {
        return false;
    }
    let Some(parts) = written::parts(&response.type_) else { return true };
    let besides = besides(parts)
        .or((response.as_ != AnswerForm::Json).then_some("as"))
        .or(response.media_type.is_some().then_some("media_type"));
    if let Some(key) = besides {
        found
            .error_at_key(
                "none-with-type",
                &place.child(key),
                format!("an answer that is nothing has no `{key}`"),
            )
            .help("take it away; besides `type: none` only `headers` can stand")
            .add();
    }
    true
}

/// A key that only something has.
fn besides(parts: &TypeParts) -> Option<&'static str> {
    [
        ("fields", parts.fields.is_some()),
        ("extends", parts.extends.is_some()),
        ("enum", parts.enum_.is_some()),
        ("union", parts.union.is_some()),
        ("list", parts.list.is_some()),
        ("map", parts.map.is_some()),
        ("name", parts.name.is_some()),
        ("nullable", parts.nullable),
        ("secret", parts.secret),
        ("format", parts.format.is_some()),
        ("pattern", parts.pattern.is_some()),
        ("minLength", parts.min_length.is_some()),
        ("maxLength", parts.max_length.is_some()),
        ("example", parts.example.is_some()),
        ("default", parts.default.is_some()),
    ]
    .into_iter()
    .find_map(|(key, given)| given.then_some(key))
}
