//! The front of the generator as a whole: what it reads, and what it says about what it cannot.

use std::fs;
use std::path::{Path, PathBuf};

use clientwright::Generator;

/// A sound `api.yaml`.
const API: &str = "clientwright: 1\napi: Example\nservers: { default: https://example.com }\n";

/// What is said about a folder, which it calls `spec`.
fn said(folder: &Path) -> String {
    let out = tempfile::tempdir().unwrap();
    match Generator::new(folder).out_dir(out.path()).check() {
        Ok(report) => report.warnings.concat(),
        Err(error) => error.to_string().replace(folder.to_str().unwrap(), "spec"),
    }
}

/// A spec folder with these files.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// What is said about a folder with these files.
fn messages(files: &[(&str, &[u8])]) -> String {
    said(folder(files).path())
}

/// What is said about a text that is a resource of a sound API, or an `api.yaml` of its own.
fn messages_about(text: &[u8]) -> String {
    if text.starts_with(b"clientwright:") {
        messages(&[("example/api.yaml", text)])
    } else {
        messages(&[("example/api.yaml", API.as_bytes()), ("example/things.yaml", text)])
    }
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reading")
}

/// One test for each fixture, a file of `tests/reading`.
macro_rules! mistakes {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                let text = fs::read(fixtures().join(concat!(stringify!($name), ".yaml"))).unwrap();
                insta::assert_snapshot!(stringify!($name), messages_about(&text));
            }
        )*

        #[test]
        fn every_fixture_has_a_test() {
            let entries = fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().path());
            let files = entries.filter(|path| path.extension().is_some_and(|ending| ending == "yaml"));
            let mut names: Vec<_> = files.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
            names.sort();
            assert_eq!(names, [$(stringify!($name)),*]);
        }
    };
}

mistakes! {
    a_list
    alias
    alias_without_anchor
    alias_without_end
    auth_none
    calls
    const_of_no_scalar
    duplicate_key
    empty_file
    flow_list_shorthand
    flow_optional_shorthand
    hostile_text
    key_not_string
    long_line
    many_errors
    merge_key
    missing_key
    missing_key_api
    not_every_reader
    number_for_string
    odd_character
    out_of_range
    out_of_range_api
    rate_limit
    readers_disagree
    several_errors
    syntax
    syntax_brace
    syntax_colon
    syntax_flow
    syntax_no_colon
    syntax_tab
    syntax_tab_after_spaces
    syntax_tab_after_text
    tag
    too_deep
    two_documents
    unclosed_brace
    unclosed_brace_before_key
    unclosed_bracket
    unclosed_double_quote
    unclosed_quote_before_another
    unclosed_quote_in_block
    unclosed_single_quote
    unindented
    unknown_key
    unknown_key_fields
    unknown_key_listed
    unknown_key_openapi
    unknown_word
    version
    wrong_kind
}

#[test]
fn a_missing_folder() {
    let folder = folder(&[]);
    let said = said(&folder.path().join("absent"));
    // The rest of the message is the operating system's.
    assert!(said.starts_with("error[unreadable]: the folder cannot be read: "), "{said}");
    assert!(said.contains("--> spec\n"), "{said}");
}

#[test]
fn an_empty_spec_folder() {
    insta::assert_snapshot!(messages(&[("schema.json", b"{}"), ("README.md", b"")]));
}

#[test]
fn a_folder_without_api_yaml() {
    insta::assert_snapshot!(messages(&[("example/things.yaml", b"summary: Things.\n")]));
}

#[test]
fn a_file_outside_the_folder_of_an_api() {
    insta::assert_snapshot!(messages(&[
        ("example/api.yaml", API.as_bytes()),
        ("things.yaml", b"summary: Things.\n")
    ]));
}

#[test]
fn a_file_that_is_not_utf8() {
    insta::assert_snapshot!(messages(&[("example/api.yaml", b"clientwright: 1\napi: Caf\xe9\n")]));
}

#[test]
fn a_file_that_is_too_large() {
    let text = format!("summary: {}\n", "x".repeat(32 * 1024 * 1024));
    insta::assert_snapshot!(messages_about(text.as_bytes()));
}

#[test]
fn names_that_cannot_be_names_in_rust() {
    let api = ("example/api.yaml", API.as_bytes());
    let things: &[u8] = b"summary: Things.\n";
    insta::assert_snapshot!(messages(&[
        api,
        ("example/turnKeys.yaml", things),
        ("example/turn-keys/all.yaml", things),
        ("example/2fa.yaml", things),
        ("example/\u{202e}.yaml", things),
        ("example/things.yml", things),
        ("example/Notes on this/README.md", b""),
        ("Second API/api.yaml", API.as_bytes()),
    ]));
}

#[cfg(unix)]
#[test]
fn symbolic_links() {
    use std::os::unix::fs::symlink;

    let outside = folder(&[("secret.yaml", b"summary: Outside.\n")]);
    let folder = folder(&[("example/api.yaml", API.as_bytes())]);
    symlink(outside.path().join("secret.yaml"), folder.path().join("example/file.yaml")).unwrap();
    symlink(outside.path(), folder.path().join("example/folder")).unwrap();
    symlink(folder.path(), folder.path().join("example/loop")).unwrap();
    insta::assert_snapshot!(said(folder.path()));
}

#[test]
fn text_from_files_cannot_steer_the_terminal() {
    for fixture in ["hostile_text.yaml", "odd_character.yaml"] {
        let said = messages_about(&fs::read(fixtures().join(fixture)).unwrap());
        let steers = |character: &char| {
            (character.is_control() && *character != '\n')
                || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert_eq!(said.chars().find(steers), None, "{said}");
    }
}

#[test]
fn a_damaged_file_never_panics() {
    for file in ["sound/cloudflare/api.yaml", "sound/cloudflare/accounts/tokens.yaml"] {
        let bytes = fs::read(fixtures().join(file)).unwrap();
        for length in (0..bytes.len()).step_by(23) {
            messages_about(&bytes[..length]);
        }
        // Each place is given another character in turn, those that mean something to YAML above all.
        for (turn, place) in (0..bytes.len()).step_by(17).enumerate() {
            let mut damaged = bytes.clone();
            damaged[place] = b"{}[]:?&*!|>'\"%@`#,-\t\n\r\0 \x1b\xe9<~"[turn % 28];
            messages_about(&damaged);
        }
    }
}

#[test]
fn odd_files_never_panic() {
    let huge = format!("summary: {}\n", "x".repeat(1024 * 1024));
    let wide = format!("types: {{ {} }}\n", "A: string, ".repeat(20_000));
    let deep = "[".repeat(100_000);
    let deep_blocks = "- ".repeat(100_000);
    for text in [
        "",
        "\n",
        "\r",
        "\t",
        "\0",
        "#",
        "---",
        "--- ---",
        "...",
        "?",
        "? ?",
        ":",
        "-",
        "|",
        ">",
        "\"",
        "'",
        "&",
        "*",
        "!",
        "%",
        "%YAML 1.1\n---\na: b",
        "%TAG ! !\n---\na",
        "@",
        "`",
        "\u{feff}",
        "\u{feff}\u{feff}",
        "\u{2028}",
        "\u{85}a: b",
        "a: |9\n b",
        "a: |+\n\n\n",
        "a: \"\\x\"",
        "a: \"\\ud800\"",
        "? |\n a\n: b",
        "a: b: c",
        "{a: b}: c",
        "[",
        "{",
        "{a",
        "[a, b",
        "*a",
        "&a *a",
        "<<: <<",
        "summary:\r\n  - \u{1f389}\r\n",
        huge.as_str(),
        wide.as_str(),
        deep.as_str(),
        deep_blocks.as_str(),
    ] {
        messages_about(text.as_bytes());
    }
}

#[test]
fn the_schema_for_editors_is_current() {
    let committed =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/schema.json"))
            .unwrap();
    assert!(
        committed.replace("\r\n", "\n") == clientwright::schema(),
        "spec/schema.json is stale; write it anew: cargo run -p clientwright -- schema > spec/schema.json"
    );
}
