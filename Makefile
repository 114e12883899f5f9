# `make run` plans and publishes the bundled forum; `make test` runs the tests, `make test-full` the long ones too.
# All set everything up first, in .venv, from the hashes in requirements.lock.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: run test test-full lint check bench bench-full catalogues lock clean

run: $(READY)
	rm -rf build/wsis-2020
	$(BIN)/forum new build/wsis-2020 --sample wsis-2020
	$(BIN)/forum plan build/wsis-2020
	$(BIN)/forum publish build/wsis-2020 --out site --new-ledger

test: $(READY)
	$(BIN)/python -m pytest -n auto -m "not full"

test-full: $(READY)
	$(BIN)/python -m pytest -n auto

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

bench: $(READY)
	$(BIN)/python tests/bench/bench.py

# At most two hours; started again, it goes on where it was broken off: docs/benchmark.md.
bench-full: $(READY)
	$(BIN)/python tests/bench/full.py

# Brings output/catalogues/*.po up to date with the texts in templates and code: docs/translations.md.
catalogues: $(READY)
	$(BIN)/python tests/catalogues/update.py

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed, this is " + sys.version)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)

# Needs uv; writes no index address and no path into the lock.
lock:
	uv pip compile pyproject.toml --extra dev --universal --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --output-file requirements.lock

clean:
	rm -rf $(VENV) build site
