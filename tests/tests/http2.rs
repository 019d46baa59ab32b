//! HTTP/2 as servers speak it: agreed on by ALPN, many calls on one connection, streams refused, connections given up.

#[path = "support/authority.rs"]
mod authority;
#[path = "support/http2.rs"]
mod server;

use std::process::Command;
use std::time::Duration;

use clientwright_runtime::mock::TestClock;
use h2::Reason;
use media_clients::cloudflare;
use media_clients::runtime::reqwest;
use media_clients_tests::{ACCOUNT_ID, API_TOKEN, cloudflare_success};
use serde_json::json;

use crate::authority::authority;
use crate::server::{Act, Http2};

const ID: &str = "2a95132c15732412d22c1476fa83f27a";

/// What a key is, and a new one: the same answer reads as either.
fn key() -> Act {
    Act::Answer(key_text())
}

fn key_text() -> String {
    let key = json!({
        "created": "2014-01-02T02:20:00Z",
        "modified": "2014-01-02T02:20:00Z",
        "name": "relay",
        "uid": ID,
        "key": "fake".repeat(16),
    });
    cloudflare_success(key).to_string()
}

/// Does this with the request of that number, and answers all others.
fn but(number: usize, act: Act) -> Http2 {
    start(move |at| if at == number { act.clone() } else { key() })
}

fn start(plan: impl Fn(usize) -> Act + Send + Sync + 'static) -> Http2 {
    Http2::start(&authority().good(), move |_, number| plan(number))
}

fn client(server: &Http2, clock: &TestClock) -> cloudflare::Client {
    cloudflare::Client::builder()
        .api_token(API_TOKEN)
        .account_id(ACCOUNT_ID)
        .base_url(format!("https://localhost:{}/client/v4", server.port))
        .timeout(Duration::from_secs(10))
        .clock(clock.clone())
        .jitter(|| 0.0)
        .reqwest(reqwest::Client::builder().tls_certs_only([authority().trusted()]).no_proxy())
        .build()
        .unwrap()
}

async fn get(client: &cloudflare::Client) -> Result<(), cloudflare::Error> {
    client.calls().turn_keys().get(ID).await.map(drop)
}

async fn create(client: &cloudflare::Client) -> Result<(), cloudflare::Error> {
    client.calls().turn_keys().create().name("relay").await.map(drop)
}

/// The methods that came, and the connection of each.
fn came(server: &Http2) -> Vec<(String, u64)> {
    let streams = server.streams();
    streams.iter().map(|stream| (stream.head.method.to_string(), stream.connection)).collect()
}

fn requests(all: &[(&str, u64)]) -> Vec<(String, u64)> {
    all.iter().map(|(method, connection)| ((*method).to_owned(), *connection)).collect()
}

#[tokio::test]
async fn a_call_is_made_over_http2_where_the_server_has_it() {
    let server = start(|_| key());
    let client = client(&server, &TestClock::new());
    let response = client.calls().turn_keys().create().name("relay").response().await.unwrap();
    assert_eq!(response.status(), 200);
    let streams = server.streams();
    let stream = &streams[0];
    assert_eq!(stream.head.version, http::Version::HTTP_2);
    assert_eq!(
        stream.head.uri.to_string(),
        format!(
            "https://localhost:{}/client/v4/accounts/{ACCOUNT_ID}/calls/turn_keys",
            server.port
        )
    );
    assert_eq!(stream.header("authorization"), Some(&*format!("Bearer {API_TOKEN}")));
    assert_eq!(stream.header("content-type"), Some("application/json"));
    assert_eq!(stream.body, br#"{"name":"relay"}"#);
    // What HTTP/2 has no place for.
    for name in ["host", "connection", "transfer-encoding"] {
        assert_eq!(stream.header(name), None, "{name}");
    }
}

#[tokio::test]
async fn calls_at_a_time_share_one_connection() {
    const CALLS: u64 = 64;
    // No answer leaves before all have come: one after another they would wait for ever.
    let server = start(|number| match number {
        0 => key(),
        _ => Act::AnswerTogether(key_text(), CALLS),
    });
    let client = client(&server, &TestClock::new());
    get(&client).await.unwrap();
    let calls: Vec<_> = (0..CALLS)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { get(&client).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(server.streams().len() as u64, CALLS + 1);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn what_is_safe_to_send_twice_is_sent_again_when_its_stream_is_refused() {
    for reason in [Reason::REFUSED_STREAM, Reason::INTERNAL_ERROR] {
        let server = but(0, Act::Reset(reason));
        let clock = TestClock::new();
        let client = client(&server, &clock);
        get(&client).await.unwrap();
        assert_eq!(came(&server), requests(&[("GET", 1), ("GET", 1)]), "{reason}");
        assert_eq!(clock.slept(), [Duration::from_millis(500)]);
    }
}

/// That nothing was done is the server's word alone, and the answer holds a key that is shown once.
#[tokio::test]
async fn a_creation_whose_stream_is_refused_is_sent_once() {
    for reason in [Reason::REFUSED_STREAM, Reason::INTERNAL_ERROR] {
        let server = but(0, Act::Reset(reason));
        let clock = TestClock::new();
        let client = client(&server, &clock);
        let error = create(&client).await.unwrap_err();
        assert!(error.is_transport() && error.attempts() == 1, "{error:?}");
        let text = error.to_string();
        assert!(text.contains(&reason.description().to_string()), "{text}");
        assert!(text.contains("not retried: the response holds a secret"), "{text}");
        assert!(!format!("{text}{error:?}").contains(API_TOKEN));
        assert_eq!(came(&server), requests(&[("POST", 1)]), "{reason}");
        assert!(clock.slept().is_empty());
        // The stream was refused, and not the connection.
        create(&client).await.unwrap();
        assert_eq!(came(&server), requests(&[("POST", 1), ("POST", 1)]));
    }
}

#[tokio::test]
async fn a_stream_that_is_reset_in_the_body_is_no_answer() {
    let server = but(0, Act::ResetInBody(Reason::INTERNAL_ERROR));
    let first = client(&server, &TestClock::new());
    get(&first).await.unwrap();
    assert_eq!(came(&server), requests(&[("GET", 1), ("GET", 1)]));

    let server = but(0, Act::ResetInBody(Reason::INTERNAL_ERROR));
    let second = client(&server, &TestClock::new());
    let error = create(&second).await.unwrap_err();
    assert!(error.is_transport() && error.attempts() == 1, "{error:?}");
    assert_eq!(server.streams().len(), 1);
    create(&second).await.unwrap();
}

#[tokio::test]
async fn a_connection_that_the_server_gives_up_is_followed_by_another() {
    let server = but(0, Act::AnswerAndGoAway(key_text()));
    let clock = TestClock::new();
    let client = client(&server, &clock);
    create(&client).await.unwrap();
    create(&client).await.unwrap();
    get(&client).await.unwrap();
    let came = came(&server);
    assert_eq!(came.len(), 3, "each was made once: {came:?}");
    assert_eq!(server.connections(), 2);
    assert!(clock.slept().is_empty());
}

#[tokio::test]
async fn a_connection_that_breaks_under_calls_is_mended_for_those_that_are_safe() {
    let server = but(0, Act::GoAway(Reason::ENHANCE_YOUR_CALM));
    let first = client(&server, &TestClock::new());
    get(&first).await.unwrap();
    assert_eq!(came(&server), requests(&[("GET", 1), ("GET", 2)]));

    let server = but(0, Act::GoAway(Reason::ENHANCE_YOUR_CALM));
    let second = client(&server, &TestClock::new());
    let error = create(&second).await.unwrap_err();
    assert!(error.is_transport() && error.attempts() == 1, "{error:?}");
    assert_eq!(came(&server), requests(&[("POST", 1)]));
    create(&second).await.unwrap();
    assert_eq!(came(&server), requests(&[("POST", 1), ("POST", 2)]));
}

#[tokio::test]
async fn a_call_that_is_dropped_resets_its_stream_and_not_the_connection() {
    let server = but(0, Act::Silence);
    let client = client(&server, &TestClock::new());
    tokio::select! {
        _ = get(&client) => panic!("nothing is answered"),
        () = async { while server.streams().is_empty() { tokio::task::yield_now().await; } } => {}
    }
    assert_eq!(server.cancelled().await, Reason::CANCEL);
    get(&client).await.unwrap();
    assert_eq!(came(&server), requests(&[("GET", 1), ("GET", 1)]));
}

/// What reqwest is not told: the TLS, the certificates and the ALPN of the runtime itself.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_client_without_options_speaks_http2_by_the_certificates_of_the_platform() {
    let server = start(|_| key());
    let folder = tempfile::tempdir().unwrap();
    let certificates = folder.path().join("authority.pem");
    std::fs::write(&certificates, authority().pem()).unwrap();
    let call = |trusted: &std::path::Path| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "of_the_environment", "--ignored", "--nocapture"]);
        command.env_clear().env("SSL_CERT_FILE", trusted);
        command.env("CLOUDFLARE_API_TOKEN", API_TOKEN).env("CLOUDFLARE_ACCOUNT_ID", ACCOUNT_ID);
        let base_url = format!("https://localhost:{}/client/v4", server.port);
        command.env("CLOUDFLARE_BASE_URL", base_url);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let output = call(&certificates);
    assert!(output.contains("made: relay"), "{output}");
    assert_eq!(came(&server), requests(&[("POST", 1)]));

    let stranger = folder.path().join("stranger.pem");
    std::fs::write(&stranger, authority::stranger()).unwrap();
    let output = call(&stranger);
    assert!(output.contains("UnknownIssuer"), "{output}");
    assert_eq!(server.streams().len(), 1);
}

/// What the test before this runs in a process of its own, with an environment of its own.
#[tokio::test]
#[ignore = "run by another test, in a process of its own"]
async fn of_the_environment() {
    let client = cloudflare::Client::from_env().unwrap();
    match client.calls().turn_keys().create().name("relay").await {
        Ok(key) => println!("made: {}", key.name.unwrap_or_default()),
        Err(error) => println!("failed: {error}"),
    }
}
