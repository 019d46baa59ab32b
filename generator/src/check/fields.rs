//! The fields of objects and of requests.

use super::constants::{self, Beside};
use super::{Judging, bodies, overrides, styles};
use crate::resolve::{Place, written};
use crate::spec::model;
use crate::words::key::{Key, Keyed};

/// Judges the fields of an object or of a request; `parts` says that they are parts of a multipart body.
pub(super) fn fields(
    cx: &mut Judging<'_>,
    fields: &Keyed<model::Field>,
    parts: bool,
    place: &Place,
) {
    let place = place.child("fields");
    for (index, (key, field)) in fields.iter().enumerate() {
        let place = place.of(key);
        let Key { wire, optional } = key;
        if wire.is_empty() {
            cx.found
                .error_at_key("no-name", &place, "the field has an empty name")
                .help("write the name that the API uses")
                .add();
        }
        let mut earlier = fields.iter().take(index);
        let is_same = |(other, field): (&Key, &model::Field)| {
            other.wire == *wire && !written::is_skipped(&field.type_)
        };
        if !wire.is_empty() && earlier.any(is_same) {
            cx.found
                .error_at_key(
                    "field-twice",
                    &place,
                    format!("the field `{wire}` is listed twice, once required and once optional"),
                )
                .help("remove one of them")
                .add();
        }
        let needed = !optional && !field.read_only;
        if !overrides::is_left_out(&field.type_, needed, &place, &mut cx.found) {
            judge(cx, key, field, parts, &place);
        }
    }
}

fn judge(cx: &mut Judging<'_>, key: &Key, field: &model::Field, parts: bool, place: &Place) {
    let Key { wire, optional } = key;
    if field.read_only && field.write_only {
        cx.found
            .error(
                "no-direction",
                &place.child("write_only"),
                format!("`{wire}` is both `read_only` and `write_only`, so it would never be used"),
            )
            .help("remove one of the two, or both")
            .add();
    }
    if field.encoding.is_some() && !place.is_in_a_body() {
        styles::misplaced_encoding(&place.child("encoding"), &mut cx.found);
    }
    let value = field.const_.as_deref();
    let optional = *optional;
    let beside = Beside { wire, value, type_: &field.type_, optional, read_only: field.read_only };
    constants::constant(&beside, place, &mut cx.found);
    if !cx.facts.is_mistaken(place) {
        constants::fits(cx, value, place);
        if let Some(media_type) = &field.media_type {
            bodies::media_type_of_field(media_type, parts, place, &mut cx.found);
        }
    }
}
