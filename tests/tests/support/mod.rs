//! Every call of the two APIs, for what holds for all of them.
#![allow(dead_code, reason = "each test binary uses a part")]

use std::future::IntoFuture;
use std::pin::Pin;

use media_clients::{agora, cloudflare};

/// A call that is ready to be sent, and whose answer does not matter.
pub(crate) type Call<'a, E> = (&'static str, Pin<Box<dyn Future<Output = Result<(), E>> + 'a>>);

const ID: &str = "ed17574386854bf78a67040be0a770b0";

/// Every call of Cloudflare's API by the name of its operation.
pub(crate) fn every_cloudflare_call(
    client: &cloudflare::Client,
) -> Vec<Call<'_, cloudflare::Error>> {
    let keys = client.stream().keys();
    let turn_keys = client.calls().turn_keys();
    let apps = client.calls().apps();
    let tokens = client.accounts().tokens();
    vec![
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
