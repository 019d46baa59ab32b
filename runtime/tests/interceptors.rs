//! Programs that look on while calls are made.

mod support;

use clientwright_runtime::spec::Compose as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clientwright_runtime::hooks::{AfterResponse, BeforeSend, Interceptor, OnRetry};
use clientwright_runtime::mock::TestClock;
use clientwright_runtime::spec::{
    Api, Credential, Endpoint, HmacProfile, Parameter, Schema, Scheme,
};
use clientwright_runtime::transport::Failure;
use clientwright_runtime::{ClientBuilder, Json, Request};
use support::{Server, answer, json, run};

static API: Api = Api::new("Media").schemes(
    const {
        &[
            Scheme::bearer("token", Credential::new("token").secret()),
            Scheme::hmac(
                "hmac",
                HmacProfile::Kong,
                Credential::new("id"),
                Credential::new("secret").secret(),
            ),
            Scheme::query("query", "api_key", Credential::new("key").secret()),
        ]
    },
);

static GET: Endpoint<Json, ()> = Endpoint::get("things.get", "/things/{id}")
    .parameters(
        const {
            &[
                Parameter::path("id", Schema::string().secret()),
                Parameter::query("q", Schema::string()),
            ]
        },
    )
    .auth(&[&["token"], &["hmac"], &["query"]]);

type Log = Arc<Mutex<Vec<String>>>;

/// Writes down what it sees.
struct Recorder {
    name: &'static str,
    log: Log,
}

impl Recorder {
    fn log(&self, text: &str) {
        self.log.lock().unwrap().push(format!("{}: {text}", self.name));
    }
}

impl Interceptor for Recorder {
    fn before_send(&self, request: &mut BeforeSend<'_>) -> Result<(), String> {
        let url = request.url();
        let (_, path) = url.split_once("127.0.0.1:").unwrap();
        let (_, path) = path.split_once('/').unwrap();
        self.log(&format!("{} {} /{path}", request.operation().id, request.attempt()));
        let attempt = request.attempt().to_string();
        request.header("x-attempt", attempt).header("x-by", self.name);
        Ok(())
    }

    fn after_response(&self, response: &AfterResponse<'_>) {
        assert!(response.elapsed() < Duration::from_secs(60));
        self.log(&format!(
            "{} {:?} {:?} {:?} {:?}",
            response.attempt(),
            response.status(),
            response.header("x-answer"),
            response.failure(),
            response.error().is_some()
        ));
        assert_eq!(response.status().is_some(), response.headers().next().is_some());
    }

    fn on_retry(&self, retry: &OnRetry<'_>) {
        self.log(&format!("{} {:?} {}", retry.attempt(), retry.delay(), retry.reason()));
    }
}

fn builder(server: &Server) -> ClientBuilder {
    ClientBuilder::new(&API).base_url(&server.url).clock(TestClock::new()).jitter(|| 0.0)
}

#[test]
fn they_see_every_attempt_in_order_and_no_secret() {
    let log = Log::default();
    let recorder = |name| Recorder { name, log: Arc::clone(&log) };
    let server = Server::new([answer(503, "x-answer: no\r\n", ""), Vec::new(), json(200, "1")]);
    let client = builder(&server)
        .credentials("query", [("key", "k3y-0123456789")])
        .interceptor(recorder("a"))
        .interceptor(recorder("b"))
        .build()
        .unwrap();
    let call = Request::new(&client, &GET).argument("id", "h1dden").argument("q", "x");
    assert_eq!(run(call.clone()).unwrap(), Json::from(1));
    let url = "/things/[redacted]?q=x&api_key=[redacted]";
    let expected: Vec<String> = [
        format!("things.get 1 {url}"),
        "1 Some(503) Some(\"no\") None false".to_owned(),
        "1 500ms status 503".to_owned(),
        format!("things.get 2 {url}"),
        format!("2 None None {:?} true", Some(Failure::Other)),
        "2 1s the connection failed".to_owned(),
        format!("things.get 3 {url}"),
        "3 Some(200) None None false".to_owned(),
    ]
    .iter()
    .flat_map(|line| [format!("a: {line}"), format!("b: {line}")])
    .collect();
    assert_eq!(*log.lock().unwrap(), expected);
    for attempt in 1..=3 {
        let sent = server.sent();
        assert_eq!(sent.header("x-attempt"), Some(attempt.to_string().as_str()));
        assert_eq!(sent.header("x-by"), Some("b"));
    }
}

/// Does what a test says before an attempt is sent.
struct Before(fn(&mut BeforeSend<'_>) -> Result<(), String>);

impl Interceptor for Before {
    fn before_send(&self, request: &mut BeforeSend<'_>) -> Result<(), String> {
        (self.0)(request)
    }
}

#[test]
fn they_may_refuse_a_call_but_not_touch_its_credentials_or_framing() {
    let refused = |before, scheme: &str, values: &[(&str, &str)]| {
        let client = ClientBuilder::new(&API)
            .base_url("http://127.0.0.1:9")
            .credentials(scheme, values.iter().copied())
            .interceptor(Before(before))
            .build()
            .unwrap();
        let error = run(Request::new(&client, &GET).argument("id", "h1dden")).unwrap_err();
        assert!(error.is_invalid() && error.attempts() == 0, "{error}");
        error.to_string()
    };
    let token: &[(&str, &str)] = &[("token", "t0ken-0123456789")];
    assert_eq!(
        refused(|_| Err("not t0ken-0123456789 today\n".to_owned()), "token", token),
        "things.get: an interceptor refused the call: not [redacted] today\\u{a}; nothing was sent"
    );
    let set = |request: &mut BeforeSend<'_>| {
        request.header("Authorization", "Bearer other");
        Ok(())
    };
    let text = "things.get: the header `authorization` cannot be set: it carries the client's credentials; nothing \
         was sent";
    assert_eq!(refused(set, "token", token), text);
    assert_eq!(
        refused(set, "hmac", &[("id", "cid0123456789"), ("secret", "csecret-9876543210")]),
        text
    );
    let framing = |request: &mut BeforeSend<'_>| {
        request.header("content-length", "7");
        Ok(())
    };
    assert!(refused(framing, "token", token).contains("the transport sets it"));
    let newline = |request: &mut BeforeSend<'_>| {
        request.header("x-note", "a\r\nhost: b");
        Ok(())
    };
    assert!(refused(newline, "token", token).contains("contains a newline"));
}

#[test]
fn a_refusal_on_a_retry_says_that_it_was_sent_before() {
    let server = Server::new([json(503, "{}")]);
    let only_once = Before(|request| match request.attempt() {
        1 => Ok(()),
        _ => Err("once is enough".to_owned()),
    });
    let client = builder(&server)
        .credentials("token", [("token", "t0ken-0123456789")])
        .interceptor(only_once)
        .build()
        .unwrap();
    let error = run(Request::new(&client, &GET).argument("id", "h1dden")).unwrap_err();
    assert_eq!(error.attempts(), 1);
    assert_eq!(
        error.to_string(),
        "things.get: an interceptor refused the call: once is enough; it was not retried"
    );
}
