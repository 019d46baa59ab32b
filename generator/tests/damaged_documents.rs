//! Documents that somebody has damaged: nothing panics, nothing runs long, and what comes out passes the check.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use clientwright::{Generator, Import};
use common::Numbers;
use serde_json::{Value, json};

mod common;

/// How many damaged documents are tried.
const CASES: u64 = 600;

/// How long one may take, which is many times what any does.
const LONGEST: Duration = Duration::from_secs(30);

/// The fixtures.
fn documents() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let read = |name: &String| {
        let text = fs::read_to_string(folder.join(name)).unwrap();
        // `serde_json` has no place for so large a number.
        serde_yaml::from_str(&text.replace("18446744073709551616", "1e30")).unwrap()
    };
    // Those below are parts of one.
    common::files(&folder).iter().filter(|name| !name.contains('/')).map(read).collect()
}

/// Every part of a document, as the way to it.
fn ways(value: &Value, way: &str, into: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let way = format!("{way}/{}", key.replace('~', "~0").replace('/', "~1"));
                into.push(way.clone());
                ways(value, &way, into);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                let way = format!("{way}/{index}");
                into.push(way.clone());
                ways(value, &way, into);
            }
        }
        _ => {}
    }
}

/// Changes one thing about a document.
fn damage(document: &mut Value, others: &Value, numbers: &mut Numbers) {
    let mut all = Vec::new();
    ways(document, "", &mut all);
    if all.is_empty() {
        return;
    }
    let way = numbers.choose(&all);
    let (parent, key) = way.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/").replace("~0", "~");
    let other = |numbers: &mut Numbers, of: &Value| {
        let mut all = Vec::new();
        ways(of, "", &mut all);
        of.pointer(&numbers.choose(&all)).cloned().unwrap()
    };
    let reference = json!({ "$ref": format!("#{}", numbers.choose(&all)) });
    let odd = [
        Value::Null,
        json!(0),
        json!(-1),
        json!(1e30),
        json!(""),
        json!("string"),
        json!("object"),
        json!([]),
        json!({}),
        json!(true),
        json!(["null", "string"]),
        json!("a\u{202e}\n"),
        reference,
    ];
    match numbers.below(7) {
        0 => match document.pointer_mut(parent) {
            Some(Value::Object(members)) => drop(members.shift_remove(&key)),
            Some(Value::Array(items)) => drop(items.remove(key.parse().unwrap())),
            _ => {}
        },
        1 => *document.pointer_mut(&way).unwrap() = numbers.choose(&odd),
        2 => *document.pointer_mut(&way).unwrap() = other(numbers, others),
        3 => {
            let value = other(numbers, &document.clone());
            *document.pointer_mut(&way).unwrap() = value;
        }
        4 => {
            let value = document.pointer(&way).cloned().unwrap();
            let name = numbers.choose(&[
                "type",
                "allOf",
                "oneOf",
                "items",
                "properties",
                "x",
                "",
                "enum",
                "$ref",
                "nullable",
                "get",
                "a b",
            ]);
            match document.pointer_mut(parent) {
                Some(Value::Object(members)) => drop(members.insert(name.to_owned(), value)),
                Some(Value::Array(items)) => items.push(value),
                _ => {}
            }
        }
        5 => {
            let value = document.pointer(&way).cloned().unwrap();
            let word = numbers.choose(&["allOf", "oneOf", "anyOf", "prefixItems"]);
            *document.pointer_mut(&way).unwrap() = json!({ word: [value.clone(), value] });
        }
        _ => {
            let value = other(numbers, &document.clone());
            if let (Some(Value::Object(into)), Value::Object(from)) =
                (document.pointer_mut(&way), value)
            {
                into.extend(from);
            }
        }
    }
}

#[test]
fn a_damaged_document_never_panics_and_what_comes_out_is_sound() {
    let (documents, mut numbers) = (documents(), Numbers(7));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("acme.json");
    let (mut sound, mut refused) = (0, 0);
    for case in 0..CASES {
        let mut document = numbers.choose(&documents);
        for _ in 0..=numbers.below(5) {
            let others = numbers.choose(&documents);
            damage(&mut document, &others, &mut numbers);
        }
        let text = serde_json::to_string_pretty(&document).unwrap();
        fs::write(&path, &text).unwrap();
        let start = Instant::now();
        let result = std::panic::catch_unwind(|| {
            Generator::openapi(&path).out_dir(folder.path().join("out")).check()
        });
        assert!(start.elapsed() < LONGEST, "case {case} takes {:?}: {text}", start.elapsed());
        match result.unwrap_or_else(|_| panic!("case {case} panics: {text}")) {
            Ok(_) => sound += 1,
            Err(error) => {
                let message = error.to_string();
                assert!(
                    !message.contains("the spec made of the document"),
                    "case {case}: {message}{text}"
                );
                refused += 1;
                continue;
            }
        }
        // What is written reads as what was meant.
        if case % 4 == 0 {
            let spec = folder.path().join("spec/acme");
            Import::new(&path, &spec)
                .force(true)
                .run()
                .unwrap_or_else(|error| panic!("case {case}: {error}"));
            let checked = Generator::new(folder.path().join("spec"))
                .out_dir(folder.path().join("out"))
                .check();
            checked.unwrap_or_else(|error| panic!("case {case}: {error}{text}"));
        }
    }
    assert!(sound > CASES * 3 / 4, "{sound} sound, {refused} refused");
}
