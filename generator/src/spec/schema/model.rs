//! The JSON Schema that the model gives.

use crate::spec::model::{ApiFile, OverridesFile, ResourceFile};
use crate::words::limit::{Takes, Word};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

#[test]
fn the_text_is_what_the_model_gives() {
    let now = format!("{:#}\n", sorted(build()));
    if now != super::TEXT && std::env::var_os("CI").is_none() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/spec/schema.json");
        std::fs::write(file, &now).unwrap();
    }
    assert!(
        now == super::TEXT,
        "src/spec/schema.json was out of date; the test has updated it unless CI is set: commit it"
    );
}

fn build() -> Value {
    let mut generator = SchemaSettings::draft2020_12().for_deserialize().into_generator();
    let api = generator.subschema_for::<ApiFile>();
    let resource = generator.subschema_for::<ResourceFile>();
    // Not a file of a spec: editors use `#/$defs/OverridesFile` for it.
    generator.subschema_for::<OverridesFile>();
    let mut definitions = generator.take_definitions(true);
    definitions.values_mut().for_each(tidy);
    add_limits(&mut definitions["TypeParts"]["properties"]);
    for name in ["FieldParts", "ParameterParts", "BodyParts", "ResponseParts"] {
        add_type_parts(&mut definitions, name);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "clientwright spec",
        "description": "A file of a clientwright spec: an `api.yaml`, which says `clientwright: 1`, or a resource.",
        "type": "object",
        // Offered by completion in an empty file, which is not yet either kind.
        "properties": { "clientwright": { "description": "The version of the spec language: 1." } },
        "if": { "required": ["clientwright"] },
        "then": api,
        "else": resource,
        "$defs": definitions,
    })
}

/// Leaves out what helps no reader: Rust's number formats, and defaults, which for a required key
/// would be wrong. A key that is optional can be left out; writing null for it is a slip.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.remove("default");
            object.remove("format");
            for (key, value) in object.iter_mut() {
                if key == "properties" {
                    let properties = value.as_object_mut().into_iter().flat_map(Map::values_mut);
                    properties.for_each(|property| {
                        without_null(property);
                        tidy(property);
                    });
                } else {
                    tidy(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

/// Takes null out of what a key can hold.
fn without_null(schema: &mut Value) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    if let Some(Value::Array(types)) = object.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            object.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(branches)) = object.get_mut("anyOf") {
        branches.retain(|branch| branch["type"] != "null");
        if let [Value::Object(only)] = branches.as_mut_slice() {
            let only = std::mem::take(only);
            object.remove("anyOf");
            object.extend(only);
        }
    }
}

/// Puts the words that limit values among the keys of a type.
fn add_limits(keys: &mut Value) {
    for word in Word::ALL {
        let mut schema = match word.takes() {
            Takes::Count => json!({ "type": "integer", "minimum": 0 }),
            Takes::Number => json!({ "type": "number" }),
            Takes::Text => json!({ "type": "string" }),
            Takes::Flag => json!({ "type": "boolean" }),
            Takes::Integers => json!({ "type": "array", "items": { "type": "integer" } }),
        };
        schema["description"] = word.description().into();
        keys[word.key()] = schema;
    }
}

/// Puts the keys of `TypeParts` beside a definition's own. They are references, so that each is
/// described once; `allOf` would do it in a word, but not every editor knows `unevaluatedProperties`.
fn add_type_parts(definitions: &mut Map<String, Value>, name: &str) {
    let keys: Vec<String> = definitions["TypeParts"]["properties"]
        .as_object()
        .into_iter()
        .flat_map(Map::keys)
        .cloned()
        .collect();
    if let Some(properties) =
        definitions.get_mut(name).and_then(|definition| definition["properties"].as_object_mut())
    {
        for key in keys {
            let reference = json!({ "$ref": format!("#/$defs/TypeParts/properties/{key}") });
            properties.entry(key).or_insert(reference);
        }
    }
}

/// Returns the same with every object's keys in alphabetical order, which does not depend on the
/// features with which `serde_json` was built.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let mut entries: Vec<_> = object.into_iter().collect();
            entries.sort_by(|left, right| left.0.cmp(&right.0));
            Value::Object(entries.into_iter().map(|(key, value)| (key, sorted(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}
