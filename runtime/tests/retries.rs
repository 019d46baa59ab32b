//! Which calls are made again, how often, and after which waits. No test waits: the clock is the tests' own.

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use clientwright_runtime::mock::TestClock;
use clientwright_runtime::spec::{
    Api, Body, Credential, Endpoint, EnvelopeRule, Operation, Schema, Scheme,
};
use clientwright_runtime::transport::{
    BoxFuture, Failure, HttpRequest, HttpResponse, Transport, TransportError,
};
use clientwright_runtime::{
    BearerToken, Client, ClientBuilder, Error, Json, Request, RetryPolicy, Secret,
};
use support::{Server, answer, json, run};

static API: Api = Api::new("Media")
    .schemes(const { &[Scheme::bearer("token", Credential::new("token").secret())] })
    .envelope(EnvelopeRule::new().data("result"));

static GET: Endpoint<String, ()> = Endpoint::get("things.get", "/things");
static PUT: Endpoint<String, ()> = Endpoint::put("things.put", "/things");
static CREATE: Endpoint<String, ()> =
    Endpoint::post("things.create", "/things").body(Body::json(Schema::any()));
static ROLL: Endpoint<String, ()> = Endpoint::put("things.roll", "/things/value").secret();
static FIRM: Endpoint<String, ()> = Endpoint::get("things.firm", "/things").retries(0);
static SAME: Endpoint<String, ()> = Endpoint::post("things.same", "/things").idempotent(true);

fn ok() -> Vec<u8> {
    json(200, r#"{"result":"done"}"#)
}

/// A failure with these header lines.
fn failed(status: u16, headers: &str) -> Vec<u8> {
    answer(status, headers, "{}")
}

fn builder(server: &Server, clock: &TestClock) -> ClientBuilder {
    ClientBuilder::new(&API).base_url(&server.url).clock(clock.clone()).jitter(|| 0.0)
}

struct Told {
    result: Result<String, Error>,
    slept: Vec<u128>,
    /// Calls that reached the server.
    sent: usize,
}

/// What becomes of a call that is given these answers, if need be with one more that is never asked for.
fn call(
    endpoint: &'static Endpoint<String, ()>,
    answers: Vec<Vec<u8>>,
    set: impl FnOnce(Request<String, ()>) -> Request<String, ()>,
) -> Told {
    let clock = TestClock::new();
    let server = Server::new(answers);
    let client = builder(&server, &clock).build().unwrap();
    let result = run(set(Request::new(&client, endpoint)));
    let slept = clock.slept().iter().map(Duration::as_millis).collect();
    drop(client);
    Told { result, slept, sent: server.so_far() }
}

fn plain(request: Request<String, ()>) -> Request<String, ()> {
    request
}

#[test]
fn what_is_transient_is_made_again_after_doubling_waits() {
    for status in [408, 429, 500, 502, 503, 504] {
        let told = call(&GET, vec![failed(status, ""), failed(status, ""), ok()], plain);
        assert_eq!(told.result.unwrap(), "done", "{status}");
        assert_eq!((told.slept, told.sent), (vec![500, 1_000], 3), "{status}");
    }
    let told = call(&GET, vec![failed(503, ""), failed(503, ""), failed(500, "")], plain);
    let error = told.result.unwrap_err();
    assert_eq!((error.attempts(), error.status(), told.sent), (3, Some(500), 3));
    assert!(error.to_string().ends_with("; sent 3 times"), "{error}");
}

#[test]
fn what_is_not_transient_is_told_at_once() {
    for status in [400, 401, 403, 404, 409, 422, 501, 505] {
        let told = call(&GET, vec![failed(status, "")], plain);
        let error = told.result.unwrap_err();
        assert_eq!((error.attempts(), told.sent), (1, 1), "{status}");
    }
}

#[test]
fn the_server_may_say_otherwise() {
    let told = call(&GET, vec![failed(409, "x-should-retry: true\r\n"), ok()], plain);
    assert_eq!((told.result.unwrap().as_str(), told.sent), ("done", 2));
    let told = call(&GET, vec![failed(503, "x-should-retry: false\r\n")], plain);
    assert_eq!((told.result.unwrap_err().attempts(), told.sent), (1, 1));
    // But not what may be sent twice.
    let told = call(&CREATE, vec![failed(409, "x-should-retry: true\r\n")], plain);
    assert_eq!((told.result.unwrap_err().attempts(), told.sent), (1, 1));
}

#[test]
fn a_call_that_is_not_idempotent_is_made_again_only_where_the_server_refused_it() {
    for status in [408, 500, 502, 503, 504] {
        let told = call(&CREATE, vec![failed(status, "")], plain);
        let error = told.result.unwrap_err();
        assert_eq!((error.attempts(), told.sent), (1, 1), "{status}");
        assert!(error.to_string().contains("the call is not idempotent"), "{error}");
    }
    let told = call(&CREATE, vec![failed(429, ""), ok()], plain);
    assert_eq!((told.result.unwrap().as_str(), told.sent), ("done", 2));
    for (endpoint, set) in [
        (&SAME, plain as fn(_) -> _),
        (&CREATE, |request: Request<String, ()>| request.idempotent(true)),
        (&PUT, plain),
    ] {
        let told = call(endpoint, vec![failed(503, ""), ok()], set);
        assert_eq!((told.result.unwrap().as_str(), told.sent), ("done", 2));
    }
    let told = call(&PUT, vec![failed(503, "")], |request| request.idempotent(false));
    assert_eq!((told.result.unwrap_err().attempts(), told.sent), (1, 1));
}

#[test]
fn an_answer_that_holds_a_secret_is_never_asked_for_twice() {
    for status in [408, 429, 503] {
        let told = call(&ROLL, vec![failed(status, "retry-after: 1\r\n")], |request| {
            request.idempotent(true)
        });
        let error = told.result.unwrap_err();
        assert_eq!((error.attempts(), told.sent), (1, 1), "{status}");
        assert!(error.to_string().contains("holds a secret"), "{error}");
    }
}

#[test]
fn the_server_says_how_long_to_wait() {
    // The tests' clock shows Tue, 14 Nov 2023 22:13:20 GMT.
    for (header, wait) in [
        ("retry-after: 3", 3_000),
        ("retry-after: 0", 0),
        ("retry-after: 0.25", 250),
        ("retry-after: Tue, 14 Nov 2023 22:13:50 GMT", 30_000),
        ("retry-after: Tue, 14 Nov 2023 22:13:00 GMT", 0),
        ("retry-after: Tuesday, 14-Nov-23 22:13:50 GMT", 30_000),
        ("retry-after: Tue Nov 14 22:13:50 2023", 30_000),
        ("retry-after-ms: 1500\r\nretry-after: 9", 1_500),
        ("retry-after: soon", 500),
        ("retry-after: 60", 60_000),
    ] {
        let told = call(&GET, vec![failed(429, &format!("{header}\r\n")), ok()], plain);
        assert_eq!(told.result.unwrap(), "done");
        assert_eq!(told.slept, [wait], "{header}");
    }
    for header in [
        "retry-after: 61",
        "retry-after: 31536000",
        "retry-after: Wed, 13 Nov 2024 22:13:20 GMT",
        "retry-after-ms: 60001",
    ] {
        let told = call(&GET, vec![failed(429, &format!("{header}\r\n"))], plain);
        let error = told.result.unwrap_err();
        assert!(told.slept.is_empty() && told.sent == 1 && error.attempts() == 1);
        assert!(error.retry_after().unwrap() > Duration::from_secs(60));
        assert!(error.to_string().contains("allows at most 60 s"), "{error}");
    }
}

#[test]
fn the_request_says_more_than_the_endpoint_and_that_more_than_the_client() {
    let twice = || vec![failed(503, ""), failed(503, ""), failed(503, "")];
    let sent = |endpoint, set: fn(Request<String, ()>) -> Request<String, ()>| {
        let told = call(endpoint, twice(), set);
        assert!(told.result.is_err());
        told.sent
    };
    assert_eq!(sent(&GET, plain), 3);
    assert_eq!(sent(&FIRM, plain), 1);
    assert_eq!(sent(&FIRM, |request| request.retries(1)), 2);
    assert_eq!(sent(&GET, |request| request.retry(RetryPolicy::none())), 1);
    assert_eq!(sent(&FIRM, |request| request.retry(RetryPolicy::new()).retries(1)), 2);
}

static OFTEN: Endpoint<String, ()> = Endpoint::get("things.often", "/things")
    .retries(3)
    .initial_delay_millis(2_000)
    .max_delay_millis(3_000)
    .max_retry_after_millis(5_000);
static LATER: Endpoint<String, ()> =
    Endpoint::get("things.later", "/things").initial_delay_millis(2_000);

#[test]
fn waits_are_the_requests_before_the_endpoints_and_those_before_the_clients() {
    let slept = |endpoint, set: fn(Request<String, ()>) -> Request<String, ()>| {
        call(endpoint, (0..4).map(|_| failed(503, "")).collect(), set).slept
    };
    assert_eq!(slept(&GET, plain), [500, 1_000]);
    assert_eq!(slept(&OFTEN, plain), [2_000, 3_000, 3_000]);
    assert_eq!(slept(&OFTEN, |request| request.retries(1)), [2_000]);
    // Of what the endpoint does not say, the client's holds.
    assert_eq!(slept(&LATER, plain), [2_000, 4_000]);
    // A policy says all of it.
    let policy = |request: Request<String, ()>| {
        request.retry(RetryPolicy::new().initial_delay(Duration::from_millis(10)))
    };
    assert_eq!(slept(&OFTEN, policy), [10, 20]);
}

#[test]
fn an_endpoint_says_how_long_the_server_may_make_it_wait() {
    let asked = |seconds: u32| vec![failed(503, &format!("retry-after: {seconds}\r\n")), ok()];
    assert_eq!(call(&OFTEN, asked(5), plain).slept, [5_000]);
    let error = call(&OFTEN, asked(6), plain).result.unwrap_err();
    assert!(error.to_string().contains("allows at most 5 s"), "{error}");
    assert_eq!(call(&LATER, asked(60), plain).slept, [60_000]);
    let patient = |request: Request<String, ()>| {
        request.retry(RetryPolicy::new().max_retry_after(Duration::from_secs(90)))
    };
    assert_eq!(call(&OFTEN, asked(90), patient).slept, [90_000]);
}

#[test]
fn waits_have_a_greatest_length() {
    let long = Duration::from_secs(24 * 60 * 60 + 1);
    for (name, policy) in [
        ("initial_delay", RetryPolicy::new().initial_delay(long)),
        ("max_delay", RetryPolicy::new().max_delay(long)),
        ("max_retry_after", RetryPolicy::new().max_retry_after(Duration::MAX)),
    ] {
        let told = call(&GET, Vec::new(), |request| request.retry(policy));
        let error = told.result.unwrap_err();
        assert!(error.is_invalid() && error.to_string().contains(name), "{error}");
        let error = ClientBuilder::new(&API).base_url("http://[::1]").retry(policy).build();
        let error = error.unwrap_err();
        assert!(error.is_invalid() && error.to_string().contains(name), "{error}");
    }
}

#[test]
fn an_operation_made_at_run_time_has_the_same_bounds() {
    let client = ClientBuilder::new(&API).base_url("http://127.0.0.1:1").build().unwrap();
    let said = |set: fn(&mut Operation)| {
        let mut operation = GET.operation().clone();
        set(&mut operation);
        let error = run(Request::<String, ()>::of(&client, operation)).unwrap_err();
        assert!(error.is_invalid(), "{error}");
        error.to_string()
    };
    let day = Duration::from_secs(24 * 60 * 60);
    assert!(said(|operation| operation.retries = Some(101)).contains("101 retries"));
    assert!(said(|operation| operation.max_delay = Some(Duration::MAX)).contains("max_delay"));
    assert!(said(|operation| operation.timeout = Some(Duration::ZERO)).contains("the timeout of"));
    assert!(
        said(|operation| operation.deadline = Some(Duration::ZERO)).contains("the deadline of")
    );
    let mut operation = GET.operation().clone();
    (operation.max_delay, operation.retries) = (Some(day), Some(0));
    assert!(!run(Request::<String, ()>::of(&client, operation)).unwrap_err().is_invalid());
}

#[test]
fn a_deadline_counts_the_waits() {
    let told = call(
        &GET,
        vec![failed(503, "retry-after: 5\r\n"), failed(503, "retry-after: 6\r\n")],
        |request| request.deadline(Duration::from_secs(11)),
    );
    let error = told.result.unwrap_err();
    assert_eq!((error.attempts(), told.sent, told.slept), (2, 2, vec![5_000]));
    assert!(error.to_string().contains("the deadline does not leave time for it"), "{error}");
}

#[test]
fn an_outage_is_not_made_worse() {
    let clock = TestClock::new();
    let mut answers: Vec<Vec<u8>> = (0..7).map(|_| failed(503, "")).collect();
    answers.push(ok());
    answers.push(failed(503, ""));
    let server = Server::new(answers);
    let client = builder(&server, &clock).retry_budget(20).build().unwrap();
    let attempts = |client: &Client| match run(Request::new(client, &GET)) {
        Ok(_) => 0,
        Err(error) => error.attempts(),
    };
    // Four retries of 5 tokens each; the clone has none of its own.
    assert_eq!((attempts(&client), attempts(&client.clone())), (3, 3));
    assert_eq!(attempts(&client), 1);
    // A success gives one token back, which is not enough.
    assert_eq!(attempts(&client), 0);
    let error = run(Request::new(&client, &GET)).unwrap_err();
    assert_eq!(error.attempts(), 1);
    assert!(error.to_string().contains("its retry budget is used up"), "{error}");
}

#[test]
fn a_success_gives_back_what_its_retry_took() {
    let clock = TestClock::new();
    let answers = (0..5).flat_map(|_| [failed(503, ""), ok()]);
    let server = Server::new(answers);
    // Enough for one retry.
    let client = builder(&server, &clock).retry_budget(5).build().unwrap();
    for _ in 0..5 {
        assert_eq!(run(Request::new(&client, &GET)).unwrap(), "done");
    }
    assert_eq!(server.rest().len(), 10);
}

/// Fails in one way, and counts.
struct Failing(Failure, Arc<AtomicU32>);

impl Transport for Failing {
    fn send<'a>(
        &'a self,
        _: HttpRequest<'a>,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        Box::pin(async { Err(TransportError::new(self.0, "it failed")) })
    }
}

#[test]
fn a_call_of_which_nothing_has_left_is_made_again_whatever_it_is() {
    let attempts = |failure, endpoint| {
        let count = Arc::new(AtomicU32::new(0));
        let client = ClientBuilder::new(&API)
            .base_url("https://media.example")
            .clock(TestClock::new())
            .transport(Failing(failure, Arc::clone(&count)))
            .build()
            .unwrap();
        let error = run(Request::new(&client, endpoint)).unwrap_err();
        assert_eq!(error.attempts(), count.load(Ordering::Relaxed));
        error.attempts()
    };
    for endpoint in [&GET, &PUT, &CREATE, &ROLL] {
        assert_eq!(attempts(Failure::Connect, endpoint), 3);
        assert_eq!(attempts(Failure::Body, endpoint), 1);
    }
    for failure in [Failure::Timeout, Failure::Other] {
        assert_eq!(
            [&GET, &PUT, &CREATE, &ROLL].map(|endpoint| attempts(failure, endpoint)),
            [3, 3, 1, 1]
        );
    }
}

static GUARDED: Endpoint<Json, ()> = Endpoint::get("things.guarded", "/things").auth(&[&["token"]]);
static OPEN: Endpoint<Json, ()> = Endpoint::get("things.open", "/things");
static MAKE: Endpoint<Json, ()> = Endpoint::post("things.make", "/things").auth(&[&["token"]]);

/// A provider that counts its tokens: `token-1`, `token-2`.
fn counting(
    count: &Arc<AtomicU32>,
) -> impl Fn() -> std::future::Ready<Result<BearerToken, String>> + use<> {
    let count = Arc::clone(count);
    move || {
        let number = count.fetch_add(1, Ordering::Relaxed) + 1;
        std::future::ready(Ok(BearerToken::new(format!("token-{number}"))))
    }
}

#[test]
fn a_token_that_is_refused_is_replaced_once() {
    let count = Arc::new(AtomicU32::new(0));
    let server = Server::new([failed(401, ""), ok(), ok(), failed(401, ""), failed(401, "")]);
    let client = builder(&server, &TestClock::new())
        .token_provider("token", counting(&count))
        .build()
        .unwrap();
    run(Request::new(&client, &GUARDED)).unwrap();
    run(Request::new(&client, &GUARDED)).unwrap();
    let error = run(Request::new(&client, &GUARDED)).unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!(error.attempts(), 2);
    let tokens: Vec<String> =
        (0..5).map(|_| server.sent().header("authorization").unwrap().to_owned()).collect();
    assert_eq!(
        tokens,
        ["Bearer token-1", "Bearer token-2", "Bearer token-2", "Bearer token-2", "Bearer token-3"]
    );
}

#[test]
fn what_another_origin_refuses_is_not_the_token() {
    let count = Arc::new(AtomicU32::new(0));
    let elsewhere = Server::new([failed(401, "")]);
    let location = format!("location: {}/things\r\n", elsewhere.url);
    let server = Server::new([answer(302, &location, ""), ok()]);
    let client = builder(&server, &TestClock::new())
        .token_provider("token", counting(&count))
        .build()
        .unwrap();
    let error = run(Request::new(&client, &GUARDED)).unwrap_err();
    assert!(error.is_unauthorized() && error.attempts() == 1, "{error}");
    assert_eq!(elsewhere.sent().header("authorization"), None);
    // The token is as good as it was.
    run(Request::new(&client, &GUARDED)).unwrap();
    let tokens = [server.sent(), server.sent()];
    assert!(tokens.iter().all(|sent| sent.header("authorization") == Some("Bearer token-1")));
    assert_eq!(count.load(Ordering::Relaxed), 1);
}

#[test]
fn a_call_that_is_not_idempotent_leaves_the_fresh_token_to_the_next() {
    let count = Arc::new(AtomicU32::new(0));
    let server = Server::new([failed(401, ""), ok()]);
    let client = builder(&server, &TestClock::new())
        .token_provider("token", counting(&count))
        .build()
        .unwrap();
    let error = run(Request::new(&client, &MAKE)).unwrap_err();
    assert_eq!(error.attempts(), 1);
    assert!(error.to_string().contains("the next call fetches one"), "{error}");
    run(Request::new(&client, &MAKE)).unwrap();
    server.sent();
    assert_eq!(server.sent().header("authorization"), Some("Bearer token-2"));
}

#[test]
fn a_token_is_fetched_before_it_expires_and_by_one_call_at_a_time() {
    let count = Arc::new(AtomicU32::new(0));
    let clock = TestClock::new();
    let server = Server::new((0..12).map(|_| ok()).collect::<Vec<_>>());
    let provider = {
        let (count, clock) = (Arc::clone(&count), clock.clone());
        move || {
            let number = count.fetch_add(1, Ordering::Relaxed) + 1;
            let now = clockwork(&clock);
            async move {
                tokio::task::yield_now().await;
                let token = BearerToken::new(format!("token-{number}"));
                Ok::<_, String>(token.expires_at(now + Duration::from_secs(100)))
            }
        }
    };
    let client = builder(&server, &clock).token_provider("token", provider).build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let calls: Vec<_> = (0..10)
            .map(|_| {
                tokio::spawn(std::future::IntoFuture::into_future(Request::new(&client, &GUARDED)))
            })
            .collect();
        for call in calls {
            call.await.unwrap().unwrap();
        }
    });
    assert_eq!(count.load(Ordering::Relaxed), 1);
    clock.advance(Duration::from_secs(69));
    run(Request::new(&client, &GUARDED)).unwrap();
    assert_eq!(count.load(Ordering::Relaxed), 1);
    clock.advance(Duration::from_secs(1));
    run(Request::new(&client, &GUARDED)).unwrap();
    assert_eq!(count.load(Ordering::Relaxed), 2);
}

fn clockwork(clock: &TestClock) -> SystemTime {
    clientwright_runtime::hooks::Clock::now(clock)
}

#[test]
fn a_provider_that_fails_is_an_error_of_its_own() {
    let said = |provider: fn() -> std::future::Ready<Result<BearerToken, String>>| {
        let client = ClientBuilder::new(&API)
            .base_url("http://127.0.0.1:1")
            .token_provider("token", provider)
            .build()
            .unwrap();
        let error = run(Request::new(&client, &GUARDED)).unwrap_err();
        assert!(error.is_credentials() && error.attempts() == 0);
        error.to_string()
    };
    insta::assert_snapshot!(
        [
            said(|| std::future::ready(Err("the vault is\nsealed".to_owned()))),
            said(|| std::future::ready(Ok(BearerToken::new(" ")))),
            said(|| std::future::ready(Ok(BearerToken::new("a\nb")))),
        ]
        .join("\n")
    );
}

#[test]
fn a_call_may_bring_its_own_credentials() {
    let server = Server::new([ok()]);
    let client = builder(&server, &TestClock::new()).build().unwrap();
    run(Request::new(&client, &GUARDED).credentials("token", [("token", "of-this-call")])).unwrap();
    assert_eq!(server.sent().header("authorization"), Some("Bearer of-this-call"));
    let said = |request: Request<Json, ()>| run(request).unwrap_err().to_string();
    insta::assert_snapshot!(
        [
            said(Request::new(&client, &GUARDED).credentials("other", [("token", "x")])),
            said(
                Request::new(&client, &GUARDED)
                    .credentials("token", [("token", Secret::from("a\nb"))])
            ),
            said(
                Request::new(&client, &GUARDED)
                    .credentials("token", [("token", "a"), ("key", "b")])
            ),
            said(Request::new(&client, &GUARDED).credentials("token", [("key", "b")])),
            said(Request::new(&client, &OPEN).credentials("token", [("token", "x")])),
            said(Request::new(&client, &OPEN).timeout(Duration::ZERO)),
            said(Request::new(&client, &OPEN).deadline(Duration::ZERO)),
        ]
        .join("\n")
    );
}
