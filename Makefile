# Everything one does with the house, from a fresh machine with Python 3.11 or newer and make.
# `make` alone lists what there is.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && exit; done; echo python3)
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
CODE := tna tests scripts bench migrations wsgi.py

.DEFAULT_GOAL := help
.PHONY: help run test test-slow methods check format bench lock words screenshots clean \
	formatted linted typed layered migrated unrepeated used

help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: .venv/.run ## set up, load the demonstration the first time, serve on http://127.0.0.1:8000 (PORT= changes it)
	@exec $(BIN)/python scripts/run.py --port $(PORT)

test: .venv/.dev .venv/.chromium ## run every test: units, SQLite, PostgreSQL, browser
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not slow"

test-slow: .venv/.dev ## run the simulations that take minutes
	$(BIN)/pytest -n 2 --dist loadfile -m slow

methods: .venv/.dev ## work out the simulated coverage in docs/methods anew
	$(BIN)/python -m scripts.methods

check: formatted linted typed layered migrated unrepeated used ## format, lint, types, layers, migrations, repeated and dead code
	@echo "Everything checked."

bench: .venv/.dev ## run every benchmark, each printing ratios against what it is measured against
	@for each in bench/[a-z]*.py; do echo "== $$each"; $(BIN)/python $$each || exit 1; done

format: .venv/.dev ## put every file into the house format
	$(BIN)/ruff format $(wildcard $(CODE))
	$(BIN)/ruff check --fix $(wildcard $(CODE))

lock: .venv/.dev ## choose the newest allowed versions and write both locks
	$(BIN)/uv pip compile setup.cfg --extra build --upgrade --universal --python-version 3.11 --no-header -q -o requirements.lock
	$(BIN)/uv pip compile setup.cfg --extra build --extra dev --constraint requirements.lock --upgrade --universal \
		--python-version 3.11 --no-header -q -o requirements-dev.lock

words: .venv/.run ## gather every sentence into messages.pot, from which a translation begins
	$(BIN)/python scripts/words.py

screenshots: .venv/.dev .venv/.chromium ## take the pictures in docs/screenshots from a running demonstration
	$(BIN)/python scripts/screenshots.py

clean: ## remove what was built; the instance folder, with its database and secrets, stays
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -not -path './instance/*' -prune -exec rm -rf {} +

# The parts of `make check`.

formatted: .venv/.dev
	$(BIN)/ruff format --check $(wildcard $(CODE))

linted: .venv/.dev
	$(BIN)/ruff check $(wildcard $(CODE))

typed: .venv/.dev
	$(BIN)/mypy

layered: .venv/.dev
	$(BIN)/lint-imports

migrated: .venv/.dev
	$(BIN)/pytest -q tests/house/test_migrations.py

unrepeated: .venv/.dev
	$(BIN)/pylint --disable=all --enable=duplicate-code --min-similarity-lines=8 --ignore-imports=yes --ignore-signatures=yes \
		--score=no tna scripts

used: .venv/.dev
	$(BIN)/python scripts/dead_code.py

# The environment. The stamps lie in .venv, so that removing it removes them; a new lock installs again.

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Training needs wants Python 3.11 or newer, and '$(PYTHON)' is not. Try: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Making .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv || { \
		echo "Python could not make an environment. On Debian: apt-get install python3-venv" >&2; rm -rf .venv; exit 1; }
	@touch $@

.venv/.run: requirements.lock setup.cfg pyproject.toml | .venv/.made
	@echo "Installing what the application needs (about a minute the first time)"
	@$(PIP) install -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements-dev.lock setup.cfg pyproject.toml | .venv/.made
	@echo "Installing what tests and checks need (a minute or two the first time)"
	@$(PIP) install -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@ .venv/.run

.venv/.chromium: scripts/find_chromium.py | .venv/.dev
	@$(BIN)/python scripts/find_chromium.py > $@.new && mv $@.new $@
