#!/usr/bin/env bash
# JSON text sequences (RFC 7464): the last record, and one that was cut off.
#
# Versions: json-text-sequence 4.0.3 (npm, node 20), jsonseq 1.0.0 (PyPI, Python 3.11).
#
# Guess: an object without a line feed behind it is whole, since its brace ends it; a number is cut off unless white
# space follows (RFC 7464, 2.4), so `<RS>12<RS>34<LF>` is the one record 34. Both libraries exist for that rule alone.
#
# What happens: json-text-sequence gives no record for anything without a line feed at its end, a whole object included,
# and "1 " with a blank is cut off too, although a blank is white space: an event `truncated` that nobody hears unless
# they ask for it, no error. jsonseq knows the rule not at all: the first half of a number is a record, at the end and
# in the middle. A reader of the one loses the last record of a server that ends without a line feed; a reader of the
# other takes 12 for 1234.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install jsonseq==1.0.0 2> pip.log || { cat pip.log; exit 1; }
npm init -y > npm.log
npm install --silent json-text-sequence@4.0.3 >> npm.log 2>&1
cat > run.mjs <<'JS'
import { Parser } from "json-text-sequence";
for (const text of ['\x1e{"a":1}\n\x1e{"b":2}', "\x1e1 \x1e2\n", "\x1e12\x1e34\n", '{"a":1}\n\x1e{"b":2}\n']) {
  const seen = [];
  await new Promise((resolve) => {
    const parser = new Parser();
    parser.on("data", (record) => seen.push(JSON.stringify(record)));
    parser.on("error", (error) => seen.push(String(error)));
    parser.on("end", resolve);
    parser.end(Buffer.from(text));
  });
  console.log("json-text-sequence", JSON.stringify(text), "=>", seen.join(" ") || "(nothing)");
}
JS
cat > run.py <<'PY'
import json
from jsonseq.decode import JSONSeqDecoder
for pieces in [['\x1e{"a":1}\n', '\x1e{"b":2}'], ["\x1e12"], ["\x1e12", "\x1e34\n"]]:
    print("jsonseq", json.dumps("".join(pieces)), "=>", *map(json.dumps, JSONSeqDecoder().decode(pieces)))
PY
{ node run.mjs; venv/bin/python run.py; } | tee seen
cat > expected <<'TEXT'
json-text-sequence "\u001e{\"a\":1}\n\u001e{\"b\":2}" => {"a":1}
json-text-sequence "\u001e1 \u001e2\n" => 2
json-text-sequence "\u001e12\u001e34\n" => 34
json-text-sequence "{\"a\":1}\n\u001e{\"b\":2}\n" => {"a":1} {"b":2}
jsonseq "\u001e{\"a\":1}\n\u001e{\"b\":2}" => {"a": 1} {"b": 2}
jsonseq "\u001e12" => 12
jsonseq "\u001e12\u001e34\n" => 12 34
TEXT
diff expected seen && echo "as seen on 2026-12-01"
