//! Bodies that end too early or never, lie about their length, or are too large.

use std::io::Write as _;

use flate2::{Compress, Compression, FlushCompress};
use media_clients_tests::faults::Act;

use crate::call::{Call, Fault, Kind};
use crate::case::Case;
use crate::scene::Scene;

const GIB: u64 = 1024 * 1024 * 1024;

/// More than this never leaves the server for a client that takes 1 MiB: what it does not read stays in the buffers of
/// two sockets, which are some 40 MB at most.
const MOST: u64 = 64 * 1024 * 1024;

/// The answer to a `GET`, a creation and a deletion alike.
const KEY: &str =
    r#"{"success":true,"errors":[],"messages":[],"result":{"uid":"u","name":"n","key":"k"}}"#;

fn case(name: &'static str, call: Call, arrange: fn(&mut Scene)) -> Case {
    Case::new(name, call, arrange)
}

/// The head of an answer of 200 with these headers.
fn head(headers: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{headers}\r\n\r\n")
}

fn always(scene: &mut Scene, headers: &str, body: impl AsRef<[u8]>) {
    scene.server.always(Act::write([head(headers).as_bytes(), body.as_ref()].concat()).close());
}

pub(crate) fn cases() -> Vec<Case> {
    [lengths(), chunks(), sizes(), heads()].into_iter().flatten().collect()
}

fn lengths() -> Vec<Case> {
    let reset: fn(&mut Scene) = |scene| {
        let answer = head("Content-Length: 900") + KEY;
        scene.server.always(Act::write(answer).and_reset());
    };
    let long: fn(&mut Scene) = |scene| always(scene, "Content-Length: 900", KEY);
    let short: fn(&mut Scene) = |scene| always(scene, "Content-Length: 40", KEY);
    vec![
        case("reset in the body", Call::Get, reset).fails(Kind::Transport, 3, "3 GET"),
        case("reset in the body", Call::Create, reset).fails(Kind::Transport, 1, "1 POST"),
        case("reset in the body", Call::AgoraCreate, reset).fails(Kind::Transport, 1, "1 POST"),
        case("Content-Length too long", Call::Get, long).fails(Kind::Transport, 3, "3 GET"),
        case("Content-Length too long", Call::Create, long).fails(Kind::Transport, 1, "1 POST"),
        case("Content-Length too short", Call::Get, short).fails(Kind::Decode, 1, "1 GET"),
        case("Content-Length too short", Call::Create, short).fails(Kind::Decode, 1, "1 POST"),
        case("two Content-Lengths that differ", Call::Get, |scene| {
            always(scene, "Content-Length: 40\r\nContent-Length: 83", KEY);
        })
        .fails(Kind::Transport, 3, "3 GET"),
        case("a Content-Length that is none", Call::Get, |scene| {
            always(scene, "Content-Length: -1", KEY);
        })
        .fails(Kind::Transport, 3, "3 GET"),
        case("a second answer that nobody asked for", Call::Get, |scene| {
            let answer = format!("{}{KEY}", head(&format!("Content-Length: {}", KEY.len())));
            let stray = "HTTP/1.1 418 \r\nContent-Length: 0\r\n\r\n";
            scene.server.script([Act::write(answer + stray)]);
        })
        .succeeds("1 GET"),
        case("no length, closed at the end", Call::Get, |scene| always(scene, "X: y", KEY))
            .succeeds("1 GET"),
        case("no length, closed too early", Call::Get, |scene| always(scene, "X: y", &KEY[..50]))
            .fails(Kind::Decode, 1, "1 GET"),
    ]
}

fn chunks() -> Vec<Case> {
    vec![
        case("chunks whose size is none", Call::Get, |scene| {
            always(scene, "Transfer-Encoding: chunked", "xyz\r\n{}\r\n0\r\n\r\n");
        })
        .fails(Kind::Transport, 3, "3 GET"),
        case("chunks whose size is none", Call::Create, |scene| {
            always(scene, "Transfer-Encoding: chunked", "xyz\r\n{}\r\n0\r\n\r\n");
        })
        .fails(Kind::Transport, 1, "1 POST"),
        case("a chunk that is longer than its size", Call::Get, |scene| {
            always(scene, "Transfer-Encoding: chunked", "2\r\n{\"success\":true}\r\n0\r\n\r\n");
        })
        .fails(Kind::Transport, 3, "3 GET"),
        case("a chunk without an end", Call::Get, |scene| {
            always(scene, "Transfer-Encoding: chunked", "ffff\r\n{\"success\":");
        })
        .fails(Kind::Transport, 3, "3 GET"),
        case("no last chunk", Call::Get, |scene| {
            let body = format!("{:x}\r\n{KEY}\r\n", KEY.len());
            always(scene, "Transfer-Encoding: chunked", body);
        })
        .fails(Kind::Transport, 3, "3 GET"),
        case("no last chunk", Call::AgoraCreate, |scene| {
            always(scene, "Transfer-Encoding: chunked", "2\r\n{}\r\n");
        })
        .fails(Kind::Transport, 1, "1 POST"),
    ]
}

/// The server is stopped long before it has sent what it meant to.
fn stopped(scene: &Scene, _: Option<&Fault>) {
    let written = scene.server.written();
    assert!(written < MOST, "{written} bytes were taken");
}

fn sizes() -> Vec<Case> {
    let announced: fn(&mut Scene) = |scene| {
        let head = head(&format!("Content-Length: {GIB}"));
        scene.server.always(Act::write(head).repeat(" ".repeat(65536), GIB));
    };
    vec![
        case("1 GiB announced", Call::Get, announced)
            .fails(Kind::TooLarge, 1, "1 GET")
            .check(stopped),
        case("1 GiB announced", Call::Create, announced)
            .fails(Kind::TooLarge, 1, "1 POST")
            .check(stopped),
        case("1 GiB in chunks", Call::Get, |scene| {
            let piece = format!("10000\r\n{}\r\n", " ".repeat(65536));
            scene.server.always(Act::write(head("Transfer-Encoding: chunked")).repeat(piece, GIB));
        })
        .fails(Kind::TooLarge, 1, "1 GET")
        .check(stopped),
        case("1 GiB with a 500", Call::Get, |scene| {
            let head = format!("HTTP/1.1 500 \r\nContent-Length: {GIB}\r\n\r\n");
            scene.server.always(Act::write(head).repeat(" ".repeat(65536), GIB));
        })
        .fails(Kind::TooLarge, 1, "1 GET")
        .check(stopped),
        case("a gzip bomb of 1 GiB", Call::Get, bomb)
            .fails(Kind::TooLarge, 1, "1 GET")
            .check(stopped),
        case("a gzip bomb of 1 GiB", Call::Create, bomb)
            .fails(Kind::TooLarge, 1, "1 POST")
            .check(stopped),
        case("gzip that is none", Call::Get, |scene| {
            always(scene, "Content-Encoding: gzip", KEY);
        })
        .fails(Kind::Transport, 3, "3 GET"),
        case("gzip that is cut", Call::Get, |scene| {
            let packed = gzip(KEY.as_bytes());
            always(scene, "Content-Encoding: gzip", &packed[..packed.len() - 12]);
        })
        .fails(Kind::Transport, 3, "3 GET"),
        case("gzip that nobody asked for", Call::Get, |scene| {
            scene.reqwest = |builder| builder.no_gzip();
            always(scene, "Content-Encoding: gzip", gzip(KEY.as_bytes()));
        })
        .fails(Kind::Decode, 1, "1 GET"),
        case("exactly the limit", Call::Get, |scene| {
            scene.max_response_size = KEY.len();
            always(scene, "X: y", KEY);
        })
        .succeeds("1 GET")
        .mend(|_| {}),
        case("one byte above the limit", Call::Get, |scene| {
            scene.max_response_size = KEY.len() - 1;
            always(scene, "X: y", KEY);
        })
        .fails(Kind::TooLarge, 1, "1 GET")
        .mend(|scene| {
            let small = KEY.replace(r#","key":"k""#, "");
            let head = head(&format!("Content-Length: {}", small.len()));
            scene.server.always(Act::write(head + &small));
        }),
    ]
}

fn heads() -> Vec<Case> {
    vec![
        case("100 KB of headers, one of them", Call::Get, |scene| {
            let header =
                format!("Content-Length: {}\r\nX-Long: {}", KEY.len(), "x".repeat(100_000));
            scene.server.always(Act::write(head(&header) + KEY));
        })
        .succeeds("1 GET"),
        case("100 KB of headers, 1,000 of them", Call::Get, |scene| {
            let line = format!("X-Short: {}\r\n", "x".repeat(90));
            scene.server.always(Act::write(head(line.repeat(1_000).trim_end()) + KEY).close());
        })
        .fails(Kind::Transport, 3, "3 GET"),
        case("headers without an end", Call::Get, |scene| {
            let act = Act::write("HTTP/1.1 200 OK\r\nX-Long: ").repeat("x".repeat(65536), GIB);
            scene.server.always(act);
        })
        .fails(Kind::Transport, 3, "3 GET")
        .check(stopped),
        case("a head that is no HTTP", Call::Get, |scene| {
            scene.server.always(Act::write("220 mail.example.com ESMTP\r\n\r\n").close());
        })
        .fails(Kind::Transport, 3, "3 GET"),
        case("a head that is no HTTP", Call::Create, |scene| {
            scene.server.always(Act::write("220 mail.example.com ESMTP\r\n\r\n").close());
        })
        .fails(Kind::Transport, 1, "1 POST"),
        case("a hundred times 100 Continue", Call::Get, |scene| {
            let early = "HTTP/1.1 100 Continue\r\n\r\n".repeat(100);
            let head = head(&format!("Content-Length: {}", KEY.len()));
            scene.server.always(Act::write(early + &head + KEY));
        })
        .succeeds("1 GET"),
    ]
}

/// 1 GiB of blanks in about 1 MB: a block that stands for 1 MiB, 1,024 times.
fn bomb(scene: &mut Scene) {
    let mut packer = Compress::new(Compression::default(), false);
    let mut block = Vec::with_capacity(16 * 1024);
    packer
        .compress_vec(" ".repeat(1024 * 1024).as_bytes(), &mut block, FlushCompress::Full)
        .expect("blanks can be compressed");
    let total = 1024 * block.len() as u64;
    let magic = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let head = head("Content-Encoding: gzip");
    scene
        .server
        .always(Act::write([head.as_bytes(), &magic].concat()).repeat(block, total).close());
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).and_then(|()| packer.finish()).expect("bytes can be compressed")
}
