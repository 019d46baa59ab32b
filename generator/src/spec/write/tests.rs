use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::*;
use crate::diagnostic::{Diagnostics, render_all};
use crate::source::Sources;
use crate::spec::model::{
    ApiFile, Body, Deprecation, Endpoint, EnumValues, Field, Literal, Parameter, Response, Server,
    ServerParts, ServerVariable, TypeParts, UnionCases,
};
use crate::spec::model::{Named, ResourceFile, Type};
use crate::spec::{self, Api, Spec};
use crate::words::key::{Key, Keyed};
use crate::words::limit::Limit;

fn read(folder: &Path) -> Result<Spec, String> {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let spec = spec::read(folder, "spec", &mut sources, &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(render_all(&diagnostics, &sources, false));
    }
    Ok(spec)
}

/// Reads what was written.
fn read_again(api: &str, files: &BTreeMap<String, String>) -> Result<Api, String> {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(api).join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    read(folder.path()).map(|mut spec| spec.apis.remove(0))
}

/// Returns everything of a model that is meant, in its order, with each type in its shortest form.
fn meaning(api: &Api) -> String {
    let mut file = api.file.content.clone();
    file.client_params.values_mut().chain(file.headers.values_mut()).for_each(short_parameter);
    file.endpoints.values_mut().for_each(short_endpoint);
    file.types.values_mut().for_each(shorten);
    let mut text = format!("{file:#?}");
    for resource in &api.resources {
        let mut content = resource.content.clone();
        content.endpoints.values_mut().for_each(short_endpoint);
        content.types.values_mut().for_each(shorten);
        if content != ResourceFile::default() {
            text += &resource.path.join("/");
            write!(text, "{content:#?}").unwrap();
        }
    }
    text
}

fn short_endpoint(endpoint: &mut Endpoint) {
    endpoint.parameters_mut().for_each(|(_, parameter)| short_parameter(parameter));
    endpoint.body.iter_mut().for_each(|body| shorten(&mut body.type_));
    let forms = endpoint.also.values_mut();
    forms.filter_map(|form| form.body.as_mut()).for_each(|body| shorten(&mut body.type_));
    endpoint.failures.values_mut().for_each(shorten);
    let responses = endpoint.response.iter_mut().chain(endpoint.responses.values_mut());
    responses
        .chain(endpoint.also.values_mut().filter_map(|form| form.response.as_mut()))
        .for_each(short_response);
}

fn short_response(response: &mut Response) {
    shorten(&mut response.type_);
    response.headers.values_mut().for_each(shorten);
}

fn short_parameter(parameter: &mut Parameter) {
    shorten(&mut parameter.type_);
}

fn shorten(type_: &mut Type) {
    let Type::Full(parts) = type_ else { return };
    parts.fields.iter_mut().flat_map(|fields| fields.values_mut()).for_each(|field| {
        shorten(&mut field.type_);
    });
    parts.list.iter_mut().chain(&mut parts.map).chain(parts.rest.as_deref_mut()).for_each(shorten);
    parts.tuple.iter_mut().flatten().for_each(shorten);
    match parts.union.as_deref_mut() {
        Some(UnionCases::Untagged(cases)) => cases.iter_mut().for_each(shorten),
        Some(UnionCases::Tagged(cases)) => cases.values_mut().for_each(shorten),
        None => {}
    }
    if let Some(name) = parts.expression().map(str::to_owned)
        && **parts == TypeParts::named(&name)
    {
        *type_ = Type::Bare(name);
    }
}

/// Writes, reads, and writes again.
fn same_again(api: &Api) -> BTreeMap<String, String> {
    let files = write(api);
    let again =
        read_again(&api.folder, &files).unwrap_or_else(|error| panic!("{error}\n{files:#?}"));
    assert!(meaning(api) == meaning(&again), "{}", {
        let (before, after) = (meaning(api), meaning(&again));
        let differing = before.lines().zip(after.lines()).find(|(left, right)| left != right);
        format!("{differing:?}\n{files:#?}")
    });
    assert_eq!(files, write(&again));
    files
}

/// Returns every folder of specs in the repository.
fn folders() -> Vec<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut open = vec![here.join("tests"), here.join("../spec")];
    while let Some(folder) = open.pop() {
        if folder.ends_with("spec") {
            found.push(folder);
            continue;
        }
        let entries = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        open.extend(entries.filter(|path| path.is_dir()));
    }
    found.sort();
    found
}

#[test]
fn every_spec_here_is_the_same_once_it_is_written_and_read() {
    let mut count = 0;
    for folder in folders() {
        // Some fixtures are there for their errors.
        let Ok(spec) = read(&folder) else { continue };
        for api in &spec.apis {
            same_again(api);
            count += 1;
        }
    }
    assert!(count > 40, "{count}");
}

#[test]
fn what_is_written_looks_as_if_by_hand() {
    let spec = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")).unwrap();
    let mut text = String::new();
    for (api, path) in [
        ("agora", "api.yaml"),
        ("agora", "streamkeys.yaml"),
        ("cloudflare", "accounts/tokens.yaml"),
    ] {
        let api = spec.apis.iter().find(|each| each.folder == api).unwrap();
        text += "==> ";
        text += path;
        text += "\n";
        text += &write(api)[path];
        text += "\n";
    }
    insta::assert_snapshot!(text);
}

fn empty_api() -> Api {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("acme")).unwrap();
    let text = "clientwright: 1\napi: Acme\nservers: { default: https://acme.example }\n";
    fs::write(folder.path().join("acme/api.yaml"), text).unwrap();
    read(folder.path()).unwrap().apis.remove(0)
}

/// Returns a model in which a text stands in every place for text.
fn everywhere(text: &str) -> Api {
    let mut api = empty_api();
    let text = || text.to_owned();
    let some = || Some(text());
    // A bare type that is empty is an error of its own.
    let type_name = if text().is_empty() { "string".to_owned() } else { text() };
    let bare = || Type::Bare(type_name.clone());
    let parts = TypeParts {
        summary: some(),
        description: some(),
        type_: Some(type_name.clone().into()),
        limits: some().map(Limit::Pattern).into_iter().collect(),
        format: some(),
        default: Some(json!(text()).into()),
        example: Some(json!({ text(): [text(), null, 1.5, { text(): {} }], "b?": "a" }).into()),
        deprecated: Some(Deprecation::Note(text())),
        ..TypeParts::default()
    };
    let full = |parts: &TypeParts| Type::Full(Box::new(parts.clone()));
    let field = Field { type_: full(&parts), media_type: some(), ..Field::default() };
    let short = Field { type_: bare(), ..Field::default() };
    // Every text is the name of a required and of an optional field, question marks at its end included.
    let fields = [(Key::new(text(), true), field), (Key::new(text(), false), short.clone())];
    let fields = fields.into_iter().chain([(Key::new("z", true), short)]);
    let object = TypeParts {
        summary: some(),
        fields: Some(Box::new(fields.collect())),
        ..TypeParts::default()
    };
    let words = TypeParts {
        enum_: Some(EnumValues::Plain(vec![json!(text()), json!("x")]).into()),
        ..TypeParts::default()
    };
    let described = TypeParts {
        enum_: Some(Box::new(EnumValues::Described(Named::from_iter([
            (text(), some().into()),
            (text() + "2", None.into()),
        ])))),
        ..TypeParts::default()
    };
    let union = TypeParts {
        union: Some(Box::new(UnionCases::Untagged(vec![
            bare(),
            full(&object),
            Type::Full(Box::new(TypeParts { list: Some(bare()), ..TypeParts::default() })),
        ]))),
        ..TypeParts::default()
    };
    let tagged = TypeParts {
        tag: some(),
        union: Some(Box::new(UnionCases::Tagged(Named::from_iter([
            (text(), bare()),
            (text() + "b", full(&words)),
        ])))),
        ..TypeParts::default()
    };
    let parameter = Parameter { type_: full(&described), env: some(), ..Parameter::default() };
    let endpoint = Endpoint {
        summary: some(),
        description: some(),
        path: text(),
        query: Keyed::from_iter([
            (Key::new(text(), true), parameter.clone()),
            (Key::new(text(), false), Parameter { type_: bare(), ..Parameter::default() }),
        ]),
        permissions: vec![text(), text()],
        body: Some(Body {
            type_: full(&object),
            wrap: some(),
            media_type: some(),
            ..Body::default()
        }),
        response: Some(spec::model::Response { type_: bare(), ..Default::default() }),
        deprecated: Some(Deprecation::Note(text())),
        ..Endpoint::default()
    };
    let server = |open: bool| {
        let variable = ServerVariable {
            summary: some(),
            description: None,
            default: text(),
            enum_: Some(vec![text(), text() + "2"]),
        };
        let variables = if open { Named::from_iter([(text(), variable)]) } else { Named::new() };
        Server(ServerParts { url: text(), variables })
    };
    let file = ApiFile {
        api: text(),
        summary: some(),
        servers: Named::from_iter([(text(), server(false)), ("other".to_owned(), server(true))]),
        client_params: Named::from_iter([(text(), parameter)]),
        formats: Named::from_iter([(text(), text()), ("other".to_owned(), text())]),
        endpoints: Named::from_iter([(text(), endpoint.clone()), (text() + "2", endpoint)]),
        types: [parts, object, words, described, union, tagged]
            .iter()
            .enumerate()
            .map(|(index, parts)| (format!("{}{index}", text()), full(parts)))
            .collect(),
        ..api.file.content
    };
    api.file.content = file;
    api
}

/// What has a meaning in YAML 1.1 or 1.2, or in a terminal, or in Rust.
#[rustfmt::skip]
const HOSTILE: &[&str] = &[
    "", " ", "a ", " a", "~", "null", "Null", "true", "no", "No", "on", "OFF", "y", "N", "yes", "1", "-1",
    "+1", "1_000", "0x1f", "0o7", "0b1", "007", "1e3", "1e+3", "1.5", ".5", "5.", ".inf", "-.INF", ".nan",
    "1:30", "12:30:45", "1.2.3", "2020-01-02", "2020-01-02T03:04:05Z", "2020-01-02 03:04:05", "<<", "=", "-",
    "--", "---", "...", "- a", "-a", "-1a", "?", "? a", "?a", "a?", ":", ":a", "a:", "a: b", "a :b", "a:b",
    "a #b", "a#b", "# a", "#", "*a", "&a", "!a", "!!str a", "|", ">", "|-", "%a", "@a", "`a`", "'", "''",
    "\"", "\"a\"", "'a'", "it's", "a\"b'c", "\\", "\\n", "\\u0041", "[a]", "[", "]", "{a}", "{", "}",
    "{a: b}", "a, b", ",", "a[]", "a | null", "a[] | null", "a\nb", "a\n", "\n", "\n\n", "a\n\n", "\na",
    "a\n\nb", "a\n  b\n c\n", " a\nb", "a\n b", "a \nb ", "a\n \nb", "a\n\tb", "\ta", "a\t", "a\tb", "a\r\nb",
    "a\rb", "# a\n# b", "- a\n- b\n", "a: b\nc: d\n", "---\na", "a\n---\nb\n...\nc", "|\n a", "\0", "\u{1}",
    "\u{1b}[31m", "\u{7f}", "\u{85}", "\u{9f}", "a\u{a0}", "\u{a0}", "\u{2028}", "a\u{2029}b", "\u{202e}abc",
    "\u{2066}", "\u{200f}", "\u{feff}", "\u{feff}a", "\u{fffe}", "\u{ffff}", "\u{fffd}", "\u{e000}",
    "\u{10ffff}", "\u{e0041}", "😀", "👩‍👩‍👧", "é", "日本語: x", "a\u{301}", "\u{200b}", "../../x", "aux", "*/",
    "/* a */", "name\": {}", "a b: c #d", "https://a.example/{b}?c=d#e", "^[a-z]+$", "^\\d{1,3}$", "$ref",
    "@", "100%", "(a)", "<b>", "=1", "a =",
];

#[test]
fn hostile_texts_stay_what_they_are_in_every_place() {
    let long = "word ".repeat(100);
    let sentence = long.trim_end();
    let mut texts: Vec<String> = HOSTILE.iter().map(|text| (*text).to_owned()).collect();
    texts.extend([
        "x".repeat(200),
        "x".repeat(10_000),
        long.clone(),
        sentence.to_owned(),
        format!("{sentence}\n"),
        format!("{long}\n{long}"),
        format!("{sentence}\n\n{sentence}"),
        format!("{sentence}  {sentence}"),
        format!("# {sentence}"),
        format!("a: {sentence}"),
        format!("a\u{2028} {sentence}"),
        format!("a {} b", "x".repeat(300)),
        "é日 ".repeat(100).trim_end().to_owned(),
    ]);
    // Any two and three of what has a meaning in YAML, from a fixed beginning.
    let alphabet: Vec<char> =
        "a1 \n\t:#-?,[]{}\"'\\|>&*!%@`~=<.\r\u{2028}\u{a0}é😀_/".chars().collect();
    let mut state = 7_u64;
    let mut next = |count: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % count
    };
    for _ in 0..150 {
        let length = 2 + next(8);
        texts.push((0..length).map(|_| alphabet[next(alphabet.len())]).collect());
    }
    for text in texts {
        same_again(&everywhere(&text));
    }
}

#[test]
fn numbers_stay_what_they_are() {
    let mut api = empty_api();
    for (index, value) in [
        0.0,
        -0.0,
        1.0,
        -1.0,
        0.1,
        1e15,
        1e16,
        1e300,
        -1e-300,
        5e-324,
        f64::MAX,
        9_007_199_254_740_993.0,
        123_456_789.25,
    ]
    .into_iter()
    .enumerate()
    {
        let parts = TypeParts {
            type_: Some("number".to_owned().into()),
            limits: [Limit::Minimum(value)].into_iter().collect(),
            example: Some(Literal::from(value).into()),
            default: Some(json!([u64::MAX, i64::MIN, 0, value]).into()),
            ..TypeParts::default()
        };
        api.file.content.types.insert(format!("T{index}"), Type::Full(Box::new(parts)));
    }
    same_again(&api);
}

#[test]
fn long_texts_are_folded_and_short_ones_stay_on_their_line() {
    let mut api = empty_api();
    let sentence = "A sentence of ten words that says nothing at all. ".repeat(4);
    api.file.content.summary = Some(sentence.trim_end().to_owned());
    api.file.content.description = Some("First.\n\n- a\n- b\n".to_owned());
    let parts = TypeParts {
        summary: Some("It's 5: fine.".to_owned()),
        type_: Some("string".to_owned().into()),
        limits: [Limit::Pattern("^\\d$".to_owned())].into_iter().collect(),
        ..TypeParts::default()
    };
    let field = |type_| Field { type_, ..Field::default() };
    let fields = TypeParts {
        fields: Some(Box::new(Keyed::from_iter([
            (Key::new("a", true), field(Type::Full(Box::new(parts)))),
            (Key::new("on", false), field(Type::Bare("Thing[] | null".to_owned()))),
            (
                Key::new("no", true),
                field(Type::Full(Box::new(TypeParts {
                    summary: Some("Many.".to_owned()),
                    type_: Some("Thing[]".to_owned().into()),
                    ..TypeParts::default()
                }))),
            ),
        ]))),
        ..TypeParts::default()
    };
    api.file.content.types.insert("Thing".to_owned(), Type::Full(Box::new(fields)));
    insta::assert_snapshot!(same_again(&api)["api.yaml"]);
}
