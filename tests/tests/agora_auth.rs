//! HTTP Basic, HMAC signatures and request ids, as the server sees them.

use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use media_clients::agora;
use media_clients_tests::{
    APP_ID, CUSTOMER_ID, CUSTOMER_SECRET, Loopback, Received, Reply, agora_client, documented,
};
use serde_json::json;
use sha2::{Digest, Sha256};

const DATE: &str = "Tue, 14 Nov 2023 22:13:20 GMT";

/// A client that signs, at the moment that [`DATE`] writes.
fn signing_client(server: &Loopback) -> agora::Client {
    agora::Client::builder()
        .hmac(agora::HmacCredentials {
            customer_id: CUSTOMER_ID.into(),
            customer_secret: CUSTOMER_SECRET.into(),
        })
        .region(agora::Region::Eu)
        .app_id(APP_ID)
        .base_url(server.base_url())
        .clock(|| SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000))
        .build()
        .unwrap()
}

/// The digest and the signature, made here by hand from what is on the wire.
fn sign(host: &str, method: &str, target: &str, body: &[u8]) -> (String, String) {
    let digest = format!("SHA-256={}", BASE64_STANDARD.encode(Sha256::digest(body)));
    let text = format!("host: {host}\ndate: {DATE}\n{method} {target} HTTP/1.1\ndigest: {digest}");
    let mut mac = Hmac::<Sha256>::new_from_slice(CUSTOMER_SECRET.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    (digest, BASE64_STANDARD.encode(mac.finalize().into_bytes()))
}

#[track_caller]
fn assert_signed(server: &Loopback, request: &Received) {
    let (digest, signature) =
        sign(server.host(), request.method(), request.target(), request.body());
    assert_eq!(request.header("host"), Some(server.host()));
    assert_eq!(request.header("date"), Some(DATE));
    assert_eq!(request.header("digest"), Some(&*digest));
    let authorization = format!(
        "hmac username=\"{CUSTOMER_ID}\", algorithm=\"hmac-sha256\", \
         headers=\"host date request-line digest\", signature=\"{signature}\""
    );
    assert_eq!(request.header("authorization"), Some(&*authorization));
}

/// A client whose requests name Agora's own host and arrive at the loopback server.
fn client_of_the_real_host(server: &Loopback) -> agora::Client {
    let address = server.host().parse().unwrap();
    agora::Client::builder()
        .hmac(agora::HmacCredentials {
            customer_id: CUSTOMER_ID.into(),
            customer_secret: CUSTOMER_SECRET.into(),
        })
        .app_id(APP_ID)
        .base_url("http://api.agora.io")
        .allow_plain_http()
        .reqwest(reqwest::Client::builder().no_proxy().resolve("api.agora.io", address))
        .clock(|| SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000))
        .build()
        .unwrap()
}

#[tokio::test]
async fn the_known_vectors_come_out_of_the_client_bit_for_bit() {
    let server = Loopback::start(documented);
    let client = client_of_the_real_host(&server);
    client.with_region(agora::Region::Eu).streamkeys().delete("2dfMTRabcdfys").await.unwrap();
    let keys = client.with_region(agora::Region::Na).streamkeys();
    keys.create("shx001", "1001").expires_after(0).await.unwrap();
    let sent: Vec<_> = server.requests().iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(sent.join("\n"));
    for (request, signature) in server.requests().iter().zip([
        "MML8SqcvUQ7HdiDCjy/sFVhpS+HoKl8tkHl48qEEjX4=",
        "1yQB6nRRBNWBcdI2dYwX26Qu3o3ZXAviQshLucLKMfg=",
    ]) {
        assert_eq!(request.header("host"), Some("api.agora.io"));
        assert!(
            request
                .header("authorization")
                .unwrap()
                .ends_with(&format!("signature=\"{signature}\""))
        );
    }
}

/// What the other tests compare with is itself right: both vectors of the documents.
#[test]
fn the_signature_made_by_hand_agrees_with_the_known_vectors() {
    let path = format!("/eu/v1/projects/{APP_ID}/rtls/ingress/streamkeys/2dfMTRabcdfys");
    assert_eq!(
        sign("api.agora.io", "DELETE", &path, b""),
        (
            "SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=".to_owned(),
            "MML8SqcvUQ7HdiDCjy/sFVhpS+HoKl8tkHl48qEEjX4=".to_owned()
        )
    );
    let path = format!("/na/v1/projects/{APP_ID}/rtls/ingress/streamkeys");
    let body = br#"{"settings":{"channel":"shx001","uid":"1001","expiresAfter":0}}"#;
    assert_eq!(
        sign("api.agora.io", "POST", &path, body),
        (
            "SHA-256=aI8LLRrmTo9ZTh3MDEJZiIXM0iv5qzXknjhxJOnFhbU=".to_owned(),
            "1yQB6nRRBNWBcdI2dYwX26Qu3o3ZXAviQshLucLKMfg=".to_owned()
        )
    );
}

#[tokio::test]
async fn a_call_without_a_body_signs_the_digest_of_nothing() {
    let server = Loopback::start(documented);
    signing_client(&server).streamkeys().delete("2dfMTRabcdfys").await.unwrap();
    let request = server.only_request();
    assert_eq!(
        request.header("digest"),
        Some("SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
    );
    assert_signed(&server, &request);
}

#[tokio::test]
async fn a_body_is_hashed_as_it_is_sent() {
    let server = Loopback::start(documented);
    let client = signing_client(&server).with_region(agora::Region::Na);
    client.streamkeys().create("shx001", "1001").expires_after(0).await.unwrap();
    let request = server.only_request();
    assert_eq!(
        request.text(),
        r#"{"settings":{"channel":"shx001","uid":"1001","expiresAfter":0}}"#
    );
    assert_eq!(
        request.header("digest"),
        Some("SHA-256=aI8LLRrmTo9ZTh3MDEJZiIXM0iv5qzXknjhxJOnFhbU=")
    );
    assert_signed(&server, &request);
}

#[tokio::test]
async fn path_and_query_are_signed_as_encoded() {
    let server = Loopback::start(documented);
    let client = signing_client(&server);
    client.streamkeys().list().limit(50).cursor("a=b&c d/ä").await.unwrap();
    client.streamkeys().get("a/b c?ü").await.unwrap();
    client.templates().put("720p", agora::templates::Template::new()).await.unwrap();
    for request in server.requests() {
        assert_signed(&server, &request);
    }
    let targets: Vec<_> =
        server.requests().iter().map(|request| request.target().to_owned()).collect();
    insta::assert_snapshot!(targets.join("\n"));
}

#[tokio::test]
async fn a_signed_call_never_carries_the_secret() {
    let server = Loopback::start(documented);
    signing_client(&server).streamkeys().delete("2dfMTRabcdfys").await.unwrap();
    assert!(!format!("{:?}", server.only_request()).contains(CUSTOMER_SECRET));
}

#[tokio::test]
async fn basic_sends_id_and_secret_in_base64() {
    let server = Loopback::start(documented);
    agora_client(&server).streamkeys().delete("2dfMTRabcdfys").await.unwrap();
    let expected = "Basic Y2lkMDEyMzQ1Njc4OWFiY2RlZjpjc2VjcmV0LWZlZGNiYTk4NzY1NDMyMTA=";
    assert_eq!(server.only_request().header("authorization"), Some(expected));
    assert_eq!(server.only_request().header("digest"), None);
}

#[tokio::test]
async fn a_request_id_is_sent_and_read_from_the_answer() {
    let id = "2f2c2b1e-9f8d-4d0c-8a0d-5b0b6b7a1c11";
    let server = Loopback::start(documented);
    let client = agora_client(&server);
    let request = client.streamkeys().delete("2dfMTRabcdfys").request_id(id);
    let response = request.response().await.unwrap();
    assert_eq!(server.only_request().header("x-request-id"), Some(id));
    assert_eq!(response.request_id(), Some(id));
}

#[tokio::test]
async fn without_a_request_id_the_servers_own_is_read() {
    let server = Loopback::start(documented);
    let response =
        agora_client(&server).streamkeys().delete("2dfMTRabcdfys").response().await.unwrap();
    assert_eq!(server.only_request().header("x-request-id"), None);
    assert_eq!(response.request_id(), Some("0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1"));
}

#[tokio::test]
async fn a_401_has_no_request_id() {
    let body = json!({ "message": "Unauthorized" });
    let server = Loopback::answering(Reply::json(401, body));
    let error = agora_client(&server).streamkeys().delete("2dfMTRabcdfys").await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!(error.request_id(), None);
    assert_eq!(error.failure().unwrap().status, None);
}
