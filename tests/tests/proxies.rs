//! Calls through a proxy: tunnels for https, the absolute form for http, credentials that stay with the proxy.

#[path = "support/authority.rs"]
mod authority;
#[path = "support/http2.rs"]
mod http2;
#[path = "support/proxy.rs"]
mod proxy;

use std::error::Error as _;
use std::process::Command;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use clientwright_runtime::mock::TestClock;
use media_clients::cloudflare;
use media_clients::runtime::reqwest;
use media_clients_tests::faults::Wire;
use media_clients_tests::{ACCOUNT_ID, API_TOKEN, cloudflare_success};
use serde_json::json;

use crate::authority::authority;
use crate::http2::{Act, Http2};
use crate::proxy::{Proxy, Rule, field};

const ID: &str = "2a95132c15732412d22c1476fa83f27a";

/// No resolver knows it: only the proxy does.
const HOST: &str = "api.media.test";

const USER: &str = "proxy-user-of-nobody";
const PASSWORD: &str = "proxy pass/word of nobody";

/// As the URL of a proxy holds them.
fn through(proxy: &Proxy) -> String {
    url_through(proxy.port)
}

fn url_through(port: u16) -> String {
    format!("http://{USER}:proxy%20pass%2Fword%20of%20nobody@127.0.0.1:{port}")
}

fn basic() -> String {
    format!("Basic {}", BASE64_STANDARD.encode(format!("{USER}:{PASSWORD}")))
}

fn guarded() -> Proxy {
    Proxy::start(Rule::Only(basic()))
}

/// A server that is this host, and its base URL.
fn secure(host: &str) -> (Wire, String) {
    let server = Wire::start();
    server.secure(authority().of_host(host));
    let base_url = format!("https://{host}:{}/client/v4", server.port());
    (server, base_url)
}

fn builder(base_url: &str, proxy: &str) -> cloudflare::ClientBuilder {
    cloudflare::Client::builder()
        .api_token(API_TOKEN)
        .account_id(ACCOUNT_ID)
        .base_url(base_url)
        .clock(TestClock::new())
        .jitter(|| 0.0)
        .reqwest(reqwest::Client::builder().tls_certs_only([authority().trusted()]))
        .proxy(proxy)
}

fn client(base_url: &str, proxy: &str) -> cloudflare::Client {
    builder(base_url, proxy).build().unwrap()
}

async fn get(client: &cloudflare::Client) -> Result<(), cloudflare::Error> {
    client.calls().turn_keys().get(ID).await.map(drop)
}

async fn create(client: &cloudflare::Client) -> Result<(), cloudflare::Error> {
    client.calls().turn_keys().create().name("relay").await.map(drop)
}

/// Neither the credentials of the proxy nor those of the API, in nothing that an error shows.
fn tells_nothing(error: &cloudflare::Error) {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text} {cause} {cause:?}");
        source = cause.source();
    }
    let encoded = basic();
    for secret in [USER, PASSWORD, "pass%2Fword", encoded.trim_start_matches("Basic "), API_TOKEN] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[tokio::test]
async fn https_goes_through_a_tunnel_that_the_proxy_cannot_look_into() {
    let (server, base_url) = secure(HOST);
    let proxy = guarded();
    let client = client(&base_url, &through(&proxy));
    create(&client).await.unwrap();
    get(&client).await.unwrap();

    let heads = proxy.heads();
    assert_eq!(heads.len(), 1, "one tunnel for both calls: {heads:#?}");
    let authority = format!("{HOST}:{}", server.port());
    assert!(heads[0].starts_with(&format!("CONNECT {authority} HTTP/1.1\r\n")), "{heads:#?}");
    assert_eq!(field(&heads[0], "host"), Some(&*authority));
    assert_eq!(field(&heads[0], "proxy-authorization"), Some(&*basic()));
    assert!(!heads[0].contains(API_TOKEN) && field(&heads[0], "authorization").is_none());

    assert_eq!((server.tally().as_str(), server.connections()), ("1 GET, 1 POST", 1));
    for request in server.requests() {
        assert_eq!(request.header("authorization"), Some(&*format!("Bearer {API_TOKEN}")));
        assert_eq!(request.header("proxy-authorization"), None);
        assert!(request.target().starts_with("/client/v4/"), "{}", request.target());
    }
    assert!(!format!("{client:?}").contains(USER));
    assert!(!format!("{:?}", builder(&base_url, &through(&proxy))).contains(USER));
}

#[tokio::test]
async fn http2_goes_through_a_tunnel_as_well() {
    let key = json!({ "uid": ID, "name": "relay" });
    let answer = cloudflare_success(key).to_string();
    let server = Http2::start(&authority().of_host(HOST), move |_, _| Act::Answer(answer.clone()));
    let proxy = guarded();
    let client = client(&format!("https://{HOST}:{}/client/v4", server.port), &through(&proxy));
    get(&client).await.unwrap();
    let streams = server.streams();
    assert_eq!(streams[0].head.version, ::http::Version::HTTP_2);
    assert_eq!(streams[0].header("proxy-authorization"), None);
    assert_eq!(proxy.connections(), 1);
}

#[tokio::test]
async fn plain_http_is_asked_for_in_the_absolute_form() {
    let server = Wire::start();
    let proxy = guarded();
    let authority = format!("{HOST}:{}", server.port());
    let base_url = format!("http://{authority}/client/v4");
    // Credentials over plain http are refused, with a proxy as without.
    let error = get(&client(&base_url, &through(&proxy))).await.unwrap_err();
    assert!(error.is_invalid(), "{error:?}");
    assert_eq!(proxy.connections(), 0);

    let client = builder(&base_url, &through(&proxy)).allow_plain_http().build().unwrap();
    create(&client).await.unwrap();
    get(&client).await.unwrap();
    let heads = proxy.heads();
    let path = format!("/client/v4/accounts/{ACCOUNT_ID}/calls/turn_keys");
    assert_eq!(heads.len(), 2);
    assert!(heads[0].starts_with(&format!("POST http://{authority}{path} HTTP/1.1\r\n")));
    assert!(heads[1].starts_with(&format!("GET http://{authority}{path}/{ID} HTTP/1.1\r\n")));
    for head in &heads {
        assert_eq!(field(head, "host"), Some(&*authority));
        assert_eq!(field(head, "proxy-authorization"), Some(&*basic()));
    }
    assert_eq!(server.tally(), "1 GET, 1 POST");
    assert_eq!(server.requests()[0].body(), br#"{"name":"relay"}"#);
}

#[tokio::test]
async fn a_proxy_that_refuses_the_credentials_is_told_from_the_api() {
    let proxy = Proxy::start(Rule::Only("Basic b3RoZXJz".to_owned()));
    let (server, base_url) = secure(HOST);
    let tunnelled = client(&base_url, &through(&proxy));
    // Nothing of the call has left: a creation may be tried again.
    let error = create(&tunnelled).await.unwrap_err();
    assert!(error.is_connect() && error.attempts() == 3, "{error:?}");
    assert!(error.to_string().contains("proxy authorization required"), "{error}");
    tells_nothing(&error);
    assert_eq!(server.connections(), 0);

    let base_url = format!("http://{HOST}:{}/client/v4", server.port());
    let plain = builder(&base_url, &through(&proxy)).allow_plain_http().build().unwrap();
    let error = create(&plain).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(407), 1), "{error:?}");
    tells_nothing(&error);
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_proxy_that_fails_is_no_connection() {
    let (server, base_url) = secure(HOST);
    let unwilling = [
        Rule::Answer("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"),
        Rule::Answer("HTTP/1.1 200"),
        Rule::Answer(""),
    ];
    for rule in unwilling {
        let proxy = Proxy::start(rule.clone());
        let error = create(&client(&base_url, &through(&proxy))).await.unwrap_err();
        assert!(error.is_connect() && error.attempts() == 3, "{rule:?}: {error:?}");
        assert_eq!(proxy.connections(), 3);
        tells_nothing(&error);
    }
    // The port is taken, and refuses.
    let absent = Wire::refusing();
    let url = url_through(absent.port());
    let error = create(&client(&base_url, &url)).await.unwrap_err();
    assert!(error.is_connect() && error.attempts() == 3, "{error:?}");
    tells_nothing(&error);
    assert_eq!(server.connections(), 0);
}

/// Makes a call in a process of its own, which is where the variables of the environment are.
#[cfg(target_os = "linux")]
fn call_with(variables: &[(&str, &str)], base_url: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let certificates = folder.path().join("authority.pem");
    std::fs::write(&certificates, authority().pem()).unwrap();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "of_the_environment", "--ignored", "--nocapture"]);
    command.env_clear().env("SSL_CERT_FILE", certificates);
    command.env("CLOUDFLARE_API_TOKEN", API_TOKEN).env("CLOUDFLARE_ACCOUNT_ID", ACCOUNT_ID);
    command.env("CLOUDFLARE_BASE_URL", base_url).envs(variables.iter().copied());
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

/// What another test runs in a process of its own.
#[tokio::test]
#[ignore = "run by another test, in a process of its own"]
async fn of_the_environment() {
    let mut builder = cloudflare::Client::builder().env().allow_plain_http().retries(0);
    if let Ok(proxy) = std::env::var("OWN_PROXY") {
        builder = builder.proxy(proxy);
    }
    match get(&builder.build().unwrap()).await {
        Ok(()) => println!("the call was made"),
        Err(error) => println!("the call failed: {error} {error:?}"),
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_environment_names_proxies_and_what_goes_without() {
    let (server, https) = secure("localhost");
    let plain = Wire::start();
    let http = format!("http://localhost:{}/client/v4", plain.port());
    for (variables, base_url, proxied) in [
        (&["HTTPS_PROXY"][..], &https, true),
        (&["https_proxy"], &https, true),
        (&["ALL_PROXY"], &https, true),
        (&["HTTP_PROXY"], &https, false),
        (&["HTTP_PROXY"], &http, true),
        (&["ALL_PROXY"], &http, true),
        (&["HTTPS_PROXY"], &http, false),
        (&[], &https, false),
    ] {
        for (exempt, spared) in [
            (None, false),
            (Some("elsewhere.example"), false),
            (Some("localhost"), true),
            (Some("elsewhere.example, localhost"), true),
            (Some("*"), true),
        ] {
            let proxy = guarded();
            let url = through(&proxy);
            let mut all: Vec<_> = variables.iter().map(|name| (*name, url.as_str())).collect();
            all.extend(exempt.map(|exempt| ("NO_PROXY", exempt)));
            let output = call_with(&all, base_url);
            let case = format!("{variables:?} {exempt:?} {base_url}: {output}");
            assert!(output.contains("the call was made"), "{case}");
            assert_eq!(proxy.connections() == 1, proxied && !spared, "{case}");
        }
    }
    for request in server.requests().iter().chain(&plain.requests()) {
        assert_eq!(request.header("proxy-authorization"), None);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_proxy_of_the_builder_is_used_whatever_the_environment_says() {
    let (server, base_url) = secure("localhost");
    let (own, other) = (guarded(), guarded());
    let variables = [
        ("OWN_PROXY", through(&own)),
        ("HTTPS_PROXY", through(&other)),
        ("NO_PROXY", "localhost".to_owned()),
    ];
    let variables: Vec<_> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let output = call_with(&variables, &base_url);
    assert!(output.contains("the call was made"), "{output}");
    assert_eq!((own.connections(), other.connections(), server.connections()), (1, 0, 1));
}

#[cfg(target_os = "linux")]
#[test]
fn a_proxy_of_the_environment_that_refuses_is_not_shown() {
    let proxy = Proxy::start(Rule::Only("Basic b3RoZXJz".to_owned()));
    let (server, base_url) = secure("localhost");
    let url = through(&proxy);
    let output = call_with(&[("HTTPS_PROXY", &url)], &base_url);
    assert!(output.contains("proxy authorization required"), "{output}");
    for secret in [USER, PASSWORD, "pass%2Fword", API_TOKEN] {
        assert!(!output.contains(secret), "{output}");
    }
    assert_eq!(server.connections(), 0);
}
