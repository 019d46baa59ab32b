#!/usr/bin/env bash
# Runs one fuzz target for some seconds, on a stable compiler: what cargo-fuzz would ask of a nightly one is the address
# sanitizer, which has nothing to find where `unsafe` is forbidden.
#   fuzz/run.sh import 600
set -euo pipefail
cd "$(dirname "$0")"
export RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Ccodegen-units=1"
# With a target of its own, so that build scripts are built without the flags.
target=$(rustc -vV | sed -n 's/^host: //p')
cargo build --release --target "$target"
mkdir -p "corpus/$1" artifacts
"${CARGO_TARGET_DIR:-target}/$target/release/$1" "corpus/$1" -artifact_prefix=artifacts/ -max_total_time="${2:-600}" \
    -timeout=30 -rss_limit_mb=3000 -max_len=65536
