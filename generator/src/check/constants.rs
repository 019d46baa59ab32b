//! Values that are sent with every call, so that no caller gives them.

use std::borrow::Cow;

use serde_json::Value;

use super::Checking;
use super::bodies::otherwise;
use super::checked::Type;
use super::literal::Given;
use super::place::Place;
use crate::spec::model::{self, TypeParts};

/// What stands beside a constant.
pub(super) struct Beside<'w> {
    pub(super) wire: &'w str,
    pub(super) value: Option<&'w Value>,
    pub(super) type_: &'w model::Type,
    pub(super) optional: bool,
    pub(super) read_only: bool,
}

impl Checking<'_> {
    /// The constant that a place gives, as far as it can be told before its type is known.
    pub(super) fn constant(&mut self, given: &Beside<'_>, place: &Place) -> Option<Box<Value>> {
        let value = given.value?;
        let wire = given.wire;
        let parts = match given.type_ {
            model::Type::Full(parts) => Some(parts.as_ref()),
            model::Type::Bare(_) => None,
        };
        if given.optional {
            self.error_at_key("const-with", place, format!("`{wire}` is sent with every call"))
                .help("take the `?` away")
                .add();
        }
        let beside: [(&str, bool, &str); 4] = [
            (
                "enum",
                parts.is_some_and(|parts| parts.enum_.is_some()),
                "a constant leaves no choice",
            ),
            (
                "default",
                parts.is_some_and(|parts| parts.default.is_some()),
                "a constant is sent always, so the server needs no default",
            ),
            (
                "secret",
                parts.is_some_and(|parts| parts.secret),
                "a constant stands in the generated code, where everyone can read it",
            ),
            ("read_only", given.read_only, "a constant is sent, and this is not"),
        ];
        for (key, _, why) in beside.into_iter().filter(|(_, given, _)| *given) {
            self.error_at_key("const-with", &place.child(key), why)
                .help(format!("keep one of `const` and `{key}`"))
                .add();
        }
        let fraction = value.is_f64() && !parts.is_some_and(super::bodies::says_what_it_is);
        if fraction {
            // `1.10` would be sent as 1.1.
            let place = &place.child("const");
            self.error("const-kind", place, "this may be a number, or text such as a version")
                .help("quote it if it is text, or write `type: number` beside it")
                .add();
        }
        Some(value.clone().into())
    }

    /// Keeps a constant, to be compared with its type once all types are known.
    pub(super) fn remember_constant(&mut self, value: Option<&Value>, type_: &Type, place: &Place) {
        let Some(value) = value.cloned() else { return };
        self.given.push(Given { place: place.clone(), key: "const", value, type_: type_.clone() });
    }

    /// Says of a place that it has no constant.
    pub(super) fn no_constant(
        &mut self,
        value: Option<&Value>,
        why: &str,
        help: &str,
        place: &Place,
    ) {
        if value.is_some() {
            self.error_at_key("misplaced-const", &place.child("const"), why).help(help).add();
        }
    }

    /// Only where a call is made is anything sent with every call: a type is used in many places.
    pub(super) fn no_constant_in(&mut self, parts: &TypeParts, place: &Place) {
        for (key, field) in parts.fields.as_deref().into_iter().flatten() {
            self.no_constant(
                field.const_.as_deref(),
                "this is a field of a type, which answers and other calls have as well",
                "write `enum: [value]` here; `const` goes with the fields that an endpoint's own `body:` lists, \
                 of which two at most may be required besides",
                &place.child("fields").of(key),
            );
        }
    }
}

/// The type of something that may be constant: what is not said follows from the value.
pub(super) fn typed<'t>(type_: &'t model::Type, constant: Option<&Value>) -> Cow<'t, model::Type> {
    match constant {
        Some(Value::String(_)) => Cow::Owned(otherwise(type_, "string")),
        Some(Value::Bool(_)) => Cow::Owned(otherwise(type_, "boolean")),
        Some(Value::Number(number)) if number.is_f64() => Cow::Owned(otherwise(type_, "number")),
        Some(Value::Number(_)) => Cow::Owned(otherwise(type_, "integer")),
        _ => Cow::Borrowed(type_),
    }
}
