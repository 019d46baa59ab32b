//! The fields of objects and of requests.

use super::lift::{Lifting, Reading};
use super::types::{Field, Kind, Type, TypeBox};
use super::{Place, written};
use crate::spec::model;
use crate::words::key::{Key, Keyed};
use crate::words::naming;

impl<'a> Lifting<'a, '_> {
    /// Returns the fields of an object, or the parts of a multipart body, some of which may be files.
    pub(super) fn fields(
        &mut self,
        owner: &str,
        fields: &'a Keyed<model::Field>,
        parts: bool,
        place: &Place,
    ) -> Vec<Field> {
        let place = place.child("fields");
        let used = fields.iter().filter(|(_, field)| !written::is_skipped(&field.type_));
        used.map(|(key, field)| self.field(owner, key, field, parts, &place.of(key))).collect()
    }

    fn field(
        &mut self,
        owner: &str,
        key: &Key,
        field: &'a model::Field,
        parts: bool,
        place: &Place,
    ) -> Field {
        let constant = field.const_.as_deref();
        let rust = written::rust_name(&field.type_);
        let reading = Reading {
            otherwise: written::type_of_constant(constant),
            names_its_place: rust.is_some(),
            of_a_parameter: false,
        };
        let name = rust.unwrap_or(&key.wire);
        let before = self.found.len();
        let file = if parts { self.file(&field.type_, reading, place) } else { None };
        let type_ = file.unwrap_or_else(|| {
            self.type_(&naming::joined(owner, name), &field.type_, reading, place)
        });
        // Of any other part the body says it, since no caller does.
        let is_file = parts && is_file(&type_);
        if constant.is_some() || field.media_type.is_some() {
            self.keep(type_.clone(), before, place);
        }
        Field {
            wire: key.wire.clone(),
            name: name.to_owned(),
            required: !key.optional,
            read_only: field.read_only,
            write_only: field.write_only,
            constant: field.const_.clone(),
            media_type: field.media_type.clone().filter(|_| is_file),
            text: field.type_.text(),
            type_,
        }
    }

    /// Returns the type of a field of a multipart body where that is a file.
    fn file(&mut self, type_: &'a model::Type, reading: Reading, place: &Place) -> Option<Type> {
        let bytes = Type::plain(Kind::Binary);
        let several = || Type::plain(Kind::List(Box::new(TypeBox(bytes.clone()))));
        let named = |name: &str| match name.trim() {
            "binary" => Some(bytes.clone()),
            "binary[]" => Some(several()),
            _ => None,
        };
        let parts = match type_ {
            model::Type::Bare(name) => return named(name),
            model::Type::Full(parts) if parts.name.is_none() => parts,
            model::Type::Full(_) => return None,
        };
        let type_ = match &parts.list {
            Some(item) => {
                let item = self.file(item, Reading::default(), &place.child("list"));
                item.filter(|item| item.kind == Kind::Binary).map(|_| several())
            }
            None => parts.expression().and_then(named),
        }?;
        Some(self.bytes(type_, parts, reading, place))
    }
}

/// Returns whether a type is that of a file, or of several.
fn is_file(type_: &Type) -> bool {
    match &type_.kind {
        Kind::List(item) => item.0.kind == Kind::Binary,
        kind => *kind == Kind::Binary,
    }
}
