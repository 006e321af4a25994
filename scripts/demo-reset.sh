#!/usr/bin/env bash
# Throws the demonstration away, and nothing else: a database that holds real work is left alone.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/python.sh
. scripts/settings.sh

[ -z "${DATABASE_URL:-}" ] || stop "This removes the SQLite demonstration only. Drop the database behind DATABASE_URL yourself."
[ -e "$CASEFLOW_DATA/caseflow.sqlite" ] || { say "There is no demonstration to throw away."; exit 0; }
ensure_installed requirements.txt
.venv/bin/python scripts/is_demonstration.py "$CASEFLOW_DATA/caseflow.sqlite" ||
    stop "The database in $CASEFLOW_DATA is not a demonstration. Nothing was removed."
rm -f "$CASEFLOW_DATA"/caseflow.sqlite "$CASEFLOW_DATA"/caseflow.sqlite-wal "$CASEFLOW_DATA"/caseflow.sqlite-shm \
    "$CASEFLOW_DATA"/demonstration.loading
say "The demonstration is gone. make run loads it anew."
