//! The server of these tests keeps its own promises.

use std::io::{Read, Write};
use std::net::TcpStream;

use media_clients_tests::{Loopback, Reply};
use serde_json::json;

/// Everything that comes back for one request.
fn send(server: &Loopback, request: &str) -> String {
    let mut connection = TcpStream::connect(server.host()).unwrap();
    connection.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    // A connection that is reset has no answer either.
    let _ = connection.read_to_string(&mut answer);
    answer
}

const REQUEST: &str = "POST /a%2Fb/../c?d=%20 HTTP/1.1\r\nHost: here\r\nX-Twice: 1\r\nX-Twice: 2\r\n\
                       Content-Length: 4\r\nConnection: close\r\n\r\nbody";

#[test]
fn a_request_is_kept_as_it_came() {
    let server = Loopback::answering(Reply::empty(204));
    assert!(send(&server, REQUEST).starts_with("HTTP/1.1 204 "));
    let request = server.only_request();
    assert_eq!(request.target(), "/a%2Fb/../c?d=%20");
    assert_eq!(request.headers().iter().filter(|(name, _)| name == "x-twice").count(), 2);
    assert_eq!(request.body(), b"body");
}

#[test]
fn a_script_that_is_over_hangs_up() {
    let server = Loopback::scripted([Reply::json(200, json!(1)), Reply::json(200, json!(2))]);
    assert!(send(&server, REQUEST).ends_with("\r\n\r\n1"));
    assert!(send(&server, REQUEST).ends_with("\r\n\r\n2"));
    assert_eq!(send(&server, REQUEST), "");
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn a_dropped_server_listens_no_more() {
    let server = Loopback::answering(Reply::silence());
    let host = server.host().to_owned();
    drop(server);
    assert!(TcpStream::connect(host).is_err());
}
