//! A server on the loopback that gives scripted answers and keeps what it was sent, byte for byte.
//!
//! It is made of a plain socket because the tests look at what a server library would tidy up: the exact bytes of the
//! request line, answers that break off, lengths that lie.

#![allow(dead_code, reason = "each test uses a part")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread::{self, JoinHandle};

/// A request as it came.
#[derive(Debug)]
pub(crate) struct Sent {
    /// Such as `GET /a?b HTTP/1.1`.
    pub(crate) line: String,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    /// The body, where it need not be text.
    pub(crate) bytes: Vec<u8>,
}

impl Sent {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The path and query.
    pub(crate) fn path(&self) -> &str {
        self.line.split(' ').nth(1).unwrap()
    }
}

/// Gives its answers in order, one to a connection, and then stops listening.
pub(crate) struct Server {
    pub(crate) url: String,
    sent: Receiver<Sent>,
    thread: JoinHandle<()>,
}

impl Server {
    /// A server of these answers, each the whole text of an HTTP response.
    pub(crate) fn new(answers: impl IntoIterator<Item = impl Into<Vec<u8>>>) -> Self {
        Self::listening(|_| answers.into_iter().map(Into::into).collect())
    }

    /// A server whose answers hold its own URL.
    pub(crate) fn listening(answers: impl FnOnce(&str) -> Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let answers = answers(&url);
        let (sender, sent) = channel();
        let thread = thread::spawn(move || {
            for answer in answers {
                let Ok((stream, _)) = listener.accept() else {
                    return;
                };
                let request = read(&stream);
                // Whoever waits for the answer may look at the request.
                let _ = sender.send(request);
                // A client that has seen enough closes early.
                let _ = (&stream).write_all(&answer);
            }
        });
        Self { url, sent, thread }
    }

    /// The next request that came.
    pub(crate) fn sent(&self) -> Sent {
        self.sent.recv().unwrap()
    }

    /// The requests that came by now and were not looked at.
    pub(crate) fn so_far(&self) -> Vec<Sent> {
        self.sent.try_iter().collect()
    }

    /// Waits until all answers are given; the requests that were not looked at.
    pub(crate) fn rest(self) -> Vec<Sent> {
        self.thread.join().unwrap();
        self.sent.try_iter().collect()
    }
}

fn read(stream: &TcpStream) -> Sent {
    let mut reader = BufReader::new(stream);
    let mut line = || {
        let mut text = String::new();
        reader.read_line(&mut text).unwrap();
        text.trim_end().to_owned()
    };
    let first = line();
    let mut headers = Vec::new();
    loop {
        let header = line();
        let Some((name, value)) = header.split_once(':') else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers
        .iter()
        .find(|(name, _)| name == "content-length")
        .map_or(0, |(_, length)| length.parse().unwrap());
    let mut bytes = vec![0; length];
    if headers.iter().any(|(_, value)| value == "chunked") {
        read_chunks(&mut reader, &mut bytes);
    } else if reader.read_exact(&mut bytes).is_err() {
        // A client that gave up: what there was of the body does not matter.
        bytes.clear();
    }
    Sent { line: first, headers, body: String::from_utf8_lossy(&bytes).into_owned(), bytes }
}

/// Reads a chunked body, as far as it goes.
fn read_chunks(reader: &mut impl BufRead, bytes: &mut Vec<u8>) {
    loop {
        let mut size = String::new();
        if reader.read_line(&mut size).is_err() {
            return;
        }
        let Ok(size) = usize::from_str_radix(size.trim(), 16) else {
            return;
        };
        let mut chunk = vec![0; size + 2];
        if reader.read_exact(&mut chunk).is_err() || size == 0 {
            return;
        }
        bytes.extend_from_slice(&chunk[..size]);
    }
}

/// An answer with a JSON body.
pub(crate) fn json(status: u16, body: &str) -> Vec<u8> {
    answer(status, "content-type: application/json\r\n", body)
}

/// An answer with these headers, each line ended.
pub(crate) fn answer(status: u16, headers: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status} Whatever\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Runs a future to its end on this thread.
pub(crate) fn run<F: IntoFuture>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future.into_future())
}
