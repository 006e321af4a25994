#!/usr/bin/env bash
# Style, types, the direction of imports and the laws of the house. Runs all of them, then says which failed.
# scripts/check.sh --before-tests leaves the laws to the tests, which hold them too.
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
[ "${1:-}" = --before-tests ] ||
    check "laws of the house" .venv/bin/python -m pytest -q -n "${CASEFLOW_TEST_WORKERS:-2}" tests/laws

[ ${#failed[@]} -eq 0 ] || stop "Failed: ${failed[*]}"
say "All checks passed."
