//! The request body of an operation.

use crate::call::drafted::ForBodies;
use crate::describe::data::{List, Text};
use crate::describe::schema::Schema;
use crate::describe::style::{Encoding, ListKeys, Style};

/// The request body of an operation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Body {
    /// The form in which it is sent.
    pub form: BodyForm,
    /// The media type, if it is not the default of the form.
    pub media_type: Option<Text>,
    /// The schema of the caller's part of the body, which is inside of [`wrap`](Self::wrap).
    pub schema: Schema,
    /// The key that the caller's part is wrapped in.
    pub wrap: Option<Text>,
    /// Whether the body is optional: it is not sent if no field is set.
    pub optional: bool,
    /// How a list in a form repeats its key.
    pub lists: ListKeys,
    /// The fields of a form or of parts that have an encoding of their own.
    pub fields: List<FieldEncoding>,
    pub(crate) drafted: &'static ForBodies,
}

/// The encoding of a field of a form or of parts, if it differs from that of the others.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FieldEncoding {
    /// The name of the field.
    pub name: Text,
    /// How the value is written.
    pub encoding: Encoding,
    /// The media type of a part. A field that has one is a single part, and is written as JSON if it is a media type of
    /// JSON.
    pub media_type: Option<Text>,
}

impl FieldEncoding {
    /// Returns the encoding of a field whose parts have keys such as `field[a][b]`.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, encoding: Encoding::new(Style::DeepObject), media_type: None }
    }

    /// Sets the style.
    #[must_use]
    pub const fn style(mut self, style: Style) -> Self {
        self.encoding = Encoding::new(style);
        self
    }

    /// Sets whether each part of the value is written separately.
    #[must_use]
    pub const fn explode(mut self, explode: bool) -> Self {
        self.encoding.explode = explode;
        self
    }

    /// Sets how a list repeats its key.
    #[must_use]
    pub const fn lists(mut self, keys: ListKeys) -> Self {
        self.encoding.lists = keys;
        self
    }

    /// Sets the media type of the single part.
    #[must_use]
    pub const fn media_type(mut self, media_type: &'static str) -> Self {
        self.media_type = Some(media_type);
        self
    }
}

/// The form of a request body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyForm {
    /// JSON.
    Json,
    /// `application/x-www-form-urlencoded`: a list repeats the key, an object becomes `key[inner]`.
    Form,
    /// `multipart/form-data` (RFC 7578): a list repeats the part, an object becomes a JSON part.
    Multipart,
    /// Bytes, as they are.
    Binary,
    /// Text, as it is.
    Text,
}

impl BodyForm {
    /// Returns the default media type of the form.
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

    /// Returns a JSON body. It is always sent: as `{}` if no field is set.
    #[must_use]
    pub const fn json(schema: Schema) -> Self {
        Self::new(BodyForm::Json, schema)
    }

    /// Returns a body of fields as `application/x-www-form-urlencoded`.
    #[must_use]
    pub const fn form(schema: Schema) -> Self {
        Self::new(BodyForm::Form, schema)
    }

    /// Returns a body of fields and files as `multipart/form-data`. The schema of a file is [`Schema::binary`].
    #[must_use]
    pub const fn multipart(schema: Schema) -> Self {
        Self::new(BodyForm::Multipart, schema)
    }

    /// Returns a body of bytes.
    #[must_use]
    pub const fn binary() -> Self {
        Self::new(BodyForm::Binary, Schema::binary())
    }

    /// Returns a body of text.
    #[must_use]
    pub const fn text(schema: Schema) -> Self {
        Self::new(BodyForm::Text, schema)
    }

    /// Sets the media type, if it is not the default of the form.
    #[must_use]
    pub const fn media_type(mut self, media_type: &'static str) -> Self {
        self.media_type = Some(media_type);
        self
    }

    /// Wraps the caller's part: `{"<key>": ..}`.
    #[must_use]
    pub const fn wrap(mut self, key: &'static str) -> Self {
        self.wrap = Some(key);
        self
    }

    /// Sets how a list in a form repeats its key.
    #[must_use]
    pub const fn lists(mut self, keys: ListKeys) -> Self {
        self.lists = keys;
        self
    }

    /// Sets the fields that have an encoding of their own.
    #[must_use]
    pub const fn fields(mut self, fields: &'static [FieldEncoding]) -> Self {
        self.fields = fields;
        self
    }

    /// Makes the body optional: it is not sent if no field is set.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }
}
