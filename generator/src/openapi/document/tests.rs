use std::fmt::Write as _;

use serde_json::json;

use super::*;

fn read_as(text: &str, shown: &str) -> Result<Document, String> {
    let mut sources = Sources::new();
    parse(text.to_owned(), shown, &mut sources).map_err(|errors| {
        let error = errors.iter().next().unwrap();
        assert_eq!(errors.len(), 1);
        let place = error.location(&sources).unwrap();
        assert!(error.help.is_some(), "no remedy: {}", error.message);
        match (place.line, place.column) {
            (Some(line), Some(column)) => {
                format!("{line}:{column} {}: {}", error.code, error.message)
            }
            _ => format!("{} {}: {}", place.file, error.code, error.message),
        }
    })
}

fn yaml(text: &str) -> Value {
    read_as(&format!("openapi: 3.1.0\nx:\n{text}"), "api.yaml")
        .unwrap_or_else(|e| panic!("{e}"))
        .tree
        .root()
        .get("x")
        .expect("it is written above")
        .to_value()
}

fn refused(text: &str, shown: &str) -> String {
    read_as(text, shown).map(|document| document.tree).unwrap_err()
}

#[test]
fn json_keeps_its_order_and_the_last_of_two_values() {
    let text =
        "\u{feff}{\"openapi\": \"3.0.3\", \"z\": 1, \"a\": {\"y\": 1, \"b\": 2}, \"z\": 2}\n";
    let document = read_as(text, "api.json").unwrap();
    assert_eq!(document.version, Version::V30);
    assert_eq!(document.tree.root().to_string(), r#"{"openapi":"3.0.3","z":2,"a":{"y":1,"b":2}}"#);
}

#[test]
fn versions() {
    for (said, version) in [
        ("3.0.0", Some(Version::V30)),
        ("3.0", Some(Version::V30)),
        ("3.0.0-rc2", Some(Version::V30)),
        ("'3.1.0'", Some(Version::V31)),
        ("3.1", Some(Version::V31)),
        ("3.2.0", Some(Version::V31)),
        ("3.3.0", None),
        ("3", None),
        ("4.0.0", None),
        ("2.0", None),
        ("[3]", None),
        ("''", None),
    ] {
        let read = read_as(&format!("openapi: {said}\npaths: {{}}"), "api.yaml");
        assert_eq!(read.map(|document| document.version).ok(), version, "{said}");
    }
}

#[test]
fn scalars_and_keys_of_yaml() {
    assert_eq!(
        yaml(
            "  200: ok\n  on: no\n  2020-01-02: 2020-01-02\n  null: ~\n  1.50: 1.50\n  true: yes\n  '<<': 1"
        ),
        json!({
            "200": "ok", "on": "no", "2020-01-02": "2020-01-02", "null": null, "1.50": 1.5,
            "true": "yes", "<<": 1
        })
    );
    assert_eq!(
        yaml(
            "- 1\n- 0x10\n- 0o17\n- 007\n- '1'\n- 18446744073709551615\n- 1e3\n- .inf\n- !!str 5\n- !!int 5\n- !!binary aGk=\n- !Own x"
        ),
        json!([1, 16, 15, "007", "1", u64::MAX, 1000.0, ".inf", "5", 5, "aGk=", "x"])
    );
    assert_eq!(
        yaml("- 340282366920938463463374607431768211456"),
        json!([340_282_366_920_938_463_463_374_607_431_768_211_456.0])
    );
    assert_eq!(
        yaml("- |\n  a\n  b\n- >-\n  a\n  b\n-\n- {a, b: }\n- ''"),
        json!(["a\nb\n", "a b", null, {"a": null, "b": null}, ""])
    );
}

#[test]
fn anchors_aliases_and_merge_keys_of_yaml() {
    assert_eq!(
        yaml(
            "  base: &base {type: object, a: 1}\n  name: &name title\n  same: *base\n  more:\n    a: 2\n    <<: *base\n    b: 3\n  *name : x"
        ),
        json!({
            "base": {"type": "object", "a": 1}, "name": "title", "same": {"type": "object", "a": 1},
            "more": {"a": 2, "b": 3, "type": "object"}, "title": "x"
        })
    );
    assert_eq!(
        yaml(
            "  - &a {k: 1, l: 1}\n  - &b {k: 2, m: 2}\n  - {<<: [*a, *b], m: 3}\n  - &a 5\n  - *a"
        ),
        json!([{"k": 1, "l": 1}, {"k": 2, "m": 2}, {"m": 3, "k": 1, "l": 1}, 5, 5])
    );
}

#[test]
fn what_is_no_document_is_refused_with_its_place() {
    for (text, shown, expected) in [
        ("", "a.json", "1:1 empty-document: the document is empty"),
        (" \n\n", "a.yaml", "1:1 empty-document: the document is empty"),
        ("{\"a\": 1\0}", "a.json", "1:8 nul-byte: the document contains a NUL byte"),
        ("\n<!doctype html>", "a.json", "2:1 not-openapi: this is HTML or XML, not JSON or YAML"),
        ("{\"a\": 1,}", "a.json", "1:9 syntax: this is not JSON: trailing comma"),
        ("{\"a\": ", "a.json", "1:6 syntax: this is not JSON: EOF while parsing a value"),
        ("{\"a\": 1} x", "a.json", "1:10 syntax: this is not JSON: trailing characters"),
        ("{\"é\": 1,\n // x\n}", "a.json", "2:2 syntax: this is not JSON: key must be a string"),
        ("{\"a\": 1e999}", "a.json", "1:11 syntax: this is not JSON: number out of range"),
        ("{openapi: 3.0.0, x: [}", "a.yaml", "1:2 syntax: this is not JSON: key must be a string"),
        (
            "# only\n",
            "a.yaml",
            "1:1 not-openapi: an OpenAPI document is an object, but this file is empty",
        ),
        (
            "hello",
            "a.json",
            "1:1 not-openapi: an OpenAPI document is an object, but this file contains plain text",
        ),
        (
            "[1]",
            "a.json",
            "1:1 not-openapi: an OpenAPI document is an object, but this file contains a list",
        ),
        (
            "{}",
            "a.json",
            "1:1 not-openapi: the key `openapi`, which states the version, is missing",
        ),
        (
            "paths: {}",
            "a.yaml",
            "1:1 not-openapi: the key `openapi`, which states the version, is missing",
        ),
        ("openapi: 2\nx: 1", "a.yaml", "1:1 not-openapi: the OpenAPI version `2` is not supported"),
        (
            "x: 1\nswagger: \"2.0\"",
            "a.yaml",
            "2:1 not-openapi: this is a Swagger 2.0 document, and clientwright reads OpenAPI 3.0, 3.1 and 3.2",
        ),
        (
            "{\"swagger\": \"2.0\"}",
            "a.json",
            "1:2 not-openapi: this is a Swagger 2.0 document, and clientwright reads OpenAPI 3.0, 3.1 and 3.2",
        ),
        ("asyncapi: 2.6.0", "a.yaml", "1:1 not-openapi: this is an AsyncAPI document, not OpenAPI"),
        (
            "{\"openapi\": null}",
            "a.json",
            "1:2 not-openapi: the value of `openapi` is not a version",
        ),
        (
            "a: b: c",
            "a.yaml",
            "1:5 syntax: this is neither JSON nor YAML: mapping values are not allowed in this context",
        ),
        (
            "é: *x",
            "a.yaml",
            "1:4 syntax: this is neither JSON nor YAML: while parsing node, found unknown anchor",
        ),
        (
            "openapi: 3.0.0\n---\na: 1",
            "a.yaml",
            "2:1 several-documents: a second YAML document starts here, and a file can have only one",
        ),
        ("{a: 1}: 2", "a.yaml", "1:2 syntax: this is not JSON: key must be a string"),
        ("x:\n  {a: 1}: 2", "a.yaml", "2:3 key-not-string: a list or a mapping cannot be a key"),
        (
            "a: &a\n  b: *a",
            "a.yaml",
            "2:6 alias-cycle: this alias refers to a value that contains it, which would be endless",
        ),
        (
            "a: {<<: 1}",
            "a.yaml",
            "1:9 merge-key: the value of a merge key must be a mapping or a list of mappings",
        ),
    ] {
        assert_eq!(refused(text, shown), expected, "{text}");
    }
}

#[test]
fn a_swagger_document_is_told_a_converter() {
    let mut sources = Sources::new();
    let errors = parse("swagger: '2.0'".to_owned(), "api.yaml", &mut sources).unwrap_err();
    let help = errors.iter().next().unwrap().help.clone().unwrap();
    assert!(help.contains("swagger2openapi") && help.contains("converter.swagger.io"), "{help}");
}

#[test]
fn braces_in_a_file_named_yaml_may_be_yaml() {
    assert!(read_as("{openapi: 3.0.0}", "api.yml").is_ok());
    assert!(read_as("{openapi: 3.0.0}", "api.json").is_err());
    assert!(read_as("openapi: 3.0.0", "api.json").is_ok());
}

#[test]
fn depth_is_bounded_whatever_makes_it() {
    let json = |depth: usize| {
        format!("{{\"openapi\":\"3.0.0\",\"x\":{}{}}}", "[".repeat(depth), "]".repeat(depth))
    };
    assert!(read_as(&json(DEPTH - 1), "a.json").is_ok());
    assert!(refused(&json(DEPTH), "a.json").contains("too-deep"));
    assert!(refused(&json(1_000_000), "a.json").contains("too-deep"));
    assert!(refused(&"[".repeat(1_000_000), "a.json").contains("too-deep"));
    assert!(refused(&format!("x: {}", "[".repeat(100_000)), "a.yaml").contains("too-deep"));
    assert!(refused(&"- ".repeat(100_000), "a.yaml").contains("too-deep"));
    let mut by_aliases = "openapi: 3.0.0\na0: &a0 []\n".to_owned();
    for level in 1..1000 {
        writeln!(by_aliases, "a{level}: &a{level} [*a{}]", level - 1).unwrap();
    }
    assert!(refused(&by_aliases, "a.yaml").contains("too-deep"));
}

#[test]
fn aliases_are_no_bomb() {
    let mut text = "openapi: 3.0.0\na0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..30 {
        let before = format!("*a{}", level - 1);
        writeln!(text, "a{level}: &a{level} [{}]", [before.as_str(); 9].join(", ")).unwrap();
    }
    assert!(refused(&text, "a.yaml").contains("too-many-aliases"));
    let long = format!("a: &a {}\nb: [{}]", "x".repeat(1_000_000), ["*a"; 1000].join(", "));
    assert!(refused(&long, "a.yaml").contains("too-many-aliases"));
}

#[test]
fn files_that_are_no_text_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let error = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let errors = read(&path, name, &mut Sources::new()).unwrap_err();
        errors.iter().next().unwrap().message.clone()
    };
    assert_eq!(error("a", b"\xff\xfe{\0}\0"), "the document is UTF-16, not UTF-8");
    assert_eq!(error("a", b"\x1f\x8b\x08"), "the document is compressed");
    assert_eq!(
        error(
            "a",
            "{\n \"é\": \""
                .as_bytes()
                .iter()
                .chain(b"\xff")
                .copied()
                .collect::<Vec<_>>()
                .as_slice()
        ),
        "the document is not UTF-8: byte 10, at line 2, column 8, is invalid"
    );
    let file = std::fs::File::create(folder.path().join("large")).unwrap();
    file.set_len(SIZE as u64 + 1).unwrap();
    let large = read(&folder.path().join("large"), "large", &mut Sources::new()).unwrap_err();
    assert_eq!(large.iter().next().unwrap().code, "too-large");
    let gone = read(&folder.path().join("gone"), "gone", &mut Sources::new()).unwrap_err();
    assert_eq!(gone.iter().next().unwrap().code, "unreadable");
    let folder = read(folder.path(), "x", &mut Sources::new()).unwrap_err();
    assert_eq!(folder.iter().next().unwrap().message, "this is a folder, not a document");
}

#[test]
fn numbers_are_the_same_from_json_and_yaml() {
    for number in
        ["0.11020000278949738", "0.897599995136261", "0.7580000162124634", "1e-7", "5e-324"]
    {
        let json =
            read_as(&format!("{{\"openapi\": \"3.0.0\", \"x\": {number}}}"), "a.json").unwrap();
        assert_eq!(
            json.tree.root().get("x").expect("it is written above").to_value(),
            yaml(&format!("  {number}")),
            "{number}"
        );
    }
}
