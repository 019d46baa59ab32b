//! Every call of the five documents that the two clients started from, against a server on
//! loopback that answers as those documents show: `cargo run --example tour`.
//!
//! It needs no credentials, and nothing leaves the machine.

use std::fmt::Debug;

use media_clients::{agora, cloudflare};
use media_clients_tests::{Loopback, agora_client, cloudflare_client, documented};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = Loopback::start(documented);
    cloudflare_calls(&server).await?;
    agora_calls(&server).await?;
    Ok(())
}

async fn cloudflare_calls(server: &Loopback) -> Result<(), cloudflare::Error> {
    let client = cloudflare_client(server);

    title("Cloudflare: signing keys of Stream");
    let keys = client.stream().keys();
    let created = keys.create().await?;
    show(server, "keys.create()", &created);
    let page = keys.list().await?;
    show(server, "keys.list()", &page.items);
    let id = created.id.unwrap_or_default();
    let deleted: String = keys.delete(&id).await?;
    show(server, "keys.delete(id)", &deleted);
    let raw = keys.list().raw().await?;
    show(
        server,
        "keys.list().raw()",
        &(raw.status(), raw.headers().get("content-type"), raw.data().len()),
    );
    let url = keys.delete(&id).url()?;
    line(
        "keys.delete(id).url()",
        "nothing is sent",
        &url.to_string().replace(server.base_url(), ""),
    );

    title("Cloudflare: TURN keys of Calls");
    let turn_keys = client.calls().turn_keys();
    let gone = turn_keys.delete("2a95132c15732412d22c1476fa83f27a").await?;
    show(server, "turn_keys.delete(id)", &gone);
    let envelope = turn_keys.delete("2a95132c15732412d22c1476fa83f27a").envelope().await?;
    show(server, "turn_keys.delete(id).envelope()", &envelope);

    title("Cloudflare: API tokens of an account");
    let tokens = client.accounts().tokens();
    let deleted = tokens.delete("ed17574386854bf78a67040be0a770b0").await?;
    show(server, "tokens.delete(id)", &deleted);
    let Err(refused) = tokens.get("verify").await else {
        return Ok(());
    };
    line("tokens.get(\"verify\")", "nothing is sent", &refused.to_string());
    Ok(())
}

async fn agora_calls(server: &Loopback) -> Result<(), agora::Error> {
    let client = agora_client(server);

    title("Agora: a streaming key, revoked in every region");
    for region in agora::Region::ALL {
        let keys = client.with_region(region).streamkeys();
        keys.delete("2dfMTRabcdfys").await?;
        show(server, &format!("streamkeys.delete(key) in {region}"), &());
    }
    let url = client.streamkeys().delete("2dfMTRabcdfys").url()?;
    line(
        "streamkeys.delete(key).url()",
        "nothing is sent",
        &url.to_string().replace(server.base_url(), ""),
    );
    Ok(())
}

fn title(text: &str) {
    println!("\n{text}\n{}", "=".repeat(text.len()));
}

/// A call, the request that the server received for it, and what the client made of the answer.
fn show(server: &Loopback, call: &str, answer: &impl Debug) {
    let requests = server.requests();
    let request = requests.last().map(|request| format!("{} {}", request.method(), request.path()));
    line(call, &request.unwrap_or_default(), &format!("{answer:#?}"));
}

fn line(call: &str, request: &str, answer: &str) {
    println!("\n  {:8}  {call}", "call");
    println!("  {:8}  {request}", "request");
    for (index, line) in answer.lines().enumerate() {
        println!("  {:8}  {line}", if index == 0 { "answer" } else { "" });
    }
}
