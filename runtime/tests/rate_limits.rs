//! Rate limits that the client keeps to, and those that servers tell of.

mod support;

use clientwright_runtime::spec::Compose as _;
use std::time::{Duration, SystemTime};

use clientwright_runtime::hooks::{Clock, Sleep, SystemClock};
use clientwright_runtime::mock::{Mock, TestClock};
use clientwright_runtime::spec::{
    Api, ClientParameter, Endpoint, Method, Parameter, RateLimitRule, Schema,
};
use clientwright_runtime::{ClientBuilder, Json, Request};
use support::{Server, answer, json, run};

static API: Api =
    Api::new("Media").client_parameters(const { &[ClientParameter::new("project")] }).rate_limits(
        const {
            &[
                RateLimitRule::new("writes", 10, 900).methods(&[Method::Post]).each(&["project"]),
                RateLimitRule::new("reads", 20, 900).methods(&[Method::Get]).each(&["project"]),
            ]
        },
    );

const PROJECT: &[Parameter] = &[Parameter::path("project", Schema::string()).client()];

static GET: Endpoint<Json, ()> =
    Endpoint::get("things.get", "/{project}/things").parameters(PROJECT);
static POST: Endpoint<Json, ()> =
    Endpoint::post("things.make", "/{project}/things").parameters(PROJECT);

/// The time between two writes.
const INTERVAL: Duration = Duration::from_nanos(100_000_001);

fn builder(server: &Server, clock: &TestClock) -> ClientBuilder {
    ClientBuilder::new(&API)
        .base_url(&server.url)
        .clock(clock.clone())
        .parameter("project", "a")
        .jitter(|| 0.0)
}

fn ok(count: usize) -> Server {
    Server::new((0..count).map(|_| json(200, "1")))
}

#[test]
fn clones_share_a_limit_and_other_values_have_their_own() {
    let server = ok(7);
    let clock = TestClock::new();
    let client = builder(&server, &clock).build().unwrap();
    run(Request::new(&client, &POST)).unwrap();
    assert!(clock.slept().is_empty());
    run(Request::new(&client.clone(), &POST)).unwrap();
    assert_eq!(clock.slept(), [INTERVAL]);
    let other = client.with_parameter("project", "b");
    run(Request::new(&other, &POST)).unwrap();
    run(Request::new(&client, &GET)).unwrap();
    run(Request::new(&client, &GET)).unwrap();
    assert_eq!(clock.slept(), [INTERVAL]);
    run(Request::new(&client, &POST).argument("project", "b")).unwrap();
    run(Request::new(&other.with_parameter("project", "a"), &POST)).unwrap();
    assert_eq!(clock.slept(), [INTERVAL, INTERVAL]);
    assert_eq!(server.rest().len(), 7);
}

#[test]
fn it_can_be_left_to_the_server() {
    let server = ok(5);
    let clock = TestClock::new();
    let client = builder(&server, &clock).without_rate_limit().build().unwrap();
    for _ in 0..5 {
        run(Request::new(&client, &POST)).unwrap();
    }
    assert!(clock.slept().is_empty());
}

#[test]
fn a_wait_counts_against_the_deadline_and_not_against_the_timeout() {
    let server = ok(2);
    let clock = TestClock::new();
    let client = builder(&server, &clock).build().unwrap();
    run(Request::new(&client, &POST)).unwrap();
    let late = run(Request::new(&client, &POST).deadline(Duration::from_millis(100))).unwrap_err();
    assert_eq!(
        late.to_string(),
        "things.make: the rate limit `writes` (10 calls in 900 ms) delays the call by 100 ms, which is longer than \
         its deadline allows; nothing was sent"
    );
    assert!(late.is_timeout() && late.attempts() == 0 && late.status().is_none());
    assert_eq!(late.retry_after(), Some(INTERVAL));
    assert!(clock.slept().is_empty());
    run(Request::new(&client, &POST).timeout(Duration::from_millis(90))).unwrap();
    assert_eq!(clock.slept(), [INTERVAL]);
    assert_eq!(server.rest().len(), 2);
}

#[test]
fn retries_count_too_and_keep_the_first_error_where_they_come_too_late() {
    let server = Server::new([json(429, "{}"), json(429, "{}"), json(200, "1"), json(429, "{}")]);
    let clock = TestClock::new();
    let policy = clientwright_runtime::RetryPolicy::new().initial_delay(Duration::from_millis(40));
    let client = builder(&server, &clock).retry(policy).build().unwrap();
    run(Request::new(&client, &POST)).unwrap();
    let ms = Duration::from_millis;
    let rest = |waited| INTERVAL.saturating_sub(ms(waited));
    assert_eq!(clock.slept(), [ms(40), rest(40), ms(80), rest(80)]);
    clock.advance(Duration::from_secs(1));
    let error = run(Request::new(&client, &POST).deadline(ms(90))).unwrap_err();
    assert!(error.is_rate_limited() && error.attempts() == 1);
    assert!(error.to_string().contains("not retried: the rate limit `writes`"), "{error}");
}

#[test]
fn many_calls_at_once_all_get_through_at_the_rate_of_the_limit() {
    let count = 30;
    let server = ok(count);
    let clock = TestClock::new();
    let client = builder(&server, &clock).build().unwrap();
    run(async {
        let calls: Vec<_> =
            (0..count).map(|_| tokio::spawn(Request::new(&client, &POST).into_future())).collect();
        for call in calls {
            call.await.unwrap().unwrap();
        }
    });
    let passed = clock.slept().iter().sum::<Duration>();
    assert!(passed >= INTERVAL * 29, "{passed:?}");
    assert_eq!(server.rest().len(), count);
}

/// The system's clock, except that it shows the time of the runtime, which a test can stop.
struct Stopped(tokio::time::Instant);

impl Clock for Stopped {
    fn now(&self) -> SystemTime {
        SystemClock.now()
    }

    fn monotonic(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        SystemClock.sleep(duration)
    }
}

/// Time that is stopped goes on as soon as everything waits, so there is no server here to wait for.
#[tokio::test(start_paused = true)]
async fn the_time_of_the_runtime_goes_by_between_calls() {
    let start = tokio::time::Instant::now();
    let mock = Mock::new();
    mock.on(&POST).reply(Json::from(1)).times(4);
    let client = ClientBuilder::new(&API)
        .mock(&mock)
        .clock(Stopped(start))
        .parameter("project", "a")
        .build()
        .unwrap();
    let calls: Vec<_> =
        (0..4).map(|_| tokio::spawn(Request::new(&client, &POST).into_future())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert!(start.elapsed() >= INTERVAL * 3 && start.elapsed() < INTERVAL * 4);
}

#[test]
fn what_the_server_tells_is_on_answers_and_errors() {
    let headers = "ratelimit: \"default\";r=3;t=30\r\nratelimit-policy: \"default\";q=100;w=60\r\nretry-after: 7\r\n";
    let server = Server::new([
        answer(200, headers, "1"),
        answer(200, headers, "1"),
        answer(429, headers, "{}"),
        answer(200, headers, "nonsense"),
        answer(307, &format!("{headers}location: /elsewhere\r\n"), ""),
        json(200, "1"),
    ]);
    let clock = TestClock::new();
    let client = builder(&server, &clock).retries(0).build().unwrap();
    let seven = Some(Duration::from_secs(7));
    let check = |limit: Option<clientwright_runtime::RateLimit>| {
        let limit = limit.unwrap();
        assert_eq!(limit.name.as_deref(), Some("default"));
        assert_eq!((limit.remaining, limit.limit), (Some(3), Some(100)));
        assert_eq!(limit.reset, Some(Duration::from_secs(30)));
        assert_eq!(limit.window, Some(Duration::from_secs(60)));
    };
    let response = run(Request::new(&client, &GET).response()).unwrap();
    check(response.rate_limit());
    assert_eq!(response.retry_after(), seven);
    let response = run(Request::new(&client, &GET).raw()).unwrap();
    check(response.rate_limit());
    assert_eq!(response.retry_after(), seven);
    for _ in 0..2 {
        let error = run(Request::new(&client, &GET)).unwrap_err();
        check(error.rate_limit());
        assert_eq!(error.retry_after(), seven);
    }
    check(run(Request::new(&client, &POST)).unwrap_err().rate_limit());
    let response = run(Request::new(&client, &GET).response()).unwrap();
    assert_eq!((response.rate_limit(), response.retry_after()), (None, None));
}
