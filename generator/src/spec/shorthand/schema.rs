//! The JSON Schemas of values that have a short and a long form.
//!
//! Each is an `anyOf` whose branches differ in their kind of value, so that a message can speak of
//! the one branch that was meant. `FieldParts` and its like hold only their own keys here; those of
//! `TypeParts` are put beside them when the document is made.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{BodyParts, EnumValueParts, FieldParts, ParameterParts, ResponseParts};
use crate::spec::model::{
    Accepted, Body, EnumValue, EnumValues, Field, Parameter, Response, Retries, RetryParts, Server,
    ServerParts, Type, TypeParts, UnionCases,
};

/// Returns a name or a mapping. The title is what messages call it.
fn type_or<P: JsonSchema>(generator: &mut SchemaGenerator, description: &str) -> Schema {
    let parts = generator.subschema_for::<P>();
    generator.subschema_for::<TypeParts>();
    json_schema!({
        "title": "type",
        "description": description,
        "anyOf": [{ "type": "string", "minLength": 1 }, parts],
    })
}

/// A constant: a value that can be written everywhere.
pub(super) struct Constant;

impl JsonSchema for Constant {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Constant".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number", "boolean"] })
    }
}

macro_rules! schema {
    ($type:ident, $generator:ident => $schema:expr) => {
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn schema_id() -> Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($type)).into()
            }

            fn json_schema($generator: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}

schema!(Type, generator => type_or::<TypeParts>(
    generator,
    "A type: an expression (`string`, `integer`, `date-time`, `Token`, `Token | null`, `Token[]`), or its keys.",
));
schema!(Field, generator => type_or::<FieldParts>(
    generator,
    "A field of an object: the name of a type, or the keys of a type with a direction, a constant or an encoding.",
));
schema!(Parameter, generator => type_or::<ParameterParts>(
    generator,
    "A parameter: the name of a type, or the keys of a type with those of the parameter.",
));
schema!(Body, generator => type_or::<BodyParts>(
    generator,
    "A request body: the name of a type, or the keys of a type with its format and how it is wrapped. `{}` sends an empty object.",
));
schema!(Response, generator => type_or::<ResponseParts>(
    generator,
    "A response: the name of a type, or the keys of a type with its format. `none` is a response without data.",
));
schema!(Retries, generator => json_schema!({
    "description": "A retry policy: the maximum number of retries, or its parts.",
    "anyOf": [
        { "type": "integer", "minimum": 0, "maximum": 100 },
        generator.subschema_for::<RetryParts>(),
    ],
}));
schema!(Server, generator => json_schema!({
    "description": "A server: a URL, or a URL with variables.",
    "anyOf": [{ "type": "string" }, generator.subschema_for::<ServerParts>()],
}));
schema!(Accepted, generator => json_schema!({
    "description": "The name of a scheme, or the names of several that are required together.",
    "anyOf": [generator.subschema_for::<String>(), generator.subschema_for::<Vec<String>>()],
}));
schema!(EnumValue, generator => json_schema!({
    "description": "The documentation of an enum value: a sentence, or a name and a sentence.",
    "anyOf": [{ "type": ["string", "null"] }, generator.subschema_for::<EnumValueParts>()],
}));
schema!(EnumValues, generator => json_schema!({
    "description": "The values of an enum, alone or each with a sentence about it.",
    "anyOf": [
        { "type": "array", "minItems": 1, "items": { "type": ["string", "number", "boolean"] } },
        { "type": "object", "minProperties": 1, "additionalProperties": generator.subschema_for::<EnumValue>() },
    ],
}));
schema!(UnionCases, generator => json_schema!({
    "description": "The variants of a union: in a list, the first that fits; in a mapping, the one of the tag's value.",
    "anyOf": [
        { "type": "array", "minItems": 1, "items": generator.subschema_for::<Type>() },
        { "type": "object", "minProperties": 1, "additionalProperties": generator.subschema_for::<Type>() },
    ],
}));
