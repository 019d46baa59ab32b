//! Calls that fail, and answers that are not what was promised.

mod support;

use media_clients_tests::{Loopback, Reply, agora_client, agora_success};
use serde_json::json;

/// The documented failures.
const FAILURES: [(u16, &str); 9] = [
    (400, "streamkey exists in another region"),
    (401, "Invalid authentication credentials"),
    (403, "the service is not enabled for this project"),
    (404, "resource not found"),
    (409, "concurrent operations"),
    (429, "too many requests"),
    (500, "internal error"),
    (503, "service unavailable"),
    (504, "gateway timeout"),
];

fn failure(status: u16, word: &str, message: &str) -> Reply {
    Reply::json(status, json!({ "status": word, "message": message }))
        .header("x-request-id", "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1")
}

#[tokio::test]
async fn every_documented_failure_of_every_call_is_an_error_of_its_kind() {
    for (status, message) in FAILURES {
        let server = Loopback::answering(failure(status, "error", message));
        let client = agora_client(&server);
        for (operation, call) in support::every_agora_call(&client) {
            let error = call.await.unwrap_err();
            assert_eq!(error.operation(), operation);
            assert_eq!(error.status(), Some(status), "{operation}");
            assert_eq!(error.message(), Some(message), "{operation}");
            assert_eq!(error.failure().unwrap().message, message, "{operation}");
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
    for (status, message) in FAILURES {
        let server = Loopback::answering(failure(status, "error", message));
        let error = agora_client(&server).streamkeys().delete("2dfMTRabcdfys").await.unwrap_err();
        texts.push(error.to_string());
    }
    insta::assert_snapshot!(texts.join("\n"));
}

#[tokio::test]
async fn any_status_but_success_fails_even_with_200() {
    for word in ["fail", "error", "Success", ""] {
        let server = Loopback::answering(failure(200, word, "no"));
        let client = agora_client(&server);
        for (operation, call) in support::every_agora_call(&client) {
            let error = call.await.unwrap_err();
            assert_eq!(error.status(), Some(200), "{operation}");
            assert_eq!(error.message(), Some("no"), "{operation}");
        }
    }
    let server = Loopback::answering(failure(200, "fail", "no"));
    insta::assert_snapshot!(
        agora_client(&server).streamkeys().delete("2dfMTRabcdfys").await.unwrap_err()
    );
}

#[tokio::test]
async fn a_gateways_page_of_html_is_a_server_error() {
    let page = "<html><head><title>502 Bad Gateway</title></head></html>";
    let server = Loopback::answering(Reply::text(502, "text/html", page));
    let error = agora_client(&server).templates().delete("720p").await.unwrap_err();
    assert!(error.is_server_error());
    assert_eq!(error.failure(), None);
    insta::assert_snapshot!(error);
}

/// What is scrubbed is the server's words, and neither the names of its fields nor the client's words.
#[tokio::test]
async fn a_secret_that_is_also_a_common_word_leaves_the_error_readable() {
    for secret in ["a", "message", "status", "data"] {
        let failed = json!({ "status": "error", "message": format!("no key {secret}!") });
        let server = Loopback::answering(Reply::json(400, failed));
        let error = agora_client(&server).streamkeys().delete(secret).await.unwrap_err();
        assert_eq!(error.message(), Some("no key [redacted]!"), "{secret}");
        assert!(error.failure().is_some(), "{secret}");
        let server = Loopback::answering(Reply::json(200, agora_success(json!({}))));
        let error = agora_client(&server).streamkeys().get(secret).await.unwrap_err();
        assert!(error.to_string().ends_with("`data.streamKey` is missing"), "{secret}: {error}");
    }
}

#[tokio::test]
async fn a_call_without_data_needs_no_json() {
    let answers = [
        Reply::empty(200),
        Reply::empty(204),
        Reply::text(200, "text/plain", "deleted"),
        Reply::json(200, json!({ "status": "success", "data": { "more": 1 } })),
    ];
    for answer in answers {
        let server = Loopback::answering(answer);
        let () = agora_client(&server).streamkeys().delete("2dfMTRabcdfys").await.unwrap();
    }
}

#[tokio::test]
async fn a_call_with_data_needs_it() {
    let cases = [
        ("no data", json!({ "status": "success" })),
        ("null", agora_success(json!(null))),
        ("an empty object", agora_success(json!({}))),
        (
            "a number for a uid",
            agora_success(json!({
                "streamKey": "k", "channel": "c", "uid": 1, "expiresAfter": 0, "createdAt": "1",
            })),
        ),
    ];
    let mut texts = Vec::new();
    for (case, body) in cases {
        let server = Loopback::answering(Reply::json(200, body));
        let error = agora_client(&server).streamkeys().get("2dfMTRabcdfys").await.unwrap_err();
        assert!(error.is_decode(), "{case}");
        texts.push(format!("{case}: {error}"));
    }
    insta::assert_snapshot!(texts.join("\n"));
}
