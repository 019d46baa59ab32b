//! What is said of documents that are none, or that lead astray: the message as a user sees it.

use std::fmt::Write as _;
use std::fs;
use std::time::{Duration, Instant};

use clientwright::Generator;
use serde_json::{Value, json};

/// What is said of a document, by an error or by the report.
fn told(text: impl AsRef<[u8]>, name: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    let start = Instant::now();
    let result = Generator::openapi(&path).out_dir(folder.path().join("out")).check();
    assert!(start.elapsed() < Duration::from_secs(20), "it takes {:?}", start.elapsed());
    let text = match result {
        Ok(report) => report.import.expect("a document has a report").to_string(),
        Err(error) => error.to_string(),
    };
    text.replace(&format!("{}/", folder.path().display()), "")
}

/// A sound document with one part replaced.
fn with(pointer: &str, value: Value) -> String {
    let mut document = sound();
    *document.pointer_mut(pointer).unwrap() = value;
    serde_json::to_string_pretty(&document).unwrap()
}

fn sound() -> Value {
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Things", "version": "1", "description": "Text." },
        "servers": [{ "url": "https://things.example", "variables": { "a": { "default": "b" } } }],
        "security": [{ "key": [] }],
        "paths": { "/things/{id}": {
            "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
            "post": {
                "operationId": "make", "tags": ["things"],
                "parameters": [{ "$ref": "#/components/parameters/Limit" }],
                "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } },
                "responses": { "200": { "description": "Done.", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } } }
            }
        } },
        "components": {
            "parameters": { "Limit": { "name": "limit", "in": "query", "schema": { "type": "integer", "minimum": 1, "default": 5 } } },
            "securitySchemes": { "key": { "type": "apiKey", "in": "header", "name": "X-Key" } },
            "schemas": {
                "Thing": {
                    "type": "object", "required": ["name"], "additionalProperties": false,
                    "properties": {
                        "name": { "type": "string", "enum": ["a", "b"], "pattern": "^a", "maxLength": 5 },
                        "list": { "type": "array", "items": { "type": "string" }, "minItems": 1 },
                        "any": { "oneOf": [{ "$ref": "#/components/schemas/Other" }, { "type": "string" }] },
                        "all": { "allOf": [{ "$ref": "#/components/schemas/Other" }, { "type": "object", "properties": { "b": { "type": "integer" } } }] },
                        "cases": { "oneOf": [{ "$ref": "#/components/schemas/Other" }], "discriminator": { "propertyName": "kind", "mapping": { "x": "#/components/schemas/Other" } } }
                    }
                },
                "Other": { "type": "object", "properties": { "kind": { "type": "string" } } }
            }
        }
    })
}

#[test]
fn what_is_no_document() {
    let mut text = String::new();
    let cases: [(&str, &str, &[u8]); 16] = [
        ("nothing", "a.json", b""),
        ("blanks", "a.yaml", b" \n\n"),
        ("no JSON", "a.json", b"{ \"openapi\": \"3.0.0\", }"),
        ("cut short", "a.json", b"{ \"openapi\": \"3.0.0\", \"paths\": {"),
        ("no YAML", "a.yaml", b"openapi: 3.0.0\npaths: [\n  a: }\n"),
        ("text", "a.txt", b"Hello."),
        ("a number", "a.json", b"5"),
        ("a list", "a.json", b"[1]"),
        ("null", "a.json", b"null"),
        ("another format", "a.json", b"{ \"asyncapi\": \"2.0.0\" }"),
        ("Swagger", "a.json", b"{ \"swagger\": \"2.0\", \"paths\": {} }"),
        ("an odd version", "a.json", b"{ \"openapi\": \"4.0.0\" }"),
        ("a version that is a number", "a.json", b"{ \"openapi\": 3 }"),
        ("no UTF-8", "a.json", b"{ \"openapi\": \"\xff\" }"),
        ("NUL bytes", "a.json", b"{ \"openapi\": \"3.0.0\"\0 }"),
        ("a list of services", "a.yaml", b"a: &a [*a]\n"),
    ];
    for (what, name, document) in cases {
        writeln!(text, "== {what}\n{}\n", told(document, name)).unwrap();
    }
    let open = |bytes: &str| bytes.repeat(100_000);
    for (what, name, document) in [
        ("deep lists", "a.json", open("[")),
        ("deep objects", "a.json", open("{\"a\":")),
        ("deep flows", "a.yaml", format!("a: {}", open("["))),
        ("deep blocks", "a.yaml", open("- ")),
    ] {
        writeln!(text, "== {what}\n{}\n", cut(&told(document, name))).unwrap();
    }
    insta::assert_snapshot!("no_document", text);
}

/// Long lines, as far as a reader needs them.
fn cut(text: &str) -> String {
    text.lines().map(|line| line.chars().take(120).collect::<String>() + "\n").collect()
}

#[test]
fn references_that_lead_nowhere() {
    let mut text = String::new();
    for (what, reference) in [
        ("nowhere", "#/components/schemas/None"),
        ("itself", "#/components/schemas/Other"),
        ("a circle", "#/components/schemas/Circle"),
        ("a URL", "https://things.example/openapi.json#/components/schemas/Thing"),
        ("a file", "other.json#/Thing"),
        ("a file outside", "../../../etc/passwd"),
        ("the whole document", "#"),
        ("no pointer", "#Thing"),
        ("nothing", ""),
        ("odd escapes", "#/components/%zz/~5/%ff"),
        ("a text", "#/info/title"),
    ] {
        let mut document = sound();
        let schemas = &mut document["components"]["schemas"];
        schemas["Circle"] = json!({ "$ref": "#/components/schemas/Back" });
        schemas["Back"] = json!({ "$ref": "#/components/schemas/Circle" });
        schemas["Other"] = json!({ "$ref": reference });
        writeln!(text, "== a schema: {what}\n{}\n", told(document.to_string(), "a.json")).unwrap();
    }
    for (what, pointer) in [
        ("a path", "/paths/~1things~1{id}"),
        ("a parameter", "/components/parameters/Limit"),
        ("a body", "/paths/~1things~1{id}/post/requestBody"),
        ("an answer", "/paths/~1things~1{id}/post/responses/200"),
        ("a scheme", "/components/securitySchemes/key"),
    ] {
        for reference in
            [format!("#{pointer}"), "#/none".to_owned(), "https://x.example".to_owned()]
        {
            let document = with(pointer, json!({ "$ref": reference }));
            writeln!(text, "== {what}: {reference}\n{}\n", told(document, "a.json")).unwrap();
        }
    }
    insta::assert_snapshot!("references", text);
}

/// Every place of a value.
fn pointers(value: &Value, at: &str, into: &mut Vec<String>) {
    into.push(at.to_owned());
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let key = key.replace('~', "~0").replace('/', "~1");
                pointers(value, &format!("{at}/{key}"), into);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                pointers(value, &format!("{at}/{index}"), into);
            }
        }
        _ => {}
    }
}

#[test]
fn every_part_may_be_of_a_wrong_kind() {
    let mut places = Vec::new();
    pointers(&sound(), "", &mut places);
    let kinds = [
        Value::Null,
        json!(5),
        json!(-1e300),
        json!(true),
        json!("text"),
        json!(""),
        json!([]),
        json!([null, 5, "x"]),
        json!({}),
        json!({ "": {} }),
        json!([[[]]]),
    ];
    for (number, place) in places.iter().enumerate() {
        // Each kind has its turn, and every place several.
        for kind in kinds.iter().skip(number % 3).step_by(3) {
            let text = told(with(place, kind.clone()), "a.json");
            let about = text.contains("error[") || text.contains("operation");
            assert!(
                about && !text.contains("the spec made of the document"),
                "{place} as {kind}: {text}"
            );
        }
    }
}

#[test]
fn paths_that_are_missing_or_odd() {
    let mut text = String::new();
    for kind in [
        json!(null),
        json!([]),
        json!({}),
        json!("x"),
        json!({ "/a": null }),
        json!({ "/a": { "get": 5 } }),
        json!({ "/a": { "get": {} } }),
    ] {
        writeln!(text, "== {kind}\n{}\n", told(with("/paths", kind.clone()), "a.json")).unwrap();
    }
    let mut document = sound();
    document.as_object_mut().unwrap().remove("paths");
    writeln!(text, "== missing\n{}\n", told(document.to_string(), "a.json")).unwrap();
    insta::assert_snapshot!("odd_paths", text);
}

/// Documents that are small and mean much.
#[test]
fn what_is_small_and_means_much_takes_no_time() {
    let mut cases: Vec<(&str, Value)> = Vec::new();
    let reference = |number: usize| json!({ "$ref": format!("#/components/schemas/A{number}") });
    let mut tower = |what: &'static str, step: &dyn Fn(usize) -> Value| {
        let mut document = sound();
        for number in 0..60 {
            document["components"]["schemas"][format!("A{number}")] = step(number);
        }
        document["components"]["schemas"]["Other"] = reference(59);
        cases.push((what, document));
    };
    let before = |number: usize| reference(number.saturating_sub(1));
    tower(
        "a diamond of allOf",
        &|n| json!({ "allOf": [before(n), before(n), { "properties": { "a": { "type": "string" } } }] }),
    );
    tower(
        "merged properties",
        &|n| json!({ "properties": { "l": { "allOf": [before(n), { "description": "x" }] }, "r": { "allOf": [before(n), { "description": "y" }] } } }),
    );
    tower(
        "tuples",
        &|n| json!({ "type": "array", "prefixItems": [before(n), { "type": "object", "additionalProperties": before(n) }] }),
    );
    tower(
        "maps in lists",
        &|n| json!({ "type": "array", "items": { "oneOf": [before(n), { "type": "object", "additionalProperties": before(n) }] } }),
    );
    tower(
        "unions",
        &|n| json!({ "anyOf": [before(n), reference((n + 1) % 60), reference(59 - n)], "default": { "a": [1, { "b": null }] } }),
    );
    tower(
        "unions beside fields",
        &|n| json!({ "properties": { "a": before(n) }, "oneOf": [before(n), { "properties": { "b": reference(59 - n) } }] }),
    );
    tower(
        "two at once",
        &|n| json!({ "allOf": [reference((n * 7 + 1) % 60), reference((n * 3 + 2) % 60)], "properties": { "x": reference((n * 11 + 5) % 60), "y": reference((n * 13 + 3) % 60) } }),
    );
    let mut variables = sound();
    variables["servers"][0]["url"] = json!("https://{v0}");
    for number in 0..60 {
        variables["servers"][0]["variables"][format!("v{number}")] =
            json!({ "default": format!("{{v{}}}", number + 1).repeat(2) });
    }
    cases.push(("server variables", variables));
    let mut form = sound();
    form["components"]["schemas"]["Thing"] = json!({ "oneOf": [{ "$ref": "#/components/schemas/Thing" }, { "$ref": "#/components/schemas/Thing" }] });
    let body = &mut form["paths"]["/things/{id}"]["post"]["requestBody"];
    *body = json!({ "content": { "application/x-www-form-urlencoded": { "schema": { "$ref": "#/components/schemas/Thing" } } } });
    cases.push(("a form of itself", form));
    let mut nested = json!({ "type": "string" });
    for number in 0..100 {
        nested = if number % 2 == 0 {
            json!({ "type": "array", "items": nested })
        } else {
            json!({ "type": "object", "properties": { "a": nested } })
        };
    }
    let mut deep = sound();
    deep["components"]["schemas"]["Other"] = nested;
    cases.push(("deep schemas", deep));
    for (what, document) in cases {
        eprintln!("{what}");
        let text = told(document.to_string(), "a.json");
        assert!(text.contains("1 operation"), "{what}: {text}");
    }
}

#[test]
fn fields_of_an_envelope_that_have_one_name_are_one() {
    let mut document = sound();
    let answer = json!({ "type": "object", "required": ["success", "result"], "properties": {
        "success": { "type": "boolean" }, "result": { "type": "string" }, "$result": { "type": "string" }, "": {}, "x?": {}
    } });
    for name in ["a", "b", "c", "d"] {
        document["paths"][format!("/{name}")] = json!({ "get": { "responses": { "200": { "description": "Done.", "content": { "application/json": { "schema": answer } } } } } });
    }
    let text = told(document.to_string(), "a.json");
    assert!(text.contains("5 operations: "), "{text}");
}
