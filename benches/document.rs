//! `OpenAPI` documents of any size, made up: what the import of a document is measured on.

use serde_json::{Map, Value, json};

/// How many operations have a tag in common; a real document has about as many.
const PER_TAG: usize = 10;

/// A document with this many operations, as JSON. Every ten of them are a resource of their own,
/// with schemas that no other has.
#[must_use]
pub fn open_api(operations: usize) -> String {
    let mut paths = Map::new();
    let mut schemas = Map::new();
    schemas.insert("Failure".to_owned(), failure());
    for (index, first) in (0..operations).step_by(PER_TAG).enumerate() {
        let count = PER_TAG.min(operations - first);
        resource(index, count, &mut paths);
        schemas.insert(format!("Thing{index}"), thing(index));
        schemas.insert(format!("Part{index}"), part(index));
    }
    let document = json!({
        "openapi": "3.0.3",
        "info": { "title": "Synthetic", "version": "1" },
        "servers": [{ "url": "https://api.example.com/v1" }],
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "schemas": schemas,
        },
    });
    format!("{document:#}\n")
}

/// Operations of five kinds in turn, on a path of their own for every five.
fn resource(index: usize, count: usize, paths: &mut Map<String, Value>) {
    let thing = json!({ "$ref": format!("#/components/schemas/Thing{index}") });
    for number in 0..count {
        let list = format!("/resource{index}/part{}", number / 5);
        let one = format!("{list}/{{id}}");
        let (path, method, rest) = match number % 5 {
            0 => (
                list,
                "get",
                json!({
                    "parameters": [
                        { "name": "page", "in": "query", "schema": { "type": "integer", "minimum": 1 } },
                        { "name": "order", "in": "query", "schema": { "type": "string", "enum": ["asc", "desc"] } },
                    ],
                    "responses": answers(&json!({ "type": "array", "items": thing })),
                }),
            ),
            1 => (
                list,
                "post",
                json!({
                    "requestBody": { "required": true, "content": { "application/json": { "schema": {
                        "type": "object",
                        "required": ["name"],
                        "properties": {
                            "name": { "type": "string", "maxLength": 120 },
                            "tags": { "type": "array", "items": { "type": "string" } },
                        },
                    } } } },
                    "responses": answers(&thing),
                }),
            ),
            2 => (one, "get", json!({ "parameters": [id()], "responses": answers(&thing) })),
            3 => (
                one,
                "put",
                json!({
                    "parameters": [id()],
                    "requestBody": { "required": true, "content": { "application/json": { "schema": thing } } },
                    "responses": answers(&thing),
                }),
            ),
            _ => (
                one,
                "delete",
                json!({ "parameters": [id()], "responses": { "204": { "description": "Gone." } } }),
            ),
        };
        let mut operation = json!({
            "operationId": format!("resource{index}_call{number}"),
            "summary": format!("Makes call {number}."),
            "tags": [format!("resource{index}")],
        });
        if let (Some(operation), Value::Object(rest)) = (operation.as_object_mut(), rest) {
            operation.extend(rest);
        }
        paths.entry(path).or_insert_with(|| json!({}))[method] = operation;
    }
}

fn id() -> Value {
    let schema = json!({ "type": "string", "minLength": 1, "maxLength": 32 });
    json!({ "name": "id", "in": "path", "required": true, "schema": schema })
}

/// The answers of an operation: one that is well, and one for all the others.
fn answers(schema: &Value) -> Value {
    let failure = json!({ "$ref": "#/components/schemas/Failure" });
    json!({
        "200": { "description": "It is done.", "content": { "application/json": { "schema": schema } } },
        "default": { "description": "It is not.", "content": { "application/json": { "schema": failure } } },
    })
}

fn failure() -> Value {
    json!({ "type": "object", "required": ["message"], "properties": { "message": { "type": "string" } } })
}

fn thing(index: usize) -> Value {
    json!({
        "type": "object",
        "description": "A thing.",
        "required": ["id", "name", "state"],
        "properties": {
            "id": { "type": "string" },
            "name": { "type": "string", "maxLength": 120 },
            "created": { "type": "string", "format": "date-time" },
            "state": { "type": "string", "enum": ["ready", "busy"] },
            format!("parts{index}"): { "type": "array", "items": { "$ref": format!("#/components/schemas/Part{index}") } },
        },
    })
}

fn part(index: usize) -> Value {
    json!({
        "type": "object",
        "required": ["size"],
        "properties": {
            "size": { "type": "integer", "minimum": 0 },
            format!("note{index}"): { "type": "string", "nullable": true },
        },
    })
}
