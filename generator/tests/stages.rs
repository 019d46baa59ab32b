//! The generator is a straight line: a stage knows the type that it takes, the type that it gives,
//! and what all of them share. This reads every path that begins with `crate::` or leaves its stage
//! by `super::`, and fails on one that runs backwards or sideways.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

/// What each stage may know beside itself; `lib.rs`, and the command line above it, know all.
const KNOWS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diagnostic", &["source"]),
    ("spec", &["source", "diagnostic", "words"]),
    ("words", &[]),
    ("code", &[]),
    ("stack", &[]),
    ("openapi", &["source", "diagnostic", "spec", "stack", "words"]),
    ("resolve", &["source", "diagnostic", "spec", "words"]),
    ("check", &["code", "source", "diagnostic", "spec", "resolve", "words"]),
    ("ir", &["words"]),
    ("lower", &["check", "ir", "words"]),
    ("emit", &["ir", "words"]),
    ("paths", &[]),
    ("provenance", &["paths"]),
    ("output", &["emit", "provenance"]),
    ("manifest", &["ir", "paths", "words"]),
    // What the public functions of `lib.rs` give back.
    ("overrides", &["diagnostic", "shown", "source", "spec", "words"]),
    ("error", &["diagnostic", "output", "source"]),
    ("report", &["GenerateError", "diagnostic", "ir", "openapi", "output", "source"]),
    (
        "import",
        &[
            "ExampleReport",
            "GenerateError",
            "check",
            "diagnostic",
            "openapi",
            "output",
            "overrides",
            "shown",
            "source",
            "spec",
            "stack",
        ],
    ),
    ("cli", &["GenerateError", "Generator", "Import", "ImportReport", "Overrides", "schema"]),
];

/// The one part of a stage that others see, where it is not the whole of it.
const DOORS: &[(&str, &str, &[&str])] = &[
    ("lower", "check", &["checked"]),
    ("output", "emit", &["Emission", "File"]),
    ("import", "check", &["self", "checked", "check"]),
    (
        "import",
        "openapi",
        &["self", "document", "examples", "judge", "report", "requests", "Options"],
    ),
    ("report", "openapi", &["report"]),
    ("resolve", "spec", &["model", "nearest", "self", "Spans", "Api"]),
    ("check", "spec", &["model", "nearest", "self", "Spec", "Api"]),
    ("openapi", "spec", &["model", "nearest", "scalar", "self", "Api", "Document", "Spans"]),
];

/// Every file without its comments and its tests.
fn sources() -> Vec<(String, String)> {
    files().into_iter().map(|(name, text)| (name, code(&text))).collect()
}

/// Every file that is not of tests alone.
fn files() -> Vec<(String, String)> {
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
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let tests: Vec<String> =
        files.iter().flat_map(|(name, text)| test_modules(name, text)).collect();
    files.retain(|(name, _)| !tests.contains(name));
    files.sort();
    files
}

/// The files of the modules that a file declares for tests.
fn test_modules(file: &str, text: &str) -> Vec<String> {
    let folder = file.strip_suffix("/mod.rs").unwrap_or(file.trim_end_matches(".rs"));
    let declared = text.split("#[cfg(test)]\n").skip(1).filter_map(|rest| {
        let line = rest.lines().next()?.trim_start_matches("pub(crate) ");
        line.strip_prefix("mod ")?.strip_suffix(';')
    });
    declared.map(|name| format!("{folder}/{name}.rs")).collect()
}

/// A file without its comments and without its tests, which stand at its end.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The stage of a file: `check` of `check.rs` and of `check/types.rs`.
fn stage(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

/// Every path below the crate that a text names, each taken out of its braces.
fn paths(text: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let whole = text[..at].chars().next_back();
        if whole.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$' || c == ':') {
            continue;
        }
        let rest = &text[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => paths.extend(items(list).iter().map(|item| item.trim().to_owned())),
            None => paths.push(take(rest)),
        }
    }
    paths
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
    items
}

/// A path up to where it ends or opens a brace.
fn take(text: &str) -> String {
    text.chars().take_while(|&c| c.is_alphanumeric() || c == '_' || c == ':').collect()
}

#[test]
fn every_stage_knows_only_the_stages_before_it() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let stage = stage(&file);
        if matches!(stage, "lib" | "main") {
            continue;
        }
        let Some((_, known)) = KNOWS.iter().find(|(name, _)| *name == stage) else {
            wrong.push(format!("{file}: the stage `{stage}` is not in the list"));
            continue;
        };
        for path in paths(&text) {
            let mut parts = path.split("::");
            let to = parts.next().unwrap();
            if to != stage && !known.contains(&to) {
                wrong.push(format!("{file}: `{stage}` knows `crate::{path}`"));
            }
            let door = DOORS.iter().find(|(from, through, _)| *from == stage && *through == to);
            let inside = parts.next().filter(|part| !part.is_empty());
            if let (Some((_, _, open)), Some(inside)) = (door, inside)
                && !open.contains(&inside)
            {
                wrong.push(format!(
                    "{file}: `{stage}` knows `crate::{path}`, which is not for others"
                ));
            }
        }
        // More steps up than there are folders around the file lead out of its stage.
        let depth = file.trim_end_matches("/mod.rs").matches('/').count();
        if text.contains(&"super::".repeat(depth + 1)) {
            wrong.push(format!("{file}: `super::` leads out of `{stage}`"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The phases of an import, each of which takes over what the one before it found out.
const PHASES: &[&str] = &["read", "types", "calls", "names", "placing"];

#[test]
fn no_phase_of_an_import_knows_a_later_one() {
    let number = |phase: &str| PHASES.iter().position(|name| *name == phase);
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let Some(own) = file.strip_prefix("openapi/import/") else { continue };
        // What stands beside the phases is for all of them.
        let of_own = number(stage(own)).unwrap_or(0);
        for path in paths(&text) {
            let Some(path) = path.strip_prefix("openapi::import::") else { continue };
            let to = path.split("::").next().unwrap();
            if number(to).is_some_and(|number| number > of_own) {
                wrong.push(format!("{file}: it knows `{path}`, which comes later"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_emitter_knows_another() {
    let emitters = ["client", "endpoint", "package", "readme", "resource", "tests", "types"];
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let Some(own) = file.strip_prefix("emit/").and_then(|name| name.strip_suffix(".rs")) else {
            continue;
        };
        for other in emitters.iter().filter(|other| **other != own) {
            let imported =
                paths_of_super(&text).iter().any(|path| path.split("::").next() == Some(*other));
            if imported || text.contains(&format!("emit::{other}")) {
                wrong.push(format!("{file} knows the emitter `{other}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Every path that begins one step up, each taken out of its braces.
fn paths_of_super(text: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (at, _) in text.match_indices("super::") {
        let rest = &text[at + "super::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => paths.extend(items(list).iter().map(|item| item.trim().to_owned())),
            None => paths.push(take(rest)),
        }
    }
    paths
}

#[test]
fn one_module_knows_serde_yaml() {
    let files: Vec<String> = sources()
        .into_iter()
        .filter(|(_, text)| text.contains("serde_yaml"))
        .map(|(file, _)| file)
        .collect();
    assert_eq!(files, ["spec/decode.rs"]);
}

#[test]
fn tokens_and_disks_stay_where_they_belong() {
    let allowed = |word: &str| -> &[&str] {
        match word {
            "quote" | "proc_macro2" => &["emit", "output"],
            "syn" => &["code", "emit", "output"],
            "prettyplease" => &["output"],
            "std::fs" => &["manifest", "openapi", "output", "spec"],
            "clap" => &["cli"],
            "saphyr_parser" => &["openapi", "spec"],
            "schemars" => &["spec", "words"],
            _ => &[],
        }
    };
    let mut wrong = Vec::new();
    // Tests that read the runtime's source.
    let stages = sources().into_iter().filter(|(file, _)| file != "words/naming/defined.rs");
    for (file, text) in stages {
        for word in [
            "quote",
            "proc_macro2",
            "syn",
            "prettyplease",
            "std::fs",
            "clap",
            "saphyr_parser",
            "schemars",
        ] {
            let known =
                text.contains(&format!("use {word}")) || text.contains(&format!("{word}::"));
            if known && !allowed(word).contains(&stage(&file)) {
                wrong.push(format!("{file} knows `{word}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The most lines of a function, its signature included.
const LONGEST: usize = 80;

#[test]
fn no_function_of_the_importer_is_long() {
    let mut long = Vec::new();
    for (file, text) in files().into_iter().filter(|(file, _)| stage(file) == "openapi") {
        let functions = functions(&text);
        let tokens = text.parse::<TokenStream>().unwrap();
        assert_eq!(functions.len(), count_functions(tokens), "functions of {file}");
        for (name, lines) in functions.into_iter().filter(|(_, lines)| *lines > LONGEST) {
            long.push(format!("{file}: `{name}` has {lines} lines"));
        }
    }
    assert!(long.is_empty(), "take them apart by what they do: {long:#?}");
}

/// The functions of a text and how many lines each has. In the layout of rustfmt one ends where a line that is not further
/// in closes it.
fn functions(text: &str) -> Vec<(&str, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut functions = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let Some(keyword) = words.iter().position(|word| *word == "fn") else { continue };
        // `pub(in crate::openapi)` is two words.
        let is_qualifier = |word: &&str| {
            word.starts_with("pub") || word.ends_with(')') || matches!(*word, "const" | "async")
        };
        if !words[..keyword].iter().all(is_qualifier) {
            continue;
        }
        let name = words[keyword + 1].split(['(', '<']).next().unwrap();
        let closes = |end: &&str| indent(end) == indent(line) && end.ends_with(['}', ';']);
        let length = lines[at..].iter().position(closes).unwrap() + 1;
        functions.push((name, length));
    }
    functions
}

/// How many functions with a name tokens have.
fn count_functions(tokens: TokenStream) -> usize {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let named = tokens.windows(2).filter(
        |pair| matches!(pair, [TokenTree::Ident(word), TokenTree::Ident(_)] if word == "fn"),
    );
    let within = tokens.iter().map(|token| match token {
        TokenTree::Group(group) => count_functions(group.stream()),
        _ => 0,
    });
    named.count() + within.sum::<usize>()
}
