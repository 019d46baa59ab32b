//! What the model holds, and where it stands.

use std::fs;
use std::path::Path;

use super::model::{AnswerForm, BodyForm, EnumValue, EnumValues, Literal, Type, UnionCases};
use super::{Spec, read as read_folder};
use crate::diagnostic::{Diagnostics, render_all};
use crate::source::{Source, Sources};
use crate::words::key::Key;
use crate::words::limit::{Limit, Limits};

/// A sound `api.yaml`.
const API: &str = "clientwright: 1\napi: Example\nservers: { default: https://example.com }\n";

/// Returns what a folder holds and what is said about it.
fn read(folder: &Path) -> (Spec, Sources, String) {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::new();
    let spec = read_folder(folder, "spec", &mut sources, &mut diagnostics);
    let messages = render_all(&diagnostics, &sources, false);
    (spec, sources, messages)
}

/// Returns a spec folder with an API that has this one resource.
fn folder(things: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("example")).unwrap();
    fs::write(folder.path().join("example/api.yaml"), API).unwrap();
    fs::write(folder.path().join("example/things.yaml"), things).unwrap();
    folder
}

#[test]
fn the_examples_of_the_language_read_without_a_message() {
    let (spec, _, said) = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reading/sound"));
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
  send:
    method: POST
    path: /files
    body: { as: multipart, media_type: multipart/mixed, fields: { file: { type: binary, media_type: text/vtt } } }
    response: { as: lines, media_type: application/jsonl, list: string }
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
    let folder = folder(text);
    let (spec, _, said) = read(folder.path());
    assert_eq!(said, "");
    let file = &spec.apis[0].resources[0].content;

    let make = &file.endpoints["make"];
    assert!(matches!(&make.query[&Key::read("short")].type_, Type::Bare(name) if name == "string"));
    let Type::Full(long) = &make.query[&Key::read("long")].type_ else {
        panic!("{:?}", make.query[&Key::read("long")])
    };
    assert_eq!(long.expression(), Some("string"));
    assert_eq!(long.limits, Limits::from_iter([Limit::MaxLength(3)]));
    assert_eq!(make.query[&Key::read("long")].env.as_deref(), Some("THING"));
    assert_eq!(make.body.as_ref().unwrap().wrap.as_deref(), Some("settings"));
    assert_eq!(format!("{:?}", make.auth), r#"[One("one"), All(["two", "three"])]"#);

    let send = &file.endpoints["send"];
    let (body, response) = (send.body.as_ref().unwrap(), send.response.as_ref().unwrap());
    assert_eq!(
        (body.as_, body.media_type.as_deref()),
        (BodyForm::Multipart, Some("multipart/mixed"))
    );
    let Type::Full(parts) = &body.type_ else { panic!("{body:?}") };
    let field = &parts.fields.as_deref().unwrap()[&Key::read("file")];
    assert_eq!(field.media_type.as_deref(), Some("text/vtt"));
    assert_eq!(
        (response.as_, response.media_type.as_deref()),
        (AnswerForm::Lines, Some("application/jsonl"))
    );
    assert!(matches!(&response.type_, Type::Full(parts) if parts.list.is_some()));
    let body = make.body.as_ref().unwrap();
    assert_eq!((body.as_, make.response.as_ref().unwrap().as_), (BodyForm::Json, AnswerForm::Json));

    let parts = |name: &str| match &file.types[name] {
        Type::Full(parts) => parts,
        Type::Bare(name) => panic!("{name}"),
    };
    assert!(
        matches!(parts("Plain").enum_.as_deref(), Some(EnumValues::Plain(values)) if values.len() == 2)
    );
    let Some(EnumValues::Described(values)) = parts("Described").enum_.as_deref() else { panic!() };
    assert_eq!(values["a"].summary.as_deref(), Some("The first."));
    assert_eq!(values["b"], EnumValue::default());
    assert!(
        matches!(parts("Untagged").union.as_deref(), Some(UnionCases::Untagged(cases)) if cases.len() == 2)
    );
    assert!(
        matches!(parts("Tagged").union.as_deref(), Some(UnionCases::Tagged(cases)) if cases.len() == 2)
    );
    let long = &parts("Fields").fields.as_ref().unwrap()[&Key::read("long?")];
    assert!(long.read_only && !long.write_only);
    let Type::Full(long) = &long.type_ else { panic!() };
    assert_eq!(long.limits, Limits::from_iter([Limit::MinLength(1)]));
    assert_eq!(long.default.as_deref(), Some(&Literal::Null));
}

#[test]
fn places_are_found_whatever_the_line_endings_and_letters() {
    for text in [
        "summary: Ünïcödé 🎉 text\ntypes:\n  Thing:\n    fields:\n      näme?: string\n      \"tags\": { list: string }\n",
        "summary: plain\ntypes:\n  Thing:\n    fields:\n      näme?: string\n      \"tags\": { list: string }\n",
    ] {
        for text in [text.to_owned(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
            let folder = folder(&text);
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
