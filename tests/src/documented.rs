//! Answers as the documents of the two APIs show them.

mod stream;

use serde_json::{Value, json};

use crate::{Received, Reply};

/// What the documents show as the answer to this request; 404 for anything they do not show.
pub fn documented(request: &Received) -> Reply {
    let path: Vec<&str> = request.path().split('/').skip(1).collect();
    match &*path {
        ["client", "v4", "accounts", _, rest @ ..] => cloudflare(request.method(), rest),
        [_, "v1", "projects", _, "rtls", "ingress", rest @ ..] => agora(request, rest),
        _ => no_route(),
    }
}

/// Cloudflare's envelope around the data of a success.
#[allow(clippy::needless_pass_by_value, reason = "answers are written in place with `json!`")]
pub fn cloudflare_success(result: Value) -> Value {
    json!({ "errors": [], "messages": [], "success": true, "result": result })
}

/// Cloudflare's answer to a call that fails.
pub fn cloudflare_failure(status: u16, code: u32, message: &str) -> Reply {
    let error = json!({ "code": code, "message": message });
    Reply::json(
        status,
        json!({ "errors": [error], "messages": [], "success": false, "result": null }),
    )
    .header("cf-ray", CF_RAY)
}

/// Agora's envelope around the data of a success.
#[allow(clippy::needless_pass_by_value, reason = "answers are written in place with `json!`")]
pub fn agora_success(data: Value) -> Value {
    json!({ "status": "success", "data": data })
}

fn cloudflare(method: &str, path: &[&str]) -> Reply {
    let (status, result) = match (method, path) {
        ("POST", ["stream", "keys"]) => (200, signing_key_created()),
        ("GET", ["stream", "keys"]) => (200, json!([signing_key()])),
        ("DELETE", ["stream", "keys", _]) => (200, json!("ok")),
        ("GET", ["calls", "turn_keys" | "apps"]) => (200, json!([item()])),
        ("POST", ["calls", "turn_keys"]) => (201, with(item(), "key", &"fake".repeat(16))),
        ("POST", ["calls", "apps"]) => (201, with(item(), "secret", &"sham".repeat(16))),
        ("GET" | "PUT" | "DELETE", ["calls", "turn_keys" | "apps", _]) => (200, item()),
        ("GET", ["tokens"]) => return tokens(),
        ("POST", ["tokens"]) => (200, with(token(), "value", &"fake".repeat(10))),
        ("GET", ["tokens", "verify"]) => (
            200,
            json!({ "id": TOKEN_ID, "status": "active", "expires_on": "2020-01-01T00:00:00Z" }),
        ),
        ("GET", ["tokens", "permission_groups"]) => (200, json!([permission_group()])),
        ("PUT", ["tokens", _, "value"]) => (200, json!("fake".repeat(10))),
        ("GET" | "PUT", ["tokens", _]) => (200, token()),
        ("DELETE", ["tokens", _]) => (200, json!({ "id": "023e105f4ecef8ad9ca31a8372d0c353" })),
        (_, ["stream", rest @ ..]) => {
            return stream::stream(method, rest)
                .map_or_else(no_route, |reply| reply.header("cf-ray", CF_RAY));
        }
        _ => return no_route(),
    };
    Reply::json(status, cloudflare_success(result)).header("cf-ray", CF_RAY)
}

const CF_RAY: &str = "8f1c2d3e4a5b6c7d-TXL";

fn no_route() -> Reply {
    cloudflare_failure(404, 7000, "No route for that URI")
}

const TOKEN_ID: &str = "ed17574386854bf78a67040be0a770b0";

fn tokens() -> Reply {
    let mut body = cloudflare_success(json!([token()]));
    body["result_info"] =
        json!({ "page": 1, "per_page": 20, "count": 1, "total_count": 1, "total_pages": 1 });
    Reply::json(200, body)
}

fn signing_key() -> Value {
    json!({ "id": TOKEN_ID, "created": "2014-01-02T02:20:00Z", "key_id": TOKEN_ID })
}

fn signing_key_created() -> Value {
    json!({
        "id": TOKEN_ID,
        "created": "2014-01-02T02:20:00Z",
        "pem": "ZmFrZSBQRU0=",
        "jwk": "ZmFrZSBKV0s=",
    })
}

fn item() -> Value {
    json!({
        "created": "2014-01-02T02:20:00Z",
        "modified": "2014-01-02T02:20:00Z",
        "name": "production-realtime-app",
        "uid": "2a95132c15732412d22c1476fa83f27a",
    })
}

fn token() -> Value {
    json!({
        "id": TOKEN_ID,
        "name": "readonly token",
        "status": "active",
        "issued_on": "2018-07-01T05:20:00Z",
        "modified_on": "2018-07-02T05:20:00Z",
        "last_used_on": "2020-01-02T12:34:00Z",
        "not_before": "2018-07-01T05:20:00Z",
        "expires_on": "2020-01-01T00:00:00Z",
        "condition": { "request_ip": { "in": ["192.0.2.0/24"], "not_in": ["192.0.2.7/32"] } },
        "policies": [{
            "id": "f267e341f3dd4697bd3b9f71dd96247f",
            "effect": "allow",
            "permission_groups": [{
                "id": "c8fed203ed3043cba015a93ad1616f1f",
                "name": "Zone Read",
                "meta": { "scopes": "com.cloudflare.api.account.zone", "editable": true },
            }],
            "resources": {
                "com.cloudflare.api.account.zone.22b1de5f1c0e4b3ea97bb1e963b06a43": "*",
                "com.cloudflare.api.account.eb78d65290b24279ba6f44721b3ea3c4": {
                    "com.cloudflare.api.account.zone.*": "*",
                },
            },
        }],
        "creator_email_at_creation": "user@example.com",
        "provisioner_id": null,
        "provisioner_type": "user",
    })
}

fn permission_group() -> Value {
    json!({
        "id": "c8fed203ed3043cba015a93ad1616f1f",
        "name": "Zone Read",
        "scopes": ["com.cloudflare.api.account.zone"],
        "category": "dns_and_zones",
    })
}

fn agora(request: &Received, path: &[&str]) -> Reply {
    let body = match (request.method(), path) {
        ("POST", ["streamkeys"]) | ("GET", ["streamkeys", _]) => agora_success(stream_key()),
        ("GET", ["streamkeys"]) => {
            agora_success(json!({ "hasMore": false, "streamKeys": [stream_key()], "cursor": "" }))
        }
        ("GET", ["online-streams"]) => agora_success(json!([started_stream(), running_stream()])),
        ("GET", ["online-streams", _]) => agora_success(json!([running_stream()])),
        ("PUT" | "DELETE", ["streamkeys", _])
        | ("DELETE", ["online-streams", _])
        | ("POST", ["online-streams", "mute", _])
        | ("PUT" | "PATCH" | "DELETE", ["stream-templates", _])
        | ("PUT", ["appconfig"]) => json!({ "status": "success" }),
        _ => {
            return Reply::json(404, json!({ "status": "error", "message": "resource not found" }));
        }
    };
    let id = request.header("x-request-id").unwrap_or("0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1");
    Reply::json(200, body).header("x-request-id", id)
}

fn stream_key() -> Value {
    json!({
        "streamKey": "not-a-real-stream-key",
        "channel": "show-42",
        "uid": "0123",
        "expiresAfter": 3600,
        "createdAt": "1704070861",
    })
}

fn started_stream() -> Value {
    json!({
        "sid": "B1B2B3B4B5B6B7B8",
        "channel": "show-42",
        "uid": "0123",
        "url": "rtmp://rtls-ingress.example.com/live",
        "status": "Started",
        "beginAt": "2024-01-01 01:01:01.001",
        "bitrate": 0,
    })
}

fn running_stream() -> Value {
    let mut stream = started_stream();
    stream["status"] = json!("Running");
    stream["bitrate"] = json!(2500);
    stream["video"] = json!({ "width": 1280, "height": 720, "fps": 29.97 });
    stream["audio"] = json!({ "channels": 2, "sampleRate": 48_000 });
    stream
}

fn with(mut object: Value, field: &str, value: &str) -> Value {
    object[field] = json!(value);
    object
}
