#!/usr/bin/env bash
# Server-sent events whose lines end in a lone CR, which the standard allows and sse-starlette offers (`sep="\r"`).
#
# Versions: sse-starlette 3.5.1 on uvicorn and starlette, httpx-sse 0.4.3 (PyPI, Python 3.11), eventsource 4.1.1 with
# eventsource-parser 3.1.1 (npm, node 20).
#
# Guess: an event is there as soon as its blank line has come, whichever of the three line ends is used.
#
# What happens: both clients keep a CR at the end of what has come until the next byte, since it may be half of a CR LF.
# So each event is handed on only once the one after it has been sent, three seconds later here, and the last event of a
# stream that stays open never is. With `\n` both hand it on at once.
set -euo pipefail
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install sse-starlette==3.5.1 starlette uvicorn httpx==0.28.1 httpx-sse==0.4.3 2> pip.log || { cat pip.log; exit 1; }
npm init -y > npm.log
npm install --silent eventsource@4.1.1 eventsource-parser@3.1.1 >> npm.log 2>&1
cat > serve.py <<'PY'
import asyncio, socket
import uvicorn
from sse_starlette import EventSourceResponse
from starlette.applications import Starlette
from starlette.routing import Route

async def events(request):
    async def generate():
        for name in ["one", "two"]:
            yield {"data": name}
            await asyncio.sleep(3)
    sep = {"cr": "\r", "lf": "\n"}[request.path_params["end"]]
    return EventSourceResponse(generate(), sep=sep, ping=600)

listener = socket.socket()
listener.bind(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
config = uvicorn.Config(Starlette(routes=[Route("/{end}", events)]), log_level="error")
server = uvicorn.Server(config)
async def main():
    asyncio.get_running_loop().call_later(120, lambda: setattr(server, "should_exit", True))
    await server.serve(sockets=[listener])
asyncio.run(main())
PY
cat > read.py <<'PY'
import sys, time
import httpx, httpx_sse
for end in ["lf", "cr"]:
    with httpx.Client(timeout=20) as client:
        with httpx_sse.connect_sse(client, "GET", f"http://127.0.0.1:{sys.argv[1]}/{end}") as source:
            begin = time.monotonic()
            for event in source.iter_sse():
                late = "late" if time.monotonic() - begin > 1.5 else "at once"
                print("httpx-sse", end, event.data, late)
                break
PY
cat > read.mjs <<'JS'
import { EventSource } from "eventsource";
for (const end of ["lf", "cr"]) {
  await new Promise((done) => {
    const source = new EventSource(`http://127.0.0.1:${process.argv[2]}/${end}`);
    let begin = Date.now();
    source.onopen = () => { begin = Date.now(); };
    source.onmessage = (event) => {
      console.log("eventsource", end, event.data, Date.now() - begin > 1500 ? "late" : "at once");
      source.close();
      done();
    };
  });
}
JS
venv/bin/python -W ignore serve.py > port 2> server.log &
server=$!
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
{ venv/bin/python read.py "$(cat port)"; timeout 60 node read.mjs "$(cat port)"; } | tee seen
cat > expected <<'TEXT'
httpx-sse lf one at once
httpx-sse cr one late
eventsource lf one at once
eventsource cr one late
TEXT
diff expected seen && echo "as seen on 2026-11-30"
