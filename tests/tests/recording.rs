//! The generated clients over a real connection, recorded, and answered again without a server.

use std::fs;
use std::path::Path;

use media_clients::runtime::transport::{Recorder, Replay, Reqwest};
use media_clients::runtime::{self};
use media_clients::{agora, cloudflare};
use media_clients_tests::{
    ACCOUNT_ID, API_TOKEN, APP_ID, CUSTOMER_ID, CUSTOMER_SECRET, Loopback, documented,
};

const KEY: &str = "a-stream-key-of-nobody";
const REQUEST: &str = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1";

fn recorder(path: &Path) -> Recorder<Reqwest> {
    Recorder::new(Reqwest::new(runtime::reqwest::Client::builder().no_proxy()).unwrap(), path)
}

fn cloudflare_client(
    url: &str,
    token: &str,
    transport: impl runtime::transport::Transport,
) -> cloudflare::Client {
    cloudflare::Client::builder()
        .api_token(token)
        .account_id(ACCOUNT_ID)
        .base_url(format!("{url}/client/v4"))
        .transport(transport)
        .build()
        .unwrap()
}

fn agora_builder(url: &str, transport: impl runtime::transport::Transport) -> agora::ClientBuilder {
    agora::Client::builder()
        .region(agora::Region::Eu)
        .app_id(APP_ID)
        .base_url(url)
        .transport(transport)
}

/// What the calls answer, their secrets masked.
async fn cloudflare_calls(client: &cloudflare::Client) -> String {
    let keys = client.stream().keys();
    let tokens = client.accounts().tokens();
    let told = (
        keys.create().await.unwrap(),
        keys.list().await.unwrap(),
        keys.delete("ed17574386854bf78a67040be0a770b0").await.unwrap(),
        client.calls().turn_keys().create().name("prod").await.unwrap(),
        tokens.list().await.unwrap(),
        tokens.list().page(2).per_page(5).await.unwrap(),
        tokens.delete("ed17574386854bf78a67040be0a770b0").await.unwrap(),
        client.calls().apps().list().envelope().await.unwrap(),
    );
    format!("{told:#?}")
}

async fn agora_calls(client: &agora::Client) -> String {
    let keys = client.streamkeys();
    let told = (
        keys.create("show-42", "7").request_id(REQUEST).await.unwrap(),
        keys.list().await.unwrap(),
        keys.get(KEY).await.unwrap(),
        keys.delete(KEY).await.unwrap(),
        client.online_streams().list().await.unwrap(),
    );
    let failed = client.with_app_id("nobodys").templates().delete("x").await;
    format!("{told:#?}\n{failed:?}")
}

/// Everything secret that the calls sent, or that the documented answers hold.
fn secrets() -> Vec<String> {
    use base64::Engine as _;
    let pair = format!("{CUSTOMER_ID}:{CUSTOMER_SECRET}");
    vec![
        API_TOKEN.to_owned(),
        CUSTOMER_ID.to_owned(),
        CUSTOMER_SECRET.to_owned(),
        base64::engine::general_purpose::STANDARD.encode(pair),
        KEY.to_owned(),
        "ZmFrZSBQRU0".to_owned(),
        "ZmFrZSBKV0s".to_owned(),
        "fakefake".to_owned(),
        "shamsham".to_owned(),
        "not-a-real-stream-key".to_owned(),
        "signature=".to_owned(),
    ]
}

fn holds_no_secret(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    for secret in secrets() {
        assert!(!text.contains(&secret), "{secret} is in {text}");
    }
    text
}

#[tokio::test]
async fn cloudflares_answers_are_the_same_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cloudflare.json");
    let server = Loopback::start(documented);
    let url = server.base_url().to_owned();
    let live = cloudflare_calls(&cloudflare_client(&url, API_TOKEN, recorder(&path))).await;
    drop(server);
    let text = holds_no_secret(&path);
    assert_eq!(text.matches("\"operation\"").count(), 8);

    let replay = Replay::open(&path).unwrap();
    let client = cloudflare_client(&url, "another-token", replay.clone());
    assert_eq!(live, cloudflare_calls(&client).await);
    assert_eq!(replay.unused(), Vec::<String>::new());

    let error = client.stream().keys().list().await.unwrap_err();
    let told = error.to_string().replace(&url, "https://server");
    insta::assert_snapshot!(told.replace(&path.display().to_string(), "cloudflare.json"));
}

#[tokio::test]
async fn agoras_answers_are_the_same_again_by_either_credentials() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("agora.json");
    let server = Loopback::start(documented);
    let url = server.base_url().to_owned();
    let builder = agora_builder(&url, recorder(&path));
    let live = agora_calls(
        &builder
            .basic(agora::BasicCredentials {
                customer_id: CUSTOMER_ID.into(),
                customer_secret: CUSTOMER_SECRET.into(),
            })
            .build()
            .unwrap(),
    )
    .await;
    let basic = holds_no_secret(&path);

    let signed = folder.path().join("signed.json");
    let builder = agora_builder(&url, recorder(&signed));
    let client = builder
        .hmac(agora::HmacCredentials {
            customer_id: CUSTOMER_ID.into(),
            customer_secret: CUSTOMER_SECRET.into(),
        })
        .build()
        .unwrap();
    assert_eq!(live, agora_calls(&client).await);
    drop(server);
    holds_no_secret(&signed);
    // The server tells the time.
    let lines: Vec<&str> = basic.lines().filter(|line| !line.contains("\"date\":")).collect();
    insta::assert_snapshot!(lines.join("\n").replace(&url, "https://server"));

    for path in [path, signed] {
        let replay = Replay::open(&path).unwrap();
        let builder = agora_builder(&url, replay.clone());
        let client = builder
            .basic(agora::BasicCredentials {
                customer_id: "another".into(),
                customer_secret: "secret".into(),
            })
            .build()
            .unwrap();
        assert_eq!(live, agora_calls(&client).await);
        assert_eq!(replay.unused(), Vec::<String>::new());
    }
}
