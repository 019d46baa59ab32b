//! The generated clients, answered by a mock: programs that use them are tested without a server.

use media_clients::agora::templates::TemplateId;
use media_clients::cloudflare::accounts::tokens::{self, Token, TokenCreated, TokenDeleted};
use media_clients::cloudflare::stream::keys;
use media_clients::runtime::mock::{Mock, TestClock};
use media_clients::runtime::transport::Failure;
use media_clients::{Page, agora, cloudflare};
use media_clients_tests::{ACCOUNT_ID, API_TOKEN, APP_ID, CUSTOMER_ID, CUSTOMER_SECRET};

fn cloudflare_client(mock: &Mock) -> cloudflare::Client {
    cloudflare::Client::builder()
        .api_token(API_TOKEN)
        .account_id(ACCOUNT_ID)
        .clock(TestClock::new())
        .mock(mock)
        .build()
        .unwrap()
}

fn agora_client(mock: &Mock) -> agora::Client {
    agora::Client::builder()
        .basic(agora::BasicCredentials {
            customer_id: CUSTOMER_ID.into(),
            customer_secret: CUSTOMER_SECRET.into(),
        })
        .region(agora::Region::Eu)
        .app_id(APP_ID)
        .mock(mock)
        .build()
        .unwrap()
}

#[tokio::test]
async fn an_endpoint_answers_what_its_type_says() {
    let mock = Mock::new();
    let client = cloudflare_client(&mock);
    mock.on(&keys::DELETE)
        .with("account_id", ACCOUNT_ID)
        .with("identifier", "ed17")
        .with_header("authorization", &format!("Bearer {API_TOKEN}"))
        .reply("ok");
    mock.on(&keys::CREATE).reply(keys::SigningKeyCreated::new().id("ed17").pem("ZmFrZSBQRU0="));
    mock.on(&tokens::DELETE).reply(None).reply(Some(TokenDeleted::new("a")));

    let key = client.stream().keys().create().await.unwrap();
    assert_eq!(key.pem.unwrap().reveal(), "ZmFrZSBQRU0=");
    assert_eq!(client.stream().keys().delete("ed17").await.unwrap(), "ok");
    assert_eq!(client.accounts().tokens().delete("a").await.unwrap(), None);
    assert_eq!(client.accounts().tokens().delete("a").await.unwrap(), Some(TokenDeleted::new("a")));
    mock.verify();

    let came = &mock.requests()[1];
    assert_eq!(came.operation(), "stream.keys.delete");
    insta::assert_snapshot!(
        came.url(),
        @"https://api.cloudflare.com/client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/stream/keys/ed17"
    );
    assert!(!format!("{:?}", mock.requests()).contains(API_TOKEN));
}

#[tokio::test]
async fn pages_say_what_follows() {
    let mock = Mock::new();
    let client = cloudflare_client(&mock);
    let token = |id: &str| Token::new().id(id);
    mock.on(&tokens::LIST)
        .with("page", 1_u64)
        .reply(Page::new(["a", "b", "c", "d", "e"].map(token)).total(6).next("2"));
    mock.on(&tokens::LIST).with("page", 2_u64).reply(Page::new([token("f")]));
    let list = || client.accounts().tokens().list().per_page(5);
    let first = list().page(1).await.unwrap();
    assert_eq!((first.len(), first.next.as_deref()), (5, Some("2")));
    let second = list().page(2).await.unwrap();
    assert_eq!((second.total, second.next), (Some(6), None));

    let mock = Mock::new();
    let client = agora_client(&mock);
    let key = |key: &str| agora::streamkeys::StreamKey::new(key, "show-42", "7", 0, "1704070861");
    mock.on(&agora::streamkeys::LIST).reply(Page::new([key("k1")]).next("x"));
    mock.on(&agora::streamkeys::LIST).with("cursor", "x").reply(Page::new([key("k2")]));
    let first = client.streamkeys().list().await.unwrap();
    assert_eq!(first.items[0].stream_key.reveal(), "k1");
    let second = client.streamkeys().list().cursor(first.next.unwrap()).await.unwrap();
    assert_eq!((second.len(), second.next), (1, None));
}

#[tokio::test]
async fn failures_are_the_apis_own() {
    let mock = Mock::new();
    let client = cloudflare_client(&mock);
    let failure = |code: i64, text: &str| {
        cloudflare::Failure::new(false, [cloudflare::Message::new(code, text)])
    };
    mock.on(&keys::DELETE)
        .reply_failure(404, failure(10_003, "no such key"))
        .reply_status(503)
        .fail(Failure::Connect, "the line is cut")
        .reply("ok");
    let error = client.stream().keys().delete("a").await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.failure().unwrap().errors[0].code, 10_003);
    // A deletion is made again, as ever.
    assert_eq!(client.stream().keys().delete("a").await.unwrap(), "ok");
    assert_eq!(mock.requests().len(), 4);

    let mock = Mock::new();
    let client = agora_client(&mock);
    mock.on(&agora::streamkeys::UPDATE)
        .reply_failure(400, agora::Failure::new("no such template"))
        .reply(());
    let update = || client.streamkeys().update("k", TemplateId::from("t1"));
    assert_eq!(update().await.unwrap_err().message(), Some("no such template"));
    update().await.unwrap();
}

#[tokio::test]
async fn bodies_are_looked_into() {
    let mock = Mock::new();
    let client = agora_client(&mock);
    let key = agora::streamkeys::StreamKey::new("k", "show-42", "7", 0, "1704070861");
    mock.on(&agora::streamkeys::CREATE)
        .with_field("channel", &"show-42".to_owned())
        .with_field("/expiresAfter", &60_u64)
        .reply(key);
    let create = client.streamkeys().create("show-42", "7").expires_after(60);
    assert_eq!(create.await.unwrap().uid, "7");
}

#[tokio::test]
async fn what_was_not_as_expected_is_told() {
    let mock = Mock::new();
    let client = agora_client(&mock);
    let key = agora::streamkeys::StreamKey::new("k", "show-42", "7", 0, "1704070861");
    mock.on(&agora::streamkeys::CREATE)
        .with("region", "na")
        .with_field("uid", &"8".to_owned())
        .reply(key);
    mock.on(&agora::streamkeys::DELETE).with("streamkey", "the-key-of-nobody").reply(());
    mock.on(&agora::streamkeys::GET).any_times();

    let refused = client.streamkeys().create("show-42", "7").await.unwrap_err();
    let other = client.streamkeys().delete("another-key-of-nobody").await.unwrap_err();
    let unmet = mock.check().unwrap_err();
    let told = format!("{refused}\n{other}\n{unmet}");
    assert!(!told.contains("of-nobody") && !told.contains(CUSTOMER_SECRET), "{told}");
    insta::assert_snapshot!(told);
}

#[tokio::test]
async fn a_created_token_keeps_its_secret_from_the_log() {
    let mock = Mock::new();
    let client = cloudflare_client(&mock);
    let made: TokenCreated = TokenCreated::new().name("prod").value("v1-of-nobody");
    mock.on(&tokens::CREATE).with_field("name", &"prod".to_owned()).reply(made);
    let token = client.accounts().tokens().create("prod", []).await.unwrap();
    assert_eq!(token.value.as_ref().unwrap().reveal(), "v1-of-nobody");
    assert!(!format!("{token:?} {mock:?} {:?}", mock.requests()).contains("of-nobody"));
}
