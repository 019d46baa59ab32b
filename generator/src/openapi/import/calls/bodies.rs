//! Request bodies.

use std::collections::BTreeSet;

use crate::openapi::document::{Node, Object};
use crate::openapi::import::calls::parameters::plain;
use crate::openapi::import::calls::{Calls, OtherForm};
use crate::openapi::import::read::descriptions;
use crate::openapi::import::read::media_types::{form_name, is_xml, sent_form, sent_rank};
use crate::openapi::import::read::operations::Draft;
use crate::openapi::import::read::pointer::At;
use crate::openapi::import::types::unions::parts_of;
use crate::spec::model::{Body, BodyForm, Method, Type, Variation};
use crate::words::naming::{self, Scope};
use crate::words::wire;

impl<'d> Calls<'d> {
    /// Returns the request body of an operation, and its variants.
    pub(super) fn body(
        &mut self,
        draft: &Draft<'d>,
        taken: &BTreeSet<String>,
        forms: &mut Vec<OtherForm<'d>>,
    ) -> Option<Body> {
        let at = draft.at.given("requestBody")?;
        let at = self.types.reader.resolved(&at);
        let content: Vec<(&'d str, At<'d>)> =
            at.get("content").into_iter().flat_map(At::members).collect();
        if content.is_empty() {
            return None;
        }
        if matches!(draft.method, Method::Get | Method::Head) {
            let says_nothing = |media: &At<'d>| {
                media
                    .value
                    .pointer("/schema/properties")
                    .and_then(Node::as_object)
                    .is_some_and(Object::is_empty)
            };
            if content.iter().all(|(_, media)| media.get("schema").is_none() || says_nothing(media))
            {
                self.types.reader.note(
                    &at,
                    "body-of-get",
                    "a GET or HEAD does not send an empty body",
                );
                return None;
            }
            self.types.reader.loss(&at, "body-of-get", "servers ignore the body of a GET or HEAD (RFC 9110, section 9.3.1); it is left out");
            return None;
        }
        let (media_type, media) =
            *content.iter().min_by_key(|(media_type, _)| sent_rank(media_type))?;
        let body = self.body_of(media_type, &media, &at, taken)?;
        for (name, other) in content.iter().filter(|(name, _)| *name != media_type) {
            let same = other.value.get("schema") == media.value.get("schema");
            // The same body in another media type is no variant, except that only a multipart body can send files as
            // they are.
            let files = sent_form(name) == BodyForm::Multipart && self.has_files(other);
            if sent_form(name) == body.as_ || is_xml(name) || (same && !files) {
                let message =
                    format!("the client sends the body as `{media_type}`, never as `{name}`");
                if same || is_xml(name) {
                    self.types.reader.note(other, "media-types", message);
                } else {
                    self.types.reader.loss(other, "media-types", message);
                }
                continue;
            }
            if let Some(form) = self.body_of(name, other, &at, taken) {
                let name = form_name(form.as_);
                forms.push((name, *other, Variation { body: Some(form), ..Variation::default() }));
            }
        }
        Some(body)
    }

    /// Returns the body in one media type.
    fn body_of(
        &mut self,
        media_type: &str,
        media: &At<'d>,
        at: &At<'d>,
        taken: &BTreeSet<String>,
    ) -> Option<Body> {
        let schema = media.given("schema");
        if matches!(sent_form(media_type), BodyForm::Form | BodyForm::Multipart)
            && schema.as_ref().is_some_and(|schema| self.has_no_fields(schema))
        {
            self.types.reader.note(at, "empty-form", "a form without fields is not sent");
            return None;
        }
        let mut body = match sent_form(media_type) {
            BodyForm::Json => self.json_body(schema.as_ref(), media, taken),
            form @ (BodyForm::Form | BodyForm::Multipart) => {
                self.form_body(schema.as_ref(), media, form, taken)
            }
            BodyForm::Text => Body { as_: BodyForm::Text, ..Body::default() },
            BodyForm::Binary => Body { as_: BodyForm::Binary, ..Body::default() },
        };
        let plain = media_type.split(';').next().unwrap_or(media_type).trim();
        let one = wire::is_media_type(media_type) && !media_type.contains('*');
        if one
            && !plain.eq_ignore_ascii_case(body.as_.media_type())
            && (body.as_ != BodyForm::Multipart || plain.starts_with("multipart/"))
        {
            body.media_type = Some(media_type.to_owned());
        }
        if let Type::Full(parts) = &mut body.type_
            && let Some(description) = at.text("description").filter(|text| !text.trim().is_empty())
        {
            (parts.summary, parts.description) = descriptions::split(description);
        }
        Some(body)
    }

    /// Returns whether a multipart body has files among its fields.
    fn has_files(&mut self, media: &At<'d>) -> bool {
        let Some(schema) = media.given("schema") else { return false };
        let meaning = self.types.reader.meaning(&schema);
        let properties: Vec<Vec<At<'d>>> = meaning.properties.values().cloned().collect();
        properties.iter().any(|schemas| {
            let property = self.types.reader.meaning_of_all(schemas);
            let items = property.items.clone();
            property.format == Some("binary")
                || (!items.is_empty()
                    && self.types.reader.meaning_of_all(&items).format == Some("binary"))
        })
    }

    fn json_body(
        &mut self,
        schema: Option<&At<'d>>,
        media: &At<'d>,
        taken: &BTreeSet<String>,
    ) -> Body {
        let Some(schema) = schema else { return Body { type_: plain("any"), ..Body::default() } };
        let mut parts = parts_of(self.types.type_of(schema));
        if std::mem::take(&mut parts.nullable) {
            self.types.reader.note(schema, "null-body", "the client never sends null as a body");
        }
        if let Some(example) = media.get("example") {
            parts.example = Some(example.value.to_value().into());
        }
        let mut body = Body { type_: Type::Full(parts), ..Body::default() };
        self.name_where_fields_collide(&mut body, taken);
        body
    }

    /// Gives a body a name if its fields would clash with parameters. Otherwise fields of a body are arguments beside
    /// the parameters. With more than two required fields the body is a value of its own, whose names cannot clash.
    pub(super) fn name_where_fields_collide(&self, body: &mut Body, taken: &BTreeSet<String>) {
        let Type::Full(parts) = &mut body.type_ else { return };
        let Some(fields) = &mut parts.fields else { return };
        let required =
            fields.iter().filter(|(key, field)| !key.optional && !field.read_only).count();
        if required > 2 && body.as_ != BodyForm::Multipart {
            return;
        }
        let mut taken = taken.clone();
        for (key, field) in fields.iter_mut().filter(|(_, field)| !field.read_only) {
            let wire = key.wire.as_str();
            let scope = if key.optional { Scope::Request } else { Scope::Free };
            let three_state = scope == Scope::Request
                && matches!(&field.type_, Type::Full(parts) if parts.nullable);
            let free = |name: &str| {
                let rust = naming::value_name(name, scope);
                let clear = three_state && taken.contains(&naming::null_name(&rust));
                !clear && !taken.contains(rust.plain())
            };
            let plain = naming::value_name(wire, Scope::Free).plain().to_owned();
            let given = match &field.type_ {
                Type::Full(parts) => parts.rust.as_ref().and_then(|rust| rust.name.clone()),
                Type::Bare(_) => None,
            };
            let candidates = [given.unwrap_or_else(|| wire.to_owned()), format!("body_{plain}")];
            let numbered = (2..).map(|number| format!("body_{plain}_{number}"));
            let Some(name) = candidates.into_iter().chain(numbered).find(|name| free(name)) else {
                continue;
            };
            let rust = naming::value_name(&name, scope);
            taken.insert(rust.plain().to_owned());
            if three_state {
                taken.insert(naming::null_name(&rust));
            }
            if name != wire {
                let mut parts = parts_of(field.type_.take());
                parts.rust.get_or_insert_default().name = Some(name);
                field.type_ = Type::Full(parts);
            }
        }
    }
}

/// Returns the schema of a body, in the media type that says most.
pub(super) fn described<'d>(body: &At<'d>) -> Option<At<'d>> {
    let content = body.get("content")?.members();
    let described = content.filter_map(|(name, media)| Some((name, media.given("schema")?)));
    let structured = described.filter(|(name, _)| {
        matches!(sent_form(name), BodyForm::Json | BodyForm::Form | BodyForm::Multipart)
    });
    structured.min_by_key(|(name, _)| sent_rank(name)).map(|(_, schema)| schema)
}
