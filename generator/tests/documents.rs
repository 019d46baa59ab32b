//! What is made of each construct of `OpenAPI`: a small document, the spec that it becomes and what is told of it. What is
//! generated is compiled without warnings, documented, and its examples compiled as well.
//!
//! A snapshot that differs is reviewed and accepted with `cargo insta review`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use clientwright::{Generator, Import};

mod common;

/// A fixture, relative to the crate, where tests run, so that messages name no machine's folders.
fn document(name: &str) -> PathBuf {
    PathBuf::from(format!("tests/documents/{name}.yaml"))
}

/// The report and the spec for a document: each file behind its path.
fn imported(import: impl FnOnce(Import) -> Import, name: &str) -> String {
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().join(name);
    let imported = import(Import::new(document(name), &folder)).run();
    let imported = imported.unwrap_or_else(|error| panic!("{error}"));
    let mut text = format!("{}\n", imported.report);
    for path in &imported.written {
        let file = fs::read_to_string(folder.join(path)).unwrap();
        write!(text, "\n==> {path}\n{file}").unwrap();
    }
    text
}

/// One test for each fixture.
macro_rules! documents {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                insta::assert_snapshot!(stringify!($name), imported(|import| import, stringify!($name)));
            }
        )*

        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

documents! {
    all_of
    answer_headers
    answers
    bodies
    choices
    composed
    containers
    enums
    envelope
    header_values
    members
    names
    nullable
    of_3_1
    of_files
    page_hints
    parameters
    paths
    places
    pointers
    recursion
    required
    resources
    security
    servers
    several_forms
    sharing
    untyped
    webhooks
}

#[test]
fn every_fixture_has_a_test() {
    let mut names = common::files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents"));
    // Those below are parts of one.
    names.retain(|name| !name.contains('/'));
    let expected: Vec<String> = NAMES.iter().map(|name| format!("{name}.yaml")).collect();
    assert_eq!(names, expected);
}

#[test]
fn a_part_is_taken_by_path_or_tag() {
    let operations = |parts: &[&str]| {
        let out = tempfile::tempdir().unwrap();
        let mut import = Import::new(document("resources"), out.path().join("acme"));
        for part in parts {
            import = import.only(*part);
        }
        import.run().map(|imported| imported.report.operations).map_err(|error| error.to_string())
    };
    assert_eq!(operations(&[]), Ok(24));
    assert_eq!(operations(&["/api/v1/zones"]), Ok(12));
    assert_eq!(
        operations(&["/api/v1/zon"]).unwrap_err().lines().next(),
        Some("error[only]: `/api/v1/zon` matches neither a path nor a tag of the document")
    );
    assert_eq!(operations(&["dns"]), Ok(3));
    assert_eq!(operations(&["dns", "Users"]), Ok(6));
}

#[test]
fn a_parameter_is_lifted_to_the_client() {
    let text = imported(|import| import.client_param("zone_id").only("DNS"), "resources");
    insta::assert_snapshot!("lifted", text);
    let out = tempfile::tempdir().unwrap();
    let import = Import::new(document("resources"), out.path().join("acme"));
    let error = import.client_param("zone").run().unwrap_err().to_string();
    assert!(
        error.starts_with(
            "error[client-param]: the placeholder `{zone}` does not occur in any path"
        ),
        "{error}"
    );
}

#[test]
fn a_document_and_the_spec_made_of_it_are_one_client() {
    for name in NAMES {
        let out = tempfile::tempdir().unwrap();
        let (direct, spec, by_spec) =
            (out.path().join("direct"), out.path().join("spec"), out.path().join("by_spec"));
        Generator::openapi(document(name)).out_dir(&direct).generate().unwrap();
        Import::new(document(name), spec.join(name)).run().unwrap();
        Generator::new(&spec)
            .out_dir(&by_spec)
            .generate()
            .unwrap_or_else(|error| panic!("{error}"));
        let code = |folder: &Path, file: &str| -> String {
            let text = fs::read_to_string(folder.join(file)).unwrap();
            let lines = text
                .lines()
                .filter(|line| !line.contains("@generated") && !line.contains(".source("));
            lines.fold(String::new(), |text, line| text + line + "\n")
        };
        assert_eq!(common::files(&direct), common::files(&by_spec));
        for file in common::files(&direct) {
            assert_eq!(code(&direct, &file), code(&by_spec, &file), "{name}: {file}");
        }
    }
}

/// Texts that would like to be more than a name.
fn hostile_names() -> Vec<String> {
    let mut names: Vec<String> = [
        "../../x",
        "/etc/passwd",
        "..",
        ".",
        "aux",
        "con.yaml",
        "a\\b",
        "C:\\x",
        "\"",
        "'",
        "`",
        "a\"b'c`d",
        "a\nb",
        "a\r\nb",
        "*/ compile_error!(\"out\"); /*",
        "\n compile_error!(\"out\");\n",
        "\"] compile_error!(\"out\"); #[doc = \"",
        "{",
        "}",
        "{}",
        "{a",
        "#",
        "?",
        "%",
        "%00",
        "\u{0}",
        "\u{7f}\u{85}\u{2028}",
        "\u{202e}abc\u{2066}",
        "\u{feff}x",
        "\u{301}",
        "${x}",
        "{{x}}",
        "r#type",
        "r\"#",
        "//",
        "///",
        "<script>alert(1)</script>",
        "</summary>",
        "[x](javascript:alert)",
        "type",
        "Self",
        "self",
        "_",
        "__",
        "-",
        " ",
        "\t",
        "0",
        "-0",
        "1.5",
        "null",
        "true",
        "~",
        "!!str",
        "&a",
        "*a",
        "|",
        ">",
        "a: b",
        "- a",
        "# a",
        "@12",
        "Vec<u8>",
        "i64",
        "std::fs",
        "crate",
        "clientwright_runtime",
        "ñandú",
        "日本",
        "😀",
        "ǅ",
        "ß",
        "İ",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push("long".repeat(2_500));
    names.push("é".repeat(5_000));
    names.push("{a}".repeat(200));
    names.push("Ab1".repeat(3_000));
    names
}

/// Texts that would like to be more than a description.
const HOSTILE_TEXTS: &[&str] = &[
    "```\ncompile_error!(\"run\");\n```",
    "~~~rust\npanic!();\n~~~",
    "    compile_error!(\"indented\");",
    "*/ compile_error!(\"out\"); /*",
    "<div><script>alert(1)</script>",
    "``` unclosed\n fn main() {}",
    "[link]: <x\n[broken][ [Vec] [`crate::x`] [a](b",
    "a\r\nb\rc\u{0}d\u{202e}e",
    "| a | b |\n|---|\n<a href=\"x\">",
    "https://example.com <b>",
    "\"#; compile_error!(\"out\"); r#\"",
    "#![no_std]\n#[doc = \"x\"]",
];

/// A document that has a text in every place where a name can stand, and another in every place of a description.
fn hostile(name: &str, text: &str) -> String {
    let n = serde_json::to_string(name).unwrap();
    let t = serde_json::to_string(text).unwrap();
    let p = serde_json::to_string(&format!("/{name}/{{{name}}}/x")).unwrap();
    let plain = serde_json::to_string(&format!("/plain/{name}")).unwrap();
    let pointer = name.replace('~', "~0").replace('/', "~1").replace('%', "%25");
    let r = serde_json::to_string(&format!("#/components/schemas/{pointer}")).unwrap();
    let url = serde_json::to_string(&format!("https://{name}.example/{name}")).unwrap();
    let media = serde_json::to_string(&format!("application/{name}")).unwrap();
    let operation = |id: &str| {
        format!(
            r#"{{
      "operationId": {id}, "tags": [{n}], "summary": {t}, "description": {t},
      "externalDocs": {{ "url": {url}, "description": {t} }},
      "security": [{{ {n}: [{n}] }}],
      "parameters": [
        {{ "name": {n}, "in": "path", "required": true, "description": {t}, "schema": {{ "type": "string", "enum": [{n}, "b"] }} }},
        {{ "name": {n}, "in": "query", "description": {t}, "schema": {{ "type": "string", "pattern": {n}, "default": {n}, "example": {n} }} }},
        {{ "name": {n}, "in": "header", "schema": {{ "type": "array", "items": {{ "type": "string", "format": {n} }} }} }},
        {{ "name": {n}, "in": "cookie", "schema": {{ "type": {n} }} }},
        {{ "name": "style", "in": {n}, "style": {n} }}
      ],
      "requestBody": {{ "description": {t}, "content": {{ "application/json": {{ "schema": {{ "$ref": {r} }} }}, {media}: {{ "schema": {{ "$ref": {r} }} }} }} }},
      "responses": {{
        "200": {{ "description": {t}, "headers": {{ {n}: {{ "description": {t}, "schema": {{ "type": "string" }} }} }}, "content": {{ "application/json": {{ "schema": {{ "$ref": {r} }} }} }} }},
        "400": {{ "description": {t}, "content": {{ "application/json": {{ "schema": {{ "type": "object", "properties": {{ "message": {{ "type": "string" }}, {n}: {{ "type": "string" }} }} }} }} }} }},
        {n}: {{ "description": {t} }}
      }},
      "x-api-token-group": [{n}], "callbacks": {{ {n}: {{ {n}: {{}} }} }}
    }}"#
        )
    };
    let first = operation(&n);
    let second = operation("\"plain\"");
    format!(
        r#"{{
  "openapi": "3.1.0",
  "info": {{ "title": {n}, "version": {n}, "description": {t}, "license": {{ "name": {n} }} }},
  "servers": [{{ "url": "https://things.example", "description": {n} }}, {{ "url": "https://other.example", "description": {n} }}, {{ "url": {url}, "description": {t} }}, {{ "url": {n} }}, {{ "url": "https://{{v}}.example", "variables": {{ "v": {{ "default": {n} }} }} }}],
  "tags": [{{ "name": {n}, "description": {t} }}],
  "security": [{{ {n}: [] }}],
  "paths": {{
    {p}: {{ "post": {first} }},
    {plain}: {{ "put": {second}, {n}: {{}} }},
    {n}: {{ "get": {{ "responses": {{ "204": {{ "description": {t} }} }} }} }}
  }},
  "components": {{
    "securitySchemes": {{
      {n}: {{ "type": "apiKey", "in": "header", "name": "X-Key", "description": {t} }},
      "header": {{ "type": "apiKey", "in": "header", "name": {n} }},
      "kind": {{ "type": {n}, "scheme": {n} }}
    }},
    "schemas": {{
      {n}: {{
        "title": {n}, "description": {t}, "type": "object", "required": [{n}],
        "properties": {{
          {n}: {{ "type": "string", "description": {t}, "enum": [{n}, "other"], "default": {n}, "example": {n} }},
          "inner": {{ "title": {n}, "description": {t}, "type": "object", "properties": {{ {n}: {{ "type": "integer", "description": {t} }} }} }},
          "union": {{ "oneOf": [{{ "$ref": {r} }}, {{ "title": {n}, "type": "object", "properties": {{ "other": {{ "const": {n} }} }} }}], "discriminator": {{ "propertyName": {n}, "mapping": {{ {n}: {r} }} }} }},
          "format": {{ "type": "string", "format": {n}, "pattern": {n} }}
        }}
      }}
    }}
  }}
}}"#
    )
}

#[test]
fn hostile_names_and_texts_stay_what_they_are() {
    let mut root = String::from("//! Every document.\n\n#![deny(warnings, missing_docs)]\n");
    let sources = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents/src");
    let around = tempfile::tempdir().unwrap();
    for name in NAMES {
        Generator::openapi(document(name))
            .out_dir(sources.join(name))
            .doc_path(format!("documents::{name}"))
            .generate()
            .unwrap();
        write!(root, "\n#[path = \"{name}/lib.rs\"]\npub mod {name};").unwrap();
    }
    let mut refused = String::new();
    for (number, name) in hostile_names().iter().enumerate() {
        let text = HOSTILE_TEXTS[number % HOSTILE_TEXTS.len()];
        let module = format!("hostile_{number}");
        let path = around.path().join("hostile.json");
        fs::write(&path, hostile(name, text)).unwrap();
        let folder = around.path().join("spec/inner").join(&module);
        match Import::new(&path, &folder).run() {
            Ok(imported) => {
                assert!(imported.report.operations >= 2, "{name:?}: {}", imported.report);
            }
            Err(error) => {
                writeln!(refused, "{name:?}: {error}").unwrap();
                continue;
            }
        }
        let out = sources.join(&module);
        let report = Generator::new(folder.parent().unwrap())
            .out_dir(&out)
            .doc_path(format!("documents::{module}"))
            .generate();
        report.unwrap_or_else(|error| panic!("{name:?}: {error}"));
        for file in common::files(&out) {
            let plain = |part: &str| {
                part.len() < 100
                    && part
                        .bytes()
                        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_.".contains(&b))
                    && !part.starts_with('.')
            };
            assert!(file.split('/').all(plain), "{name:?}: {file}");
        }
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(common::files(around.path()), ["hostile.json"], "{name:?}");
        write!(root, "\n#[path = \"{module}/lib.rs\"]\npub mod {module};").unwrap();
    }
    assert!(refused.is_empty(), "{refused}");
    common::judge(&common::consumer("documents", &root));
}
