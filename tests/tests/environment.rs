//! Where a client is reached, and what it takes from the environment.

use std::ffi::OsString;

use media_clients::{agora, cloudflare};
use media_clients_tests::{ACCOUNT_ID, API_TOKEN, Loopback, documented};

fn lookup(variables: &'static [(&str, &str)]) -> impl Fn(&str) -> Option<OsString> {
    move |name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into())
}

#[test]
fn the_default_servers_are_those_of_the_documents() {
    let client =
        cloudflare::Client::builder().api_token(API_TOKEN).account_id(ACCOUNT_ID).build().unwrap();
    assert_eq!(
        client.stream().keys().delete("a").url().unwrap().to_string(),
        "https://api.cloudflare.com/client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/stream/keys/a"
    );
    let client = || {
        agora::Client::builder()
            .basic(agora::BasicCredentials {
                customer_id: "id".into(),
                customer_secret: "secret".into(),
            })
            .region("cn")
            .app_id("app")
    };
    let url = |builder: agora::ClientBuilder| {
        let client = builder.build().unwrap();
        client.templates().delete("720p").url().unwrap().to_string()
    };
    let path = "/cn/v1/projects/app/rtls/ingress/stream-templates/720p";
    assert_eq!(url(client()), format!("https://api.agora.io{path}"));
    assert_eq!(url(client().server(agora::Server::SdRtn)), format!("https://api.sd-rtn.com{path}"));
}

#[test]
fn a_base_url_may_end_with_a_slash() {
    for base_url in ["https://example.com/v4", "https://example.com/v4/"] {
        let builder =
            cloudflare::Client::builder().api_token(API_TOKEN).account_id("a").base_url(base_url);
        let url = builder.build().unwrap().stream().keys().list().url().unwrap();
        assert_eq!(url.to_string(), "https://example.com/v4/accounts/a/stream/keys");
    }
}

#[tokio::test]
async fn cloudflare_takes_its_variables() {
    let server = Loopback::start(documented);
    let client = cloudflare::Client::builder()
        .env_from(lookup(&[
            ("CLOUDFLARE_EMAIL", " user@example.com\n"),
            ("CLOUDFLARE_API_KEY", "global-key-of-nobody"),
            ("CLOUDFLARE_API_TOKEN", "  "),
            ("CLOUDFLARE_ACCOUNT_ID", "from-environment"),
        ]))
        .base_url(server.base_url())
        .build()
        .unwrap();
    // The server knows no such path: what was sent is what counts.
    assert!(client.stream().keys().list().await.is_err());
    let request = server.only_request();
    assert_eq!(request.path(), "/accounts/from-environment/stream/keys");
    assert_eq!(request.header("x-auth-email"), Some("user@example.com"));
    assert_eq!(request.header("x-auth-key"), Some("global-key-of-nobody"));
    assert_eq!(request.header("authorization"), None, "a blank variable is not set");
}

#[test]
fn agora_takes_its_variables() {
    let client = agora::Client::builder()
        .env_from(lookup(&[
            ("AGORA_CUSTOMER_ID", "id"),
            ("AGORA_CUSTOMER_SECRET", "secret"),
            ("AGORA_REGION", "ap"),
            ("AGORA_APP_ID", "app"),
            ("AGORA_BASE_URL", "https://example.com/agora"),
        ]))
        .build()
        .unwrap();
    assert_eq!(
        client.streamkeys().list().url().unwrap().to_string(),
        "https://example.com/agora/ap/v1/projects/app/rtls/ingress/streamkeys"
    );
}

#[test]
fn what_is_set_wins_over_the_environment() {
    let variables = lookup(&[
        ("CLOUDFLARE_API_TOKEN", "other"),
        ("CLOUDFLARE_ACCOUNT_ID", "other"),
        ("CLOUDFLARE_BASE_URL", "https://other.example.com"),
    ]);
    let builder =
        cloudflare::Client::builder().account_id("mine").base_url("https://mine.example.com");
    let client = builder.env_from(variables).build().unwrap();
    let url = client.stream().keys().list().url().unwrap().to_string();
    assert_eq!(url, "https://mine.example.com/accounts/mine/stream/keys");
}

#[test]
fn a_broken_variable_is_named_and_not_shown() {
    let variables = lookup(&[("CLOUDFLARE_API_TOKEN", "hun\nter2")]);
    let error = cloudflare::Client::builder().env_from(variables).build().unwrap_err();
    assert!(!error.to_string().contains("ter2"));
    insta::assert_snapshot!(error);
}
