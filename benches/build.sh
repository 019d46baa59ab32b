#!/usr/bin/env bash
# What a fresh build costs of a program that makes one call: over the client of this repository, and written by hand on
# reqwest with the same features. Prints user seconds of `cargo build` into an empty target folder, and their ratio.
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
unset CARGO_TARGET_DIR CARGO_BUILD_TARGET_DIR RUSTFLAGS CARGO_ENCODED_RUSTFLAGS RUSTC_WRAPPER CARGO_INCREMENTAL

# The features that the runtime enables in reqwest: the rival gets the same.
reqwest_features='"http2", "system-proxy", "rustls"'
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

program ours "media-clients = { path = \"$root\", default-features = false, features = [\"cloudflare\"] }" <<'RUST'
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

program by-hand "reqwest = { version = \"0.13\", default-features = false, features = [$reqwest_features] }
serde = { version = \"1\", features = [\"derive\"] }
serde_json = \"1\"" <<'RUST'
use std::error::Error;
use std::time::Duration;

use reqwest::{Client, Url};
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
    let client = Client::builder().timeout(Duration::from_secs(60)).build()?;
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

# User seconds of a build of a program with a profile, all of its processes together.
seconds() {
    rm -rf "$work/target"
    local TIMEFORMAT=%U
    {
        time cargo build --offline --quiet --profile "$2" --manifest-path "$work/$1/Cargo.toml" \
            --target-dir "$work/target" 2>&3
    } 2>&1
}

printf '%-8s  %9s  %9s  %6s\n' profile by-hand ours ratio
for profile in ${PROFILES:-dev release}; do
    declare -A least=()
    for _ in $(seq "$rounds"); do
        for name in by-hand ours; do
            taken=$(seconds "$name" "$profile")
            least[$name]=$(printf '%s\n' "$taken" ${least[$name]:-} | sort -g | head -1)
        done
    done
    awk -v profile="$profile" -v raw="${least[by-hand]}" -v ours="${least[ours]}" \
        'BEGIN { printf "%-8s  %7.1f s  %7.1f s  %6.3f\n", profile, raw, ours, ours / raw }'
done
