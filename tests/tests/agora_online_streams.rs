//! Streams that are online: what is sent, and what is read from the documented answers.

use media_clients::agora::online_streams::{FoundStream, StreamStatus};
use media_clients_tests::{Loopback, Reply, agora_client, agora_success, documented, exchange};
use serde_json::json;

#[tokio::test]
async fn list_reads_streams_with_and_without_pictures() {
    let server = Loopback::start(documented);
    let page = agora_client(&server).online_streams().list().channel("show 42").await.unwrap();
    assert_eq!(page.items[0].status, StreamStatus::Started);
    assert_eq!(page.items[0].video, None);
    insta::assert_snapshot!(exchange(&server, &page));
}

#[tokio::test]
async fn get_reads_a_list_as_one_document_has_it() {
    let server = Loopback::start(documented);
    let found = agora_client(&server).online_streams().get("B1B2B3B4B5B6B7B8").await.unwrap();
    insta::assert_snapshot!(exchange(&server, &found));
}

#[tokio::test]
async fn get_reads_an_object_as_the_other_document_has_it() {
    let stream = json!({ "sid": "B1", "channel": "c", "uid": "1", "status": "Started" });
    let server = Loopback::answering(Reply::json(200, agora_success(stream)));
    let found = agora_client(&server).online_streams().get("B1").await.unwrap();
    let FoundStream::OnlineStream(stream) = found else { panic!("an object: {found:?}") };
    assert_eq!(stream.sid, "B1");
}

#[tokio::test]
async fn a_status_of_tomorrow_is_kept() {
    let stream = json!([{ "sid": "B1", "channel": "c", "uid": "1", "status": "Paused" }]);
    let server = Loopback::answering(Reply::json(200, agora_success(stream)));
    let page = agora_client(&server).online_streams().list().await.unwrap();
    assert_eq!(page.items[0].status, StreamStatus::Unknown("Paused".to_owned()));
}

#[tokio::test]
async fn disconnect_takes_an_answer_without_data() {
    let server = Loopback::start(documented);
    let () = agora_client(&server).online_streams().disconnect("B1B2B3B4B5B6B7B8").await.unwrap();
    insta::assert_snapshot!(exchange(&server, &()));
}

#[tokio::test]
async fn mute_sends_both_switches() {
    let server = Loopback::start(documented);
    let client = agora_client(&server);
    let () = client.online_streams().mute("B1B2B3B4B5B6B7B8", true, false).await.unwrap();
    insta::assert_snapshot!(exchange(&server, &()));
}
