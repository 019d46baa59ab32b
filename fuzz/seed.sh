#!/usr/bin/env bash
# Fills the corpora with the fixtures of the generator's tests, from which the fuzzer goes on.
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p corpus/import corpus/spec
cp ../generator/tests/documents/*.yaml corpus/import/
for folder in ../generator/tests/constructs/*/spec/*/; do
    {
        cat "$folder/api.yaml"
        find "$folder" -name '*.yaml' ! -name api.yaml | sort | while read -r file; do
            printf -- '\n---\n'
            cat "$file"
        done
    } > "corpus/spec/$(echo "$folder" | cut -d/ -f5-7 | tr / _)"
done
