//! Answers that are text, bytes or lines, and what becomes of them on disk.

mod support;

use std::future::poll_fn;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use clientwright_runtime::spec::{AnswerForm, Api, Endpoint, EnvelopeRule, Scalar};
use clientwright_runtime::{
    Client, ClientBuilder, Direction, Download, Error, Json, Lines, Problem, Request,
};
use support::{Server, answer, json, run};

static API: Api = Api::new("Media")
    .request_id("x-request-id")
    .envelope(EnvelopeRule::new().success_equals("success", Scalar::Bool(true)).data("result"));

static TEXT: Endpoint<String, ()> =
    Endpoint::get("captions.text", "/text").form(AnswerForm::Text).accept("text/vtt").bare();
static FILE: Endpoint<Download, ()> =
    Endpoint::get("files.get", "/file").form(AnswerForm::Binary).bare();
static LINES: Endpoint<Lines<Json>, ()> =
    Endpoint::get("logs.get", "/logs").form(AnswerForm::Lines).bare();
static MISTYPED: Endpoint<Json, ()> =
    Endpoint::get("files.mistyped", "/file").form(AnswerForm::Binary).bare();
static WHOLE: Endpoint<Download, ()> = Endpoint::get("files.whole", "/file").bare();

fn builder(url: &str) -> ClientBuilder {
    ClientBuilder::new(&API).base_url(url).retries(0)
}

fn client(url: &str) -> Client {
    builder(url).build().unwrap()
}

/// A server that gives this and no more, and keeps the connection open for as long as it lives.
fn silent_after(text: &'static str) -> (String, TcpListener) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let accepting = listener.try_clone().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = accepting.accept().unwrap();
        // An answer that comes before its request is none. The request is short, and comes in one piece.
        assert!(stream.read(&mut [0; 4096]).unwrap() > 0);
        stream.write_all(text.as_bytes()).unwrap();
        loop {
            std::thread::park();
        }
    });
    (url, listener)
}

/// Requests in the shape of generated code.
mod generated {
    use clientwright_runtime::{Download, Json, Lines, Request};

    #[derive(Clone, Debug)]
    pub(crate) struct GetFile(pub(crate) Request<Download, ()>);
    clientwright_runtime::download!(GetFile, Request<Download, ()>);

    #[derive(Clone, Debug)]
    pub(crate) struct GetLogs(pub(crate) Request<Lines<Json>, ()>);
    clientwright_runtime::streamed!(GetLogs, Request<Lines<Json>, ()>);
}

const BROKEN: &str = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\nx-request-id: ray\r\n\r\nhalf";

#[test]
fn text_is_read_as_it_is() {
    let text = "WEBVTT\n\n{\"success\":false} é";
    let server = Server::new([answer(200, "", text), answer(200, "", ""), answer(404, "", "none")]);
    let client = client(&server.url);
    assert_eq!(run(Request::new(&client, &TEXT)).unwrap(), text);
    assert_eq!(server.sent().header("accept"), Some("text/vtt"));
    assert_eq!(run(Request::new(&client, &TEXT)).unwrap(), "");
    let error = run(Request::new(&client, &TEXT)).unwrap_err();
    assert!(error.is_not_found() && error.message() == Some("none"), "{error}");
}

#[test]
fn text_that_is_not_utf8_does_not_fit() {
    let bytes =
        [&b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\na\xff"[..]].concat();
    let server = Server::new([bytes]);
    let error = run(Request::new(&client(&server.url), &TEXT)).unwrap_err();
    assert!(error.is_decode() && error.body() == Some(b"a\xff"), "{error}");
}

#[test]
fn bytes_come_piece_by_piece() {
    let server = Server::new([answer(200, "x-request-id: ray\r\n", "0123456789")]);
    // What is handed on is not held, and has no greatest size.
    let client = builder(&server.url).max_response_size(3).build().unwrap();
    run(async {
        let mut download = Request::new(&client, &FILE).await.unwrap();
        assert_eq!((download.status(), download.length()), (200, Some(10)));
        assert_eq!(download.headers().get("x-request-id"), Some("ray"));
        let mut all = Vec::new();
        while let Some(piece) = download.try_next().await.unwrap() {
            assert!(!piece.is_empty());
            all.extend_from_slice(&piece);
        }
        assert_eq!(all, b"0123456789");
        assert!(download.next().await.is_none());
    });
    assert_eq!(server.sent().header("accept"), Some("*/*"));
}

#[test]
fn a_download_has_status_and_headers_like_any_answer() {
    let server = Server::new([answer(206, "etag: x\r\n", "abc")]);
    run(async {
        let response = Request::new(&client(&server.url), &FILE).response().await.unwrap();
        assert_eq!((response.status(), response.headers().get("etag")), (206, Some("x")));
        let bytes = response.into_inner().bytes_up_to(3).await.unwrap();
        assert_eq!(bytes.as_str(), Some("abc"));
    });
}

#[test]
fn bytes_are_collected_up_to_a_limit() {
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n4\r\nabcd\r\n0\r\n\r\n";
    for answer in [answer(200, "", "abcd"), chunked.as_bytes().to_vec()] {
        let server = Server::new([answer]);
        let error = run(async {
            Request::new(&client(&server.url), &FILE)
                .await?
                .bytes_up_to(3)
                .await
                .map_err(Error::from)
        });
        let error = error.unwrap_err();
        assert!(error.is_too_large() && error.status() == Some(200) && error.attempts() == 1);
        assert_eq!(
            error.to_string(),
            "files.get: the response is larger than the limit of 3 bytes that `.bytes_up_to(..)` sets"
        );
    }
}

#[test]
fn a_failure_is_no_download() {
    let server = Server::new([json(403, "{}"), answer(302, "location: /x\r\n", "")]);
    let error = run(Request::new(&client(&server.url), &FILE)).unwrap_err();
    assert!(error.is_forbidden(), "{error}");
}

#[test]
fn an_answer_asked_for_as_the_wrong_type_is_told_of() {
    let server = Server::new([json(200, "{}"), json(200, "[1]")]);
    let client = client(&server.url);
    let error = run(Request::new(&client, &MISTYPED)).unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("`Download`"), "{error}");
    let bytes = run(async { Request::new(&client, &WHOLE).await.unwrap().bytes_up_to(9).await });
    assert_eq!(bytes.unwrap().as_str(), Some("[1]"));
}

#[test]
fn a_download_that_breaks_off_ends_with_a_problem() {
    let server = Server::new([BROKEN]);
    run(async {
        let mut download = Request::new(&client(&server.url), &FILE).await.unwrap();
        assert_eq!(download.try_next().await.unwrap().unwrap().as_str(), Some("half"));
        let problem: Problem = download.try_next().await.unwrap_err();
        assert!(problem.is_transport(), "{problem}");
        assert_eq!(
            (problem.status(), problem.attempts(), problem.request_id()),
            (Some(200), 1, Some("ray"))
        );
        assert!(download.next().await.is_none());
    });
}

#[test]
fn a_download_that_stands_still_ends_with_a_timeout() {
    let (url, _server) = silent_after(BROKEN);
    run(async {
        let call = Request::new(&client(&url), &FILE).timeout(Duration::from_millis(200));
        let mut download = call.await.unwrap();
        download.try_next().await.unwrap().unwrap();
        let problem = download.try_next().await.unwrap_err();
        assert!(problem.is_timeout(), "{problem}");
        assert!(problem.to_string().contains("nothing was received for 200 ms"), "{problem}");
    });
}

#[test]
fn the_deadline_holds_for_all_of_a_download() {
    let (url, _server) = silent_after(BROKEN);
    run(async {
        let call = Request::new(&client(&url), &FILE).deadline(Duration::from_millis(200));
        let mut download = call.await.unwrap();
        download.try_next().await.unwrap().unwrap();
        let problem = download.try_next().await.unwrap_err();
        assert!(
            problem.is_timeout() && problem.to_string().contains("the deadline has passed"),
            "{problem}"
        );
    });
}

#[test]
fn a_body_that_ends_early_is_an_error_whatever_carries_it() {
    use clientwright_runtime::transport::{
        BoxFuture, HttpBody, HttpRequest, HttpResponse, Transport, TransportError,
    };
    use clientwright_runtime::{Content, Headers};

    struct Short;

    impl Transport for Short {
        fn send<'a>(
            &'a self,
            _: HttpRequest<'a>,
        ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
            let body = HttpBody::stream(Some(5), Once(Some(Content::from("abc"))));
            Box::pin(std::future::ready(Ok(HttpResponse::new(200, Headers::new(), body))))
        }
    }

    struct Once(Option<Content>);

    impl futures_core::Stream for Once {
        type Item = Result<Content, TransportError>;

        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            std::task::Poll::Ready(self.0.take().map(Ok))
        }
    }

    let client = builder("https://media.example").transport(Short).build().unwrap();
    let problem = run(async {
        Request::new(&client, &FILE).await?.bytes_up_to(9).await.map_err(Error::from)
    });
    let problem = problem.unwrap_err();
    assert!(
        problem.is_transport() && problem.to_string().contains("the body ended after 3 of 5 bytes"),
        "{problem}"
    );
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_download_is_saved_as_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("movie.mp4");
    let body = "x".repeat(300_000);
    let server = Server::new([answer(200, "", &body), answer(200, "", "new"), answer(200, "", "")]);
    let client = client(&server.url);
    run(async {
        let saved = Request::new(&client, &FILE).await.unwrap().save_to(&path).await;
        assert_eq!(saved.unwrap(), 300_000);
        assert!(std::fs::read_to_string(&path).unwrap() == body);
        assert_eq!(Request::new(&client, &FILE).save_to(&path).await.unwrap(), 3);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(Request::new(&client, &FILE).save_to(&path).await.unwrap(), 0);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "");
    });
    assert_eq!(names(folder.path()), ["movie.mp4"]);
}

#[cfg(unix)]
#[test]
fn what_a_link_leads_to_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("real")).unwrap();
    std::fs::write(folder.path().join("real/file"), "old").unwrap();
    let link = folder.path().join("link");
    std::os::unix::fs::symlink("real/file", &link).unwrap();
    let server = Server::new([answer(200, "", "new")]);
    run(Request::new(&client(&server.url), &FILE).save_to(&link)).unwrap();
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(std::fs::read_to_string(folder.path().join("real/file")).unwrap(), "new");
    assert_eq!(names(&folder.path().join("real")), ["file"]);
}

#[test]
fn a_path_that_cannot_be_written_is_told_of_before_anything_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), "old").unwrap();
    let client = client("http://127.0.0.1:1");
    for (path, expected) in [
        (folder.path().join("missing/file"), "cannot be written: No such file"),
        (folder.path().to_owned(), "is a folder: pass the path of a file"),
        (folder.path().join("file/below"), "cannot be written: Not a directory"),
        (folder.path().join(".."), "is a folder"),
        (Path::new("").to_owned(), "does not end with the name of a file"),
        (Path::new("/dev/null").to_owned(), "is not a regular file"),
    ] {
        let error = run(Request::new(&client, &FILE).save_to(&path)).unwrap_err();
        assert!(error.is_save() && error.attempts() == 0, "{error}");
        let text = error.to_string();
        assert!(text.contains(expected) && text.ends_with("; nothing was sent"), "{text}");
    }
    assert_eq!(names(folder.path()), ["file"]);
    assert_eq!(std::fs::read_to_string(folder.path().join("file")).unwrap(), "old");
}

#[test]
fn a_path_that_cannot_be_written_is_told_of_once_the_answer_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::new([answer(200, "x-request-id: ray\r\n", "abc")]);
    let problem = run(async {
        let download = Request::new(&client(&server.url), &FILE).await.unwrap();
        download.save_to(folder.path().join("missing/file")).await.unwrap_err()
    });
    assert!(problem.is_save() && problem.request_id() == Some("ray"), "{problem}");
    assert_eq!((problem.status(), problem.attempts()), (Some(200), 1));
}

#[test]
fn nothing_half_written_is_left_of_a_download_that_fails() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    std::fs::write(&path, "old").unwrap();
    let server =
        Server::new([BROKEN.as_bytes().to_vec(), BROKEN.as_bytes().to_vec(), json(404, "")]);
    let client = client(&server.url);
    let error = run(Request::new(&client, &FILE).save_to(&path)).unwrap_err();
    assert!(error.is_transport(), "{error}");
    let problem = run(async { Request::new(&client, &FILE).await.unwrap().save_to(&path).await });
    assert!(problem.unwrap_err().is_transport());
    assert!(run(Request::new(&client, &FILE).save_to(&path)).unwrap_err().is_not_found());
    assert_eq!(names(folder.path()), ["file"]);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
}

#[test]
fn nothing_half_written_is_left_of_a_download_that_is_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    std::fs::write(&path, "old").unwrap();
    let (url, _server) = silent_after(BROKEN);
    run(async {
        let received = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&received);
        let client = client(&url);
        let call =
            Request::new(&client, &FILE).on_progress(move |_| told.store(true, Ordering::SeqCst));
        let mut saving = pin!(call.save_to(&path));
        // A piece is written as soon as it has come.
        poll_fn(|context| {
            assert!(saving.as_mut().poll(context).is_pending(), "the server never ends its answer");
            if received.load(Ordering::SeqCst) { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        assert_eq!(names(folder.path()).len(), 2);
    });
    assert_eq!(names(folder.path()), ["file"]);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
}

#[test]
fn progress_is_told_of_what_comes() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&seen);
    let server = Server::new([answer(200, "", &"x".repeat(100_000))]);
    run(async {
        let call = Request::new(&client(&server.url), &FILE)
            .on_progress(move |at| noted.lock().unwrap().push((at.direction, at.bytes, at.total)));
        call.await.unwrap().bytes_up_to(100_000).await.unwrap();
    });
    let seen = seen.lock().unwrap();
    assert!(seen.is_sorted_by_key(|(_, bytes, _)| *bytes));
    assert_eq!(seen.last(), Some(&(Direction::Received, 100_000, Some(100_000))));
}

/// What a call makes of these lines, each value or problem as text.
fn lines(text: &str, limit: usize) -> Vec<String> {
    let server = Server::new([answer(200, "", text)]);
    let client = builder(&server.url).max_response_size(limit).build().unwrap();
    let said = run(async {
        let mut lines = Request::new(&client, &LINES).await.unwrap();
        let mut said = Vec::new();
        while let Some(line) = lines.next().await {
            said.push(line.map_or_else(|problem| problem.to_string(), |value| value.to_string()));
        }
        said
    });
    assert_eq!(server.sent().header("accept"), Some("application/x-ndjson"));
    said
}

#[test]
fn lines_are_values() {
    assert_eq!(lines("{\"a\":1}\n\n  \r\n[2]\r\n\"é\"", 100), ["{\"a\":1}", "[2]", "\"é\""]);
    assert_eq!(lines("1\n2\n", 100), ["1", "2"]);
    assert_eq!(lines("", 100), [""; 0]);
    assert_eq!(lines("\n\n", 100), [""; 0]);
}

#[test]
fn a_line_that_does_not_fit_is_skipped() {
    let said = lines("1\n\n{\n3", 100);
    assert_eq!(said[0], "1");
    assert!(
        said[1].starts_with(
            "logs.get: line 3 of the response does not fit the spec: it is not JSON: EOF"
        ),
        "{}",
        said[1]
    );
    assert_eq!(said[2], "3");
}

#[test]
fn a_line_has_a_greatest_size() {
    let long = "x".repeat(200_000);
    for text in [format!("1\n\"{long}\"\n2\n"), format!("1\n\"{long}"), format!("1\n\"{long}\"")] {
        assert_eq!(
            lines(&text, 100_000),
            [
                "1",
                "logs.get: line 2 of the response is larger than the 100000 bytes that the client allows: raise it \
                 with `.max_response_size(..)` on its builder"
            ]
        );
    }
    // The limit is each line's own.
    assert_eq!(lines("[1]\n[2]\n[3]\n", 4), ["[1]", "[2]", "[3]"]);
}

#[test]
fn lines_that_break_off_end_with_a_problem() {
    let server = Server::new(["HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n1\n2"]);
    run(async {
        let mut lines = Request::new(&client(&server.url), &LINES).await.unwrap();
        assert_eq!(lines.try_next().await.unwrap(), Some(Json::from(1)));
        let problem = lines.try_next().await.unwrap_err();
        assert!(problem.is_transport() && problem.attempts() == 1, "{problem}");
        // Half a value may be another value.
        assert_eq!(lines.try_next().await.unwrap(), None);
    });
}

#[test]
fn streams_move_between_threads() {
    fn is_send<T: Send>(_: &T) {}

    let client = client("http://127.0.0.1:1");
    is_send(&Request::new(&client, &FILE).into_future());
    is_send(&Request::new(&client, &FILE).save_to("x"));
    is_send(&async {
        let mut download = Request::new(&client, &FILE).await.unwrap();
        download.next().await;
        download.save_to("x").await
    });
}

#[test]
fn generated_requests_have_what_every_request_has() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    let server =
        Server::new([answer(200, "", "abc"), answer(200, "", "1\n2"), answer(200, "", "x")]);
    let client = client(&server.url);
    let get = || generated::GetFile(Request::new(&client, &FILE)).timeout(Duration::from_secs(5));
    assert_eq!(run(get().on_progress(|_| ()).save_to(&path)).unwrap(), 3);
    assert_eq!(get().url().unwrap().reveal(), format!("{}/file", server.url));
    let logs = generated::GetLogs(Request::new(&client, &LINES)).header("x-note", "a").retries(0);
    run(async {
        let mut lines = logs.await.unwrap();
        assert_eq!(lines.try_next().await.unwrap(), Some(Json::from(1)));
    });
    assert_eq!(run(get().response()).unwrap().status(), 200);
}

#[cfg(feature = "blocking")]
#[test]
fn what_comes_can_be_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    let server = Server::new([
        answer(200, "", "abc"),
        answer(200, "", "1\n2"),
        answer(200, "", "x"),
        answer(200, "", "y"),
    ]);
    let client = client(&server.url);
    assert_eq!(Request::new(&client, &FILE).save_to_blocking(&path).unwrap(), 3);
    let lines = generated::GetLogs(Request::new(&client, &LINES)).send_blocking().unwrap();
    let values: Vec<Json> = lines.blocking().map(Result::unwrap).collect();
    assert_eq!(values, [Json::from(1), Json::from(2)]);
    let download = generated::GetFile(Request::new(&client, &FILE)).send_blocking().unwrap();
    let bytes: Vec<u8> = download.blocking().flat_map(|piece| piece.unwrap().into_vec()).collect();
    assert_eq!(bytes, b"x");
    let download = Request::new(&client, &FILE).send_blocking().unwrap();
    let said: Vec<_> = run(async { download.blocking().collect() });
    assert!(said.len() == 1 && said[0].as_ref().unwrap_err().is_invalid());
}
