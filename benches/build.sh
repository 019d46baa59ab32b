#!/usr/bin/env bash
# What a fresh build costs of a program that makes one call: over the client of this repository, written by hand on
# reqwest with the same features and the same TLS (rustls with ring), and by hand on reqwest's own choice of TLS (rustls
# with aws-lc-rs). Prints user seconds of `cargo build` into an empty target folder, and what ours is of the others.
#
# Usage: benches/build.sh [rounds]   (one round unless said; several are interleaved, and the least of each counts)
#
# Works offline, out of what a build of this workspace has downloaded.
set -euo pipefail

rounds=${1:-1}
# Where the messages of cargo go while the time of a build is being read.
exec 3>&2
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# What the surroundings set for this workspace must not reach the programs.
unset CARGO_TARGET_DIR CARGO_BUILD_TARGET_DIR RUSTFLAGS CARGO_ENCODED_RUSTFLAGS RUSTC_WRAPPER
# Packages of a registry are never compiled incrementally, and packages of a path are, which takes half as long again.
# Here the client comes by its path, and for its users from a registry: so none of the programs is.
export CARGO_INCREMENTAL=0

tokio='tokio = { version = "1", default-features = false, features = ["macros", "rt"] }'

# A program of its own, locked to the versions of this workspace: name, dependencies, main.rs from the input.
program() {
    mkdir -p "$work/$1/src"
    printf '[package]\nname = "%s"\nversion = "0.0.0"\nedition = "2024"\n\n[dependencies]\n%s\n%s\n\n[workspace]\n' \
        "$1" "$2" "$tokio" >"$work/$1/Cargo.toml"
    cat >"$work/$1/src/main.rs"
    cp "$root/Cargo.lock" "$work/$1/"
    (cd "$work/$1" && cargo update --offline --quiet --workspace)
}

program ours "media-clients = { path = \"$root\", default-features = false, features = [\"cloudflare\", \"files\", \"rustls\"] }" <<'RUST'
use media_clients::cloudflare::{Client, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;
    for token in client.accounts().tokens().list().per_page(20).await? {
        println!("{:?} {:?}", token.name, token.expires_on);
    }
    Ok(())
}
RUST

# By hand: the features of reqwest, other dependencies, and how a builder comes about.
by_hand() {
    program "$1" "reqwest = { version = \"0.13\", default-features = false, features = [\"http2\", \"system-proxy\", \"$2\"] }
serde = { version = \"1\", features = [\"derive\"] }
serde_json = \"1\"
$3" < <(cat "$work/by-hand.rs"; printf '%s\n' "$4")
}

cat >"$work/by-hand.rs" <<'RUST'
use std::error::Error;
use std::time::Duration;

use reqwest::Url;
use serde::Deserialize;

#[derive(Deserialize)]
struct Envelope<T> {
    success: bool,
    #[serde(default)]
    errors: Vec<Message>,
    result: Option<T>,
}

#[derive(Deserialize)]
struct Message {
    code: i64,
    message: String,
}

#[derive(Deserialize)]
struct Token {
    name: Option<String>,
    expires_on: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let account = std::env::var("CLOUDFLARE_ACCOUNT_ID")?;
    let token = std::env::var("CLOUDFLARE_API_TOKEN")?;
    let client = builder()?.timeout(Duration::from_secs(60)).build()?;
    let mut url = Url::parse("https://api.cloudflare.com/client/v4")?;
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.extend(["accounts", &account, "tokens"]);
    }
    url.query_pairs_mut().append_pair("per_page", "20");
    let response = client.get(url).bearer_auth(token).send().await?;
    let status = response.status();
    let body = response.bytes().await?;
    let envelope: Envelope<Vec<Token>> = serde_json::from_slice(&body)?;
    if !status.is_success() || !envelope.success {
        for error in &envelope.errors {
            eprintln!("{} {}", error.code, error.message);
        }
        return Err(status.to_string().into());
    }
    for token in envelope.result.unwrap_or_default() {
        println!("{:?} {:?}", token.name, token.expires_on);
    }
    Ok(())
}
RUST

by_hand by-hand rustls-no-provider 'rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }
rustls-platform-verifier = "0.7"' 'fn builder() -> Result<reqwest::ClientBuilder, Box<dyn Error>> {
    use rustls_platform_verifier::BuilderVerifierExt;

    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let mut tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(reqwest::Client::builder().tls_backend_preconfigured(tls))
}'
by_hand own-tls rustls '' 'fn builder() -> Result<reqwest::ClientBuilder, Box<dyn Error>> {
    Ok(reqwest::Client::builder())
}'

# User seconds of a build of a program with a profile, all of its processes together.
seconds() {
    rm -rf "$work/target"
    local TIMEFORMAT=%U
    {
        time cargo build --offline --quiet --profile "$2" --manifest-path "$work/$1/Cargo.toml" \
            --target-dir "$work/target" 2>&3
    } 2>&1
}

printf '%-8s  %9s  %9s  %16s  %19s\n' profile ours by-hand 'ours to by-hand' 'by-hand on aws-lc-rs'
for profile in dev release; do
    declare -A least=()
    for _ in $(seq "$rounds"); do
        for name in by-hand ours own-tls; do
            taken=$(seconds "$name" "$profile")
            least[$name]=$(printf '%s\n' "$taken" ${least[$name]:-} | sort -g | head -1)
        done
    done
    awk -v profile="$profile" -v raw="${least[by-hand]}" -v ours="${least[ours]}" -v own="${least[own-tls]}" \
        'BEGIN { printf "%-8s  %7.1f s  %7.1f s  x %.3f (<= 1.15)  %7.1f s, x %.3f\n", profile, ours, raw, ours / raw, own, ours / own }'
done
