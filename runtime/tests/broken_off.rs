//! Answers that break off in their body: what had come of them is on the error, and is heeded.

mod support;

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use clientwright_runtime::hooks::{AfterResponse, Clock, Interceptor, Sleep};
use clientwright_runtime::mock::TestClock;
use clientwright_runtime::spec::{Api, Endpoint};
use clientwright_runtime::{ClientBuilder, Json, Problem, Request};
use support::{Server, json, run};
use tokio::sync::Notify;

static API: Api = Api::new("Media").request_id("x-request-id");
static GET: Endpoint<Json, ()> = Endpoint::get("things.get", "/things");

/// An answer of which only a part comes.
fn broken(status: u16) -> String {
    format!(
        "HTTP/1.1 {status} Whatever\r\nx-request-id: ray\r\nretry-after: 7\r\n\
         ratelimit: \"default\";r=3;t=30\r\ncontent-length: 100\r\n\r\nhalf"
    )
}

fn check(error: &Problem, status: u16) {
    assert_eq!(error.status(), Some(status));
    assert_eq!(error.request_id(), Some("ray"));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(error.rate_limit().unwrap().remaining, Some(3));
    assert_eq!(error.headers().unwrap().get("x-request-id"), Some("ray"));
    assert!(error.to_string().ends_with("[request id ray]"), "{error}");
}

#[test]
fn what_came_before_the_body_is_on_the_error() {
    for status in [200, 404, 429, 503] {
        let server = Server::new([broken(status)]);
        let client = ClientBuilder::new(&API).base_url(&server.url).retries(0).build().unwrap();
        let error = run(Request::new(&client, &GET)).unwrap_err();
        assert!(error.is_transport(), "{error}");
        check(&error, status);
    }
}

#[test]
fn the_wait_that_the_server_asked_for_is_kept() {
    let server = Server::new([broken(503).into_bytes(), json(200, "1")]);
    let clock = TestClock::new();
    let client = ClientBuilder::new(&API).base_url(&server.url).clock(clock.clone()).build();
    assert_eq!(run(Request::new(&client.unwrap(), &GET)).unwrap(), 1);
    assert_eq!(clock.slept(), [Duration::from_secs(7)]);
}

/// A clock whose limits end when a test says so.
struct Ending(Arc<Notify>);

impl Clock for Ending {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> Sleep {
        Box::pin(std::future::ready(()))
    }

    fn timer(&self, _: Duration) -> Sleep {
        let end = Arc::clone(&self.0);
        Box::pin(async move { end.notified().await })
    }
}

/// Keeps what it is told of an attempt.
struct Watching(std::sync::mpsc::Sender<(Option<u16>, Option<String>)>);

impl Interceptor for Watching {
    fn after_response(&self, response: &AfterResponse<'_>) {
        let id = response.header("x-request-id").map(str::to_owned);
        self.0.send((response.status(), id)).unwrap();
    }
}

#[test]
fn what_came_before_the_time_was_over_is_on_the_error() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        assert!(stream.read(&mut [0; 4096]).unwrap() > 0);
        stream.write_all(broken(503).as_bytes()).unwrap();
        // Until the client gives up.
        let _ = stream.read(&mut [0; 16]);
    });
    let end = Arc::new(Notify::new());
    let (watching, watched) = std::sync::mpsc::channel();
    let client = ClientBuilder::new(&API)
        .base_url(url)
        .clock(Ending(Arc::clone(&end)))
        .interceptor(Watching(watching))
        .retries(0)
        .build()
        .unwrap();
    let call = Request::new(&client, &GET).on_progress(move |_| end.notify_one());
    let error = run(call).unwrap_err();
    assert!(error.is_timeout(), "{error}");
    check(&error, 503);
    assert_eq!(watched.recv().unwrap(), (Some(503), Some("ray".to_owned())));
    drop(client);
    server.join().unwrap();
}
