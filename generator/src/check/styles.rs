//! How a value of several parts is written into one parameter.

use super::checked::{BodyForm, Encoding, FieldEncoding, ListKeys, Location, Style};
use crate::resolve::written::is_file;
use crate::resolve::{Found, Place};
use crate::spec::model;
use crate::words::key::Key;
use crate::words::standing::Slot;

/// Returns how the value of a parameter is written.
pub(super) fn encoding(
    parameter: &model::Parameter,
    location: Location,
    place: &Place,
    found: &mut Found<'_>,
) -> Encoding {
    encoding_in(parameter.encoding(), location.slot(), place, found)
}

/// Returns how a value is written in what takes some styles, the usual one first.
fn encoding_in(
    given: model::EncodingParts,
    stands: Slot,
    place: &Place,
    found: &mut Found<'_>,
) -> Encoding {
    let (known, called) = (stands.styles(), stands.called());
    let style = given.style.unwrap_or(stands.usual());
    let json = given.as_.is_some();
    if json {
        json_has_no_style(given, place, found);
    } else if !known.contains(&style) {
        let known: Vec<String> = known.iter().map(|style| format!("`{}`", style.word())).collect();
        found
            .error(
                "misplaced-style",
                &place.child("style"),
                format!("the style `{}` does not apply to a {called}", style.word()),
            )
            .help(format!("write {}, or remove it", known.join(" or ")))
            .add();
    }
    let explode = given.explode.unwrap_or(style.explodes());
    if explode && style.delimits() {
        found
            .error(
                "misplaced-explode",
                &place.child("explode"),
                format!("the style `{}` cannot be exploded", style.word()),
            )
            .help("write `style: form`, or remove `explode`")
            .add();
    } else if !explode && style == Style::DeepObject {
        found
            .error(
                "misplaced-explode",
                &place.child("explode"),
                "the style `deepObject` is always exploded",
            )
            .help("remove it, or write `style: form`")
            .add();
    }
    let keys = style.explodes() && explode && known.contains(&Style::DeepObject);
    if given.lists.is_some() && !json && !keys {
        found
            .error_at_key(
                "misplaced-lists",
                &place.child("lists"),
                "`lists` applies to exploded values in a query or a form only",
            )
            .help("remove it, or write `style: form` or `style: deepObject`")
            .add();
    }
    Encoding { style, explode, lists: given.lists.unwrap_or_default(), json }
}

/// Returns how the fields of a form are written: its lists, and the fields that differ from that.
pub(super) fn encodings(
    body: &model::Body,
    place: &Place,
    found: &mut Found<'_>,
) -> (ListKeys, Vec<FieldEncoding>) {
    let stands = match body.as_ {
        BodyForm::Form => Slot::Field,
        BodyForm::Multipart => Slot::Part,
        _ => {
            no_encoding(body, place, found);
            return Default::default();
        }
    };
    let whole =
        body.encoding.map(|given| encoding_in(given, stands, &place.child("encoding"), found));
    let lists = whole.map(|whole| whole.lists).unwrap_or_default();
    // In parts, objects are JSON unless something is said.
    let differs = whole.filter(|whole| {
        body.as_ == BodyForm::Multipart || whole.json || whole.style != stands.usual()
    });
    let mut encodings = Vec::new();
    let inside = place.child("fields");
    for (key, field) in fields_of(body) {
        let place = inside.of(key).child("encoding");
        let own = field.encoding.map(|mut given| {
            given.lists = given.lists.or(whole.map(|whole| whole.lists).filter(|_| {
                given.as_.is_none() && matches!(given.style, None | Some(Style::DeepObject))
            }));
            encoding_in(given, stands, &place, found)
        });
        let part = body.as_ == BodyForm::Multipart && !is_file(&field.type_);
        let media_type = field.media_type.clone().filter(|_| part);
        if is_file(&field.type_) {
            if field.encoding.is_some() {
                found
                    .error_at_key(
                        "misplaced-encoding",
                        &place,
                        "`encoding` does not apply to files",
                    )
                    .help("remove it")
                    .add();
            }
        } else if own.or(differs).is_some() || media_type.is_some() {
            let usual = Encoding { lists, ..Encoding::new(stands.usual()) };
            let encoding = own.or(differs).unwrap_or(usual);
            let wire = key.wire.clone();
            encodings.push(FieldEncoding { wire, encoding, media_type });
        }
    }
    (lists, encodings)
}

/// Refuses `encoding` for a body that is not a form.
fn no_encoding(body: &model::Body, place: &Place, found: &mut Found<'_>) {
    let inside = place.child("fields");
    let fields = fields_of(body)
        .filter(|(_, field)| field.encoding.is_some())
        .map(|(key, _)| inside.of(key).child("encoding"));
    let whole = body.encoding.map(|_| place.child("encoding"));
    for place in whole.into_iter().chain(fields) {
        misplaced_encoding(&place, found);
    }
}

pub(super) fn misplaced_encoding(place: &Place, found: &mut Found<'_>) {
    found
        .error_at_key(
            "misplaced-encoding",
            place,
            "`encoding` applies to the fields that a form lists itself",
        )
        .help("remove it; a form is a body with `as: form` or `as: multipart`")
        .add();
}

fn json_has_no_style(given: model::EncodingParts, place: &Place, found: &mut Found<'_>) {
    let given = self::given(given);
    for (key, _) in given.into_iter().filter(|(key, given)| *given && *key != "as") {
        found
            .error_at_key(
                "misplaced-style",
                &place.child(key),
                "a value that is sent as JSON has no style",
            )
            .help("remove it, or remove `as: json`")
            .add();
    }
}

/// Refuses a style for a client parameter, which is a single value in paths.
pub(super) fn no_style(parameter: &model::Parameter, place: &Place, found: &mut Found<'_>) {
    for (key, _) in given(parameter.encoding()).into_iter().filter(|(_, given)| *given) {
        found
            .error_at_key(
                "misplaced-style",
                &place.child(key),
                "a parameter of the client has no style",
            )
            .help("remove it")
            .add();
    }
}

/// Returns what says how a value is written, and whether it is given.
fn given(encoding: model::EncodingParts) -> [(&'static str, bool); 4] {
    [
        ("style", encoding.style.is_some()),
        ("explode", encoding.explode.is_some()),
        ("lists", encoding.lists.is_some()),
        ("as", encoding.as_.is_some()),
    ]
}

/// Returns the fields that stand in a body itself.
fn fields_of(body: &model::Body) -> impl Iterator<Item = (&Key, &model::Field)> {
    let fields = match &body.type_ {
        model::Type::Full(parts) => parts.fields.as_deref(),
        model::Type::Bare(_) => None,
    };
    fields.into_iter().flatten()
}
