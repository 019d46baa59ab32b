//! What every answer of an API has in common, and what a failed call answers.

use super::checked::{Envelope, Failure, Shape};
use super::{Judging, head};
use crate::resolve::Place;
use crate::spec::{model, nearest};

pub(super) fn envelope(cx: &mut Judging<'_>) -> Option<Envelope> {
    let envelope = cx.facts.api.file.content.envelope.as_ref()?;
    let place = Place::root(&["envelope"]);
    if envelope.data.is_empty() || envelope.data.contains('.') {
        cx.found
            .error(
                "envelope-data",
                &place.child("data"),
                "`data` must name one field of the envelope",
            )
            .help("write the field's name, without dots")
            .add();
    }
    if let Some(success) = &envelope.success {
        let place = place.child("success").child("field");
        head::way(&success.field, false, &place, &mut cx.found);
        success_field(cx, envelope, &success.field, &place);
    }
    let success = envelope.success.as_ref();
    Some(Envelope {
        success: success.map(|success| (success.field.clone(), success.equals.clone())),
        data: envelope.data.clone(),
        type_: cx.facts.envelope?,
    })
}

/// Checks that the success field is in the type of the envelope, for callers who ask for the whole envelope.
fn success_field(cx: &mut Judging<'_>, envelope: &model::Envelope, way: &str, place: &Place) {
    let Some(definition) = cx.facts.envelope.map(|id| cx.facts.definition(id)) else { return };
    let Shape::Object { fields, .. } = &definition.shape else { return };
    let first = way.split('.').next().unwrap_or(way);
    // An empty path was reported already.
    if first.is_empty() || first == envelope.data || fields.iter().any(|field| field.wire == first)
    {
        return;
    }
    let name = &definition.name;
    let help = match nearest(first, fields.iter().map(|field| field.wire.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add the field `{first}` to `{name}`"),
    };
    cx.found
        .error("envelope-success", place, format!("the envelope `{name}` has no field `{first}`"))
        .help(help)
        .add();
}

pub(super) fn failure(cx: &mut Judging<'_>) -> Option<Failure> {
    let failure = cx.facts.api.file.content.failure.as_ref()?;
    let place = Place::root(&["failure"]);
    for (key, way) in [("message", &failure.message), ("code", &failure.code)] {
        if let Some(way) = way {
            head::way(way, true, &place.child(key), &mut cx.found);
        }
    }
    Some(Failure {
        type_: cx.facts.failure?,
        message: failure.message.clone(),
        code: failure.code.clone(),
    })
}
