//! Tokens of an account: what is sent, and what is read from the documented answers.

use std::collections::BTreeMap;

use media_clients::cloudflare::accounts::tokens::{
    Condition, ListDirection, PermissionScope, Policy, PolicyEffect, PolicyPermissionGroup,
    RequestIp, ResourceScope, TokenStatus,
};
use media_clients_tests::{
    Loopback, Reply, cloudflare_client, cloudflare_success, documented, exchange,
};
use serde_json::json;

const ID: &str = "ed17574386854bf78a67040be0a770b0";

fn policy() -> Policy {
    let resources = BTreeMap::from([
        (
            "com.cloudflare.api.account.zone.22b1de5f1c0e4b3ea97bb1e963b06a43".to_owned(),
            ResourceScope::String("*".to_owned()),
        ),
        (
            "com.cloudflare.api.account.eb78d65290b24279ba6f44721b3ea3c4".to_owned(),
            ResourceScope::Map(BTreeMap::from([(
                "com.cloudflare.api.account.zone.*".to_owned(),
                "*".to_owned(),
            )])),
        ),
    ]);
    let group = PolicyPermissionGroup::new("c8fed203ed3043cba015a93ad1616f1f");
    Policy::new(PolicyEffect::Allow, [group], resources)
}

#[tokio::test]
async fn list_without_parameters_has_no_query() {
    let server = Loopback::start(documented);
    let page = cloudflare_client(&server).accounts().tokens().list().await.unwrap();
    assert_eq!(page.total, Some(1));
    insta::assert_snapshot!(exchange(&server, &page));
}

#[tokio::test]
async fn list_sends_every_parameter_as_the_api_spells_it() {
    let server = Loopback::start(documented);
    let request = cloudflare_client(&server)
        .accounts()
        .tokens()
        .list()
        .page(2)
        .per_page(50)
        .direction(ListDirection::Desc)
        .include_expired(true);
    request.await.unwrap();
    assert_eq!(
        server.only_request().query(),
        Some("page=2&per_page=50&direction=desc&include_expired=true")
    );
}

#[tokio::test]
async fn list_says_which_page_follows() {
    let mut body = cloudflare_success(json!([{ "id": "a" }, { "id": "b" }]));
    body["result_info"] = json!({ "page": 1, "per_page": 2, "count": 2, "total_count": 3 });
    let server = Loopback::answering(Reply::json(200, body));
    let page = cloudflare_client(&server).accounts().tokens().list().await.unwrap();
    insta::assert_debug_snapshot!((page.total, page.next));
}

#[tokio::test]
async fn create_with_the_least_sends_the_least() {
    let server = Loopback::start(documented);
    let client = cloudflare_client(&server);
    let token = client.accounts().tokens().create("prod", [policy()]).await.unwrap();
    assert_eq!(token.value.as_ref().unwrap().reveal().len(), 40);
    insta::assert_snapshot!(exchange(&server, &token));
}

#[tokio::test]
async fn create_with_everything_sends_everything() {
    let server = Loopback::start(documented);
    let mut group = PolicyPermissionGroup::new("c8fed203ed3043cba015a93ad1616f1f");
    group.name = Some("Zone Read".to_owned());
    group.meta =
        Some(BTreeMap::from([("scopes".to_owned(), json!("com.cloudflare.api.account.zone"))]));
    let mut policy = policy();
    policy.permission_groups = vec![group];
    let condition = Condition::new().request_ip(
        RequestIp::new().r#in(["192.0.2.0/24".to_owned()]).not_in(["192.0.2.7/32".to_owned()]),
    );
    let expires_on: media_clients::Timestamp = "2030-01-01T00:00:00Z".parse().unwrap();
    let not_before: media_clients::Timestamp = "2029-01-01T12:30:00+02:00".parse().unwrap();
    cloudflare_client(&server)
        .accounts()
        .tokens()
        .create("prod", [policy])
        .condition(condition)
        .expires_on(expires_on)
        .not_before(not_before)
        .await
        .unwrap();
    insta::assert_snapshot!(format!("{:#}", server.only_request().json()));
}

#[tokio::test]
async fn the_id_of_a_policy_is_read_and_never_sent() {
    let server = Loopback::start(documented);
    let tokens = cloudflare_client(&server).accounts().tokens();
    let token = tokens.get(ID).await.unwrap();
    let policies = token.policies.unwrap();
    assert_eq!(policies[0].id.as_deref(), Some("f267e341f3dd4697bd3b9f71dd96247f"));
    tokens.update(ID, "prod", policies).await.unwrap();
    assert_eq!(server.requests()[1].json()["policies"][0].get("id"), None);
}

#[tokio::test]
async fn get_reads_a_token() {
    let server = Loopback::start(documented);
    let token = cloudflare_client(&server).accounts().tokens().get(ID).await.unwrap();
    insta::assert_snapshot!(exchange(&server, &token));
}

#[tokio::test]
async fn update_sends_the_token_anew() {
    let server = Loopback::start(documented);
    let client = cloudflare_client(&server);
    let request = client.accounts().tokens().update(ID, "prod", [policy()]);
    let token = request.status(TokenStatus::Disabled).await.unwrap();
    insta::assert_snapshot!(exchange(&server, &token));
}

#[tokio::test]
async fn delete_reads_the_id_of_the_token() {
    let server = Loopback::start(documented);
    let deleted = cloudflare_client(&server).accounts().tokens().delete(ID).await.unwrap();
    insta::assert_snapshot!(exchange(&server, &deleted));
}

#[tokio::test]
async fn delete_takes_null() {
    let server = Loopback::answering(Reply::json(200, cloudflare_success(json!(null))));
    let deleted = cloudflare_client(&server).accounts().tokens().delete(ID).await.unwrap();
    assert_eq!(deleted, None);
}

#[tokio::test]
async fn verify_reads_the_state_of_the_callers_token() {
    let server = Loopback::start(documented);
    let verified = cloudflare_client(&server).accounts().tokens().verify().await.unwrap();
    assert_eq!(verified.status, TokenStatus::Active);
    insta::assert_snapshot!(exchange(&server, &verified));
}

#[tokio::test]
async fn permission_groups_encodes_its_query_once() {
    let server = Loopback::start(documented);
    let client = cloudflare_client(&server);
    let request = client.accounts().tokens().permission_groups();
    let request =
        request.name("Zone Read & 100%").scope(PermissionScope::ComCloudflareApiAccountZone);
    let groups = request.await.unwrap();
    insta::assert_snapshot!(exchange(&server, &groups));
}

#[tokio::test]
async fn roll_sends_an_empty_object_and_reads_a_secret() {
    let server = Loopback::start(documented);
    let value = cloudflare_client(&server).accounts().tokens().roll(ID).await.unwrap();
    assert_eq!(value.reveal(), "fake".repeat(10));
    insta::assert_snapshot!(exchange(&server, &value));
}
