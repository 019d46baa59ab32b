//! Answers that come whole, and are not what was promised.

use media_clients_tests::faults::Act;
use media_clients_tests::{Reply, cloudflare_failure, cloudflare_success};
use serde_json::json;

use crate::call::{Call, Kind};
use crate::case::Case;
use crate::scene::Scene;

const PAGE: &str =
    "<!doctype html>\n<html><head><title>Error 1033</title></head><body>gone</body></html>";

fn case(name: &'static str, call: Call, arrange: fn(&mut Scene)) -> Case {
    Case::new(name, call, arrange)
}

fn json_text(scene: &mut Scene, text: &str) {
    always(scene, &Reply::text(200, "application/json", text));
}

fn always(scene: &mut Scene, reply: &Reply) {
    scene.server.always(Act::reply(reply));
}

pub(crate) fn cases() -> Vec<Case> {
    let html_500: fn(&mut Scene) = |scene| always(scene, &Reply::text(500, "text/html", PAGE));
    let html_200: fn(&mut Scene) = |scene| always(scene, &Reply::text(200, "text/html", PAGE));
    let cut: fn(&mut Scene) = |scene| json_text(scene, "{\"success\":true,\"result\":{\"uid\":\"4");
    let deep: fn(&mut Scene) = |scene| {
        let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
        json_text(scene, &format!("{{\"success\":true,\"result\":{open}{close}}}"));
    };
    vec![
        case("HTML with 500", Call::Get, html_500).fails(Kind::Failure, 3, "3 GET"),
        case("HTML with 500", Call::Create, html_500).fails(Kind::Failure, 1, "1 POST"),
        case("HTML with 200", Call::Get, html_200).fails(Kind::Decode, 1, "1 GET"),
        case("HTML with 200", Call::Create, html_200).fails(Kind::Decode, 1, "1 POST"),
        case("cut JSON", Call::Get, cut).fails(Kind::Decode, 1, "1 GET"),
        case("cut JSON", Call::Create, cut).fails(Kind::Decode, 1, "1 POST"),
        case("JSON nested 100,000 deep", Call::Get, deep).fails(Kind::Decode, 1, "1 GET"),
        case("objects nested 100,000 deep", Call::Get, |scene| {
            json_text(scene, &"{\"a\":".repeat(100_000));
        })
        .fails(Kind::Decode, 1, "1 GET"),
        case("an error nested 100,000 deep", Call::Get, |scene| {
            always(scene, &Reply::text(400, "application/json", &"[".repeat(100_000)));
        })
        .fails(Kind::Failure, 1, "1 GET"),
        case("duplicate keys: one of them counts", Call::Get, |scene| {
            json_text(
                scene,
                r#"{"success":true,"success":false,"result":{"uid":"u","uid":"a"},"result":5}"#,
            );
        })
        .succeeds("1 GET"),
        case("duplicate keys: that one is wrong", Call::Get, |scene| {
            json_text(scene, r#"{"success":true,"result":5,"result":{"uid":"u"}}"#);
        })
        .fails(Kind::Decode, 1, "1 GET"),
        case("wrong types: a number for text", Call::Get, |scene| {
            always(scene, &Reply::json(200, cloudflare_success(json!({ "uid": 7 }))));
        })
        .fails(Kind::Decode, 1, "1 GET"),
        case("wrong types: a list for an object", Call::Get, |scene| {
            always(scene, &Reply::json(200, cloudflare_success(json!([1, 2]))));
        })
        .fails(Kind::Decode, 1, "1 GET"),
        case("wrong types: a secret that is a number", Call::Create, |scene| {
            always(
                scene,
                &Reply::json(201, cloudflare_success(json!({ "uid": "u", "key": 987_654 }))),
            );
        })
        .fails(Kind::Decode, 1, "1 POST"),
        case("null for a value", Call::Get, |scene| {
            always(scene, &Reply::json(200, cloudflare_success(json!(null))));
        })
        .fails(Kind::Decode, 1, "1 GET"),
        case("bytes that are no UTF-8", Call::Get, |scene| {
            let head = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";
            scene.server.always(Act::write([head.as_bytes(), b"\"\xff\xfe\""].concat()));
        })
        .fails(Kind::Decode, 1, "1 GET"),
        case("success: false with 200", Call::Get, |scene| {
            always(scene, &cloudflare_failure(200, 10_000, "Authentication error"));
        })
        .fails(Kind::Failure, 1, "1 GET"),
        case("success: false with 200", Call::Create, |scene| {
            always(scene, &cloudflare_failure(200, 10_000, "Authentication error"));
        })
        .fails(Kind::Failure, 1, "1 POST"),
        case("an error status with success: true", Call::Get, |scene| {
            always(scene, &Reply::json(404, cloudflare_success(json!({ "uid": "u" }))));
        })
        .fails(Kind::Failure, 1, "1 GET"),
        case("204 where a value was promised", Call::Get, |scene| {
            always(scene, &Reply::empty(204));
        })
        .fails(Kind::Decode, 1, "1 GET"),
        case("204 where a secret was promised", Call::Create, |scene| {
            always(scene, &Reply::empty(204));
        })
        .fails(Kind::Decode, 1, "1 POST"),
        case("200 with no body", Call::AgoraGet, |scene| always(scene, &Reply::empty(200))).fails(
            Kind::Decode,
            1,
            "1 GET",
        ),
        case("204 where nothing was promised", Call::AgoraMute, |scene| {
            always(scene, &Reply::empty(204));
        })
        .succeeds("1 POST"),
        case("a status that is none", Call::Get, |scene| {
            scene.server.always(Act::write("HTTP/1.1 999 \r\nContent-Length: 0\r\n\r\n"));
        })
        .fails(Kind::Failure, 1, "1 GET"),
        case("304 that nobody asked for", Call::Get, |scene| always(scene, &Reply::empty(304)))
            .fails(Kind::Failure, 1, "1 GET"),
    ]
}
