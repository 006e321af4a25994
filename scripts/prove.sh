#!/usr/bin/env bash
# The proofs at full size; writes docs/measurements.md. Arguments choose: scripts/prove.sh races repeats canaries
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/python.sh
ensure_installed requirements-dev.txt requirements.txt
exec .venv/bin/python -m prove "$@"
