//! The runtime has rooms, one above the other: a room knows itself and the rooms above it. This reads every path that
//! begins with `crate::` or leaves its room by `super::`, and fails on one that leads down.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from the top: each knows those before it. `lib.rs` knows all.
const ROOMS: &[&str] = &[
    // Time, text, headers, secrets.
    "base",
    // What an API is, as data.
    "describe",
    // Reading and writing the values of bodies.
    "json",
    // What is refused before it is sent.
    "check",
    "error",
    // A call before it is sent.
    "call",
    "send",
    "answer",
    "transport",
    "mock",
    // What callers name.
    "face",
    // Makes calls as a caller does.
    "examples",
    // What generated code says; it names what it expands to by `$crate::`.
    "macros",
];

/// The modules that a room knows although they are below it, and why that has to be. Each is data that reaches code
/// through a function pointer, and is the only way to that code: a program whose descriptions do not have it is linked
/// without the code.
const DOORS: &[(&str, &str)] = &[
    // A body, and a parameter that is more than a text, bring what checks and encodes them.
    ("describe", "call::drafted"),
    // Pages that are asked for by links bring what reads the header `Link`.
    ("describe", "answer::links"),
];

/// Every source file, by its path below `src`, without its comments and its tests.
fn sources() -> Vec<(String, String)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut open = vec![top.clone()];
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(&path).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(&top).unwrap().to_str().unwrap().replace('\\', "/");
                if name != "lib.rs" && !name.ends_with("tests.rs") {
                    files.push((name, code(&fs::read_to_string(&path).unwrap())));
                }
            }
        }
    }
    files.sort();
    files
}

/// A file without its comments and without its tests, which stand at its end and may know whatever they need.
fn code(text: &str) -> String {
    let tests = text.find("\nmod tests {").unwrap_or(text.len());
    let lines = text[..tests].lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn room(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

/// Every path that begins with a word such as `crate::`, taken out of its braces.
fn paths(text: &str, start: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (at, _) in text.match_indices(start) {
        let before = text[..at].chars().next_back();
        if !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$' || c == ':') {
            spread("", &text[at + start.len()..], &mut paths);
        }
    }
    paths
}

/// Adds the paths that a text starts with: one, or one for each item in its braces.
fn spread(prefix: &str, text: &str, paths: &mut Vec<String>) {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
    let (path, rest) = text.split_at(end.unwrap_or(text.len()));
    let path = format!("{prefix}{path}");
    match rest.strip_prefix('{') {
        Some(list) if path.is_empty() || path.ends_with("::") => {
            for item in items(list) {
                spread(&path, item.trim(), paths);
            }
        }
        _ => paths.push(path),
    }
}

/// What stands between a brace and the one that closes it, cut at its commas.
fn items(text: &str) -> Vec<String> {
    let (mut depth, mut items) = (0, vec![String::new()]);
    for c in text.chars() {
        match c {
            '}' if depth == 0 => break,
            ',' if depth == 0 => items.push(String::new()),
            _ => {
                depth += i32::from(c == '{') - i32::from(c == '}');
                items.last_mut().unwrap().push(c);
            }
        }
    }
    items.retain(|item| !item.trim().is_empty());
    items
}

/// The door that a path goes through, if it goes through one.
fn door(from: &str, path: &str) -> Option<usize> {
    DOORS.iter().position(|(room, through)| {
        *room == from
            && path
                .strip_prefix(through)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    })
}

#[test]
fn a_room_knows_only_those_above_it() {
    let place = |room: &str| ROOMS.iter().position(|known| *known == room);
    let (mut wrong, mut used, mut count) = (Vec::new(), Vec::new(), 0);
    for (file, text) in sources() {
        let own = room(&file);
        let Some(here) = place(own) else {
            wrong.push(format!("{file}: the room `{own}` is not in the list"));
            continue;
        };
        for path in paths(&text, "crate::") {
            count += 1;
            let to = path.split("::").next().unwrap();
            match (place(to), door(own, &path)) {
                (Some(there), _) if there <= here => {}
                (Some(_), Some(door)) => used.push(door),
                // What is at the root is for callers: a room names a thing where it lives.
                _ => wrong.push(format!("{file}: `{own}` knows `crate::{path}`")),
            }
        }
        // More steps up than there are folders around the file lead out of its room.
        let depth = file.trim_end_matches("/mod.rs").matches('/').count();
        if text.contains(&"super::".repeat(depth + 1)) {
            wrong.push(format!("{file}: `super::` leads out of `{own}`"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count > 300, "only {count} paths were found");
    let closed: Vec<_> = (0..DOORS.len()).filter(|door| !used.contains(door)).collect();
    assert!(closed.is_empty(), "nothing goes through the doors {closed:?}");
}

#[test]
fn what_leads_down_is_found_in_every_form() {
    let text = code(
        "use crate::call::draft::Draft;\nuse crate::{send, answer::{decode, links::ReadLinks}};\n// crate::comment\n\
         fn f() { $crate::not(crate::mock::f()) }\nmod tests {\nuse crate::face;\n}",
    );
    let found = paths(&text, "crate::");
    let expected =
        ["call::draft::Draft", "send", "answer::decode", "answer::links::ReadLinks", "mock::f"];
    assert_eq!(found, expected);
}
