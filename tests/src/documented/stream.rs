//! Answers of Stream, signing keys aside.

use serde_json::{Value, json};

use super::{cloudflare_success, with};
use crate::Reply;

const VIDEO: &str = "ea95132c15732412d22c1476fa83f27a";
const LIVE_INPUT: &str = "66be4bf738797e01e1fca35a7bdecdcd";
const HOST: &str = "https://customer-m033z5x00ks6nunl.cloudflarestream.com";
const WHEN: &str = "2014-01-02T02:20:00Z";

/// What the documents show for a path below `stream`, if they show it.
pub(super) fn stream(method: &str, path: &[&str]) -> Option<Reply> {
    let result = match (method, path) {
        ("GET", []) => return Some(videos()),
        ("POST", []) => return Some(upload_begun()),
        ("DELETE", [_] | ["live_inputs", _] | ["live_inputs", _, "outputs", _])
            if path != ["webhook"] =>
        {
            return Some(Reply::empty(200));
        }
        ("GET", [_, "captions", _, "vtt"]) => return Some(vtt()),
        ("GET", [_, "embed"]) => return Some(embed()),
        ("POST", ["direct_upload"]) => direct_upload(),
        ("GET", ["storage-usage"]) => storage_usage(),
        ("GET", ["live_inputs"]) => live_inputs(),
        ("POST", ["live_inputs"] | ["live_inputs", _, "enable" | "disable" | "rotate_keys"])
        | ("GET" | "PUT", ["live_inputs", _]) => live_input(),
        ("GET", ["live_inputs", _, "outputs"]) => json!([output()]),
        ("POST", ["live_inputs", _, "outputs"]) | ("PUT", ["live_inputs", _, "outputs", _]) => {
            output()
        }
        ("GET", ["watermarks"]) => json!([watermark()]),
        ("POST", ["watermarks"]) | ("GET", ["watermarks", _]) => watermark(),
        ("GET" | "PUT", ["webhook"]) => webhook(),
        ("GET", [_, "captions"]) => json!([caption(true)]),
        ("PUT", [_, "captions", _]) => caption(false),
        ("GET", [_, "captions", _]) | ("POST", [_, "captions", _, "generate"]) => caption(true),
        ("DELETE", [_, "captions", _] | ["watermarks", _]) => json!(""),
        ("GET", [_, "downloads"]) => {
            json!({ "default": download("mp4"), "audio": download("m4a") })
        }
        ("POST", [_, "downloads"] | [_, "downloads", "default"]) => {
            json!({ "default": download("mp4") })
        }
        ("POST", [_, "downloads", "audio"]) => json!({ "audio": download("m4a") }),
        ("DELETE", ["webhook"] | [_, "downloads"] | [_, "downloads" | "audio", _]) => {
            json!("ok")
        }
        ("GET", [_, "audio"]) => json!({ "audio": [audio_track()] }),
        ("POST", [_, "audio", "copy"]) | ("PATCH", [_, "audio", _]) => audio_track(),
        ("POST", [_, "token"]) => json!({ "token": "not.a-real.token" }),
        ("GET" | "POST", [_]) => video(),
        _ => return None,
    };
    Some(Reply::json(200, cloudflare_success(result)))
}

fn videos() -> Reply {
    let mut body = cloudflare_success(json!([video()]));
    body["range"] = json!(1000);
    body["total"] = json!(35_586);
    Reply::json(200, body)
}

fn upload_begun() -> Reply {
    Reply::empty(201)
        .header("location", &format!("https://upload.cloudflarestream.com/tus/{VIDEO}"))
        .header("stream-media-id", VIDEO)
        .header("tus-resumable", "1.0.0")
}

fn vtt() -> Reply {
    Reply::text(200, "text/vtt", "WEBVTT\n\n00:00:00.000 --> 00:00:02.480\nBu bir örnektir.\n")
}

fn embed() -> Reply {
    let script = "https://embed.cloudflarestream.com/embed/we4g.fla9.latest.js";
    let html = format!("<stream id=\"{VIDEO}\"></stream><script src=\"{script}\"></script>");
    Reply::text(200, "text/html", &html)
}

fn video() -> Value {
    json!({
        "uid": VIDEO,
        "creator": "creator-id_abcde12345",
        "meta": { "name": "video12345.mp4" },
        "publicDetails": {
            "title": "A day at the sea",
            "share_link": null,
            "channel_link": null,
            "logo": null,
            "media_id": 0,
        },
        "status": { "state": "inprogress", "pctComplete": "39.000000", "errorReasonCode": "" },
        "readyToStream": false,
        "duration": 12.5,
        "input": { "width": -1, "height": -1 },
        "size": 4_190_963,
        "playback": {
            "hls": format!("{HOST}/{VIDEO}/manifest/video.m3u8"),
            "dash": format!("{HOST}/{VIDEO}/manifest/video.mpd"),
        },
        "preview": format!("{HOST}/{VIDEO}/watch"),
        "thumbnail": format!("{HOST}/{VIDEO}/thumbnails/thumbnail.jpg"),
        "thumbnailTimestampPct": 0.529_241,
        "allowedOrigins": ["example.com"],
        "requireSignedURLs": true,
        "watermark": watermark(),
        "liveInput": "fc0a8dc887b16759bfd9ad922230a014",
        "clippedFrom": null,
        "created": WHEN,
        "modified": WHEN,
        "uploaded": WHEN,
        "uploadExpiry": WHEN,
        "maxDurationSeconds": -1,
        "maxSizeBytes": null,
        "scheduledDeletion": null,
    })
}

fn direct_upload() -> Value {
    json!({
        "uid": VIDEO,
        "uploadURL": format!("https://upload.videodelivery.net/{VIDEO}"),
        "scheduledDeletion": WHEN,
        "watermark": watermark(),
    })
}

fn storage_usage() -> Value {
    json!({
        "creator": "creator-id_abcde12345",
        "totalStorageMinutes": 12,
        "totalStorageMinutesLimit": 1000,
        "videoCount": 3,
    })
}

fn live_inputs() -> Value {
    json!({ "liveInputs": [live_input_summary()], "range": 1000, "total": 35_586 })
}

fn live_input_summary() -> Value {
    json!({
        "uid": LIVE_INPUT,
        "meta": { "name": "test stream 1" },
        "enabled": true,
        "deleteRecordingAfterDays": 45,
        "created": WHEN,
        "modified": WHEN,
    })
}

fn live_input() -> Value {
    let key = "fake".repeat(16);
    let rtmps = json!({ "url": "rtmps://live.cloudflare.com:443/live/", "streamKey": key });
    let srt = json!({
        "url": "srt://live.cloudflare.com:778",
        "streamId": "f256e6ea9341d51eea64c9454659e576",
        "passphrase": key,
    });
    let mut input = live_input_summary();
    input["status"] = json!(null);
    input["keysRotatedAt"] = json!(null);
    input["preferLowLatency"] = json!(false);
    input["recording"] = json!({
        "mode": "automatic",
        "allowedOrigins": ["example.com"],
        "requireSignedURLs": false,
        "hideLiveViewerCount": false,
        "timeoutSeconds": 0,
    });
    input["rtmps"] = rtmps.clone();
    input["rtmpsPlayback"] = rtmps;
    input["srt"] = srt.clone();
    input["srtPlayback"] = srt;
    input["webRTC"] = json!({ "url": format!("{HOST}/{key}/webRTC/publish") });
    input["webRTCPlayback"] = json!({ "url": format!("{HOST}/{LIVE_INPUT}/webRTC/play") });
    input
}

fn output() -> Value {
    json!({
        "uid": "baea4d9c515887b80289d5c33cf01145",
        "url": "rtmp://a.rtmp.youtube.com/live2",
        "streamKey": "fake-f19y-g2g9-a2ee-51j2",
        "enabled": true,
    })
}

fn caption(generated: bool) -> Value {
    let caption = json!({ "language": "tr", "label": "Türkçe" });
    if !generated {
        return caption;
    }
    let mut caption = with(caption, "status", "inprogress");
    caption["generated"] = json!(true);
    caption
}

fn watermark() -> Value {
    json!({
        "uid": VIDEO,
        "name": "Marketing Videos",
        "size": 29_472,
        "width": 600,
        "height": 400,
        "opacity": 0.75,
        "padding": 0.1,
        "scale": 0.1,
        "position": "center",
        "downloadedFrom": null,
        "created": WHEN,
    })
}

fn download(extension: &str) -> Value {
    let name = if extension == "mp4" { "default" } else { "audio" };
    json!({
        "status": "inprogress",
        "percentComplete": 75.0,
        "url": format!("{HOST}/{VIDEO}/downloads/{name}.{extension}"),
    })
}

fn webhook() -> Value {
    json!({
        "notificationUrl": "https://example.com",
        "notification_url": "https://example.com",
        "modified": "2019-01-01T01:02:21.076571Z",
        "secret": "fake".repeat(8),
    })
}

fn audio_track() -> Value {
    json!({ "uid": VIDEO, "label": "director commentary", "default": false, "status": "queued" })
}
