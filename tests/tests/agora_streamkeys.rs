//! Streaming keys: what is sent, and what is read from the documented answers.

use media_clients::agora;
use media_clients_tests::{Loopback, Reply, agora_client, agora_success, documented, exchange};
use serde_json::json;

#[tokio::test]
async fn create_wraps_the_fields_in_settings() {
    let server = Loopback::start(documented);
    let client = agora_client(&server);
    let request =
        client.streamkeys().create("show-42", "0123").expires_after(0).template_id("720p");
    let key = request.await.unwrap();
    assert_eq!(key.stream_key.reveal(), "not-a-real-stream-key");
    insta::assert_snapshot!(exchange(&server, &key));
}

#[tokio::test]
async fn create_keeps_a_uid_that_looks_like_a_number_as_text() {
    let server = Loopback::start(documented);
    let key = agora_client(&server).streamkeys().create("show-42", "0123").await.unwrap();
    assert_eq!(server.only_request().text(), r#"{"settings":{"channel":"show-42","uid":"0123"}}"#);
    assert_eq!(key.uid, "0123");
}

#[tokio::test]
async fn list_sends_limit_and_cursor() {
    let server = Loopback::start(documented);
    let client = agora_client(&server);
    let page = client.streamkeys().list().limit(50).cursor("a=b&c").await.unwrap();
    insta::assert_snapshot!(exchange(&server, &page));
}

#[tokio::test]
async fn list_gives_the_next_cursor_as_long_as_there_is_more() {
    let answer = |more| {
        let key = json!({ "streamKey": "k", "channel": "c", "uid": "1", "expiresAfter": 0, "createdAt": "1" });
        let body = agora_success(json!({ "hasMore": more, "streamKeys": [key], "cursor": "next" }));
        Reply::json(200, body)
    };
    let server = Loopback::scripted([answer(true), answer(false)]);
    let keys = agora_client(&server).streamkeys();
    let (first, last) = (keys.list().await.unwrap(), keys.list().await.unwrap());
    insta::assert_debug_snapshot!((first.next, last.next));
}

#[tokio::test]
async fn get_reads_a_key() {
    let server = Loopback::start(documented);
    let key = agora_client(&server).streamkeys().get("not-a-real-key").await.unwrap();
    insta::assert_snapshot!(exchange(&server, &key));
}

#[tokio::test]
async fn update_binds_a_template() {
    let server = Loopback::start(documented);
    let client = agora_client(&server);
    let template = agora::templates::TemplateId::from("720p");
    client.streamkeys().update("not-a-real-key", template).await.unwrap();
    insta::assert_snapshot!(exchange(&server, &()));
}

#[tokio::test]
async fn update_unbinds_with_null() {
    let server = Loopback::start(documented);
    agora_client(&server).streamkeys().update("not-a-real-key", None).await.unwrap();
    assert_eq!(server.only_request().text(), r#"{"settings":{"templateId":null}}"#);
}

#[tokio::test]
async fn delete_takes_an_answer_without_data() {
    let server = Loopback::start(documented);
    let () = agora_client(&server).streamkeys().delete("2dfMTRabcdfys").await.unwrap();
    insta::assert_snapshot!(exchange(&server, &()));
}

#[tokio::test]
async fn a_key_is_deleted_in_every_region() {
    let server = Loopback::start(documented);
    let client = agora_client(&server);
    for region in agora::Region::ALL {
        client.with_region(region).streamkeys().delete("2dfMTRabcdfys").await.unwrap();
    }
    let paths: Vec<_> = server.requests().iter().map(|request| request.path().to_owned()).collect();
    insta::assert_snapshot!(paths.join("\n"));
}

#[tokio::test]
async fn a_region_that_the_spec_does_not_know_is_refused() {
    let server = Loopback::start(documented);
    let client = agora_client(&server).with_region("moon");
    let error = client.streamkeys().delete("2dfMTRabcdfys").await.unwrap_err();
    assert!(error.is_invalid());
    assert_eq!(server.requests(), []);
}

#[tokio::test]
async fn a_key_with_a_slash_is_sent_as_one_segment() {
    let server = Loopback::start(documented);
    agora_client(&server).streamkeys().delete("a/b?c%2f").await.unwrap();
    assert!(server.only_request().path().ends_with("/streamkeys/a%2Fb%3Fc%252f"));
}
