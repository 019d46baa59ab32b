//! Whether a value that the spec gives, as a default, an example or a constant, is one of its own type.

use std::borrow::Cow;

use serde_json::Value;

use super::Judging;
use super::checked::{Field, Kind, Shape, Type, Union};
use crate::resolve::{Facts, Place, Spelled};
use crate::words::formats::integers;
use crate::words::judge::{self, Described, Member, Misfit, judge};

/// Judges the default and the example of a type that is spelled out.
pub(super) fn beside(cx: &mut Judging<'_>, spelled: &Spelled<'_>) {
    let Spelled { parts, place, type_, .. } = spelled;
    for (key, value) in [("default", &parts.default), ("example", &parts.example)] {
        if let Some(value) = value.as_deref() {
            literal(cx, key, value, type_, place);
        }
    }
}

/// Judges a value that stands under a key beside its type.
pub(super) fn literal(
    cx: &mut Judging<'_>,
    key: &'static str,
    value: &Value,
    type_: &Type,
    place: &Place,
) {
    // A literal is followed into its type, which must have an end for that.
    if cx.facts.endless {
        return;
    }
    // A value that is too deep to be judged is taken to be right.
    let judged = judge(value, type_, &|type_| cx.facts.judged(type_));
    if let Err(Misfit::Breach(reason)) = judged {
        // A value that must not be shown is not shown here either.
        let shown = if type_.secret { "the value".to_owned() } else { shown(value) };
        let called = if key == "const" { "constant" } else { key };
        cx.found
            .error(
                "wrong-literal",
                &place.child(key),
                format!("the {called} breaks its own type: {shown} {reason}"),
            )
            .help("change the value or the type")
            .add();
    }
}

impl Facts<'_> {
    fn judged<'t>(&'t self, type_: &'t Type) -> Described<'t, Type> {
        let (mut limits, shape) = (Cow::Borrowed(&type_.limits), self.shape_of(type_));
        if let Kind::Named(id) = &type_.kind
            && let Shape::Text { limits: own, .. } | Shape::Object { limits: own, .. } =
                &self.definitions[id.0].shape
        {
            limits = Cow::Owned(own.tightened(&type_.limits));
        }
        Described { nullable: type_.nullable, limits, shape }
    }

    fn shape_of<'t>(&'t self, type_: &'t Type) -> judge::Shape<'t, Type> {
        use judge::Shape as Judged;
        match &type_.kind {
            Kind::Any => Judged::Any,
            Kind::Binary => Judged::Bytes,
            Kind::String | Kind::Own(_) => Judged::Text(None),
            Kind::Formatted(format) => Judged::Text(Some(*format)),
            Kind::Boolean => Judged::Boolean,
            Kind::Integer => Judged::Integer(integers("int64")),
            Kind::Int32 => Judged::Integer(integers("int32")),
            Kind::Uint32 => Judged::Integer(integers("uint32")),
            Kind::Uint64 => Judged::Integer(integers("uint64")),
            Kind::Int128 => Judged::Integer(integers("int128")),
            Kind::Uint128 => Judged::Integer(integers("uint128")),
            Kind::Number => Judged::Number,
            Kind::List(item) => Judged::List(&item.0),
            Kind::Tuple(items) => Judged::Tuple(items.iter().map(|item| &item.0).collect()),
            Kind::Map(values) => Judged::Map(&values.0),
            Kind::Named(id) => match &self.definitions[id.0].shape {
                Shape::Text { .. } => Judged::Text(None),
                Shape::Enum(values) => Judged::Enum(Box::new(|value| {
                    let text = value.as_str();
                    text.is_some_and(|text| values.iter().any(|known| known.wire == text))
                })),
                Shape::IntegerEnum(values) => Judged::Enum(Box::new(|value| {
                    let integer = value.as_i64();
                    values.iter().any(|(known, _)| Some(*known) == integer)
                })),
                Shape::Alias(target) => Judged::Same(target),
                Shape::Union(Union { tag: Some(tag), cases, .. }) => {
                    let cases = cases.iter().map(|(name, case)| (name.as_str(), case)).collect();
                    Judged::Tagged { tag, cases }
                }
                Shape::Union(union) => {
                    Judged::Union(union.cases.iter().map(|(_, case)| case).collect())
                }
                Shape::Object { fields, rest, .. } => Judged::Object {
                    fields: fields.iter().map(member).collect(),
                    rest: rest.as_deref().map(|rest| &rest.type_),
                },
            },
        }
    }
}

fn member(field: &Field) -> Member<'_, Type> {
    // What goes one way only is missing in values that go the other way.
    let required = field.required && !field.read_only && !field.write_only;
    Member { wire: &field.wire, required, type_: &field.type_ }
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push_str("..");
    }
    format!("`{short}`")
}
