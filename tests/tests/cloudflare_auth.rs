//! Which credentials are sent, and for which account.

use media_clients::cloudflare;
use media_clients_tests::{ACCOUNT_ID, Loopback, cloudflare_client, documented};

#[tokio::test]
async fn only_the_first_accepted_scheme_is_sent() {
    let server = Loopback::start(documented);
    let client = cloudflare::Client::builder()
        .api_key(cloudflare::ApiKeyCredentials {
            email: "user@example.com".into(),
            key: "global-key-of-nobody".into(),
        })
        .api_token("token-of-nobody")
        .account_id(ACCOUNT_ID)
        .base_url(format!("{}/client/v4", server.base_url()))
        .build()
        .unwrap();
    client.stream().keys().list().await.unwrap();
    let request = server.only_request();
    assert_eq!(request.header("authorization"), Some("Bearer token-of-nobody"));
    assert_eq!(request.header("x-auth-email"), None);
    assert_eq!(request.header("x-auth-key"), None);
}

#[tokio::test]
async fn email_and_key_are_sent_together() {
    let server = Loopback::start(documented);
    let client = cloudflare::Client::builder()
        .api_key(cloudflare::ApiKeyCredentials {
            email: "user@example.com".into(),
            key: "global-key-of-nobody".into(),
        })
        .account_id(ACCOUNT_ID)
        .base_url(format!("{}/client/v4", server.base_url()))
        .build()
        .unwrap();
    client.stream().keys().list().await.unwrap();
    let request = server.only_request();
    assert_eq!(request.header("authorization"), None);
    assert_eq!(request.header("x-auth-email"), Some("user@example.com"));
    assert_eq!(request.header("x-auth-key"), Some("global-key-of-nobody"));
}

#[tokio::test]
async fn another_account_is_a_changed_copy_of_the_client() {
    let server = Loopback::start(documented);
    let client = cloudflare_client(&server);
    let other = client.with_account_id("other");
    other.stream().keys().list().await.unwrap();
    client.stream().keys().list().await.unwrap();
    let paths: Vec<_> = server.requests().iter().map(|request| request.path().to_owned()).collect();
    assert_eq!(
        paths,
        [
            "/client/v4/accounts/other/stream/keys",
            "/client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/stream/keys",
        ]
    );
}
