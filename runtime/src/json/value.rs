//! Values in bodies: the traits of generated types, and the types that every API uses.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::describe::schema::Schema;
use crate::json::form::Form;
use crate::json::read::{Fields, Reader};
use crate::json::tape::{Node, Token};
use crate::json::write::{FieldWriter, Writer};

/// A value that can be read from JSON and written as JSON.
///
/// Reading does not fail at once: a value that does not fit notes a fault in the reader and returns a placeholder,
/// which is thrown away with everything around it. Generated types implement this trait by macros such as
/// [`object!`](crate::object); a program's own types use [`text_value!`](crate::text_value) or
/// [`serde_value!`](crate::serde_value).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be part of a body: it does not implement `clientwright_runtime::spec::Value`",
    note = "where `{Self}` is defined, call `clientwright_runtime::text_value!` (for a string) or `serde_value!`; wrap a type of another crate in a struct"
)]
pub trait Value: Sized {
    /// How the type is read and written: shared by all types of its kind, or the type itself.
    type Form: Form<Self>;

    /// Reads a value.
    #[inline]
    fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> Self {
        Self::Form::read(reader, node)
    }

    /// Writes the value.
    fn write(&self, writer: &mut Writer) {
        Self::Form::write(self, writer);
    }

    /// Returns any value. It is thrown away.
    fn placeholder() -> Self {
        Self::Form::placeholder()
    }

    /// Returns the value of a missing field, or notes a fault if the type does not allow that.
    fn absent(reader: &mut Reader<'_>) -> Self {
        Self::Form::absent(reader)
    }

    /// Returns whether a field with this value is not written.
    fn is_absent(&self) -> bool {
        Self::Form::is_absent(self)
    }
}

/// An object with known fields. [`object!`](crate::object) makes a [`Value`] of it.
pub trait Object: Sized {
    /// The schema that values keep to when they are sent, and are expected to keep to in a response.
    const SCHEMA: Schema = Schema::any();

    /// Reads the fields.
    fn read(fields: &mut Fields<'_, '_>) -> Self;

    /// Writes the fields.
    fn write(&self, fields: &mut FieldWriter<'_>);

    /// Returns an object without its optional fields, whose required fields have any value. The constructors of
    /// generated types start from it and set the required fields.
    #[must_use]
    fn blank() -> Self {
        crate::json::read::placeholder_object()
    }
}

impl Value for String {
    type Form = Self;
}

impl Form<Self> for String {
    fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> Self {
        str_of(reader, node).to_owned()
    }

    fn write(value: &Self, writer: &mut Writer) {
        writer.string(value);
    }

    fn placeholder() -> Self {
        Self::new()
    }
}

/// Reads a string without copying it.
#[doc(hidden)]
pub fn read_str<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> &'t str {
    str_of(reader, node)
}

/// Reads a string, for the types that most strings are read as.
#[inline]
fn str_of<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> &'t str {
    match node.as_str() {
        Some(text) => text,
        None => not_a_string(reader, node),
    }
}

#[cold]
fn not_a_string(reader: &mut Reader<'_>, node: Node<'_>) -> &'static str {
    reader.unexpected(node, "a string");
    ""
}

impl Value for bool {
    type Form = Self;
}

impl Form<Self> for bool {
    fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> Self {
        if let Token::Bool(value) = node.token() {
            return value;
        }
        reader.unexpected(node, "a boolean");
        false
    }

    fn write(value: &Self, writer: &mut Writer) {
        writer.raw(if *value { "true" } else { "false" });
    }

    fn placeholder() -> Self {
        false
    }
}

/// Reads an integer. A number such as `5.0` is an integer too.
fn read_integer<'t, T: TryFrom<i128> + Default>(reader: &mut Reader<'t>, node: Node<'t>) -> T {
    let value = match node.token() {
        Token::Unsigned(value) => Some(i128::from(value)),
        Token::Signed(value) => Some(i128::from(value)),
        // Beyond this bound the conversion would saturate; no integer type here reaches it.
        #[expect(clippy::cast_possible_truncation, reason = "the guard has bounded it")]
        Token::Float(value) if value.fract() == 0.0 && value.abs() < 1e30 => Some(value as i128),
        Token::Float(_) => None,
        _ => {
            reader.unexpected(node, "an integer");
            return T::default();
        }
    };
    value.and_then(|value| T::try_from(value).ok()).unwrap_or_else(|| {
        reader.malformed(node, "an integer in the range of its type");
        T::default()
    })
}

macro_rules! integers {
    ($($integer:ty)*) => {
        $(
            impl Value for $integer {
                type Form = Self;
            }

            impl Form<Self> for $integer {
                fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> Self {
                    read_integer(reader, node)
                }

                fn write(value: &Self, writer: &mut Writer) {
                    writer.plain(value);
                }

                fn placeholder() -> Self {
                    0
                }
            }
        )*
    };
}

integers!(u8 i32 u32 i64 u64);

impl Value for f64 {
    type Form = Self;
}

impl Form<Self> for f64 {
    #[expect(clippy::cast_precision_loss, reason = "JSON numbers have no more precision than that")]
    fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> Self {
        match node.token() {
            Token::Unsigned(value) => value as Self,
            Token::Signed(value) => value as Self,
            Token::Float(value) => value,
            _ => {
                reader.unexpected(node, "a number");
                0.0
            }
        }
    }

    fn write(value: &Self, writer: &mut Writer) {
        if value.is_finite() {
            writer.plain(value);
        } else {
            writer.refuse("a number that is not finite");
        }
    }

    fn placeholder() -> Self {
        0.0
    }
}

impl Value for Json {
    type Form = Self;
}

impl Form<Self> for Json {
    fn read<'t>(_: &mut Reader<'t>, node: Node<'t>) -> Self {
        node.to_json()
    }

    fn write(value: &Self, writer: &mut Writer) {
        writer.plain(value);
    }

    fn placeholder() -> Self {
        Self::Null
    }
}

/// No value: whatever is there is ignored.
impl Value for () {
    type Form = Self;
}

impl Form<Self> for () {
    fn read<'t>(_: &mut Reader<'t>, _: Node<'t>) -> Self {}

    fn write((): &Self, writer: &mut Writer) {
        writer.raw("null");
    }

    fn placeholder() -> Self {}

    fn absent(_: &mut Reader<'_>) -> Self {}

    fn is_absent((): &Self) -> bool {
        true
    }
}

/// Null and missing are `None`. A field that is `None` is not written.
impl<T: Value> Value for Option<T> {
    type Form = Self;
}

impl<T: Value> Form<Self> for Option<T> {
    fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> Self {
        (!node.is_null()).then(|| T::read(reader, node))
    }

    fn write(value: &Self, writer: &mut Writer) {
        match value {
            Some(value) => value.write(writer),
            None => writer.raw("null"),
        }
    }

    fn placeholder() -> Self {
        None
    }

    fn absent(_: &mut Reader<'_>) -> Self {
        None
    }

    fn is_absent(value: &Self) -> bool {
        value.is_none()
    }
}

impl<T: Value> Value for Vec<T> {
    type Form = Self;
}

impl<T: Value> Form<Self> for Vec<T> {
    // Inlined: it must know how to drop its items, and each further place that knows it takes code.
    #[inline]
    fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> Self {
        let Token::List { items, .. } = node.token() else {
            reader.unexpected(node, "an array");
            return Self::new();
        };
        // Bounded, since the items may turn out not to need the allocation.
        let mut list = Self::with_capacity(items.min(1024) as usize);
        for item in node.items() {
            list.push(T::read(reader, item));
            if reader.has_fault() {
                break;
            }
        }
        list
    }

    fn write(value: &Self, writer: &mut Writer) {
        writer.list(value);
    }

    fn placeholder() -> Self {
        Self::new()
    }
}

/// Of members with the same name, the last one counts.
impl<T: Value> Value for BTreeMap<String, T> {
    type Form = Self;
}

impl<T: Value> Form<Self> for BTreeMap<String, T> {
    fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> Self {
        let mut map = Self::new();
        if !matches!(node.token(), Token::Object { .. }) {
            reader.unexpected(node, "an object");
        }
        #[cfg(feature = "drift")]
        if let Some(notes) = reader.notes_mut() {
            notes.maps.insert(node.index);
        }
        for (name, value) in node.members() {
            let value = T::read(reader, value);
            if reader.has_fault() {
                break;
            }
            map.insert(name.to_owned(), value);
        }
        map
    }

    fn write(value: &Self, writer: &mut Writer) {
        writer.map(value);
    }

    fn placeholder() -> Self {
        Self::new()
    }
}

impl<T: Value> Value for Box<T> {
    type Form = Self;
}

impl<T: Value> Form<Self> for Box<T> {
    fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> Self {
        Self::new(T::read(reader, node))
    }

    fn write(value: &Self, writer: &mut Writer) {
        T::write(value, writer);
    }

    fn placeholder() -> Self {
        Self::new(T::placeholder())
    }

    fn absent(reader: &mut Reader<'_>) -> Self {
        Self::new(T::absent(reader))
    }

    fn is_absent(value: &Self) -> bool {
        T::is_absent(value)
    }
}
