//! What a spec says of the Rust that is generated from it.

use crate::code;
use crate::resolve::{Found, Place, is_name, written};
use crate::spec::model::{self, TypeParts};

const SKIP_HELP: &str =
    "`skip` applies to endpoints, types under `types:`, and optional fields and parameters";

/// Traits that each struct and enum has.
const DERIVED: &[&str] = &["Clone", "Debug", "Deserialize", "PartialEq", "Serialize"];

/// Judges the name in Rust that is given beside a type.
pub(super) fn name_beside(parts: &TypeParts, place: &Place, found: &mut Found<'_>) {
    if let Some(name) = parts.rust.as_ref().and_then(|rust| rust.name.as_deref()) {
        rust_name(name, &place.child("rust").child("name"), found);
    }
}

/// Reports a text that no name can be made of.
pub(super) fn rust_name(name: &str, place: &Place, found: &mut Found<'_>) {
    if !is_name(name) {
        found.error("rust-name", place, format!("`{name}` cannot become a name in Rust"))
            .help("use letters, digits and `_`, beginning with a letter; the case is adapted to the place of the name")
            .add();
    }
}

/// Judges what is said of a definition in Rust; an `alias` makes no type of its own.
pub(super) fn rust_of(parts: &TypeParts, alias: bool, place: &Place, found: &mut Found<'_>) {
    let Some(given) = &parts.rust else { return };
    name_beside(parts, place, found);
    let place = place.child("rust");
    if given.skip {
        misplaced_rust("skip", SKIP_HELP, &place, found);
    }
    if let Some(path) = given.extern_type.as_ref().filter(|path| !code::is_type(path)) {
        found
            .error(
                "rust-type",
                &place.child("extern_type"),
                format!("`{path}` is not the path of a Rust type"),
            )
            .help("write the full path, such as `my_crate::Money`")
            .add();
    }
    let alias = given.extern_type.is_some() || alias;
    if alias && !given.derive.is_empty() {
        misplaced_rust("derive", "derive the traits where the Rust type is defined", &place, found);
    }
    for (index, path) in given.derive.iter().enumerate() {
        let place = place.child("derive").child(&index.to_string());
        if !code::is_derive(path) {
            found
                .error("rust-derive", &place, format!("`{path}` is not the path of a trait"))
                .help("write it as `Hash` or `my_crate::Check`")
                .add();
        } else if path.rsplit("::").next().is_some_and(|name| DERIVED.contains(&name)) {
            found
                .error(
                    "rust-derive",
                    &place,
                    format!("every generated type derives `{path}` already"),
                )
                .help("remove it")
                .add();
        }
    }
    for (index, text) in given.attributes.iter().enumerate() {
        if !code::is_attribute(text) {
            let place = place.child("attributes").child(&index.to_string());
            found
                .error("rust-attribute", &place, format!("`{text}` is not a Rust attribute"))
                .help("write the attribute without `#[` and `]`, such as `doc(alias = \"price\")`")
                .add();
        }
    }
}

/// Judges what is said of the Rust of something that has no definition.
pub(super) fn undefined(
    parts: &TypeParts,
    names_its_place: bool,
    place: &Place,
    found: &mut Found<'_>,
) {
    let Some(rust) = &parts.rust else { return };
    if names_its_place {
        name_beside(parts, place, found);
    }
    let place = place.child("rust");
    if rust.name.is_some() && !names_its_place {
        let help =
            "`name` applies to fields, parameters, cases of a union and types with a definition";
        misplaced_rust("name", help, &place, found);
    }
    if rust.skip {
        misplaced_rust("skip", SKIP_HELP, &place, found);
    }
    for (key, given) in
        [("derive", !rust.derive.is_empty()), ("attributes", !rust.attributes.is_empty())]
    {
        if given {
            let help = "it applies to structs and enums; give the type a `name:` to define it here";
            misplaced_rust(key, help, &place, found);
        }
    }
}

/// Judges what an endpoint is called in Rust, and gives that name.
pub(super) fn rust_of_endpoint(
    name: &str,
    rust: &model::Rust,
    place: &Place,
    found: &mut Found<'_>,
) -> String {
    let place = place.child("rust");
    for (key, given) in [
        ("extern_type", rust.extern_type.is_some()),
        ("derive", !rust.derive.is_empty()),
        ("attributes", !rust.attributes.is_empty()),
    ] {
        if given {
            let help = "`name` and `skip` apply to endpoints";
            misplaced_rust(key, help, &place, found);
        }
    }
    let Some(given) = &rust.name else { return name.to_owned() };
    rust_name(given, &place.child("name"), found);
    given.clone()
}

/// Returns whether a field or a parameter is left out; reports it where calls cannot go without.
pub(super) fn is_left_out(
    type_: &model::Type,
    needed: bool,
    place: &Place,
    found: &mut Found<'_>,
) -> bool {
    let left_out = written::is_skipped(type_);
    if left_out && needed {
        let help = "only what is optional can be skipped; write `name?` if the API accepts calls without it";
        misplaced_rust("skip", help, &place.child("rust"), found);
    }
    left_out
}

fn misplaced_rust(key: &str, help: &str, place: &Place, found: &mut Found<'_>) {
    found
        .error_at_key("misplaced-rust", &place.child(key), format!("`{key}` does not apply here"))
        .help(help)
        .add();
}
