//! The parameters of an operation.

use crate::call::drafted::Structured;
use crate::describe::data::{Names, Text};
use crate::describe::schema::Schema;
use crate::describe::style::{Encoding, ListKeys, Style};

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// In a placeholder of the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In the header `Cookie`, which all cookies share (RFC 6265).
    Cookie,
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Parameter {
    /// Where the parameter is sent.
    pub place: Place,
    /// The name in the request.
    pub name: Text,
    /// The schema of the value.
    pub schema: Schema,
    /// How a value with several parts is written.
    pub encoding: Encoding,
    /// Whether the parameter is required: a call without it is refused.
    pub required: bool,
    /// Whether the client's parameter of this name is the default.
    pub client: bool,
    /// Whether the value is masked wherever it would be shown.
    pub secret: bool,
    /// The values that are refused, since they would name a sibling endpoint.
    pub reserved: Names,
}

impl Parameter {
    /// Returns a parameter. A path parameter is required.
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

    /// Returns a parameter that fills a placeholder of the path. It is always required. A list is joined with commas,
    /// unless its [`style`](Self::style) says otherwise.
    #[must_use]
    pub const fn path(name: &'static str, schema: Schema) -> Self {
        Self::fixed(Place::Path, name, schema)
    }

    /// Returns a query parameter. A list repeats the key, unless its [`style`](Self::style) says otherwise.
    #[must_use]
    pub const fn query(name: &'static str, schema: Schema) -> Self {
        Self::fixed(Place::Query, name, schema)
    }

    /// Returns a header. A list is joined with commas (RFC 9110, section 5.3).
    #[must_use]
    pub const fn header(name: &'static str, schema: Schema) -> Self {
        Self::fixed(Place::Header, name, schema)
    }

    /// Returns a cookie. A list repeats it, unless it is not exploded. Characters that a cookie cannot contain are
    /// percent-encoded.
    #[must_use]
    pub const fn cookie(name: &'static str, schema: Schema) -> Self {
        Self::fixed(Place::Cookie, name, schema)
    }

    /// Sets how a value with several parts is written, if it is not the default of the place.
    #[must_use]
    pub const fn style(mut self, style: Style) -> Self {
        self.encoding = Encoding::new(style);
        self
    }

    /// Sets whether each part of the value is written separately. Call it after [`style`](Self::style), which resets
    /// it.
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

    /// Declares that the value is neither a string nor a list of strings.
    #[must_use]
    pub const fn structured(mut self) -> Self {
        self.encoding.structured = Some(Structured::new());
        self
    }

    /// Makes the parameter required: a call without it is refused.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Declares that the client's parameter of this name is the default.
    #[must_use]
    pub const fn client(mut self) -> Self {
        self.client = true;
        self
    }

    /// Marks the value as secret: it is masked wherever it would be shown.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// Sets the values that are refused, since they would name a sibling endpoint.
    #[must_use]
    pub const fn reserved(mut self, values: &'static [&'static str]) -> Self {
        self.reserved = Names(values);
        self
    }

    /// Returns whether the value must not be shown.
    pub(crate) fn is_secret(&self) -> bool {
        self.secret
            || if self.encoding.structured.is_some() {
                self.schema.holds_secret()
            } else {
                self.schema.is_secret()
            }
    }
}
