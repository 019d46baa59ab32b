//! What a spec says of the Rust that is generated from it.

use std::borrow::Cow;

use super::Checking;
use super::checked::{Rust, Shape};
use super::place::Place;
use super::types::is_type_name;
use crate::code;
use crate::spec::model::{self, TypeParts};

const SKIP_HELP: &str = "an endpoint, a type under `types:`, a field or a parameter that may be left out can be skipped";

/// Traits that each struct and enum has.
const DERIVED: &[&str] = &["Clone", "Debug", "Deserialize", "PartialEq", "Serialize"];

impl Checking<'_> {
    /// The name in Rust that is given beside a type to what has the type, and the type without it.
    pub(super) fn name_beside<'t>(
        &mut self,
        type_: &'t model::Type,
        place: &Place,
    ) -> (Option<String>, Cow<'t, model::Type>) {
        let model::Type::Full(parts) = type_ else { return (None, Cow::Borrowed(type_)) };
        let Some(name) = self.given_name(parts, &place.child("rust")) else {
            return (None, Cow::Borrowed(type_));
        };
        let mut parts = parts.clone();
        if let Some(rust) = &mut parts.rust {
            rust.name = None;
        }
        (Some(name), Cow::Owned(model::Type::Full(parts)))
    }

    /// The name in Rust that is given under a key.
    fn given_name(&mut self, parts: &TypeParts, place: &Place) -> Option<String> {
        let name = parts.rust.as_ref()?.name.as_deref()?;
        self.rust_name(name, &place.child("name"));
        Some(name.to_owned())
    }

    /// Reports a text that no name can be made of.
    pub(super) fn rust_name(&mut self, name: &str, place: &Place) {
        if !is_type_name(name) {
            self.error("rust-name", place, format!("`{name}` is no name"))
                .help("start with a letter, and go on with letters, digits and `_`; it is put into the style of its place")
                .add();
        }
    }

    /// What a definition is in Rust, where something is said of that.
    pub(super) fn rust_of(&mut self, parts: &TypeParts, shape: &Shape, place: &Place) -> Rust {
        let Some(given) = &parts.rust else { return Rust::default() };
        let place = place.child("rust");
        let name = self.given_name(parts, &place);
        if given.skip {
            self.misplaced_rust("skip", SKIP_HELP, &place);
        }
        if let Some(path) = given.extern_type.as_ref().filter(|path| !code::is_type(path)) {
            self.error(
                "rust-type",
                &place.child("extern_type"),
                format!("`{path}` is no path of a type"),
            )
            .help("write the whole path, such as `my_crate::Money`")
            .add();
        }
        let alias = given.extern_type.is_some() || matches!(shape, Shape::Alias(_));
        if alias && !given.derive.is_empty() {
            self.misplaced_rust("derive", "derive it where the type itself is defined", &place);
        }
        for (index, path) in given.derive.iter().enumerate() {
            let place = place.child("derive").child(&index.to_string());
            if !code::is_derive(path) {
                self.error("rust-derive", &place, format!("`{path}` is no path of a trait"))
                    .help("write it like `Hash` or `my_crate::Check`")
                    .add();
            } else if path.rsplit("::").next().is_some_and(|name| DERIVED.contains(&name)) {
                self.error("rust-derive", &place, format!("`{path}` is there already"))
                    .help("take it away")
                    .add();
            }
        }
        for (index, text) in given.attributes.iter().enumerate() {
            if !code::is_attribute(text) {
                let place = place.child("attributes").child(&index.to_string());
                self.error("rust-attribute", &place, format!("`{text}` is no attribute"))
                    .help(
                        "write what stands between the brackets, such as `doc(alias = \"price\")`",
                    )
                    .add();
            }
        }
        Rust {
            name,
            extern_type: given.extern_type.clone(),
            derive: given.derive.clone(),
            attributes: given.attributes.clone(),
        }
    }

    /// What is said of the Rust of something that has no definition.
    pub(super) fn undefined(&mut self, parts: &TypeParts, place: &Place) {
        let Some(rust) = &parts.rust else { return };
        let place = place.child("rust");
        if rust.name.is_some() {
            let help = "a name goes beside a field, a parameter, a case, or a type that is defined";
            self.misplaced_rust("name", help, &place);
        }
        if rust.skip {
            self.misplaced_rust("skip", SKIP_HELP, &place);
        }
        for (key, given) in
            [("derive", !rust.derive.is_empty()), ("attributes", !rust.attributes.is_empty())]
        {
            if given {
                let help =
                    "it goes beside a struct or an enum; give the type a `name:` to define it here";
                self.misplaced_rust(key, help, &place);
            }
        }
    }

    /// What an endpoint is called in Rust.
    pub(super) fn rust_of_endpoint(
        &mut self,
        name: &str,
        rust: &model::Rust,
        place: &Place,
    ) -> String {
        let place = place.child("rust");
        for (key, given) in [
            ("extern_type", rust.extern_type.is_some()),
            ("derive", !rust.derive.is_empty()),
            ("attributes", !rust.attributes.is_empty()),
        ] {
            if given {
                self.misplaced_rust(
                    key,
                    "an endpoint has a `name`, or is left out with `skip: true`",
                    &place,
                );
            }
        }
        let Some(given) = &rust.name else { return name.to_owned() };
        self.rust_name(given, &place.child("name"));
        given.clone()
    }

    /// Whether a field or a parameter is left out, which it can only be where every call goes without it.
    pub(super) fn left_out(&mut self, type_: &model::Type, needed: bool, place: &Place) -> bool {
        if !is_skipped(type_) {
            return false;
        }
        if needed {
            let help =
                "what is always there can't be skipped; write `name?` if the API goes without it";
            self.misplaced_rust("skip", help, &place.child("rust"));
        }
        true
    }

    fn misplaced_rust(&mut self, key: &str, help: &str, place: &Place) {
        self.error_at_key(
            "misplaced-rust",
            &place.child(key),
            format!("`{key}` has no meaning here"),
        )
        .help(help)
        .add();
    }

    /// Whether a type of this name is left out of the client.
    pub(super) fn is_skipped_type(&self, name: &str) -> bool {
        (0..self.files()).any(|file| self.types_of(file).get(name).is_some_and(is_skipped))
    }
}

/// Whether the client goes without something.
pub(super) fn is_skipped(type_: &model::Type) -> bool {
    match type_ {
        model::Type::Bare(_) => false,
        model::Type::Full(parts) => parts.rust.as_ref().is_some_and(|rust| rust.skip),
    }
}

/// Whether another type stands for one.
pub(super) fn stands_for_another(parts: &TypeParts) -> bool {
    parts.rust.as_ref().is_some_and(|rust| rust.extern_type.is_some())
}
