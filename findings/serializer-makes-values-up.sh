#!/usr/bin/env bash
# A server's answer is written by the schema of its own document: values that do not fit it.
#
# Version: fast-json-stringify 7.3.10 (npm, node 20), which Fastify writes every answer with that has a response schema.
#
# Guess: a null where the schema says `type: string` is an error or goes out as null; a value that is not the `const`
# is an error or goes out as it is; the text "false" where a truth value is promised is an error.
#
# What happens: values are made up, without an error, and always ones that the schema allows. Null becomes "", 0, false,
# [] or {} (an object without the members that it requires); in a map it becomes 0. A `const` is written whatever the
# value is: a failed job of `state: {const: done}` is done. "false" is true. 1.9 is 1. A list where a text is promised is
# joined by commas. An `enum`, however, is not looked at. What a client receives fits its document and is not true: no
# check of an answer can notice it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > npm.log
npm install --silent fast-json-stringify@7.3.10 >> npm.log 2>&1
cat > run.mjs <<'JS'
import build from "fast-json-stringify";
const text = { type: "string" };
const cases = [
  [text, null], [{ type: "integer" }, null], [{ type: "boolean" }, null], [{ type: "array", items: text }, null],
  [{ type: "object", properties: { id: text }, required: ["id"] }, null],
  [{ type: "object", additionalProperties: { type: "integer" } }, { a: null }],
  [{ const: "done" }, "failed"], [{ type: "boolean" }, "false"], [{ type: "integer" }, 1.9], [text, ["a", "b"]],
  [{ type: "string", enum: ["a"] }, "b"], [{ type: ["string", "null"] }, null],
];
for (const [schema, value] of cases) {
  const write = build({ type: "object", properties: { x: schema }, required: ["x"] });
  console.log(JSON.stringify(schema), JSON.stringify(value), "=>", write({ x: value }));
}
JS
node run.mjs | tee seen
cat > expected <<'TEXT'
{"type":"string"} null => {"x":""}
{"type":"integer"} null => {"x":0}
{"type":"boolean"} null => {"x":false}
{"type":"array","items":{"type":"string"}} null => {"x":[]}
{"type":"object","properties":{"id":{"type":"string"}},"required":["id"]} null => {"x":{}}
{"type":"object","additionalProperties":{"type":"integer"}} {"a":null} => {"x":{"a":0}}
{"const":"done"} "failed" => {"x":"done"}
{"type":"boolean"} "false" => {"x":true}
{"type":"integer"} 1.9 => {"x":1}
{"type":"string"} ["a","b"] => {"x":"a,b"}
{"type":"string","enum":["a"]} "b" => {"x":"b"}
{"type":["string","null"]} null => {"x":null}
TEXT
diff expected seen && echo "as seen on 2026-12-01"
