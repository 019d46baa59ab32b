#!/usr/bin/env bash
# A list in one query parameter (style form, explode false) whose items hold a comma.
#
# Versions: connexion 3.3.0, openapi-core 0.23.1 (PyPI, Python 3.11), openapi-backend 5.21.2 (npm, node 20).
#
# Guess: RFC 6570 writes the comma of a value as %2C and the comma between values as it is, and these libraries have the
# raw query string at hand, so `ids=a%2Cb,c` is the two items "a,b" and "c".
#
# What happens: all three decode first and split afterwards, so it is three items, silently: an item with a comma cannot
# be sent to them at all. One list given both ways (`ids=a,b&ids=c`) is three different lists: the last, the first, and
# a mixture. openapi-core does not split spaceDelimited lists at all: `s=a%20b` and `s=a+b` are one item.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install connexion==3.3.0 flask==3.1.3 uvicorn a2wsgi httpx==0.28.1 openapi-core==0.23.1 werkzeug 2> pip.log || { cat pip.log; exit 1; }
npm init -y > npm.log
npm install --silent openapi-backend@5.21.2 >> npm.log 2>&1

cat > document.yaml <<'YAML'
openapi: 3.0.3
info: { title: Lists, version: "1" }
paths:
  /list:
    get:
      operationId: handlers.list_
      parameters:
        - { name: ids, in: query, style: form, explode: false, schema: { type: array, items: { type: string } } }
        - { name: s, in: query, style: spaceDelimited, explode: false, schema: { type: array, items: { type: string } } }
      responses: { "200": { description: Echo, content: { application/json: { schema: {} } } } }
YAML
cat > handlers.py <<'PY'
def list_(ids=None, s=None):
    return {"ids": ids, "s": s}
PY
cat > run.py <<'PY'
import json
import connexion
from openapi_core import OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

QUERIES = ["ids=a%2Cb,c", "ids=a,b&ids=c", "s=a%20b", "s=a+b"]
app = connexion.App(__name__, specification_dir=".")
app.add_api("document.yaml")
client = app.test_client()
document = OpenAPI.from_file_path("document.yaml")
for query in QUERIES:
    name = query.split("=")[0]
    got = json.loads(client.get("/list?" + query).text)[name]
    print("connexion", query, json.dumps(got))
for query in QUERIES:
    name = query.split("=")[0]
    request = Request(EnvironBuilder(path="/list", query_string=query, base_url="http://localhost/").get_environ())
    got = document.unmarshal_request(WerkzeugOpenAPIRequest(request)).parameters.query[name]
    print("openapi-core", query, json.dumps(got))
PY
cat > run.mjs <<'JS'
import { OpenAPIBackend } from "openapi-backend";
const api = new OpenAPIBackend({ definition: "document.yaml", quick: true });
api.register("handlers.list_", (context) => context.request.query);
await api.init();
for (const query of ["ids=a%2Cb,c", "ids=a,b&ids=c", "s=a%20b", "s=a+b"]) {
  const got = await api.handleRequest({ method: "get", path: "/list", query, headers: {} });
  console.log("openapi-backend", query, JSON.stringify(got[query.split("=")[0]]).replaceAll(",\"", ", \""));
}
JS
{ venv/bin/python -W ignore run.py 2> python.log || { cat python.log; exit 1; }; node run.mjs; } | grep -E '^(connexion|openapi-)' | tee seen

cat > expected <<'TEXT'
connexion ids=a%2Cb,c ["a", "b", "c"]
connexion ids=a,b&ids=c ["c"]
connexion s=a%20b ["a", "b"]
connexion s=a+b ["a", "b"]
openapi-core ids=a%2Cb,c ["a", "b", "c"]
openapi-core ids=a,b&ids=c ["a", "b"]
openapi-core s=a%20b ["a b"]
openapi-core s=a+b ["a b"]
openapi-backend ids=a%2Cb,c ["a", "b", "c"]
openapi-backend ids=a,b&ids=c ["a,b", "c"]
openapi-backend s=a%20b ["a", "b"]
openapi-backend s=a+b ["a", "b"]
TEXT
diff expected seen && echo "as seen on 2026-11-30"
