//! How each kind of type stands in each place of a call. A combination is refused by the check, with what a reader is told,
//! or it is called against a server: the tables show what arrived there, or what was read from its answer.

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};

use clientwright::Generator;

/// A kind of type.
struct Kind {
    name: &'static str,
    /// As a spec writes it.
    spec: &'static str,
    /// As the generated code has it.
    rust: &'static str,
    /// A value, as JSON.
    json: &'static str,
}

const fn kind(
    name: &'static str,
    spec: &'static str,
    rust: &'static str,
    json: &'static str,
) -> Kind {
    Kind { name, spec, rust, json }
}

const KINDS: &[Kind] = &[
    kind("string", "string", "String", r#""a b""#),
    kind("newtype", "Id", "Id", r#""a b""#),
    kind("enum", "Color", "Color", r#""red""#),
    kind("integer_enum", "Level", "Level", "2"),
    kind("integer", "integer", "i64", "-7"),
    kind("int32", "{ type: integer, format: int32 }", "i32", "-7"),
    kind("uint32", "{ type: integer, format: uint32 }", "u32", "7"),
    kind("uint64", "{ type: integer, format: uint64 }", "u64", "18446744073709551615"),
    kind("int128", "{ type: integer, format: int128 }", "i128", "-7"),
    kind("uint128", "{ type: integer, format: uint128 }", "u128", "7"),
    kind("number", "number", "f64", "1.5"),
    kind("boolean", "boolean", "bool", "true"),
    kind("date", "date", "Date", r#""2030-01-31""#),
    kind("date_time", "date-time", "Timestamp", r#""2030-01-31T12:00:00Z""#),
    kind("time", "{ type: string, format: time }", "Time", r#""17:30:00""#),
    kind("ip", "{ type: string, format: ip }", "std::net::IpAddr", r#""192.0.2.1""#),
    kind("decimal", "{ type: string, format: decimal }", "Decimal", r#""1.50""#),
    kind("own", "{ type: string, format: money }", "crate::Money", r#""5 EUR""#),
    kind("list_of_string", "{ list: string }", "Vec<String>", r#"["a b","c"]"#),
    kind("list_of_newtype", "{ list: Id }", "Vec<Id>", r#"["a b","c"]"#),
    kind("list_of_enum", "{ list: Color }", "Vec<Color>", r#"["red","blue"]"#),
    kind("list_of_integer_enum", "{ list: Level }", "Vec<Level>", "[1,2]"),
    kind("list_of_integer", "{ list: integer }", "Vec<i64>", "[1,2]"),
    kind("list_of_number", "{ list: number }", "Vec<f64>", "[1.5,2.5]"),
    kind("list_of_boolean", "{ list: boolean }", "Vec<bool>", "[true,false]"),
    kind("list_of_date", "{ list: date }", "Vec<Date>", r#"["2030-01-31"]"#),
    kind(
        "list_of_own",
        "{ list: { type: string, format: money } }",
        "Vec<crate::Money>",
        r#"["5 EUR"]"#,
    ),
    kind("list_of_nullable", "{ list: string | null }", "Vec<Option<String>>", r#"["a",null]"#),
    kind("list_of_list", "{ list: { list: string } }", "Vec<Vec<String>>", r#"[["a"],["b"]]"#),
    kind(
        "list_of_tuple",
        "{ list: { tuple: [string, integer] } }",
        "Vec<(String, i64)>",
        r#"[["a",1]]"#,
    ),
    kind("list_of_object", "{ list: Point }", "Vec<Point>", r#"[{"x":1,"y":2}]"#),
    kind("list_of_union", "{ list: Label }", "Vec<Label>", r#"["a",1]"#),
    kind("list_of_any", "{ list: any }", "Vec<Json>", r#"["a",{"b":1}]"#),
    kind("tuple", "{ tuple: [string, integer] }", "(String, i64)", r#"["a b",1]"#),
    kind(
        "tuple_of_nullable",
        "{ tuple: [string, integer | null] }",
        "(String, Option<i64>)",
        r#"["a",null]"#,
    ),
    kind(
        "tuple_of_objects",
        "{ tuple: [Point, Point] }",
        "(Point, Point)",
        r#"[{"x":1,"y":2},{"x":3,"y":4}]"#,
    ),
    kind("map", "{ map: string }", "BTreeMap<String, String>", r#"{"k":"a b"}"#),
    kind(
        "map_of_list",
        "{ map: { list: string } }",
        "BTreeMap<String, Vec<String>>",
        r#"{"k":["a","b"]}"#,
    ),
    kind("object", "Point", "Point", r#"{"x":1,"y":2}"#),
    kind("object_with_list", "Tagged", "Tagged", r#"{"tags":["a","b"]}"#),
    kind("object_with_tuple", "Paired", "Paired", r#"{"pair":["a",1]}"#),
    kind("object_with_rest", "Open", "Open", r#"{"x":1,"more":"a"}"#),
    kind("nested_object", "Nested", "Nested", r#"{"point":{"x":1,"y":2}}"#),
    kind("union_of_texts", "Label", "Label", r#""a b""#),
    kind("union_of_objects", "Choice", "Choice", r#"{"x":1,"y":2}"#),
    kind("union_of_text_and_list", "OneOrMany", "OneOrMany", r#"["a","b"]"#),
    kind("union_of_nested", "Deep", "Deep", r#"{"point":{"x":1,"y":2}}"#),
    kind("any", "any", "Json", r#"{"a":[1,"b"]}"#),
    kind("nullable", "string | null", "Option<String>", "null"),
    kind("alias_of_string", "Text", "Text", r#""a b""#),
    kind("alias_of_list", "Names", "Names", r#"["a b","c"]"#),
    kind("alias_of_tuple", "Pair", "Pair", r#"["a b",1]"#),
    kind("alias_of_map", "Words", "Words", r#"{"k":"a b"}"#),
    kind("alias_of_object", "Place", "Place", r#"{"x":1,"y":2}"#),
    kind("alias_of_any", "Anything", "Anything", r#"{"a":[1,"b"]}"#),
    kind("alias_of_date", "Day", "Day", r#""2030-01-31""#),
    kind("binary", "binary", "Upload", ""),
    kind("list_of_binary", "{ list: binary }", "Vec<Upload>", ""),
];

const TYPES: &str = "types:
  Id: { type: string, maxLength: 9 }
  Color: { enum: [red, blue] }
  Level: { type: integer, enum: { \"1\": Low, \"2\": High } }
  Point: { fields: { x: integer, y: integer } }
  Tagged: { fields: { tags: { list: string } } }
  Paired: { fields: { pair: { tuple: [string, integer] } } }
  Open: { fields: { x: integer }, rest: string }
  Nested: { fields: { point: Point } }
  Label: { union: [integer, string] }
  Choice: { union: [Point, Tagged] }
  OneOrMany: { union: [string, { list: string }] }
  Deep: { union: [Nested, string] }
  Text: string
  Names: { list: string }
  Pair: { tuple: [string, integer] }
  Words: { map: string }
  Place: Point
  Anything: any
  Day: date
  Price: { type: string, format: money }
";

/// The places of a call, with what the methods that reach it are called on.
const PLACES: &[&str] =
    &["path", "query", "header", "cookie", "client", "form", "indices", "part", "answer_header"];

fn head(client_parameters: &str) -> String {
    format!(
        "clientwright: 1\napi: Example\nservers: {{ default: https://api.example.com }}\n\
         formats: {{ time: time, ip: ip, decimal: decimal, money: crate::Money }}\n{client_parameters}{TYPES}"
    )
}

/// An endpoint that has a value of a kind in a place.
fn endpoint(place: &str, kind: &Kind) -> String {
    let Kind { name, spec, .. } = kind;
    let (method, path) = match place {
        "path" => ("GET", format!("/path/{name}/{{value}}")),
        "client" => ("GET", format!("/client/{name}/{{of_{name}}}")),
        "form" | "indices" | "part" => ("POST", format!("/{place}/{name}")),
        _ => ("GET", format!("/{place}/{name}")),
    };
    let rest = match place {
        "path" => format!("path_params: {{ value: {spec} }}\n    response: none"),
        "query" => format!("query: {{ value: {spec} }}\n    response: none"),
        "header" => format!("headers: {{ X-Value: {spec} }}\n    response: none"),
        "cookie" => format!("cookies: {{ value: {spec} }}\n    response: none"),
        "form" => format!("body: {{ as: form, fields: {{ value: {spec} }} }}\n    response: none"),
        "indices" => format!(
            "body: {{ as: form, encoding: {{ lists: indices }}, fields: {{ value: {spec} }} }}\n    response: none"
        ),
        "part" => {
            format!("body: {{ as: multipart, fields: {{ value: {spec} }} }}\n    response: none")
        }
        "answer_header" => format!("response: {{ type: none, headers: {{ X-Value: {spec} }} }}"),
        _ => "response: none".to_owned(),
    };
    format!("  of_{name}:\n    method: {method}\n    path: {path}\n    {rest}\n")
}

fn client_parameter(kind: &Kind) -> String {
    format!("  of_{}: {}\n", kind.name, kind.spec)
}

/// What the check says of one combination; nothing where it takes it.
fn refusal(place: &str, kind: &Kind) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("example");
    fs::create_dir(&spec).unwrap();
    let parameters = if place == "client" {
        format!("client_params:\n{}", client_parameter(kind))
    } else {
        String::new()
    };
    fs::write(spec.join("api.yaml"), head(&parameters)).unwrap();
    let endpoint = format!("endpoints:\n{}", endpoint(place, kind));
    fs::write(spec.join(format!("{place}.yaml")), endpoint).unwrap();
    let error = Generator::new(folder.path()).out_dir(folder.path().join("out")).check().err()?;
    let text = error.to_string();
    let first = text.lines().next().unwrap();
    let help = text.lines().find_map(|line| line.trim().strip_prefix("= help: ")).unwrap();
    Some(format!("{first}\n        {help}"))
}

/// A crate that calls every combination that is taken.
fn caller(taken: &[(&str, &Kind)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("standing");
    let spec = folder.join("spec/example");
    let of = |place: &str| -> Vec<&Kind> {
        taken.iter().filter(|(it, _)| *it == place).map(|(_, kind)| *kind).collect()
    };
    let parameters: String = of("client").into_iter().map(client_parameter).collect();
    common::write_new(&spec.join("api.yaml"), &head(&format!("client_params:\n{parameters}")));
    for place in PLACES {
        let endpoints: String = of(place).into_iter().map(|kind| endpoint(place, kind)).collect();
        common::write_new(&spec.join(format!("{place}.yaml")), &format!("endpoints:\n{endpoints}"));
    }
    let report =
        Generator::new(folder.join("spec")).out_dir(folder.join("src/generated")).generate();
    report.unwrap_or_else(|error| panic!("{error}"));

    let mut builder = String::new();
    for kind in of("client") {
        write!(builder, "\n        .of_{}({})", kind.name, value(kind)).unwrap();
    }
    let mut calls = String::new();
    for (place, kind) in taken {
        let name = kind.name;
        let call = match *place {
            "client" => format!("client.client().of_{name}()"),
            "answer_header" => format!("client.answer_header().of_{name}().raw()"),
            _ => format!("client.{place}().of_{name}({})", value(kind)),
        };
        let request = format!("Of{}", name.split('_').map(capital).collect::<String>());
        let read = format!(
            "    println!(\"{name}\\t{{:?}}\", answer.header(answer_header::{request}::X_VALUE).unwrap());\n"
        );
        let read = if *place == "answer_header" { read } else { String::new() };
        write!(calls, "    let answer = {call}.send_blocking().unwrap();\n{read}").unwrap();
        if read.is_empty() {
            calls.push_str("    let () = answer;\n");
        }
    }
    let main = MAIN.replace("BUILDER", &builder).replace("CALLS", &calls);
    common::write_new(&folder.join("src/main.rs"), &main);
    let runtime = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime");
    let manifest = format!(
        "[package]\nname = \"standing\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\nclientwright-runtime = {{ path = {runtime:?}, default-features = false, \
         features = [\"blocking\", \"decimal\", \"files\", \"reqwest\"] }}\nserde_json = \"1\"\n\n\
         [profile.dev]\ndebug = false\n\n[workspace]\n"
    );
    common::write_new(&folder.join("Cargo.toml"), &manifest);
    let lock = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock");
    common::write_new(&folder.join("Cargo.lock"), &fs::read_to_string(lock).unwrap());
    folder
}

const MAIN: &str = r#"//! Calls every combination.

#[path = "generated/lib.rs"]
mod generated;

use std::collections::BTreeMap;

#[allow(unused_imports)]
use clientwright_runtime::{Date, Decimal, Json, Time, Timestamp, Upload};
#[allow(unused_imports)]
use generated::example::{answer_header, *};

/// A type of the user's own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Money(String);

impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for Money {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

clientwright_runtime::text_value!(Money);

fn main() {
    let url = std::env::args().nth(1).unwrap();
    let client = Client::builder().base_url(url)BUILDER
        .build()
        .unwrap();
CALLS}
"#;

/// A value of a kind, as code.
fn value(kind: &Kind) -> String {
    match kind.name {
        "binary" => "Upload::from(\"abc\")".to_owned(),
        "list_of_binary" => "vec![Upload::from(\"abc\"), Upload::from(\"def\")]".to_owned(),
        "own" => "Money(\"5 EUR\".to_owned())".to_owned(),
        "list_of_own" => "vec![Money(\"5 EUR\".to_owned())]".to_owned(),
        "list_of_date" => "vec![\"2030-01-31\".parse::<Date>().unwrap()]".to_owned(),
        "date" | "date_time" | "time" | "ip" | "decimal" | "alias_of_date" => {
            format!("{}.parse::<{}>().unwrap()", kind.json, kind.rust)
        }
        _ => format!("serde_json::from_str::<{}>({:?}).unwrap()", kind.rust, kind.json),
    }
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}

/// Answers each request on a connection, and hands on what it was: the value without all that is the same in every call.
fn serve(stream: TcpStream, seen: &Sender<(String, String)>) -> Option<()> {
    let mut writer = stream.try_clone().ok()?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let target = line.split(' ').nth(1)?.to_owned();
        let (mut length, mut boundary, mut value) = (0, String::new(), String::new());
        loop {
            let mut header = String::new();
            reader.read_line(&mut header).ok()?;
            let Some((name, text)) = header.trim_end().split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = text.parse().ok()?,
                "content-type" => {
                    text.split("boundary=").nth(1).unwrap_or_default().clone_into(&mut boundary);
                }
                "x-value" | "cookie" => text.clone_into(&mut value),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let body = String::from_utf8(body).ok()?;
        let (call, query) = target.split_once('?').unwrap_or((&target, ""));
        let parts: Vec<&str> = call.trim_start_matches('/').splitn(3, '/').collect();
        value.push_str(parts.get(2).unwrap_or(&""));
        value.push_str(query);
        value.push_str(&if boundary.is_empty() { body } else { parts_of(&body, &boundary) });
        let answer = KINDS.iter().find(|kind| Some(&kind.name) == parts.get(1));
        let answer = answer.map_or("", |kind| kind.json.trim_matches('"'));
        seen.send((format!("{}\t{}", parts[0], parts[1]), value)).ok()?;
        write!(writer, "HTTP/1.1 204 No Content\r\nx-value: {answer}\r\n\r\n").ok()?;
    }
}

/// The parts of a body, each on one line.
fn parts_of(body: &str, boundary: &str) -> String {
    let between = format!("--{boundary}");
    let parts =
        body.split(&between).map(str::trim).filter(|part| !part.is_empty() && *part != "--");
    let shown = parts.map(|part| {
        let part = part.replace("Content-Disposition: form-data; ", "");
        part.replace("\r\n\r\n", " = ").replace("\r\n", "; ")
    });
    shown.collect::<Vec<_>>().join(" & ")
}

/// The base URL of a server, which hands on every request.
fn server(seen: Sender<(String, String)>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let seen = seen.clone();
            std::thread::spawn(move || serve(stream.unwrap(), &seen));
        }
    });
    url
}

#[test]
fn every_kind_of_type_stands_in_every_place_or_is_refused() {
    let mut refused = BTreeMap::new();
    let mut taken = Vec::new();
    for place in PLACES {
        for kind in KINDS {
            match refusal(place, kind) {
                Some(text) => drop(refused.insert((*place, kind.name), text)),
                None => taken.push((*place, kind)),
            }
        }
    }
    let folder = caller(&taken);
    let (sender, seen) = channel();
    let url = server(sender);
    let (succeeded, text) = common::run_cargo(&folder, &["run", "--", &url]);
    assert!(succeeded, "{text}");
    let mut sent: BTreeMap<String, String> = seen.try_iter().collect();
    for line in text.lines() {
        if let Some((name, value)) = line.split_once('\t') {
            sent.insert(format!("answer_header\t{name}"), value.to_owned());
        }
    }
    for place in PLACES {
        let mut table = String::new();
        for kind in KINDS {
            let name = kind.name;
            match refused.get(&(*place, name)) {
                Some(text) => writeln!(table, "{name}: {text}").unwrap(),
                None => writeln!(table, "{name}: {}", sent[&format!("{place}\t{name}")]).unwrap(),
            }
        }
        insta::assert_snapshot!(format!("in_{place}"), table);
    }
}
