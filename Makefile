# make app     a page with invented people on this machine        make lint   style, types, layers, licences
# make test    everything, with a real Neo4j and a real browser   make lock   pin the newest packages
# make bench   how fast, as ratios                                make clean  remove what make made
# make neo4j   a real Neo4j to try, until Ctrl-C
# Options: PYTHON=python3.12, ARGS="-k routes" (for test, bench and app), WORKERS=0 (tests one after the other)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := .champions/demo.sqlite
TYPED := $(wildcard app.py graph loaders queries ui scripts)
WORKERS ?= 2
CI ?=
export CI PYTHON

PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := $(BIN)/uv pip compile pyproject.toml --upgrade --quiet --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-header --no-emit-index-url --no-emit-find-links

.PHONY: app test test-neo4j-next bench neo4j lint lock clean

app: $(VENV)/runtime.stamp $(DEMO)
	$(BIN)/champions app --store $(DEMO) $(ARGS)

$(DEMO): | $(VENV)/runtime.stamp
	mkdir -p $(@D)
	$(BIN)/champions demo --store $@

# Where Java, Maven or Chromium cannot be had, a laptop skips their tests and says so; CI fails.
test: $(VENV)/dev.stamp
	@sh scripts/need.sh --install chromium libatomic java maven || test "$(CI)" != true
	@$(BIN)/python scripts/neo4j_server.py --fetch || test "$(CI)" != true
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

test-neo4j-next: export NEO4J_VERSION := 2026.08.1
test-neo4j-next: $(VENV)/dev.stamp
	@$(BIN)/python scripts/neo4j_server.py --fetch
	$(BIN)/python -m pytest -m neo4j $(ARGS)

bench: $(VENV)/dev.stamp
	$(BIN)/python -m bench $(ARGS)

neo4j: $(VENV)/runtime.stamp
	@sh scripts/need.sh java maven
	@$(BIN)/python scripts/neo4j_server.py

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(TYPED)
	$(BIN)/lint-imports --no-logo
	$(BIN)/python scripts/check_licences.py

# Exact versions and hashes, for Linux and macOS and every Python from 3.11 on; the file names no index host.
lock: $(VENV)/dev.stamp
	$(COMPILE) --group build --output-file requirements.lock
	$(COMPILE) --group dev --constraints requirements.lock --output-file requirements-dev.lock
	@! grep -nE '://|--(extra-)?index|--find-links' requirements.lock requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@sh scripts/need.sh python
	$(PYTHON) -m venv $(VENV)

$(VENV)/runtime.stamp: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/runtime.stamp
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
