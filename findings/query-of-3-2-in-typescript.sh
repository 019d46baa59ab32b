#!/usr/bin/env bash
# A document of OpenAPI 3.2 through the three generators of TypeScript that say nothing against it.
#
# Versions: @hey-api/openapi-ts 0.99.0, orval 8.38.0, swagger-typescript-api 13.13.0, typescript 5.9.3 (npm, node 20).
#
# Guess: a tool that takes `openapi: 3.2.0` without a warning makes a call of each operation, or says which it leaves
# out; a *required* parameter `in: querystring` is an argument, or an error.
#
# What happens: all three end well and print nothing about it. Of four operations hey-api makes two (QUERY is gone),
# the two others three (what stands under `additionalOperations` is gone). The required parameter of the fourth is in
# none of them: it compiles as a call without arguments.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > document.yaml <<'YAML'
openapi: 3.2.0
info: { title: Items, version: "1" }
paths:
  /items:
    get:
      operationId: listItems
      responses: { "200": { description: Items, content: { application/json: { schema: { type: array, items: { type: string } } } } } }
    query:
      operationId: searchItems
      requestBody: { required: true, content: { application/json: { schema: { type: object, properties: { q: { type: string } } } } } }
      responses: { "200": { description: Items, content: { application/json: { schema: { type: array, items: { type: string } } } } } }
    additionalOperations:
      COPY: { operationId: copyItems, responses: { "204": { description: Copied } } }
  /filter:
    get:
      operationId: filterItems
      parameters:
        - name: filter
          in: querystring
          required: true
          content: { application/x-www-form-urlencoded: { schema: { type: object, properties: { uncommon: { type: string } } } } }
      responses: { "204": { description: Counted } }
YAML
install() { # folder, package
    mkdir "$1"
    (cd "$1" && npm init -y > npm.log && npm install --silent --legacy-peer-deps "$2" typescript@5.9.3 >> npm.log 2>&1)
}
install hey-api @hey-api/openapi-ts@0.99.0
install orval orval@8.38.0
install swagger-typescript-api swagger-typescript-api@13.13.0
(cd hey-api && npx --no-install openapi-ts -i ../document.yaml -o out > log 2>&1)
(cd orval && npx --no-install orval --input ../document.yaml --output out/api.ts > log 2>&1)
(cd swagger-typescript-api && npx --no-install swagger-typescript-api generate -p ../document.yaml -o out -n api.ts > log 2>&1)
for tool in hey-api orval swagger-typescript-api; do
    made=""
    for call in listItems searchItems copyItems filterItems; do
        if grep -rqw "$call" "$tool/out"; then made="$made $call"; fi
    done
    # The name of the only field that the required parameter has.
    argument=$(grep -rqw uncommon "$tool/out" && echo "an argument" || echo "no argument")
    told=$(grep -ciE 'querystring|additionalOperations|copy|query' "$tool/log" || true)
    echo "$tool:$made; filter: $argument; lines about it: $told"
done | tee seen
cat > expected <<'TEXT'
hey-api: listItems filterItems; filter: no argument; lines about it: 0
orval: listItems searchItems filterItems; filter: no argument; lines about it: 0
swagger-typescript-api: listItems searchItems filterItems; filter: no argument; lines about it: 0
TEXT
diff expected seen && echo "as seen on 2026-12-01"
