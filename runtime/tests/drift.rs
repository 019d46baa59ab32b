//! Reports of what answers hold and the spec does not know.

mod support;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use clientwright_runtime as rt;
use rt::spec::{
    Api as Description, Choice, Credential, Endpoint, EnvelopeRule, FieldWriter, Fields, Scalar,
    Schema, Scheme, Union, Value, Writer,
};
use rt::{Client, ClientBuilder, Drift, DriftKind, Json, Request};
use support::{Server, json, run};

static API: Description = Description::new("Media")
    .source("spec/media")
    .schemes(const { &[Scheme::bearer("token", Credential::new("token").secret())] })
    .envelope(EnvelopeRule::new().success_equals("success", Scalar::Bool(true)).data("result"));

enum Media {}

impl rt::spec::Service for Media {
    type Failure = Json;
    type Envelope<T: Value> = Envelope<T>;

    fn api() -> &'static Description {
        &API
    }
}

macro_rules! object {
    ($name:ident $(<$parameter:ident>)? { $($field:ident: $type:ty),* }) => {
        #[derive(Clone, Debug)]
        struct $name $(<$parameter>)? { $($field: $type),* }

        impl $(<$parameter: Value>)? rt::spec::Object for $name $(<$parameter>)? {
            fn read(fields: &mut Fields<'_, '_>) -> Self {
                Self { $($field: fields.field(stringify!($field))),* }
            }

            fn write(&self, fields: &mut FieldWriter<'_>) {
                $(fields.field(stringify!($field), &self.$field);)*
            }
        }

        rt::object!($name $(<$parameter>)?);
    };
}

object!(Envelope<T> { success: bool, errors: Option<Vec<Message>>, result: T });
object!(Message { code: i64 });
object!(Item {
    id: String,
    color: Option<Color>,
    shape: Option<Shape>,
    either: Option<Either>,
    inner: Option<Box<Item>>,
    map: Option<BTreeMap<String, Message>>,
    any: Option<Json>
});
object!(Circle { radius: f64 });
object!(Few { a: i64 });
object!(Other { b: i64 });

#[derive(Clone, Debug, PartialEq)]
enum Color {
    Red,
    Unknown(String),
}

rt::open_enum!(Color { Red = "red" });

macro_rules! union {
    ($name:ident { $($case:ident),* } $read:expr) => {
        #[derive(Clone, Debug)]
        enum $name { $($case($case),)* Unknown(Json) }

        impl Union for $name {
            fn read<'r, 't>(choice: Choice<'r, 't, Self>) -> Choice<'r, 't, Self> {
                let read: fn(Choice<'r, 't, Self>) -> Choice<'r, 't, Self> = $read;
                read(choice)
            }

            fn write(&self, writer: &mut Writer) {
                match self {
                    $(Self::$case(value) => value.write(writer),)*
                    Self::Unknown(value) => value.write(writer),
                }
            }

            fn unknown(json: Json) -> Self {
                Self::Unknown(json)
            }
        }

        rt::union!($name);
    };
}

union!(Shape { Circle } | choice | choice.tag("type").tagged("circle", Self::Circle));
union!(Either { Few, Other } | choice | choice.case(Self::Few).case(Self::Other));

static ITEM: Schema = Schema::object(
    const {
        &[
            rt::spec::Field::required("id", Schema::string().max_length(3)),
            rt::spec::Field::optional("color", Schema::string().one_of(&["red"])),
            rt::spec::Field::optional("any", Schema::string().secret().max_length(3)),
            rt::spec::Field::optional("inner", Schema::reference(|| &ITEM)),
            rt::spec::Field::optional(
                "map",
                Schema::map(
                    const {
                        &Schema::object(
                            const {
                                &[rt::spec::Field::required("code", Schema::integer().maximum(9.0))]
                            },
                        )
                    },
                ),
            ),
        ]
    },
);

static LIST: Endpoint<Vec<Item>, Media> = Endpoint::get("media.items.list", "/items")
    .auth(&[&["token"]])
    .answer(Schema::list(const { &Schema::reference(|| &ITEM) }));
static GET: Endpoint<Item, Media> =
    Endpoint::get("item", "/item").auth(&[&["token"]]).answer(Schema::reference(|| &ITEM)).bare();

type Heard = Arc<Mutex<Vec<Drift>>>;

fn client(server: &Server) -> (Client, Heard) {
    let heard = Heard::default();
    let log = Arc::clone(&heard);
    let client = ClientBuilder::new(&API)
        .base_url(&server.url)
        .credentials("token", [("token", "t0ken-0123456789")])
        .on_drift(move |drift| log.lock().unwrap().push(drift.clone()))
        .build()
        .unwrap();
    (client, heard)
}

/// What is reported of answers, one after the other.
fn reported<T: Value>(endpoint: &'static Endpoint<T, Media>, answers: &[&str]) -> Vec<String> {
    let server = Server::new(answers.iter().map(|answer| json(200, answer)));
    let (client, heard) = client(&server);
    for _ in answers {
        run(Request::new(&client.clone(), endpoint)).unwrap();
    }
    let heard = heard.lock().unwrap();
    heard.iter().map(ToString::to_string).collect()
}

#[test]
fn unknown_fields_and_values_are_told_with_their_places() {
    let found = reported(
        &LIST,
        &[
            r#"{"success":true,"new":1,"errors":[{"code":1,"chain":[]},{"code":2,"chain":[]}],"result":[
            {"id":"a","color":"red","shape":{"type":"circle","radius":1,"fill":"x"}},
            {"id":"b","color":"blue","size":{"x":1},"inner":{"id":"c","color":"green","size":1}},
            {"id":"d","size":2,"shape":{"type":"square","side":1},"either":{"b":1,"c":2}},
            {"id":"e","either":[1],"map":{"k1":{"code":1,"x":1},"k2":{"code":2,"x":2}},"any":"abc"}
        ]}"#,
        ],
    );
    let file = "(spec/media/media/items.yaml)";
    let expected: Vec<String> = [
        "`errors[].chain` is a field that the spec does not define: an array",
        "`new` is a field that the spec does not define: a number",
        "`result[].either.c` is a field that the spec does not define: a number",
        "`result[].inner.size` is a field that the spec does not define: a number",
        "`result[].map.*.x` is a field that the spec does not define: a number",
        "`result[].shape.fill` is a field that the spec does not define: a string",
        "`result[].size` is a field that the spec does not define: a number",
        "`result[].size` is a field that the spec does not define: an object",
        "`result[].color` is a value that the spec does not define: \"blue\"",
        "`result[].either` does not fit any type that the spec defines: an array",
        "`result[].inner.color` is a value that the spec does not define: \"green\"",
        "`result[].shape.type` is a value that the spec does not define: \"square\"",
    ]
    .map(|line| format!("media.items.list: {line} {file}"))
    .into();
    assert_eq!(found, expected);
}

#[test]
fn each_is_told_once_by_a_client_and_its_clones() {
    let answer = r#"{"id":"a","new":1}"#;
    assert_eq!(
        reported(&GET, &[answer, answer, r#"{"id":"a","new":2,"color":"x"}"#]),
        [
            "item: `new` is a field that the spec does not define: a number (spec/media/api.yaml)",
            "item: `color` is a value that the spec does not define: \"x\" (spec/media/api.yaml)",
        ]
    );
}

#[test]
fn all_breaches_are_told_and_no_secret() {
    let found = reported(
        &LIST,
        &[
            r#"{"success":true,"result":[
                {"id":"toolong","any":"s3cret"},
                {"id":"longer","map":{"k":{"code":10}},"inner":{"id":"other","any":"h1dden"}}
            ]}"#,
            r#"{"success":true,"result":[{"id":"yet another"}]}"#,
        ],
    );
    let text = found.join("\n");
    for part in [
        "media.items.list: `result[].any` must have at most 3 characters (spec/media/media/items.yaml)",
        "`result[].id` must have at most 3 characters (it is ",
        "`result[].inner.any` must have at most 3 characters (spec",
        "`result[].inner.id` must have at most 3 characters (it is \"other\")",
        "`result[].map.*.code` must be at most 9 (it is 10)",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert_eq!(found.len(), 5, "{text}");
    assert!(!text.contains("s3cret") && !text.contains("h1dden"));
}

#[test]
fn what_is_shown_is_short_and_masked() {
    let long = "x".repeat(1_000);
    let found = reported(
        &GET,
        &[&format!(r#"{{"id":"a","color":"see t0ken-0123456789 {long}","t0ken-0123456789":1}}"#)],
    );
    let text = found.join("\n");
    assert!(text.contains("`[redacted]` is a field"), "{text}");
    assert!(text.contains("see [redacted] xxx") && text.len() < 400, "{text}");
}

#[test]
fn a_server_cannot_fill_the_memory() {
    let many = |range: std::ops::Range<u32>| {
        let fields: Vec<String> = range.map(|number| format!(r#""f{number}":1"#)).collect();
        format!(r#"{{"id":"a",{}}}"#, fields.join(","))
    };
    assert_eq!(reported(&GET, &[&many(0..3_000), &many(3_000..3_100)]).len(), 1_000);
}

#[test]
fn the_envelope_is_looked_at_where_it_is_asked_for_and_answers_that_do_not_fit_tell_nothing() {
    let answer = r#"{"success":true,"new":1,"result":[{"id":"long","x":1}]}"#;
    let server = Server::new([json(200, answer), json(200, r#"{"id":7,"new":1}"#)]);
    let (client, heard) = client(&server);
    run(Request::new(&client, &LIST).envelope()).unwrap();
    let kinds: Vec<(DriftKind, String)> = heard
        .lock()
        .unwrap()
        .drain(..)
        .map(|drift| (drift.kind(), drift.path().to_owned()))
        .collect();
    assert_eq!(
        kinds,
        [
            (DriftKind::UnknownField, "new".to_owned()),
            (DriftKind::UnknownField, "result[].x".to_owned()),
            (DriftKind::Breach, "result[].id".to_owned()),
        ]
    );
    assert!(run(Request::new(&client, &GET)).unwrap_err().is_decode());
    assert!(heard.lock().unwrap().is_empty());
}
