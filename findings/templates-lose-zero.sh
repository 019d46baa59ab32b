#!/usr/bin/env bash
# URI templates (RFC 6570): numbers, empty lists, undefined items.
#
# Versions: uritemplate 4.2.0 (PyPI, Python 3.11), url-template 3.1.1 and uri-templates 0.2.0 (npm, node 20).
#
# Guess: they differ on rare modifiers at most; `{?page}` with the number 0 is `?page=0` everywhere, an empty list is
# undefined (RFC 6570, 2.3) and leaves nothing, and so does an undefined item of a list (3.2.1).
#
# What happens: Python's uritemplate writes 0 as nothing in a query (`?page=`; in a path it is `/0`), and False too, where
# 1 and True are written: a loop over pages that are numbered from 0 asks for no page first. Inside a list it writes None
# as the text "None", and uri-templates null as "null", as if they were items. An empty list is `?ids=` in url-template,
# which a server reads as a list of one empty text.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install uritemplate==4.2.0 2> pip.log || { cat pip.log; exit 1; }
npm init -y > npm.log
npm install --silent url-template@3.1.1 uri-templates@0.2.0 >> npm.log 2>&1
cat > run.py <<'PY'
import uritemplate
values = {"page": 0, "one": 1, "no": False, "yes": True, "ids": [], "list": ["a", None, "b"]}
for template in ["{?page}", "{?one}", "/{page}", "{?no,yes}", "{?ids}", "{?ids*}", "{?list*}"]:
    print("uritemplate", template, uritemplate.expand(template, values) or "(nothing)")
PY
cat > run.mjs <<'JS'
import { parseTemplate } from "url-template";
import uriTemplates from "uri-templates";
const values = { page: 0, one: 1, no: false, yes: true, ids: [], list: ["a", null, "b"] };
for (const template of ["{?page}", "{?no,yes}", "{?ids}", "{?ids*}", "{?list*}"]) {
  console.log("url-template", template, parseTemplate(template).expand(values) || "(nothing)");
  console.log("uri-templates", template, uriTemplates(template).fill(values) || "(nothing)");
}
JS
{ venv/bin/python run.py; node run.mjs; } | tee seen
cat > expected <<'TEXT'
uritemplate {?page} ?page=
uritemplate {?one} ?one=1
uritemplate /{page} /0
uritemplate {?no,yes} ?no=&yes=True
uritemplate {?ids} (nothing)
uritemplate {?ids*} (nothing)
uritemplate {?list*} ?list=a&list=None&list=b
url-template {?page} ?page=0
uri-templates {?page} ?page=0
url-template {?no,yes} ?no=false&yes=true
uri-templates {?no,yes} ?no=false&yes=true
url-template {?ids} ?ids=
uri-templates {?ids} (nothing)
url-template {?ids*} (nothing)
uri-templates {?ids*} (nothing)
url-template {?list*} ?list=a&list=b
uri-templates {?list*} ?list=a&list=null&list=b
TEXT
diff expected seen && echo "as seen on 2026-12-01"
