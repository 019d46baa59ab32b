//! Spans and events of calls, as a subscriber that keeps everything sees them.

mod support;

use clientwright_runtime::spec::Compose as _;
use std::collections::BTreeMap;
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use clientwright_runtime::mock::TestClock;
use clientwright_runtime::spec::{
    Api, Body, Credential, Endpoint, EnvelopeRule, FailureRule, Field, Names, Operation, Parameter,
    Scalar, Schema, Scheme,
};
use clientwright_runtime::{ClientBuilder, Json, Request, TraceDetails};
use support::{Server, answer, json, run};
use tracing::field::{Field as Name, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

static API: Api = Api::new("Media")
    .schemes(
        const {
            &[
                Scheme::bearer("token", Credential::new("token").secret()),
                Scheme::query("query", "api_key", Credential::new("key").secret()),
            ]
        },
    )
    .envelope(EnvelopeRule::new().success_equals("success", Scalar::Bool(true)).data("result"))
    .failure(FailureRule::new().message("errors[].message"));

static MAKE: Endpoint<Json, ()> = Endpoint::put("keys.make", "/accounts/{account}/keys")
    .parameters(
        const {
            &[
                Parameter::path("account", Schema::string()),
                Parameter::query("filter", Schema::string()),
                Parameter::query("pass", Schema::string().secret()),
                Parameter::header("X-Hidden", Schema::string().secret()),
            ]
        },
    )
    .body(
        Body::json(Schema::object(
            const {
                &[
                    Field::optional("name", Schema::string()),
                    Field::optional("pem", Schema::string().secret()),
                    Field::optional("pin", Schema::integer().secret()),
                ]
            },
        ))
        .wrap("settings"),
    )
    .auth(&[&["token"], &["query"]])
    .answer(Schema::object(
        const {
            &[
                Field::optional("id", Schema::string().max_length(3)),
                Field::optional("key", Schema::string().secret()),
            ]
        },
    ))
    .idempotent(true);

/// Every text that must never be seen.
const SECRETS: [&str; 8] = [
    "t0ken-0123456789",
    "k3y-0123456789",
    "p4ss-0123456789",
    "h1dden-0123456789",
    "pem-0123456789",
    "424242",
    "answered-0123456789",
    "own-0123456789",
];

/// Keeps every span and event, with all their fields.
#[derive(Clone, Default)]
struct Everything(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    spans: Vec<BTreeMap<String, String>>,
    entered: Vec<u64>,
    events: Vec<BTreeMap<String, String>>,
}

struct Fields<'a>(&'a mut BTreeMap<String, String>);

impl Visit for Fields<'_> {
    fn record_str(&mut self, field: &Name, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Name, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}

impl Subscriber for Everything {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("clientwright")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut fields = BTreeMap::new();
        fields.insert("level".to_owned(), attributes.metadata().level().to_string());
        attributes.record(&mut Fields(&mut fields));
        let mut seen = self.0.lock().unwrap();
        seen.spans.push(fields);
        Id::from_u64(seen.spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let index = usize::try_from(span.into_u64()).unwrap() - 1;
        values.record(&mut Fields(&mut self.0.lock().unwrap().spans[index]));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = BTreeMap::new();
        event.record(&mut Fields(&mut fields));
        let mut seen = self.0.lock().unwrap();
        let span = event.parent().map(Id::into_u64).or(seen.entered.last().copied());
        fields.insert("span".to_owned(), format!("{span:?}"));
        fields.insert("level".to_owned(), event.metadata().level().to_string());
        seen.events.push(fields);
    }

    fn enter(&self, span: &Id) {
        self.0.lock().unwrap().entered.push(span.into_u64());
    }

    fn exit(&self, _: &Id) {
        self.0.lock().unwrap().entered.pop();
    }
}

/// What is seen of one call, a line a field.
fn seen(
    server: &Server,
    details: TraceDetails,
    change: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> (String, String) {
    seen_of(MAKE.operation().clone(), server, details, change)
}

fn seen_of(
    operation: Operation,
    server: &Server,
    details: TraceDetails,
    change: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> (String, String) {
    let everything = Everything::default();
    tracing::subscriber::with_default(everything.clone(), || {
        let client = ClientBuilder::new(&API)
            .base_url(format!("{}/v4", server.url))
            .clock(TestClock::new())
            .jitter(|| 0.0)
            .trace_details(details);
        let call = Request::<Json, ()>::of(&change(client).build().unwrap(), operation)
            .argument("account", "acc")
            .argument("filter", "visible")
            .argument("pass", "p4ss-0123456789")
            .argument("X-Hidden", "h1dden-0123456789")
            .field("name", &"n".to_owned())
            .field("pem", &"pem-0123456789".to_owned())
            .field("pin", &424_242_i64)
            .header("x-own", "own-0123456789");
        let _ = run(call);
    });
    let seen = everything.0.lock().unwrap();
    assert!(seen.entered.is_empty());
    let lines = |all: &[BTreeMap<String, String>]| {
        let mut out = String::new();
        for (name, value) in all.iter().flatten() {
            let value = value.replace(&server.url, "<url>");
            let value = if name == "server.port" { "<port>" } else { value.as_str() };
            writeln!(out, "{name}={value}").unwrap();
        }
        out
    };
    let found = (lines(&seen.spans), lines(&seen.events));
    for secret in SECRETS {
        assert!(!found.0.contains(secret) && !found.1.contains(secret), "{secret}: {found:?}");
    }
    found
}

fn token(client: ClientBuilder) -> ClientBuilder {
    client.credentials("token", [("token", "t0ken-0123456789")])
}

const OK: &str = r#"{"success":true,"result":{"id":"a","key":"answered-0123456789"}}"#;

#[test]
fn a_call_is_a_span_with_the_names_of_opentelemetry() {
    let server = Server::new([json(200, OK)]);
    let (span, events) = seen(&server, TraceDetails::new(), token);
    assert_eq!(
        span,
        "clientwright.attempts=1\n\
         clientwright.operation=keys.make\n\
         http.request.method=PUT\n\
         http.response.status_code=200\n\
         level=INFO\n\
         otel.kind=client\n\
         otel.name=PUT /v4/accounts/{account}/keys\n\
         server.address=127.0.0.1\n\
         server.port=<port>\n\
         url.template=/v4/accounts/{account}/keys\n"
    );
    assert_eq!(events, "");
}

#[test]
fn retries_are_events_of_the_same_span() {
    let server = Server::new([json(503, "{}"), Vec::new(), json(500, "{}")]);
    // A call whose answer holds a secret is not made again.
    let mut operation = MAKE.operation().clone();
    operation.answer = None;
    let (span, events) = seen_of(operation, &server, TraceDetails::new(), token);
    for line in [
        "clientwright.attempts=3\n",
        "http.request.resend_count=2\n",
        "error.type=500\n",
        "otel.status_code=ERROR\n",
    ] {
        assert!(span.contains(line), "{line} in {span}");
    }
    assert_eq!(
        events,
        "attempt=1\ndelay=500ms\nlevel=WARN\nmessage=the call is retried\nreason=status 503\nspan=Some(1)\n\
         attempt=2\ndelay=1s\nlevel=WARN\nmessage=the call is retried\nreason=the connection failed\nspan=Some(1)\n"
    );
}

#[test]
fn what_went_wrong_has_a_type() {
    let error_type = |answers: Vec<Vec<u8>>, change: fn(ClientBuilder) -> ClientBuilder| {
        let server = Server::new(answers);
        let (span, _) = seen(&server, TraceDetails::new(), |client| change(client).retries(0));
        let line = span.lines().find(|line| line.starts_with("error.type=")).unwrap_or_default();
        line.trim_start_matches("error.type=").to_owned()
    };
    assert_eq!(error_type(vec![json(404, "{}")], token), "404");
    assert_eq!(error_type(vec![json(200, "nonsense")], token), "decode");
    assert_eq!(error_type(vec![json(200, r#"{"success":false}"#)], token), "failure");
    assert_eq!(error_type(vec![Vec::new()], token), "transport");
    assert_eq!(error_type(vec![answer(301, "location: /x\r\n", "")], token), "redirect");
    assert_eq!(error_type(vec![], |client| client), "invalid");
    assert_eq!(
        error_type(vec![json(200, OK)], |client| token(client).max_response_size(9)),
        "too_large"
    );
}

#[test]
fn a_header_that_the_operation_calls_secret_is_masked() {
    let mut operation = MAKE.operation().clone();
    operation.secret_headers = Names(&["X-Place"]);
    let server = Server::new([answer(200, "x-place: answered-0123456789\r\n", OK)]);
    let (span, events) = seen_of(operation, &server, TraceDetails::new().headers(true), token);
    assert!(format!("{span}{events}").contains("x-place: [redacted]"), "{span}{events}");
}

#[test]
fn details_are_shown_where_asked_for_and_never_a_secret() {
    let all = TraceDetails::new().url(true).headers(true).bodies(2_000);
    let headers = "x-answer: yes t0ken-0123456789\r\nset-cookie: sid=answered-0123456789\r\n\
                   location: https://a.example/?sig=answered-0123456789\r\n";
    let server = Server::new([answer(200, headers, OK)]);
    let (span, events) = seen(&server, all, token);
    assert!(
        span.contains("url.full=<url>/v4/accounts/acc/keys?filter=visible&pass=[redacted]\n"),
        "{span}"
    );
    for part in [
        "level=DEBUG",
        "message=request",
        "body={\"settings\":{\"name\":\"n\",\"pem\":\"[redacted]\",\"pin\":\"[redacted]\"}}\n",
        "authorization: [redacted]",
        "x-hidden: [redacted]",
        "x-own: [redacted]",
        "content-type: application/json",
        "message=response",
        "http.response.status_code=200",
        "body={\"result\":{\"id\":\"a\",\"key\":\"[redacted]\"},\"success\":true}\n",
        "x-answer: yes [redacted]",
        "set-cookie: [redacted]",
        "location: [redacted]",
    ] {
        assert!(events.contains(part), "{part} in {events}");
    }

    let server = Server::new([json(
        400,
        r#"{"errors":[{"message":"bad pem-0123456789 of k3y-0123456789"}]}"#,
    )]);
    let (span, events) =
        seen(&server, all, |client| client.credentials("query", [("key", "k3y-0123456789")]));
    assert!(span.contains("&api_key=[redacted]\n"), "{span}");
    assert!(events.contains("bad [redacted] of [redacted]"), "{events}");

    let server = Server::new([answer(200, "", "no JSON: answered-0123456789")]);
    let (_, events) = seen(&server, all, token);
    assert!(events.contains("body=(28 bytes)\n"), "{events}");

    let server = Server::new([json(200, OK)]);
    let (_, events) = seen(&server, TraceDetails::new().bodies(12), token);
    assert!(events.contains("body={\"settings\":\u{2026}\n"), "{events}");
    assert!(!events.contains("authorization"), "{events}");
}

#[cfg(feature = "drift")]
#[test]
fn drifts_are_events_where_nobody_else_is_told() {
    let answered = r#"{"success":true,"result":{"id":"long"}}"#;
    let server = Server::new([json(200, answered)]);
    let (_, events) = seen(&server, TraceDetails::new(), token);
    assert_eq!(
        events,
        "detail=must have at most 3 characters (it is \"long\")\nkind=Breach\nlevel=WARN\n\
         message=the response differs from the spec\noperation=keys.make\npath=result.id\nspan=Some(1)\n"
    );
    let server = Server::new([json(200, answered)]);
    let (_, events) = seen(&server, TraceDetails::new(), |client| token(client).on_drift(|_| {}));
    assert_eq!(events, "");
}
