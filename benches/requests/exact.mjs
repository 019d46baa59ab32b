// Makes a document stricter than it is, by what its calls are given: every parameter that a call gives is required and
// has that value alone, and so has the body. A server that judges requests by the result finds a value that was sent
// under another name, in another style or encoding, or not at all, which the document itself would have let pass.
//
// Usage: node exact.mjs DOCUMENT.json CALLS.json > STRICT.json
import { readFileSync } from "node:fs";

const document = JSON.parse(readFileSync(process.argv[2], "utf8"));
const calls = JSON.parse(readFileSync(process.argv[3], "utf8"));
// OpenAPI says of these that they are described elsewhere, and the client writes the last by itself.
const DESCRIBED_ELSEWHERE = ["accept", "content-type", "authorization", "content-length", "host"];

function resolved(value) {
  let found = value;
  for (let steps = 0; found?.$ref && steps < 32; steps += 1) {
    const parts = decodeURIComponent(found.$ref.slice(1)).split("/").slice(1);
    found = parts.reduce((at, part) => at?.[part.replaceAll("~1", "/").replaceAll("~0", "~")], document);
  }
  return found ?? value;
}

// A schema of one value, part by part, so that a violation names the part that differs.
function exactly(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    // What is read of a URL may be a text where nothing says more. Prism looks at no schema whose enum has a value twice.
    const texts = value === null || typeof value === "object" ? [] : [String(value)];
    return { enum: [...new Set([value, ...texts])] };
  }
  const properties = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, exactly(part)]));
  return { required: Object.keys(value), properties, additionalProperties: false };
}

// What is read of a URL is made a value of its type by the first part, and compared by the second.
function only(schema, value) {
  const same = schema && typeof schema === "object" ? schema : {};
  const { default: _, ...plain } = resolved(same);
  return { ...plain, allOf: [...(plain.allOf ?? []), same, exactly(value)] };
}

function described(item, operation) {
  const all = new Map();
  for (const each of [...(item.parameters ?? []), ...(operation.parameters ?? [])]) {
    const parameter = resolved(each);
    all.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  return [...all.values()];
}

for (const call of Object.values(calls)) {
  const item = resolved(document.paths[call?.path]);
  const operation = item?.[call?.method?.toLowerCase()];
  if (!operation || call.missing) continue;
  operation.parameters = described(item, operation).map((parameter) => {
    const value = call.arguments[parameter.in]?.[parameter.name];
    const elsewhere = parameter.in === "header" && DESCRIBED_ELSEWHERE.includes(parameter.name.toLowerCase());
    if (value === undefined || elsewhere) return parameter;
    if (parameter.content) {
      const [[type, media]] = Object.entries(parameter.content);
      return { ...parameter, required: true, content: { [type]: { ...media, schema: only(media.schema, value) } } };
    }
    return { ...parameter, required: true, schema: only(parameter.schema, value) };
  });
  if (call.body === undefined) continue;
  const body = resolved(operation.requestBody);
  const media = body.content[call.media_type];
  const content = { ...body.content, [call.media_type]: { ...media, schema: only(media.schema, call.body) } };
  operation.requestBody = { ...body, required: true, content };
}
process.stdout.write(JSON.stringify(document));
