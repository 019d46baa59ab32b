//! Calls that a mock answers, and what it says where they are not as expected.

mod support;

use clientwright_runtime::spec::Compose as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use clientwright_runtime::mock::{Mock, TestClock};
use clientwright_runtime::spec::{
    AnswerForm, Api, Body, Credential, Endpoint, EnvelopeRule, FailureRule, Field, Pages,
    Parameter, Scalar, Schema, Scheme,
};
use clientwright_runtime::transport::Failure;
use clientwright_runtime::{Client, ClientBuilder, Json, Page, Request, Secret};
use serde_json::json;
use support::run;

static API: Api = Api::new("Media")
    .schemes(const { &[Scheme::bearer("token", Credential::new("token").secret())] })
    .envelope(EnvelopeRule::new().success_equals("ok", Scalar::Integer(1)).data("reply.data"))
    .failure(FailureRule::new().message("errors[].message"));

const AUTH: &[&[&str]] = &[&["token"]];

static GET: Endpoint<Option<String>, ()> = Endpoint::get("things.get", "/things/{id}/{key}")
    .parameters(
        const {
            &[
                Parameter::path("id", Schema::string()),
                Parameter::path("key", Schema::string()).secret(),
                Parameter::query("tags", Schema::list(const { &Schema::string() })),
            ]
        },
    )
    .auth(AUTH)
    .nullable();

static CREATE: Endpoint<Secret, ()> = Endpoint::post("things.create", "/things")
    .body(
        Body::json(Schema::object(
            const {
                &[
                    Field::optional("name", Schema::string()),
                    Field::optional("key", Schema::string().secret()),
                    Field::optional("parts", Schema::any()),
                ]
            },
        ))
        .wrap("thing"),
    )
    .auth(AUTH);

static REMOVE: Endpoint<(), ()> = Endpoint::delete("things.remove", "/things").auth(AUTH).void();

static TEXT: Endpoint<String, ()> =
    Endpoint::get("things.text", "/text").auth(AUTH).form(AnswerForm::Text).bare();

fn client(mock: &Mock) -> Client {
    ClientBuilder::new(&API)
        .credentials("token", [("token", "token-of-nobody")])
        .mock(mock)
        .clock(TestClock::new())
        .build()
        .unwrap()
}

fn get(client: &Client, id: &str, key: &str) -> Request<Option<String>, ()> {
    Request::new(client, &GET).argument("id", id).argument("key", key)
}

#[test]
fn an_answer_comes_as_the_server_would_send_it() {
    let mock = Mock::new();
    let client = client(&mock);
    mock.on(&GET).reply("seven".to_owned()).reply(None);
    mock.on(&CREATE).reply("s3cret-of-nobody");
    mock.on(&REMOVE).reply(()).reply_empty();
    run(async {
        let raw = get(&client, "1", "k").raw().await.unwrap();
        assert_eq!(raw.data().as_str(), Some(r#"{"ok":1,"reply":{"data":"seven"}}"#));
        assert_eq!(raw.headers().get("content-type"), Some("application/json"));
        assert_eq!(get(&client, "1", "k").await.unwrap(), None);
        let made = Request::new(&client, &CREATE).await.unwrap();
        assert_eq!(made.reveal(), "s3cret-of-nobody");
        Request::new(&client, &REMOVE).await.unwrap();
        Request::new(&client, &REMOVE).await.unwrap();
    });
    mock.verify();
}

#[test]
fn failures_broken_calls_and_bytes_are_answers_too() {
    let mock = Mock::new();
    let client = client(&mock);
    mock.on(&GET)
        .reply_failure(404, json!({ "errors": [{ "message": "no such thing" }] }))
        .reply_status(403)
        .fail(Failure::Timeout, "too slow")
        .reply_raw(200, &[("content-type", "text/html")], "<title>Moved</title>")
        .reply_envelope(json!({ "ok": 0, "errors": [{ "message": "not today" }] }));
    run(async {
        let mut told = Vec::new();
        for _ in 0..5 {
            told.push(get(&client, "1", "k").retries(0).await.unwrap_err().to_string());
        }
        insta::assert_snapshot!(told.join("\n"));
    });
}

#[test]
fn an_answer_may_be_for_several_calls() {
    let mock = Mock::new();
    let client = client(&mock);
    let removals = mock.on(&REMOVE).reply(()).times(2).reply_status(404);
    let reads = mock.on(&GET).reply("x".to_owned()).any_times();
    run(async {
        for _ in 0..2 {
            Request::new(&client, &REMOVE).await.unwrap();
        }
        assert!(Request::new(&client, &REMOVE).await.unwrap_err().is_not_found());
    });
    assert_eq!((removals.calls(), reads.calls()), (3, 0));
    mock.check().unwrap();
}

#[test]
fn a_client_retries_as_ever() {
    let mock = Mock::new();
    let clock = TestClock::new();
    let client = ClientBuilder::new(&API)
        .credentials("token", [("token", "token-of-nobody")])
        .transport(mock.clone())
        .base_url("https://api.example.com")
        .clock(clock.clone())
        .build()
        .unwrap();
    mock.on(&GET).reply_status(429).reply_header("retry-after", "3").reply("x".to_owned());
    run(get(&client, "1", "k")).unwrap();
    assert_eq!(clock.slept(), [Duration::from_secs(3)]);
    let attempts: Vec<u32> =
        mock.requests().iter().map(clientwright_runtime::mock::Sent::attempt).collect();
    assert_eq!(attempts, [1, 2]);
    mock.verify();
}

#[test]
fn what_came_can_be_looked_at_and_does_not_show_itself() {
    let mock = Mock::new();
    let client = client(&mock);
    mock.on(&CREATE).reply("x");
    mock.on(&GET).reply(None);
    run(async {
        get(&client, "1", "key-of-nobody").await.unwrap();
        let request =
            Request::new(&client, &CREATE).field("key", &Secret::from("s3cret-of-nobody"));
        request.await.unwrap();
    });
    let requests = mock.requests();
    assert_eq!(requests[0].operation(), "things.get");
    assert_eq!(requests[0].argument("key"), Some("key-of-nobody"));
    assert_eq!(requests[0].url().reveal(), "https://mock.invalid/things/1/key-of-nobody");
    assert_eq!(requests[0].headers().get("authorization"), Some("Bearer token-of-nobody"));
    assert_eq!(requests[1].json(), Some(json!({ "thing": { "key": "s3cret-of-nobody" } })));
    let shown = format!("{requests:?} {mock:?} {} {}", requests[0], requests[1]);
    assert!(!shown.contains("of-nobody"), "{shown}");
    insta::assert_snapshot!(shown);
}

#[test]
fn requests_are_told_apart_by_what_they_hold() {
    let mock = Mock::new();
    let client = client(&mock);
    mock.on(&GET).with("id", "2").with("tags", vec!["a", "b"]).reply("two".to_owned());
    mock.on(&GET).with("id", 1_u64).with("key", "k").reply("one".to_owned());
    mock.on(&CREATE).with_field("parts[1].n", &2_u64).reply("by path");
    mock.on(&CREATE).with_field("/parts/0", &Json::from(7)).reply("by pointer");
    mock.on(&CREATE).with_body(&json!({ "name": "x" })).reply("by body");
    mock.on(&CREATE).with_bytes(r#"{"thing":{"name":"y"}}"#).reply("by bytes");
    mock.on(&CREATE)
        .with_header("authorization", "Bearer token-of-nobody")
        .with_header("x-trace", "1")
        .reply("by header");
    run(async {
        assert_eq!(get(&client, "1", "k").await.unwrap().as_deref(), Some("one"));
        let two = get(&client, "2", "k").argument("tags", &vec!["a", "b"]);
        assert_eq!(two.await.unwrap().as_deref(), Some("two"));
        let create = || Request::new(&client, &CREATE);
        for (request, by) in [
            (create().header("x-trace", "1"), "by header"),
            (create().field("name", &"y".to_owned()), "by bytes"),
            (create().field("name", &"x".to_owned()), "by body"),
            (create().field("parts", &json!([7])), "by pointer"),
            (create().field("parts", &json!([1, { "n": 2 }])), "by path"),
        ] {
            assert_eq!(request.await.unwrap().reveal(), by);
        }
    });
    mock.verify();
}

#[test]
fn texts_and_pages_come_out_as_they_went_in() {
    static NUMBERED: Endpoint<Page<String>, ()> = Endpoint::get("list.numbered", "/list")
        .parameters(
            const {
                &[
                    Parameter::query("page", Schema::integer()),
                    Parameter::query("size", Schema::integer()),
                ]
            },
        )
        .auth(AUTH)
        .pages(Pages::page("page").size("size").total("info.total"));
    static OFFSET: Endpoint<Page<String>, ()> = Endpoint::get("list.offset", "/list")
        .parameters(const { &[Parameter::query("offset", Schema::integer())] })
        .auth(AUTH)
        .pages(Pages::offset("offset").items("reply.data.items").total("reply.data.total"));
    static CURSOR: Endpoint<Page<String>, ()> = Endpoint::get("list.cursor", "/list")
        .parameters(const { &[Parameter::query("cursor", Schema::string())] })
        .auth(AUTH)
        .pages(
            Pages::cursor("cursor")
                .items("reply.data.items")
                .next("reply.data.cursor")
                .more("reply.data.more"),
        );
    let mock = Mock::new();
    let client = client(&mock);
    let items = || ["a".to_owned(), "b".to_owned()];
    mock.on(&TEXT).reply("plain \"text\"");
    mock.on(&NUMBERED).reply(Page::new(items()).total(5).next("2")).reply(Page::new(items()));
    mock.on(&OFFSET).reply(Page::new(items()).next("9")).reply(Page::new(items()));
    mock.on(&CURSOR).reply(Page::new(items()).next("x")).reply(Page::new([]));
    run(async {
        let text = Request::new(&client, &TEXT).raw().await.unwrap();
        assert_eq!(text.data().as_str(), Some("plain \"text\""));
        let first = Request::new(&client, &NUMBERED).argument("size", &2_u64).await.unwrap();
        assert_eq!(first, Page::new(items()).total(5).next("2"));
        let numbered = Request::new(&client, &NUMBERED).argument("size", &2_u64);
        let last = numbered.argument("page", &3_u64).await.unwrap();
        assert_eq!(last, Page::new(items()).total(6), "the last page tells a total by that");
        let offset = |offset: u64| Request::new(&client, &OFFSET).argument("offset", &offset);
        assert_eq!(offset(7).await.unwrap().next.as_deref(), Some("9"));
        assert_eq!(offset(9).await.unwrap().next, None);
        let cursor = || Request::new(&client, &CURSOR);
        assert_eq!(cursor().await.unwrap(), Page::new(items()).next("x"));
        assert_eq!(cursor().await.unwrap(), Page::new([]));
    });
    mock.verify();
}

#[test]
fn a_call_that_is_not_expected_says_what_is() {
    let told = |expect: &dyn Fn(&Mock)| {
        let mock = Mock::new();
        let client = client(&mock);
        expect(&mock);
        let error = run(get(&client, "1", "key-of-nobody").argument("tags", "x")).unwrap_err();
        assert_eq!(error.attempts(), 1, "it is not made again");
        let _ = mock.check();
        error.to_string()
    };
    let all = [
        told(&|_| {}),
        told(&|mock| drop(mock.on(&REMOVE).reply(()))),
        told(&|mock| {
            drop(mock.on(&GET).with("id", "2").with("key", "other-of-nobody").reply(None));
            drop(mock.on(&GET).with("tags", vec!["x", "y"]).reply(None));
            drop(mock.on(&GET).with_header("x-trace", "1").reply(None));
        }),
        told(&|mock| drop(mock.on(&GET))),
        told(&|mock| drop(mock.on(&GET).reply(None).times(0))),
        told(&|mock| drop(mock.on(&GET).with("nosuch", "1").reply(None))),
        told(&|mock| drop(mock.on(&GET).with_field("name", &1_u64).reply(None))),
        told(&|mock| drop(mock.on(&GET).reply_status(42))),
        told(&|mock| drop(mock.on(&GET).any_times())),
    ];
    let all = all.join("\n");
    assert!(!all.contains("of-nobody"), "{all}");
    insta::assert_snapshot!(all);
}

#[test]
fn unmet_expectations_are_told_with_what_came_instead() {
    let mock = Mock::new();
    let client = client(&mock);
    mock.on(&GET).with("id", "2").with("key", "other-of-nobody").reply(None);
    mock.on(&GET).with("id", "1").reply(None).any_times();
    mock.on(&CREATE).with_field("name", &"x".to_owned()).reply("a").times(3);
    mock.on(&CREATE)
        .with_body(&json!({ "key": "third-of-nobody" }))
        .with_header("x-trace", "2-of-nobody")
        .reply("b");
    mock.on(&CREATE).with_field("key", &Secret::from("fourth-of-nobody")).reply("c");
    mock.on(&TEXT).reply("never asked for");
    mock.on(&REMOVE);
    run(async {
        get(&client, "3", "key-of-nobody").await.unwrap_err();
        get(&client, "1", "key-of-nobody").await.unwrap();
        let create = || Request::new(&client, &CREATE);
        create().field("name", &"x".to_owned()).await.unwrap();
        let other = create().field("key", &Secret::from("secret-of-nobody"));
        other.header("x-trace", "1-of-nobody").await.unwrap_err();
        Request::new(&client, &REMOVE).await.unwrap_err();
    });
    let unmet = mock.check().unwrap_err();
    assert!(!unmet.to_string().contains("of-nobody"), "{unmet}");
    insta::assert_snapshot!(unmet);
}

#[test]
fn a_mock_verifies_itself_when_its_last_handle_goes() {
    let told = |mock: Mock| {
        let panic = catch_unwind(AssertUnwindSafe(|| drop(mock))).err()?;
        panic.downcast::<String>().ok().map(|text| *text)
    };
    let mock = Mock::new();
    let client = client(&mock);
    mock.on(&TEXT).reply("never asked for");
    assert_eq!(told(mock.clone()), None, "a handle is left");
    let text = told(mock).unwrap();
    assert!(text.contains("things.text was expected once more, but was never called"), "{text}");
    drop(client);

    let mock = Mock::new();
    mock.on(&TEXT).reply("never asked for");
    assert!(catch_unwind(AssertUnwindSafe(|| mock.verify())).is_err());
    assert_eq!(told(mock), None, "it is told once");
}
