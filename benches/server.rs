//! The server that the calls go to: a process of its own, so that nothing of it is counted.

use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader};
use std::net::Ipv4Addr;
use std::process::{Child, Command, Stdio};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The argument that makes a program the server.
pub const SERVE: &str = "serve";

/// A server on loopback in a process of its own; it ends when this is dropped.
#[derive(Debug)]
pub struct Server {
    process: Child,
    base_url: String,
}

impl Server {
    /// Starts the running program anew as a server.
    ///
    /// # Errors
    ///
    /// The process cannot be started, or does not tell where it listens.
    pub fn start() -> io::Result<Self> {
        let mut process =
            Command::new(std::env::current_exe()?).arg(SERVE).stdout(Stdio::piped()).spawn()?;
        let mut port = String::new();
        if let Some(out) = process.stdout.take() {
            BufReader::new(out).read_line(&mut port)?;
        }
        Ok(Self { process, base_url: format!("http://127.0.0.1:{}/client/v4", port.trim()) })
    }

    /// Where the API is.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Serves until the process is ended. The port is printed.
///
/// # Errors
///
/// No port can be listened at.
pub fn serve() -> io::Result<()> {
    let answers = Answers { list: answer(200, &page()), create: answer(201, &key()) };
    // It lives as long as the process.
    let answers: &'static Answers = Box::leak(Box::new(answers));
    tokio::runtime::Builder::new_current_thread().enable_io().build()?.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        println!("{}", listener.local_addr()?.port());
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            tokio::spawn(converse(stream, answers));
        }
    })
}

/// The bytes of the answers.
struct Answers {
    list: Vec<u8>,
    create: Vec<u8>,
}

/// Answers requests on a connection until it is closed.
async fn converse(mut stream: TcpStream, answers: &Answers) -> io::Result<()> {
    let mut read = Vec::with_capacity(4096);
    loop {
        while let Some(length) = request(&read) {
            let is_post = read.starts_with(b"POST");
            stream.write_all(if is_post { &answers.create } else { &answers.list }).await?;
            read.drain(..length);
        }
        if stream.read_buf(&mut read).await? == 0 {
            return Ok(());
        }
    }
}

/// The length of the request that a text starts with, if it is there as a whole.
fn request(read: &[u8]) -> Option<usize> {
    let head = read.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let body = str::from_utf8(&read[..head])
        .ok()?
        .lines()
        .find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
        })
        .unwrap_or(0);
    (read.len() >= head + body).then_some(head + body)
}

/// An answer as the API gives it, with the headers that come before its own services see the request.
fn answer(status: u16, body: &str) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {status} OK\r\n");
    for (name, value) in [
        ("date", "Thu, 01 Jan 2026 00:00:00 GMT"),
        ("content-type", "application/json"),
        ("cf-ray", "8f1c2d3e4a5b6c7d-TXL"),
        ("cache-control", "no-store, no-cache, must-revalidate"),
        ("vary", "accept-encoding"),
        ("server", "cloudflare"),
    ] {
        // Writing to a String does not fail.
        let _ = write!(text, "{name}: {value}\r\n");
    }
    let _ = write!(text, "content-length: {}\r\n\r\n{body}", body.len());
    text.into_bytes()
}

/// The body of the answer to a `GET`: a page of 20 tokens, its members in the order in which the API documents them.
pub(crate) fn page() -> String {
    let tokens: Vec<String> = (0..20).map(token).collect();
    format!(
        r#"{{"success":true,"errors":[],"messages":[],"result":[{}],"result_info":{{"page":1,"per_page":20,"count":20,"total_count":2000,"total_pages":100}}}}"#,
        tokens.join(",")
    )
}

fn token(number: usize) -> String {
    let mut text = format!(
        r#"{{"id":"ed17574386854bf78a67040be0a7{number:04}","name":"readonly token {number}","status":"active","#
    );
    text.push_str(concat!(
        r#""issued_on":"2018-07-01T05:20:00Z","modified_on":"2018-07-02T05:20:00Z","#,
        r#""last_used_on":"2020-01-02T12:34:00Z","not_before":"2018-07-01T05:20:00Z","#,
        r#""expires_on":"2020-01-01T00:00:00Z","#,
        r#""condition":{"request_ip":{"in":["192.0.2.0/24"],"not_in":["192.0.2.7/32"]}},"#,
        r#""policies":[{"id":"f267e341f3dd4697bd3b9f71dd96247f","effect":"allow","#,
        r#""permission_groups":[{"id":"c8fed203ed3043cba015a93ad1616f1f","name":"Zone Read"},"#,
        r#"{"id":"82e64a83756745bbbb1c9c2701bf816b","name":"DNS Read"}],"#,
        r#""resources":{"com.cloudflare.api.account.zone.22b1de5f1c0e4b3ea97bb1e963b06a43":"*"}}]}"#,
    ));
    text
}

/// The body of the answer to a `POST`: a key that was just made.
pub(crate) fn key() -> String {
    concat!(
        r#"{"success":true,"errors":[],"messages":[],"result":{"#,
        r#""created":"2014-01-02T02:20:00Z","modified":"2014-01-02T02:20:00Z","name":"production","#,
        r#""uid":"2a95132c15732412d22c1476fa83f27a","#,
        r#""key":"fakefakefakefakefakefakefakefakefakefakefakefakefakefakefakefake"}}"#,
    )
    .to_owned()
}
