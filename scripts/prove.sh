#!/usr/bin/env bash
# The proofs at full size; writes docs/measurements.md. Arguments choose: scripts/prove.sh races repeats canaries
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/python.sh
# How people are found is measured on public data and beside another linker, which nothing else here needs.
if [ "${1:-}" = matching ]; then
    shift
    VENV=.venv-prove
    ensure_installed requirements-prove.txt
    exec .venv-prove/bin/python -m prove.matching --write "$@"
fi
ensure_installed requirements-dev.txt requirements.txt
# How fast people are found, among up to a million: an hour and more, most of it to build the house.
if [ "${1:-}" = finding ]; then
    shift
    exec .venv/bin/python -m prove.full_size --write "$@"
fi
# A list of a million taken in, killed on the way and run again: half an hour.
if [ "${1:-}" = importing ]; then
    shift
    exec .venv/bin/python -m prove.importing --write "$@"
fi
exec .venv/bin/python -m prove "$@"
