//! What is sent in each form, byte for byte, and what stops it.

mod support;

use clientwright_runtime::spec::Compose as _;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clientwright_runtime::mock::TestClock;
use clientwright_runtime::spec::{
    Api, Body, Credential, Endpoint, Field, FieldEncoding, HmacProfile, ListKeys, Schema, Scheme,
    Style,
};
use clientwright_runtime::{
    Client, ClientBuilder, Direction, Error, Json, Maybe, Request, Secret, Upload,
};
use support::{Sent, Server, answer, json, run};

static API: Api = Api::new("Media").schemes(
    const {
        &[Scheme::hmac(
            "hmac",
            HmacProfile::Kong,
            Credential::new("id"),
            Credential::new("secret").secret(),
        )]
    },
);

static FORM: Endpoint<Json, ()> =
    Endpoint::post("forms.send", "/form").body(Body::form(Schema::object(
        const {
            &[
                Field::required("name", Schema::string().max_length(20)),
                Field::optional("key", Schema::string().secret().max_length(4)),
            ]
        },
    )));

static MULTIPART: Endpoint<Json, ()> =
    Endpoint::put("files.put", "/files").body(Body::multipart(Schema::object(
        const {
            &[
                Field::required("file", Schema::binary()),
                Field::optional("thumbnail", Schema::binary()),
                Field::optional("others", Schema::list(const { &Schema::binary() })),
                Field::optional("title", Schema::string().max_length(20)),
            ]
        },
    )));

static NESTED: Endpoint<Json, ()> = Endpoint::post("orders.create", "/orders").body(
    Body::form(Schema::any()).lists(ListKeys::Indices).fields(
        const {
            &[
                FieldEncoding::new("expand").lists(ListKeys::Brackets),
                FieldEncoding::new("ids").style(Style::Form).explode(false),
                FieldEncoding::new("extra").style(Style::Json),
            ]
        },
    ),
);

static OWN_PARTS: Endpoint<Json, ()> = Endpoint::post("orders.attach", "/orders").body(
    Body::multipart(Schema::object(
        const {
            &[Field::required("files", Schema::list(const { &Schema::binary() }).max_items(2))]
        },
    ))
    .fields(
        const {
            &[
                FieldEncoding::new("item").media_type("application/vnd.item+json"),
                FieldEncoding::new("note").media_type("text/markdown"),
                FieldEncoding::new("spread").lists(ListKeys::Brackets),
            ]
        },
    ),
);

static ANY_PARTS: Endpoint<Json, ()> =
    Endpoint::put("files.any", "/files").body(Body::multipart(Schema::any()).optional());
static BINARY: Endpoint<Json, ()> =
    Endpoint::put("files.raw", "/raw").body(Body::binary()).auth(&[&["hmac"], &[]]);
static VIDEO: Endpoint<Json, ()> =
    Endpoint::post("files.video", "/raw").body(Body::binary().media_type("video/mp4").optional());
static TEXT: Endpoint<Json, ()> =
    Endpoint::put("files.text", "/text").body(Body::text(Schema::string().max_length(8)));
static VTT: Endpoint<Json, ()> = Endpoint::put("files.vtt", "/text")
    .body(Body::text(Schema::string()).media_type("text/vtt").optional());

fn builder(server: &Server) -> ClientBuilder {
    ClientBuilder::new(&API).base_url(&server.url).clock(TestClock::new())
}

fn client(server: &Server) -> Client {
    builder(server).build().unwrap()
}

/// What a call sends.
fn sent(call: impl FnOnce(&Client) -> Request<Json, ()>) -> Sent {
    let server = Server::new([json(200, "{}")]);
    run(call(&client(&server))).unwrap();
    server.sent()
}

/// Why a call is not sent.
fn refused(call: impl FnOnce(&Client) -> Request<Json, ()>) -> Error {
    let client = ClientBuilder::new(&API).base_url("http://127.0.0.1:1").build().unwrap();
    let error = run(call(&client)).unwrap_err();
    assert_eq!(error.attempts(), 0, "{error}");
    error
}

/// The body of a form, with the boundary between its parts made the same every time.
fn parts(sent: &Sent) -> String {
    let media_type = sent.header("content-type").unwrap();
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    assert!(boundary.len() <= 70, "{boundary}");
    sent.body.replace(boundary, "B")
}

fn file(folder: &Path, name: &str, bytes: &[u8]) -> Upload {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    Upload::file(path)
}

/// A stream of these pieces.
fn stream(pieces: Vec<Result<Vec<u8>, &'static str>>, length: Option<u64>) -> Upload {
    Upload::stream(Pieces(pieces.into_iter()), length)
}

struct Pieces<T>(std::vec::IntoIter<T>);

impl<T> Unpin for Pieces<T> {}

impl<T> futures_core::Stream for Pieces<T> {
    type Item = T;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<T>> {
        std::task::Poll::Ready(self.0.next())
    }
}

#[test]
fn a_form_is_encoded_as_browsers_do() {
    let nested: BTreeMap<String, Json> =
        [("a".to_owned(), Json::from(1.5)), ("b c".to_owned(), serde_json::json!(["x", true]))]
            .into();
    let sent = sent(|client| {
        Request::new(client, &FORM)
            .field("name", &"a b&c=é*~+".to_owned())
            .field("key", &Secret::from("s/k"))
            .field("list", &vec!["1".to_owned(), "2".to_owned()])
            .field("none", &Maybe::<String>::Null)
            .field("left out", &None::<String>)
            .field("map", &nested)
    });
    assert_eq!(sent.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(
        sent.body,
        "name=a+b%26c%3D%C3%A9*%7E%2B&key=s%2Fk&list=1&list=2&none=&map%5Ba%5D=1.5&map%5Bb+c%5D=x&map%5Bb+c%5D=true"
    );
    assert_eq!(sent.header("content-length"), Some(sent.body.len().to_string().as_str()));
}

#[test]
fn the_limits_of_a_form_hold_before_it_is_sent() {
    let error = refused(|client| Request::new(client, &FORM));
    assert_eq!(
        error.to_string(),
        "forms.send: the field `name` of the request body must be set, since it is required; nothing was sent"
    );
    let error = refused(|client| {
        Request::new(client, &FORM)
            .field("name", &"n".to_owned())
            .field("key", &Secret::from("secret"))
    });
    assert_eq!(
        error.to_string(),
        "forms.send: the field `key` of the request body must have at most 4 characters; nothing was sent"
    );
    let error = refused(|client| Request::new(client, &ANY_PARTS).body(&vec![1_i64]));
    assert_eq!(
        error.to_string(),
        "files.any: the request body must be an object (it is an array); nothing was sent"
    );
}

#[test]
fn a_secret_of_a_form_is_masked_where_the_server_echoes_it() {
    let server = Server::new([json(400, "no s%2Fk s/k")]);
    let call = Request::new(&client(&server), &FORM)
        .field("name", &"n".to_owned())
        .field("key", &Secret::from("s/k"));
    let error = run(call).unwrap_err().to_string();
    assert!(error.ends_with("no [redacted] [redacted]"), "{error}");
}

#[test]
fn a_form_of_parts_holds_fields_and_files() {
    let folder = tempfile::tempdir().unwrap();
    let object = serde_json::json!({"a": [1, "é"]});
    let sent = sent(|client| {
        Request::new(client, &MULTIPART)
            .field("title", &"first\r\nsecond".to_owned())
            .field("tags", &vec!["x".to_owned(), "y".to_owned()])
            .field("meta", &object)
            .field("count", &7_i64)
            .file(
                "file",
                &file(folder.path(), "cap\"tions\n.vtt", b"WEBVTT\n").media_type("text/vtt"),
            )
            .file("thumbnail", &Upload::from(vec![1, 2]).file_name("ü.png"))
            .file("others", &Upload::from("one"))
            .file("others", &Upload::from("two"))
    });
    let expected = "--B\r\n\
        Content-Disposition: form-data; name=\"title\"\r\n\r\nfirst\r\nsecond\r\n--B\r\n\
        Content-Disposition: form-data; name=\"tags\"\r\n\r\nx\r\n--B\r\n\
        Content-Disposition: form-data; name=\"tags\"\r\n\r\ny\r\n--B\r\n\
        Content-Disposition: form-data; name=\"meta\"\r\n\
        Content-Type: application/json\r\n\r\n{\"a\":[1,\"é\"]}\r\n--B\r\n\
        Content-Disposition: form-data; name=\"count\"\r\n\r\n7\r\n--B\r\n\
        Content-Disposition: form-data; name=\"file\"; filename=\"cap%22tions%0A.vtt\"\r\n\
        Content-Type: text/vtt\r\n\r\nWEBVTT\n\r\n--B\r\n\
        Content-Disposition: form-data; name=\"thumbnail\"; filename=\"ü.png\"\r\n\
        Content-Type: application/octet-stream\r\n\r\n\u{1}\u{2}\r\n--B\r\n\
        Content-Disposition: form-data; name=\"others\"; filename=\"blob\"\r\n\
        Content-Type: application/octet-stream\r\n\r\none\r\n--B\r\n\
        Content-Disposition: form-data; name=\"others\"; filename=\"blob\"\r\n\
        Content-Type: application/octet-stream\r\n\r\ntwo\r\n--B--\r\n";
    assert_eq!(parts(&sent), expected);
    assert_eq!(sent.header("content-length"), Some(sent.bytes.len().to_string().as_str()));
}

#[test]
fn names_of_parts_cannot_end_their_header() {
    let sent =
        sent(|client| Request::new(client, &ANY_PARTS).field("a\"\r\nX: y", &"v".to_owned()));
    assert_eq!(
        parts(&sent),
        "--B\r\nContent-Disposition: form-data; name=\"a%22%0D%0AX: y\"\r\n\r\nv\r\n--B--\r\n"
    );
}

#[test]
fn the_files_of_a_form_are_checked_before_it_is_sent() {
    let upload = &Upload::from("x");
    let said: Vec<String> = [
        refused(|client| Request::new(client, &MULTIPART)),
        refused(|client| Request::new(client, &MULTIPART).file("thumbnail", upload)),
        refused(|client| Request::new(client, &MULTIPART).field("file", &"text".to_owned())),
        refused(|client| {
            Request::new(client, &MULTIPART).file("file", upload).field("title", &"x".repeat(21))
        }),
        refused(|client| {
            Request::new(client, &MULTIPART).file("file", &upload.clone().media_type("a\r\nb"))
        }),
        refused(|client| Request::new(client, &FORM).file("file", upload)),
        refused(|client| Request::new(client, &FORM).upload(upload)),
        refused(|client| Request::new(client, &BINARY)),
        refused(|client| Request::new(client, &BINARY).field("a", &1_i64)),
        refused(|client| Request::new(client, &BINARY).upload(&upload.clone().media_type("ä\n"))),
        refused(|client| Request::new(client, &TEXT)),
        refused(|client| Request::new(client, &TEXT).body(&1_i64)),
        refused(|client| Request::new(client, &TEXT).body(&"123456789".to_owned())),
        refused(|client| Request::new(client, &TEXT).upload(upload)),
    ]
    .iter()
    .map(|error| {
        assert!(error.is_invalid());
        error.to_string()
    })
    .collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn an_optional_form_without_anything_is_no_body() {
    let server = Server::new([json(200, "{}"), json(200, "{}"), json(200, "{}")]);
    let client = client(&server);
    run(Request::new(&client, &ANY_PARTS)).unwrap();
    run(Request::new(&client, &VIDEO)).unwrap();
    run(Request::new(&client, &VTT)).unwrap();
    for sent in server.rest() {
        assert_eq!((sent.body.as_str(), sent.header("content-type")), ("", None));
    }
    let sent = sent(|client| Request::new(client, &ANY_PARTS).file("a", &Upload::from("x")));
    assert!(parts(&sent).contains("\r\n\r\nx\r\n--B--"));
}

#[test]
fn bytes_are_sent_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let bytes: Vec<u8> = (0..=255).collect();
    for upload in [
        Upload::from(bytes.clone()),
        Upload::from(bytes.as_slice()),
        file(folder.path(), "a.bin", &bytes),
        stream(vec![Ok(bytes[..100].to_vec()), Ok(bytes[100..].to_vec())], Some(256)),
    ] {
        let sent = sent(|client| Request::new(client, &BINARY).upload(&upload));
        assert_eq!(sent.bytes, bytes);
        assert_eq!(sent.header("content-length"), Some("256"));
        assert_eq!(sent.header("content-type"), Some("application/octet-stream"));
    }
    let sent = sent(|client| {
        Request::new(client, &BINARY).upload(&stream(vec![Ok(bytes.clone()), Ok(vec![7])], None))
    });
    assert_eq!((sent.bytes.len(), sent.header("content-length")), (257, None));
}

#[test]
fn the_media_type_is_the_uploads_or_the_endpoints() {
    let kind = |upload: Upload| {
        let sent = sent(|client| Request::new(client, &VIDEO).upload(&upload));
        sent.header("content-type").unwrap().to_owned()
    };
    assert_eq!(kind(Upload::from("x")), "video/mp4");
    assert_eq!(kind(Upload::from("x").media_type("video/webm")), "video/webm");
    assert_eq!(kind(Upload::from("x").or_media_type("a/b").or_media_type("c/d")), "a/b");
}

#[test]
fn text_is_sent_as_it_is() {
    let sent_text = sent(|client| Request::new(client, &TEXT).body(&"é\"\n".to_owned()));
    assert_eq!(sent_text.body, "é\"\n");
    assert_eq!(sent_text.header("content-type"), Some("text/plain; charset=utf-8"));
    let sent = sent(|client| Request::new(client, &VTT).body(&String::new()));
    assert_eq!((sent.body.as_str(), sent.header("content-type")), ("", Some("text/vtt")));
}

#[test]
fn a_file_is_read_anew_when_a_call_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    // More than one piece.
    let bytes: Vec<u8> = (0..200_000_u32).map(|number| number.to_le_bytes()[0]).collect();
    let server = Server::new([json(503, ""), json(200, "{}")]);
    let upload = file(folder.path(), "big.bin", &bytes);
    run(Request::new(&client(&server), &BINARY).upload(&upload)).unwrap();
    let sent = server.rest();
    assert_eq!(sent.len(), 2);
    for sent in sent {
        assert_eq!(sent.header("content-length"), Some("200000"));
        assert!(sent.bytes == bytes);
    }
}

#[test]
fn a_stream_is_read_once_and_its_call_never_made_again() {
    let server = Server::new([json(503, "")]);
    let client = client(&server);
    let upload = stream(vec![Ok(b"once".to_vec())], None);
    let error = run(Request::new(&client, &BINARY).upload(&upload)).unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(503), 1));
    assert!(
        error.to_string().ends_with("not retried: the request body can be read only once"),
        "{error}"
    );
    assert_eq!(server.rest().len(), 1);
    let error = run(Request::new(&client, &BINARY).upload(&upload)).unwrap_err();
    assert!(error.is_upload() && error.attempts() == 0, "{error}");
    assert_eq!(
        error.to_string(),
        "files.raw: the stream was sent before, and a stream can be read only once: make a new upload for each call; \
         nothing was sent"
    );
}

#[test]
fn a_stream_cannot_be_signed_and_a_form_of_bytes_can() {
    let signing = |server: &Server| {
        builder(server).credentials("hmac", [("id", "id"), ("secret", "secret")]).build().unwrap()
    };
    let server = Server::new([json(200, "{}")]);
    let client = signing(&server);
    let error = run(Request::new(&client, &BINARY).upload(&stream(vec![], None))).unwrap_err();
    assert!(error.is_invalid() && error.to_string().contains("pass its bytes instead"), "{error}");
    run(Request::new(&client, &BINARY).upload(&Upload::from("x"))).unwrap();
    assert!(server.sent().header("digest").is_some());
}

#[test]
fn a_file_that_cannot_be_opened_is_not_sent() {
    let folder = tempfile::tempdir().unwrap();
    let missing = Upload::file(folder.path().join("not \u{202e}there.mp4"));
    for endpoint in [&BINARY, &MULTIPART] {
        let call = |client: &Client, upload: &Upload| {
            let call = Request::new(client, endpoint);
            if std::ptr::eq(endpoint, &raw const BINARY) {
                call.upload(upload)
            } else {
                call.file("file", upload)
            }
        };
        let error = refused(|client| call(client, &missing));
        assert!(error.is_upload());
        let text = error.to_string();
        assert!(
            text.contains(r#"the file "not \u{202e}there.mp4" cannot be opened: No such file"#),
            "{text}"
        );
        assert!(text.ends_with("; nothing was sent"), "{text}");
        let error = refused(|client| call(client, &Upload::file(folder.path())));
        assert!(error.is_upload());
        assert!(
            error.to_string().contains("is a folder: pass the path of a file; nothing was sent"),
            "{error}"
        );
    }
    if cfg!(target_os = "linux") {
        let error =
            refused(|client| Request::new(client, &BINARY).upload(&Upload::file("/dev/zero")));
        assert!(
            error
                .to_string()
                .contains("is not a regular file: send it with `Upload::stream`; nothing"),
            "{error}"
        );
    }
}

#[test]
fn a_file_that_vanishes_before_a_retry_is_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let upload = file(folder.path(), "a.bin", b"abc");
    let path = folder.path().join("a.bin");
    let server = Server::new([json(503, "")]);
    let call = Request::new(&client(&server), &BINARY)
        .upload(&upload)
        .on_progress(move |_| std::fs::remove_file(&path).unwrap());
    let error = run(call).unwrap_err();
    assert!(error.is_upload() && error.attempts() == 1, "{error}");
    assert!(!error.to_string().contains("nothing was sent"), "{error}");
}

/// What becomes of the upload of a file that is changed while it is sent.
fn changed(change: impl Fn(&std::fs::File) + Send + Sync + 'static) -> (Error, Vec<Sent>) {
    let folder = tempfile::tempdir().unwrap();
    let upload = file(folder.path(), "movie.mp4", &vec![7; 300_000]);
    let handle =
        std::fs::OpenOptions::new().append(true).open(folder.path().join("movie.mp4")).unwrap();
    let server = Server::new([json(200, "{}")]);
    let call = Request::new(&client(&server), &BINARY)
        .upload(&upload)
        .on_progress(move |_| change(&handle));
    (run(call).unwrap_err(), server.rest())
}

#[test]
fn a_file_that_becomes_shorter_while_it_is_sent_is_told_of() {
    let (error, sent) = changed(|file| file.set_len(100_000).unwrap());
    assert!(error.is_upload(), "{error}");
    assert_eq!(
        error.to_string(),
        "files.raw: the request body could not be read: the file \"movie.mp4\" changed while it was sent: it had \
         300000 bytes when it was opened, and has 100000 now"
    );
    // The server saw that not all had come.
    assert!(sent.iter().all(|sent| sent.bytes.is_empty()));
}

#[test]
fn a_file_that_becomes_longer_while_it_is_sent_is_told_of() {
    let (error, sent) = changed(|file| {
        use std::io::Write as _;

        let mut file = file;
        file.write_all(b"more").unwrap();
    });
    assert!(error.is_upload(), "{error}");
    assert!(
        error.to_string().contains("it had 300000 bytes when it was opened, and has more now"),
        "{error}"
    );
    assert!(sent.iter().all(|sent| sent.bytes.is_empty()));
}

#[test]
fn a_stream_that_fails_or_has_another_length_is_told_of() {
    let outcome = |upload: Upload| {
        let server = Server::new([json(200, "{}")]);
        let error = run(Request::new(&client(&server), &BINARY).upload(&upload)).unwrap_err();
        assert!(error.is_upload() && error.attempts() == 1, "{error}");
        error.to_string()
    };
    let piece = || Ok(b"1234".to_vec());
    let prefix = "files.raw: the request body could not be read: the stream that is sent";
    assert_eq!(
        outcome(stream(vec![piece(), Err("disk\non fire")], None)),
        format!("{prefix} failed: disk\\u{{a}}on fire")
    );
    assert_eq!(
        outcome(stream(vec![piece()], Some(5))),
        format!("{prefix} was stated to have 5 bytes, but has only 4")
    );
    assert_eq!(
        outcome(stream(vec![piece(), piece()], Some(5))),
        format!("{prefix} was stated to have 5 bytes, but has more")
    );
}

#[test]
fn progress_is_told_piece_by_piece() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&seen);
    let server = Server::new([json(200, "{}")]);
    let call = Request::new(&client(&server), &BINARY)
        .upload(&Upload::from(vec![0; 150_000]))
        .on_progress(move |at| noted.lock().unwrap().push((at.direction, at.bytes, at.total)));
    run(call).unwrap();
    let total = Some(150_000);
    assert_eq!(
        *seen.lock().unwrap(),
        [
            (Direction::Sent, 65_536, total),
            (Direction::Sent, 131_072, total),
            (Direction::Sent, 150_000, total),
            (Direction::Received, 2, Some(2)),
        ]
    );
}

#[test]
fn nothing_of_an_upload_is_shown() {
    let upload = Upload::file("/secret/path");
    assert_eq!(
        format!("{upload:?} {:?}", Upload::from("s3cret")),
        "Upload(a file) Upload(6 bytes)"
    );
    assert_eq!(format!("{:?}", stream(vec![], None)), "Upload(a stream)");
    let client = ClientBuilder::new(&API).base_url("http://127.0.0.1:1").build().unwrap();
    let call =
        Request::new(&client, &MULTIPART).field("title", &"t0p".to_owned()).file("file", &upload);
    let shown = format!("{call:?}");
    assert!(shown.contains(r#"fields: ["title", "file"]"#) && !shown.contains("t0p"), "{shown}");
}

#[test]
fn a_server_that_answers_before_it_has_all_is_heard() {
    let server = Server::new([answer(413, "", "too much")]);
    let call = Request::new(&client(&server), &BINARY)
        .upload(&Upload::from("small"))
        .timeout(Duration::from_secs(5));
    assert_eq!(run(call).unwrap_err().status(), Some(413));
}

#[test]
fn a_form_tells_the_way_to_each_part() {
    let item = serde_json::json!({"price": "1 &", "tags": ["a", "b"]});
    let sent = sent(|client| {
        Request::new(client, &NESTED)
            .field("items", &serde_json::json!([item, {"price": null}]))
            .field("expand", &vec!["x".to_owned(), "y".to_owned()])
            .field("ids", &vec![1_i64, 2])
            .field("none", &Vec::<i64>::new())
            .field("extra", &serde_json::json!({"a": [1]}))
    });
    assert_eq!(
        String::from_utf8_lossy(&sent.bytes),
        "items%5B0%5D%5Bprice%5D=1+%26&items%5B0%5D%5Btags%5D%5B0%5D=a\
         &items%5B0%5D%5Btags%5D%5B1%5D=b&items%5B1%5D%5Bprice%5D=&expand%5B%5D=x&expand%5B%5D=y\
         &ids=1,2&extra=%7B%22a%22%3A%5B1%5D%7D"
    );
}

#[test]
fn parts_have_media_types_and_files_a_list() {
    let item = serde_json::json!({"tags": ["a"]});
    let call = |client: &Client, files: Vec<Upload>| {
        Request::new(client, &OWN_PARTS)
            .file("files", &Upload::from("gone"))
            .files_as("files", "image/png", files)
            .field("item", &item)
            .field("note", &"*a*".to_owned())
            .field("spread", &item)
    };
    let two = || vec![Upload::from("1"), Upload::from("2").media_type("text/plain")];
    let sent = sent(|client| call(client, two()));
    assert_eq!(
        parts(&sent),
        "--B\r\nContent-Disposition: form-data; name=\"item\"\r\n\
         Content-Type: application/vnd.item+json\r\n\r\n{\"tags\":[\"a\"]}\r\n--B\r\n\
         Content-Disposition: form-data; name=\"note\"\r\n\
         Content-Type: text/markdown\r\n\r\n*a*\r\n--B\r\n\
         Content-Disposition: form-data; name=\"spread[tags][]\"\r\n\r\na\r\n--B\r\n\
         Content-Disposition: form-data; name=\"files\"; filename=\"blob\"\r\n\
         Content-Type: image/png\r\n\r\n1\r\n--B\r\n\
         Content-Disposition: form-data; name=\"files\"; filename=\"blob\"\r\n\
         Content-Type: text/plain\r\n\r\n2\r\n--B--\r\n"
    );
    let text = refused(|client| call(client, [two(), two()].concat())).to_string();
    assert!(
        text.contains("the field `files` of the request body must have at most 2 items"),
        "{text}"
    );
    let text = refused(|client| call(client, Vec::new())).to_string();
    assert!(text.contains("the required field `files` of the request body is missing"), "{text}");
}
