//! Types that are spelled out: whether what is written in each goes together.

use super::checked::{Kind, Shape, Type};
use super::limits::{self, Patterns};
use super::{Judging, choices, constants, fields, format, literal, overrides};
use crate::resolve::{Found, Place, Role, Spelled, written};
use crate::spec::model::TypeParts;
use crate::words::limit::Limits;

/// As many items as the traits of Rust's library know tuples of.
const LONGEST_TUPLE: usize = 12;

/// Judges every type that is spelled out, wherever it is.
pub(super) fn types(cx: &mut Judging<'_>) {
    let mut patterns = Patterns::default();
    for spelled in &cx.facts.spelled {
        structure(spelled.parts, &spelled.place, &mut cx.found);
        match spelled.role {
            Role::Definition(_) if written::is_structured(spelled.parts) => {
                structured(cx, spelled, &mut patterns);
                literal::beside(cx, spelled);
            }
            Role::Fields { .. } => structured(cx, spelled, &mut patterns),
            Role::Definition(_) | Role::Use | Role::Bytes if !spelled.mistaken => {
                let before = cx.found.len();
                plain(cx, spelled, &mut patterns);
                if cx.found.len() == before {
                    literal::beside(cx, spelled);
                }
            }
            Role::Definition(_) | Role::Use | Role::Bytes => {}
        }
        rust(cx, spelled);
    }
}

/// Checks a type with a structure of its own: fields, values or cases.
fn structured(cx: &mut Judging<'_>, spelled: &Spelled<'_>, patterns: &mut Patterns) {
    let Spelled { parts, place, type_, .. } = spelled;
    if written::stands_for_another(parts) && matches!(spelled.role, Role::Definition(_)) {
        // What it holds is known to the type that stands for it.
        return;
    }
    match spelled.role {
        Role::Definition(_) if limits::takes_limits(cx.facts, &type_.kind) => {
            limits::limits(cx, parts, &type_.kind, patterns, place);
            let whole = cx.facts.whole_limits(type_);
            limits::consistent(cx, &whole, place);
            members_suffice(cx, type_, &whole, place);
        }
        Role::Fields { parts: false } => limits::of_members(cx, parts, patterns, place),
        // What a body in parts says of itself is judged with it.
        Role::Fields { parts: true } => {}
        _ => limits::no_limits(parts, place, &mut cx.found),
    }
    if parts.secret {
        cx.found
            .error_at_key("secret-kind", &place.child("secret"), "`secret` applies to strings only")
            .help("mark the secret strings within the type instead")
            .add();
    }
    if let Some(written) = parts.fields.as_deref() {
        let parts = spelled.role == (Role::Fields { parts: true });
        if matches!(spelled.role, Role::Definition(_)) {
            constants::no_constant_in(spelled.parts, place, &mut cx.found);
        }
        fields::fields(cx, written, parts, place);
    } else if let Some(values) = parts.enum_.as_deref() {
        choices::enum_values(parts, values, &place.child("enum"), &mut cx.found);
    } else if let Some(cases) = parts.union.as_deref() {
        choices::union(cx, cases, spelled);
    }
}

/// Judges how many members an object must have by its fields, where it has no others.
fn members_suffice(cx: &mut Judging<'_>, type_: &Type, limits: &Limits, place: &Place) {
    let facts = cx.facts;
    if let Some(Shape::Object { fields, rest: None, hole: None, .. }) = facts.shape(&type_.kind) {
        limits::members_suffice(cx, limits, fields.iter(), place);
    }
}

/// Checks a type without a structure: a name, a list, a tuple, a map.
fn plain(cx: &mut Judging<'_>, spelled: &Spelled<'_>, patterns: &mut Patterns) {
    let Spelled { parts, place, type_, .. } = spelled;
    if let Some(items) = &parts.tuple
        && !(2..=LONGEST_TUPLE).contains(&items.len())
    {
        cx.found
            .error_at_key(
                "tuple-length",
                &place.child("tuple"),
                format!(
                    "a tuple must have 2 to {LONGEST_TUPLE} items; this one has {}",
                    items.len()
                ),
            )
            .help("write `list:` if all items have one type")
            .add();
    }
    format::format_fits(cx, spelled);
    limits::limits(cx, parts, &type_.kind, patterns, place);
    let whole = cx.facts.whole_limits(type_);
    limits::consistent(cx, &whole, place);
    if !parts.limits.is_empty() {
        members_suffice(cx, type_, &whole, place);
    }
    if parts.secret {
        secret_fits(cx, type_, &place.child("secret"));
    }
}

fn rust(cx: &mut Judging<'_>, spelled: &Spelled<'_>) {
    let Spelled { parts, place, .. } = spelled;
    match spelled.role {
        Role::Definition(id) => {
            let alias = matches!(cx.facts.definition(id).shape, Shape::Alias(_));
            overrides::rust_of(parts, alias, place, &mut cx.found);
        }
        Role::Use => overrides::undefined(parts, spelled.names_its_place, place, &mut cx.found),
        Role::Fields { .. } => {}
        Role::Bytes => overrides::name_beside(parts, place, &mut cx.found),
    }
}

/// Checks that at most one key says what a type is.
pub(super) fn structure(parts: &TypeParts, place: &Place, found: &mut Found<'_>) {
    let given: Vec<&str> = [
        ("type", parts.type_.is_some()),
        ("fields", parts.fields.is_some()),
        ("extends", parts.extends.is_some()),
        ("enum", parts.enum_.is_some()),
        ("union", parts.union.is_some()),
        ("list", parts.list.is_some()),
        ("tuple", parts.tuple.is_some()),
        ("map", parts.map.is_some()),
    ]
    .into_iter()
    .filter_map(|(key, given)| given.then_some(key))
    .collect();
    let fine = match given.as_slice() {
        [] | [_] | ["fields", "extends"] => true,
        ["type", "enum"] => matches!(parts.expression(), Some("string" | "integer")),
        _ => false,
    };
    if !fine {
        found
            .error_at_key(
                "two-types",
                &place.child(given[1]),
                format!("`{}` and `{}` both state the type", given[0], given[1]),
            )
            .help("remove one of them")
            .add();
    }
    if parts.rest.is_some() && parts.fields.is_none() && parts.extends.is_none() {
        found
            .error_at_key(
                "misplaced-rest",
                &place.child("rest"),
                "`rest` applies to objects with `fields:` or `extends:` only",
            )
            .help("write `map:` for an object with any keys")
            .add();
    }
    if parts.tag.is_some() && parts.union.is_none() {
        found
            .error_at_key("misplaced-tag", &place.child("tag"), "`tag` applies to unions only")
            .help("remove it, or write the cases under `union:`")
            .add();
    }
}

fn secret_fits(cx: &mut Judging<'_>, type_: &Type, place: &Place) {
    match &type_.kind {
        Kind::String => {}
        Kind::Named(id) if cx.facts.is_text(&type_.kind) => {
            let name = &cx.facts.definition(*id).name;
            let span = cx.facts.defined_at[id.0].key(cx.facts.api);
            cx.found
                .error_at_key(
                    "secret-kind",
                    place,
                    format!("the type `{name}` is not secret, and other places that use it show its values"),
                )
                .note(span, "mark the type as secret here instead")
                .add();
        }
        _ => cx
            .found
            .error_at_key("secret-kind", place, "`secret` applies to strings only")
            .help("mark the secret strings within the type instead")
            .add(),
    }
}
