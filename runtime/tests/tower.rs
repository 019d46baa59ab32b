//! Calls through services of tower, over a real connection.

mod support;

use clientwright_runtime::spec::Compose as _;
use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use clientwright_runtime::mock::TestClock;
use clientwright_runtime::spec::{Api, Body, Credential, Endpoint, Parameter, Schema, Scheme};
use clientwright_runtime::transport::{Failure, HttpBody, TowerTransport, TransportError};
use clientwright_runtime::{Client, ClientBuilder, Error, Json, Request};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client as Hyper;
use hyper_util::rt::TokioExecutor;
use support::{Server, json};
use tower::{ServiceBuilder, service_fn};

static API: Api = Api::new("Media")
    .schemes(const { &[Scheme::bearer("token", Credential::new("token").secret())] });

static GET: Endpoint<String, ()> = Endpoint::get("things.get", "/things/{id}")
    .parameters(const { &[Parameter::path("id", Schema::string())] })
    .auth(&[&["token"]]);

static CREATE: Endpoint<Json, ()> =
    Endpoint::post("things.create", "/things").body(Body::json(Schema::any())).auth(&[&["token"]]);

const TOKEN: &str = "token-of-nobody";

fn builder(url: &str) -> ClientBuilder {
    ClientBuilder::new(&API)
        .credentials("token", [("token", TOKEN)])
        .base_url(url)
        .clock(TestClock::new())
}

fn get(client: &Client) -> Request<String, ()> {
    Request::new(client, &GET).argument("id", "a/b")
}

#[tokio::test]
async fn a_call_goes_through_layers_and_a_real_connection() {
    let server = Server::new([json(200, r#""seven""#), json(200, r#"{"made":true}"#)]);
    let service = ServiceBuilder::new()
        .concurrency_limit(1)
        .timeout(Duration::from_secs(30))
        .service(Hyper::builder(TokioExecutor::new()).build_http::<HttpBody>());
    let client = builder(&server.url).transport(TowerTransport::new(service)).build().unwrap();

    assert_eq!(get(&client).await.unwrap(), "seven");
    let made = Request::new(&client, &CREATE).field("name", &"x".to_owned()).await.unwrap();
    assert_eq!(made["made"], true);

    let sent = server.rest();
    assert_eq!(sent[0].line, "GET /things/a%2Fb HTTP/1.1");
    assert_eq!(sent[0].header("authorization"), Some("Bearer token-of-nobody"));
    assert_eq!(sent[0].header("content-length"), None);
    assert_eq!(sent[1].header("content-length"), Some("12"));
    assert_eq!(sent[1].body, r#"{"name":"x"}"#);
}

#[tokio::test]
async fn no_body_is_announced_where_a_method_anticipates_one() {
    static TOUCH: Endpoint<(), ()> = Endpoint::put("things.touch", "/things/1");
    static REMOVE: Endpoint<(), ()> = Endpoint::delete("things.remove", "/things/1");

    let server = Server::new([json(204, ""), json(204, "")]);
    let service = Hyper::builder(TokioExecutor::new()).build_http::<HttpBody>();
    let client = builder(&server.url).transport(TowerTransport::new(service)).build().unwrap();
    Request::new(&client, &TOUCH).await.unwrap();
    Request::new(&client, &REMOVE).await.unwrap();
    let sent = server.rest();
    assert_eq!(sent[0].header("content-length"), Some("0"));
    assert_eq!(sent[1].header("content-length"), None);
}

#[tokio::test]
async fn a_connection_that_is_refused_promises_nothing_by_itself() {
    // It may be that of a proxy behind the service, which has the request already.
    let client = |transport| builder("http://127.0.0.1:1").transport(transport).build().unwrap();
    let service = || Hyper::builder(TokioExecutor::new()).build_http::<HttpBody>();
    let careful = client(TowerTransport::new(service()));
    let error = get(&careful).await.unwrap_err();
    assert!(error.is_transport() && error.attempts() == 3, "{error}");
    let error = Request::new(&careful, &CREATE).await.unwrap_err();
    assert!(error.is_transport() && error.attempts() == 1, "{error}");
    // Whoever knows the service can tell.
    let told = client(TowerTransport::new(service()).unsent(|error| {
        let error = error.downcast_ref::<hyper_util::client::legacy::Error>();
        error.is_some_and(hyper_util::client::legacy::Error::is_connect)
    }));
    let error = Request::new(&told, &CREATE).await.unwrap_err();
    assert!(error.is_connect() && error.attempts() == 3, "{error}");
}

#[tokio::test]
async fn what_a_service_itself_says_goes_before_what_is_said_of_it() {
    let service = service_fn(|_: http::Request<HttpBody>| async {
        Err::<http::Response<Full<bytes::Bytes>>, _>(TransportError::new(Failure::Other, "lost"))
    });
    let transport = TowerTransport::new(service).unsent(|_| true);
    let client = builder("https://api.example.com").transport(transport).build().unwrap();
    let error = Request::new(&client, &CREATE).await.unwrap_err();
    assert!(error.is_transport() && error.attempts() == 1, "{error}");
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn a_certificate_that_is_refused_is_refused_once() {
    let service = service_fn(|_: http::Request<HttpBody>| async {
        let refused = rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer);
        // As tokio-rustls gives it, and as a connector wraps that.
        let refused = std::io::Error::other(std::io::Error::other(refused));
        Err::<http::Response<Full<bytes::Bytes>>, _>(refused)
    });
    let transport = TowerTransport::new(service).unsent(|_| true);
    let client = builder("https://api.example.com").transport(transport).build().unwrap();
    let error = get(&client).await.unwrap_err();
    assert!(error.is_connect() && error.attempts() == 1, "{error}");
    assert!(error.to_string().contains("the certificate of the server is not accepted"), "{error}");
}

#[tokio::test]
async fn an_error_is_told_without_the_url_and_secrets() {
    let service = service_fn(|request: http::Request<HttpBody>| {
        let text = format!("no luck with {} and {TOKEN}", request.uri());
        std::future::ready(Err::<http::Response<Full<bytes::Bytes>>, _>(std::io::Error::other(
            text,
        )))
    });
    let client = builder("https://api.example.com/v1")
        .transport(TowerTransport::new(service))
        .retries(0)
        .build()
        .unwrap();
    let error = get(&client).await.unwrap_err();
    assert!(error.is_transport());
    assert_eq!(
        error.to_string(),
        "things.get: the connection to the server failed: no luck with the URL and [redacted]"
    );
    assert!(error.source().is_some());
}

#[tokio::test]
async fn a_layer_that_gives_up_breaks_the_call_off() {
    let service = ServiceBuilder::new().timeout(Duration::ZERO).service(service_fn(
        |_: http::Request<HttpBody>| {
            std::future::pending::<Result<http::Response<Full<bytes::Bytes>>, TransportError>>()
        },
    ));
    let client =
        builder("https://api.example.com").transport(TowerTransport::new(service)).build().unwrap();
    let error = get(&client).await.unwrap_err();
    assert!(error.is_transport());
    assert_eq!(error.attempts(), 3, "a read is made again: {error}");
    let error = Request::new(&client, &CREATE).await.unwrap_err();
    assert_eq!(error.attempts(), 1, "a write is not: {error}");
}

#[tokio::test]
async fn a_service_says_by_its_error_what_is_known() {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let service = service_fn(move |request: http::Request<HttpBody>| {
        let number = counted.fetch_add(1, Ordering::SeqCst);
        async move {
            let body = request.into_body().collect().await?.to_bytes();
            if number == 0 {
                return Err(TransportError::new(Failure::Connect, "not yet"));
            }
            let echo = Full::new(body).map_err(|never| match never {});
            Ok(http::Response::new(echo))
        }
    });
    let client =
        builder("https://api.example.com").transport(TowerTransport::new(service)).build().unwrap();
    let echo = Request::new(&client, &CREATE).field("name", &"x".to_owned()).await.unwrap();
    assert_eq!(echo["name"], "x");
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

/// A service that does not get ready.
#[derive(Clone)]
struct Closed;

impl tower::Service<http::Request<HttpBody>> for Closed {
    type Response = http::Response<Full<bytes::Bytes>>;
    type Error = std::io::Error;
    type Future = std::future::Ready<Result<Self::Response, Self::Error>>;

    fn poll_ready(
        &mut self,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<(), Self::Error>> {
        std::task::Poll::Ready(Err(std::io::Error::other("closed")))
    }

    fn call(&mut self, _: http::Request<HttpBody>) -> Self::Future {
        unreachable!("it is never ready")
    }
}

#[tokio::test]
async fn a_service_is_called_only_once_it_is_ready() {
    let client =
        builder("https://api.example.com").transport(TowerTransport::new(Closed)).build().unwrap();
    let error: Error = Request::new(&client, &CREATE).await.unwrap_err();
    assert!(error.is_connect());
    assert_eq!(
        error.to_string(),
        "things.create: the connection to the server could not be opened: closed; sent 3 times"
    );
}
