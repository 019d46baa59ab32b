//! Specs that somebody has damaged while they were being written: whatever is said about them, it
//! is said, and nothing panics.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use clientwright::Generator;
use common::Numbers;

mod common;

/// How many damaged specs are tried.
const CASES: u64 = 2_000;

/// The specs that are damaged, each as its files.
fn specs() -> Vec<Vec<(String, String)>> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut specs = Vec::new();
    for entry in fs::read_dir(tests.join("constructs")).unwrap() {
        specs.push(files(&entry.unwrap().path().join("spec")));
    }
    specs.sort();
    specs.push(files(&tests.join("reading/sound")));
    specs
}

fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// The words of a text, with what stands between them.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || "_-?.".contains(c);
        let inside = is_word(first);
        let end = rest.find(|c: char| is_word(c) != inside).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        words.push(word);
        rest = after;
    }
    words
}

/// A text with one thing about it changed.
fn damaged(text: &str, others: &str, numbers: &mut Numbers) -> String {
    if numbers.below(2) == 0 {
        let mut lines: Vec<&str> = text.lines().collect();
        let at = numbers.below(lines.len());
        match numbers.below(4) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[at]),
            2 => {
                let other = numbers.below(lines.len());
                lines.swap(at, other);
            }
            _ => {
                let other: Vec<&str> = others.lines().collect();
                lines.insert(at, numbers.choose(&other));
            }
        }
        return lines.join("\n") + "\n";
    }
    let mut parts = words(text);
    let spots: Vec<usize> =
        (0..parts.len()).filter(|&at| parts[at].starts_with(char::is_alphanumeric)).collect();
    let at = numbers.choose(&spots);
    let odd = [
        "type",
        "fields",
        "enum",
        "union",
        "list",
        "map",
        "extends",
        "name",
        "any",
        "null",
        "none",
        "''",
        "-1",
        "1e999",
        "true",
        "[]",
        "{}",
        "{ type: string }",
        "[a, [b]]",
        "\"\\u202e\"",
        "a: b",
    ];
    match numbers.below(4) {
        0 => parts[at] = "",
        1 => parts[at] = numbers.choose(&odd),
        2 => {
            let other = numbers.choose(&spots);
            parts.swap(at, other);
        }
        _ => {
            let other = words(others);
            parts[at] = numbers.choose(&other);
        }
    }
    parts.concat()
}

#[test]
fn a_damaged_spec_never_panics() {
    let (specs, mut numbers) = (specs(), Numbers(1));
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("generated");
    let (mut sound, mut refused) = (0, 0);
    for case in 0..CASES {
        let mut files = numbers.choose(&specs);
        for _ in 0..=numbers.below(3) {
            let others = numbers.choose(&specs)[0].1.clone();
            let at = numbers.below(files.len());
            if !files[at].1.trim().is_empty() {
                files[at].1 = damaged(&files[at].1, &others, &mut numbers);
            }
        }
        let spec = folder.path().join(case.to_string());
        for (name, text) in &files {
            let path = spec.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let result = std::panic::catch_unwind(|| Generator::new(&spec).out_dir(&out).check());
        match result.unwrap_or_else(|_| panic!("case {case} panics: {files:#?}")) {
            Ok(_) => sound += 1,
            Err(error) => {
                assert!(error.is_spec() && !error.to_string().is_empty());
                refused += 1;
            }
        }
        fs::remove_dir_all(&spec).unwrap();
    }
    // Both kinds are there, so that every stage has had its share.
    assert!(sound > CASES / 20 && refused > CASES / 20, "{sound} sound, {refused} refused");
}

#[test]
fn a_value_of_unions_within_unions_is_tried_in_no_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut spec = String::from(
        "clientwright: 1\napi: Example\nservers: { default: https://api.example.com }\ntypes:\n  A0: integer\n",
    );
    let mut value = String::from("text");
    for number in 1..=40 {
        let before = number - 1;
        writeln!(
            spec,
            "  A{number}: {{ union: [{{ name: B{number}, fields: {{ x: A{before} }} }}, {{ name: C{number}, fields: {{ x: A{before}, y?: string }} }}] }}"
        )
        .unwrap();
        value = format!("{{ x: {value} }}");
    }
    writeln!(spec, "  Last: {{ fields: {{ a: {{ type: A40, example: {value} }} }} }}").unwrap();
    fs::create_dir_all(folder.path().join("spec/example")).unwrap();
    fs::write(folder.path().join("spec/example/api.yaml"), spec).unwrap();
    let start = std::time::Instant::now();
    let result =
        Generator::new(folder.path().join("spec")).out_dir(folder.path().join("out")).check();
    assert!(result.is_ok() || result.is_err_and(|error| error.is_spec()));
    assert!(start.elapsed().as_secs() < 20, "it takes {:?}", start.elapsed());
}
