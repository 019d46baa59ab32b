//! Media types: the format of each, and which of several is chosen.

use crate::spec::model::{AnswerForm, BodyForm};
use crate::words::naming::{self, Scope};

pub(in crate::openapi::import) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or(media_type).trim().to_ascii_lowercase()
}

pub(in crate::openapi::import) fn is_json(media_type: &str) -> bool {
    let name = essence(media_type);
    name == "application/json"
        || name == "text/json"
        || name.ends_with("+json")
        || name == "*/*"
        || name == "application/*"
}

pub(in crate::openapi::import) fn is_xml(media_type: &str) -> bool {
    let name = essence(media_type);
    name.ends_with("/xml") || name.ends_with("+xml")
}

pub(in crate::openapi::import) fn sent_form(media_type: &str) -> BodyForm {
    let name = essence(media_type);
    if is_json(media_type) {
        BodyForm::Json
    } else if name == BodyForm::Form.media_type() {
        BodyForm::Form
    } else if name.starts_with("multipart/") {
        BodyForm::Multipart
    } else if name.starts_with("text/") && !name.contains('*') || is_xml(media_type) {
        BodyForm::Text
    } else {
        BodyForm::Binary
    }
}

/// Returns the media type in which a body is sent.
#[cfg(feature = "example-tests")]
pub(in crate::openapi) fn preferred_media(
    content: &serde_json::Map<String, serde_json::Value>,
) -> Option<(&str, &serde_json::Value)> {
    let named = content.iter().map(|(name, media)| (name.as_str(), media));
    named.min_by_key(|(name, _)| sent_rank(name))
}

pub(in crate::openapi::import) fn sent_rank(media_type: &str) -> u8 {
    match (essence(media_type).as_str(), sent_form(media_type)) {
        ("application/json", _) => 0,
        ("*/*" | "application/*", _) => 4,
        (_, BodyForm::Json) => 1,
        (_, BodyForm::Multipart) => 2,
        (_, BodyForm::Form) => 3,
        (_, BodyForm::Binary) => 5,
        (_, BodyForm::Text) => 6,
    }
}

pub(in crate::openapi::import) fn answer_form(media_type: &str) -> AnswerForm {
    let name = essence(media_type);
    if name == AnswerForm::Events.media_type() {
        return AnswerForm::Events;
    }
    if matches!(
        name.as_str(),
        "application/x-ndjson"
            | "application/ndjson"
            | "application/jsonl"
            | "application/json-lines"
            | "application/x-jsonlines"
            | "application/json-seq"
            // The name that Spring has for JSON lines.
            | "application/stream+json"
    ) {
        return AnswerForm::Lines;
    }
    if is_json(media_type) {
        AnswerForm::Json
    } else if name.starts_with("text/") && !name.contains('*')
        || is_xml(media_type)
        || matches!(
            name.as_str(),
            "application/javascript" | "application/yaml" | "application/x-yaml"
        )
    {
        AnswerForm::Text
    } else {
        AnswerForm::Binary
    }
}

pub(in crate::openapi::import) fn answer_rank(media_type: &str) -> u8 {
    match (essence(media_type).as_str(), answer_form(media_type)) {
        ("application/json", _) => 0,
        ("*/*" | "application/*", _) => 3,
        (_, AnswerForm::Json) => 1,
        (_, AnswerForm::Lines) => 2,
        (_, AnswerForm::Events) => 4,
        (_, AnswerForm::Text) => 5,
        (_, AnswerForm::Binary) => 6,
    }
}

/// Returns the name of the variant that sends another media type.
pub(in crate::openapi::import) fn form_name(form: BodyForm) -> String {
    match form {
        BodyForm::Binary => "bytes",
        BodyForm::Json | BodyForm::Form | BodyForm::Multipart | BodyForm::Text => form.word(),
    }
    .to_owned()
}

/// Returns a media type or a part of it as the name of a variant.
pub(in crate::openapi::import) fn word(text: &str) -> String {
    naming::value_name(text, Scope::Free).plain().trim_matches('_').to_owned()
}
