//! The constraints of a value that is sent: the words of JSON Schema, as data.

use std::sync::OnceLock;

use crate::describe::data::{List, Names, Text};
#[cfg(feature = "patterns")]
use crate::describe::pattern::Pattern;

/// The constraints of a parameter or of a part of a body. They are checked before anything is sent.
///
/// It is plain data. The methods are for generated statics; at run time the public fields can be set directly.
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
    /// The kind of value.
    pub kind: Kind,
    /// The minimum number of characters (Unicode scalar values).
    pub min_length: Option<u64>,
    /// The maximum number of characters (Unicode scalar values).
    pub max_length: Option<u64>,
    /// The maximum number of bytes in UTF-8.
    pub max_bytes: Option<u64>,
    /// A regular expression that must match somewhere in the string. An expression that `regex-lite` cannot compile
    /// (look-around, back-references, Unicode classes) is not checked, so that the server decides.
    ///
    /// Requires the feature `patterns`.
    #[cfg(feature = "patterns")]
    pub pattern: Option<Pattern>,
    /// The strings that are allowed; empty: any.
    pub one_of: Names,
    /// The integers that are allowed; empty: any.
    pub one_of_integers: List<i64>,
    /// The minimum of a number.
    pub minimum: Option<f64>,
    /// The maximum of a number.
    pub maximum: Option<f64>,
    /// The exclusive minimum: the number must be greater.
    pub exclusive_minimum: Option<f64>,
    /// The exclusive maximum: the number must be less.
    pub exclusive_maximum: Option<f64>,
    /// The step: the number must be a multiple of it.
    pub multiple_of: Option<f64>,
    /// The minimum number of items.
    pub min_items: Option<u64>,
    /// The maximum number of items.
    pub max_items: Option<u64>,
    /// Whether no two items may be equal.
    pub unique_items: bool,
    /// The minimum number of members of an object.
    pub min_properties: Option<u64>,
    /// The maximum number of members of an object.
    pub max_properties: Option<u64>,
    /// The format of a string.
    pub format: Option<Format>,
    /// Whether the value is secret: messages do not show it.
    pub secret: bool,
    /// Whether null is allowed.
    pub nullable: bool,
    /// The schema of an object's members that are not among its fields; `None`: any value.
    pub rest: Option<&'static Schema>,
}

/// The kind of value that a [`Schema`] describes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Kind {
    /// Any JSON value.
    Any,
    /// Bytes that are not part of the JSON: a file of a form.
    Binary,
    /// A string.
    String,
    /// A number without a fraction; `5.0` is an integer too.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An array.
    List(&'static Schema),
    /// An array with one schema for each item.
    Tuple(List<Schema>),
    /// An object with any keys.
    Map(&'static Schema),
    /// An object with known fields. Other members are allowed.
    Object(List<Field>),
    /// A value that fits at least one of the schemas.
    Union(List<Schema>),
    /// A value of another schema.
    Reference(Reference),
}

/// A reference to another schema, which may refer back.
#[derive(Clone, Debug)]
pub enum Reference {
    /// A function that returns the schema. (For the compiler, `static`s that refer to each other would be a cycle.)
    Fixed(fn() -> &'static Schema),
    /// A schema that is made later, at run time. Until then any value is accepted.
    Later(&'static OnceLock<Schema>),
}

impl Reference {
    /// Returns the schema, if it was made already.
    #[must_use]
    pub fn get(&self) -> Option<&Schema> {
        match self {
            Self::Fixed(schema) => Some(schema()),
            Self::Later(schema) => schema.get(),
        }
    }
}

/// The format of a string.
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
    /// The name in JSON.
    pub name: Text,
    /// Whether the field is required.
    pub required: bool,
    /// The schema of the value.
    pub schema: Schema,
}

impl Field {
    /// Returns a required field.
    #[must_use]
    pub const fn required(name: &'static str, schema: Schema) -> Self {
        Self { name, required: true, schema }
    }

    /// Returns an optional field.
    #[must_use]
    pub const fn optional(name: &'static str, schema: Schema) -> Self {
        Self { name, required: false, schema }
    }
}

impl Schema {
    /// Returns a schema without constraints.
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

    /// Returns the schema at the end of a chain of references.
    pub(crate) fn resolved(&self) -> &Self {
        let mut schema = self;
        // References may be circular, so they are followed only this far.
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

    /// Returns whether the value is a file or a list of files, which are not part of the JSON.
    pub(crate) fn is_file(&self) -> bool {
        match &self.kind {
            Kind::Binary => true,
            Kind::List(items) => matches!(items.resolved().kind, Kind::Binary),
            _ => false,
        }
    }

    /// Returns whether the value, or an item of it, is secret.
    pub(crate) fn is_secret(&self) -> bool {
        self.is_secret_within(32)
    }

    /// References may be circular, so they are followed for this many steps.
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

    /// Returns whether anything in the value is secret, at any depth.
    pub(crate) fn holds_secret(&self) -> bool {
        let mut seen: Vec<&Self> = Vec::new();
        let mut left = vec![self];
        while let Some(schema) = left.pop() {
            if schema.secret {
                return true;
            }
            // References may be circular.
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

    /// Returns the schema of any JSON value.
    #[must_use]
    pub const fn any() -> Self {
        Self::new(Kind::Any)
    }

    /// Returns the schema of bytes that are not part of the JSON: a file of a form.
    #[must_use]
    pub const fn binary() -> Self {
        Self::new(Kind::Binary)
    }

    /// Returns the schema of a string.
    #[must_use]
    pub const fn string() -> Self {
        Self::new(Kind::String)
    }

    /// Returns the schema of a number without a fraction.
    #[must_use]
    pub const fn integer() -> Self {
        Self::new(Kind::Integer)
    }

    /// Returns the schema of a number.
    #[must_use]
    pub const fn number() -> Self {
        Self::new(Kind::Number)
    }

    /// Returns the schema of `true` or `false`.
    #[must_use]
    pub const fn boolean() -> Self {
        Self::new(Kind::Boolean)
    }

    /// Returns the schema of an array.
    #[must_use]
    pub const fn list(items: &'static Self) -> Self {
        Self::new(Kind::List(items))
    }

    /// Returns the schema of an array with one schema for each item.
    #[must_use]
    pub const fn tuple(items: &'static [Self]) -> Self {
        Self::new(Kind::Tuple(items))
    }

    /// Returns the schema of an object with any keys.
    #[must_use]
    pub const fn map(values: &'static Self) -> Self {
        Self::new(Kind::Map(values))
    }

    /// Returns the schema of an object with known fields.
    #[must_use]
    pub const fn object(fields: &'static [Field]) -> Self {
        Self::new(Kind::Object(fields))
    }

    /// Sets the schema of the members that are not among the object's fields.
    #[must_use]
    pub const fn rest(mut self, values: &'static Self) -> Self {
        self.rest = Some(values);
        self
    }

    /// Returns the schema of a value that fits at least one of the alternatives.
    #[must_use]
    pub const fn union(alternatives: &'static [Self]) -> Self {
        Self::new(Kind::Union(alternatives))
    }

    /// Returns a reference to another schema, which may refer back: `Schema::reference(|| &POLICY)`. Constraints on the
    /// reference itself apply as well.
    #[must_use]
    pub const fn reference(target: fn() -> &'static Self) -> Self {
        Self::new(Kind::Reference(Reference::Fixed(target)))
    }

    /// Sets the minimum number of characters (Unicode scalar values, as in JSON Schema).
    #[must_use]
    pub const fn min_length(mut self, characters: u64) -> Self {
        self.min_length = Some(characters);
        self
    }

    /// Sets the maximum number of characters (Unicode scalar values, as in JSON Schema).
    #[must_use]
    pub const fn max_length(mut self, characters: u64) -> Self {
        self.max_length = Some(characters);
        self
    }

    /// Sets the maximum number of bytes in UTF-8.
    #[must_use]
    pub const fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = Some(bytes);
        self
    }

    /// Sets a regular expression that must match somewhere in the string; see the field
    /// [`pattern`](Self#structfield.pattern).
    ///
    /// Requires the feature `patterns`.
    #[cfg(feature = "patterns")]
    #[must_use]
    pub const fn pattern(mut self, pattern: &'static str) -> Self {
        self.pattern = Some(Pattern::new(pattern));
        self
    }

    /// Sets the strings that are allowed.
    #[must_use]
    pub const fn one_of(mut self, texts: &'static [&'static str]) -> Self {
        self.one_of = Names(texts);
        self
    }

    /// Sets the integers that are allowed.
    #[must_use]
    pub const fn one_of_integers(mut self, integers: &'static [i64]) -> Self {
        self.one_of_integers = integers;
        self
    }

    /// Sets the minimum of a number.
    #[must_use]
    pub const fn minimum(mut self, number: f64) -> Self {
        self.minimum = Some(number);
        self
    }

    /// Sets the maximum of a number.
    #[must_use]
    pub const fn maximum(mut self, number: f64) -> Self {
        self.maximum = Some(number);
        self
    }

    /// Sets the exclusive minimum: the number must be greater.
    #[must_use]
    pub const fn exclusive_minimum(mut self, number: f64) -> Self {
        self.exclusive_minimum = Some(number);
        self
    }

    /// Sets the exclusive maximum: the number must be less.
    #[must_use]
    pub const fn exclusive_maximum(mut self, number: f64) -> Self {
        self.exclusive_maximum = Some(number);
        self
    }

    /// Sets the step: the number must be a multiple of it.
    #[must_use]
    pub const fn multiple_of(mut self, number: f64) -> Self {
        self.multiple_of = Some(number);
        self
    }

    /// Sets the minimum number of items.
    #[must_use]
    pub const fn min_items(mut self, items: u64) -> Self {
        self.min_items = Some(items);
        self
    }

    /// Sets the maximum number of items.
    #[must_use]
    pub const fn max_items(mut self, items: u64) -> Self {
        self.max_items = Some(items);
        self
    }

    /// Forbids equal items.
    #[must_use]
    pub const fn unique_items(mut self) -> Self {
        self.unique_items = true;
        self
    }

    /// Sets the minimum number of members of an object.
    #[must_use]
    pub const fn min_properties(mut self, members: u64) -> Self {
        self.min_properties = Some(members);
        self
    }

    /// Sets the maximum number of members of an object.
    #[must_use]
    pub const fn max_properties(mut self, members: u64) -> Self {
        self.max_properties = Some(members);
        self
    }

    /// Sets the format of a string.
    #[must_use]
    pub const fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// Marks the value as secret: messages do not show it.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// Allows null as well.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }
}
