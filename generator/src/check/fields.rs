//! The fields of objects and of bodies.

use super::Checking;
use super::checked::Field;
use super::constants::{Beside, typed};
use super::place::Place;
use super::text;
use crate::spec::model;
use crate::words::key::{Key, Keyed};
use crate::words::naming;

impl Checking<'_> {
    /// The fields of an object, in their order.
    pub(super) fn fields(
        &mut self,
        owner: &str,
        fields: &Keyed<model::Field>,
        place: &Place,
    ) -> Vec<Field> {
        self.listed_fields(owner, fields, false, place)
    }

    /// The fields of a multipart body, some of which may be files.
    pub(super) fn fields_and_files(
        &mut self,
        owner: &str,
        fields: &Keyed<model::Field>,
        place: &Place,
    ) -> Vec<Field> {
        self.listed_fields(owner, fields, true, place)
    }

    fn listed_fields(
        &mut self,
        owner: &str,
        fields: &Keyed<model::Field>,
        files: bool,
        place: &Place,
    ) -> Vec<Field> {
        let place = place.child("fields");
        let mut list: Vec<Field> = Vec::new();
        for (key, field) in fields {
            let place = place.of(key);
            let Key { wire, optional } = key;
            let optional = *optional;
            if wire.is_empty() {
                self.error_at_key("no-name", &place, "a field needs a name")
                    .help("write it as the API spells it")
                    .add();
            }
            if !wire.is_empty() && list.iter().any(|other| other.wire == *wire) {
                self.error_at_key(
                    "field-twice",
                    &place,
                    format!("the field `{wire}` is there twice, once required and once optional"),
                )
                .help("keep one of them")
                .add();
            }
            if self.left_out(&field.type_, !optional && !field.read_only, &place) {
                continue;
            }
            if field.read_only && field.write_only {
                self.error(
                    "no-direction",
                    &place.child("write_only"),
                    format!("`{wire}` is neither sent nor received"),
                )
                .help("keep one of `read_only` and `write_only`, or neither")
                .add();
            }
            if field.encoding.is_some() && !place.is_in_a_body() {
                self.misplaced_encoding(&place.child("encoding"));
            }
            let given = Beside {
                wire,
                value: field.const_.as_deref(),
                type_: &field.type_,
                optional,
                read_only: field.read_only,
            };
            let constant = self.constant(&given, &place);
            let (rust, type_) = self.name_beside(&field.type_, &place);
            let written = typed(&type_, constant.as_deref());
            let rust = rust.unwrap_or_else(|| wire.clone());
            let name = naming::joined(owner, &rust);
            let before = self.found.len();
            let file = if files { self.file(&written, &place) } else { None };
            let type_ = file.unwrap_or_else(|| self.type_(&name, &written, &place));
            let media_type = if self.is_mistaken(&type_, before) {
                None
            } else {
                self.remember_constant(constant.as_deref(), &type_, &place);
                self.media_type_of_field(field, &type_, files, &place)
            };
            list.push(Field {
                wire: wire.clone(),
                name: rust,
                required: !optional,
                read_only: field.read_only,
                write_only: field.write_only,
                constant,
                media_type,
                text: type_text(&field.type_),
                type_,
            });
        }
        list
    }
}

/// The text that stands at a use.
pub(super) fn type_text(type_: &model::Type) -> super::Text {
    match type_ {
        model::Type::Bare(_) => super::Text::default(),
        model::Type::Full(parts) => {
            text(parts.summary.as_ref(), parts.description.as_ref(), parts.deprecated.as_ref())
        }
    }
}
