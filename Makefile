# Entas. `make demo` shows it, `make test` tests it, `make check` is what CI runs; `make help` lists all.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
ARGS   ?=
UV     := .tools/bin/uv
BIN    := .venv/bin
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv
export NPM_CONFIG_FUND := false
export NPM_CONFIG_AUDIT := false
export NPM_CONFIG_UPDATE_NOTIFIER := false

PACKAGES := frontend/node_modules/.installed
AREAS    := src/entas/areas/data/areas.csv
BUILD    := src/entas/web/static/build/manifest.json
CATALOGS := $(patsubst %.po,%.mo,$(wildcard src/entas/web/locale/*/LC_MESSAGES/*.po))
FRONTEND := $(shell find frontend -path frontend/node_modules -prune -o -type f -print)

.DELETE_ON_ERROR:
.PHONY: help setup demo test check lint types layers test-sqlite test-postgres clean built

help:  ## List what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

setup:  ## Prepare .venv/bin/entas, the front end, the areas and the translations
	@$(MAKE) -s --no-print-directory -j2 $(BIN)/.runtime $(AREAS) $(BUILD)
	@$(MAKE) -s --no-print-directory built

demo: setup  ## Set up, make a demo province, do the main job and serve it at 127.0.0.1:8000
	$(BIN)/entas demo $(ARGS)

test: setup $(BIN)/.dev  ## Run all tests on SQLite
	$(BIN)/python -m pytest -n 2 $(ARGS)

check: setup $(BIN)/.dev lint types layers test-sqlite test-postgres  ## Everything CI checks

lint: $(BIN)/.dev  ## Style and format
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(BIN)/.dev  ## Types of the program and of the front end
	ENTAS_HOME="$${TMPDIR:-/tmp}/entas-types" $(BIN)/mypy
	cd frontend && npm run --silent check

layers: $(BIN)/.dev  ## What may import what
	$(BIN)/lint-imports

test-sqlite: setup $(BIN)/.dev  ## All tests on SQLite, with coverage
	DATABASE_URL= $(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered $(ARGS)

test-postgres: setup $(BIN)/.dev  ## All tests on a private PostgreSQL that stops afterwards
	$(BIN)/python tests/postgres.py $(BIN)/python -m pytest -n 2 $(ARGS)

clean:  ## Remove everything that was made; an installation in var/ stays
	rm -rf .venv .tools frontend/node_modules src/entas/web/static/build $(AREAS) $(CATALOGS)
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage* htmlcov

# --- how each part is made, when what it is made of is newer

built: $(CATALOGS)

$(UV):
	@echo "Preparing uv ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { \
	  echo "Entas needs Python 3.11; $(PYTHON) is another. Say: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv .tools || { rm -rf .tools; \
	  echo "Python cannot make virtual environments. On Debian: apt-get install python3-venv"; exit 1; }
	@.tools/bin/pip install --quiet --disable-pip-version-check 'uv==0.13.*'

$(BIN)/.runtime: uv.lock pyproject.toml | $(UV)
	@echo "Installing the locked Python packages ..."
	@$(UV) sync --quiet --locked --inexact --no-dev --group build --python $(PYTHON)
	@touch $@

$(BIN)/.dev: uv.lock pyproject.toml | $(UV)
	@echo "Installing what tests and checks need ..."
	@$(UV) sync --quiet --locked --python $(PYTHON)
	@touch $(BIN)/.runtime $@

# Not `npm ci`: it refuses a lock that lacks the builds of rollup for other platforms. This installs
# the locked versions, with their checksums, and leaves the lock alone.
$(PACKAGES): frontend/package-lock.json
	@command -v npm > /dev/null || { \
	  echo "Node 20 with npm is needed, and npm is not here."; exit 1; }
	@echo "Installing the locked front-end packages ..."
	@cd frontend && npm install --no-save --ignore-scripts --loglevel=error > /dev/null
	@touch $@

$(AREAS): $(PACKAGES) src/entas/areas/extract.py
	@PYTHONPATH=src $(PYTHON) -m entas.areas.extract frontend/node_modules/idn-area-data/data $@

$(BUILD): $(PACKAGES) $(FRONTEND)
	@echo "Building the front end ..."
	@cd frontend && npm run --silent build -- --logLevel warn
	@touch $@

%.mo: %.po $(BIN)/.runtime
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
