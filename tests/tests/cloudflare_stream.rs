//! Stream's signing keys: what is sent, and what is read from the documented answers.

use media_clients_tests::{
    Loopback, Reply, cloudflare_client, cloudflare_success, documented, exchange,
};
use serde_json::json;

#[tokio::test]
async fn create_sends_an_empty_object_and_reads_the_private_key() {
    let server = Loopback::start(documented);
    let key = cloudflare_client(&server).stream().keys().create().await.unwrap();
    assert_eq!(key.pem.as_ref().unwrap().reveal(), "ZmFrZSBQRU0=");
    assert_eq!(key.jwk.as_ref().unwrap().reveal(), "ZmFrZSBKV0s=");
    insta::assert_snapshot!(exchange(&server, &key));
}

#[tokio::test]
async fn list_sends_no_body_and_reads_a_page() {
    let server = Loopback::start(documented);
    let page = cloudflare_client(&server).stream().keys().list().await.unwrap();
    assert_eq!(page.items.len(), 1);
    insta::assert_snapshot!(exchange(&server, &page));
}

#[tokio::test]
async fn delete_sends_no_body_and_reads_a_bare_string() {
    let server = Loopback::start(documented);
    let client = cloudflare_client(&server);
    let word: String =
        client.stream().keys().delete("ed17574386854bf78a67040be0a770b0").await.unwrap();
    assert_eq!(word, "ok");
    insta::assert_snapshot!(exchange(&server, &word));
}

#[tokio::test]
async fn the_envelope_is_there_for_who_asks() {
    let server = Loopback::answering(Reply::json(
        200,
        json!({
            "success": true,
            "errors": [],
            "messages": [{ "code": 1000, "message": "message", "source": { "pointer": "/a" } }],
            "result": "ok",
        }),
    ));
    let envelope = cloudflare_client(&server).stream().keys().delete("a").envelope().await.unwrap();
    insta::assert_debug_snapshot!(envelope);
}

#[tokio::test]
async fn the_response_tells_status_headers_and_request_id() {
    let server = Loopback::start(documented);
    let response =
        cloudflare_client(&server).calls().turn_keys().create().response().await.unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response.request_id(), Some("8f1c2d3e4a5b6c7d-TXL"));
    assert_eq!(response.headers().get("content-type"), Some("application/json"));
    assert_eq!(response.into_inner().name.as_deref(), Some("production-realtime-app"));
}

#[tokio::test]
async fn raw_gives_any_answer_as_it_came() {
    let server = Loopback::answering(Reply::text(502, "text/html", "<h1>Bad Gateway</h1>"));
    let raw = cloudflare_client(&server).stream().keys().delete("a").raw().await.unwrap();
    assert_eq!(raw.status(), 502);
    assert_eq!(raw.into_inner().as_bytes(), b"<h1>Bad Gateway</h1>");
}

#[tokio::test]
async fn the_url_is_known_without_sending() {
    let server = Loopback::start(documented);
    let url = cloudflare_client(&server).stream().keys().delete("a/b").url().unwrap();
    assert_eq!(
        url.to_string().trim_start_matches(server.base_url()),
        "/client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/stream/keys/a%2Fb"
    );
    assert_eq!(server.requests(), []);
}

#[tokio::test]
async fn a_header_of_the_callers_is_sent() {
    let server = Loopback::start(documented);
    let client = cloudflare_client(&server);
    client.stream().keys().delete("a").header("X-Trace", "1").await.unwrap();
    assert_eq!(server.only_request().header("x-trace"), Some("1"));
}

#[tokio::test]
async fn an_id_is_sent_as_one_encoded_segment() {
    let server = Loopback::answering(Reply::json(200, cloudflare_success(json!("ok"))));
    let keys = cloudflare_client(&server).stream().keys();
    let ids = [
        "plain-._~id",
        "a/b",
        "../x",
        "a?b=c",
        "a#b",
        "a%2fb",
        "%2e",
        "%2e%2e",
        ":name",
        "a b",
        "a+b",
        "ключ",
        "🔑",
        "a\\b",
        "a;b,c=d&e",
        "...",
        "\u{7f}\t",
    ];
    for id in ids {
        keys.delete(id).await.unwrap();
    }
    let sent: Vec<_> = server.requests().iter().map(last_segment).collect();
    let table: Vec<_> =
        ids.iter().zip(sent).map(|(id, sent)| format!("{id:?} -> {sent}")).collect();
    insta::assert_snapshot!(table.join("\n"));
}

fn last_segment(request: &media_clients_tests::Received) -> String {
    let start = "/client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/stream/keys/";
    request.target().strip_prefix(start).expect("the key stands in its place").to_owned()
}
