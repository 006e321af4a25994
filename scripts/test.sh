#!/usr/bin/env bash
# Every test, on SQLite and on PostgreSQL. Extra arguments go to pytest: scripts/test.sh -k referral
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/python.sh
ensure_installed requirements-dev.txt requirements.txt
scripts/need-chromium.sh
exec .venv/bin/python -m pytest -q -n "${CASEFLOW_TEST_WORKERS:-2}" --dist worksteal tests "$@"
