use super::super::{document, findings};
use super::*;

const TEXT: &str = r#"{
  "openapi": "3.0.3",
  "paths": {
    "/a": { "get": { "x": 1 }, "put": {} },
    "/b": { "get": {} },
    "/c": { "get": {} }
  },
  "components": { "schemas": { "é": {}, "Z": { "not": {} } } }
}
"#;

fn operation(path: &str, method: &str, taken: bool) -> findings::Operation {
    findings::Operation {
        method: method.to_uppercase(),
        path: path.to_owned(),
        pointer: format!("/paths/{}/{method}", path.replace('/', "~1")),
        id: None,
        name: taken.then(|| format!("x.{method}")),
    }
}

fn finding(severity: Severity, operations: &[usize], pointer: &str) -> findings::Finding {
    findings::Finding {
        severity,
        operations: operations.to_vec(),
        pointer: pointer.to_owned(),
        code: "code",
        message: format!("something\n\u{1b}[31m of {}", operations.len().min(1)),
    }
}

fn report() -> ImportReport {
    let mut sources = Sources::new();
    let document = document::parse(TEXT.to_owned(), "acme.json", &mut sources).unwrap();
    let shared = "/components/schemas/Z/not";
    let findings = Findings {
        operations: vec![
            operation("/a", "get", true),
            operation("/a", "put", true),
            operation("/b", "get", true),
            operation("/c", "get", false),
        ],
        list: vec![
            finding(Severity::Note, &[0], "/paths/~1a/get/x"),
            finding(Severity::Loss, &[0], shared),
            finding(Severity::Loss, &[1, 3], shared),
            finding(Severity::Loss, &[2, 99], shared),
            finding(Severity::Skip, &[3], "/paths/~1c/get/nowhere/at/all"),
            finding(Severity::Loss, &[], "/paths"),
            finding(Severity::Loss, &[1], "/paths/~1a/put"),
        ],
        nodes: findings::Nodes { typed: 1999, untyped: BTreeMap::from([("free-form", 1)]) },
        payloads: 2,
    };
    ImportReport::new(&findings, &document, &sources)
}

#[test]
fn the_text_names_each_place_once() {
    insta::assert_snapshot!(report());
}

#[test]
fn the_json_has_everything() {
    insta::assert_snapshot!(report().json());
}

#[test]
fn nothing_to_tell_is_told_in_a_line() {
    let mut sources = Sources::new();
    let document = document::parse("openapi: 3.1.0".to_owned(), "a.yaml", &mut sources).unwrap();
    let report = ImportReport::new(&Findings::default(), &document, &sources);
    assert_eq!(
        report.to_string(),
        "0 operations: 0 whole, 0 with a loss, 0 skipped; 100.0% of 0 schemas typed"
    );
}
