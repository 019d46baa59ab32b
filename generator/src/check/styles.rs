//! How a value of several parts is written into one parameter.

use std::collections::BTreeSet;

use super::Judging;
use super::checked::{
    BodyForm, Encoding, FieldEncoding, Kind, ListKeys, Location, Shape, Style, Type, TypeId,
};
use crate::resolve::written::{is_file, optional};
use crate::resolve::{Facts, Found, Place};
use crate::spec::model;

/// What a style has no way to write.
enum Unwritten {
    /// An item of a list, or a field, that has parts itself.
    Parts,
    /// An item that may be null.
    Null,
}

/// How the value of a parameter is written.
pub(super) fn encoding(
    parameter: &model::Parameter,
    location: Location,
    place: &Place,
    found: &mut Found<'_>,
) -> Encoding {
    encoding_in(parameter.encoding(), styles(location), location.called(), place, found)
}

/// How a value is written in what takes some styles, the usual one first.
fn encoding_in(
    given: model::Encoding,
    known: &[Style],
    called: &str,
    place: &Place,
    found: &mut Found<'_>,
) -> Encoding {
    let style = given.style.unwrap_or(known[0]);
    let json = given.as_.is_some();
    if json {
        json_has_no_style(given, place, found);
    } else if !known.contains(&style) {
        let known: Vec<String> = known.iter().map(|style| format!("`{}`", style.word())).collect();
        found
            .error(
                "misplaced-style",
                &place.child("style"),
                format!("`{}` is no style of a {called}", style.word()),
            )
            .help(format!("a {called} takes {}", known.join(", ")))
            .add();
    }
    let usual = matches!(style, Style::Form | Style::DeepObject);
    let explode = given.explode.unwrap_or(usual);
    if explode && matches!(style, Style::SpaceDelimited | Style::PipeDelimited) {
        found
            .error(
                "misplaced-explode",
                &place.child("explode"),
                format!(
                    "what is exploded has no parts that `{}` would stand between",
                    style.word()
                ),
            )
            .help("write `style: form`, or take `explode` away")
            .add();
    } else if !explode && style == Style::DeepObject {
        found
            .error(
                "misplaced-explode",
                &place.child("explode"),
                "each part of a `deepObject` stands on its own",
            )
            .help("take it away, or write `style: form`")
            .add();
    }
    let keys = usual && explode && known.contains(&Style::DeepObject);
    if given.lists.is_some() && !json && !keys {
        found
            .error_at_key(
                "misplaced-lists",
                &place.child("lists"),
                "a list repeats its key in a query or a form alone, and where it is exploded",
            )
            .help("take it away, or write `style: form` or `style: deepObject`")
            .add();
    }
    Encoding { style, explode, lists: given.lists.unwrap_or_default(), json }
}

/// How the fields of a form are written: its lists, and the fields that differ from that.
pub(super) fn encodings(
    body: &model::Body,
    place: &Place,
    found: &mut Found<'_>,
) -> (ListKeys, Vec<FieldEncoding>) {
    let (known, called) = match body.as_ {
        BodyForm::Form => (FORM_STYLES, "form"),
        BodyForm::Multipart => (&FORM_STYLES[..1], "body in parts"),
        _ => {
            no_encoding(body, place, found);
            return Default::default();
        }
    };
    let whole = body
        .encoding
        .map(|given| encoding_in(given, known, called, &place.child("encoding"), found));
    let lists = whole.map(|whole| whole.lists).unwrap_or_default();
    // In parts, objects are JSON unless something is said.
    let differs = whole.filter(|whole| {
        body.as_ == BodyForm::Multipart || whole.json || whole.style != FORM_STYLES[0]
    });
    let mut encodings = Vec::new();
    let inside = place.child("fields");
    for (key, field) in fields_of(body) {
        let place = inside.child(key).child("encoding");
        let own = field.encoding.map(|mut given| {
            given.lists = given.lists.or(whole.map(|whole| whole.lists).filter(|_| {
                given.as_.is_none() && matches!(given.style, None | Some(Style::DeepObject))
            }));
            encoding_in(given, known, called, &place, found)
        });
        let part = body.as_ == BodyForm::Multipart && !is_file(&field.type_);
        let media_type = field.media_type.clone().filter(|_| part);
        if is_file(&field.type_) {
            if field.encoding.is_some() {
                found
                    .error_at_key("misplaced-encoding", &place, "a file is sent as it is")
                    .help("take it away")
                    .add();
            }
        } else if own.or(differs).is_some() || media_type.is_some() {
            let usual = Encoding { style: known[0], explode: true, lists, json: false };
            let encoding = own.or(differs).unwrap_or(usual);
            let wire = optional(key).0.to_owned();
            encodings.push(FieldEncoding { wire, encoding, media_type });
        }
    }
    (lists, encodings)
}

/// Only the fields of a form are written in one way or another.
fn no_encoding(body: &model::Body, place: &Place, found: &mut Found<'_>) {
    let inside = place.child("fields");
    let fields = fields_of(body)
        .filter(|(_, field)| field.encoding.is_some())
        .map(|(key, _)| inside.child(key).child("encoding"));
    let whole = body.encoding.map(|_| place.child("encoding"));
    for place in whole.into_iter().chain(fields) {
        misplaced_encoding(&place, found);
    }
}

pub(super) fn misplaced_encoding(place: &Place, found: &mut Found<'_>) {
    found
        .error_at_key("misplaced-encoding", place, "only a form's own fields have an encoding")
        .help("take it away; a form is a body with `as: form` or `as: multipart`")
        .add();
}

fn json_has_no_style(given: model::Encoding, place: &Place, found: &mut Found<'_>) {
    let given = self::given(given);
    for (key, _) in given.into_iter().filter(|(key, given)| *given && *key != "as") {
        found
            .error_at_key("misplaced-style", &place.child(key), "JSON is written in one way")
            .help("take it away, or `as: json`")
            .add();
    }
}

/// A client parameter stands in paths as one value, in the usual way.
pub(super) fn no_style(parameter: &model::Parameter, place: &Place, found: &mut Found<'_>) {
    for (key, _) in given(parameter.encoding()).into_iter().filter(|(_, given)| *given) {
        found
            .error_at_key(
                "misplaced-style",
                &place.child(key),
                "what is set on the client is one value, which has one style",
            )
            .help("take it away")
            .add();
    }
}

/// Judges whether the style of a parameter has a way to write its value.
pub(super) fn shape(
    cx: &mut Judging<'_>,
    wire: &str,
    location: Location,
    type_: &Type,
    encoding: Encoding,
    place: &Place,
) {
    // Parts are followed into their types, which must have an end for that.
    if encoding.json || cx.facts.endless || is_scalar(cx.facts, &type_.kind) {
        return;
    }
    let Err(fault) = writable(cx.facts, type_, encoding, &mut BTreeSet::new()) else { return };
    let (style, called) = (encoding.style.word(), location.called());
    let message = match fault {
        Unwritten::Parts => format!(
            "`{wire}` can't be written into a {called}: `{style}` has no way to write parts within parts"
        ),
        Unwritten::Null => {
            format!("`{wire}` can't be written into a {called}: no item can be null there")
        }
    };
    let help = match (fault, location) {
        (Unwritten::Null, _) => "take the null away, or write `as: json`",
        (Unwritten::Parts, Location::Query) => {
            "`style: deepObject` has keys like `filter[a][b]`, and `as: json` is JSON"
        }
        (Unwritten::Parts, _) => "`as: json` is JSON",
    };
    cx.found.error_at_key("parameter-type", place, message).help(help).add();
}

pub(super) fn is_scalar(facts: &Facts<'_>, kind: &Kind) -> bool {
    match facts.behind(kind) {
        Kind::Any | Kind::Binary | Kind::List(_) | Kind::Tuple(_) | Kind::Map(_) => false,
        Kind::Named(id) => {
            !matches!(facts.definition(*id).shape, Shape::Object { .. } | Shape::Union(_))
        }
        _ => true,
    }
}

/// Unions may hold each other: each is looked at once.
fn writable(
    facts: &Facts<'_>,
    type_: &Type,
    encoding: Encoding,
    seen: &mut BTreeSet<TypeId>,
) -> Result<(), Unwritten> {
    match facts.behind(&type_.kind) {
        Kind::List(item) if item.0.nullable => Err(Unwritten::Null),
        _ if encoding.style == Style::DeepObject => Ok(()),
        Kind::List(item) => flat(facts, &item.0, seen),
        Kind::Map(value) => part(facts, &value.0, encoding, seen),
        Kind::Named(id) => match &facts.definition(*id).shape {
            Shape::Object { fields, .. } => fields
                .iter()
                .filter(|field| !field.read_only)
                .try_for_each(|field| part(facts, &field.type_, encoding, seen)),
            Shape::Union(union) if seen.insert(*id) => {
                union.cases.iter().try_for_each(|(_, case)| writable(facts, case, encoding, seen))
            }
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

/// A field of an object, which may be a list where each part stands on its own.
fn part(
    facts: &Facts<'_>,
    type_: &Type,
    encoding: Encoding,
    seen: &mut BTreeSet<TypeId>,
) -> Result<(), Unwritten> {
    match facts.behind(&type_.kind) {
        Kind::List(item) if encoding.explode && encoding.style == Style::Form => {
            flat(facts, &item.0, seen)
        }
        _ => flat(facts, type_, seen),
    }
}

/// What is one text.
fn flat(facts: &Facts<'_>, type_: &Type, seen: &mut BTreeSet<TypeId>) -> Result<(), Unwritten> {
    match facts.behind(&type_.kind) {
        Kind::List(_) | Kind::Map(_) | Kind::Binary => Err(Unwritten::Parts),
        Kind::Named(id) => match &facts.definition(*id).shape {
            Shape::Object { .. } => Err(Unwritten::Parts),
            Shape::Union(union) if seen.insert(*id) => {
                union.cases.iter().try_for_each(|(_, case)| flat(facts, case, seen))
            }
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

/// What says how a value is written, and whether it is given.
fn given(encoding: model::Encoding) -> [(&'static str, bool); 4] {
    [
        ("style", encoding.style.is_some()),
        ("explode", encoding.explode.is_some()),
        ("lists", encoding.lists.is_some()),
        ("as", encoding.as_.is_some()),
    ]
}

/// The styles of a form, the usual one first.
const FORM_STYLES: &[Style] =
    &[Style::DeepObject, Style::Form, Style::SpaceDelimited, Style::PipeDelimited];

/// The fields that stand in a body itself.
fn fields_of(body: &model::Body) -> impl Iterator<Item = (&String, &model::Field)> {
    let fields = match &body.type_ {
        model::Type::Full(parts) => parts.fields.as_deref(),
        model::Type::Bare(_) => None,
    };
    fields.into_iter().flatten()
}

/// The styles of a place, the usual one first.
const fn styles(location: Location) -> &'static [Style] {
    match location {
        Location::Path => &[Style::Simple, Style::Label, Style::Matrix],
        Location::Query => {
            &[Style::Form, Style::SpaceDelimited, Style::PipeDelimited, Style::DeepObject]
        }
        Location::Header => &[Style::Simple],
        Location::Cookie => &[Style::Form],
    }
}

impl Location {
    /// What messages call it.
    pub(super) const fn called(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}
