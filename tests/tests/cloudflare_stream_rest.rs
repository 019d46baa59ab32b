//! Stream's downloads, webhook and audio tracks: what is sent, and what is read from the documented answers.

use media_clients::cloudflare::stream::audio_tracks::FoundAudioTracks;
use media_clients::cloudflare::stream::downloads::{DownloadStatus, DownloadType};
use media_clients_tests::{
    Loopback, Reply, cloudflare_client, cloudflare_success, documented, exchange,
};
use serde_json::json;

const VIDEO: &str = "ea95132c15732412d22c1476fa83f27a";
const TRACK: &str = "fc0a8dc887b16759bfd9ad922230a014";

#[tokio::test]
async fn downloads_list_tells_each_type() {
    let server = Loopback::start(documented);
    let downloads = cloudflare_client(&server).stream().downloads().list(VIDEO).await.unwrap();
    insta::assert_snapshot!(exchange(&server, &downloads));
}

#[tokio::test]
async fn downloads_create_sends_an_empty_object() {
    let server = Loopback::start(documented);
    let created = cloudflare_client(&server).stream().downloads().create(VIDEO).await.unwrap();
    insta::assert_snapshot!(exchange(&server, &created));
}

/// One document answers with the new download itself.
#[tokio::test]
async fn downloads_create_takes_the_download_itself() {
    let url = "https://customer-m033z5x00ks6nunl.cloudflarestream.com/a/downloads/default.mp4";
    let bare = json!({ "percentComplete": 0, "status": "ready", "url": url });
    let server = Loopback::answering(Reply::json(200, cloudflare_success(bare)));
    let created = cloudflare_client(&server).stream().downloads().create(VIDEO).await.unwrap();
    assert_eq!(created.status, Some(DownloadStatus::Ready));
    assert_eq!(created.url.as_deref(), Some(url));
    assert_eq!(created.default, None);
}

#[tokio::test]
async fn downloads_of_one_type_are_made_and_deleted() {
    let server = Loopback::start(documented);
    let downloads = cloudflare_client(&server).stream().downloads();
    let created = downloads.create_type(VIDEO, DownloadType::Audio).await.unwrap();
    assert_eq!(created.audio.unwrap().status, Some(DownloadStatus::Inprogress));
    assert_eq!(downloads.delete_type(VIDEO, "audio").await.unwrap(), "ok");
    assert_eq!(downloads.delete(VIDEO).await.unwrap(), "ok");
    insta::assert_snapshot!(lines(&server));
}

#[tokio::test]
async fn webhook_update_sends_the_url_and_keeps_the_secret_from_sight() {
    let server = Loopback::start(documented);
    let webhook = cloudflare_client(&server).stream().webhook();
    let settings = webhook.update("https://example.com").await.unwrap();
    assert_eq!(settings.secret.as_ref().unwrap().reveal(), "fake".repeat(8));
    insta::assert_snapshot!(exchange(&server, &settings));
}

#[tokio::test]
async fn webhook_is_fetched_and_deleted() {
    let server = Loopback::start(documented);
    let webhook = cloudflare_client(&server).stream().webhook();
    let settings = webhook.get().await.unwrap();
    assert_eq!(settings.notification_url.as_deref(), Some("https://example.com"));
    assert_eq!(webhook.delete().await.unwrap(), "ok");
    insta::assert_snapshot!(lines(&server));
}

#[tokio::test]
async fn audio_tracks_list_reads_an_object() {
    let server = Loopback::start(documented);
    let found = cloudflare_client(&server).stream().audio_tracks().list(VIDEO).await.unwrap();
    insta::assert_snapshot!(exchange(&server, &found));
}

/// Older documents answer with the list itself.
#[tokio::test]
async fn audio_tracks_list_takes_a_bare_list() {
    let list = json!([{ "uid": TRACK, "default": true, "label": "director commentary" }]);
    let server = Loopback::answering(Reply::json(200, cloudflare_success(list)));
    let found = cloudflare_client(&server).stream().audio_tracks().list(VIDEO).await.unwrap();
    let FoundAudioTracks::List(tracks) = found else {
        panic!("a list: {found:?}");
    };
    assert_eq!(tracks[0].default, Some(true));
}

#[tokio::test]
async fn audio_tracks_copy_sends_label_and_url() {
    let server = Loopback::start(documented);
    let tracks = cloudflare_client(&server).stream().audio_tracks();
    let track = tracks
        .copy(VIDEO, "director commentary")
        .url_("https://www.examplestorage.com/audio_file.mp3")
        .await
        .unwrap();
    insta::assert_snapshot!(exchange(&server, &track));
}

#[tokio::test]
async fn audio_tracks_are_edited_and_deleted() {
    let server = Loopback::start(documented);
    let tracks = cloudflare_client(&server).stream().audio_tracks();
    tracks.edit(VIDEO, TRACK).label("commentary").default(true).await.unwrap();
    assert_eq!(tracks.delete(VIDEO, TRACK).await.unwrap(), "ok");
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
