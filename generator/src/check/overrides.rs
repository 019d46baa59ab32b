//! What a spec says of the Rust that is generated from it.

use crate::code;
use crate::resolve::{Found, Place, is_name, written};
use crate::spec::model::{self, TypeParts};

const SKIP_HELP: &str = "an endpoint, a type under `types:`, a field or a parameter that may be left out can be skipped";

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
        found.error("rust-name", place, format!("`{name}` is no name"))
            .help("start with a letter, and go on with letters, digits and `_`; it is put into the style of its place")
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
                format!("`{path}` is no path of a type"),
            )
            .help("write the whole path, such as `my_crate::Money`")
            .add();
    }
    let alias = given.extern_type.is_some() || alias;
    if alias && !given.derive.is_empty() {
        misplaced_rust("derive", "derive it where the type itself is defined", &place, found);
    }
    for (index, path) in given.derive.iter().enumerate() {
        let place = place.child("derive").child(&index.to_string());
        if !code::is_derive(path) {
            found
                .error("rust-derive", &place, format!("`{path}` is no path of a trait"))
                .help("write it like `Hash` or `my_crate::Check`")
                .add();
        } else if path.rsplit("::").next().is_some_and(|name| DERIVED.contains(&name)) {
            found
                .error("rust-derive", &place, format!("`{path}` is there already"))
                .help("take it away")
                .add();
        }
    }
    for (index, text) in given.attributes.iter().enumerate() {
        if !code::is_attribute(text) {
            let place = place.child("attributes").child(&index.to_string());
            found
                .error("rust-attribute", &place, format!("`{text}` is no attribute"))
                .help("write what stands between the brackets, such as `doc(alias = \"price\")`")
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
        let help = "a name goes beside a field, a parameter, a case, or a type that is defined";
        misplaced_rust("name", help, &place, found);
    }
    if rust.skip {
        misplaced_rust("skip", SKIP_HELP, &place, found);
    }
    for (key, given) in
        [("derive", !rust.derive.is_empty()), ("attributes", !rust.attributes.is_empty())]
    {
        if given {
            let help =
                "it goes beside a struct or an enum; give the type a `name:` to define it here";
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
            let help = "an endpoint has a `name`, or is left out with `skip: true`";
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
        let help =
            "what is always there can't be skipped; write `name?` if the API goes without it";
        misplaced_rust("skip", help, &place.child("rust"), found);
    }
    left_out
}

fn misplaced_rust(key: &str, help: &str, place: &Place, found: &mut Found<'_>) {
    found
        .error_at_key("misplaced-rust", &place.child(key), format!("`{key}` has no meaning here"))
        .help(help)
        .add();
}
