//! Bodies of fields each of which stands on its own.

use std::collections::{BTreeSet, HashSet};

use crate::openapi::document::Node;
use crate::openapi::import::calls::Calls;
use crate::openapi::import::calls::parameters::as_text;
use crate::openapi::import::calls::parameters::plain;
use crate::openapi::import::read::normal_form::Additional;
use crate::openapi::import::read::normal_form::STRING;
use crate::openapi::import::read::pointer::At;
use crate::openapi::import::types::unions::parts_of;
use crate::spec::model::{
    Body, BodyForm, EncodingParts, Field, ListKeys, Named, Style, Type, TypeParts,
};
use crate::words::key::{self, Key, Keyed};
use crate::words::standing::{Slot, stand};
use crate::words::{style, wire};

impl<'d> Calls<'d> {
    /// A body of fields each of which stands on its own.
    pub(super) fn form_body(
        &mut self,
        schema: Option<&At<'d>>,
        media: &At<'d>,
        form: BodyForm,
        taken: &BTreeSet<String>,
    ) -> Body {
        let mut fields =
            schema.map(|schema| self.form_fields(schema, &mut HashSet::new())).unwrap_or_default();
        for field in fields.values_mut() {
            if let Type::Full(parts) = &mut field.type_
                && std::mem::take(&mut parts.nullable)
                && let Some(schema) = schema
            {
                self.types.reader.note(
                    schema,
                    "null-in-form",
                    "a form has no way to say that a field is null",
                );
            }
        }
        if form == BodyForm::Multipart
            && let Some(schema) = schema
        {
            self.mark_files(schema, media, &mut fields);
        }
        if fields.is_empty() {
            if let Some(schema) = schema.filter(|_| form == BodyForm::Multipart)
                && self.types.reader.meaning(schema).kinds == STRING
            {
                // The document itself says that what is sent is one text or file.
                self.types.reader.note(schema, "form-as-bytes", "the body in parts is described as bytes, which the caller writes together with the boundary");
                let parts = Box::new(TypeParts {
                    description: Some(PARTS_AS_BYTES.to_owned()),
                    ..TypeParts::default()
                });
                return Body { as_: BodyForm::Binary, type_: Type::Full(parts), ..Body::default() };
            }
            if let Some(schema) = schema {
                self.types.reader.loss(schema, "form-without-fields", "the fields of the form are not described, so its body is bytes that the caller writes");
                self.types.count_lost(schema, "form-without-fields");
            }
            // No bytes are parts of a form without the boundary that separates them.
            let form = if form == BodyForm::Form { form } else { BodyForm::Binary };
            return Body {
                as_: BodyForm::Binary,
                media_type: Some(form.media_type().to_owned()),
                ..Body::default()
            };
        }
        for (wire, encoding) in media.get("encoding").into_iter().flat_map(At::members) {
            if form == BodyForm::Form
                && let Some(field) = key::find_mut(&mut fields, wire)
            {
                field.encoding = encoding_of(&encoding, &field.type_);
            }
        }
        if let Some(schema) = schema {
            self.fit_fields(schema, form, &mut fields);
        }
        let parts = Box::new(TypeParts { fields: Some(fields.into()), ..TypeParts::default() });
        let mut body = Body { type_: Type::Full(parts), as_: form, ..Body::default() };
        self.name_where_fields_collide(&mut body, taken);
        body
    }

    /// Makes each field one that can stand in the form: what cannot is a text that the caller writes.
    fn fit_fields(&mut self, schema: &At<'d>, form: BodyForm, fields: &mut Keyed<Field>) {
        let place = if form == BodyForm::Form { Slot::Field } else { Slot::Part };
        for (key, field) in fields {
            if let Type::Full(parts) = &mut field.type_
                && let Some(Type::Full(item)) = &mut parts.list
                && std::mem::take(&mut item.nullable)
            {
                self.types.reader.note(
                    schema,
                    "null-in-form",
                    "a form has no way to say that an item is null",
                );
            }
            let encoding = field.encoding.map(|given| {
                let style = given.style.unwrap_or(place.usual());
                let explode = given.explode.unwrap_or(style.explodes());
                style::Encoding { explode, ..style::Encoding::new(style) }
            });
            if let Err(misfit) = stand(&&self.types, &field.type_, place, encoding) {
                let message = format!(
                    "the field `{}` cannot stand in the form: {}; it is a text that the caller writes",
                    key.wire,
                    misfit.reason()
                );
                self.types.reader.loss(schema, "field-type", message);
                self.types.count_lost(schema, "field-type");
                field.type_ = as_text(&field.type_);
                field.encoding = None;
            }
        }
    }

    /// Whether a form is described as one that has no fields, rather than not described.
    pub(super) fn has_no_fields(&mut self, schema: &At<'d>) -> bool {
        let meaning = self.types.reader.meaning(schema);
        let says_so = schema.get("properties").is_some()
            || matches!(meaning.additional, Some(Additional::None));
        says_so
            && meaning.properties.is_empty()
            && meaning.choices.is_empty()
            && matches!(meaning.additional, None | Some(Additional::None))
    }

    /// The fields of a form, those of all cases together. `seen` holds the schemas whose fields are taken.
    pub(super) fn form_fields(&mut self, schema: &At<'d>, seen: &mut HashSet<u32>) -> Keyed<Field> {
        let place = match schema.text("$ref").map(|reference| self.types.reader.resolve(reference))
        {
            Some(Ok(target)) => target.place(),
            _ => schema.place(),
        };
        if !seen.insert(place) {
            return Keyed::new();
        }
        let meaning = self.types.reader.meaning(schema);
        let mut fields = self.types.fields(&meaning);
        for choice in &meaning.choices {
            let cases = choice.cases.iter().map(|case| self.form_fields(case, seen)).collect();
            let (of_all, agree) = self.fields_of_all(cases);
            if agree {
                self.types.reader.note(schema, "required-choice", "a form takes the fields of all cases, and which of them go together is not checked");
            } else {
                self.types.reader.loss(schema, "choice-in-form", "a form takes the fields of all cases, and one that differs between them is that of the first");
            }
            for (key, field) in of_all {
                if key::find(&fields, &key.wire).is_none() {
                    fields.insert(key, field);
                }
            }
        }
        fields
    }

    /// The fields of all cases, each required where every case requires it, and whether those of one name are alike: of one
    /// type, or each with values of its own.
    pub(super) fn fields_of_all(&self, cases: Vec<Keyed<Field>>) -> (Keyed<Field>, bool) {
        let count = cases.len();
        let mut all: Named<(Field, usize)> = Named::new();
        let mut agree = true;
        for (key, field) in cases.into_iter().flatten() {
            let required = usize::from(!key.optional);
            let Some((known, requiring)) = all.get_mut(&key.wire) else {
                all.insert(key.wire, (field, required));
                continue;
            };
            *requiring += required;
            if is_alike(&known.type_, &field.type_) {
                continue;
            }
            let both = self.types.union_of(vec![known.type_.clone(), field.type_]).0;
            if both.enum_.is_some() {
                known.type_ = Type::Full(both);
            } else {
                agree = false;
            }
        }
        let keyed = |(wire, (field, requiring)): (String, (Field, usize))| {
            (Key::new(wire, requiring == count), field)
        };
        (all.into_iter().map(keyed).collect(), agree)
    }

    /// Marks the fields of a multipart body that are files.
    pub(super) fn mark_files(
        &mut self,
        schema: &At<'d>,
        media: &At<'d>,
        fields: &mut Keyed<Field>,
    ) {
        let meaning = self.types.reader.meaning(schema);
        for (wire, schemas) in meaning.properties.iter() {
            let Some(field) = key::find_mut(fields, wire) else { continue };
            let property = self.types.reader.meaning_of_all(schemas);
            let content = schemas.iter().find_map(|at| at.text("contentMediaType"));
            let encoded = schemas.iter().any(|at| at.value.get("contentEncoding").is_some());
            let bytes = property.format == Some("binary") || (content.is_some() && !encoded);
            let several = !property.items.is_empty() && {
                let items = self.types.reader.meaning_of_all(&property.items.clone());
                items.format == Some("binary")
            };
            let encoding = media.get("encoding").and_then(|encoding| encoding.get(wire));
            let media_type = encoding.as_ref().and_then(|encoding| encoding.text("contentType"));
            if bytes || several {
                let mut parts = parts_of(std::mem::replace(&mut field.type_, plain("binary")));
                *parts = TypeParts {
                    summary: parts.summary.take(),
                    description: parts.description.take(),
                    ..TypeParts::default()
                };
                if several {
                    parts.list = Some(Type::Bare("binary".to_owned()));
                } else {
                    parts.type_ = Some("binary".to_owned().into());
                }
                field.type_ = Type::Full(parts);
                field.media_type = media_type
                    .or(content)
                    .filter(|name| wire::is_media_type(name) && !name.contains(['*', ',']))
                    .map(str::to_owned);
            }
        }
    }
}

/// Whether two types are one save for what is said of them.
pub(super) fn is_alike(one: &Type, other: &Type) -> bool {
    let plain = |type_: &Type| {
        let mut parts = parts_of(type_.clone());
        (parts.summary, parts.description, parts.deprecated) = (None, None, None);
        (parts.default, parts.example) = (None, None);
        parts
    };
    plain(one) == plain(other)
}

/// How a field of a form is written, where that is not the usual way.
pub(super) fn encoding_of(at: &At<'_>, type_: &Type) -> Option<EncodingParts> {
    let Type::Full(parts) = type_ else { return None };
    let is_list = parts.list.is_some();
    let explode = at.value.get("explode").and_then(Node::as_bool);
    match at.text("style") {
        // OpenAPI does not say how a list in it repeats its key; servers that take it read `ids[]`.
        Some("deepObject") if is_list => {
            Some(EncodingParts { lists: Some(ListKeys::Brackets), ..EncodingParts::default() })
        }
        Some("form") | None if is_list && explode == Some(false) => {
            Some(EncodingParts { style: Some(Style::Form), explode, ..EncodingParts::default() })
        }
        _ => None,
    }
}

/// What is said of a body in parts whose document describes no parts.
const PARTS_AS_BYTES: &str = "The parts of a form, each between boundaries (RFC 2046, section 5.1), as bytes. Their media type names the boundary: `multipart/form-data; boundary=..`.";
