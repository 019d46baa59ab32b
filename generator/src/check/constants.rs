//! Values that are sent with every call, so that no caller gives them.

use serde_json::Value;

use super::{Judging, literal};
use crate::resolve::{Found, Place, written};
use crate::spec::model::{self, TypeParts};

/// What stands beside a constant.
pub(super) struct Beside<'w> {
    pub(super) wire: &'w str,
    pub(super) value: Option<&'w Value>,
    pub(super) type_: &'w model::Type,
    pub(super) optional: bool,
    pub(super) read_only: bool,
}

/// Judges the constant that a place gives, and what stands beside it.
pub(super) fn constant(given: &Beside<'_>, place: &Place, found: &mut Found<'_>) {
    let Some(value) = given.value else { return };
    let wire = given.wire;
    let parts = written::parts(given.type_);
    if given.optional {
        found
            .error_at_key("const-with", place, format!("`{wire}` is a constant, which is sent with every call, so it cannot be optional"))
            .help("remove the `?`")
            .add();
    }
    let beside: [(&str, bool, &str); 4] = [
        (
            "enum",
            parts.is_some_and(|parts| parts.enum_.is_some()),
            "a constant has one value, so `enum` does not apply",
        ),
        (
            "default",
            parts.is_some_and(|parts| parts.default.is_some()),
            "a constant is always sent, so `default` does not apply",
        ),
        (
            "secret",
            parts.is_some_and(|parts| parts.secret),
            "a constant is part of the generated code, so it cannot be secret",
        ),
        ("read_only", given.read_only, "a constant is sent, and a `read_only` field is not"),
    ];
    for (key, _, why) in beside.into_iter().filter(|(_, given, _)| *given) {
        found
            .error_at_key("const-with", &place.child(key), why)
            .help(format!("remove `const` or `{key}`"))
            .add();
    }
    if value.is_f64() && !parts.is_some_and(written::says_what_it_is) {
        // `1.10` would be sent as 1.1.
        found
            .error(
                "const-kind",
                &place.child("const"),
                "this value may be a number or a text such as a version",
            )
            .help("put it in quotes if it is text, or write `type: number` beside it")
            .add();
    }
}

/// Judges whether a constant is a value of the type of its place.
pub(super) fn fits(cx: &mut Judging<'_>, value: Option<&Value>, place: &Place) {
    if let Some(value) = value {
        literal::literal(cx, "const", value, &cx.facts.type_at(place), place);
    }
}

/// Says of a place that it has no constant.
pub(super) fn no_constant(
    value: Option<&Value>,
    why: &str,
    help: &str,
    place: &Place,
    found: &mut Found<'_>,
) {
    if value.is_some() {
        found.error_at_key("misplaced-const", &place.child("const"), why).help(help).add();
    }
}

/// Refuses a constant in a type, which is used in many places: only a call itself can send one every time.
pub(super) fn no_constant_in(parts: &TypeParts, place: &Place, found: &mut Found<'_>) {
    for (key, field) in parts.fields.as_deref().into_iter().flatten() {
        no_constant(
            field.const_.as_deref(),
            "`const` does not apply to the field of a type, which responses and other requests use as well",
            "write `enum: [value]` instead; `const` applies to the fields that an endpoint lists under its own `body:`, of which \
             at most two others are required",
            &place.child("fields").of(key),
            found,
        );
    }
}
