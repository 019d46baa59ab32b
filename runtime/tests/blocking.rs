//! Calls that are waited for on the thread that makes them.

mod support;

use std::thread;

use clientwright_runtime::spec::{AnswerForm, Api, Endpoint, Pages, Parameter, Schema};
use clientwright_runtime::{
    Client, ClientBuilder, Download, Json, Lines, Page, Request, download, paged, request, streamed,
};
use support::{Server, answer, json, run};

static API: Api = Api::new("Media");

static GET: Endpoint<Json, ()> = Endpoint::get("things.get", "/things");
static LIST: Endpoint<Page<Json>, ()> = Endpoint::get("things.list", "/things")
    .parameters(const { &[Parameter::query("page", Schema::integer())] })
    .pages(Pages::page("page"));

/// In the shape of generated code.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
struct List(Request<Page<Json>, ()>);

request!(List, Request<Page<Json>, ()>);
paged!(List, Json);

fn client(server: &Server) -> Client {
    ClientBuilder::new(&API).retries(0).base_url(&server.url).build().unwrap()
}

#[test]
fn a_plain_thread_waits_for_answers() {
    let server = Server::new([
        json(200, "1"),
        answer(404, "", ""),
        json(201, "2"),
        answer(404, "", "no"),
        json(200, "[1,2]"),
    ]);
    let call = Request::new(&client(&server), &GET);
    assert_eq!(call.clone().send_blocking().unwrap(), 1);
    assert!(call.clone().send_blocking().unwrap_err().is_not_found());
    assert_eq!(call.clone().response().send_blocking().unwrap().status(), 201);
    assert_eq!(call.clone().raw().send_blocking().unwrap().data().as_str(), Some("no"));
    let list = Request::new(&client(&server), &LIST);
    assert_eq!(list.collect_up_to(2).send_blocking().unwrap(), [1, 2]);
    let wrong = call.header("Host", "x").send_blocking().unwrap_err();
    assert!(wrong.is_invalid());
}

static FILE: Endpoint<Download, ()> =
    Endpoint::get("files.get", "/file").form(AnswerForm::Binary).bare();
static LOG: Endpoint<Lines<Json>, ()> =
    Endpoint::get("logs.get", "/log").form(AnswerForm::Lines).bare();

/// In the shape of generated code.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
struct Fetch(Request<Download, ()>);

download!(Fetch, Request<Download, ()>);

/// In the shape of generated code.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
struct Log(Request<Lines<Json>, ()>);

streamed!(Log, Request<Lines<Json>, ()>);

#[test]
fn what_comes_in_pieces_is_waited_for() {
    let file = || answer(200, "", "abc");
    let server = Server::new([file(), file(), answer(200, "", "1\n2\n")]);
    let fetch = Fetch(Request::new(&client(&server), &FILE));
    let download = fetch.clone().send_blocking().unwrap();
    let pieces: Vec<u8> =
        download.blocking().flat_map(|piece| piece.unwrap().as_bytes().to_vec()).collect();
    assert_eq!(pieces, b"abc");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    assert_eq!(fetch.clone().save_to_blocking(&path).unwrap(), 3);
    assert_eq!(std::fs::read(&path).unwrap(), b"abc");
    let log = Log(Request::new(&client(&server), &LOG)).send_blocking().unwrap();
    let values: Result<Vec<Json>, _> = log.blocking().collect();
    assert_eq!(values.unwrap(), [1, 2]);
    assert_eq!(server.rest().len(), 3);
    let error = run(async { fetch.save_to_blocking(&path).unwrap_err() });
    assert!(error.is_invalid());
}

#[test]
fn lists_are_iterators() {
    let pages = || ["[1,2]", "[3]", "[]"].map(|body| json(200, body));
    let server = Server::new([pages(), pages()].concat());
    let list = List(Request::new(&client(&server), &LIST));
    let items: Result<Vec<Json>, _> = list.clone().items_blocking().collect();
    assert_eq!(items.unwrap(), [1, 2, 3]);
    let mut pages = list.pages_blocking();
    assert_eq!(pages.next().unwrap().unwrap().items, [1, 2]);
    assert_eq!(pages.position(), Some("2"));
    let lengths: Vec<usize> = pages.by_ref().map(|page| page.unwrap().len()).collect();
    assert_eq!(lengths, [1, 0]);
    assert!(pages.next().is_none());
    assert_eq!(server.rest().len(), 6);
}

#[test]
fn iterators_end_after_an_error() {
    let server = Server::new([json(200, "[1]"), answer(500, "", "")]);
    let list = List(Request::new(&client(&server), &LIST));
    let mut items = list.items_blocking();
    assert_eq!(items.next().unwrap().unwrap(), 1);
    assert!(items.next().unwrap().unwrap_err().is_server_error());
    assert!(items.next().is_none());
    assert_eq!(items.position(), Some("2"));
}

/// What every kind of blocking call says where it would block an async runtime.
fn refused(call: &Request<Json, ()>, list: &List) {
    let expected = |operation: &str| {
        format!(
            "{operation}: a blocking call on a thread of an async runtime would block the runtime: await the call \
             instead (on a thread of `spawn_blocking`, use `Handle::current().block_on(..)`); nothing was sent"
        )
    };
    let error = call.clone().send_blocking().unwrap_err();
    assert!(error.is_invalid());
    assert_eq!(error.to_string(), expected("things.get"));
    assert_eq!(call.clone().raw().send_blocking().unwrap_err().to_string(), error.to_string());
    assert!(call.clone().response().send_blocking().unwrap_err().is_invalid());
    let error = list.clone().send_blocking().unwrap_err();
    assert_eq!(error.to_string(), expected("things.list"));
    assert!(list.clone().collect_up_to(1).send_blocking().unwrap_err().is_invalid());
    let mut pages = list.clone().pages_blocking();
    assert!(pages.next().unwrap().unwrap_err().is_invalid());
    assert!(pages.next().is_none());
    let mut items = list.clone().items_blocking();
    assert_eq!(items.next().unwrap().unwrap_err().to_string(), error.to_string());
    assert!(items.next().is_none());
}

#[test]
fn threads_of_async_runtimes_are_refused() {
    let server = Server::new([json(200, "1")]);
    let call = Request::new(&client(&server), &GET);
    let list = List(Request::new(&client(&server), &LIST));
    run(async {
        refused(&call, &list);
        let (call, list) = (call.clone(), list.clone());
        tokio::spawn(async move { refused(&call, &list) }).await.unwrap();
    });
    let many = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    many.block_on(async {
        refused(&call, &list);
        let (call, list) = (call.clone(), list.clone());
        tokio::spawn(async move {
            refused(&call, &list);
            tokio::task::block_in_place(|| refused(&call, &list));
        })
        .await
        .unwrap();
    });
    // A thread that may block is told from the others by none, and waits by its runtime's own means.
    let waited = many.block_on(async {
        let (call, list) = (call.clone(), list.clone());
        tokio::task::spawn_blocking(move || {
            refused(&call, &list);
            tokio::runtime::Handle::current().block_on(call.into_future())
        })
        .await
        .unwrap()
    });
    assert_eq!(waited.unwrap(), 1);
    assert_eq!(server.rest().len(), 1);
}

#[test]
fn many_threads_wait_at_once() {
    const THREADS: usize = 8;
    const CALLS: usize = 5;
    let server = Server::new((0..THREADS * CALLS).map(|_| json(200, "1")));
    let client = client(&server);
    let threads: Vec<_> = (0..THREADS)
        .map(|_| {
            let call = Request::new(&client, &GET);
            thread::spawn(move || {
                for _ in 0..CALLS {
                    assert_eq!(call.clone().send_blocking().unwrap(), 1);
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(server.rest().len(), THREADS * CALLS);
}

/// A connection is kept by the runtime that it was made in, which must outlive the call.
#[test]
fn a_connection_serves_calls_of_several_threads() {
    use std::io::{BufRead as _, BufReader, Write as _};

    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut lines = BufReader::new(&stream).lines();
        for _ in 0..3 {
            while !lines.next().unwrap().unwrap().is_empty() {}
            (&stream).write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n1").unwrap();
        }
    });
    let client = ClientBuilder::new(&API).retries(0).base_url(url).build().unwrap();
    for _ in 0..3 {
        let call = Request::new(&client, &GET);
        let answer = thread::spawn(move || call.send_blocking());
        assert_eq!(answer.join().unwrap().unwrap(), 1);
    }
    server.join().unwrap();
}

/// What a provider of tokens does while a blocking call waits for it is done in the runtime of blocking calls.
#[test]
fn a_blocking_call_within_a_blocking_call_is_refused() {
    use clientwright_runtime::BearerToken;
    use clientwright_runtime::spec::{Credential, Scheme};

    static SECURED: Api = Api::new("Secured")
        .schemes(const { &[Scheme::bearer("token", Credential::new("token").secret())] });
    static SECRET: Endpoint<Json, ()> =
        Endpoint::get("things.secret", "/secret").auth(&[&["token"]]);

    let server = Server::new([b""]);
    let inner = Request::new(&client(&server), &GET);
    let client = ClientBuilder::new(&SECURED)
        .retries(0)
        .base_url(&server.url)
        .token_provider("token", move || {
            let inner = inner.clone();
            async move { inner.send_blocking().map(|token| BearerToken::new(token.to_string())) }
        })
        .build()
        .unwrap();
    let error = Request::new(&client, &SECRET).send_blocking().unwrap_err();
    assert!(error.is_credentials());
    assert!(error.to_string().contains("things.get: a blocking call"), "{error}");
    std::mem::forget(server);
}
