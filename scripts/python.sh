# Read by the other scripts: finds a Python that will do, makes .venv once, and installs a lock file only
# when it has changed since.

say() { printf '%s\n' "$*"; }

stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

find_python() {
    local name
    for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$name"
            return
        fi
    done
    stop "caseflow needs Python 3.11 or newer, and this machine has none: install it, then run this again."
}

# Where the libraries go: the proofs of matching have a place of their own beside .venv.
VENV=${VENV:-.venv}

ensure_venv() {
    [ -x "$VENV/bin/python" ] && "$VENV/bin/python" -c 'import pip' >/dev/null 2>&1 && return
    local python
    python=$(find_python)
    "$python" -c 'import venv, ensurepip' >/dev/null 2>&1 ||
        stop "Python's venv module is missing: on Debian or Ubuntu run 'sudo apt install python3-venv', then run this again."
    say "Making $VENV with $("$python" --version) ..."
    rm -rf "$VENV"
    "$python" -m venv "$VENV"
}

# ensure_installed LOCK [LOCK THAT IT INCLUDES ...]
ensure_installed() {
    ensure_venv
    local lock=$1 name
    cmp -s "$lock" "$VENV/installed-$lock" && return
    say "Installing $lock (once; again only when it changes) ..."
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" ||
        stop "Installing $lock failed: the lines above say why. Nothing else was changed."
    for name in "$@"; do cp "$name" "$VENV/installed-$name"; done
}
