#!/usr/bin/env bash
# Resolves the lists of libraries anew. No registry's address gets into the lock files.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/python.sh
ensure_venv
[ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet uv
for name in requirements requirements-dev requirements-prove; do
    .venv/bin/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-emit-index-url \
        --custom-compile-command "make lock" --output-file "$name.txt" "$name.in"
done
