//! Calls that fail, and answers that are not what was promised.

mod support;

use media_clients::cloudflare;
use media_clients_tests::{
    Loopback, Reply, cloudflare_client, cloudflare_failure, cloudflare_success,
};
use serde_json::{Value, json};

const ID: &str = "ed17574386854bf78a67040be0a770b0";

/// The documented failures with codes that the API uses for them.
const FAILURES: [(u16, u32, &str); 8] = [
    (400, 10_001, "Unable to parse the request body"),
    (401, 10_000, "Authentication error"),
    (403, 9109, "Unauthorized to access requested resource"),
    (404, 10_003, "Key not found"),
    (409, 1001, "A key with this name exists"),
    (429, 971, "Please wait and consider throttling your request speed"),
    (500, 10_500, "Internal server error"),
    (503, 7010, "Service unavailable"),
];

#[tokio::test]
async fn every_documented_failure_of_every_call_is_an_error_of_its_kind() {
    for (status, code, message) in FAILURES {
        let server = Loopback::answering(cloudflare_failure(status, code, message));
        let client = cloudflare_client(&server);
        for (operation, call) in support::every_cloudflare_call(&client) {
            let error = call.await.unwrap_err();
            assert_eq!(error.operation(), operation);
            assert_eq!(error.status(), Some(status), "{operation}");
            assert_eq!(error.code(), Some(&*code.to_string()), "{operation}");
            assert_eq!(error.message(), Some(message), "{operation}");
            assert_eq!(error.request_id(), Some("8f1c2d3e4a5b6c7d-TXL"), "{operation}");
            assert_eq!(error.failure().unwrap().errors[0].code, i64::from(code), "{operation}");
            assert_eq!(
                [
                    error.is_unauthorized(),
                    error.is_forbidden(),
                    error.is_not_found(),
                    error.is_conflict(),
                    error.is_rate_limited(),
                    error.is_server_error(),
                ],
                [
                    status == 401,
                    status == 403,
                    status == 404,
                    status == 409,
                    status == 429,
                    status >= 500
                ],
                "{operation} answered by {status}"
            );
        }
    }
}

#[tokio::test]
async fn a_failure_says_what_failed_and_why() {
    let mut texts = Vec::new();
    for (status, code, message) in FAILURES {
        let server = Loopback::answering(cloudflare_failure(status, code, message));
        let call = cloudflare_client(&server)
            .calls()
            .turn_keys()
            .delete("2a95132c15732412d22c1476fa83f27a");
        texts.push(call.await.unwrap_err().to_string());
    }
    insta::assert_snapshot!(texts.join("\n"));
}

#[tokio::test]
async fn a_403_names_the_permissions_of_its_operation() {
    let server = Loopback::answering(cloudflare_failure(403, 9109, "Unauthorized"));
    let client = cloudflare_client(&server);
    let mut texts = Vec::new();
    for (_, call) in support::every_cloudflare_call(&client) {
        texts.push(call.await.unwrap_err().to_string());
    }
    insta::assert_snapshot!(texts.join("\n"));
}

#[tokio::test]
async fn a_429_tells_when_to_come_back() {
    let reply = cloudflare_failure(429, 971, "Please wait").header("retry-after", "300");
    let server = Loopback::answering(reply);
    let error = cloudflare_client(&server).stream().keys().list().await.unwrap_err();
    assert_eq!(error.retry_after(), Some(std::time::Duration::from_secs(300)));
}

#[tokio::test]
async fn success_false_fails_whatever_the_status() {
    let server = Loopback::answering(cloudflare_failure(200, 10_000, "Authentication error"));
    let client = cloudflare_client(&server);
    for (operation, call) in support::every_cloudflare_call(&client) {
        let answer = call.await;
        if support::TEXTS.contains(&operation) {
            answer.unwrap();
            continue;
        }
        let error = answer.unwrap_err();
        assert_eq!(error.status(), Some(200), "{operation}");
        assert_eq!(error.message(), Some("Authentication error"), "{operation}");
        assert!(!error.is_decode(), "{operation}");
    }
    let error = client.stream().keys().delete("a").await.unwrap_err();
    insta::assert_snapshot!(error);
}

#[tokio::test]
async fn all_errors_of_a_failure_are_kept() {
    let body = json!({
        "success": false,
        "errors": [
            { "code": 1000, "message": "first", "documentation_url": "https://docs.example.com/1000" },
            { "code": 1001, "message": "second", "source": { "pointer": "/policies/0" } },
        ],
        "messages": [],
        "result": {},
    });
    let server = Loopback::answering(Reply::json(400, body));
    let error = cloudflare_client(&server).stream().keys().list().await.unwrap_err();
    insta::assert_snapshot!(format!("{error}\n{:#?}", error.failure()));
}

#[tokio::test]
async fn a_gateways_page_of_html_is_a_server_error() {
    let page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\x1b[31mcloudflare</body>\r\n</html>";
    let server = Loopback::answering(Reply::text(502, "text/html; charset=UTF-8", page));
    let error = cloudflare_client(&server).stream().keys().list().await.unwrap_err();
    assert!(error.is_server_error());
    assert_eq!(error.failure(), None);
    assert_eq!(error.body(), Some(page.as_bytes()));
    insta::assert_snapshot!(error);
}

#[tokio::test]
async fn a_hostile_message_cannot_forge_lines_of_a_log() {
    let message = "no\n2030-01-01 INFO all is well\u{1b}[2J\u{202e}txt.exe";
    let server = Loopback::answering(cloudflare_failure(400, 1000, message));
    let error = cloudflare_client(&server).stream().keys().list().await.unwrap_err();
    assert!(!error.to_string().contains(['\n', '\u{1b}', '\u{202e}']));
    insta::assert_snapshot!(error);
}

#[tokio::test]
async fn a_connection_that_ends_early_is_an_error_of_the_transport() {
    let server = Loopback::answering(Reply::hang_up());
    let client = cloudflare_client(&server);
    for (operation, call) in support::every_cloudflare_call(&client) {
        let error = call.await.unwrap_err();
        assert_eq!((error.status(), error.operation()), (None, operation));
        assert!(!error.is_invalid() && !error.is_decode(), "{operation}");
    }
}

/// A second attempt could make a second key, or lose the only sight of a secret.
#[tokio::test]
async fn a_call_that_makes_a_secret_is_sent_once_whatever_becomes_of_it() {
    let secrets = [
        "stream.create",
        "stream.direct_upload",
        "stream.token",
        "stream.live_inputs.create",
        "stream.live_inputs.rotate_keys",
        "stream.live_inputs.outputs.create",
        "stream.keys.create",
        "calls.turn_keys.create",
        "calls.apps.create",
        "accounts.tokens.create",
        "accounts.tokens.roll",
    ];
    for reply in
        [cloudflare_failure(409, 1001, "no"), cloudflare_failure(500, 1001, "no"), Reply::hang_up()]
    {
        for secret in secrets {
            let server = Loopback::answering(reply.clone());
            let client = cloudflare_client(&server);
            let calls = support::every_cloudflare_call(&client);
            let (_, call) = calls.into_iter().find(|(operation, _)| *operation == secret).unwrap();
            assert_eq!(call.await.unwrap_err().attempts(), 1, "{secret}");
            assert_eq!(server.requests().len(), 1, "{secret}");
        }
    }
}

#[tokio::test]
async fn a_redirect_of_a_write_is_not_followed() {
    let server = Loopback::answering(Reply::empty(307).header("location", "/elsewhere"));
    let error = cloudflare_client(&server).stream().keys().delete("a").await.unwrap_err();
    assert!(error.is_redirect());
    assert_eq!(server.requests().len(), 1);
    insta::assert_snapshot!(error);
}

#[tokio::test]
async fn silence_ends_with_the_timeout() {
    let server = Loopback::answering(Reply::silence());
    let call = cloudflare_client(&server).stream().keys().delete("a");
    let error = call.timeout(std::time::Duration::from_millis(50)).await.unwrap_err();
    assert!(error.is_timeout());
    insta::assert_snapshot!(error);
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_a_connect_error() {
    let server = Loopback::answering(Reply::silence());
    let client = cloudflare_client(&server);
    drop(server);
    let error = client.stream().keys().list().await.unwrap_err();
    assert!(error.is_connect());
}

/// What each kind of answer to the deletion of a stream key, whose data is a string, comes to.
#[tokio::test]
async fn an_answer_that_breaks_the_promise_is_a_decode_error_with_its_place() {
    let envelope = |result| cloudflare_success(result).to_string();
    let cases = [
        ("a null result", envelope(json!(null))),
        ("an object for a string", envelope(json!({}))),
        ("a list for a string", envelope(json!(["ok"]))),
        ("a number for a string", envelope(json!(1))),
        ("no result", json!({ "success": true, "errors": [], "messages": [] }).to_string()),
        ("no envelope", json!("ok").to_string()),
        ("another envelope", json!({ "status": "ok" }).to_string()),
        ("success as text", json!({ "success": "true", "result": "ok" }).to_string()),
        ("half a document", "{\"success\": true, \"resu".to_owned()),
        ("two documents", format!("{}{}", envelope(json!("ok")), envelope(json!("ok")))),
        ("no JSON", "ok".to_owned()),
        ("nothing", String::new()),
    ];
    let mut texts = Vec::new();
    for (case, body) in cases {
        let server = Loopback::answering(Reply::text(200, "application/json", &body));
        let error = cloudflare_client(&server).stream().keys().delete("a").await.unwrap_err();
        assert_eq!(error.status(), Some(200), "{case}");
        texts.push(format!("{case}: {error}"));
    }
    insta::assert_snapshot!(texts.join("\n"));
}

#[tokio::test]
async fn a_token_that_breaks_its_type_is_a_decode_error_with_its_place() {
    let cases = [
        ("a number for a name", json!({ "name": 5 })),
        ("a date that is none", json!({ "issued_on": "yesterday" })),
        ("a date without a zone", json!({ "issued_on": "2018-07-01T05:20:00" })),
        ("an object for a list", json!({ "policies": {} })),
        (
            "a policy without an effect",
            json!({ "policies": [{ "permission_groups": [], "resources": {} }] }),
        ),
        (
            "a null effect",
            json!({ "policies": [{ "effect": null, "permission_groups": [], "resources": {} }] }),
        ),
        (
            "a number deep inside",
            json!({ "policies": [
                { "effect": "allow", "permission_groups": [], "resources": {} },
                { "effect": "allow", "permission_groups": [{ "id": 7 }], "resources": {} },
            ] }),
        ),
    ];
    let mut texts = Vec::new();
    for (case, token) in cases {
        let server = Loopback::answering(Reply::json(200, cloudflare_success(token)));
        let error = cloudflare_client(&server).accounts().tokens().get(ID).await.unwrap_err();
        assert!(error.is_decode(), "{case}");
        assert!(error.body().is_some(), "{case}");
        texts.push(format!("{case}: {error}"));
    }
    insta::assert_snapshot!(texts.join("\n"));
}

#[tokio::test]
async fn the_deletion_of_a_token_needs_its_id_or_null() {
    let server = Loopback::answering(Reply::json(200, cloudflare_success(json!({}))));
    let error = cloudflare_client(&server).accounts().tokens().delete(ID).await.unwrap_err();
    insta::assert_snapshot!(error);
}

async fn read_token(token: Value) -> cloudflare::accounts::tokens::Token {
    let server = Loopback::answering(Reply::json(200, cloudflare_success(token)));
    cloudflare_client(&server).accounts().tokens().get(ID).await.unwrap()
}

#[tokio::test]
async fn what_the_spec_does_not_know_is_tolerated() {
    let token = read_token(json!({
        "id": "longer than thirty-two characters by far, and with blanks",
        "name": "n".repeat(500),
        "status": "asleep",
        "expires_on": null,
        "policies": [{
            "effect": "ponder",
            "permission_groups": [],
            "resources": { "all": "*", "odd": 7, "parts": { "a": "*" } },
            "surprise": [1, 2, 3],
        }],
        "surprise": { "deep": [null] },
    }))
    .await;
    assert_eq!(token.status.as_ref().unwrap().as_str(), "asleep");
    insta::assert_debug_snapshot!(token);
}

#[tokio::test]
async fn two_fields_of_one_name_are_no_fault() {
    let body = r#"{"success":true,"errors":[],"messages":[],"result":"first","result":"last"}"#;
    let server = Loopback::answering(Reply::text(200, "application/json", body));
    let word = cloudflare_client(&server).stream().keys().delete("a").await.unwrap();
    assert_eq!(word, "first");
}

#[tokio::test]
async fn a_content_type_does_not_decide_what_json_is() {
    let body = cloudflare_success(json!("ok")).to_string();
    let server = Loopback::answering(Reply::text(200, "text/plain", &body));
    assert_eq!(cloudflare_client(&server).stream().keys().delete("a").await.unwrap(), "ok");
}
