//! A field that may be absent, null or a value, with three different meanings.

use crate::json::form::Form;
use crate::json::read::Reader;
use crate::json::tape::Node;
use crate::json::value::Value;
use crate::json::write::Writer;

/// A field that may be absent, null or a value.
///
/// In a request that changes something, absent usually means "leave it", and null "clear it".
///
/// ```
/// use clientwright_runtime::Maybe;
///
/// assert_eq!(Maybe::from("later"), Maybe::Value("later"));
/// assert_eq!(Maybe::<String>::from(None), Maybe::Null);
/// assert_eq!(Maybe::<String>::default(), Maybe::Absent);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Maybe<T> {
    /// The field is left out.
    #[default]
    Absent,
    /// The field is null.
    Null,
    /// The field has a value.
    Value(T),
}

impl<T> Maybe<T> {
    /// Returns the value, if there is one.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Returns the same with a reference to the value.
    pub const fn as_ref(&self) -> Maybe<&T> {
        match self {
            Self::Absent => Maybe::Absent,
            Self::Null => Maybe::Null,
            Self::Value(value) => Maybe::Value(value),
        }
    }

    /// Returns whether the field is absent.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns whether the field is null.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl<T> From<T> for Maybe<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<T>> for Maybe<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T: Value> Value for Maybe<T> {
    type Form = Self;
}

impl<T: Value> Form<Self> for Maybe<T> {
    fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> Self {
        if node.is_null() { Self::Null } else { Self::Value(T::read(reader, node)) }
    }

    fn write(value: &Self, writer: &mut Writer) {
        match value {
            Self::Value(value) => value.write(writer),
            Self::Absent | Self::Null => writer.raw("null"),
        }
    }

    fn placeholder() -> Self {
        Self::Absent
    }

    fn absent(_: &mut Reader<'_>) -> Self {
        Self::Absent
    }

    fn is_absent(value: &Self) -> bool {
        Self::is_absent(value)
    }
}
