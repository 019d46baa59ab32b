//! Bodies whose fields are encoded separately.

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
use crate::words::limit::{Limits, Subject};
use crate::words::standing::{Misfit, Slot, Stand, stand};
use crate::words::{style, wire};

impl<'d> Calls<'d> {
    /// Returns a body whose fields are encoded separately.
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
                    "a form cannot send null for a field",
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
                // The document itself describes the body as one text or file.
                self.types.reader.note(schema, "form-as-bytes", "the multipart body is described as bytes; the caller passes its encoded parts with the boundary");
                let parts = Box::new(TypeParts {
                    description: Some(PARTS_AS_BYTES.to_owned()),
                    ..TypeParts::default()
                });
                return Body { as_: BodyForm::Binary, type_: Type::Full(parts), ..Body::default() };
            }
            if let Some(schema) = schema {
                self.types.reader.loss(schema, "form-without-fields", "the fields of the form are not described; the caller passes the encoded form as bytes");
                self.types.count_lost(schema, "form-without-fields");
            }
            // Raw bytes cannot be the parts of a form without the boundary between them.
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
        let limits = schema.map(|schema| self.members_of_form(schema, form, &fields));
        let (limits, fields) = (limits.unwrap_or_default(), Some(fields.into()));
        let parts = Box::new(TypeParts { fields, limits, ..TypeParts::default() });
        let mut body = Body { type_: Type::Full(parts), as_: form, ..Body::default() };
        self.name_where_fields_collide(&mut body, taken);
        body
    }

    /// How many fields a form must have. In a body in parts the files are not counted, so that it is told and left out.
    fn members_of_form(
        &mut self,
        schema: &At<'d>,
        form: BodyForm,
        fields: &Keyed<Field>,
    ) -> Limits {
        let meaning = self.types.reader.meaning(schema);
        let mut limits = self.types.limits(&meaning, Subject::Objects);
        if form == BodyForm::Form {
            self.types.keep_to_fields(&meaning, fields, &mut limits);
            return limits;
        }
        for limit in limits.iter() {
            let message = format!("`{limit}` is not checked of a body in parts");
            self.types.reader.loss(schema, "members-of-parts", message);
        }
        Limits::default()
    }

    /// Makes each field one that the form can have; callers pass any other field as encoded text.
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
                    "a form cannot send null for an item",
                );
            }
            let encoding = field.encoding.map(|given| {
                let style = given.style.unwrap_or(place.usual());
                let explode = given.explode.unwrap_or(style.explodes());
                let lists = given.lists.unwrap_or_default();
                style::Encoding { explode, lists, ..style::Encoding::new(style) }
            });
            let mut stood = stand(&&self.types, &field.type_, place, encoding);
            if stood == Err(Misfit::Items) {
                stood = self.with_indices(schema, &key.wire, place, field);
            }
            if let Err(misfit) = stood {
                let message = format!(
                    "the field `{}` cannot be written into the form: {}; the caller passes it as encoded text",
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

    /// Writes the lists within a field with the index of each item: `OpenAPI` does not say how, and no other way tells which
    /// item a part is of.
    fn with_indices(
        &mut self,
        schema: &At<'d>,
        wire: &str,
        slot: Slot,
        field: &mut Field,
    ) -> Result<Stand, Misfit> {
        let lists = ListKeys::Indices;
        let encoding = style::Encoding { lists, ..style::Encoding::new(Style::DeepObject) };
        let stood = stand(&&self.types, &field.type_, slot, Some(encoding))?;
        let message = format!("lists in `{wire}` are written with indices, such as `a[0][b]`");
        let properties = schema.get("properties");
        let at = properties.and_then(|properties| properties.get(wire)).unwrap_or(*schema);
        self.types.reader.note(&at, "list-keys", message);
        field.encoding = Some(EncodingParts { lists: Some(lists), ..EncodingParts::default() });
        Ok(stood)
    }

    /// Returns whether a form is described as one without fields, rather than not described.
    pub(super) fn has_no_fields(&mut self, schema: &At<'d>) -> bool {
        let meaning = self.types.reader.meaning(schema);
        let says_so = schema.get("properties").is_some()
            || matches!(meaning.additional, Some(Additional::None));
        says_so
            && meaning.properties.is_empty()
            && meaning.choices.is_empty()
            && matches!(meaning.additional, None | Some(Additional::None))
    }

    /// Returns the fields of a form, with those of all its cases. `seen` has the schemas whose fields were taken.
    fn form_fields(&mut self, schema: &At<'d>, seen: &mut HashSet<u32>) -> Keyed<Field> {
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
                self.types.reader.note(schema, "required-choice", "the form has the fields of all cases; the client does not check which of them go together");
            } else {
                self.types.reader.loss(schema, "choice-in-form", "the form has the fields of all cases; a field that differs between cases has the type of the first one");
            }
            for (key, field) in of_all {
                if key::find(&fields, &key.wire).is_none() {
                    fields.insert(key, field);
                }
            }
        }
        fields
    }

    /// Returns the fields of all cases, each required if every case requires it, and whether those of one name are
    /// alike: of one type, or each with values of its own.
    fn fields_of_all(&self, cases: Vec<Keyed<Field>>) -> (Keyed<Field>, bool) {
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
    fn mark_files(&mut self, schema: &At<'d>, media: &At<'d>, fields: &mut Keyed<Field>) {
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

/// Returns whether two types are equal apart from their annotations.
fn is_alike(one: &Type, other: &Type) -> bool {
    let plain = |type_: &Type| {
        let mut parts = parts_of(type_.clone());
        (parts.summary, parts.description, parts.deprecated) = (None, None, None);
        (parts.default, parts.example) = (None, None);
        parts
    };
    plain(one) == plain(other)
}

/// Returns how a field of a form is written, if it is not the usual way.
fn encoding_of(at: &At<'_>, type_: &Type) -> Option<EncodingParts> {
    let Type::Full(parts) = type_ else { return None };
    let is_list = parts.list.is_some();
    let explode = at.value.get("explode").and_then(Node::as_bool);
    match at.text("style") {
        // OpenAPI does not say how a list in it repeats its key; servers that accept it read `ids[]`.
        Some("deepObject") if is_list => {
            Some(EncodingParts { lists: Some(ListKeys::Brackets), ..EncodingParts::default() })
        }
        Some("form") | None if is_list && explode == Some(false) => {
            Some(EncodingParts { style: Some(Style::Form), explode, ..EncodingParts::default() })
        }
        _ => None,
    }
}

/// The documentation of a multipart body whose parts the document does not describe.
const PARTS_AS_BYTES: &str = "The encoded parts of a multipart form with their boundaries (RFC 2046, section 5.1). The media type names the boundary: `multipart/form-data; boundary=..`.";
