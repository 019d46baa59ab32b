//! Redirects: who is followed, and who gets to see credentials.

mod support;

use clientwright_runtime::spec::{
    Api, Compose as _, Credential, Endpoint, HeaderCredential, HmacProfile, Parameter, Schema,
    Scheme,
};
use clientwright_runtime::{Client, ClientBuilder, Error, Json, Request};
use support::{Server, answer, json, run};

static API: Api = Api::new("Media").schemes(
    const {
        &[
            Scheme::headers(
                "key",
                const { &[HeaderCredential::new("X-Auth-Key", Credential::new("key").secret())] },
            ),
            Scheme::hmac(
                "hmac",
                HmacProfile::Kong,
                Credential::new("id"),
                Credential::new("secret").secret(),
            ),
            Scheme::query("query", "key", Credential::new("key").secret()),
        ]
    },
);

static GET: Endpoint<Json, ()> = Endpoint::get("things.get", "/start")
    .parameters(const { &[Parameter::header("X-Note", Schema::string())] })
    .auth(&[&["key"], &["hmac"], &["query"]]);
static POST: Endpoint<Json, ()> = Endpoint::post("things.send", "/start").auth(&[&["key"]]);

fn to(status: u16, location: &str) -> Vec<u8> {
    answer(status, &format!("location: {location}\r\n"), "")
}

fn client(server: &Server, scheme: &str, values: &[(&str, &str)]) -> Client {
    ClientBuilder::new(&API)
        .retries(0)
        .base_url(&server.url)
        .credentials(scheme, values.iter().copied())
        .redirects(3)
        .build()
        .unwrap()
}

fn get(server: &Server) -> Result<Json, Error> {
    let client = client(server, "key", &[("key", "k3y-value")]);
    let call = Request::new(&client, &GET).argument("X-Note", "note").header("X-Trace", "trace");
    run(call)
}

#[test]
fn the_same_origin_gets_everything() {
    for status in [301, 302, 303, 307, 308] {
        let server = Server::new([to(status, "/next?a=b"), json(200, "1")]);
        assert_eq!(get(&server).unwrap(), 1);
        server.sent();
        let next = server.sent();
        assert_eq!(next.line, "GET /next?a=b HTTP/1.1");
        for (name, value) in [("x-auth-key", "k3y-value"), ("x-note", "note"), ("x-trace", "trace")]
        {
            assert_eq!(next.header(name), Some(value));
        }
    }
}

#[test]
fn another_origin_gets_no_credentials_and_nothing_that_the_caller_added() {
    let other = Server::new([json(200, "1")]);
    // The same host with another port is another origin.
    let server = Server::new([to(302, &format!("{}/next", other.url))]);
    assert_eq!(get(&server).unwrap(), 1);
    let next = other.sent();
    assert_eq!(next.line, "GET /next HTTP/1.1");
    for name in ["x-auth-key", "x-note", "x-trace"] {
        assert_eq!(next.header(name), None);
    }
    assert!(next.header("user-agent").is_some());
}

#[test]
fn the_way_back_to_the_own_origin_carries_credentials_again() {
    let (sender, receiver) = std::sync::mpsc::channel::<String>();
    let server = Server::listening(|url| {
        let other = Server::new([to(302, &format!("{url}/back"))]);
        sender.send(other.url.clone()).unwrap();
        // The other server runs until it has answered.
        std::mem::forget(other);
        vec![to(302, &format!("{}/out", receiver.recv().unwrap())), json(200, "1")]
    });
    assert_eq!(get(&server).unwrap(), 1);
    server.sent();
    let back = server.sent();
    assert_eq!((back.path(), back.header("x-auth-key")), ("/back", Some("k3y-value")));
}

#[test]
fn a_signature_is_made_anew() {
    let server = Server::new([to(307, "/next"), json(200, "1")]);
    let client = client(&server, "hmac", &[("id", "cid"), ("secret", "csecret")]);
    run(Request::new(&client, &GET)).unwrap();
    let (first, next) = (server.sent(), server.sent());
    assert!(next.header("authorization").unwrap().starts_with("hmac username=\"cid\""));
    assert_ne!(first.header("authorization"), next.header("authorization"));
}

#[test]
fn a_key_in_the_query_is_added_once() {
    let server = Server::new([to(307, "/next?a=b"), to(307, "/last?key=k3y"), json(200, "1")]);
    let client = client(&server, "query", &[("key", "k3y")]);
    run(Request::new(&client, &GET)).unwrap();
    let paths: Vec<String> = server.rest().iter().map(|sent| sent.path().to_owned()).collect();
    assert_eq!(paths, ["/start?key=k3y", "/next?a=b&key=k3y", "/last?key=k3y"]);
}

#[test]
fn what_is_not_followed_is_an_error() {
    let said = |answers: Vec<Vec<u8>>| {
        let server = Server::new(answers);
        let error = get(&server).unwrap_err();
        assert!(error.is_redirect(), "{error}");
        error.to_string()
    };
    let hops: Vec<Vec<u8>> = (0..4).map(|_| to(302, "/again")).collect();
    assert_eq!(
        said(hops),
        "things.get: the server redirects the call more than 3 times: check the base URL, or allow more with \
         `.redirects(..)` on the client's builder"
    );
    for nowhere in
        ["ftp://example.org/", "http://user:pass@example.org/", "http://", "javascript:alert(1)"]
    {
        assert_eq!(
            said(vec![to(302, nowhere)]),
            "things.get: the server redirects the call, but its header `location` is not a URL"
        );
    }
    let server = Server::new([to(307, "/next"), to(307, "/next")]);
    let client = client(&server, "key", &[("key", "k3y")]);
    let error = run(Request::new(&client, &POST)).unwrap_err();
    assert!(error.is_redirect());
    assert_eq!(error.status(), Some(307));
    assert_eq!(
        error.to_string(),
        "things.send: the server redirects the call (307), and a POST does not follow a redirect: check the base URL"
    );
    let raw = run(Request::new(&client, &POST).raw()).unwrap();
    assert_eq!((raw.status(), raw.headers().get("location")), (307, Some("/next")));
}

#[test]
fn a_redirect_to_where_nobody_listens_is_an_exchange_that_broke_off() {
    let nowhere = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/next", listener.local_addr().unwrap())
    };
    let server = Server::new([to(302, &nowhere)]);
    let error = get(&server).unwrap_err();
    // The call itself has left, and was answered.
    assert!(error.is_transport() && !error.is_connect(), "{error}");
    assert_eq!(error.attempts(), 1);
}

#[test]
fn a_redirect_without_a_location_is_a_failure() {
    let server = Server::new([answer(302, "", ""), answer(304, "location: /x\r\n", "")]);
    assert_eq!(get(&server).unwrap_err().to_string(), "things.get: 302 Found");
    assert_eq!(get(&server).unwrap_err().to_string(), "things.get: 304 Not Modified");
}
