#!/usr/bin/env bash
# What a whole document costs, side by side with ploidy 0.15.0 and in one run: generating a crate, the code in it, checking
# it with all features and with those of the DNS records alone, and the size of a program that makes one call against one
# written by hand on reqwest. Both tools and all dependencies are compiled before anything is measured, and nothing is
# compiled incrementally.
#
# Usage: benches/openapi.sh [rounds]   (of generating; three unless said, interleaved, and the least of each counts)
#
# Reads ../shared/corpus/cloudflare.json, or that of the folder CLIENTWRIGHT_CORPUS. Needs GNU time, the network for what
# ploidy's crate depends on, and 12 GB of memory for checking that. ploidy is installed into PLOIDY_ROOT (target/peers)
# where it is not there yet. Without it (PLOIDY_ROOT=none) ours is measured alone.
set -euo pipefail

rounds=${1:-3}
root=$(cd "$(dirname "$0")/.." && pwd)
document=${CLIENTWRIGHT_CORPUS:-$root/../shared/corpus}/cloudflare.json
target=${CARGO_TARGET_DIR:-$root/target}
peers=${PLOIDY_ROOT:-$target/peers}
[ -f "$document" ] || { echo "skipped: there is no $document"; exit 0; }
[ -x /usr/bin/time ] || { echo "error: GNU time is not installed" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset CARGO_BUILD_TARGET_DIR RUSTFLAGS CARGO_ENCODED_RUSTFLAGS RUSTC_WRAPPER
export CARGO_INCREMENTAL=0

cargo build --release --quiet --manifest-path "$root/Cargo.toml" -p clientwright --target-dir "$target"
ours=$target/release/clientwright
with_peer=yes
[ "$peers" = none ] && with_peer=no
if [ $with_peer = yes ] && [ ! -x "$peers/bin/ploidy" ]; then
    cargo install --locked --quiet ploidy@0.15.0 --root "$peers" --target-dir "$work/peer"
    rm -rf "$work/peer"
fi
# What is checked and built goes here, and what it depends on stays for the next run.
export CARGO_TARGET_DIR=$target/openapi

declare -A figure
# Runs a command, and keeps the least of wall and user seconds and peak memory in MB over all runs of that name.
measure() {
    local name=$1
    shift
    if ! /usr/bin/time -o "$work/time" -f '%e %U %M' "$@" >"$work/out" 2>"$work/errors"; then
        tail -5 "$work/errors" >&2
        figure[$name wall]=failed figure[$name user]=failed figure[$name memory]=failed
        return
    fi
    local wall user memory
    read -r wall user memory < <(tail -1 "$work/time")
    memory=$(awk -v kb="$memory" 'BEGIN { printf "%.0f", kb * 1024 / 1e6 }')
    least "$name wall" "$wall"
    least "$name user" "$user"
    least "$name memory" "$memory"
}
least() {
    figure[$1]=$(awk -v a="${figure[$1]:-$2}" -v b="$2" 'BEGIN { print (a + 0 < b + 0 ? a : b) }')
}

for _ in $(seq "$rounds"); do
    if [ $with_peer = yes ]; then
        rm -rf "$work/ploidy"
        measure 'ploidy generate' "$peers/bin/ploidy" generate rust "$document" -o "$work/ploidy" --name ploidy-client
    fi
    rm -rf "$work/ours"
    measure 'ours generate' "$ours" generate --openapi "$document" --crate ours-client --out "$work/ours" --runtime "$root/runtime"
done

# Lines and bytes of what is compiled: comments, documentation and blank lines left out.
count() {
    local lines bytes
    read -r lines bytes < <(find "$work/$1/src" -name '*.rs' -exec cat {} + |
        LC_ALL=C awk '!/^[ \t]*(\/\/|$)/ { lines++; bytes += length($0) + 1 } END { print lines + 0, bytes + 0 }')
    figure[$1 lines]=$lines
    figure[$1 bytes]=$(awk -v b="$bytes" 'BEGIN { printf "%.2f", b / 1e6 }')
}

# The dependencies of a crate are checked with an empty library, then the crate alone is measured.
check() {
    local folder=$work/$1 name=$2
    shift 2
    mv "$folder/src" "$folder/whole"
    mkdir "$folder/src"
    touch "$folder/src/lib.rs"
    (cd "$folder" && cargo check --quiet "$@")
    rm -r "$folder/src"
    mv "$folder/whole" "$folder/src"
    touch "$folder/src/lib.rs"
    # Not in a subshell, in which the figures would be lost.
    pushd "$folder" >/dev/null
    measure "$name" cargo check --quiet "$@"
    popd >/dev/null
}

cp "$root/Cargo.lock" "$work/ours/"
count ours
check ours 'ours all' --offline --all-features
check ours 'ours one' --offline --no-default-features --features zones-dns_records
if [ $with_peer = yes ]; then
    count ploidy
    check ploidy 'ploidy all' --all-features
fi

# A program of its own with the settings and versions of the other: name, dependencies, main.rs from the input.
program() {
    mkdir -p "$work/$1/src"
    cat >"$work/$1/Cargo.toml" <<TOML
[package]
name = "$1"
version = "0.0.0"
edition = "2024"

[dependencies]
$2
tokio = { version = "1", default-features = false, features = ["macros", "rt"] }

[profile.release]
strip = true

[workspace]
TOML
    cat >"$work/$1/src/main.rs"
    cp "$root/Cargo.lock" "$work/$1/"
    (cd "$work/$1" && cargo build --release --quiet --offline)
    figure[$1 bytes]=$(stat -c %s "$CARGO_TARGET_DIR/release/$1")
}

program by-library 'ours-client = { path = "../ours", default-features = false, features = ["zones-dns_records"] }' <<'RUST'
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), ours_client::Error> {
    let client = ours_client::Client::from_env()?;
    let zone = std::env::var("CLOUDFLARE_ZONE_ID").unwrap_or_default();
    println!("{}", client.zones().dns_records().list(zone).await?.into_iter().count());
    Ok(())
}
RUST
program by-hand 'reqwest = { version = "0.13", default-features = false, features = ["http2", "system-proxy", "rustls-no-provider"] }
rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }
rustls-platform-verifier = "0.7"
serde = { version = "1", features = ["derive"] }
serde_json = "1"' <<'RUST'
use std::error::Error;
use std::time::Duration;

use rustls_platform_verifier::BuilderVerifierExt;
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
#[expect(dead_code)]
struct Record {
    id: String,
    name: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    content: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let zone = std::env::var("CLOUDFLARE_ZONE_ID")?;
    let token = std::env::var("CLOUDFLARE_API_TOKEN")?;
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let mut tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    // Without it, a TLS that is handed over speaks HTTP/1.1 alone.
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let client = reqwest::Client::builder().tls_backend_preconfigured(tls).timeout(Duration::from_secs(60)).build()?;
    let mut url = reqwest::Url::parse("https://api.cloudflare.com/client/v4")?;
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.extend(["zones", &zone, "dns_records"]);
    }
    let response = client.get(url).bearer_auth(token).send().await?;
    let status = response.status();
    let body = response.bytes().await?;
    let envelope: Envelope<Vec<Record>> = serde_json::from_slice(&body)?;
    if !status.is_success() || !envelope.success {
        for error in &envelope.errors {
            eprintln!("{} {}", error.code, error.message);
        }
        return Err(status.to_string().into());
    }
    println!("{}", envelope.result.unwrap_or_default().len());
    Ok(())
}
RUST

# A line of the table: what, and the figures of the two; the ratio where both are numbers.
line() {
    awk -v what="$1" -v a="${2:--}" -v b="${3:--}" 'BEGIN {
        ratio = (a + 0 > 0 && b + 0 > 0) ? sprintf("%.3f", b / a) : "-"
        printf "%-46s %12s %12s %8s\n", what, a, b, ratio
    }'
}
printf 'load %s\n' "$(cut -d' ' -f1-3 /proc/loadavg 2>/dev/null || true)"
printf '%-46s %12s %12s %8s\n' "$(basename "$document")" ploidy ours ratio
line 'generate, wall, s' "${figure[ploidy generate wall]:-}" "${figure[ours generate wall]}"
line 'generate, user, s' "${figure[ploidy generate user]:-}" "${figure[ours generate user]}"
line 'generate, peak memory, MB' "${figure[ploidy generate memory]:-}" "${figure[ours generate memory]}"
line 'code without documentation, lines' "${figure[ploidy lines]:-}" "${figure[ours lines]}"
line 'code without documentation, MB' "${figure[ploidy bytes]:-}" "${figure[ours bytes]}"
line 'cargo check, all features, user, s' "${figure[ploidy all user]:-}" "${figure[ours all user]}"
line 'cargo check, all features, peak memory, MB' "${figure[ploidy all memory]:-}" "${figure[ours all memory]}"
line 'cargo check, DNS records alone, user, s' '' "${figure[ours one user]}"
line 'cargo check, DNS records alone, wall, s' '' "${figure[ours one wall]}"
printf '\n%-46s %12s %12s %8s\n' 'release binary of one call, stripped' 'by hand' ours ratio
line 'bytes' "${figure[by-hand bytes]}" "${figure[by-library bytes]}"
line 'bytes more' '' "$((figure[by-library bytes] - figure[by-hand bytes]))"
