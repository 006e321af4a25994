#!/usr/bin/env bash
# The browser tests drive an installed Chromium, best the one without a window, which needs half the processor. As
# root on Debian or Ubuntu it is installed here; otherwise one line says what is missing. With CI set, its absence is
# a failure: browser tests must not vanish quietly there.
set -euo pipefail
for name in "${CASEFLOW_TEST_CHROMIUM:-chromium-headless-shell}" chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing chromium for the browser tests ..."
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq || true
    for name in chromium-headless-shell chromium; do
        apt-get install -y -qq --no-install-recommends "$name" fonts-liberation >/dev/null && exit 0
    done
fi
echo "Browser tests are left out: install Chromium, or name it in CASEFLOW_TEST_CHROMIUM." >&2
[ -z "${CI:-}" ]
