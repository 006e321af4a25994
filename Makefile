# Every command of the house. Each does its work in a small script, so that it can be read and run alone.
.PHONY: help run test check bench prove demo-reset assets lock format

help:
	@echo "make run         the site with its invented demonstration on http://127.0.0.1:8000"
	@echo "make test        every test, on SQLite and on PostgreSQL"
	@echo "make check       style, types, the direction of imports, and the laws of the house"
	@echo "make bench       how long each page takes at 1,000 and at 100,000 people"
	@echo "make prove       the full-size proofs; writes docs/measurements.md"
	@echo "make demo-reset  throws the demonstration away; the next make run loads it anew"
	@echo "make assets      compiles the look again (needs node; users never do)"
	@echo "make lock        resolves requirements.in and requirements-dev.in anew"
	@echo "make format      lets ruff lay out the code"

run:
	@scripts/run.sh

test:
	@scripts/test.sh

check:
	@scripts/check.sh

bench:
	@scripts/bench.sh

prove:
	@scripts/prove.sh

demo-reset:
	@scripts/demo-reset.sh

assets:
	@scripts/assets.sh

lock:
	@scripts/lock.sh

format:
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .
