#!/usr/bin/env bash
# A route of FastAPI for a method that OpenAPI 3.1 has no key for, and the document that FastAPI writes of it.
#
# Versions: fastapi 0.165.0, httpx 0.28.1 (PyPI, Python 3.11).
#
# Guess: such a route is left out of the document or stops it with an error; if QUERY is written, as 3.2 has it, then with
# the request body that the function takes.
#
# What happens: the document says 3.1.0 and has the keys `query` and `copy` beside `get`; 3.2 knows `query` alone, and no
# version `copy`. The body that the route requires is not in it: a client that follows the document sends none and is
# refused with 422, which the document does name. A route for two methods gives both the same `operationId`, although
# the method is part of it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install fastapi==0.165.0 httpx==0.28.1 2> pip.log || { cat pip.log; exit 1; }
cat > run.py <<'PY'
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel

app = FastAPI()

class Question(BaseModel):
    text: str

@app.api_route("/search", methods=["QUERY"])
async def search(question: Question):
    return question.text

@app.post("/search")
async def search_by_post(question: Question):
    return question.text

@app.api_route("/copy", methods=["COPY", "GET"])
async def copy_or_get():
    return 1

document = app.openapi()
print(document["openapi"])
for path, methods in document["paths"].items():
    for method, operation in sorted(methods.items()):
        print(path, method, "body:", "requestBody" in operation)
ids = {operation["operationId"] for operation in document["paths"]["/copy"].values()}
client = TestClient(app)
print("without a body:", client.request("QUERY", "/search").status_code)
print("with a body:", client.request("QUERY", "/search", json={"text": "x"}).status_code)
print("ids:", len(ids), "of 2")
PY
venv/bin/python -W ignore run.py | tee seen
cat > expected <<'TEXT'
3.1.0
/search post body: True
/search query body: False
/copy copy body: False
/copy get body: False
without a body: 422
with a body: 200
ids: 1 of 2
TEXT
diff expected seen && echo "as seen on 2026-12-01"
