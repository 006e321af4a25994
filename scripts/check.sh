#!/usr/bin/env bash
# Style, types, the direction of imports and the laws of the house. Runs all of them, then says which failed.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/python.sh
ensure_installed requirements-dev.txt requirements.txt

failed=()
check() {
    local name=$1
    shift
    say "== $name"
    "$@" || failed+=("$name")
}

check "style" .venv/bin/ruff check .
check "layout" .venv/bin/ruff format --check .
check "types" .venv/bin/mypy
check "direction of imports" .venv/bin/lint-imports --no-cache
check "laws of the house" .venv/bin/python -m pytest -q tests/laws

[ ${#failed[@]} -eq 0 ] || stop "Failed: ${failed[*]}"
say "All checks passed."
