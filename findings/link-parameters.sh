#!/usr/bin/env bash
# Link headers (RFC 8288) that are valid and written a little otherwise than GitHub writes them.
#
# Versions: parse-link-header 2.0.0, li 1.3.0, http-link-header 1.1.4 (npm, node 20).
#
# Guess: names of parameters are matched whatever their case, blanks around `=` are taken, and of two `rel` the first
# counts, since RFC 8288 says each of the three.
#
# What happens: parse-link-header and li give no link at all for `REL=` and for `rel = "next"`, without an error, so a
# walk over pages ends after the first; of two `rel` both take the last, http-link-header the first. parse-link-header
# cuts a title at its semicolon, and an option of the same link's query (`?title=..`) is put among the parameters.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > npm.log
npm install --silent parse-link-header@2.0.0 li@1.3.0 http-link-header@1.1.4 >> npm.log 2>&1
cat > run.mjs <<'JS'
import parse from "parse-link-header";
import li from "li";
import LinkHeader from "http-link-header";
const headers = [
  '<https://api.example/?p=2>; REL="next"',
  '<https://api.example/?p=2> ; rel = "next"',
  '<https://api.example/?p=2>; rel="next"; rel="prev"',
  '<https://api.example/?p=2>; title="a, b; c"; rel="next"',
  '<https://api.example/?title=q>; rel="next"',
];
for (const header of headers) {
  const one = parse(header) ?? {};
  const titles = Object.values(one).map((link) => link.title ?? null);
  console.log(header);
  console.log("  parse-link-header", JSON.stringify(Object.keys(one)), JSON.stringify(titles));
  console.log("  li", JSON.stringify(Object.keys(li.parse(header))));
  const refs = LinkHeader.parse(header).refs;
  console.log("  http-link-header", JSON.stringify(refs.map((ref) => ref.rel)), JSON.stringify(refs.map((ref) => ref.title ?? null)));
}
JS
node run.mjs | tee seen
cat > expected <<'TEXT'
<https://api.example/?p=2>; REL="next"
  parse-link-header [] []
  li []
  http-link-header ["next"] [null]
<https://api.example/?p=2> ; rel = "next"
  parse-link-header [] []
  li []
  http-link-header ["next"] [null]
<https://api.example/?p=2>; rel="next"; rel="prev"
  parse-link-header ["prev"] [null]
  li ["prev"]
  http-link-header ["next"] [null]
<https://api.example/?p=2>; title="a, b; c"; rel="next"
  parse-link-header ["next"] ["a, b"]
  li ["next"]
  http-link-header ["next"] ["a, b; c"]
<https://api.example/?title=q>; rel="next"
  parse-link-header ["next"] ["q"]
  li ["next"]
  http-link-header ["next"] [null]
TEXT
diff expected seen && echo "as seen on 2026-11-30"
