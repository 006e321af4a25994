#!/usr/bin/env bash
# Compiles the look again. The result is committed, so only those who change the look need node.
set -euo pipefail
cd "$(dirname "$0")/../assets"
command -v npm >/dev/null 2>&1 || { echo "Compiling the look needs node and npm, and this machine has none." >&2; exit 1; }
npm ci --no-audit --no-fund
npm run build
