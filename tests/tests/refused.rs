//! A call that breaks a rule never reaches the network, and the error says which rule.

mod support;

use std::fmt::Display;
use std::future::IntoFuture;

use media_clients::agora::app_config::DualStreaming;
use media_clients::agora::templates::{
    SimulcastStreamLayer, Template, TemplateId, Transcoding, TranscodingAudio, TranscodingVideo,
};
use media_clients::cloudflare::accounts::tokens::{Policy, ResourceScope};
use media_clients::{agora, cloudflare};
use media_clients_tests::{
    ACCOUNT_ID, API_TOKEN, APP_ID, CUSTOMER_ID, CUSTOMER_SECRET, Loopback, agora_client,
    cloudflare_client, documented,
};

const ID: &str = "ed17574386854bf78a67040be0a770b0";

/// What is common to the errors of both APIs.
trait Refusal: Display {
    fn nothing_was_sent(&self) -> bool;
}

impl Refusal for cloudflare::Error {
    fn nothing_was_sent(&self) -> bool {
        self.is_invalid()
    }
}

impl Refusal for agora::Error {
    fn nothing_was_sent(&self) -> bool {
        self.is_invalid()
    }
}

/// The texts of refusals, and the server that must not hear of any.
struct Refusals {
    server: Loopback,
    texts: Vec<String>,
}

impl Refusals {
    fn new() -> Self {
        Self { server: Loopback::start(documented), texts: Vec::new() }
    }

    async fn add<T: std::fmt::Debug, E: Refusal>(
        &mut self,
        case: &str,
        call: impl IntoFuture<Output = Result<T, E>>,
    ) {
        match call.await {
            Ok(answer) => panic!("{case}: answered {answer:?}"),
            Err(error) => {
                assert!(error.nothing_was_sent(), "{case}: {error}");
                self.texts.push(format!("{case}:\n  {error}"));
            }
        }
    }

    #[track_caller]
    fn finish(self) -> String {
        assert_eq!(self.server.requests(), [], "nothing was sent");
        self.texts.join("\n")
    }
}

#[tokio::test]
async fn a_path_parameter_keeps_its_limits() {
    let mut refusals = Refusals::new();
    let client = cloudflare_client(&refusals.server);
    let agora = agora_client(&refusals.server);
    let tokens = client.accounts().tokens();
    refusals.add("33 characters", client.stream().keys().delete("k".repeat(33))).await;
    refusals.add("33 characters beyond ASCII", client.stream().keys().delete("ä".repeat(33))).await;
    refusals.add("31 characters", client.calls().turn_keys().delete(&ID[1..])).await;
    refusals
        .add(
            "an account of 31 characters",
            client.with_account_id(&ACCOUNT_ID[1..]).accounts().tokens().list(),
        )
        .await;
    refusals
        .add(
            "an account of 33 characters",
            client.with_account_id("a".repeat(33)).stream().keys().list(),
        )
        .await;
    refusals.add("a long token id", tokens.roll("t".repeat(40))).await;
    refusals.add("a pattern", agora.templates().delete("720-p")).await;
    refusals.add("a line break at the end", agora.templates().delete("720p\n")).await;
    refusals.add("an unknown region", agora.with_region("moon").templates().delete("720p")).await;
    insta::assert_snapshot!(refusals.finish());
}

#[tokio::test]
async fn a_limit_counts_characters_and_not_bytes() {
    let server = Loopback::start(documented);
    cloudflare_client(&server).stream().keys().delete("ä".repeat(32)).await.unwrap();
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_path_segment_is_never_empty_or_dots() {
    let mut refusals = Refusals::new();
    let client = cloudflare_client(&refusals.server);
    let agora = agora_client(&refusals.server);
    for id in ["", ".", ".."] {
        refusals.add(&format!("{id:?}"), client.stream().keys().delete(id)).await;
        refusals
            .add(
                &format!("{id:?} for an account"),
                client.with_account_id(id).stream().keys().list(),
            )
            .await;
        refusals.add(&format!("{id:?} for a secret"), agora.streamkeys().delete(id)).await;
    }
    insta::assert_snapshot!(refusals.finish());
}

#[tokio::test]
async fn an_id_never_names_a_sibling_of_the_same_method() {
    let mut refusals = Refusals::new();
    let tokens = cloudflare_client(&refusals.server).accounts().tokens();
    refusals.add("verify", tokens.get("verify")).await;
    refusals.add("permission_groups", tokens.get("permission_groups")).await;
    insta::assert_snapshot!(refusals.finish());
}

#[tokio::test]
async fn an_id_may_name_a_sibling_of_another_method() {
    let server = Loopback::start(documented);
    let tokens = cloudflare_client(&server).accounts().tokens();
    tokens.delete("verify").await.unwrap();
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_query_parameter_keeps_its_limits() {
    let mut refusals = Refusals::new();
    let client = cloudflare_client(&refusals.server);
    let agora = agora_client(&refusals.server);
    let tokens = client.accounts().tokens();
    refusals.add("below the minimum", tokens.list().per_page(4)).await;
    refusals.add("above the maximum", tokens.list().per_page(51)).await;
    refusals.add("page 0", tokens.list().page(0)).await;
    refusals.add("no word of the enum", tokens.list().direction("sideways")).await;
    refusals.add("no scope", tokens.permission_groups().scope("com.example")).await;
    refusals.add("too many keys", agora.streamkeys().list().limit(51)).await;
    insta::assert_snapshot!(refusals.finish());
}

#[tokio::test]
async fn a_header_parameter_keeps_its_limits() {
    let mut refusals = Refusals::new();
    let streamkeys = agora_client(&refusals.server).streamkeys();
    refusals.add("no UUID", streamkeys.list().request_id("42")).await;
    refusals.add("a line break", streamkeys.list().request_id("a\r\nx-admin: 1")).await;
    insta::assert_snapshot!(refusals.finish());
}

#[tokio::test]
async fn the_fields_of_a_body_keep_their_limits() {
    let mut refusals = Refusals::new();
    let tokens = cloudflare_client(&refusals.server).accounts().tokens();
    let keys = agora_client(&refusals.server).streamkeys();
    let long = TemplateId::from("1234567890123");

    refusals.add("a long name", tokens.create("n".repeat(121), [])).await;
    refusals.add("an unknown status", tokens.update(ID, "prod", []).status("asleep")).await;
    refusals.add("64 bytes", keys.create("c".repeat(64), "1")).await;
    refusals.add("a letter beyond ASCII", keys.create("ä", "1")).await;
    refusals.add("256 bytes of 128 characters", keys.create("c", "ä".repeat(128))).await;
    refusals.add("negative seconds", keys.create("c", "1").expires_after(-1)).await;
    refusals.add("a long template", keys.update("not-a-real-key", long)).await;
    insta::assert_snapshot!(refusals.finish());
}

#[tokio::test]
async fn what_is_deep_in_a_body_keeps_its_limits() {
    let mut refusals = Refusals::new();
    let tokens = cloudflare_client(&refusals.server).accounts().tokens();
    let agora = agora_client(&refusals.server);
    let put = |video| {
        let template = Template::new().transcoding(Transcoding::new().video(video));
        agora.templates().put("720p", template)
    };

    let policy =
        Policy::new("ponder", [], [("all".to_owned(), ResourceScope::from("*".to_owned()))]);
    refusals.add("an unknown effect", tokens.create("prod", [policy])).await;
    refusals.add("wide", put(TranscodingVideo::new().width(3841))).await;
    refusals.add("a mode", put(TranscodingVideo::new().mode("odd"))).await;
    let layers = [SimulcastStreamLayer::new(1, 300), SimulcastStreamLayer::new(8, 300)];
    refusals.add("layer 8", put(TranscodingVideo::new().simulcast_stream_layers(layers))).await;
    let audio = Transcoding::new().audio(TranscodingAudio::new().bitrate(63));
    let patch = agora.templates().patch("720p", Template::new().transcoding(audio));
    refusals.add("little sound", patch).await;
    let strategy = DualStreaming::new().switch_strategy(3);
    refusals.add("strategy 3", agora.app_config().update().dual_streaming(strategy)).await;
    insta::assert_snapshot!(refusals.finish());
}

#[tokio::test]
async fn a_client_parameter_must_be_there() {
    let mut refusals = Refusals::new();
    let base_url = refusals.server.base_url().to_owned();
    let client =
        cloudflare::Client::builder().api_token(API_TOKEN).base_url(&base_url).build().unwrap();
    let agora = agora::Client::builder()
        .basic(agora::BasicCredentials {
            customer_id: CUSTOMER_ID.into(),
            customer_secret: CUSTOMER_SECRET.into(),
        })
        .base_url(&base_url)
        .build()
        .unwrap();
    refusals.add("no account", client.stream().keys().list()).await;
    refusals.add("no region", agora.streamkeys().list()).await;
    refusals.add("no app", agora.with_region(agora::Region::Eu).streamkeys().list()).await;
    insta::assert_snapshot!(refusals.finish());
}

#[tokio::test]
async fn every_call_needs_a_credential() {
    let mut refusals = Refusals::new();
    let base_url = refusals.server.base_url().to_owned();
    let client =
        cloudflare::Client::builder().account_id(ACCOUNT_ID).base_url(&base_url).build().unwrap();
    let agora = agora::Client::builder()
        .region(agora::Region::Eu)
        .app_id(APP_ID)
        .base_url(&base_url)
        .build()
        .unwrap();
    for (operation, call) in support::every_cloudflare_call(&client) {
        let error = call.await.unwrap_err();
        assert!(
            error.is_invalid() && error.to_string().contains("CLOUDFLARE_API_TOKEN"),
            "{operation}: {error}"
        );
    }
    for (operation, call) in support::every_agora_call(&agora) {
        let error = call.await.unwrap_err();
        assert!(
            error.is_invalid() && error.to_string().contains("AGORA_CUSTOMER_ID"),
            "{operation}: {error}"
        );
    }
    refusals.add("one scheme", client.calls().turn_keys().delete(ID)).await;
    refusals.add("two schemes", client.stream().keys().delete(ID)).await;
    refusals
        .add("two schemes with the same variables", agora.streamkeys().delete("not-a-real-key"))
        .await;
    insta::assert_snapshot!(refusals.finish());
}

#[tokio::test]
async fn a_credential_must_be_one_that_the_call_takes() {
    let mut refusals = Refusals::new();
    let client = cloudflare::Client::builder()
        .api_key(cloudflare::ApiKeyCredentials {
            email: "user@example.com".into(),
            key: "global-key-of-nobody".into(),
        })
        .account_id(ACCOUNT_ID)
        .base_url(refusals.server.base_url())
        .build()
        .unwrap();
    refusals.add("email and key for a TURN key", client.calls().turn_keys().delete(ID)).await;
    insta::assert_snapshot!(refusals.finish());
}

#[tokio::test]
async fn a_header_of_the_callers_keeps_to_http() {
    let mut refusals = Refusals::new();
    let keys = cloudflare_client(&refusals.server).stream().keys();
    refusals.add("a line break in a value", keys.list().header("x-trace", "1\r\nx-admin: 1")).await;
    refusals.add("a line break in a name", keys.list().header("x\r\nx-admin", "1")).await;
    refusals.add("no name", keys.list().header("", "1")).await;
    refusals.add("the host", keys.list().header("host", "example.com")).await;
    refusals.add("a length", keys.list().header("content-length", "5")).await;
    refusals.add("the credential", keys.list().header("Authorization", "Bearer other")).await;
    insta::assert_snapshot!(refusals.finish());
}

#[tokio::test]
async fn plain_http_beyond_loopback_is_refused_with_credentials() {
    let mut refusals = Refusals::new();
    let client = cloudflare::Client::builder()
        .api_token(API_TOKEN)
        .account_id(ACCOUNT_ID)
        .base_url("http://api.example.com")
        .build();
    let call = async { client?.stream().keys().list().await };
    refusals.add("plain http", Box::pin(call)).await;
    insta::assert_snapshot!(refusals.finish());
}

#[test]
fn a_builder_refuses_what_no_call_could_use() {
    let token = |value: &str| cloudflare::Client::builder().api_token(value);
    let base_url = |value: &str| token(API_TOKEN).base_url(value);
    let cases = [
        ("a token with a line break", token("a\nb")),
        ("a token with a control character", token("a\u{7}b")),
        ("no URL", base_url("somewhere")),
        ("another scheme", base_url("ftp://example.com")),
        ("credentials in the URL", base_url("https://user:password@example.com")),
        ("a query in the URL", base_url("https://example.com/?a=b")),
        ("a fragment in the URL", base_url("https://example.com/#a")),
    ];
    let texts: Vec<_> = cases
        .into_iter()
        .map(|(case, builder)| format!("{case}:\n  {}", builder.build().unwrap_err()))
        .collect();
    insta::assert_snapshot!(texts.join("\n"));
}
