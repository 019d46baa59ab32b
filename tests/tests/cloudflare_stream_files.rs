//! Stream's captions and watermarks: files that go up in forms, and text that comes down.

use std::fmt::Debug;

use media_clients::Upload;
use media_clients::cloudflare::stream::watermarks::WatermarkPosition;
use media_clients_tests::{
    Loopback, Reply, cloudflare_client, cloudflare_failure, documented, exchange,
};

const VIDEO: &str = "ea95132c15732412d22c1476fa83f27a";
const CAPTIONS: &str = "WEBVTT\n\n00:00:00.000 --> 00:00:02.480\nBu bir örnektir.\n";

/// The exchange of a form, whose boundary differs from run to run.
#[track_caller]
fn form_exchange(server: &Loopback, answer: &impl Debug) -> String {
    let request = server.only_request();
    let media_type = request.header("content-type").unwrap();
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    assert_eq!(
        request.header("content-length"),
        Some(&*request.body().len().to_string()),
        "the length is told beforehand"
    );
    exchange(server, answer).replace(boundary, "BOUNDARY")
}

#[tokio::test]
async fn captions_list_reads_a_page() {
    let server = Loopback::start(documented);
    let page = cloudflare_client(&server).stream().captions().list(VIDEO).await.unwrap();
    insta::assert_snapshot!(exchange(&server, &page));
}

#[tokio::test]
async fn captions_are_uploaded_from_bytes() {
    let server = Loopback::start(documented);
    let captions = cloudflare_client(&server).stream().captions();
    let caption = captions.upload(VIDEO, "tr", CAPTIONS).await.unwrap();
    assert_eq!(caption.label.as_deref(), Some("Türkçe"));
    insta::assert_snapshot!(form_exchange(&server, &caption));
}

#[tokio::test]
async fn captions_are_uploaded_from_a_file() {
    let server = Loopback::start(documented);
    let folder = std::env::temp_dir().join(format!("captions-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("tr.vtt");
    std::fs::write(&path, CAPTIONS).unwrap();
    let captions = cloudflare_client(&server).stream().captions();
    let caption = captions.upload(VIDEO, "tr", Upload::file(&path)).await.unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    insta::assert_snapshot!(form_exchange(&server, &caption));
}

#[tokio::test]
async fn captions_keep_the_name_and_media_type_of_the_caller() {
    let server = Loopback::start(documented);
    let file = Upload::from(CAPTIONS).file_name("tr.vtt").media_type("text/vtt; charset=utf-8");
    cloudflare_client(&server).stream().captions().upload(VIDEO, "tr", file).await.unwrap();
    let text = server.only_request().text();
    assert!(text.contains(r#"name="file"; filename="tr.vtt""#), "{text}");
    assert!(text.contains("Content-Type: text/vtt; charset=utf-8\r\n"), "{text}");
}

#[tokio::test]
async fn captions_are_read_as_text() {
    let server = Loopback::start(documented);
    let text: String =
        cloudflare_client(&server).stream().captions().vtt(VIDEO, "tr").await.unwrap();
    assert_eq!(text, CAPTIONS);
    insta::assert_snapshot!(exchange(&server, &text));
}

/// The answer of a failure is JSON nevertheless.
#[tokio::test]
async fn captions_that_are_not_there_tell_the_failure() {
    let server = Loopback::answering(cloudflare_failure(404, 10_006, "No captions"));
    let captions = cloudflare_client(&server).stream().captions();
    let failed = captions.vtt(VIDEO, "tr").await.unwrap_err();
    assert_eq!(failed.to_string(), "stream.captions.vtt: 404 Not Found, 10006: No captions");
}

#[tokio::test]
async fn captions_are_generated_asked_about_and_deleted() {
    let server = Loopback::start(documented);
    let captions = cloudflare_client(&server).stream().captions();
    let ordered = captions.generate(VIDEO, "tr").await.unwrap();
    assert_eq!(captions.get(VIDEO, "tr").await.unwrap(), ordered);
    let word: String = captions.delete(VIDEO, "zh-Hant/x").await.unwrap();
    assert_eq!(word, "");
    let requests = server.requests();
    let lines = requests.iter().map(|request| format!("{} {}", request.method(), request.target()));
    let lines = lines.collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(format!("{lines}\n----------\n{ordered:#?}"));
    assert!(requests.iter().all(|request| request.body().is_empty()));
}

#[tokio::test]
async fn watermarks_list_reads_a_page() {
    let server = Loopback::start(documented);
    let page = cloudflare_client(&server).stream().watermarks().list().await.unwrap();
    insta::assert_snapshot!(exchange(&server, &page));
}

#[tokio::test]
async fn watermarks_create_sends_fields_and_a_file() {
    let server = Loopback::start(documented);
    let picture = Upload::from("not a picture").file_name("logo.png").media_type("image/png");
    let create = cloudflare_client(&server)
        .stream()
        .watermarks()
        .create()
        .file(picture)
        .name("Marketing Videos")
        .opacity(0.75)
        .padding(0.1)
        .scale(0.1)
        .position(WatermarkPosition::Center);
    let watermark = create.await.unwrap();
    insta::assert_snapshot!(form_exchange(&server, &watermark));
}

#[tokio::test]
async fn watermarks_create_sends_the_url_of_a_picture() {
    let server = Loopback::start(documented);
    let watermarks = cloudflare_client(&server).stream().watermarks();
    watermarks.create().url_("https://company.com/logo.png").await.unwrap();
    let text = server.only_request().text();
    assert!(text.contains("name=\"url\"\r\n\r\nhttps://company.com/logo.png\r\n"), "{text}");
}

#[tokio::test]
async fn watermarks_create_refuses_what_is_out_of_range() {
    let server = Loopback::start(documented);
    let watermarks = cloudflare_client(&server).stream().watermarks();
    let refused = watermarks.create().file("a").opacity(1.5).await.unwrap_err();
    assert!(refused.is_invalid(), "{refused}");
    assert_eq!(server.requests(), []);
}

#[tokio::test]
async fn watermarks_are_fetched_and_deleted() {
    let server = Loopback::start(documented);
    let watermarks = cloudflare_client(&server).stream().watermarks();
    let watermark = watermarks.get(VIDEO).await.unwrap();
    assert_eq!(watermark.downloaded_from, None);
    let word: String = watermarks.delete(VIDEO).await.unwrap();
    assert_eq!(word, "");
    let requests = server.requests();
    let lines = requests.iter().map(|request| format!("{} {}", request.method(), request.target()));
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
}

/// A file can be sent as often as needed, so that a replacement is made again.
#[tokio::test]
async fn an_upload_is_made_again() {
    let server = Loopback::scripted([
        Reply::empty(503).header("retry-after", "0"),
        Reply::json(
            200,
            media_clients_tests::cloudflare_success(serde_json::json!({ "language": "tr" })),
        ),
    ]);
    let captions = cloudflare_client(&server).stream().captions();
    captions.upload(VIDEO, "tr", CAPTIONS).retries(1).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert!(requests.iter().all(|request| request.text().contains(CAPTIONS)));
}
