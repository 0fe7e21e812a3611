# Two commands are enough: `make demo` and `make test`. Both set up everything they need.
PYTHON ?= python3
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := 1
BIN := .venv/bin
UV := $(BIN)/uv
INSTALL := $(UV) pip sync --quiet --require-hashes
UNITS := $(wildcard $(addprefix tests/,carriage checks clearance connectors decisions documents model oversight partners rulebook screening services specimens writing))
ASSETS := $(shell find assets -type f -not -path 'assets/node_modules/*' 2>/dev/null)

.PHONY: demo test test-unit lint format lock clean docs bench-documents bench-gateway bench-numbers bench-screening fuzz
.DEFAULT_GOAL := demo

$(UV): requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "preclear needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Say `make PYTHON=/path/to/python3.11`.")'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

# Runtime only: what a demo needs. The package itself is installed in place, with its pages' assets built.
.venv/.runtime: $(UV) requirements/runtime.txt pyproject.toml hatch_build.py $(ASSETS)
	@test -f .venv/.dev || $(INSTALL) requirements/runtime.txt
	@$(UV) pip install --quiet --no-deps --editable .
	@touch $@

.venv/.dev: $(UV) requirements/dev.txt pyproject.toml hatch_build.py $(ASSETS)
	@$(INSTALL) requirements/dev.txt
	@touch $@
	@$(UV) pip install --quiet --no-deps --editable .
	@touch .venv/.runtime $@

demo: .venv/.runtime
	@$(BIN)/preclear demo

test: .venv/.dev
	@$(BIN)/python tests/prepare_browser.py
	@$(BIN)/python -m pytest -n auto --dist worksteal

# Unit tests: no server, no browser, no database, no network, no clock.
test-unit: .venv/.dev
	@$(BIN)/python -m pytest -n auto --dist worksteal -m "not browser and not database and not slow and not shared" $(UNITS)

lint: .venv/.dev
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/lint-imports
	@$(BIN)/mypy

docs: .venv/.dev
	@$(BIN)/python docs/generate.py

bench-gateway: .venv/.dev
	@$(BIN)/python benchmarks/gateway.py


# Against the peers: they are installed apart from what develops and runs the product.
.bench/.ready: $(UV) requirements/bench.txt pyproject.toml
	@test -x .bench/bin/python || $(PYTHON) -m venv .bench
	@VIRTUAL_ENV=$(CURDIR)/.bench $(UV) pip sync --quiet --require-hashes requirements/bench.txt
	@VIRTUAL_ENV=$(CURDIR)/.bench $(UV) pip install --quiet --no-deps --editable .
	@touch $@

bench-documents: .bench/.ready
	@.bench/bin/python benchmarks/mrz_text.py
	@.bench/bin/python benchmarks/passive.py
	@.bench/bin/python benchmarks/trust_lists.py $(LISTS)
	@.bench/bin/python benchmarks/pages.py $(PAGES)

bench-screening: .bench/.ready
	@.bench/bin/python benchmarks/screening.py

bench-numbers: .bench/.ready
	@.bench/bin/python benchmarks/document_numbers.py

# Damaged documents of every kind, for MINUTES (10): a result or an input error, in bounded time, never more trust.
fuzz: .venv/.dev
	@nice -n 15 $(BIN)/python -W ignore tools/fuzz/run.py --minutes $(or $(MINUTES),10)

format: .venv/.dev
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

# Hashed requirements name no index: they install from whatever index the machine is set up with.
lock: $(UV)
	@echo 'uv==0.13.9' | $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate -o requirements/uv.txt -
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate -o requirements/runtime.txt pyproject.toml
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate --group dev -o requirements/dev.txt pyproject.toml
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate --group dev --group bench -o requirements/bench.txt pyproject.toml

clean:
	@rm -rf .venv .bench build dist .mypy_cache .ruff_cache .import_linter_cache
