//! How a value of several parts is written into one parameter.

use std::collections::BTreeSet;

use super::Checking;
use super::checked::{
    BodyForm, Encoding, FieldEncoding, Kind, ListKeys, Location, Shape, Style, Type, TypeId,
};
use super::place::Place;
use crate::spec::model;
use crate::words::key::Key;

/// A value whose type has to be looked at once all types are known.
pub(super) struct Shaped {
    wire: String,
    location: Location,
    type_: Type,
    encoding: Encoding,
    place: Place,
}

/// What a style has no way to write.
enum Unwritten {
    /// An item of a list, or a field, that has parts itself.
    Parts,
    /// An item that may be null.
    Null,
}

impl Checking<'_> {
    /// How the value of a parameter is written.
    pub(super) fn encoding(
        &mut self,
        parameter: &model::Parameter,
        location: Location,
        place: &Place,
    ) -> Encoding {
        self.encoding_in(parameter.encoding(), styles(location), location.called(), place)
    }

    /// How a value is written in what takes some styles, the usual one first.
    fn encoding_in(
        &mut self,
        given: model::Encoding,
        known: &[Style],
        called: &str,
        place: &Place,
    ) -> Encoding {
        let style = given.style.unwrap_or(known[0]);
        let json = given.as_.is_some();
        if json {
            self.json_has_no_style(given, place);
        } else if !known.contains(&style) {
            let known: Vec<String> =
                known.iter().map(|style| format!("`{}`", style.word())).collect();
            self.error(
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
            self.error(
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
            self.error(
                "misplaced-explode",
                &place.child("explode"),
                "each part of a `deepObject` stands on its own",
            )
            .help("take it away, or write `style: form`")
            .add();
        }
        let keys = usual && explode && known.contains(&Style::DeepObject);
        if given.lists.is_some() && !json && !keys {
            self.error_at_key(
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
        &mut self,
        body: &model::Body,
        place: &Place,
    ) -> (ListKeys, Vec<FieldEncoding>) {
        let (known, called) = match body.as_ {
            BodyForm::Form => (FORM_STYLES, "form"),
            BodyForm::Multipart => (&FORM_STYLES[..1], "body in parts"),
            _ => {
                self.no_encoding(body, place);
                return Default::default();
            }
        };
        let whole = body
            .encoding
            .map(|given| self.encoding_in(given, known, called, &place.child("encoding")));
        let lists = whole.map(|whole| whole.lists).unwrap_or_default();
        // In parts, objects are JSON unless something is said.
        let differs = whole.filter(|whole| {
            body.as_ == BodyForm::Multipart || whole.json || whole.style != FORM_STYLES[0]
        });
        let mut encodings = Vec::new();
        let inside = place.child("fields");
        for (key, field) in fields_of(body) {
            let place = inside.of(key).child("encoding");
            let own = field.encoding.map(|mut given| {
                given.lists = given.lists.or(whole.map(|whole| whole.lists).filter(|_| {
                    given.as_.is_none() && matches!(given.style, None | Some(Style::DeepObject))
                }));
                self.encoding_in(given, known, called, &place)
            });
            let part = body.as_ == BodyForm::Multipart && !is_file(&field.type_);
            let media_type = field.media_type.clone().filter(|_| part);
            if is_file(&field.type_) {
                if field.encoding.is_some() {
                    self.error_at_key("misplaced-encoding", &place, "a file is sent as it is")
                        .help("take it away")
                        .add();
                }
            } else if own.or(differs).is_some() || media_type.is_some() {
                let usual = Encoding { style: known[0], explode: true, lists, json: false };
                let encoding = own.or(differs).unwrap_or(usual);
                let wire = key.wire.clone();
                encodings.push(FieldEncoding { wire, encoding, media_type });
            }
        }
        (lists, encodings)
    }

    /// Only the fields of a form are written in one way or another.
    fn no_encoding(&mut self, body: &model::Body, place: &Place) {
        let inside = place.child("fields");
        let fields = fields_of(body)
            .filter(|(_, field)| field.encoding.is_some())
            .map(|(key, _)| inside.of(key).child("encoding"));
        let whole = body.encoding.map(|_| place.child("encoding"));
        for place in whole.into_iter().chain(fields) {
            self.misplaced_encoding(&place);
        }
    }

    pub(super) fn misplaced_encoding(&mut self, place: &Place) {
        self.error_at_key("misplaced-encoding", place, "only a form's own fields have an encoding")
            .help("take it away; a form is a body with `as: form` or `as: multipart`")
            .add();
    }

    fn json_has_no_style(&mut self, given: model::Encoding, place: &Place) {
        let given = self::given(given);
        for (key, _) in given.into_iter().filter(|(key, given)| *given && *key != "as") {
            self.error_at_key("misplaced-style", &place.child(key), "JSON is written in one way")
                .help("take it away, or `as: json`")
                .add();
        }
    }

    /// A client parameter stands in paths as one value, in the usual way.
    pub(super) fn no_style(&mut self, parameter: &model::Parameter, place: &Place) {
        for (key, _) in given(parameter.encoding()).into_iter().filter(|(_, given)| *given) {
            self.error_at_key(
                "misplaced-style",
                &place.child(key),
                "what is set on the client is one value, which has one style",
            )
            .help("take it away")
            .add();
        }
    }

    /// Keeps the type of a parameter until all types are known.
    pub(super) fn remember_shaped(
        &mut self,
        wire: &str,
        location: Location,
        type_: &Type,
        encoding: Encoding,
        place: &Place,
    ) {
        if !encoding.json && !self.is_scalar(&type_.kind) {
            let (wire, type_, place) = (wire.to_owned(), type_.clone(), place.clone());
            self.shaped.push(Shaped { wire, location, type_, encoding, place });
        }
    }

    /// Tells of what a style has no way to write. Types have an end here.
    pub(super) fn examine_shaped(&mut self) {
        for Shaped { wire, location, type_, encoding, place } in std::mem::take(&mut self.shaped) {
            let Err(fault) = self.writable(&type_, encoding, &mut BTreeSet::new()) else {
                continue;
            };
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
            self.error_at_key("parameter-type", &place, message).help(help).add();
        }
    }

    /// Unions may hold each other: each is looked at once.
    fn writable(
        &self,
        type_: &Type,
        encoding: Encoding,
        seen: &mut BTreeSet<TypeId>,
    ) -> Result<(), Unwritten> {
        match self.base(&type_.kind) {
            Kind::List(item) if item.0.nullable => Err(Unwritten::Null),
            _ if encoding.style == Style::DeepObject => Ok(()),
            Kind::List(item) => self.flat(&item.0, seen),
            Kind::Map(value) => self.part(&value.0, encoding, seen),
            Kind::Named(id) => match &self.definitions[id.0].shape {
                Shape::Object { fields, .. } => fields
                    .iter()
                    .filter(|field| !field.read_only)
                    .try_for_each(|field| self.part(&field.type_, encoding, seen)),
                Shape::Union(union) if seen.insert(id) => {
                    union.cases.iter().try_for_each(|(_, case)| self.writable(case, encoding, seen))
                }
                _ => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// A field of an object, which may be a list where each part stands on its own.
    fn part(
        &self,
        type_: &Type,
        encoding: Encoding,
        seen: &mut BTreeSet<TypeId>,
    ) -> Result<(), Unwritten> {
        match self.base(&type_.kind) {
            Kind::List(item) if encoding.explode && encoding.style == Style::Form => {
                self.flat(&item.0, seen)
            }
            _ => self.flat(type_, seen),
        }
    }

    /// What is one text.
    fn flat(&self, type_: &Type, seen: &mut BTreeSet<TypeId>) -> Result<(), Unwritten> {
        match self.base(&type_.kind) {
            Kind::List(_) | Kind::Map(_) | Kind::Binary => Err(Unwritten::Parts),
            Kind::Named(id) => match &self.definitions[id.0].shape {
                Shape::Object { .. } => Err(Unwritten::Parts),
                Shape::Union(union) if seen.insert(id) => {
                    union.cases.iter().try_for_each(|(_, case)| self.flat(case, seen))
                }
                _ => Ok(()),
            },
            _ => Ok(()),
        }
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
fn fields_of(body: &model::Body) -> impl Iterator<Item = (&Key, &model::Field)> {
    let fields = match &body.type_ {
        model::Type::Full(parts) => parts.fields.as_deref(),
        model::Type::Bare(_) => None,
    };
    fields.into_iter().flatten()
}

/// Whether a type is written as a file, or as a list of them.
pub(super) fn is_file(type_: &model::Type) -> bool {
    let is_binary = |name: &str| matches!(name.trim(), "binary" | "binary[]");
    match type_ {
        model::Type::Bare(name) => is_binary(name),
        model::Type::Full(parts) => {
            parts.type_.as_deref().is_some_and(is_binary)
                || parts.list.as_ref().is_some_and(is_file)
        }
    }
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
