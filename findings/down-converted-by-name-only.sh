#!/usr/bin/env bash
# A document of OpenAPI 3.1, converted down to 3.0.
#
# Version: @apiture/openapi-down-convert 0.14.2 (npm, node 20).
#
# Guess: what 3.0 cannot say is either said otherwise or told; it is the converter's only job, and it has options for
# what to do about what it deletes.
#
# What happens: the document says 3.0.3, and is not one. `type: [string, integer]`, a null among `anyOf`, `prefixItems`
# and `exclusiveMinimum: 0` (a truth value in 3.0) stay as they are. A part of a form that is a file
# (`contentMediaType: image/png`) loses that one key and becomes a text, `application/octet-stream` alone becomes a file.
# `unevaluatedProperties` and `patternProperties` are cut, so a map of texts is an object that is closed or of anything.
# Nothing is printed, and nothing is thrown.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > npm.log
npm install --silent @apiture/openapi-down-convert@0.14.2 >> npm.log 2>&1
cat > run.mjs <<'JS'
import { Converter } from "@apiture/openapi-down-convert";
const schemas = {
  Either: { type: ["string", "integer"] },
  MaybeOne: { anyOf: [{ $ref: "#/components/schemas/Either" }, { type: "null" }] },
  Pair: { type: "array", prefixItems: [{ type: "string" }, { type: "integer" }], items: false },
  Positive: { type: "integer", exclusiveMinimum: 0 },
  Picture: { type: "string", contentMediaType: "image/png" },
  Bytes: { type: "string", contentMediaType: "application/octet-stream" },
  Labels: { type: "object", unevaluatedProperties: { type: "string" } },
  Extras: { type: "object", patternProperties: { "^x-": { type: "string" } }, additionalProperties: false },
};
const document = { openapi: "3.1.0", info: { title: "T", version: "1" }, paths: {}, components: { schemas } };
const told = [];
console.warn = console.error = (...line) => told.push(line);
const made = new Converter(document).convert();
console.log(made.openapi, "told:", told.length);
for (const [name, schema] of Object.entries(made.components.schemas)) console.log(name, JSON.stringify(schema));
JS
node run.mjs | tee seen
cat > expected <<'TEXT'
3.0.3 told: 0
Either {"type":["string","integer"]}
MaybeOne {"anyOf":[{"$ref":"#/components/schemas/Either"},{"type":"null"}]}
Pair {"type":"array","prefixItems":[{"type":"string"},{"type":"integer"}],"items":false}
Positive {"type":"integer","exclusiveMinimum":0}
Picture {"type":"string"}
Bytes {"type":"string","format":"binary"}
Labels {"type":"object"}
Extras {"type":"object","additionalProperties":false}
TEXT
diff expected seen && echo "as seen on 2026-12-01"
