//! Whether a value can stand where it is: what cannot is refused, with what to write instead.

use super::Judging;
use super::checked::{Encoding, Kind, Shape, Stand, Standing, Type};
use crate::resolve::{Facts, Place};
use crate::words::key::Key;
use crate::words::standing::{Misfit, Place as Where, Step, Types, stand};
use crate::words::style::Style;

/// Judges the value of a parameter, and gives how it stands.
pub(super) fn parameter(
    cx: &mut Judging<'_>,
    wire: &str,
    type_: &Type,
    stands: Where,
    encoding: Encoding,
    place: &Place,
) -> Stand {
    stand(&cx.facts, type_, stands, Some(encoding)).unwrap_or_else(|misfit| {
        let message = message(wire, misfit, stands, encoding.style);
        let help = help(misfit, stands);
        cx.found.error_at_key("parameter-type", place, message).help(help).add();
        Stand { standing: Standing::Any, plain: false }
    })
}

/// Judges the value of a field of a form, or of a part of a body in parts.
pub(super) fn field(
    cx: &mut Judging<'_>,
    wire: &str,
    type_: &Type,
    stands: Where,
    encoding: Option<Encoding>,
    place: &Place,
) {
    let Err(misfit) = stand(&cx.facts, type_, stands, encoding) else { return };
    if misfit == Misfit::Null {
        cx.found
            .error("null-in-form", place, format!("a form has no way to say that `{wire}` is null"))
            .help(format!(
                "take the null away; `{}` is left out where nothing sets it",
                Key::new(wire, false)
            ))
            .add();
        return;
    }
    let style = encoding.map_or(stands.usual(), |encoding| encoding.style);
    cx.found
        .error_at_key("field-type", place, message(wire, misfit, stands, style))
        .help(help(misfit, stands))
        .add();
}

/// Judges the value of a header of an answer.
pub(super) fn answer_header(cx: &mut Judging<'_>, type_: &Type, place: &Place) {
    let Err(misfit) = stand(&cx.facts, type_, Where::AnswerHeader, None) else { return };
    if misfit == Misfit::Null {
        cx.found
            .error_at_key("nullable-header", place, "a header is there or not, and never null")
            .help("take the null away; whoever reads it is told whether it is there")
            .add();
        return;
    }
    cx.found
        .error_at_key(
            "header-kind",
            place,
            "a header is text, a number, a boolean, a time or a date, and this type is none",
        )
        .help("write `string`, and read the text")
        .add();
}

fn message(wire: &str, misfit: Misfit, stands: Where, style: Style) -> String {
    let (called, style) = (stands.called(), style.word());
    let reason = match misfit {
        Misfit::Null => "it may be null".to_owned(),
        Misfit::NullItem => "no item can be null there".to_owned(),
        Misfit::Parts => format!("`{style}` has no way to write parts within parts"),
        Misfit::Several => return format!("`{wire}` is more than one value"),
        Misfit::Bytes => "bytes are no text".to_owned(),
    };
    format!("`{wire}` can't be written into a {called}: {reason}")
}

fn help(misfit: Misfit, stands: Where) -> &'static str {
    match (misfit, stands) {
        (Misfit::Null, _) => {
            "take the null away; a parameter with `?` behind its name may be left out"
        }
        (Misfit::NullItem, Where::Field | Where::Part) => {
            "take the null away, or write `encoding: { as: json }`"
        }
        (Misfit::NullItem, _) => "take the null away, or write `as: json`",
        (Misfit::Parts, Where::Query) => {
            "`style: deepObject` has keys like `filter[a][b]`, and `as: json` is JSON"
        }
        (Misfit::Parts, Where::Field | Where::Part) => {
            "leave the style out for keys like `filter[a][b]`, or write `encoding: { as: json }`"
        }
        (Misfit::Parts, _) => "`as: json` is JSON",
        (Misfit::Several, _) => {
            "what is set on the client is a string, a number, a boolean, a date or an enum"
        }
        (Misfit::Bytes, _) => "files are parts of a body with `as: multipart`",
    }
}

impl<'t> Types for &'t Facts<'_> {
    type Type = &'t Type;

    fn step(&self, type_: &'t Type) -> Step<&'t Type> {
        match self.behind(&type_.kind) {
            Kind::Any => Step::Any,
            Kind::Binary => Step::Bytes,
            Kind::List(item) => Step::List(&item.0),
            Kind::Tuple(items) => Step::Tuple(items.iter().map(|item| &item.0).collect()),
            Kind::Map(value) => Step::Map(&value.0),
            Kind::Named(id) => match &self.definition(*id).shape {
                Shape::Object { fields, rest, .. } => {
                    let sent = fields.iter().filter(|field| !field.read_only);
                    let rest = rest.as_deref().map(|rest| &rest.type_);
                    Step::Object(sent.map(|field| &field.type_).chain(rest).collect())
                }
                Shape::Union(union) => {
                    Step::OneOf(union.cases.iter().map(|(_, case)| case).collect())
                }
                Shape::IntegerEnum(_) => Step::Drafted,
                // What an alias stands for was looked behind.
                Shape::Text { .. } | Shape::Enum(_) | Shape::Alias(_) => Step::Text,
            },
            _ => Step::Text,
        }
    }

    fn is_nullable(&self, type_: &'t Type) -> bool {
        type_.nullable
    }

    fn identity(&self, type_: &'t Type) -> Option<usize> {
        match self.behind(&type_.kind) {
            Kind::Named(id) => Some(id.0),
            _ => None,
        }
    }
}
