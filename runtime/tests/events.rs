//! Server-sent events, and the connections that they come by.

mod support;

use std::time::Duration;

use clientwright_runtime::mock::TestClock;
use clientwright_runtime::spec::{AnswerForm, Api, Endpoint, Method, Operation};
use clientwright_runtime::{Client, ClientBuilder, Events, Json, Request, RetryPolicy};
use support::{Server, answer, json, run};

static API: Api = Api::new("Media").request_id("x-request-id");

static WATCH: Endpoint<Events<i64>, ()> =
    Endpoint::get("events.watch", "/events").form(AnswerForm::Events).bare();

fn events(body: &str) -> Vec<u8> {
    answer(200, "content-type: text/event-stream\r\nx-request-id: ray\r\n", body)
}

fn builder(server: &Server, clock: &TestClock) -> ClientBuilder {
    ClientBuilder::new(&API).base_url(&server.url).clock(clock.clone())
}

fn client(server: &Server, clock: &TestClock) -> Client {
    builder(server, clock).build().unwrap()
}

/// All that comes, each event or problem as text.
async fn all(mut events: Events<i64>) -> Vec<String> {
    let mut said = Vec::new();
    while let Some(event) = events.next().await {
        said.push(match event {
            Ok(event) => format!(
                "{} {} {}",
                event.id.as_deref().unwrap_or("-"),
                event.event.as_deref().unwrap_or("-"),
                event.data
            ),
            Err(problem) => problem.to_string(),
        });
    }
    said
}

#[test]
fn events_are_typed() {
    let body = ": hello\n\nevent: tick\nid: a\ndata: 1\n\ndata: 2\n\ndata: [DONE]\n\ndata: \"x\"\n\ndata: 3\n\n";
    let server = Server::new([events(body), answer(204, "", "")]);
    let said = run(async {
        all(Request::new(&client(&server, &TestClock::new()), &WATCH).await.unwrap()).await
    });
    assert_eq!(said[..2], ["a tick 1", "a - 2"]);
    assert!(
        said[2].starts_with("events.watch: an event does not fit the spec: it is not JSON"),
        "{}",
        said[2]
    );
    assert_eq!(
        said[3..],
        [
            "events.watch: an event does not fit the spec: it is a string, expected an integer [request id ray]",
            "a - 3"
        ]
    );
    assert_eq!(server.sent().header("accept"), Some("text/event-stream"));
    assert_eq!(server.sent().header("last-event-id"), Some("a"));
}

#[test]
fn a_connection_that_ends_or_breaks_is_made_again_where_it_was() {
    let broken = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 100\r\n\r\nretry: 250\nid: \
         2\ndata: 2\n\nid: 3\ndata: 9";
    let server = Server::new([
        events("id: 1\ndata: 1\n\nid: lost\ndata: 9"),
        broken.as_bytes().to_vec(),
        events("data: 3\n\nid\n\n"),
        events(""),
        answer(204, "", ""),
    ]);
    let clock = TestClock::new();
    let said =
        run(async { all(Request::new(&client(&server, &clock), &WATCH).await.unwrap()).await });
    assert_eq!(said, ["1 - 1", "2 - 2", "2 - 3"]);
    let told: Vec<Option<String>> =
        server.rest().iter().map(|sent| sent.header("last-event-id").map(str::to_owned)).collect();
    let told: Vec<Option<&str>> = told.iter().map(Option::as_deref).collect();
    assert_eq!(told, [None, Some("1"), Some("2"), None, None]);
    assert_eq!(clock.slept(), [3_000, 250, 250, 250].map(Duration::from_millis));
}

#[test]
fn connections_in_vain_are_counted() {
    let event = || events("data: 1\n\n");
    let none = || events(": nothing\n\n");
    let server = Server::new([event(), none(), event(), none(), none()]);
    let said = run(async {
        all(Request::new(&client(&server, &TestClock::new()), &WATCH).await.unwrap()).await
    });
    assert_eq!(said, ["- - 1", "- - 1"]);
    assert_eq!(server.rest().len(), 5);
    let broken = || b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\ndata: 1\n\n".to_vec();
    let server = Server::new([broken(), broken()]);
    let call = |server: &Server, retries| {
        Request::new(&client(server, &TestClock::new()), &WATCH).retries(retries)
    };
    let said = run(async { all(call(&server, 0).await.unwrap()).await });
    assert_eq!(said.len(), 2);
    assert!(
        said[1].starts_with("events.watch: the connection to the server failed"),
        "{}",
        said[1]
    );
}

#[test]
fn a_failure_ends_the_events() {
    let server = Server::new([events("data: 1\n\n"), json(503, ""), json(403, "no")]);
    let said = run(async {
        all(Request::new(&client(&server, &TestClock::new()), &WATCH).await.unwrap()).await
    });
    assert_eq!(said[0], "- - 1");
    // What is transient is tried again as in any call.
    assert!(said[1].starts_with("events.watch: 403 Forbidden: no; sent 2 times"), "{}", said[1]);
    assert_eq!((said.len(), server.rest().len()), (2, 3));
}

#[test]
fn only_a_get_is_sent_again() {
    let server = Server::new([events("data: 1\n\n")]);
    let mut operation = Operation::new("events.ask", Method::Put, "/events");
    operation.form = AnswerForm::Events;
    let call = Request::<Events<i64>, ()>::of(&client(&server, &TestClock::new()), operation);
    assert_eq!(run(async { all(call.await.unwrap()).await }), ["- - 1"]);
    assert_eq!(server.rest().len(), 1);
}

#[test]
fn an_answer_that_is_no_stream_of_events_is_told_of() {
    let server = Server::new([json(200, "{}")]);
    let error = run(Request::new(&client(&server, &TestClock::new()), &WATCH)).unwrap_err();
    assert!(error.is_decode());
    assert!(
        error.to_string().contains("it is not an event stream (content type: application/json)"),
        "{error}"
    );
}

#[test]
fn an_event_has_a_greatest_size() {
    let server =
        Server::new([events(&format!("data: 1\n\ndata: {}\n\ndata: 2\n\n", "1".repeat(50)))]);
    let client = builder(&server, &TestClock::new()).max_response_size(40).build().unwrap();
    let said = run(async { all(Request::new(&client, &WATCH).await.unwrap()).await });
    assert_eq!(
        said,
        [
            "- - 1",
            "events.watch: an event is larger than the 40 bytes that the client allows: raise it with \
             `.max_response_size(..)` on its builder [request id ray]"
        ]
    );
}

#[test]
fn the_server_cannot_ask_for_any_wait() {
    let server = Server::new([events("retry: 99999999999\ndata: 1\n\n"), answer(204, "", "")]);
    let clock = TestClock::new();
    let policy = RetryPolicy::new().max_retry_after(Duration::from_secs(20));
    let call = Request::new(&client(&server, &clock), &WATCH).retry(policy);
    run(async { all(call.await.unwrap()).await });
    assert_eq!(clock.slept(), [Duration::from_secs(20)]);
}

#[test]
fn the_server_cannot_ask_to_be_asked_without_end() {
    let server = Server::new([events("retry: 0\ndata: 1\n\n"), answer(204, "", "")]);
    let clock = TestClock::new();
    let call = Request::new(&client(&server, &clock), &WATCH);
    assert_eq!(run(async { all(call.await.unwrap()).await }), ["- - 1"]);
    assert_eq!(clock.slept(), [Duration::from_millis(100)]);
}

#[test]
fn the_deadline_ends_the_events() {
    let server = Server::new([events("data: 1\n\n"), events("data: 2\n\n")]);
    let call =
        Request::new(&client(&server, &TestClock::new()), &WATCH).deadline(Duration::from_secs(5));
    // The second wait would end after the deadline.
    assert_eq!(run(async { all(call.await.unwrap()).await }), ["- - 1", "- - 2"]);
    assert_eq!(server.rest().len(), 2);
}

#[test]
fn an_identifier_that_no_header_can_hold_is_not_told() {
    let server = Server::new([events("id: a\u{1}b\ndata: 1\n\n"), answer(204, "", "")]);
    run(async {
        let mut events = Request::new(&client(&server, &TestClock::new()), &WATCH).await.unwrap();
        events.try_next().await.unwrap().unwrap();
        assert_eq!(events.last_event_id(), Some("a\u{1}b"));
        assert_eq!(events.try_next().await.unwrap(), None);
    });
    assert!(server.rest().iter().all(|sent| sent.header("last-event-id").is_none()));
}

#[test]
fn events_without_data_of_their_own_can_be_asked_for() {
    let server = Server::new([events("data\n\ndata: {\"a\":1}\n\n"), answer(204, "", "")]);
    let mut operation = Operation::new("events.any", Method::Get, "/events");
    operation.form = AnswerForm::Events;
    run(async {
        let client = client(&server, &TestClock::new());
        let mut events = Request::<Events<Option<Json>>, ()>::of(&client, operation).await.unwrap();
        assert_eq!(events.try_next().await.unwrap().unwrap().data, None);
        assert_eq!(
            events.try_next().await.unwrap().unwrap().data,
            Some(serde_json::json!({"a": 1}))
        );
    });
}
