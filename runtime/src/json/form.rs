//! How values are read and written: once for each kind of type. Generated types of a kind share these functions, so
//! that the compiler has less to do.

use serde_json::Value as Json;

use crate::describe::schema::Schema;
use crate::json::read::{Reader, placeholder_object, read_object};
use crate::json::tape::Node;
use crate::json::union::{
    OpenEnum, OpenInteger, Union, open_integer, read_open_enum, read_open_integer, read_union,
};
use crate::json::value::{Object, Value};
use crate::json::write::{Writer, write_object};

/// How values of the type `T` are read and written: the [`Value::Form`] of a type.
///
/// Generated objects, unions and enums have the form of their kind; every other type is its own form.
pub trait Form<T> {
    /// The schema that values keep to when they are sent, and are expected to keep to in a response.
    const SCHEMA: Schema = Schema::any();

    /// Reads a value.
    fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> T;

    /// Writes a value.
    fn write(value: &T, writer: &mut Writer);

    /// Returns any value. It is thrown away.
    fn placeholder() -> T;

    /// Returns the value of a missing field, or notes a fault if the type does not allow that.
    fn absent(reader: &mut Reader<'_>) -> T {
        reader.missing();
        Self::placeholder()
    }

    /// Returns whether a field with this value is not written.
    fn is_absent(_: &T) -> bool {
        false
    }
}

/// The form of every [`Object`].
#[derive(Debug)]
pub enum Objects {}

impl<T: Object> Form<T> for Objects {
    const SCHEMA: Schema = T::SCHEMA;

    fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> T {
        read_object(reader, node)
    }

    fn write(value: &T, writer: &mut Writer) {
        write_object(value, writer);
    }

    fn placeholder() -> T {
        placeholder_object()
    }
}

/// The form of every [`Union`].
#[derive(Debug)]
pub enum Unions {}

impl<T: Union> Form<T> for Unions {
    const SCHEMA: Schema = T::SCHEMA;

    #[inline]
    fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> T {
        read_union(reader, node)
    }

    fn write(value: &T, writer: &mut Writer) {
        value.write(writer);
    }

    fn placeholder() -> T {
        T::unknown(Json::Null)
    }
}

/// The form of every [`OpenEnum`].
#[derive(Debug)]
pub enum OpenEnums {}

impl<T: OpenEnum> Form<T> for OpenEnums {
    const SCHEMA: Schema = Schema::string().one_of(T::NAMES);

    fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> T {
        read_open_enum(reader, node)
    }

    fn write(value: &T, writer: &mut Writer) {
        writer.string(value.name());
    }

    fn placeholder() -> T {
        T::unknown(String::new())
    }
}

/// The form of every [`OpenInteger`].
#[derive(Debug)]
pub enum OpenIntegers {}

impl<T: OpenInteger> Form<T> for OpenIntegers {
    const SCHEMA: Schema = Schema::integer().one_of_integers(T::VALUES);

    fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> T {
        read_open_integer(reader, node)
    }

    fn write(value: &T, writer: &mut Writer) {
        Value::write(&value.value(), writer);
    }

    fn placeholder() -> T {
        open_integer(0)
    }
}

impl Schema {
    /// Returns the schema of a type's values, which may refer back: `Schema::of::<Policy>()`. Constraints on it apply
    /// as well.
    #[must_use]
    pub const fn of<T: Value>() -> Self {
        Self::reference(|| const { &<T::Form as Form<T>>::SCHEMA })
    }
}
