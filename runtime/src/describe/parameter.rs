//! The parameters of an operation.

use crate::call::drafted::Structured;
use crate::describe::data::{Names, Text};
use crate::describe::schema::Schema;
use crate::describe::style::{Encoding, ListKeys, Style};

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// In a placeholder of the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In the header `Cookie`, which all of them share (RFC 6265).
    Cookie,
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Parameter {
    /// Where it stands.
    pub place: Place,
    /// Its name on the wire.
    pub name: Text,
    /// What its value must look like.
    pub schema: Schema,
    /// How a value of several parts is written.
    pub encoding: Encoding,
    /// Whether a call without it is refused.
    pub required: bool,
    /// Whether the client's own parameter of this name is used when a call gives none.
    pub client: bool,
    /// Whether its value is masked wherever it would be shown.
    pub secret: bool,
    /// The values that would name a sibling endpoint, and are refused.
    pub reserved: Names,
}

impl Parameter {
    /// A parameter; one of the path is required.
    #[must_use]
    pub fn new(place: Place, name: Text, schema: Schema) -> Self {
        let mut parameter = Self::fixed(place, "", schema);
        parameter.name = name;
        parameter
    }

    const fn fixed(place: Place, name: &'static str, schema: Schema) -> Self {
        Self {
            place,
            name,
            schema,
            encoding: Encoding::new(match place {
                Place::Path | Place::Header => Style::Simple,
                Place::Query | Place::Cookie => Style::Form,
            }),
            required: matches!(place, Place::Path),
            client: false,
            secret: false,
            reserved: Names::NONE,
        }
    }

    /// A parameter that fills a placeholder of the path. It is always required. A list is joined with commas, unless its
    /// [`style`](Self::style) is another.
    #[must_use]
    pub const fn path(name: &'static str, schema: Schema) -> Self {
        Self::fixed(Place::Path, name, schema)
    }

    /// A parameter of the query. A list repeats the key, unless its [`style`](Self::style) is another.
    #[must_use]
    pub const fn query(name: &'static str, schema: Schema) -> Self {
        Self::fixed(Place::Query, name, schema)
    }

    /// A header. A list is joined with commas (RFC 9110, section 5.3).
    #[must_use]
    pub const fn header(name: &'static str, schema: Schema) -> Self {
        Self::fixed(Place::Header, name, schema)
    }

    /// A cookie. A list repeats it, unless it is not exploded. What no cookie can hold is percent-encoded.
    #[must_use]
    pub const fn cookie(name: &'static str, schema: Schema) -> Self {
        Self::fixed(Place::Cookie, name, schema)
    }

    /// How a value of several parts is written, where that is not the usual way of its place.
    #[must_use]
    pub const fn style(mut self, style: Style) -> Self {
        self.encoding = Encoding::new(style);
        self
    }

    /// Whether each part of a value stands on its own; a style says so itself where this is not called behind it.
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

    /// Its value is more than a text or a list of texts.
    #[must_use]
    pub const fn structured(mut self) -> Self {
        self.encoding.structured = Some(Structured::new());
        self
    }

    /// A call without it is refused.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The client's own parameter of this name is used when a call gives none.
    #[must_use]
    pub const fn client(mut self) -> Self {
        self.client = true;
        self
    }

    /// Its value is masked wherever it would be shown.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// Values that would name a sibling endpoint: they are refused.
    #[must_use]
    pub const fn reserved(mut self, values: &'static [&'static str]) -> Self {
        self.reserved = Names(values);
        self
    }

    /// Whether no message may show the value.
    pub(crate) fn is_secret(&self) -> bool {
        self.secret
            || if self.encoding.structured.is_some() {
                self.schema.holds_secret()
            } else {
                self.schema.is_secret()
            }
    }
}
