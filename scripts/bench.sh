#!/usr/bin/env bash
# How long things take. `make bench` prints; `scripts/bench.sh --write` also writes docs/measurements.md.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/python.sh
ensure_installed requirements-dev.txt requirements.txt
exec .venv/bin/python -m bench "$@"
