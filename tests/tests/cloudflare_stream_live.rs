//! Stream's live inputs and their outputs: what is sent, and what is read from the documented answers.

use std::collections::BTreeMap;

use media_clients::cloudflare::stream::live_inputs::{Recording, RecordingMode};
use media_clients_tests::{Loopback, cloudflare_client, documented, exchange};
use serde_json::json;

const LIVE_INPUT: &str = "66be4bf738797e01e1fca35a7bdecdcd";
const OUTPUT: &str = "baea4d9c515887b80289d5c33cf01145";

/// The list is an object, not a page.
#[tokio::test]
async fn list_reads_an_object() {
    let server = Loopback::start(documented);
    let client = cloudflare_client(&server);
    let list = client.stream().live_inputs().list().include_counts(true).await.unwrap();
    assert_eq!(list.total, Some(35_586));
    insta::assert_snapshot!(exchange(&server, &list));
}

#[tokio::test]
async fn create_sends_everything_that_is_set_and_keeps_the_keys_from_sight() {
    let server = Loopback::start(documented);
    let recording = Recording::new()
        .mode(RecordingMode::Automatic)
        .allowed_origins(["example.com".to_owned()])
        .hide_live_viewer_count(true)
        .timeout_seconds(10);
    let create = cloudflare_client(&server)
        .stream()
        .live_inputs()
        .create()
        .default_creator("creator-id_abcde12345")
        .delete_recording_after_days(45)
        .enabled(true)
        .meta(BTreeMap::from([("name".to_owned(), json!("test stream 1"))]))
        .prefer_low_latency(true)
        .recording(recording);
    let input = create.await.unwrap();
    let key = "fake".repeat(16);
    assert_eq!(input.rtmps.as_ref().unwrap().stream_key.as_ref().unwrap().reveal(), key);
    assert_eq!(input.srt.as_ref().unwrap().passphrase.as_ref().unwrap().reveal(), key);
    assert!(input.web_rtc.as_ref().unwrap().url.as_ref().unwrap().reveal().contains(&key));
    assert!(!format!("{input:?}").contains(&key));
    insta::assert_snapshot!(exchange(&server, &input));
}

#[tokio::test]
async fn create_with_nothing_sends_an_empty_object() {
    let server = Loopback::start(documented);
    cloudflare_client(&server).stream().live_inputs().create().await.unwrap();
    assert_eq!(server.only_request().text(), "{}");
}

/// Left out means "as it is", and null means "never".
#[tokio::test]
async fn update_leaves_the_deletion_of_recordings_clears_it_or_sets_it() {
    let server = Loopback::start(documented);
    let inputs = cloudflare_client(&server).stream().live_inputs();
    inputs.update(LIVE_INPUT).enabled(false).await.unwrap();
    inputs.update(LIVE_INPUT).delete_recording_after_days_null().await.unwrap();
    inputs.update(LIVE_INPUT).delete_recording_after_days(30).await.unwrap();
    let refused = inputs.update(LIVE_INPUT).delete_recording_after_days(29).await.unwrap_err();
    assert!(refused.is_invalid(), "{refused}");
    let sent: Vec<_> = server.requests().iter().map(media_clients_tests::Received::text).collect();
    assert_eq!(
        sent,
        [
            r#"{"enabled":false}"#,
            r#"{"deleteRecordingAfterDays":null}"#,
            r#"{"deleteRecordingAfterDays":30}"#
        ]
    );
}

/// The calls that answer with the live input differ in their requests only.
#[tokio::test]
async fn every_call_of_a_live_input_names_it() {
    let server = Loopback::start(documented);
    let inputs = cloudflare_client(&server).stream().live_inputs();
    let read = inputs.get(LIVE_INPUT).await.unwrap();
    assert_eq!(inputs.update(LIVE_INPUT).await.unwrap(), read);
    assert_eq!(inputs.enable(LIVE_INPUT).await.unwrap(), read);
    assert_eq!(inputs.disable(LIVE_INPUT).await.unwrap(), read);
    assert_eq!(inputs.rotate_keys(LIVE_INPUT).await.unwrap(), read);
    let () = inputs.delete(LIVE_INPUT).await.unwrap();
    insta::assert_snapshot!(lines(&server));
}

#[tokio::test]
async fn outputs_list_reads_a_page() {
    let server = Loopback::start(documented);
    let outputs = cloudflare_client(&server).stream().live_inputs().outputs();
    let page = outputs.list(LIVE_INPUT).await.unwrap();
    insta::assert_snapshot!(exchange(&server, &page));
}

#[tokio::test]
async fn outputs_create_sends_the_key_and_keeps_it_from_sight() {
    let server = Loopback::start(documented);
    let outputs = cloudflare_client(&server).stream().live_inputs().outputs();
    let output = outputs
        .create(LIVE_INPUT, "rtmp://a.rtmp.youtube.com/live2", "fake-f19y-g2g9-a2ee-51j2")
        .enabled(false)
        .await
        .unwrap();
    assert_eq!(output.stream_key.as_ref().unwrap().reveal(), "fake-f19y-g2g9-a2ee-51j2");
    insta::assert_snapshot!(exchange(&server, &output));
}

#[tokio::test]
async fn outputs_update_and_delete_name_both() {
    let server = Loopback::start(documented);
    let outputs = cloudflare_client(&server).stream().live_inputs().outputs();
    let output = outputs.update(LIVE_INPUT, OUTPUT, true).await.unwrap();
    assert_eq!(output.uid.as_deref(), Some(OUTPUT));
    let () = outputs.delete(LIVE_INPUT, OUTPUT).await.unwrap();
    insta::assert_snapshot!(lines(&server));
}

/// The request lines and bodies of all requests.
fn lines(server: &Loopback) -> String {
    let requests = server.requests();
    let lines = requests.iter().map(|request| {
        format!("{} {} {}", request.method(), request.target(), request.text())
            .trim_end()
            .to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}
