//! TURN keys and apps: what is sent, and what is read from the documented answers.

use media_clients::cloudflare::calls::turn_keys::TurnKey;
use media_clients_tests::{
    Loopback, Reply, cloudflare_client, cloudflare_success, documented, exchange,
};
use serde_json::json;

const UID: &str = "2a95132c15732412d22c1476fa83f27a";

#[tokio::test]
async fn turn_keys_list_reads_a_page() {
    let server = Loopback::start(documented);
    let page = cloudflare_client(&server).calls().turn_keys().list().await.unwrap();
    insta::assert_snapshot!(exchange(&server, &page));
}

#[tokio::test]
async fn turn_keys_create_takes_201_and_keeps_the_key_from_sight() {
    let server = Loopback::start(documented);
    let client = cloudflare_client(&server);
    let key = client.calls().turn_keys().create().name("my-turn-key").await.unwrap();
    assert_eq!(key.key.as_ref().unwrap().reveal().len(), 64);
    insta::assert_snapshot!(exchange(&server, &key));
}

/// One document leaves the envelope out of this answer.
#[tokio::test]
async fn turn_keys_create_takes_a_key_without_its_envelope() {
    let bare = json!({ "uid": UID, "name": "my-turn-key", "key": "k".repeat(64) });
    let server = Loopback::answering(Reply::json(201, bare));
    let key = cloudflare_client(&server).calls().turn_keys().create().await.unwrap();
    assert_eq!(key.uid.as_deref(), Some(UID));
    assert_eq!(key.key.unwrap().reveal(), "k".repeat(64));
}

#[tokio::test]
async fn turn_keys_create_without_a_name_sends_an_empty_object() {
    let server = Loopback::start(documented);
    cloudflare_client(&server).calls().turn_keys().create().await.unwrap();
    assert_eq!(server.only_request().text(), "{}");
}

#[tokio::test]
async fn turn_keys_get_reads_a_key() {
    let server = Loopback::start(documented);
    let key = cloudflare_client(&server).calls().turn_keys().get(UID).await.unwrap();
    insta::assert_snapshot!(exchange(&server, &key));
}

#[tokio::test]
async fn turn_keys_update_sends_the_new_name() {
    let server = Loopback::start(documented);
    let client = cloudflare_client(&server);
    let key = client.calls().turn_keys().update(UID).name("new").await.unwrap();
    insta::assert_snapshot!(exchange(&server, &key));
}

#[tokio::test]
async fn turn_keys_delete_reads_what_was_deleted() {
    let server = Loopback::start(documented);
    let key = cloudflare_client(&server).calls().turn_keys().delete(UID).await.unwrap();
    insta::assert_snapshot!(exchange(&server, &key));
}

#[tokio::test]
async fn turn_keys_delete_does_without_a_result() {
    let without = json!({ "success": true, "errors": [], "messages": [] });
    let null = json!({ "success": true, "errors": [], "messages": [], "result": null });
    for body in [without, null] {
        let server = Loopback::answering(Reply::json(200, body));
        let key = cloudflare_client(&server).calls().turn_keys().delete(UID).await.unwrap();
        assert_eq!(key, None);
    }
}

#[tokio::test]
async fn turn_keys_delete_takes_a_result_without_fields_and_no_other_kind() {
    let server = Loopback::scripted([
        Reply::json(200, cloudflare_success(json!({}))),
        Reply::json(200, cloudflare_success(json!("2a95132c15732412d22c1476fa83f27a"))),
    ]);
    let keys = cloudflare_client(&server).calls().turn_keys();
    assert_eq!(keys.delete(UID).await.unwrap(), Some(TurnKey::new()));
    insta::assert_snapshot!(keys.delete(UID).await.unwrap_err());
}

#[tokio::test]
async fn apps_list_reads_a_page() {
    let server = Loopback::start(documented);
    let page = cloudflare_client(&server).calls().apps().list().await.unwrap();
    insta::assert_snapshot!(exchange(&server, &page));
}

#[tokio::test]
async fn apps_create_takes_201_and_keeps_the_secret_from_sight() {
    let server = Loopback::start(documented);
    let client = cloudflare_client(&server);
    let app = client.calls().apps().create().name("production-realtime-app").await.unwrap();
    assert_eq!(app.secret.as_ref().unwrap().reveal().len(), 64);
    insta::assert_snapshot!(exchange(&server, &app));
}

#[tokio::test]
async fn apps_get_reads_an_app() {
    let server = Loopback::start(documented);
    let app = cloudflare_client(&server).calls().apps().get(UID).await.unwrap();
    insta::assert_snapshot!(exchange(&server, &app));
}

#[tokio::test]
async fn apps_update_sends_the_new_name() {
    let server = Loopback::start(documented);
    let app = cloudflare_client(&server).calls().apps().update(UID).name("new").await.unwrap();
    insta::assert_snapshot!(exchange(&server, &app));
}

#[tokio::test]
async fn apps_delete_reads_what_was_deleted() {
    let server = Loopback::start(documented);
    let app = cloudflare_client(&server).calls().apps().delete(UID).await.unwrap();
    insta::assert_snapshot!(exchange(&server, &app));
}
