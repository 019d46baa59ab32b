//! What a value that is sent must look like: the constraint words of JSON Schema, as data.

use std::sync::OnceLock;

use crate::describe::data::{List, Names, Text};
#[cfg(feature = "patterns")]
use crate::describe::pattern::Pattern;

/// The constraints of a parameter or of a part of a body, checked before anything is sent.
///
/// It is plain data. The setters are for generated statics; at run time the public fields can be set directly.
///
/// ```
/// use clientwright_runtime::spec::{Field, Schema};
///
/// static KEY: Schema = Schema::object(const {
///     &[
///         Field::required("channel", Schema::string().max_bytes(63)),
///         Field::optional("expiresAfter", Schema::integer().minimum(0.0)),
///     ]
/// });
///
/// let mut made_at_run_time = Schema::string();
/// made_at_run_time.max_length = Some("eb78d65290b24279".len() as u64);
/// # let _ = &KEY;
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Schema {
    /// What kind of value it is.
    pub kind: Kind,
    /// The least number of characters (Unicode scalar values).
    pub min_length: Option<u64>,
    /// The greatest number of characters (Unicode scalar values).
    pub max_length: Option<u64>,
    /// The greatest number of bytes in UTF-8.
    pub max_bytes: Option<u64>,
    /// A regular expression that must match somewhere in the text. An expression that `regex-lite` cannot compile
    /// (look-around, back-references, Unicode classes) is not checked: the server will judge.
    #[cfg(feature = "patterns")]
    pub pattern: Option<Pattern>,
    /// The texts allowed; empty: any.
    pub one_of: Names,
    /// The integers allowed; empty: any.
    pub one_of_integers: List<i64>,
    /// The least number.
    pub minimum: Option<f64>,
    /// The greatest number.
    pub maximum: Option<f64>,
    /// The number must be greater than this.
    pub exclusive_minimum: Option<f64>,
    /// The number must be less than this.
    pub exclusive_maximum: Option<f64>,
    /// The number must be a multiple of this.
    pub multiple_of: Option<f64>,
    /// The least number of items.
    pub min_items: Option<u64>,
    /// The greatest number of items.
    pub max_items: Option<u64>,
    /// Whether all items must differ.
    pub unique_items: bool,
    /// The least number of members of an object.
    pub min_properties: Option<u64>,
    /// The greatest number of members of an object.
    pub max_properties: Option<u64>,
    /// The format of a text.
    pub format: Option<Format>,
    /// Whether the value is secret: no message shows it.
    pub secret: bool,
    /// Whether null is allowed.
    pub nullable: bool,
    /// What the members of an object that have no field of their own must look like; none: anything.
    pub rest: Option<&'static Schema>,
}

/// The kind of value that a [`Schema`] describes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Kind {
    /// Any JSON value.
    Any,
    /// Bytes, which stand beside the JSON: a file of a form.
    Binary,
    /// A string.
    String,
    /// A number without a fraction; `5.0` is one.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An array.
    List(&'static Schema),
    /// An array with an item for each of the schemas.
    Tuple(List<Schema>),
    /// An object with any keys.
    Map(&'static Schema),
    /// An object with known fields; others are allowed.
    Object(List<Field>),
    /// A value that any one of the schemas accepts.
    Union(List<Schema>),
    /// What a schema defined elsewhere describes.
    Reference(Reference),
}

/// A schema defined elsewhere, which may refer back.
#[derive(Clone, Debug)]
pub enum Reference {
    /// A function that gives it. (A reference to a `static` that refers back would be a cycle to the compiler.)
    Fixed(fn() -> &'static Schema),
    /// A schema made at run time, once it is there; until then anything is accepted.
    Later(&'static OnceLock<Schema>),
}

impl Reference {
    /// The schema, if it is there.
    #[must_use]
    pub fn get(&self) -> Option<&Schema> {
        match self {
            Self::Fixed(schema) => Some(schema()),
            Self::Later(schema) => schema.get(),
        }
    }
}

/// The format of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// A date and time with an offset (RFC 3339).
    DateTime,
    /// A date (RFC 3339, full-date).
    Date,
    /// A UUID in its 36-character form (RFC 9562).
    Uuid,
}

/// A field of an object.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Field {
    /// The name on the wire.
    pub name: Text,
    /// Whether it must be there.
    pub required: bool,
    /// What its value must look like.
    pub schema: Schema,
}

impl Field {
    /// A field that must be there.
    #[must_use]
    pub const fn required(name: &'static str, schema: Schema) -> Self {
        Self { name, required: true, schema }
    }

    /// A field that may be left out.
    #[must_use]
    pub const fn optional(name: &'static str, schema: Schema) -> Self {
        Self { name, required: false, schema }
    }
}

impl Schema {
    /// A schema of a kind without constraints.
    #[must_use]
    pub const fn new(kind: Kind) -> Self {
        Self {
            kind,
            min_length: None,
            max_length: None,
            max_bytes: None,
            #[cfg(feature = "patterns")]
            pattern: None,
            one_of: Names::NONE,
            one_of_integers: &[],
            minimum: None,
            maximum: None,
            exclusive_minimum: None,
            exclusive_maximum: None,
            multiple_of: None,
            min_items: None,
            max_items: None,
            unique_items: false,
            min_properties: None,
            max_properties: None,
            format: None,
            secret: false,
            nullable: false,
            rest: None,
        }
    }

    /// The schema that a chain of references ends at.
    pub(crate) fn resolved(&self) -> &Self {
        let mut schema = self;
        // References may lead in circles: they are followed this far.
        for _ in 0..32 {
            match &schema.kind {
                Kind::Reference(target) => match target.get() {
                    Some(target) => schema = target,
                    None => break,
                },
                _ => break,
            }
        }
        schema
    }

    /// Whether it is a file or a list of them, which stand beside the JSON.
    pub(crate) fn is_file(&self) -> bool {
        match &self.kind {
            Kind::Binary => true,
            Kind::List(items) => matches!(items.resolved().kind, Kind::Binary),
            _ => false,
        }
    }

    /// Whether any part of what it describes as a single value or a list of them is secret.
    pub(crate) fn is_secret(&self) -> bool {
        self.is_secret_within(32)
    }

    /// References may lead in circles: they are followed this far.
    fn is_secret_within(&self, steps: u32) -> bool {
        let Some(steps) = steps.checked_sub(1) else {
            return false;
        };
        self.secret
            || match &self.kind {
                Kind::List(items) => items.is_secret_within(steps),
                Kind::Union(cases) => cases.iter().any(|case| case.is_secret_within(steps)),
                Kind::Reference(target) => {
                    target.get().is_some_and(|target| target.is_secret_within(steps))
                }
                _ => false,
            }
    }

    /// Whether anything that it describes is secret, however deep.
    pub(crate) fn holds_secret(&self) -> bool {
        let mut seen: Vec<&Self> = Vec::new();
        let mut left = vec![self];
        while let Some(schema) = left.pop() {
            if schema.secret {
                return true;
            }
            // References may lead back.
            if seen.iter().any(|known| std::ptr::eq(*known, schema)) {
                continue;
            }
            seen.push(schema);
            left.extend(schema.rest);
            match &schema.kind {
                Kind::List(inner) | Kind::Map(inner) => left.push(inner),
                Kind::Object(fields) => left.extend(fields.iter().map(|field| &field.schema)),
                Kind::Union(parts) | Kind::Tuple(parts) => left.extend(parts.iter()),
                Kind::Reference(target) => left.extend(target.get()),
                _ => {}
            }
        }
        false
    }

    /// Any JSON value.
    #[must_use]
    pub const fn any() -> Self {
        Self::new(Kind::Any)
    }

    /// Bytes, which stand beside the JSON: a file of a form.
    #[must_use]
    pub const fn binary() -> Self {
        Self::new(Kind::Binary)
    }

    /// A string.
    #[must_use]
    pub const fn string() -> Self {
        Self::new(Kind::String)
    }

    /// A number without a fraction.
    #[must_use]
    pub const fn integer() -> Self {
        Self::new(Kind::Integer)
    }

    /// A number.
    #[must_use]
    pub const fn number() -> Self {
        Self::new(Kind::Number)
    }

    /// `true` or `false`.
    #[must_use]
    pub const fn boolean() -> Self {
        Self::new(Kind::Boolean)
    }

    /// An array.
    #[must_use]
    pub const fn list(items: &'static Self) -> Self {
        Self::new(Kind::List(items))
    }

    /// An array with an item for each of the schemas.
    #[must_use]
    pub const fn tuple(items: &'static [Self]) -> Self {
        Self::new(Kind::Tuple(items))
    }

    /// An object with any keys.
    #[must_use]
    pub const fn map(values: &'static Self) -> Self {
        Self::new(Kind::Map(values))
    }

    /// An object with known fields.
    #[must_use]
    pub const fn object(fields: &'static [Field]) -> Self {
        Self::new(Kind::Object(fields))
    }

    /// The members of an object that have no field of their own look like this.
    #[must_use]
    pub const fn rest(mut self, values: &'static Self) -> Self {
        self.rest = Some(values);
        self
    }

    /// A value that any one of the alternatives accepts.
    #[must_use]
    pub const fn union(alternatives: &'static [Self]) -> Self {
        Self::new(Kind::Union(alternatives))
    }

    /// What another schema describes, which may refer back: `Schema::reference(|| &POLICY)`. Constraints set on the
    /// reference itself hold besides.
    #[must_use]
    pub const fn reference(target: fn() -> &'static Self) -> Self {
        Self::new(Kind::Reference(Reference::Fixed(target)))
    }

    /// At least this many characters (Unicode scalar values, as in JSON Schema).
    #[must_use]
    pub const fn min_length(mut self, characters: u64) -> Self {
        self.min_length = Some(characters);
        self
    }

    /// At most this many characters (Unicode scalar values, as in JSON Schema).
    #[must_use]
    pub const fn max_length(mut self, characters: u64) -> Self {
        self.max_length = Some(characters);
        self
    }

    /// At most this many bytes in UTF-8.
    #[must_use]
    pub const fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = Some(bytes);
        self
    }

    /// A regular expression that must match somewhere in the text; see the field [`pattern`](Self::pattern).
    #[cfg(feature = "patterns")]
    #[must_use]
    pub const fn pattern(mut self, pattern: &'static str) -> Self {
        self.pattern = Some(Pattern::new(pattern));
        self
    }

    /// One of these texts.
    #[must_use]
    pub const fn one_of(mut self, texts: &'static [&'static str]) -> Self {
        self.one_of = Names(texts);
        self
    }

    /// One of these integers.
    #[must_use]
    pub const fn one_of_integers(mut self, integers: &'static [i64]) -> Self {
        self.one_of_integers = integers;
        self
    }

    /// At least this number.
    #[must_use]
    pub const fn minimum(mut self, number: f64) -> Self {
        self.minimum = Some(number);
        self
    }

    /// At most this number.
    #[must_use]
    pub const fn maximum(mut self, number: f64) -> Self {
        self.maximum = Some(number);
        self
    }

    /// Greater than this number.
    #[must_use]
    pub const fn exclusive_minimum(mut self, number: f64) -> Self {
        self.exclusive_minimum = Some(number);
        self
    }

    /// Less than this number.
    #[must_use]
    pub const fn exclusive_maximum(mut self, number: f64) -> Self {
        self.exclusive_maximum = Some(number);
        self
    }

    /// A multiple of this number.
    #[must_use]
    pub const fn multiple_of(mut self, number: f64) -> Self {
        self.multiple_of = Some(number);
        self
    }

    /// At least this many items.
    #[must_use]
    pub const fn min_items(mut self, items: u64) -> Self {
        self.min_items = Some(items);
        self
    }

    /// At most this many items.
    #[must_use]
    pub const fn max_items(mut self, items: u64) -> Self {
        self.max_items = Some(items);
        self
    }

    /// All items must differ.
    #[must_use]
    pub const fn unique_items(mut self) -> Self {
        self.unique_items = true;
        self
    }

    /// Requires at least this many members of an object.
    #[must_use]
    pub const fn min_properties(mut self, members: u64) -> Self {
        self.min_properties = Some(members);
        self
    }

    /// Allows at most this many members of an object.
    #[must_use]
    pub const fn max_properties(mut self, members: u64) -> Self {
        self.max_properties = Some(members);
        self
    }

    /// A text of this format.
    #[must_use]
    pub const fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// A secret: no message shows the value.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// Null is allowed too.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }
}
