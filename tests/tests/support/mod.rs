//! Every call of the two APIs, for what holds for all of them.
#![allow(dead_code, reason = "each test binary uses a part")]

use std::future::IntoFuture;
use std::pin::Pin;

use media_clients::cloudflare::stream::ClipBody;
use media_clients::{agora, cloudflare};

/// A call that is ready to be sent, and whose answer does not matter.
pub(crate) type Call<'a, E> = (&'static str, Pin<Box<dyn Future<Output = Result<(), E>> + 'a>>);

const ID: &str = "ed17574386854bf78a67040be0a770b0";

/// The calls of Cloudflare's API whose answer is text: it stands in no envelope that could tell of a failure.
pub(crate) const TEXTS: [&str; 2] = ["stream.embed", "stream.captions.vtt"];

/// Every call of Cloudflare's API by the name of its operation.
pub(crate) fn every_cloudflare_call(
    client: &cloudflare::Client,
) -> Vec<Call<'_, cloudflare::Error>> {
    let stream = client.stream();
    let live_inputs = stream.live_inputs();
    let outputs = live_inputs.outputs();
    let captions = stream.captions();
    let watermarks = stream.watermarks();
    let downloads = stream.downloads();
    let webhook = stream.webhook();
    let audio_tracks = stream.audio_tracks();
    let keys = stream.keys();
    let turn_keys = client.calls().turn_keys();
    let apps = client.calls().apps();
    let tokens = client.accounts().tokens();
    vec![
        call("stream.list", stream.list()),
        call("stream.create", stream.create(1)),
        call("stream.get", stream.get(ID)),
        call("stream.edit", stream.edit(ID)),
        call("stream.delete", stream.delete(ID)),
        call("stream.copy", stream.copy()),
        call("stream.clip", stream.clip(ClipBody::new(ID, 0, 1))),
        call("stream.direct_upload", stream.direct_upload(60)),
        call("stream.token", stream.token(ID)),
        call("stream.embed", stream.embed(ID)),
        call("stream.storage_usage", stream.storage_usage()),
        call("stream.live_inputs.list", live_inputs.list()),
        call("stream.live_inputs.create", live_inputs.create()),
        call("stream.live_inputs.get", live_inputs.get(ID)),
        call("stream.live_inputs.update", live_inputs.update(ID)),
        call("stream.live_inputs.delete", live_inputs.delete(ID)),
        call("stream.live_inputs.enable", live_inputs.enable(ID)),
        call("stream.live_inputs.disable", live_inputs.disable(ID)),
        call("stream.live_inputs.rotate_keys", live_inputs.rotate_keys(ID)),
        call("stream.live_inputs.outputs.list", outputs.list(ID)),
        call("stream.live_inputs.outputs.create", outputs.create(ID, "rtmp://a", "k")),
        call("stream.live_inputs.outputs.update", outputs.update(ID, ID, true)),
        call("stream.live_inputs.outputs.delete", outputs.delete(ID, ID)),
        call("stream.captions.list", captions.list(ID)),
        call("stream.captions.get", captions.get(ID, "tr")),
        call("stream.captions.upload", captions.upload(ID, "tr", "WEBVTT\n")),
        call("stream.captions.generate", captions.generate(ID, "tr")),
        call("stream.captions.vtt", captions.vtt(ID, "tr")),
        call("stream.captions.delete", captions.delete(ID, "tr")),
        call("stream.watermarks.list", watermarks.list()),
        call("stream.watermarks.create", watermarks.create().file("a")),
        call("stream.watermarks.get", watermarks.get(ID)),
        call("stream.watermarks.delete", watermarks.delete(ID)),
        call("stream.downloads.list", downloads.list(ID)),
        call("stream.downloads.create", downloads.create(ID)),
        call("stream.downloads.delete", downloads.delete(ID)),
        call("stream.downloads.create_type", downloads.create_type(ID, "audio")),
        call("stream.downloads.delete_type", downloads.delete_type(ID, "audio")),
        call("stream.webhook.get", webhook.get()),
        call("stream.webhook.update", webhook.update("https://example.com")),
        call("stream.webhook.delete", webhook.delete()),
        call("stream.audio_tracks.list", audio_tracks.list(ID)),
        call("stream.audio_tracks.copy", audio_tracks.copy(ID, "a")),
        call("stream.audio_tracks.edit", audio_tracks.edit(ID, ID)),
        call("stream.audio_tracks.delete", audio_tracks.delete(ID, ID)),
        call("stream.keys.create", keys.create()),
        call("stream.keys.list", keys.list()),
        call("stream.keys.delete", keys.delete(ID)),
        call("calls.turn_keys.list", turn_keys.list()),
        call("calls.turn_keys.create", turn_keys.create()),
        call("calls.turn_keys.get", turn_keys.get(ID)),
        call("calls.turn_keys.update", turn_keys.update(ID)),
        call("calls.turn_keys.delete", turn_keys.delete(ID)),
        call("calls.apps.list", apps.list()),
        call("calls.apps.create", apps.create()),
        call("calls.apps.get", apps.get(ID)),
        call("calls.apps.update", apps.update(ID)),
        call("calls.apps.delete", apps.delete(ID)),
        call("accounts.tokens.list", tokens.list()),
        call("accounts.tokens.create", tokens.create("prod", [])),
        call("accounts.tokens.get", tokens.get(ID)),
        call("accounts.tokens.update", tokens.update(ID, "prod", [])),
        call("accounts.tokens.delete", tokens.delete(ID)),
        call("accounts.tokens.verify", tokens.verify()),
        call("accounts.tokens.permission_groups", tokens.permission_groups()),
        call("accounts.tokens.roll", tokens.roll(ID)),
    ]
}

/// Every call of Agora's API by the name of its operation.
pub(crate) fn every_agora_call(client: &agora::Client) -> Vec<Call<'_, agora::Error>> {
    let keys = client.streamkeys();
    let streams = client.online_streams();
    let templates = client.templates();
    vec![
        call("streamkeys.create", keys.create("show-42", "1001")),
        call("streamkeys.list", keys.list()),
        call("streamkeys.get", keys.get("not-a-real-key")),
        call("streamkeys.update", keys.update("not-a-real-key", None)),
        call("streamkeys.delete", keys.delete("not-a-real-key")),
        call("online_streams.list", streams.list()),
        call("online_streams.get", streams.get("B1B2")),
        call("online_streams.disconnect", streams.disconnect("B1B2")),
        call("online_streams.mute", streams.mute("B1B2", true, false)),
        call("templates.put", templates.put("720p", agora::templates::Template::new())),
        call("templates.patch", templates.patch("720p", agora::templates::Template::new())),
        call("templates.delete", templates.delete("720p")),
        call("app_config.update", client.app_config().update()),
    ]
}

fn call<'a, T, E>(
    operation: &'static str,
    request: impl IntoFuture<Output = Result<T, E>> + 'a,
) -> Call<'a, E> {
    (operation, Box::pin(async move { request.await.map(drop) }))
}
