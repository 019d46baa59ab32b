//! Whether a value can stand where it is: what cannot is refused, with what to write instead.

use super::Judging;
use super::checked::{Encoding, Kind, Shape, Stand, Standing, Type};
use crate::resolve::{Facts, Place};
use crate::words::key::Key;
use crate::words::standing::{Misfit, Slot, Step, Types, stand};
use crate::words::style::Style;

/// Judges the value of a parameter, and gives how it stands.
pub(super) fn parameter(
    cx: &mut Judging<'_>,
    wire: &str,
    type_: &Type,
    stands: Slot,
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
    stands: Slot,
    encoding: Option<Encoding>,
    place: &Place,
) {
    let Err(misfit) = stand(&cx.facts, type_, stands, encoding) else { return };
    if misfit == Misfit::Null {
        cx.found
            .error(
                "null-in-form",
                place,
                format!("the field `{wire}` may be null, which a form cannot express"),
            )
            .help(format!(
                "remove the null; an optional field, `{}`, is left out if it is not set",
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
    let Err(misfit) = stand(&cx.facts, type_, Slot::AnswerHeader, None) else { return };
    if misfit == Misfit::Null {
        cx.found
            .error_at_key("nullable-header", place, "a header of a response cannot be null")
            .help("remove the null; every such header is optional to its reader")
            .add();
        return;
    }
    cx.found
        .error_at_key(
            "header-kind",
            place,
            "a header of a response is read as one text, and this type has several parts or is an enum of integers",
        )
        .help("write `string`, `integer` or another type of one text")
        .add();
}

fn message(wire: &str, misfit: Misfit, stands: Slot, style: Style) -> String {
    let (called, style) = (stands.called(), style.word());
    let reason = match misfit {
        Misfit::Null => "it may be null".to_owned(),
        Misfit::NullItem => "an item may be null".to_owned(),
        Misfit::Parts => {
            format!("the style `{style}` cannot write lists or objects within a value")
        }
        Misfit::Items => {
            "the items of a list in it have parts, and keys such as `a[b]` do not tell which item a part is of".to_owned()
        }
        Misfit::Several => {
            return format!(
                "`{wire}` has several parts, and a parameter of the client is one text"
            );
        }
        Misfit::Bytes => "bytes are not text".to_owned(),
    };
    format!("`{wire}` cannot be written into a {called}: {reason}")
}

fn help(misfit: Misfit, stands: Slot) -> &'static str {
    match (misfit, stands) {
        (Misfit::Null, _) => "remove the null; a `?` behind its name makes a parameter optional",
        (Misfit::NullItem, Slot::Field | Slot::Part) => {
            "remove the null, or write `encoding: { as: json }` to send JSON"
        }
        (Misfit::NullItem, _) => "remove the null, or write `as: json` to send JSON",
        (Misfit::Parts, Slot::Query) => {
            "write `style: deepObject` for keys such as `filter[a][b]`, or `as: json` to send JSON"
        }
        (Misfit::Parts, Slot::Field | Slot::Part) => {
            "remove the style for keys such as `filter[a][b]`, or write `encoding: { as: json }` to send JSON"
        }
        (Misfit::Items, Slot::Field | Slot::Part) => {
            "write `encoding: { lists: indices }` for keys such as `a[0][b]`, or `encoding: { as: json }` to send JSON"
        }
        (Misfit::Items, _) => {
            "write `lists: indices` for keys such as `a[0][b]`, or `as: json` to send JSON"
        }
        (Misfit::Parts, _) => "write `as: json` to send JSON",
        (Misfit::Several, _) => "write a string, a number, a boolean, a date or an enum",
        (Misfit::Bytes, _) => "send files as parts of a body with `as: multipart`",
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
