//! Other forms of a call: the same endpoint with another body, another answer, or both.

use serde_json::Value;

use super::checked::{Body, BodyForm, BodyKind, Endpoint, Kind, Shape, Text};
use super::{Judging, answers, bodies, calls, literal, response_headers};
use crate::resolve::{Facts, Place, is_name};
use crate::spec::model::{self, Literal, Named};

/// Returns an endpoint and its other forms, each an endpoint of its own.
pub(super) fn forms(
    cx: &mut Judging<'_>,
    first: Endpoint,
    endpoint: &model::Endpoint,
    place: &Place,
) -> Vec<Endpoint> {
    let mut forms = vec![first];
    for (key, written) in &endpoint.also {
        let place = place.child("also").child(key);
        if !is_name(key) {
            cx.found
                .error_at_key(
                    "endpoint-name",
                    &place,
                    format!("`{key}` cannot be the name of a method"),
                )
                .help("use letters, digits and `_`, beginning with a letter")
                .add();
        }
        let other = form(cx, &forms[0], key, endpoint, written, &place);
        forms.push(other);
    }
    // What one form sends by itself tells it from the others, so that these leave it alone.
    let said: Vec<&Named<Literal>> = endpoint.also.values().map(|form| &form.sends).collect();
    for (index, form) in forms.iter_mut().enumerate() {
        let own = index.checked_sub(1).map(|index| said[index]);
        let others = said.iter().flat_map(|said| said.keys());
        let others = others.filter(|wire| !own.is_some_and(|own| own.contains_key(*wire)));
        for wire in others {
            if let Some(Body { kind: BodyKind::Fields(fields), .. }) = &mut form.body {
                fields.retain(|field| field.wire != *wire || field.required);
            }
        }
    }
    forms
}

fn form(
    cx: &mut Judging<'_>,
    first: &Endpoint,
    key: &str,
    endpoint: &model::Endpoint,
    form: &model::Variation,
    place: &Place,
) -> Endpoint {
    if form.body.is_none() && form.response.is_none() && form.sends.is_empty() {
        cx.found
            .error_at_key("same-form", place, "the form does not differ from the endpoint")
            .help("add its `body:`, its `response:`, or what it `sends:`")
            .add();
    }
    let name = format!("{}_{key}", first.name);
    let mut other = Endpoint {
        rust_name: format!("{}_{key}", first.rust_name),
        name: name.clone(),
        form: Some((first.name.clone(), key.to_owned())),
        ..first.clone()
    };
    if form.summary.is_some() || form.description.is_some() {
        let own = Text::new(form.summary.as_ref(), form.description.as_ref(), None);
        other.text.summary = own.summary.or(other.text.summary);
        other.text.description = own.description;
    }
    if let Some(body) = &form.body {
        other.body = bodies::body(cx, endpoint.method, body, &place.child("body"));
    }
    if let Some(response) = &form.response {
        let inside = place.child("response");
        // Only JSON is in the envelope, and of a form that is not nobody said that it is.
        let plain = model::Endpoint { envelope: None, ..endpoint.clone() };
        other.answer = answers::one_answer(cx, &plain, response, place, &inside);
        other.wrapping = calls::wrapping(cx.facts, other.answer.as_ref(), endpoint.envelope);
        other.accept.clone_from(&response.media_type);
        other.response_headers = response_headers::response_headers(cx, response, &inside);
        other.pages = None;
    }
    for (wire, value) in &form.sends {
        sends(cx, other.body.as_mut(), wire, value, &place.child("sends").child(wire));
    }
    other
}

/// Makes a field of a body one that every call sends.
fn sends(cx: &mut Judging<'_>, body: Option<&mut Body>, wire: &str, value: &Value, place: &Place) {
    if matches!(value, Value::Null | Value::Array(_) | Value::Object(_)) {
        cx.found
            .error(
                "sends-kind",
                place,
                "a value under `sends` must be a string, a number or a boolean",
            )
            .help("write the value that sets this form apart from the others")
            .add();
        return;
    }
    let known = match body {
        Some(Body { kind: BodyKind::Fields(fields), .. }) => {
            fields.iter_mut().find(|field| field.wire == wire).is_some_and(|field| {
                field.required = true;
                field.constant = Some(value.clone().into());
                literal::literal(cx, "const", value, &field.type_, place);
                true
            })
        }
        Some(body @ Body { kind: BodyKind::Whole(_), form: BodyForm::Json, .. }) => {
            body.sends.push((wire.to_owned(), value.clone()));
            let BodyKind::Whole(type_) = &body.kind else { return };
            may_have_field(cx.facts, &type_.kind, wire)
        }
        _ => false,
    };
    if !known {
        cx.found
            .error_at_key("no-field", place, format!("the body has no field `{wire}`"))
            .help("add the field to the body's `fields:`")
            .add();
    }
}

/// Returns whether a value of a type may have a field.
fn may_have_field(facts: &Facts<'_>, kind: &Kind, wire: &str) -> bool {
    match facts.behind(kind) {
        Kind::Named(id) => match &facts.definition(*id).shape {
            Shape::Object { fields, .. } => fields.iter().any(|field| field.wire == wire),
            Shape::Union(_) => true,
            _ => false,
        },
        Kind::Any | Kind::Map(_) => true,
        _ => false,
    }
}
