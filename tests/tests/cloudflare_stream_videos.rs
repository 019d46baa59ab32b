//! Stream's videos: what is sent, and what is read from the documented answers.

use std::collections::BTreeMap;

use media_clients::cloudflare::stream::{
    AccessAction, AccessRule, AccessRuleType, ClipBody, PublicDetails, TokenFlags, VideoState,
    VideoType, WatermarkChoice,
};
use media_clients::{Json, Timestamp};
use media_clients_tests::{
    Loopback, Reply, cloudflare_client, cloudflare_failure, documented, exchange,
};
use serde_json::json;

const VIDEO: &str = "ea95132c15732412d22c1476fa83f27a";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn meta() -> BTreeMap<String, Json> {
    BTreeMap::from([("name".to_owned(), json!("video12345.mp4"))])
}

#[tokio::test]
async fn list_sends_no_filter_that_is_not_set_and_reads_a_page() {
    let server = Loopback::start(documented);
    let page = cloudflare_client(&server).stream().list().await.unwrap();
    assert_eq!(page.items.len(), 1);
    insta::assert_snapshot!(exchange(&server, &page));
}

#[tokio::test]
async fn list_sends_every_filter() {
    let server = Loopback::start(documented);
    let list = cloudflare_client(&server)
        .stream()
        .list()
        .id("ea95132c15732412d22c1476fa83f27a,fc0a8dc887b16759bfd9ad922230a014")
        .name("puppy.mp4")
        .video_name("puppy.mp4")
        .search("puppy & kitten")
        .creator("creator-id_abcde12345")
        .live_input_id("66be4bf738797e01e1fca35a7bdecdcd")
        .status(VideoState::LiveInprogress)
        .r#type(VideoType::Live)
        .start(at("2014-01-02T02:20:00Z"))
        .after(at("2014-01-02T04:20:00+02:00"))
        .end(at("2014-01-03T00:00:00.5Z"))
        .before(at("2014-01-03T00:00:00Z"))
        .asc(true)
        .include_counts(true)
        .limit(1000);
    list.await.unwrap();
    let request = server.only_request();
    insta::assert_snapshot!(request.query().unwrap().replace('&', "\n&"));
}

#[tokio::test]
async fn list_tells_how_many_videos_there_are_in_all() {
    let server = Loopback::start(documented);
    let page = cloudflare_client(&server).stream().list().include_counts(true).await.unwrap();
    assert_eq!(page.total, Some(35_586));
}

#[tokio::test]
async fn get_reads_a_video() {
    let server = Loopback::start(documented);
    let video = cloudflare_client(&server).stream().get(VIDEO).await.unwrap();
    assert_eq!(video.public_details.as_ref().unwrap().media_id, Some(0));
    insta::assert_snapshot!(exchange(&server, &video));
}

#[tokio::test]
async fn get_refuses_the_name_of_a_sibling() {
    let server = Loopback::start(documented);
    let stream = cloudflare_client(&server).stream();
    for name in ["keys", "live_inputs", "watermarks", "webhook", "storage-usage"] {
        let refused = stream.get(name).await.unwrap_err();
        assert!(refused.is_invalid(), "{refused}");
    }
    for name in ["keys", "live_inputs", "watermarks", "copy", "clip", "direct_upload"] {
        assert!(stream.edit(name).creator("a").await.unwrap_err().is_invalid());
    }
    assert!(stream.delete("webhook").await.unwrap_err().is_invalid());
    assert_eq!(server.requests(), []);
}

#[tokio::test]
async fn edit_sends_what_is_set() {
    let server = Loopback::start(documented);
    let details = PublicDetails::new()
        .title("A day at the sea")
        .share_link("https://example.com/sea")
        .channel_link_null()
        .logo_null();
    let edit = cloudflare_client(&server)
        .stream()
        .edit(VIDEO)
        .allowed_origins(["example.com".to_owned()])
        .creator("creator-id_abcde12345")
        .max_duration_seconds(36_000)
        .meta(meta())
        .public_details(details)
        .thumbnail_timestamp_pct(0.529_241)
        .uid(VIDEO)
        .upload_expiry(at("2014-01-02T02:20:00Z"));
    let video = edit.await.unwrap();
    assert_eq!(video.uid.as_deref(), Some(VIDEO));
    insta::assert_snapshot!(server.only_request());
}

/// Left out means "as it is", and null means "never".
#[tokio::test]
async fn edit_leaves_the_scheduled_deletion_clears_it_or_sets_it() {
    let server = Loopback::start(documented);
    let stream = cloudflare_client(&server).stream();
    stream.edit(VIDEO).await.unwrap();
    stream.edit(VIDEO).scheduled_deletion_null().await.unwrap();
    stream.edit(VIDEO).scheduled_deletion(at("2030-01-02T02:20:00Z")).await.unwrap();
    let sent: Vec<_> = server.requests().iter().map(media_clients_tests::Received::text).collect();
    assert_eq!(
        sent,
        ["{}", r#"{"scheduledDeletion":null}"#, r#"{"scheduledDeletion":"2030-01-02T02:20:00Z"}"#]
    );
}

#[tokio::test]
async fn a_video_is_deleted_with_and_without_an_answer() {
    let server = Loopback::scripted([
        Reply::empty(200),
        Reply::empty(204),
        Reply::json(200, json!({ "success": true, "errors": [], "messages": [] })),
        cloudflare_failure(200, 10_005, "Not found"),
    ]);
    let stream = cloudflare_client(&server).stream();
    for _ in 0..3 {
        let () = stream.delete(VIDEO).await.unwrap();
    }
    let failed = stream.delete(VIDEO).await.unwrap_err();
    assert_eq!((failed.status(), failed.message()), (Some(200), Some("Not found")));
    insta::assert_snapshot!(server.requests()[0]);
}

#[tokio::test]
async fn create_begins_an_upload_and_shows_where_it_goes() {
    let server = Loopback::start(documented);
    let create = cloudflare_client(&server)
        .stream()
        .create(4_190_963)
        .direct_user(true)
        .upload_creator("creator-id_abcde12345")
        .upload_metadata("name aGVsbG8gd29ybGQ=, requiresignedurls");
    let response = create.response().await.unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(
        response.headers().get("location"),
        Some("https://upload.cloudflarestream.com/tus/ea95132c15732412d22c1476fa83f27a")
    );
    assert_eq!(response.headers().get("stream-media-id"), Some(VIDEO));
    insta::assert_snapshot!(server.only_request());
}

#[tokio::test]
async fn create_is_not_made_twice_since_its_answer_holds_the_upload_url() {
    let server = Loopback::start(|_| Reply::empty(429).header("retry-after", "0"));
    let create = cloudflare_client(&server).stream().create(4_190_963);
    let error = create.idempotent(true).retries(1).await.unwrap_err();
    assert!(error.is_rate_limited() && error.attempts() == 1, "{error}");
    assert!(error.to_string().contains("the response holds a secret"), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn copy_sends_where_the_file_is() {
    let server = Loopback::start(documented);
    let copy = cloudflare_client(&server)
        .stream()
        .copy()
        .input("https://example.com/myvideo.mp4")
        .upload_creator("creator-id_abcde12345")
        .name("myvideo.mp4")
        .meta(meta())
        .scheduled_deletion_null()
        .watermark(WatermarkChoice::new(VIDEO));
    let video = copy.await.unwrap();
    assert_eq!(video.status.unwrap().state, Some(VideoState::Inprogress));
    insta::assert_snapshot!(server.only_request());
}

#[tokio::test]
async fn clip_sends_the_part() {
    let server = Loopback::start(documented);
    let clip = ClipBody::new(VIDEO, 10, 25)
        .creator("creator-id_abcde12345")
        .max_duration_seconds(15)
        .watermark(WatermarkChoice::new(VIDEO));
    cloudflare_client(&server).stream().clip(clip).await.unwrap();
    insta::assert_snapshot!(server.only_request());
}

#[tokio::test]
async fn direct_upload_keeps_the_url_from_sight() {
    let server = Loopback::start(documented);
    let upload = cloudflare_client(&server)
        .stream()
        .direct_upload(3600)
        .upload_creator("creator-id_abcde12345")
        .expiry(at("2014-01-02T02:20:00Z"))
        .scheduled_deletion(at("2030-01-02T02:20:00Z"))
        .watermark(WatermarkChoice::new(VIDEO));
    let ticket = upload.await.unwrap();
    assert_eq!(
        ticket.upload_url.as_ref().unwrap().reveal(),
        "https://upload.videodelivery.net/ea95132c15732412d22c1476fa83f27a"
    );
    insta::assert_snapshot!(exchange(&server, &ticket));
}

#[tokio::test]
async fn token_sends_the_key_and_the_rules_and_keeps_the_token_from_sight() {
    let server = Loopback::start(documented);
    let rules = [
        AccessRule::new()
            .action(AccessAction::Block)
            .r#type(AccessRuleType::IpGeoipCountry)
            .country(["US".to_owned(), "MX".to_owned()]),
        AccessRule::new()
            .action(AccessAction::Allow)
            .r#type(AccessRuleType::IpSrc)
            .ip(["198.51.100.0/24".to_owned(), "2001:db8::/32".to_owned()]),
        AccessRule::new().action(AccessAction::Block).r#type(AccessRuleType::Any),
    ];
    let token = cloudflare_client(&server)
        .stream()
        .token(VIDEO)
        .id("ed17574386854bf78a67040be0a770b0")
        .pem("ZmFrZSBQRU0=")
        .exp(1_537_460_365)
        .nbf(1_537_453_165)
        .downloadable(true)
        .access_rules(rules)
        .flags(TokenFlags::new().original(true));
    let signed = token.await.unwrap();
    assert_eq!(signed.token.as_ref().unwrap().reveal(), "not.a-real.token");
    insta::assert_snapshot!(exchange(&server, &signed));
}

#[tokio::test]
async fn token_without_anything_sends_an_empty_object() {
    let server = Loopback::start(documented);
    cloudflare_client(&server).stream().token(VIDEO).await.unwrap();
    assert_eq!(server.only_request().text(), "{}");
}

#[tokio::test]
async fn embed_reads_html() {
    let server = Loopback::start(documented);
    let html: String = cloudflare_client(&server).stream().embed(VIDEO).await.unwrap();
    assert!(html.starts_with("<stream id=\"ea95132c15732412d22c1476fa83f27a\">"), "{html}");
    insta::assert_snapshot!(exchange(&server, &html));
}

/// The answer of a failure is JSON nevertheless.
#[tokio::test]
async fn embed_of_a_video_that_is_not_there_tells_the_failure() {
    let server = Loopback::answering(cloudflare_failure(404, 10_003, "Not found"));
    let failed = cloudflare_client(&server).stream().embed(VIDEO).await.unwrap_err();
    assert_eq!((failed.status(), failed.message()), (Some(404), Some("Not found")));
}

#[tokio::test]
async fn storage_usage_reads_the_minutes() {
    let server = Loopback::start(documented);
    let usage = cloudflare_client(&server)
        .stream()
        .storage_usage()
        .creator("creator-id_abcde12345")
        .await
        .unwrap();
    insta::assert_snapshot!(exchange(&server, &usage));
}

/// Made twice, an edit does what one does; a copy makes two videos.
#[tokio::test]
async fn an_edit_is_made_again_and_a_copy_is_not() {
    let server = Loopback::start(|_| Reply::empty(503).header("retry-after", "0"));
    let client = cloudflare_client(&server).stream();
    client.edit(VIDEO).retries(1).await.unwrap_err();
    assert_eq!(server.requests().len(), 2);
    client.copy().input("https://example.com/myvideo.mp4").retries(1).await.unwrap_err();
    assert_eq!(server.requests().len(), 3);
}
