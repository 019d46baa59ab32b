//! Recordings: what is in the file, what is not, and what is answered from it.

mod support;

use clientwright_runtime::spec::Compose as _;
use std::fs;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};

use clientwright_runtime::mock::{Mock, TestClock};
use clientwright_runtime::spec::{
    AnswerForm, Api, Body, Credential, Endpoint, EnvelopeRule, Field, Parameter, Scalar, Schema,
    Scheme,
};
use clientwright_runtime::transport::{
    BoxFuture, Failure, HttpBody, HttpRequest, HttpResponse, Recorder, Replay, Transport,
    TransportError,
};
use clientwright_runtime::{Client, ClientBuilder, Content, Headers, Json, Request};
use serde_json::json;
use support::run;

static API: Api = Api::new("Media")
    .schemes(
        const {
            &[
                Scheme::query("query", "key", Credential::new("key").secret()),
                Scheme::basic("basic", Credential::new("id"), Credential::new("secret").secret()),
            ]
        },
    )
    .envelope(EnvelopeRule::new().success_equals("status", Scalar::Text("fine")).data("data"));

const AUTH: &[&[&str]] = &[&["query", "basic"]];

static SCHEMA: Schema = Schema::object(
    const {
        &[
            Field::required("key", Schema::string().secret()),
            Field::optional("pin", Schema::integer().secret()),
        ]
    },
);

static GET: Endpoint<Json, ()> = Endpoint::get("things.get", "/things/{key}")
    .parameters(
        const {
            &[
                Parameter::path("key", Schema::string()).secret(),
                Parameter::query("n", Schema::any()),
                Parameter::header("x-pass", Schema::string()).secret(),
            ]
        },
    )
    .auth(AUTH);

static CREATE: Endpoint<Json, ()> = Endpoint::post("things.create", "/things")
    .body(Body::json(Schema::reference(|| &SCHEMA)))
    .answer(Schema::reference(|| &SCHEMA))
    .auth(AUTH)
    .secret();

/// As the one before, by a description that does not say what is secret.
static ROLL: Endpoint<Json, ()> = Endpoint::put("things.roll", "/things").auth(AUTH).secret();

static FILE: Endpoint<Json, ()> =
    Endpoint::get("things.file", "/file").auth(AUTH).form(AnswerForm::Binary).bare();

fn builder() -> ClientBuilder {
    ClientBuilder::new(&API)
        .credentials("query", [("key", "query key-of-nobody")])
        .credentials("basic", [("id", "id-of-nobody"), ("secret", "basic-of-nobody")])
        .base_url("https://api.example.com/v1")
        .clock(TestClock::new())
        .retries(0)
}

/// Answers calls by a mock, and records them.
fn recorded(path: &Path, mock: &Mock) -> Client {
    builder().transport(Recorder::new(mock.clone(), path)).build().unwrap()
}

/// Another client, with other credentials.
fn replayed(replay: &Replay) -> Client {
    ClientBuilder::new(&API)
        .credentials("query", [("key", "x")])
        .credentials("basic", [("id", "y"), ("secret", "z")])
        .base_url("https://api.example.com/v1")
        .clock(TestClock::new())
        .retries(0)
        .transport(replay.clone())
        .build()
        .unwrap()
}

fn get(client: &Client, key: &str) -> Request<Json, ()> {
    Request::new(client, &GET).argument("key", key).argument("x-pass", "pass-of-nobody")
}

fn create(client: &Client) -> Request<Json, ()> {
    Request::new(client, &CREATE).body(&json!({ "key": "sent-of-nobody", "pin": 4711, "n": 1 }))
}

#[test]
fn a_recording_reads_well_holds_no_secret_and_answers_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.json");
    let mock = Mock::new();
    let client = recorded(&path, &mock);
    let fine = |data: Json| json!({ "status": "fine", "data": data });
    mock.on(&CREATE)
        .reply_envelope(fine(json!({ "key": "made-of-nobody", "pin": 42, "name": "x" })))
        .reply_header("set-cookie", "sid=cookie-of-nobody")
        .reply_header("location", "https://cdn.example.net/x?sig=signature-of-nobody")
        .reply_header("x-seen", "query%20key-of-nobody")
        .reply_failure(400, json!({ "message": "no sent-of-nobody, basic-of-nobody" }));
    mock.on(&ROLL).reply(json!({ "value": "rolled-of-nobody", "at": "2024-01-01T00:00:00Z" }));
    mock.on(&GET)
        .reply(json!({ "name": "first, later made-of-nobody" }))
        .reply(json!({ "name": "second" }))
        .fail(Failure::Timeout, "waited for id-of-nobody")
        .reply_raw(500, &[("content-type", "text/html")], "<title>key-of-nobody/1</title>");
    mock.on(&FILE).reply_raw(200, &[], vec![0xff, 0, 1]);
    let calls = async |client: &Client| {
        let mut told = vec![
            format!("{:?}", create(client).await),
            format!("{:?}", create(client).await),
            format!("{:?}", Request::new(client, &ROLL).await),
        ];
        for _ in 0..4 {
            told.push(format!("{:?}", get(client, "key-of-nobody/1").argument("n", "1").await));
        }
        let bytes = Request::new(client, &FILE).raw().await.unwrap();
        assert_eq!(bytes.data().as_bytes(), [0xff, 0, 1]);
        told
    };
    let live = run(calls(&client));
    mock.verify();

    let text = fs::read_to_string(&path).unwrap();
    for secret in ["of-nobody", "of%20nobody", "4711", "42", "aWQtb2Ytbm9ib2R5"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    insta::assert_snapshot!(text);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");

    let replay = Replay::open(&path).unwrap();
    let again = run(calls(&replayed(&replay)));
    assert_eq!(replay.unused(), Vec::<String>::new());
    // What failed by a status or in time fails the same; what was read is the same but for the secrets.
    assert_eq!(live[4], again[4]);
    assert!(again[5].contains("the response was not received in time"), "{}", again[5]);
    insta::assert_snapshot!(again.join("\n"));
}

#[test]
fn equal_requests_are_answered_in_order_and_others_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.json");
    let mock = Mock::new();
    let client = recorded(&path, &mock);
    mock.on(&GET).reply(json!(1)).reply(json!(2)).reply(json!(3));
    mock.on(&CREATE).reply(json!({ "key": "x" }));
    run(async {
        get(&client, "a").argument("n", "1").await.unwrap();
        get(&client, "a").argument("n", "2").await.unwrap();
        get(&client, "a").argument("n", "1").await.unwrap();
        create(&client).await.unwrap();
    });
    let replay = Replay::open(&path).unwrap();
    let client = replayed(&replay);
    run(async {
        let ask = async |n: &str| get(&client, "b").argument("n", n).await;
        assert_eq!(ask("1").await.unwrap(), 1);
        assert_eq!(ask("1").await.unwrap(), 3);
        let told = [
            ask("1").await.unwrap_err(),
            ask("3").await.unwrap_err(),
            Request::new(&client, &CREATE).body(&json!({ "key": "x", "n": 2 })).await.unwrap_err(),
            Request::new(&client, &ROLL).await.unwrap_err(),
        ];
        assert!(told.iter().all(|error| error.is_transport() && error.attempts() == 1));
        let told: Vec<String> = told.iter().map(ToString::to_string).collect();
        let told = told.join("\n").replace(&path.display().to_string(), "calls.json");
        assert!(!told.contains("of-nobody"), "{told}");
        insta::assert_snapshot!(told);
    });
    assert_eq!(replay.unused().len(), 2);
}

/// A transport whose answer comes in pieces and may break off.
struct Pieces(&'static [Result<&'static str, Failure>]);

struct Coming(std::slice::Iter<'static, Result<&'static str, Failure>>);

impl futures_core::Stream for Coming {
    type Item = Result<Content, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next().map(|piece| match piece {
            Ok(text) => Ok((*text).into()),
            Err(failure) => Err(TransportError::new(*failure, "lost basic-of-nobody")),
        }))
    }
}

impl Transport for Pieces {
    fn send<'a>(
        &'a self,
        _: HttpRequest<'a>,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
        let body = HttpBody::stream(None, Coming(self.0.iter()));
        let answer = HttpResponse::new(200, Headers::new(), body);
        Box::pin(std::future::ready(Ok(answer)))
    }
}

#[test]
fn an_answer_that_breaks_off_does_so_again() {
    static PIECES: &[Result<&str, Failure>] =
        &[Ok(r#"{"status":"fine","data":{"key":"made-of-no"#), Err(Failure::Other)];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.json");
    let recorder = Recorder::new(Pieces(PIECES), &path);
    let live = builder().transport(recorder).build().unwrap();
    let error = run(create(&live)).unwrap_err();
    let text = fs::read_to_string(&path).unwrap();
    assert!(!text.contains("of-no"), "{text}");
    let replay = Replay::open(&path).unwrap();
    let again = run(create(&replayed(&replay))).unwrap_err();
    assert_eq!(error.to_string(), again.to_string());
}

#[test]
fn an_answer_that_is_not_read_to_its_end_is_kept_as_far_as_it_came() {
    static PIECES: &[Result<&str, Failure>] = &[Ok("[1,2,3,4,5,6,7,8]"), Ok(" "), Ok(" ")];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.json");
    let recorder = Recorder::new(Pieces(PIECES), &path);
    let live = builder().max_response_size(17).transport(recorder).build().unwrap();
    assert!(run(get(&live, "a")).unwrap_err().is_too_large());
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("the rest was not read"), "{text}");
}

#[test]
fn a_recording_that_cannot_be_written_is_told_by_the_call() {
    let folder = tempfile::tempdir().unwrap();
    let mock = Mock::new();
    mock.on(&GET).reply(json!(1));
    let client = recorded(&folder.path().join("nowhere/calls.json"), &mock);
    let error = run(get(&client, "a")).unwrap_err();
    assert!(error.to_string().contains("the call was made, but its recording"), "{error}");
}

#[test]
fn concurrent_calls_leave_a_whole_file_in_the_order_of_the_requests() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.json");
    let mock = Mock::new();
    let client = recorded(&path, &mock);
    mock.on(&GET).reply(json!(1)).times(20);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                run(async {
                    for n in 0..5_u64 {
                        get(&client, "a").argument("n", &n).await.unwrap();
                    }
                });
            });
        }
    });
    assert_eq!(Replay::open(&path).unwrap().unused().len(), 20);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_file_that_is_changed_or_foreign_says_where() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.json");
    let exchange = json!({
        "request": { "operation": "a", "method": "GET", "url": "https://a.example", "headers": {} },
        "response": { "status": 200, "headers": { "a": ["b", "c"] }, "body": { "text": "x" } },
    });
    let file = |change: &dyn Fn(&mut Json)| {
        let mut file = json!({ "clientwright_recording": 1, "exchanges": [exchange.clone(), exchange.clone()] });
        change(&mut file);
        file.to_string()
    };
    let told = |text: &str| {
        fs::write(&path, text).unwrap();
        let error = Replay::open(&path).err().map(|error| error.to_string());
        error
            .unwrap_or_else(|| "opens".to_owned())
            .replace(&path.display().to_string(), "calls.json")
    };
    let all = [
        told(&file(&|_| {})),
        told(""),
        told("{"),
        told("[]"),
        told(r#"{"log": {"entries": []}}"#),
        told(&file(&|file| file["clientwright_recording"] = json!(2))),
        told(&file(&|file| file["more"] = json!(2))),
        told(&file(&|file| file["exchanges"] = json!({}))),
        told(&file(&|file| file["exchanges"][1] = json!(7))),
        told(&file(&|file| file["exchanges"][1]["request"]["url"] = json!(null))),
        told(&file(&|file| file["exchanges"][1]["broken"] = json!({}))),
        told(&file(&|file| file["exchanges"][1]["response"]["status"] = json!("200"))),
        told(&file(&|file| file["exchanges"][1]["response"]["headers"]["a"][1] = json!("\n"))),
        told(&file(&|file| file["exchanges"][1]["response"]["headers"]["a b"] = json!("c"))),
        told(&file(&|file| file["exchanges"][1]["response"]["body"]["json"] = json!(1))),
        told(&file(&|file| file["exchanges"][1]["response"]["body"] = json!({ "base64": "?" }))),
        told(&file(&|file| file["exchanges"][0]["response"]["cut"] = json!({ "failure": "x" }))),
        told(&file(&|file| {
            let request = file["exchanges"][0]["request"].as_object_mut().unwrap();
            request.remove("operation");
        })),
    ];
    insta::assert_snapshot!(all.join("\n"));
    assert!(
        Replay::open(folder.path().join("none"))
            .unwrap_err()
            .to_string()
            .contains("cannot be read")
    );
}
