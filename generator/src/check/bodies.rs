//! Bodies: what is sent, and in which form.

use super::checked::{
    Body, BodyForm, BodyKind, Encoding, FieldEncoding, ListKeys, Method, Shape, Type,
};
use super::limits::members_suffice;
use super::{Judging, standing, styles};
use crate::resolve::{Found, Place, written};
use crate::spec::model::{self, Type as Written};
use crate::words::key::Key;
use crate::words::limit::Limits;
use crate::words::standing::Slot;
use crate::words::wire;

const NULLABLE_BODY: &str = "the client cannot send null as a request body";

/// Returns what an endpoint sends.
pub(super) fn body(
    cx: &mut Judging<'_>,
    method: Method,
    body: &model::Body,
    place: &Place,
) -> Option<Body> {
    if matches!(method, Method::Get | Method::Head) {
        cx.found
            .error_at_key(
                "body-of-get",
                place,
                "a GET or HEAD request cannot have a body (RFC 9110, section 9.3.1)",
            )
            .help("send the values as query parameters, or change the method")
            .add();
        return None;
    }
    wrap(body, place, &mut cx.found);
    if let Some(media_type) = &body.media_type {
        sent_media_type(media_type, body.as_, &place.child("media_type"), &mut cx.found);
    }
    if matches!(&body.type_, Written::Full(parts) if parts.nullable) {
        cx.found
            .error_at_key("nullable-body", &place.child("nullable"), NULLABLE_BODY)
            .help("remove it")
            .add();
    }
    let mut kind = cx.facts.body_at(place);
    match body.as_ {
        BodyForm::Form | BodyForm::Multipart => form_body(body, place, &mut cx.found),
        BodyForm::Binary => no_type_of_bytes(&body.type_, place, &mut cx.found),
        BodyForm::Text => {
            if let BodyKind::Whole(type_) = &kind {
                text_type(cx, type_, place);
            }
        }
        BodyForm::Json => {}
    }
    let mut limits = Limits::default();
    match &mut kind {
        BodyKind::Whole(type_) => not_null(type_, &body.type_, place, &mut cx.found),
        BodyKind::Fields(fields) if body.as_ != BodyForm::Multipart => {
            if let Some((parts, _)) = written::fields_of_body(&body.type_) {
                limits = parts.limits.clone();
                let sent = fields.iter().filter(|field| !field.read_only);
                members_suffice(cx, &limits, sent, place);
            }
        }
        BodyKind::Fields(_) | BodyKind::Upload => {}
    }
    let (lists, encodings) = styles::encodings(body, place, &mut cx.found);
    if matches!(body.as_, BodyForm::Form | BodyForm::Multipart) {
        fields_stand(cx, body.as_, &kind, (lists, &encodings), place);
    }
    Some(Body {
        form: body.as_,
        lists,
        encodings,
        media_type: body.media_type.clone(),
        wrap: body.wrap.clone(),
        text: body.type_.text(),
        kind,
        limits,
        sends: Vec::new(),
    })
}

fn wrap(body: &model::Body, place: &Place, found: &mut Found<'_>) {
    let Some(wrap) = &body.wrap else { return };
    let place = place.child("wrap");
    if body.as_ != BodyForm::Json {
        found
            .error_at_key("misplaced-wrap", &place, "`wrap` applies to JSON bodies only")
            .help("remove it, or send JSON")
            .add();
    } else if wrap.is_empty() {
        found
            .error("no-name", &place, "`wrap` is empty")
            .help("write the name of the field that holds the body, or remove `wrap`")
            .add();
    }
}

/// Checks a body whose fields are encoded separately: a form, or the parts of a multipart body.
fn form_body(body: &model::Body, place: &Place, found: &mut Found<'_>) {
    let multipart = body.as_ == BodyForm::Multipart;
    let Some((parts, _)) = written::fields_of_body(&body.type_) else {
        let form = if multipart { "multipart" } else { "form" };
        found
            .error_at_key(
                "form-without-fields",
                place,
                format!("a body with `as: {form}` needs `fields:`"),
            )
            .help("list its fields under `fields:`")
            .add();
        return;
    };
    if parts.extends.is_some() {
        found
            .error_at_key(
                "misplaced-extends",
                &place.child("extends"),
                "`extends` does not apply to a form",
            )
            .help("list its fields under `fields:`")
            .add();
        return;
    }
    if multipart && parts.rest.is_some() {
        found
            .error_at_key(
                "misplaced-rest",
                &place.child("rest"),
                "`rest` does not apply to a multipart body",
            )
            .help("list each part under `fields:`")
            .add();
    }
    if multipart && let Some(limit) = parts.limits.iter().next() {
        let key = limit.word().key();
        found
            .error_at_key(
                "misplaced-limit",
                &place.child(key),
                format!("`{key}` does not apply to a multipart body"),
            )
            .help("remove it, or write it beside the field that it limits")
            .add();
    }
    if multipart && parts.name.is_some() {
        found
            .error_at_key(
                "misplaced-name",
                &place.child("name"),
                "`name` does not apply to a multipart body, whose fields are those of the request",
            )
            .help("remove it")
            .add();
    }
}

/// Judges how each field of a form stands in it.
fn fields_stand(
    cx: &mut Judging<'_>,
    form: BodyForm,
    kind: &BodyKind,
    (lists, encodings): (ListKeys, &[FieldEncoding]),
    place: &Place,
) {
    let stands = if form == BodyForm::Form { Slot::Field } else { Slot::Part };
    let facts = cx.facts;
    let fields = match kind {
        BodyKind::Fields(fields) => fields.as_slice(),
        BodyKind::Whole(type_) => match facts.shape(&type_.kind) {
            Some(Shape::Object { fields, .. }) => fields,
            _ => return,
        },
        BodyKind::Upload => return,
    };
    for field in fields.iter().filter(|field| !field.read_only) {
        let key = Key::new(&field.wire, field.required);
        let own = encodings.iter().find(|own| own.wire == field.wire);
        // A part with a media type of its own is one text, whatever it holds.
        let own = own.map(|own| Encoding {
            json: own.encoding.json || own.media_type.is_some(),
            ..own.encoding
        });
        let usual = Encoding { lists, ..Encoding::new(stands.usual()) };
        let encoding = own.or((form == BodyForm::Form).then_some(usual));
        let place = place.child("fields").of(&key);
        standing::field(cx, &field.wire, &field.type_, stands, encoding, &place);
    }
}

/// Refuses null as a body, which no method sends.
fn not_null(type_: &mut Type, written: &Written, place: &Place, found: &mut Found<'_>) {
    let told = matches!(written, Written::Full(parts) if parts.nullable);
    if type_.nullable && !told {
        found.error("nullable-body", place, NULLABLE_BODY).help("remove `| null`").add();
    }
    if told {
        type_.nullable = false;
    }
}

/// Judges the type of a text.
pub(super) fn text_type(cx: &mut Judging<'_>, type_: &Type, place: &Place) {
    if !cx.facts.is_text(&type_.kind) && !cx.facts.is_mistaken(place) {
        cx.found
            .error_at_key(
                "text-kind",
                place,
                "a body or a response with `as: text` must be a string type",
            )
            .help("write `type: string` or the name of a string type, or remove the type")
            .add();
    }
}

/// Refuses a type for a body that is bytes as a whole.
pub(super) fn no_type_of_bytes(type_: &Written, place: &Place, found: &mut Found<'_>) {
    if let Some(key) = written::type_of_bytes(type_) {
        found
            .error_at_key(
                "binary-with-type",
                &place.child(key),
                format!("`{key}` does not apply to bytes"),
            )
            .help("remove it; `media_type:` and `summary:` say what the bytes are")
            .add();
    }
}

/// Judges the media type of a field, which only a part has.
pub(super) fn media_type_of_field(
    media_type: &str,
    parts: bool,
    place: &Place,
    found: &mut Found<'_>,
) {
    let place = place.child("media_type");
    if parts {
        sent_media_type(media_type, BodyForm::Binary, &place, found);
        return;
    }
    found
        .error_at_key(
            "misplaced-media-type",
            &place,
            "`media_type` applies to the parts of a multipart body only",
        )
        .help("remove it, or send the body `as: multipart`")
        .add();
}

/// Checks the media type of a body: a single one, not a range.
fn sent_media_type(text: &str, form: BodyForm, place: &Place, found: &mut Found<'_>) {
    if !media_type(text, place, found) {
        return;
    }
    let lower = text.to_ascii_lowercase();
    let (message, help) = if text.contains('*') {
        (
            format!("`{text}` is a range of media types, and a request has one"),
            "write the media type that is sent",
        )
    } else if form == BodyForm::Multipart && !lower.starts_with("multipart/") {
        (
            format!("`{text}` is not a media type of a multipart body"),
            "write one that begins with `multipart/`, or remove it for `multipart/form-data`",
        )
    } else if form == BodyForm::Multipart && lower.contains("boundary") {
        (
            "the client chooses the boundary itself".to_owned(),
            "remove `boundary` from the media type",
        )
    } else {
        return;
    };
    found.error("media-type", place, message).help(help).add();
}

/// Checks that a text is a media type, and returns whether it is.
pub(super) fn media_type(text: &str, place: &Place, found: &mut Found<'_>) -> bool {
    let reason = wire::media_type(text).err();
    if let Some(reason) = reason {
        found
            .error("media-type", place, format!("`{text}` is not a media type: {reason}"))
            .help("write it like `text/vtt` or `text/plain; charset=utf-8`")
            .add();
    }
    reason.is_none()
}
