//! Request bodies in forms other than JSON, made from the JSON that they are drafted in.

use bytes::Bytes;
use http::HeaderValue;
use url::form_urlencoded::Serializer;

use crate::call::draft::Draft;
use crate::call::payload::{Payload, Piece};
use crate::call::style::{nested, push_node, scalar};
use crate::check::check_files_of;
use crate::describe::body::{Body, BodyForm};
use crate::describe::parameter::{Parameter, Place};
use crate::describe::schema::{Field, Kind, Schema};
use crate::error::Problem;
use crate::json::tape::{Node, Tape, Token, push_member};

mod multipart;

/// Encodes the body of a call from the JSON of its fields, which was checked before.
pub(crate) fn encode(draft: &Draft, body: &Body, json: &[u8]) -> Result<Payload, Problem> {
    let refuse = |text: &str| draft.refusal(text);
    let text = str::from_utf8(json).map_err(|_| refuse("the request body is not UTF-8"))?;
    if body.form == BodyForm::Binary {
        return binary(draft, body);
    }
    if body.optional && json.is_empty() {
        return Ok(Payload::None);
    }
    let tape = Tape::parse(text)
        .map_err(|fault| refuse(&format!("the request body is not JSON: {fault}")))?;
    let root = tape.root();
    if body.form == BodyForm::Text {
        let text = root.as_str().filter(|_| draft.has_body());
        let text = text.ok_or_else(|| refuse("the request body is missing: set it as a string"))?;
        let bytes = Bytes::copy_from_slice(text.as_bytes());
        return Ok(Payload::Whole { bytes, media_type: media_type(draft, body, None)? });
    }
    if !matches!(root.token(), Token::Object { .. }) {
        return Err(refuse(&format!("the request body must be an object (it is {})", root.kind())));
    }
    if body.form == BodyForm::Form {
        let bytes = form(body, root).into();
        return Ok(Payload::Whole { bytes, media_type: media_type(draft, body, None)? });
    }
    check_files(draft, body, root).map_err(|text| refuse(&text))?;
    let (pieces, boundary) =
        multipart::pieces(body, root, draft.files()).map_err(|text| refuse(&text))?;
    Ok(Payload::of(pieces, media_type(draft, body, Some(&boundary))?))
}

fn binary(draft: &Draft, body: &Body) -> Result<Payload, Problem> {
    let Some(upload) = draft.binary() else {
        return if body.optional {
            Ok(Payload::None)
        } else {
            Err(draft.refusal("the request body is missing"))
        };
    };
    let media_type = match upload.own_media_type() {
        Some(own) => HeaderValue::from_str(own).map_err(|_| {
            draft.refusal(
                "the media type of the upload contains a character that is not allowed in a header",
            )
        })?,
        None => media_type(draft, body, None)?,
    };
    Ok(Payload::of(vec![Piece::Upload(upload.clone())], media_type))
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Returns the media type of a body, with the boundary between its parts if it has parts.
pub(crate) fn media_type(
    draft: &Draft,
    body: &Body,
    boundary: Option<&str>,
) -> Result<HeaderValue, Problem> {
    let refuse = |_| {
        draft.refusal("the media type of the request body contains a character that is not allowed in a header")
    };
    match (&body.media_type, boundary) {
        (None, None) if body.form == BodyForm::Json => Ok(JSON),
        (None, None) => Ok(HeaderValue::from_static(body.form.media_type())),
        (Some(media_type), None) => HeaderValue::from_str(media_type).map_err(refuse),
        (media_type, Some(boundary)) => {
            let media_type = media_type.as_deref().unwrap_or(body.form.media_type());
            HeaderValue::from_str(&format!("{media_type}; boundary={boundary}")).map_err(refuse)
        }
    }
}

/// Writes fields as a form: a list repeats the key, an object becomes `key[inner]`, null becomes an empty string.
fn form(body: &Body, fields: Node<'_>) -> String {
    let mut form = String::new();
    for (name, value) in fields.members() {
        let start = form.len();
        if start > 0 {
            form.push('&');
        }
        let before = form.len();
        if let Some(field) = body.fields.iter().find(|field| field.name == name) {
            let mut parameter = Parameter::new(Place::Query, field.name, Schema::any());
            parameter.encoding = field.encoding;
            push_node(&mut form, &parameter, value, false);
        } else {
            let mut pairs = Serializer::for_suffix(&mut form, before);
            nested(&mut name.to_owned(), value, body.lists, &mut |key, value| {
                pairs.append_pair(key, &scalar(value));
            });
        }
        if form.len() == before {
            form.truncate(start);
        }
    }
    form
}

fn json(value: Node<'_>) -> String {
    // What was read as JSON can be written as JSON.
    serde_json::to_string(&value).unwrap_or_default()
}

/// Checks the files, which are not part of the JSON: required ones are set, and none is set as JSON.
fn check_files(draft: &Draft, body: &Body, root: Node<'_>) -> Result<(), String> {
    let fields = match &body.schema.resolved().kind {
        Kind::Object(fields) => &fields[..],
        _ => &[],
    };
    for field in fields.iter().filter(|field| is_file(field)) {
        let mut path = String::new();
        push_member(&mut path, field.name);
        if root.member(field.name).is_some() {
            return Err(format!("the field `{path}` of the request body must be set as a file"));
        }
        let count = draft.files().iter().filter(|(name, _)| *name == field.name).count();
        if field.required && count == 0 {
            return Err(format!("the required field `{path}` of the request body is missing"));
        }
        let schema = field.schema.resolved();
        if count > 0 && matches!(schema.kind, Kind::List(_)) {
            check_files_of(schema, count)
                .map_err(|rule| format!("the field `{path}` of the request body {rule}"))?;
        }
    }
    Ok(())
}

fn is_file(field: &Field) -> bool {
    field.schema.resolved().is_file()
}
