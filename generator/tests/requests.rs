//! The operations of a document are called with its own examples, and what is sent is what `OpenAPI` says: here against
//! a server that writes down what comes, whose text is reviewed.
#![cfg(feature = "example-tests")]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::mpsc::{Sender, channel};

use clientwright::Generator;

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/examples/calls.yaml");

/// Headers that say nothing of the call.
const USUAL: &[&str] = &["host", "user-agent", "accept-encoding"];

/// Answers each request on a connection, and hands on what it was.
fn serve(stream: TcpStream, seen: &Sender<String>) -> Option<()> {
    let mut writer = stream.try_clone().ok()?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let mut text = line.trim_end().trim_end_matches(" HTTP/1.1").to_owned();
        let mut length = 0;
        loop {
            let mut header = String::new();
            reader.read_line(&mut header).ok()?;
            let Some((name, value)) = header.trim_end().split_once(": ") else { break };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.parse().ok()?;
            } else if !USUAL.iter().any(|usual| name.eq_ignore_ascii_case(usual)) {
                let _ = write!(text, "\n  {}: {value}", name.to_ascii_lowercase());
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        if !body.is_empty() {
            let _ = write!(text, "\n  {}", String::from_utf8_lossy(&body));
        }
        let answer = if text.starts_with("DELETE") {
            "422 Unprocessable Content\r\nsl-violations: [{\"location\":[\"request\",\"body\"],\"severity\":\"Error\",\
             \"code\":\"required\",\"message\":\"a body is\"},{\"location\":[\"response\"]}]\r\ncontent-length: 0"
        } else {
            "204 No Content"
        };
        seen.send(text).ok()?;
        write!(writer, "HTTP/1.1 {answer}\r\n\r\n").ok()?;
    }
}

/// The base URL of a server, which hands on every request.
fn server(seen: Sender<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let seen = seen.clone();
            std::thread::spawn(move || serve(stream.unwrap(), &seen));
        }
    });
    url
}

#[test]
fn each_operation_is_called_as_its_document_says() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("requests");
    let lock = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock");
    common::write_new(&folder.join("Cargo.lock"), &fs::read_to_string(lock).unwrap());
    Generator::openapi(DOCUMENT)
        .named_crate("calls-client")
        .out_dir(&folder)
        .runtime_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime"))
        .example_tests(true)
        .generate()
        .unwrap_or_else(|error| panic!("{error}"));
    let arguments = ["test", "--test", "examples", "requests", "--", "--nocapture"];

    let (succeeded, text) = common::run_cargo(&folder, &arguments);
    assert!(succeeded && text.contains("skipped: set `EXAMPLE_SERVER`"), "{text}");

    let (sender, seen) = channel();
    let url = server(sender);
    let (succeeded, text) =
        common::run_cargo_with(&folder, &arguments, &[("EXAMPLE_SERVER", &url)]);
    assert!(!succeeded, "{text}");
    let is_said = |line: &&str| {
        ["accepted\t", "refused\t", "not sent\t", "requests: "]
            .iter()
            .any(|start| line.starts_with(start))
    };
    let told: Vec<&str> = text.lines().filter(is_said).collect();
    insta::assert_snapshot!("what_became_of_calls", told.join("\n"));
    insta::assert_snapshot!("what_is_sent", seen.try_iter().collect::<Vec<_>>().join("\n\n"));
}
