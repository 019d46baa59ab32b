#!/usr/bin/env bash
# Whether the requests of generated clients are what their documents say, judged by Prism: for each document a crate is
# generated with `--example-tests`, and each of its operations is called once, with the document's own examples or with
# values made by its schemas. The requests go to a mock server of Prism, which knows the document alone, and tells what
# is wrong with a request in the header `sl-violations`.
#
# Each document is judged twice: as it is, and made strict (requests/exact.mjs): there every parameter and every part of
# the body that a call is given is required and has that value alone, so that a value under another name, in another
# style or in another encoding is found even where the document would let it pass.
#
# Usage: benches/requests.sh [DOCUMENT..]   (names in the corpus, or paths of JSON files; eight of the corpus unless said)
#
# Reads ../shared/corpus, or the folder CLIENTWRIGHT_CORPUS. Needs node. Prism is taken from PRISM, the path of its
# program, or else installed from npm. What was refused, and what was not sent, is printed below the table; a line of
# requests/known.tsv says of each that is the document's own fault or the judge's, and why: the columns `document` and
# `judge` count them, and `ours` counts all others. The script fails where there are any.
set -euo pipefail

version=5.14.2
root=$(cd "$(dirname "$0")/.." && pwd)
corpus=${CLIENTWRIGHT_CORPUS:-$root/../shared/corpus}
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}
command -v node >/dev/null || { echo "skipped: node is not installed"; exit 0; }
[ $# -gt 0 ] || set -- petstore keeper buildomat notion qdrant figma meilisearch cloudflare

work=$(mktemp -d)
server=
# Ends the judge that runs, by its number.
stop() {
    [ -z "$server" ] && return
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
}
trap 'stop; rm -rf "$work"' EXIT

prism=${PRISM:-}
if [ -z "$prism" ]; then
    npm install --silent --no-audit --no-fund --prefix "$work/npm" "@stoplight/prism-cli@$version" >/dev/null 2>&1
    prism=$work/npm/node_modules/.bin/prism
fi
[ -e "$prism" ] || { echo "error: there is no Prism at $prism" >&2; exit 1; }

cargo build --quiet --manifest-path "$root/Cargo.toml" -p clientwright
ours=$CARGO_TARGET_DIR/debug/clientwright

free_port() {
    node -e 'const s = require("net").createServer(); s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

# Judges the calls of a test program by a document: document, program, where the lines of the calls go.
judge() {
    local port
    port=$(free_port)
    # What it says in an earlier run is not its word in this one.
    : >"$work/prism.log"
    NODE_OPTIONS=--max-old-space-size=4096 node "$prism" mock --host 127.0.0.1 --port "$port" "$1" >"$work/prism.log" 2>&1 &
    server=$!
    local waited=0
    until grep -q 'Prism is listening' "$work/prism.log"; do
        if [ $waited -ge 3000 ] || ! kill -0 "$server" 2>/dev/null; then
            echo "error: Prism does not start with $1:" >&2
            tail -3 "$work/prism.log" >&2
            exit 1
        fi
        sleep 0.2
        waited=$((waited + 1))
    done
    # It fails where any request was refused.
    EXAMPLE_SERVER=http://127.0.0.1:$port timeout 900 "$2" requests --nocapture >"$work/test.log" 2>&1 || true
    stop
    grep -q '^requests: ' "$work/test.log" || { tail -5 "$work/test.log" >&2; exit 1; }
    grep -P '^(accepted|refused|not sent)\t' "$work/test.log" >"$3" || true
}

# The lines of calls that were not accepted, each with whose fault it is: the name of the document, the lines.
explained() {
    awk -F '\t' -v name="$1" '
        NR == FNR { if (!/^#/ && NF >= 5) { documents[++count] = $1; operations[count] = $2; texts[count] = $3; faults[count] = $4 } next }
        $1 == "accepted" { next }
        {
            fault = "ours"
            for (i = 1; i <= count; i++)
                if (name ~ documents[i] && $3 ~ operations[i] && $5 ~ texts[i]) { fault = faults[i]; break }
            print fault "\t" name "\t" $0
        }' "$root/benches/requests/known.tsv" "$2"
}
count() { grep -c -- "$1" "$2" || true; }

failed=0
: >"$work/list"
printf '%-14s %-7s %10s %6s %9s %8s %9s %9s %6s %5s\n' document judged operations sent accepted refused 'not sent' document judge ours
for document in "$@"; do
    [ -f "$document" ] || document=$corpus/$document.json
    [ -f "$document" ] || { echo "skipped: there is no $document"; continue; }
    name=$(basename "$document" .json)
    "$ours" generate --openapi "$document" --crate "$name-client" --out "$work/crate" --runtime "$root/runtime" \
        --example-tests >"$work/generate.log"
    cp "$root/Cargo.lock" "$work/crate/"
    (cd "$work/crate" && CARGO_PROFILE_TEST_DEBUG=0 CARGO_PROFILE_DEV_DEBUG=0 CARGO_INCREMENTAL=0 \
        cargo test --quiet --offline --test examples --no-run --message-format json >"$work/build.log" 2>"$work/build.errors") ||
        { tail -20 "$work/build.errors" >&2; exit 1; }
    program=$(node -e '
        const lines = require("fs").readFileSync(0, "utf8").trim().split("\n").map(JSON.parse);
        console.log(lines.find((line) => line.executable && line.target.name === "examples").executable);' <"$work/build.log")
    operations=$(grep -oP '^\d+(?= operations:)' "$work/generate.log")
    node "$root/benches/requests/exact.mjs" "$document" "$work/crate/tests/examples/requests.json" >"$work/exact.json"
    for how in plain exact; do
        if [ $how = plain ]; then judge "$document" "$program" "$work/calls"; else judge "$work/exact.json" "$program" "$work/calls"; fi
        explained "$name" "$work/calls" >"$work/explained"
        mine=$(count '^ours' "$work/explained")
        failed=$((failed + mine))
        unsent=$(count '^not sent' "$work/calls")
        printf '%-14s %-7s %10s %6s %9s %8s %9s %9s %6s %5s\n' "$name" $how "$operations" \
            $(($(wc -l <"$work/calls") - unsent)) "$(count '^accepted' "$work/calls")" "$(count '^refused' "$work/calls")" "$unsent" \
            "$(count '^document' "$work/explained")" "$(count '^judge' "$work/explained")" "$mine"
        sed "s/^/$how\t/" "$work/explained" >>"$work/list"
    done
    rm -rf "$work/crate"
done
if [ -s "$work/list" ]; then
    printf '\nWhat was not accepted: how it was judged, whose fault it is, document, what became of it, status, operation, why\n'
    cut -c1-400 "$work/list"
fi
[ $failed -eq 0 ]
