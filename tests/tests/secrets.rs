//! No credential and no secret field shows in anything that is printed.

mod support;

use std::error::Error as StdError;
use std::fmt::Debug;

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use media_clients::{agora, cloudflare};
use media_clients_tests::{
    ACCOUNT_ID, APP_ID, Loopback, Reply, agora_success, cloudflare_success, documented,
};
use serde_json::{Value, json};

/// Every secret of these tests holds this word, and nothing else does.
const WORD: &str = "hunter2";
const TOKEN: &str = "token-hunter2-token";
const KEY: &str = "key-hunter2-key";
const SECRET: &str = "secret/hunter2+secret=";
const STREAM_KEY: &str = "stream/hunter2?key";

/// Fails if a text holds a secret, in any of the forms in which one travels.
#[track_caller]
fn assert_silent(text: &str) {
    let basic = format!("cid:{SECRET}");
    let forms = [
        WORD.to_owned(),
        BASE64_STANDARD.encode(basic.as_bytes()),
        BASE64_STANDARD.encode(TOKEN),
        BASE64_STANDARD.encode(SECRET),
        BASE64_URL_SAFE_NO_PAD.encode(SECRET),
    ];
    for form in forms {
        assert!(!text.contains(&form), "{form} shows in:\n{text}");
    }
}

#[track_caller]
fn assert_debug_silent(value: &impl Debug) {
    assert_silent(&format!("{value:?}"));
    assert_silent(&format!("{value:#?}"));
}

/// All that an error can be made to say: itself and all its causes.
#[track_caller]
fn assert_error_silent(error: &impl StdError) {
    assert_debug_silent(error);
    assert_silent(&error.to_string());
    let mut source = error.source();
    while let Some(cause) = source {
        assert_debug_silent(&cause);
        assert_silent(&cause.to_string());
        source = cause.source();
    }
}

fn token_builder(server: &Loopback) -> cloudflare::ClientBuilder {
    let base_url = format!("{}/client/v4", server.base_url());
    cloudflare::Client::builder()
        .api_token(TOKEN)
        .account_id(ACCOUNT_ID)
        .retries(0)
        .base_url(base_url)
}

/// One client for each way to authenticate.
fn cloudflare_clients(server: &Loopback) -> [cloudflare::Client; 2] {
    let base_url = format!("{}/client/v4", server.base_url());
    let key = cloudflare::Client::builder()
        .api_key(cloudflare::ApiKeyCredentials {
            email: "user@example.com".into(),
            key: KEY.into(),
        })
        .account_id(ACCOUNT_ID)
        .retries(0)
        .base_url(base_url);
    [token_builder(server).build().unwrap(), key.build().unwrap()]
}

fn agora_builder(server: &Loopback) -> agora::ClientBuilder {
    agora::Client::builder()
        .region(agora::Region::Eu)
        .app_id(APP_ID)
        .retries(0)
        .base_url(server.base_url())
}

fn agora_clients(server: &Loopback) -> [agora::Client; 2] {
    [
        agora_builder(server)
            .basic(agora::BasicCredentials {
                customer_id: "cid".into(),
                customer_secret: SECRET.into(),
            })
            .build()
            .unwrap(),
        agora_builder(server)
            .hmac(agora::HmacCredentials {
                customer_id: "cid".into(),
                customer_secret: SECRET.into(),
            })
            .build()
            .unwrap(),
    ]
}

#[test]
fn builders_and_clients_keep_their_credentials() {
    let server = Loopback::start(documented);
    assert_debug_silent(&token_builder(&server));
    assert_debug_silent(&cloudflare::Client::builder().api_key(cloudflare::ApiKeyCredentials {
        email: "user@example.com".into(),
        key: KEY.into(),
    }));
    assert_debug_silent(&agora_builder(&server).basic(agora::BasicCredentials {
        customer_id: "cid".into(),
        customer_secret: SECRET.into(),
    }));
    assert_debug_silent(&agora_builder(&server).hmac(agora::HmacCredentials {
        customer_id: "cid".into(),
        customer_secret: SECRET.into(),
    }));
    for client in cloudflare_clients(&server) {
        assert_debug_silent(&client);
        assert_debug_silent(&client.with_account_id("other"));
    }
    for client in agora_clients(&server) {
        assert_debug_silent(&client);
        assert_debug_silent(&client.with_region(agora::Region::Na));
    }
}

#[test]
fn handles_and_requests_keep_the_clients_credentials() {
    let server = Loopback::start(documented);
    for client in cloudflare_clients(&server) {
        assert_debug_silent(&(
            client.stream(),
            client.stream().keys(),
            client.calls(),
            client.calls().apps(),
        ));
        assert_debug_silent(&(
            client.calls().turn_keys(),
            client.accounts(),
            client.accounts().tokens(),
        ));
        assert_debug_silent(&client.stream().keys().delete("a"));
        assert_debug_silent(&client.stream().keys().delete("a").envelope());
        assert_debug_silent(&client.accounts().tokens().create("prod", []));
        assert_debug_silent(&client.stream().keys().delete("a").url().unwrap());
    }
    for client in agora_clients(&server) {
        assert_debug_silent(&(
            client.streamkeys(),
            client.online_streams(),
            client.templates(),
            client.app_config(),
        ));
        assert_debug_silent(&client.templates().delete("720p"));
    }
}

#[test]
fn a_builder_that_refuses_a_credential_does_not_repeat_it() {
    let server = Loopback::start(documented);
    let broken = format!("{TOKEN}\n");
    assert_error_silent(
        &cloudflare::Client::builder().api_token(format!("{broken}x")).build().unwrap_err(),
    );
    assert_error_silent(
        &agora_builder(&server)
            .basic(agora::BasicCredentials {
                customer_id: "cid".into(),
                customer_secret: format!("{broken}x").into(),
            })
            .build()
            .unwrap_err(),
    );
    let base_url = format!("https://user:{TOKEN}@example.com");
    let builder = token_builder(&server).base_url(base_url);
    assert_debug_silent(&builder);
    assert_error_silent(&builder.build().unwrap_err());
}

#[test]
fn a_secret_path_parameter_is_masked_wherever_the_url_shows() {
    let server = Loopback::start(documented);
    for client in agora_clients(&server) {
        let keys = client.streamkeys();
        let request = keys.delete(STREAM_KEY);
        let url = request.url().unwrap();
        assert_debug_silent(&request);
        assert_debug_silent(&url);
        assert_silent(&url.to_string());
        assert!(url.reveal().ends_with("/streamkeys/stream%2Fhunter2%3Fkey"));
        assert_debug_silent(&keys.get(STREAM_KEY));
        assert_debug_silent(&keys.update(STREAM_KEY, None));
    }
}

#[tokio::test]
async fn a_refusal_of_a_secret_does_not_repeat_it() {
    let server = Loopback::start(documented);
    for client in agora_clients(&server) {
        let moon = client.with_region("moon");
        assert_error_silent(&moon.streamkeys().delete(STREAM_KEY).await.unwrap_err());
        let request = client.streamkeys().delete(STREAM_KEY).header("x\n", STREAM_KEY);
        assert_error_silent(&request.await.unwrap_err());
    }
    for (client, header) in cloudflare_clients(&server).iter().zip(["authorization", "x-auth-key"])
    {
        let request = client.stream().keys().delete("a").header(header, TOKEN);
        assert_debug_silent(&request);
        assert_error_silent(&request.await.unwrap_err());
    }
}

/// Servers that repeat what they were sent, in every place where a server can.
#[tokio::test]
async fn a_server_that_repeats_a_credential_is_not_quoted() {
    let statuses = [200, 400, 401, 403, 404, 429, 500, 502];
    let mut echoes = 0;
    for status in statuses {
        for content_type in ["application/json", "text/html", "text/plain"] {
            let server = Loopback::start(move |request| {
                let told = request.headers().iter().map(|(name, value)| format!("{name}: {value}"));
                let told = format!("{} {}", request.target(), told.collect::<Vec<_>>().join(" "));
                let body = match content_type {
                    "application/json" => json!({
                        "success": false,
                        "status": told,
                        "message": told,
                        "errors": [{ "code": 1000, "message": told }],
                        "messages": [],
                        "result": null,
                    })
                    .to_string(),
                    _ => told,
                };
                Reply::text(status, content_type, &body)
            });
            for client in cloudflare_clients(&server) {
                for (operation, call) in support::every_cloudflare_call(&client) {
                    if let Err(error) = call.await {
                        assert_error_silent(&error);
                        assert_debug_silent(&error.failure());
                        // Silence alone would prove little: the echo came, and was masked.
                        if error.is_failure() && content_type == "application/json" {
                            let told = error.message().unwrap();
                            assert!(told.contains("[redacted]"), "{operation}: {told}");
                            echoes += 1;
                        }
                    }
                }
            }
            for client in agora_clients(&server) {
                if let Err(error) = client.streamkeys().get(STREAM_KEY).await {
                    assert_error_silent(&error);
                    assert_debug_silent(&error.failure());
                }
                for (_, call) in support::every_agora_call(&client) {
                    if let Err(error) = call.await {
                        assert_error_silent(&error);
                    }
                }
            }
        }
    }
    // Every call takes the token, and those of Stream take email and key as well.
    let server = Loopback::start(documented);
    let [client, _] = cloudflare_clients(&server);
    let calls = support::every_cloudflare_call(&client);
    let with_key = calls.iter().filter(|(operation, _)| operation.starts_with("stream.")).count();
    // What is text says of no 200 that it failed, whichever of the two it is called with.
    let fine = 2 * support::TEXTS.len();
    assert_eq!(echoes, statuses.len() * (calls.len() + with_key) - fine);
}

#[tokio::test]
async fn a_credential_in_json_escapes_is_not_quoted() {
    let escaped = |secret: &str| {
        let units = secret.encode_utf16().map(|unit| format!("\\u{unit:04x}"));
        units.collect::<String>()
    };
    let told = format!("{} {}", escaped(TOKEN), STREAM_KEY.replace('/', "\\/"));
    let failed = format!(
        r#"{{"success":false,"errors":[{{"code":1000,"message":"{told}"}}],"status":"{told}","message":"{told}"}}"#
    );
    let server = Loopback::answering(Reply::text(400, "application/json", &failed));
    let [client, _] = cloudflare_clients(&server);
    let error = client.stream().keys().delete("a").await.unwrap_err();
    assert!(!error.to_string().contains(TOKEN), "{error}");
    assert!(error.message().unwrap().contains("[redacted]"), "{error}");
    assert!(!format!("{:?}", error.failure()).contains(TOKEN), "{:?}", error.failure());
    let [client, _] = agora_clients(&server);
    let error = client.streamkeys().delete(STREAM_KEY).await.unwrap_err();
    assert!(!error.to_string().contains(STREAM_KEY), "{error}");
    assert!(error.message().unwrap().contains("[redacted]"), "{error}");
    assert!(!format!("{:?}", error.failure()).contains(STREAM_KEY), "{:?}", error.failure());
}

#[tokio::test]
async fn a_redirect_to_another_server_carries_no_credential() {
    let other = Loopback::answering(Reply::json(200, cloudflare_success(json!([]))));
    let location = format!("{}/elsewhere", other.base_url());
    let server = Loopback::answering(Reply::empty(302).header("location", &location));
    for client in cloudflare_clients(&server) {
        assert!(client.stream().keys().list().await.unwrap().is_empty());
    }
    assert_eq!((server.requests().len(), other.requests().len()), (2, 2));
    assert_silent(&format!("{:?}", other.requests()));
}

#[tokio::test]
async fn an_error_of_the_transport_tells_no_credential() {
    for reply in [
        Reply::hang_up(),
        Reply::json(302, json!({})).header("location", "/elsewhere?token=hunter2"),
    ] {
        let server = Loopback::answering(reply);
        for client in cloudflare_clients(&server) {
            assert_error_silent(&client.stream().keys().delete("a").await.unwrap_err());
        }
        for client in agora_clients(&server) {
            assert_error_silent(&client.streamkeys().delete(STREAM_KEY).await.unwrap_err());
        }
    }
    let server = Loopback::answering(Reply::silence());
    let clients = agora_clients(&server);
    drop(server);
    for client in clients {
        assert_error_silent(&client.streamkeys().delete(STREAM_KEY).await.unwrap_err());
    }
}

/// A value with the word in it, of any kind of JSON.
fn wrong_kinds() -> [Value; 4] {
    [json!(["hunter2"]), json!({ "hunter2": "hunter2" }), json!(5), json!(true)]
}

#[tokio::test]
async fn a_secret_of_the_wrong_kind_is_not_quoted() {
    for wrong in wrong_kinds() {
        for field in ["pem", "jwk", "key", "secret", "value"] {
            let server =
                Loopback::answering(Reply::json(200, cloudflare_success(json!({ field: wrong }))));
            let [client, _] = cloudflare_clients(&server);
            match field {
                "pem" | "jwk" => {
                    assert_error_silent(&client.stream().keys().create().await.unwrap_err());
                }
                "key" => {
                    assert_error_silent(&client.calls().turn_keys().create().await.unwrap_err());
                }
                "secret" => assert_error_silent(&client.calls().apps().create().await.unwrap_err()),
                _ => assert_error_silent(
                    &client.accounts().tokens().create("prod", []).await.unwrap_err(),
                ),
            }
        }
        let server = Loopback::answering(Reply::json(200, cloudflare_success(wrong.clone())));
        let [client, _] = cloudflare_clients(&server);
        assert_error_silent(&client.accounts().tokens().roll("a").await.unwrap_err());

        let key = json!({ "streamKey": wrong, "channel": "c", "uid": "1", "expiresAfter": 0, "createdAt": "1" });
        let server = Loopback::answering(Reply::json(200, agora_success(key)));
        let [client, _] = agora_clients(&server);
        assert_error_silent(&client.streamkeys().get("a").await.unwrap_err());
    }
}

#[tokio::test]
async fn a_secret_beside_a_fault_is_not_quoted() {
    let key = json!({ "streamKey": "hunter2", "channel": 5, "uid": "1", "expiresAfter": 0, "createdAt": "1" });
    let server = Loopback::answering(Reply::json(200, agora_success(key)));
    let [client, _] = agora_clients(&server);
    assert_error_silent(&client.streamkeys().get("a").await.unwrap_err());

    let created = json!({ "id": 5, "pem": "hunter2", "jwk": "hunter2" });
    let server = Loopback::answering(Reply::json(200, cloudflare_success(created)));
    let [client, _] = cloudflare_clients(&server);
    assert_error_silent(&client.stream().keys().create().await.unwrap_err());

    let truncated = r#"{"success":true,"errors":[],"messages":[],"result":{"pem":"hunter2"#;
    let server = Loopback::answering(Reply::text(200, "application/json", truncated));
    let [client, _] = cloudflare_clients(&server);
    assert_error_silent(&client.stream().keys().create().await.unwrap_err());
}

#[tokio::test]
async fn answers_show_no_secret_and_give_it_to_who_asks() {
    let answer = json!({ "pem": "hunter2", "jwk": "hunter2", "key": "hunter2", "secret": "hunter2", "value": "hunter2" });
    let server = Loopback::answering(Reply::json(200, cloudflare_success(answer)));
    let [client, _] = cloudflare_clients(&server);

    let key = client.stream().keys().create().await.unwrap();
    assert_debug_silent(&key);
    assert_silent(&serde_json::to_string(&key).unwrap());
    assert_eq!(key.pem.unwrap().reveal(), "hunter2");
    let turn_key = client.calls().turn_keys().create().await.unwrap();
    assert_debug_silent(&turn_key);
    assert_silent(&serde_json::to_string(&turn_key).unwrap());
    assert_eq!(turn_key.key.unwrap().reveal(), "hunter2");
    let app = client.calls().apps().create().await.unwrap();
    assert_debug_silent(&app);
    assert_silent(&serde_json::to_string(&app).unwrap());
    assert_eq!(app.secret.unwrap().reveal(), "hunter2");
    let token = client.accounts().tokens().create("prod", []).await.unwrap();
    assert_debug_silent(&token);
    assert_silent(&serde_json::to_string(&token).unwrap());
    assert_eq!(token.value.unwrap().reveal(), "hunter2");

    assert_debug_silent(&client.stream().keys().create().envelope().await.unwrap());
    assert_debug_silent(&client.stream().keys().create().response().await.unwrap());
    assert_debug_silent(&client.stream().keys().create().raw().await.unwrap());
}

#[tokio::test]
async fn a_stream_key_and_a_rolled_token_show_no_secret() {
    let key = json!({ "streamKey": "hunter2", "channel": "c", "uid": "1", "expiresAfter": 0, "createdAt": "1" });
    let server = Loopback::answering(Reply::json(200, agora_success(key.clone())));
    let [client, _] = agora_clients(&server);
    let key = client.streamkeys().get("a").await.unwrap();
    assert_debug_silent(&key);
    assert_silent(&serde_json::to_string(&key).unwrap());
    assert_eq!(key.stream_key.reveal(), "hunter2");

    let page = json!({ "hasMore": false, "streamKeys": [{ "streamKey": "hunter2", "channel": "c", "uid": "1", "expiresAfter": 0, "createdAt": "1" }] });
    let server = Loopback::answering(Reply::json(200, agora_success(page)));
    let [client, _] = agora_clients(&server);
    assert_debug_silent(&client.streamkeys().list().await.unwrap());

    let server = Loopback::answering(Reply::json(200, cloudflare_success(json!("hunter2"))));
    let [client, _] = cloudflare_clients(&server);
    let value = client.accounts().tokens().roll("a").await.unwrap();
    assert_debug_silent(&value);
    assert_eq!(value.reveal(), "hunter2");
}
