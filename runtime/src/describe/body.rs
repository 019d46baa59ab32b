//! The body that an operation takes.

use crate::call::drafted::ForBodies;
use crate::describe::data::{List, Text};
use crate::describe::schema::Schema;
use crate::describe::style::{Encoding, ListKeys, Style};

/// The body that an operation takes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Body {
    /// The form in which it is sent.
    pub form: BodyForm,
    /// Its media type, where it is not the usual one of the form.
    pub media_type: Option<Text>,
    /// What it must look like: the caller's part of it, inside [`wrap`](Self::wrap).
    pub schema: Schema,
    /// The key under which the caller's part is sent.
    pub wrap: Option<Text>,
    /// Whether nothing is sent when no field is set and no body is given.
    pub optional: bool,
    /// How a list within a form repeats its key.
    pub lists: ListKeys,
    /// The fields of a form, or of parts, that are written otherwise than the others.
    pub fields: List<FieldEncoding>,
    pub(crate) drafted: &'static ForBodies,
}

/// How a field of a form, or of parts, is written, where it is not as the others.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FieldEncoding {
    /// The field.
    pub name: Text,
    /// How its value is written.
    pub encoding: Encoding,
    /// Of a part: its media type, with which it is one part. JSON, if the media type is one of JSON.
    pub media_type: Option<Text>,
}

impl FieldEncoding {
    /// A field whose parts have keys like `field[a][b]`.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, encoding: Encoding::new(Style::DeepObject), media_type: None }
    }

    /// Another style.
    #[must_use]
    pub const fn style(mut self, style: Style) -> Self {
        self.encoding = Encoding::new(style);
        self
    }

    /// Whether each part of the value stands on its own.
    #[must_use]
    pub const fn explode(mut self, explode: bool) -> Self {
        self.encoding.explode = explode;
        self
    }

    /// How a list repeats its key.
    #[must_use]
    pub const fn lists(mut self, keys: ListKeys) -> Self {
        self.encoding.lists = keys;
        self
    }

    /// The media type of the one part that it is.
    #[must_use]
    pub const fn media_type(mut self, media_type: &'static str) -> Self {
        self.media_type = Some(media_type);
        self
    }
}

/// The form in which a body is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyForm {
    /// JSON.
    Json,
    /// `application/x-www-form-urlencoded`: a list repeats the key, an object becomes `key[inner]`.
    Form,
    /// `multipart/form-data` (RFC 7578): a list repeats the part, an object becomes a part of JSON.
    Multipart,
    /// Bytes, as they are.
    Binary,
    /// Text, as it is.
    Text,
}

impl BodyForm {
    /// The media type that it is sent as.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Multipart => "multipart/form-data",
            Self::Binary => "application/octet-stream",
            Self::Text => "text/plain; charset=utf-8",
        }
    }
}

impl Body {
    const fn new(form: BodyForm, schema: Schema) -> Self {
        Self {
            form,
            media_type: None,
            schema,
            wrap: None,
            optional: false,
            lists: ListKeys::Repeat,
            fields: &[],
            drafted: ForBodies::new(),
        }
    }

    /// A JSON body, sent whenever the operation is called: `{}` when no field is set.
    #[must_use]
    pub const fn json(schema: Schema) -> Self {
        Self::new(BodyForm::Json, schema)
    }

    /// Fields as `application/x-www-form-urlencoded`.
    #[must_use]
    pub const fn form(schema: Schema) -> Self {
        Self::new(BodyForm::Form, schema)
    }

    /// Fields and files as `multipart/form-data`; a file's schema is [`Schema::binary`].
    #[must_use]
    pub const fn multipart(schema: Schema) -> Self {
        Self::new(BodyForm::Multipart, schema)
    }

    /// Bytes.
    #[must_use]
    pub const fn binary() -> Self {
        Self::new(BodyForm::Binary, Schema::binary())
    }

    /// Text.
    #[must_use]
    pub const fn text(schema: Schema) -> Self {
        Self::new(BodyForm::Text, schema)
    }

    /// Another media type than the usual one of the form.
    #[must_use]
    pub const fn media_type(mut self, media_type: &'static str) -> Self {
        self.media_type = Some(media_type);
        self
    }

    /// The caller's part is sent as `{"<key>": ..}`.
    #[must_use]
    pub const fn wrap(mut self, key: &'static str) -> Self {
        self.wrap = Some(key);
        self
    }

    /// How a list within a form repeats its key.
    #[must_use]
    pub const fn lists(mut self, keys: ListKeys) -> Self {
        self.lists = keys;
        self
    }

    /// The fields that are written otherwise than the others.
    #[must_use]
    pub const fn fields(mut self, fields: &'static [FieldEncoding]) -> Self {
        self.fields = fields;
        self
    }

    /// Nothing is sent when no field is set and no body is given.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }
}
