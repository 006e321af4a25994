#!/usr/bin/env bash
# A working site with an invented demonstration. The first run makes everything it needs; later ones keep the data.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/python.sh
. scripts/settings.sh
ensure_installed requirements.txt

.venv/bin/python scripts/port_is_free.py "$PORT" ||
    stop "Port $PORT is taken: end what is listening there, or choose another: PORT=8001 make run"

umask 077
.venv/bin/python scripts/prepare.py
printf '\ncaseflow is on http://127.0.0.1:%s  (end it with Ctrl-C)\n\n' "$PORT"
exec .venv/bin/gunicorn wsgi:app
