//! Templates and the project's configuration: what is sent.

use media_clients::agora::app_config::{
    AdaptiveSwitchPolicy, DualStreaming, FreezeRate, QualityThreshold,
};
use media_clients::agora::templates::{
    AdvancedOptions, JitterBuffer, Pvc, SimulcastStream, SimulcastStreamLayer, SuperResolution,
    Template, TemplateId, Transcoding, TranscodingAudio, TranscodingMode, TranscodingVideo,
    VideoCodec,
};
use media_clients_tests::{Loopback, agora_client, documented, exchange};

/// A template in which every field is set.
fn template() -> Template {
    let video = TranscodingVideo::new()
        .enabled(true)
        .mode(TranscodingMode::Adaptive)
        .codec(VideoCodec::H264)
        .width(1280)
        .height(720)
        .fps(30)
        .bitrate(2000)
        .simulcast_stream(SimulcastStream::new().width(640).height(360).fps(15).bitrate(500))
        .simulcast_stream_layers([SimulcastStreamLayer::new(1, 300).width(320).height(180).fps(15)])
        .advanced_options(
            AdvancedOptions::new()
                .pvc(Pvc::new().enabled(true).save_bitrate_ratio(0.25))
                .super_resolution(SuperResolution::new().enabled(true).alpha_blending(128)),
        );
    let audio = TranscodingAudio::new().enabled(true).profile(0).bitrate(128);
    Template::new()
        .transcoding(Transcoding::new().video(video).audio(audio))
        .jitter_buffer(JitterBuffer::new().size(500).max_size(1000))
}

#[tokio::test]
async fn put_sends_the_whole_template_in_settings() {
    let server = Loopback::start(documented);
    let () = agora_client(&server).templates().put("720p", template()).await.unwrap();
    let request = server.only_request();
    assert_eq!(request.method(), "PUT");
    assert!(request.path().ends_with("/rtls/ingress/stream-templates/720p"));
    insta::assert_snapshot!(format!("{:#}", request.json()));
}

#[tokio::test]
async fn patch_sends_the_parts_that_are_given() {
    let server = Loopback::start(documented);
    let client = agora_client(&server);
    let part = Template::new().jitter_buffer(JitterBuffer::new().size(300));
    let () = client.templates().patch("720p", part).await.unwrap();
    insta::assert_snapshot!(exchange(&server, &()));
}

#[tokio::test]
async fn delete_takes_an_answer_without_data() {
    let server = Loopback::start(documented);
    let () = agora_client(&server).templates().delete("720p").await.unwrap();
    insta::assert_snapshot!(exchange(&server, &()));
}

#[tokio::test]
async fn app_config_sends_everything_that_is_set() {
    let server = Loopback::start(documented);
    let dual_streaming = DualStreaming::new()
        .enabled(true)
        .switch_strategy(2)
        .quality_threshold(
            QualityThreshold::new().freeze_rate(FreezeRate::new().high(0.3).low(0.1)),
        )
        .adaptive_switch_policy(
            AdaptiveSwitchPolicy::new()
                .window_count(5)
                .degrade_count(3)
                .recover_count(3)
                .takeover_count(3)
                .cooldown_ms(30_000),
        );
    let client = agora_client(&server);
    let request = client.app_config().update();
    let request =
        request.default_stream_template(TemplateId::from("720p")).dual_streaming(dual_streaming);
    let () = request.await.unwrap();
    insta::assert_snapshot!(exchange(&server, &()));
}

#[tokio::test]
async fn the_default_template_is_left_out_null_or_a_value() {
    let server = Loopback::start(documented);
    let config = agora_client(&server).app_config();
    config.update().await.unwrap();
    config.update().default_stream_template_null().await.unwrap();
    config.update().default_stream_template(TemplateId::from("720p")).await.unwrap();
    let bodies: Vec<_> =
        server.requests().iter().map(media_clients_tests::Received::text).collect();
    insta::assert_snapshot!(bodies.join("\n"));
}
