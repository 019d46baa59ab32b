#!/usr/bin/env bash
# What a limiter writes, read by the parser of the same authors.
#
# Versions: express-rate-limit 8.7.5, ratelimit-header-parser 0.1.0, express 5.1.0 (npm, node 20).
#
# Guess: the parser, which names all the drafts of the RateLimit headers as its reason to be, reads the newest draft
# that the limiter writes; where it cannot it says undefined, as its documentation has it for answers without limits.
#
# What happens: draft 8 (`"2-in-1min"; r=1; t=60`) gives an object in which every number is NaN and `reset` is a date that
# is invalid: there is a limit, and it says nothing. Each comparison with NaN is false, so a client that waits while
# `remaining < 1` never waits, whatever the server says: the third request of two is sent at once. No error, no
# undefined; the same program is right against drafts 6 and 7.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > npm.log
npm install --silent express@5.1.0 express-rate-limit@8.7.5 ratelimit-header-parser@0.1.0 >> npm.log 2>&1
cat > run.mjs <<'JS'
import express from "express";
import { rateLimit } from "express-rate-limit";
import { parseRateLimit } from "ratelimit-header-parser";
for (const standardHeaders of ["draft-6", "draft-7", "draft-8"]) {
  const app = express();
  app.use(rateLimit({ windowMs: 60_000, limit: 2, standardHeaders, legacyHeaders: false }));
  app.get("/", (_request, response) => response.send("ok"));
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  let limit;
  for (let call = 0; call < 2; call++) {
    const answer = await fetch(`http://127.0.0.1:${server.address().port}/`);
    limit = parseRateLimit(answer.headers);
  }
  const reset = Number.isNaN(limit.reset.getTime()) ? "an invalid date" : "a date";
  console.log(standardHeaders, limit.limit, limit.remaining, reset, "wait:", limit.remaining < 1);
  server.close();
  server.closeAllConnections();
}
JS
node run.mjs | tee seen
cat > expected <<'TEXT'
draft-6 2 0 a date wait: true
draft-7 2 0 a date wait: true
draft-8 NaN NaN an invalid date wait: false
TEXT
diff expected seen && echo "as seen on 2026-12-01"
