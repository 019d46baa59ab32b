//! Bodies: what is sent, and in which form.

use super::Checking;
use super::checked::{Body, BodyForm, BodyKind, Field, Kind, Method, Shape, Type, TypeBox};
use super::fields::type_text;
use super::place::Place;
use crate::spec::model::{self, Type as Written, TypeParts};
use crate::words::key::{Key, Keyed};
use crate::words::naming;
use crate::words::wire;

const NULLABLE_BODY: &str = "a body that is null is sent by no method of the client";

impl Checking<'_> {
    /// What an endpoint sends; `owner` names what is written out in it.
    pub(super) fn body(
        &mut self,
        owner: &str,
        method: Method,
        body: &model::Body,
        place: &Place,
    ) -> Option<Body> {
        if matches!(method, Method::Get | Method::Head) {
            self.error_at_key(
                "body-of-get",
                place,
                "a GET or HEAD has no body that servers look at (RFC 9110, section 9.3.1)",
            )
            .help("send it as query parameters, or use another method")
            .add();
            return None;
        }
        self.wrap(body, place);
        if let Some(media_type) = &body.media_type {
            self.sent_media_type(media_type, body.as_, &place.child("media_type"));
        }
        if matches!(&body.type_, Written::Full(parts) if parts.nullable) {
            self.error_at_key("nullable-body", &place.child("nullable"), NULLABLE_BODY)
                .help("take it away")
                .add();
        }
        let kind = match body.as_ {
            BodyForm::Json => self.json_body(owner, &body.type_, place),
            BodyForm::Form | BodyForm::Multipart => self.form_body(owner, body, place),
            BodyForm::Binary => {
                self.bytes(&body.type_, place);
                BodyKind::Upload
            }
            BodyForm::Text => {
                let type_ = self.text_type(&naming::joined(owner, "body"), &body.type_, place);
                self.whole(type_, &body.type_, place)
            }
        };
        let (lists, encodings) = self.encodings(body, place);
        Some(Body {
            form: body.as_,
            lists,
            encodings,
            media_type: body.media_type.clone(),
            wrap: body.wrap.clone(),
            text: type_text(&body.type_),
            kind,
            sends: Vec::new(),
        })
    }

    fn wrap(&mut self, body: &model::Body, place: &Place) {
        let Some(wrap) = &body.wrap else { return };
        let place = place.child("wrap");
        if body.as_ != BodyForm::Json {
            self.error_at_key("misplaced-wrap", &place, "only JSON can be wrapped in a field")
                .help("take it away, or send JSON")
                .add();
        } else if wrap.is_empty() {
            self.error("no-name", &place, "the field that holds the body needs a name")
                .help("write the field's name, or leave `wrap` out")
                .add();
        }
    }

    fn json_body(&mut self, owner: &str, type_: &Written, place: &Place) -> BodyKind {
        if let Written::Full(parts) = type_ {
            if !says_what_it_is(parts) && parts.extends.is_none() {
                return BodyKind::Fields(Vec::new());
            }
            if let Some(fields) = own_fields(parts) {
                self.fields_only(parts, place);
                return BodyKind::Fields(self.fields(owner, fields, place));
            }
        }
        let whole = self.type_(&naming::joined(owner, "body"), type_, place);
        self.whole(whole, type_, place)
    }

    /// A body of fields each of which stands on its own: a form, or the parts of a multipart body.
    fn form_body(&mut self, owner: &str, body: &model::Body, place: &Place) -> BodyKind {
        let multipart = body.as_ == BodyForm::Multipart;
        let given = match &body.type_ {
            Written::Full(parts) => {
                let fields = parts.fields.as_deref().filter(|fields| !fields.is_empty());
                fields.map(|fields| (parts.as_ref(), fields))
            }
            Written::Bare(_) => None,
        };
        let Some((parts, fields)) = given else {
            let form = if multipart { "multipart" } else { "form" };
            self.error_at_key(
                "form-without-fields",
                place,
                format!("`as: {form}` sends fields, and there are none"),
            )
            .help("list them under `fields:`")
            .add();
            return BodyKind::Fields(Vec::new());
        };
        if parts.extends.is_some() {
            self.error_at_key(
                "misplaced-extends",
                &place.child("extends"),
                "the fields of a form stand where it is sent",
            )
            .help("list them under `fields:`")
            .add();
            return BodyKind::Fields(Vec::new());
        }
        if multipart && parts.rest.is_some() {
            self.error_at_key(
                "misplaced-rest",
                &place.child("rest"),
                "the parts of a multipart body are the request's own, each by its name",
            )
            .help("list what may be sent under `fields:`")
            .add();
        }
        if multipart && parts.name.is_some() {
            self.error_at_key(
                "misplaced-name",
                &place.child("name"),
                "a multipart body is no type: its fields are the request's",
            )
            .help("take it away")
            .add();
        }
        let kind = if multipart {
            self.fields_only(parts, place);
            BodyKind::Fields(self.fields_and_files(owner, fields, place))
        } else {
            self.json_body(owner, &body.type_, place)
        };
        self.no_null_in_form(&kind, place);
        kind
    }

    fn no_null_in_form(&mut self, kind: &BodyKind, place: &Place) {
        let fields: &[Field] = match kind {
            BodyKind::Fields(fields) => fields,
            BodyKind::Whole(type_) => match &type_.kind {
                Kind::Named(id) => match &self.definitions[id.0].shape {
                    Shape::Object { fields, .. } => fields,
                    _ => return,
                },
                _ => return,
            },
            BodyKind::Upload => return,
        };
        let nullable: Vec<Key> = fields
            .iter()
            .filter(|field| field.type_.nullable)
            .map(|field| Key::new(&field.wire, field.required))
            .collect();
        for key in nullable {
            let Key { wire, .. } = &key;
            let left_out = Key::new(wire, false);
            self.error(
                "null-in-form",
                &place.child("fields").of(&key),
                format!("a form has no way to say that `{wire}` is null"),
            )
            .help(format!("take the null away; `{left_out}` is left out where nothing sets it"))
            .add();
        }
    }

    /// Whether a type that lists fields of its own says nothing besides that has a meaning for none.
    fn fields_only(&mut self, parts: &TypeParts, place: &Place) {
        self.one_structure(parts, place);
        // Only a string, a number or a list has limits; whatever else it is will do here.
        self.limits(parts, &Kind::Boolean, place);
        self.no_secret(parts, place);
    }

    /// A value of its own, as a whole.
    fn whole(&mut self, mut type_: Type, written: &Written, place: &Place) -> BodyKind {
        if matches!(written, Written::Full(parts) if parts.nullable) {
            // Told of by its key.
            type_.nullable = false;
        }
        if type_.nullable {
            self.error("nullable-body", place, NULLABLE_BODY).help("take `| null` away").add();
        }
        BodyKind::Whole(Box::new(type_))
    }

    /// The type of a text: a string, where nothing else is said.
    pub(super) fn text_type(&mut self, name: &str, type_: &Written, place: &Place) -> Type {
        let before = self.found.len();
        let type_ = self.type_(name, &otherwise(type_, "string"), place);
        if !self.is_text(&type_.kind) && !self.is_mistaken(&type_, before) {
            self.error_at_key("text-kind", place, "text is a string, and this type is none")
                .help("write `type: string` or the name of a string type, or leave the type out")
                .add();
        }
        type_
    }

    /// What is bytes as a whole has no type, and nothing that would limit one.
    pub(super) fn bytes(&mut self, type_: &Written, place: &Place) {
        let Written::Full(parts) = type_ else { return };
        let given = [
            ("type", parts.type_.is_some()),
            ("fields", parts.fields.is_some()),
            ("extends", parts.extends.is_some()),
            ("enum", parts.enum_.is_some()),
            ("union", parts.union.is_some()),
            ("list", parts.list.is_some()),
            ("tuple", parts.tuple.is_some()),
            ("map", parts.map.is_some()),
            ("name", parts.name.is_some()),
        ];
        let Some((key, _)) = given.into_iter().find(|(_, given)| *given) else {
            self.one_structure(parts, place);
            self.refined(Type::plain(Kind::Binary), parts, place);
            return;
        };
        self.error_at_key("binary-with-type", &place.child(key), "bytes have no type")
            .help(format!(
                "take `{key}` away; what they are is said by `media_type:` and `summary:`"
            ))
            .add();
    }

    /// The type of a field of a multipart body where that is a file.
    pub(super) fn file(&mut self, type_: &Written, place: &Place) -> Option<Type> {
        let bytes = Type::plain(Kind::Binary);
        let several = || Type::plain(Kind::List(Box::new(TypeBox(bytes.clone()))));
        let named = |name: &str| match name.trim() {
            "binary" => Some(bytes.clone()),
            "binary[]" => Some(several()),
            _ => None,
        };
        let parts = match type_ {
            Written::Bare(name) => return named(name),
            Written::Full(parts) if parts.name.is_none() => parts,
            Written::Full(_) => return None,
        };
        let type_ = match &parts.list {
            Some(item) => {
                let item = self.file(item, &place.child("list"));
                item.filter(|item| item.kind == Kind::Binary).map(|_| several())
            }
            None => parts.type_.as_deref().and_then(named),
        }?;
        self.one_structure(parts, place);
        Some(self.refined(type_, parts, place))
    }

    /// The media type of a field, which only a part has; given back for files.
    pub(super) fn media_type_of_field(
        &mut self,
        field: &model::Field,
        type_: &Type,
        parts: bool,
        place: &Place,
    ) -> Option<String> {
        let media_type = field.media_type.as_ref()?;
        let place = place.child("media_type");
        if !parts {
            self.error_at_key(
                "misplaced-media-type",
                &place,
                "only a part of a body has a media type of its own",
            )
            .help("take it away; a body with `as: multipart` has parts")
            .add();
            return None;
        }
        self.sent_media_type(media_type, BodyForm::Binary, &place);
        let files = match &type_.kind {
            Kind::List(item) => item.0.kind == Kind::Binary,
            kind => *kind == Kind::Binary,
        };
        // Of any other part the body says it, since no caller does.
        files.then(|| media_type.clone())
    }

    /// The media type of something that is sent: one, and not a range of them.
    fn sent_media_type(&mut self, text: &str, form: BodyForm, place: &Place) {
        if !self.media_type(text, place) {
            return;
        }
        let lower = text.to_ascii_lowercase();
        let (message, help) = if text.contains('*') {
            (format!("`{text}` is a range of media types"), "write the one that is sent")
        } else if form == BodyForm::Multipart && !lower.starts_with("multipart/") {
            (
                format!("`{text}` is no media type of a body in parts"),
                "write one that begins with `multipart/`, or leave it out for `multipart/form-data`",
            )
        } else if form == BodyForm::Multipart && lower.contains("boundary") {
            ("the client chooses the boundary".to_owned(), "take it out of the media type")
        } else {
            return;
        };
        self.error("media-type", place, message).help(help).add();
    }

    /// Whether a text is a media type; says so where it is none.
    pub(super) fn media_type(&mut self, text: &str, place: &Place) -> bool {
        let reason = wire::media_type(text).err();
        if let Some(reason) = reason {
            self.error("media-type", place, format!("`{text}` is no media type: {reason}"))
                .help("write it like `text/vtt` or `text/plain; charset=utf-8`")
                .add();
        }
        reason.is_none()
    }
}

/// The fields of an object that the request itself holds: one or two required ones are arguments, and more are one
/// value, whose parts have names.
fn own_fields(parts: &TypeParts) -> Option<&Keyed<model::Field>> {
    let fields = parts.fields.as_deref()?;
    let required = fields.iter().filter(|(key, field)| is_argument(key, field)).count();
    let plain = parts.extends.is_none() && parts.name.is_none() && parts.rest.is_none();
    (plain && required <= 2).then_some(fields)
}

/// Whether a call can't be made without somebody giving a value.
fn is_argument(key: &Key, field: &model::Field) -> bool {
    !key.optional && !field.read_only && field.const_.is_none()
}

/// A type as it is written, or a name where nothing says what it is.
pub(super) fn otherwise(type_: &Written, name: &str) -> Written {
    match type_ {
        Written::Full(parts) if !says_what_it_is(parts) && parts.extends.is_none() => {
            Written::Full(Box::new(TypeParts { type_: Some(name.to_owned()), ..(**parts).clone() }))
        }
        said => said.clone(),
    }
}

/// Whether a type spelled out says what a value is, rather than only what limits it.
pub(super) fn says_what_it_is(parts: &TypeParts) -> bool {
    parts.type_.is_some()
        || parts.fields.is_some()
        || parts.enum_.is_some()
        || parts.union.is_some()
        || parts.list.is_some()
        || parts.tuple.is_some()
        || parts.map.is_some()
}
