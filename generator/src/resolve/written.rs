//! What a type says as it is written, before any name in it is looked up.

use serde_json::Value;

use crate::spec::model::{EnumValues, Field, Parameter, Response, Type, TypeParts};
use crate::words::key::{Key, Keyed};

/// Returns the parts of a type that is spelled out.
pub fn parts(type_: &Type) -> Option<&TypeParts> {
    match type_ {
        Type::Bare(_) => None,
        Type::Full(parts) => Some(parts),
    }
}

/// Returns whether a type spelled out says what a value is, rather than only what limits it.
pub fn says_what_it_is(parts: &TypeParts) -> bool {
    parts.type_.is_some()
        || parts.fields.is_some()
        || parts.enum_.is_some()
        || parts.union.is_some()
        || parts.list.is_some()
        || parts.tuple.is_some()
        || parts.map.is_some()
}

/// Returns whether a type has a definition of its own wherever it is written.
pub fn is_structured(parts: &TypeParts) -> bool {
    parts.fields.is_some()
        || parts.extends.is_some()
        || parts.union.is_some()
        || parts.enum_.as_ref().is_some_and(|values| !is_integer_enum(parts, values))
}

/// Returns whether an enum limits an integer, rather than being a type of its own.
pub fn is_integer_enum(parts: &TypeParts, values: &EnumValues) -> bool {
    let integers = match values {
        EnumValues::Plain(values) => !values.is_empty() && values.iter().all(Value::is_i64),
        EnumValues::Described(_) => false,
    };
    integers && parts.expression() != Some("string")
}

/// Returns whether the client goes without something that has this type.
pub fn is_skipped(type_: &Type) -> bool {
    parts(type_).and_then(|parts| parts.rust.as_ref()).is_some_and(|rust| rust.skip)
}

/// Returns whether a type of the user's own stands for this one.
pub fn stands_for_another(parts: &TypeParts) -> bool {
    parts.rust.as_ref().is_some_and(|rust| rust.extern_type.is_some())
}

/// Returns the name in Rust that is given beside a type.
pub fn rust_name(type_: &Type) -> Option<&str> {
    parts(type_)?.rust.as_ref()?.name.as_deref()
}

/// Returns the type of something that may be constant, where nothing else says it: that of its value.
pub fn type_of_constant(constant: Option<&Value>) -> Option<&'static str> {
    match constant? {
        Value::String(_) => Some("string"),
        Value::Bool(_) => Some("boolean"),
        Value::Number(number) if number.is_f64() => Some("number"),
        Value::Number(_) => Some("integer"),
        _ => None,
    }
}

/// Returns whether a type is written as a file, or as a list of them.
pub fn is_file(type_: &Type) -> bool {
    let is_binary = |name: &str| matches!(name.trim(), "binary" | "binary[]");
    match type_ {
        Type::Bare(name) => is_binary(name),
        Type::Full(parts) => {
            parts.expression().is_some_and(is_binary) || parts.list.as_ref().is_some_and(is_file)
        }
    }
}

/// Returns whether an answer is nothing: `none`, or an object that says so.
pub fn is_nothing(response: &Response) -> bool {
    response.type_.expression().map(str::trim) == Some("none")
}

/// Returns whether the failure of a call has a type.
pub fn has_type(failure: &Type) -> bool {
    match failure {
        Type::Bare(name) => name.trim() != "none",
        Type::Full(parts) => says_what_it_is(parts) || parts.extends.is_some(),
    }
}

/// Returns the key that says what bytes are, which have no type.
pub fn type_of_bytes(type_: &Type) -> Option<&'static str> {
    let parts = parts(type_)?;
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
    given.into_iter().find_map(|(key, given)| given.then_some(key))
}

/// Returns the fields that stand in a body itself.
pub fn fields_of_body(type_: &Type) -> Option<(&TypeParts, &Keyed<Field>)> {
    let parts = parts(type_)?;
    Some((parts, parts.fields.as_deref().filter(|fields| !fields.is_empty())?))
}

/// Returns the fields of an object that the request itself holds: one or two required ones are arguments, and more are one
/// value, whose parts have names.
pub fn fields_of_request(parts: &TypeParts) -> Option<&Keyed<Field>> {
    let fields = parts.fields.as_deref()?;
    let required = fields.iter().filter(|(key, field)| is_argument(key, field)).count();
    let plain = parts.extends.is_none() && parts.name.is_none() && parts.rest.is_none();
    (plain && required <= 2).then_some(fields)
}

/// Returns whether a call can't be made without somebody giving a value.
fn is_argument(key: &Key, field: &Field) -> bool {
    !key.optional && !field.read_only && field.const_.is_none()
}

/// Returns what a parameter is called in the client. Beside its type, `name` is the parameter's.
pub fn name_of_parameter<'w>(wire: &'w str, parameter: &'w Parameter) -> &'w str {
    let name = parts(&parameter.type_).and_then(|parts| parts.name.as_deref());
    rust_name(&parameter.type_).or(name).unwrap_or(wire)
}
