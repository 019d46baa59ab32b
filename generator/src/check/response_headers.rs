//! Headers of answers, and answers that have nothing but headers.

use super::checked::{ResponseHeader, Text};
use super::{Judging, head, standing};
use crate::resolve::{Found, Place, written};
use crate::spec::model::{self, AnswerForm, TypeParts};

/// Returns the headers that an answer is said to have.
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
                    format!("the header `{name}` is listed twice, and the case of header names does not count"),
                )
                .help("remove one of them")
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
                format!("`{key}` describes a value, but `type: none` means an empty response"),
            )
            .help("remove it; only `headers` is allowed beside `type: none`")
            .add();
    }
    true
}

/// Returns a key other than `type` that only a type with values has.
fn besides(parts: &TypeParts) -> Option<&'static str> {
    let TypeParts {
        summary: _,
        description: _,
        type_: _,
        name,
        extends,
        fields,
        rest,
        enum_,
        union,
        tag,
        list,
        tuple,
        map,
        nullable,
        format,
        limits,
        default,
        example,
        secret,
        deprecated: _,
        rust: _,
    } = parts;
    let keys = [
        ("fields", fields.is_some()),
        ("extends", extends.is_some()),
        ("rest", rest.is_some()),
        ("enum", enum_.is_some()),
        ("union", union.is_some()),
        ("tag", tag.is_some()),
        ("list", list.is_some()),
        ("tuple", tuple.is_some()),
        ("map", map.is_some()),
        ("name", name.is_some()),
        ("nullable", *nullable),
        ("secret", *secret),
        ("format", format.is_some()),
        ("example", example.is_some()),
        ("default", default.is_some()),
    ];
    let given = keys.into_iter().find_map(|(key, given)| given.then_some(key));
    given.or_else(|| limits.iter().next().map(|limit| limit.word().key()))
}
