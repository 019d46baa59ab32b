//! Calls against a server on the loopback: what is sent, and what is made of the answer.

mod support;

use clientwright_runtime::spec::Compose as _;
use std::time::{Duration, SystemTime};

use clientwright_runtime::spec::{
    Api, Body, Credential, Endpoint, EnvelopeRule, FailureRule, HeaderCredential, HmacProfile,
    Method, Operation, Parameter, Place, Scalar, Schema, Scheme,
};
use clientwright_runtime::{Client, ClientBuilder, Error, Json, Request};
use support::{Server, answer, json, run};

static API: Api = Api::new("Media")
    .request_id("x-request-id")
    .schemes(
        const {
            &[
                Scheme::bearer("token", Credential::new("token").secret()),
                Scheme::basic("basic", Credential::new("id"), Credential::new("secret").secret()),
                Scheme::hmac(
                    "hmac",
                    HmacProfile::Kong,
                    Credential::new("id"),
                    Credential::new("secret").secret(),
                ),
                Scheme::headers(
                    "pair",
                    const {
                        &[
                            HeaderCredential::new("X-Auth-Email", Credential::new("email")),
                            HeaderCredential::new("X-Auth-Key", Credential::new("key").secret()),
                        ]
                    },
                ),
                Scheme::query("query", "api key", Credential::new("key").secret()),
                Scheme::cookie("cookie", "sid", Credential::new("session").secret()),
            ]
        },
    )
    .envelope(EnvelopeRule::new().success_equals("success", Scalar::Bool(true)).data("result"))
    .failure(FailureRule::new().message("errors[].message").code("errors[].code"));

const AUTH: &[&[&str]] = &[&["token"], &["basic"], &["hmac"], &["pair"], &["query", "cookie"]];

static GET: Endpoint<String, ()> = Endpoint::get("things.get", "/things/{id}")
    .parameters(
        const {
            &[
                Parameter::path("id", Schema::string()),
                Parameter::query("tag", Schema::list(const { &Schema::string() })),
                Parameter::header("X-Note", Schema::list(const { &Schema::string() })),
            ]
        },
    )
    .auth(AUTH)
    .permissions(&["Things Read", "Things Write"]);

static PUBLIC: Endpoint<String, ()> = Endpoint::get("things.public", "/public");
static PERHAPS_OPEN: Endpoint<String, ()> =
    Endpoint::get("things.perhaps_open", "/open").auth(&[&["token"], &["query"], &[]]);
static BARE: Endpoint<Json, ()> = Endpoint::get("things.bare", "/bare").bare();
static PERHAPS: Endpoint<Json, ()> = Endpoint::get("things.perhaps", "/perhaps").perhaps_bare();
static VOID: Endpoint<(), ()> = Endpoint::delete("things.delete", "/things").void();
static SEND: Endpoint<String, ()> =
    Endpoint::post("things.send", "/things").body(Body::json(Schema::any()).optional()).auth(AUTH);
static PING: Endpoint<String, ()> =
    Endpoint::post("things.ping", "/ping").body(Body::json(Schema::any()));

const OK: &str = r#"{"success":true,"result":"ok"}"#;

fn builder(server: &Server) -> ClientBuilder {
    ClientBuilder::new(&API).retries(0).base_url(format!("{}/v4/", server.url))
}

fn with_token(server: &Server) -> Client {
    builder(server).credentials("token", [("token", "token-0123456789")]).build().unwrap()
}

fn get(client: &Client) -> Request<String, ()> {
    Request::new(client, &GET).argument("id", "a")
}

/// What a call makes of one answer.
fn outcome(answer: Vec<u8>) -> Result<String, Error> {
    let server = Server::new([answer]);
    run(get(&with_token(&server)))
}

fn error(answer: Vec<u8>) -> Error {
    outcome(answer).unwrap_err()
}

#[test]
fn path_and_query_are_sent_exactly_as_encoded() {
    let server = Server::new([json(200, OK)]);
    let call = Request::new(&with_token(&server), &GET)
        .argument("id", "a/b %2e%2e|^`{}é")
        .argument("tag", &vec!["x y", "&=", "[]'"])
        .argument("X-Note", &vec!["1", "2"])
        .header("Accept", "application/vnd.media+json");
    let url = call.url().unwrap();
    run(call).unwrap();
    let sent = server.sent();
    let path =
        "/v4/things/a%2Fb%20%252e%252e%7C%5E%60%7B%7D%C3%A9?tag=x%20y&tag=%26%3D&tag=%5B%5D%27";
    assert_eq!(sent.path(), path);
    assert_eq!(url.reveal(), format!("{}{path}", server.url));
    assert_eq!(sent.header("x-note"), Some("1,2"));
    assert_eq!(sent.header("accept"), Some("application/vnd.media+json"));
    assert_eq!(
        sent.header("user-agent"),
        Some(concat!("clientwright-runtime/", env!("CARGO_PKG_VERSION")))
    );
}

#[test]
fn only_the_first_accepted_scheme_is_sent() {
    let sent = |schemes: &[(&str, &[(&str, &str)])]| {
        let server = Server::new([json(200, OK)]);
        let mut builder = builder(&server);
        for (scheme, values) in schemes {
            builder = builder.credentials(scheme, values.iter().copied());
        }
        run(get(&builder.build().unwrap())).unwrap();
        let sent = server.sent();
        let header = |name: &str| sent.header(name).unwrap_or("-").to_owned();
        format!(
            "{} {} {} {} {}",
            sent.path(),
            header("authorization"),
            header("x-auth-email"),
            header("x-auth-key"),
            header("cookie")
        )
    };
    let token: (&str, &[(&str, &str)]) = ("token", &[("token", "t0k")]);
    let basic: (&str, &[(&str, &str)]) =
        ("basic", &[("id", "cid0123456789abcdef"), ("secret", "csecret-fedcba9876543210")]);
    let pair: (&str, &[(&str, &str)]) = ("pair", &[("email", "a@b.c"), ("key", "k3y")]);
    let query: (&str, &[(&str, &str)]) = ("query", &[("key", "q/1")]);
    let cookie: (&str, &[(&str, &str)]) = ("cookie", &[("session", "c00k")]);
    assert_eq!(sent(&[pair, basic, token]), "/v4/things/a Bearer t0k - - -");
    assert_eq!(
        sent(&[pair, basic]),
        "/v4/things/a Basic Y2lkMDEyMzQ1Njc4OWFiY2RlZjpjc2VjcmV0LWZlZGNiYTk4NzY1NDMyMTA= - - -"
    );
    assert_eq!(sent(&[pair]), "/v4/things/a - a@b.c k3y -");
    assert_eq!(sent(&[query, pair]), "/v4/things/a - a@b.c k3y -");
    assert_eq!(sent(&[query, cookie]), "/v4/things/a?api%20key=q%2F1 - - - sid=c00k");
}

#[test]
fn an_operation_without_credentials_gets_none() {
    let server = Server::new([json(200, OK)]);
    run(Request::new(&with_token(&server), &PUBLIC)).unwrap();
    assert_eq!(server.sent().header("authorization"), None);
}

#[test]
fn what_is_signed_is_what_is_sent() {
    let server = Server::new([json(200, OK), json(200, OK)]);
    let client = builder(&server)
        .credentials("hmac", [("id", "cid"), ("secret", "csecret")])
        .clock(|| SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000))
        .build()
        .unwrap();
    run(get(&client).argument("id", "a b").argument("tag", "x y")).unwrap();
    let sent = server.sent();
    assert_eq!(sent.header("date"), Some("Tue, 14 Nov 2023 22:13:20 GMT"));
    assert_eq!(sent.header("digest"), Some("SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="));
    check_signature(&sent);
    run(Request::new(&client, &SEND).field("a", &"é".to_owned())).unwrap();
    let sent = server.sent();
    assert_eq!(sent.body, r#"{"a":"é"}"#);
    check_signature(&sent);
}

/// Signs what came, as a server would.
fn check_signature(sent: &support::Sent) {
    use base64::Engine as _;
    use hmac::{KeyInit as _, Mac as _};
    use sha2::Digest as _;

    let base64 = base64::engine::general_purpose::STANDARD;
    let digest = format!("SHA-256={}", base64.encode(sha2::Sha256::digest(&sent.body)));
    assert_eq!(sent.header("digest"), Some(digest.as_str()));
    let text = format!(
        "host: {}\ndate: {}\n{}\ndigest: {digest}",
        sent.header("host").unwrap(),
        sent.header("date").unwrap(),
        sent.line
    );
    let mut mac = hmac::Hmac::<sha2::Sha256>::new_from_slice(b"csecret").unwrap();
    mac.update(text.as_bytes());
    let signature = base64.encode(mac.finalize().into_bytes());
    let expected = format!(
        "hmac username=\"cid\", algorithm=\"hmac-sha256\", headers=\"host date request-line digest\", \
         signature=\"{signature}\""
    );
    assert_eq!(sent.header("authorization"), Some(expected.as_str()));
}

#[test]
fn an_optional_body_is_sent_when_given_and_an_empty_one_where_it_must() {
    let server = Server::new([json(200, OK), json(200, OK), json(200, OK)]);
    let client = with_token(&server);
    run(Request::new(&client, &SEND)).unwrap();
    let sent = server.sent();
    assert_eq!((sent.body.as_str(), sent.header("content-type")), ("", None));
    run(Request::new(&client, &SEND).field("a", &1_i64).field("a", &None::<i64>)).unwrap();
    assert_eq!(server.sent().body, "");
    run(Request::new(&client, &PING)).unwrap();
    let sent = server.sent();
    assert_eq!((sent.body.as_str(), sent.header("content-type")), ("{}", Some("application/json")));
}

#[test]
fn answers_that_do_not_fit_say_where() {
    let html = |body: &str| answer(200, "content-type: text/html\r\n", body);
    let mut broken = json(200, "");
    broken.truncate(broken.len() - 2);
    let said: Vec<String> = [
        json(200, r#"{"success":true,"result":null}"#),
        json(200, r#"{"success":true}"#),
        json(200, r#"{"success":true,"result":5}"#),
        json(200, r#"{"success":true,"result":["x"]}"#),
        json(200, r#"{"result":"no success told"}"#),
        json(200, r#""no envelope""#),
        json(200, "[]"),
        json(200, ""),
        json(204, ""),
        json(200, "{\"success\":true,"),
        html("<title>Login</title>"),
        answer(200, "", "plain"),
        answer(200, "content-length: 1\r\n", ""),
        json(200, &format!("{}{}", "[".repeat(4000), "]".repeat(4000))),
        [json(200, "").as_slice(), b"\xff"].concat(),
    ]
    .into_iter()
    .filter_map(|answer| {
        let error = outcome(answer).unwrap_err();
        // What a server that contradicts itself leads to is the transport's to say.
        error.is_decode().then(|| error.to_string())
    })
    .collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn text_that_is_not_utf8_is_a_decode_error_with_its_body() {
    let body = b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\nconnection: close\r\n\r\n\"\xff\"";
    let error = error(body.to_vec());
    assert!(error.is_decode());
    assert_eq!(error.body(), Some(&b"\"\xff\""[..]));
    assert!(error.to_string().ends_with("the body is not UTF-8: byte 1 is invalid"), "{error}");
}

#[test]
fn failures_say_what_the_server_says() {
    let failed = |status: u16| {
        let body = r#"{"success":false,"errors":[{"code":10000,"message":"not \u0007 like\nthis"},{"message":"b"}],"result":null}"#;
        error(answer(status, "x-request-id: ray-7\r\n", body)).to_string()
    };
    let html = |status: u16, body: &str| {
        error(answer(status, "content-type: text/html\r\n", body)).to_string()
    };
    let said = [
        failed(200),
        failed(403),
        failed(404),
        failed(500),
        failed(799),
        error(json(404, r#"{"success":true,"result":"found after all"}"#)).to_string(),
        error(json(500, "")).to_string(),
        error(json(401, "[1,2]")).to_string(),
        error(json(400, r#"{"errors":[]}"#)).to_string(),
        html(
            502,
            "<html><head><title>502 Bad \u{202e}Gateway</title></head><body>long</body></html>",
        ),
        html(503, "<html>no title</html>"),
        error(answer(503, "content-type: text/plain\r\n", &format!("down {}", "x".repeat(300))))
            .to_string(),
    ];
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn failures_can_be_told_apart() {
    let status =
        |status: u16| error(answer(status, "retry-after: 3\r\nx-request-id: ray\r\n", "{}"));
    assert!(status(400).is_bad_request());
    assert!(status(401).is_unauthorized());
    assert!(status(403).is_forbidden());
    assert_eq!(status(403).permissions(), ["Things Read", "Things Write"]);
    assert!(status(404).permissions().is_empty() && status(403).schemes().is_empty());
    assert!(status(404).is_not_found());
    assert!(status(409).is_conflict());
    assert!(status(429).is_rate_limited());
    assert!(status(503).is_server_error() && !status(404).is_server_error());
    let error = status(429);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));
    assert_eq!(error.request_id(), Some("ray"));
    assert_eq!((error.operation(), error.attempts(), error.status()), ("things.get", 1, Some(429)));
    assert_eq!(error.body(), Some(&b"{}"[..]));
    assert!(error.failure().is_some());
}

#[test]
fn void_answers_need_no_json_but_may_tell_a_failure() {
    let void = |answer: Vec<u8>| {
        let server = Server::new([answer]);
        let result = run(Request::new(&with_token(&server), &VOID));
        assert_eq!(server.sent().header("accept"), Some("*/*"));
        result
    };
    for body in ["", "ok", "<html>", "{}", "null", r#"{"success":true}"#, "[[["] {
        void(json(200, body)).unwrap();
    }
    void(json(204, "")).unwrap();
    assert!(void(json(200, r#"{"success":false,"errors":[]}"#)).unwrap_err().is_failure());
    assert!(void(json(404, "")).unwrap_err().is_not_found());
}

#[test]
fn a_bare_answer_is_the_whole_body() {
    let server = Server::new([json(200, r#"{"a":1}"#), json(200, "null")]);
    let client = with_token(&server);
    assert_eq!(run(Request::new(&client, &BARE)).unwrap(), serde_json::json!({"a": 1}));
    let error = run(Request::new(&client, &BARE)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "things.bare: the response (200) does not fit the spec: the body is null"
    );
}

#[test]
fn an_answer_that_is_perhaps_bare_is_read_with_and_without_its_envelope() {
    let answers = [r#"{"success":true,"result":{"a":1}}"#, r#"{"a":1}"#];
    let server = Server::new(answers.map(|body| json(200, body)));
    let client = with_token(&server);
    for _ in answers {
        let answer = run(Request::new(&client, &PERHAPS)).unwrap();
        assert_eq!(answer, serde_json::json!({"a": 1}));
    }
    // What has any sign of an envelope is one, and keeps to its rules.
    for body in [r#"{"result":{"a":1}}"#, r#"{"success":false}"#] {
        let server = Server::new([json(200, body)]);
        run(Request::new(&with_token(&server), &PERHAPS)).unwrap_err();
    }
}

#[test]
fn an_operation_made_at_run_time_is_called_in_the_same_way() {
    let server = Server::new([json(200, r#"{"success":true,"result":{"a":[1.5]}}"#)]);
    let mut operation =
        Operation::new("made.here", Method::Patch, format!("/{}/{{id}}", "made").leak());
    operation.parameters =
        vec![Parameter::new(Place::Path, "id".to_owned().leak(), Schema::integer())].leak();
    let call = Request::<Json, ()>::of(&with_token(&server), operation).argument("id", &7_i64);
    assert_eq!(run(call).unwrap(), serde_json::json!({"a": [1.5]}));
    assert_eq!(server.sent().line, "PATCH /v4/made/7 HTTP/1.1");
}

#[test]
fn an_answer_has_a_greatest_size() {
    let limited = |answer: Vec<u8>| {
        let server = Server::new([answer]);
        let client = builder(&server)
            .credentials("token", [("token", "t")])
            .max_response_size(30)
            .build()
            .unwrap();
        run(get(&client))
    };
    assert_eq!(limited(json(200, OK)).unwrap(), "ok");
    let long = format!("{OK}{}", " ".repeat(40));
    let error = limited(json(200, &long)).unwrap_err();
    assert!(error.is_too_large());
    assert_eq!(
        error.to_string(),
        "things.get: the response is larger than the 30 bytes that the client allows: raise it with \
         `.max_response_size(..)` on its builder"
    );
    let chunked = format!(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n46\r\n{long}\r\n0\r\n\r\n"
    );
    assert!(limited(chunked.into_bytes()).unwrap_err().is_too_large());
    let pieces = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: \
         close\r\n\r\n1\r\n{\r\n1d\r\n\"success\":true,\"result\":\"ok\"}\r\n0\r\n\r\n";
    assert_eq!(limited(pieces.as_bytes().to_vec()).unwrap(), "ok");
    assert!(limited(json(500, &long)).unwrap_err().is_too_large());
}

#[test]
fn an_exchange_that_breaks_off_is_an_error_of_its_own() {
    let error = error(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{".to_vec());
    assert!(!error.is_decode() && !error.is_failure() && !error.is_invalid());
    assert!(
        error.to_string().starts_with("things.get: the connection to the server failed"),
        "{error}"
    );
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn a_server_that_is_not_there_is_an_error_of_its_own() {
    // Nothing listens on the first port.
    let client =
        ClientBuilder::new(&API).retries(0).base_url("http://127.0.0.1:1").build().unwrap();
    let error = run(Request::new(&client, &PUBLIC)).unwrap_err();
    assert!(error.is_connect(), "{error}");
}

#[test]
fn a_server_that_does_not_answer_in_time_is_an_error_of_its_own() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let client = ClientBuilder::new(&API).retries(0).base_url(url).build().unwrap();
    let call = Request::new(&client, &PUBLIC).timeout(Duration::from_millis(1));
    let error = run(call).unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

#[test]
fn no_body_is_announced_where_a_method_anticipates_one() {
    let client = |server: &Server| ClientBuilder::new(&API).base_url(&server.url).build().unwrap();
    for (method, length) in [
        (Method::Post, Some("0")),
        (Method::Put, Some("0")),
        (Method::Patch, Some("0")),
        (Method::Get, None),
        (Method::Head, None),
        (Method::Delete, None),
        (Method::Options, None),
    ] {
        let server = Server::new([json(204, "")]);
        let operation = Operation::new("things.touch", method, "/things");
        let _ = run(Request::<Json, ()>::of(&client(&server), operation).raw());
        let sent = server.sent();
        assert_eq!(sent.header("content-length"), length, "{method}");
        assert_eq!(sent.header("transfer-encoding"), None, "{method}");
    }
}

#[test]
fn credentials_that_may_be_left_out_are_sent_where_there_are_any() {
    let server = Server::new([json(200, OK), json(200, OK), json(200, OK)]);
    run(Request::new(&builder(&server).build().unwrap(), &PERHAPS_OPEN)).unwrap();
    let sent = server.sent();
    assert_eq!((sent.header("authorization"), sent.path()), (None, "/v4/open"));
    run(Request::new(&with_token(&server), &PERHAPS_OPEN)).unwrap();
    assert_eq!(server.sent().header("authorization"), Some("Bearer token-0123456789"));
    let keyed = builder(&server).credentials("query", [("key", "k&y")]).build().unwrap();
    let call = Request::new(&keyed, &PERHAPS_OPEN);
    assert!(call.url().unwrap().to_string().ends_with("/v4/open?api%20key=[redacted]"));
    run(call).unwrap();
    assert_eq!(server.sent().path(), "/v4/open?api%20key=k%26y");
}
