//! The front of the generator as a whole: what it reads, and what it says about what it cannot.

use std::fs;
use std::path::{Path, PathBuf};

use clientwright::diagnostic::{Diagnostics, render_all};
use clientwright::source::{Source, Sources};
use clientwright::spec::model::{EnumValues, Literal, Type, UnionCases};
use clientwright::spec::{self, Spec};

/// A sound `api.yaml`.
const API: &str = "clientwright: 1\napi: Example\nservers: { default: https://example.com }\n";

/// What a folder holds and what is said about it.
fn read(folder: &Path) -> (Spec, Sources, String) {
    let mut sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let spec = spec::read(folder, "spec", &mut sources, &mut diagnostics);
    let messages = render_all(&diagnostics, &sources, false);
    (spec, sources, messages)
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
    read(folder(files).path()).2
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
    alias_without_end
    auth_none
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
    readers_disagree
    several_errors
    syntax
    syntax_colon
    syntax_flow
    syntax_tab
    tag
    too_deep
    two_documents
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
    let said = read(&folder.path().join("absent")).2;
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
    let text = format!("summary: {}\n", "x".repeat(4 * 1024 * 1024));
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
    insta::assert_snapshot!(read(folder.path()).2);
}

#[test]
fn the_examples_of_the_language_read_without_a_message() {
    let (spec, _, said) = read(&fixtures().join("sound"));
    assert_eq!(said, "");
    let names: Vec<_> = spec
        .apis
        .iter()
        .map(|api| {
            (
                &*api.folder,
                api.resources.iter().map(|resource| resource.path.join("/")).collect::<Vec<_>>(),
            )
        })
        .collect();
    let expected = [
        ("agora", vec!["streamkeys".to_owned()]),
        ("cloudflare", vec!["accounts/tokens".to_owned(), "stream/keys".to_owned()]),
    ];
    assert_eq!(names, expected);
}

#[test]
fn short_and_long_forms_say_the_same() {
    let text = "
endpoints:
  make:
    method: POST
    path: /things
    query: { short: string, long: { type: string, env: THING, maxLength: 3 } }
    body: { wrap: settings, fields: { id: string } }
    auth: [one, [two, three]]
    response: none
types:
  Plain: { enum: [a, 1] }
  Described: { enum: { a: The first., b: } }
  Untagged: { union: [string, { map: integer }] }
  Tagged: { tag: kind, union: { a: A, b: B } }
  Fields:
    fields:
      short: string
      long?: { type: string, read_only: true, default: null, minLength: 1 }
";
    let folder =
        folder(&[("example/api.yaml", API.as_bytes()), ("example/things.yaml", text.as_bytes())]);
    let (spec, _, said) = read(folder.path());
    assert_eq!(said, "");
    let file = &spec.apis[0].resources[0].content;

    let make = &file.endpoints["make"];
    assert!(matches!(&make.query["short"].type_, Type::Bare(name) if name == "string"));
    let Type::Full(long) = &make.query["long"].type_ else { panic!("{:?}", make.query["long"]) };
    assert_eq!((long.type_.as_deref(), long.max_length), (Some("string"), Some(3)));
    assert_eq!(make.query["long"].env.as_deref(), Some("THING"));
    assert_eq!(make.body.as_ref().unwrap().wrap.as_deref(), Some("settings"));
    assert_eq!(format!("{:?}", make.auth), r#"[One("one"), All(["two", "three"])]"#);

    let parts = |name: &str| match &file.types[name] {
        Type::Full(parts) => parts,
        Type::Bare(name) => panic!("{name}"),
    };
    assert!(matches!(&parts("Plain").enum_, Some(EnumValues::Plain(values)) if values.len() == 2));
    let Some(EnumValues::Described(values)) = &parts("Described").enum_ else { panic!() };
    assert_eq!(values["a"].as_deref(), Some("The first."));
    assert_eq!(values["b"], None);
    assert!(
        matches!(&parts("Untagged").union, Some(UnionCases::Untagged(cases)) if cases.len() == 2)
    );
    assert!(matches!(&parts("Tagged").union, Some(UnionCases::Tagged(cases)) if cases.len() == 2));
    let long = &parts("Fields").fields.as_ref().unwrap()["long?"];
    assert!(long.read_only && !long.write_only);
    let Type::Full(long) = &long.type_ else { panic!() };
    assert_eq!((long.min_length, &long.default), (Some(1), &Some(Literal::Null)));
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
fn places_are_found_whatever_the_line_endings_and_letters() {
    for text in [
        "summary: Ünïcödé 🎉 text\ntypes:\n  Thing:\n    fields:\n      näme?: string\n      \"tags\": { list: string }\n",
        "summary: plain\ntypes:\n  Thing:\n    fields:\n      näme?: string\n      \"tags\": { list: string }\n",
    ] {
        for text in [text.to_owned(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
            let folder = folder(&[
                ("example/api.yaml", API.as_bytes()),
                ("example/things.yaml", text.as_bytes()),
            ]);
            let (spec, sources, said) = read(folder.path());
            assert_eq!(said, "");
            let file = &spec.apis[0].resources[0];
            let source: &Source = sources.get(file.source);
            let key = file.spans.key(&["types", "Thing", "fields", "näme?"]);
            assert_eq!(&source.text[key.start..key.end], "näme?");
            let value = file.spans.value(&["types", "Thing", "fields", "näme?"]);
            assert_eq!(&source.text[value.start..value.end], "string");
            let key = file.spans.key(&["types", "Thing", "fields", "tags"]);
            assert_eq!(&source.text[key.start..key.end], "\"tags\"");
            let value = file.spans.value(&["types", "Thing", "fields", "tags"]);
            assert_eq!(&source.text[value.start..value.end], "{ list: string }");
            // Of what is not there, the nearest that is.
            let near = file.spans.value(&["types", "Thing", "maxLength"]);
            assert_eq!(&source.text[near.start..near.end], "Thing");
            assert_eq!(
                (source.position(near.start).line, source.position(near.start).column),
                (3, 3)
            );
        }
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
        committed.replace("\r\n", "\n") == spec::schema(),
        "spec/schema.json is stale; write it anew: cargo run -p clientwright -- schema > spec/schema.json"
    );
}
