#!/usr/bin/env bash
# A request with the method QUERY (safe, idempotent, its question in the body) that is redirected.
#
# Versions: requests 2.34.2, httpx 0.28.1, urllib3 2.8.0, aiohttp 3.14.5 (PyPI, Python 3.11); axios 1.21.1 and the fetch of
# node 20; reqwest 0.13.5, ureq 3.5.2, minreq 2.14.1, attohttpc 0.30.1 (crates.io, Rust 1.95).
#
# Guess: only POST becomes GET on 301 and 302 (RFC 9110, 15.4), so QUERY keeps its method and body everywhere but on 303.
#
# What happens: it depends on the client alone. axios, the fetch of node, urllib3, aiohttp and reqwest do as guessed.
# requests keeps the method on 301 and sends it *without the body*: the question is gone, and a server may answer as if
# everything were asked for; on 302 it makes a GET of it, and so does httpx. ureq makes a GET of 301 and 302, and of 307 and
# 308 an error that blames the version of HTTP, although it was told to take methods that it does not know. minreq and
# attohttpc send QUERY and its body again after a 303, where all others ask with GET.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"; [ -z "${server:-}" ] || kill "$server" 2> /dev/null || true' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install requests==2.34.2 httpx==0.28.1 urllib3==2.8.0 aiohttp==3.14.5 2> pip.log || { cat pip.log; exit 1; }
npm init -y > npm.log
npm install --silent axios@1.21.1 >> npm.log 2>&1
cat > server.py <<'PY'
# Answers /to/CODE with a redirect to /, and / with the method and the length of the body that came.
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_QUERY(self):
        length = int(self.headers.get("content-length", 0))
        if "chunked" in self.headers.get("transfer-encoding", ""):
            while size := int(self.rfile.readline(), 16):
                length += len(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
        else:
            self.rfile.read(length)
        answer = f"{self.command} {length}".encode()
        code = int(self.path.removeprefix("/to/")) if self.path != "/" else 200
        self.send_response(code)
        if code != 200:
            self.send_header("location", "/")
            answer = b""
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_QUERY

    def log_message(self, *_):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
PY
python3 server.py > port &
server=$!
while [ ! -s port ]; do sleep 0.1; done
export PORT=$(cat port)
cat > run.py <<'PY'
import asyncio, os
import aiohttp, httpx, requests, urllib3
QUESTION = '{"a":1}'

async def with_aiohttp(url):
    async with aiohttp.ClientSession() as session, session.request("QUERY", url, data=QUESTION) as answer:
        return await answer.text()

for code in (301, 302, 303, 307, 308):
    url = f"http://127.0.0.1:{os.environ['PORT']}/to/{code}"
    print(code, "requests", requests.request("QUERY", url, data=QUESTION).text)
    print(code, "httpx", httpx.request("QUERY", url, content=QUESTION, follow_redirects=True).text)
    print(code, "urllib3", urllib3.request("QUERY", url, body=QUESTION).data.decode())
    print(code, "aiohttp", asyncio.run(with_aiohttp(url)))
PY
cat > run.mjs <<'JS'
import axios from "axios";
const question = '{"a":1}';
for (const code of [301, 302, 303, 307, 308]) {
  const url = `http://127.0.0.1:${process.env.PORT}/to/${code}`;
  console.log(code, "fetch", await (await fetch(url, { method: "QUERY", body: question })).text());
  console.log(code, "axios", (await axios.request({ url, method: "QUERY", data: question })).data);
}
JS
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "redirected"
version = "0.0.0"
edition = "2024"

[dependencies]
reqwest = { version = "=0.13.5", default-features = false, features = ["blocking"] }
ureq = { version = "=3.5.2", default-features = false }
minreq = "=2.14.1"
attohttpc = { version = "=0.30.1", default-features = false }
http = "1"

[workspace]
TOML
cat > src/main.rs <<'RUST'
const QUESTION: &str = "{\"a\":1}";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port = std::env::var("PORT")?;
    let method = http::Method::from_bytes(b"QUERY")?;
    let reqwest = reqwest::blocking::Client::new();
    let ureq: ureq::Agent = ureq::Agent::config_builder().allow_non_standard_methods(true).build().into();
    for code in [301, 302, 303, 307] {
        let url = format!("http://127.0.0.1:{port}/to/{code}");
        println!("{code} reqwest {}", reqwest.request(method.clone(), &url).body(QUESTION).send()?.text()?);
        let request = http::Request::builder().method(method.clone()).uri(&url).body(QUESTION)?;
        match ureq.run(request) {
            Ok(mut answer) => println!("{code} ureq {}", answer.body_mut().read_to_string()?),
            Err(error) => println!("{code} ureq error: {error}"),
        }
        let minreq = minreq::Request::new(minreq::Method::Custom("QUERY".into()), &url).with_body(QUESTION);
        println!("{code} minreq {}", minreq.send()?.as_str()?);
        println!("{code} attohttpc {}", attohttpc::RequestBuilder::new(method.clone(), &url).text(QUESTION).send()?.text()?);
    }
    Ok(())
}
RUST
cargo build -q 2> cargo.log || { cat cargo.log; exit 1; }
{ venv/bin/python run.py; node run.mjs; target/debug/redirected; } > lines
# One line for each client.
sort -s -k2,2 -k1,1 lines | awk '$2 != last { if (last) print line; line = last = $2 } { code = $1; $1 = $2 = ""; line = line " | " code $0 } END { print line }' | tr -s ' ' | tee seen
cat > expected <<'TEXT'
aiohttp | 301 QUERY 7 | 302 QUERY 7 | 303 GET 0 | 307 QUERY 7 | 308 QUERY 7
attohttpc | 301 QUERY 7 | 302 QUERY 7 | 303 QUERY 7 | 307 QUERY 7
axios | 301 QUERY 7 | 302 QUERY 7 | 303 GET 0 | 307 QUERY 7 | 308 QUERY 7
fetch | 301 QUERY 7 | 302 QUERY 7 | 303 GET 0 | 307 QUERY 7 | 308 QUERY 7
httpx | 301 QUERY 7 | 302 GET 0 | 303 GET 0 | 307 QUERY 7 | 308 QUERY 7
minreq | 301 QUERY 7 | 302 QUERY 7 | 303 QUERY 7 | 307 QUERY 7
requests | 301 QUERY 0 | 302 GET 0 | 303 GET 0 | 307 QUERY 7 | 308 QUERY 7
reqwest | 301 QUERY 7 | 302 QUERY 7 | 303 GET 0 | 307 QUERY 7
ureq | 301 GET 0 | 302 GET 0 | 303 GET 0 | 307 error: protocol: QUERY not valid for HTTP version HTTP/1.1
urllib3 | 301 QUERY 7 | 302 QUERY 7 | 303 GET 0 | 307 QUERY 7 | 308 QUERY 7
TEXT
diff expected seen && echo "as seen on 2026-12-01"
