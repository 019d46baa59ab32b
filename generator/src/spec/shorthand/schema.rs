//! The JSON Schemas of what has a short and a long form.
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

/// A name or a mapping. The title is what messages call it.
fn type_or<P: JsonSchema>(generator: &mut SchemaGenerator, description: &str) -> Schema {
    let parts = generator.subschema_for::<P>();
    generator.subschema_for::<TypeParts>();
    json_schema!({
        "title": "type",
        "description": description,
        "anyOf": [{ "type": "string", "minLength": 1 }, parts],
    })
}

/// What is sent with every call: a value that every place takes.
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
    "A type: a name (`string`, `integer`, `date-time`, `Token`, `Token | null`, `Token[]`), or spelled out.",
));
schema!(Field, generator => type_or::<FieldParts>(
    generator,
    "A field of an object: the name of a type, or a type spelled out and the direction it goes.",
));
schema!(Parameter, generator => type_or::<ParameterParts>(
    generator,
    "A parameter: the name of a type, or a type spelled out and how it is filled in.",
));
schema!(Body, generator => type_or::<BodyParts>(
    generator,
    "What is sent: the name of a type, or a type spelled out, in which form, and how it is wrapped. `{}` sends an empty object.",
));
schema!(Response, generator => type_or::<ResponseParts>(
    generator,
    "What comes back: the name of a type, or a type spelled out and in which form. `none` is nothing.",
));
schema!(Retries, generator => json_schema!({
    "description": "How many times a failed call is made again at most, or how often and how soon.",
    "anyOf": [
        { "type": "integer", "minimum": 0, "maximum": 100 },
        generator.subschema_for::<RetryParts>(),
    ],
}));
schema!(Server, generator => json_schema!({
    "description": "Where an API is served: a URL, or one with variables in it.",
    "anyOf": [{ "type": "string" }, generator.subschema_for::<ServerParts>()],
}));
schema!(Accepted, generator => json_schema!({
    "description": "A scheme by name, or several that go together.",
    "anyOf": [generator.subschema_for::<String>(), generator.subschema_for::<Vec<String>>()],
}));
schema!(EnumValue, generator => json_schema!({
    "description": "What there is to say of a value: a sentence, or a name and a sentence.",
    "anyOf": [{ "type": ["string", "null"] }, generator.subschema_for::<EnumValueParts>()],
}));
schema!(EnumValues, generator => json_schema!({
    "description": "The values of an enum, alone or each with a sentence.",
    "anyOf": [
        { "type": "array", "minItems": 1, "items": { "type": ["string", "number", "boolean"] } },
        { "type": "object", "minProperties": 1, "additionalProperties": generator.subschema_for::<EnumValue>() },
    ],
}));
schema!(UnionCases, generator => json_schema!({
    "description": "The types of which it is one: a list tells them apart by trying, a mapping by the tag's value.",
    "anyOf": [
        { "type": "array", "minItems": 1, "items": generator.subschema_for::<Type>() },
        { "type": "object", "minProperties": 1, "additionalProperties": generator.subschema_for::<Type>() },
    ],
}));
