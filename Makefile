# make demo: the demo site on http://127.0.0.1:8000/    make test: the whole suite    make help: everything else

PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Tests run on every core; "make test WORKERS=0" runs them in one process, "ARGS=-k form" some of them.
WORKERS ?= auto
ARGS ?=

.PHONY: help demo test check lint types soak fleet bench browser clean

help:
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

demo: $(VENV)/.demo ## set up everything and serve the demo site
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py seed_demo
	$(BIN)/python manage.py runserver 127.0.0.1:$(PORT)

test: $(VENV)/.test browser ## set up everything and run the whole suite
	$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

check: lint types test ## everything that CI looks at

# The sources in static/formrerun/src share one function: what they are joined to is checked.
lint: $(VENV)/.test ## ruff and the layers
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	@if command -v node >/dev/null; then for f in formrerun/static/formrerun/*.js; do node --check $$f || exit 1; done; fi

types: $(VENV)/.test ## mypy --strict over the package
	$(BIN)/mypy

soak: $(VENV)/.test ## ten thousand submissions while processes are killed (PostgreSQL, MariaDB and Redis needed)
	SOAK=10000 ABANDONED=1000 REQUIRE_SERVICES=1 \
	  $(BIN)/python -m pytest tests/reliability/test_kill.py tests/reliability/test_abandoned.py $(ARGS)

fleet: $(VENV)/.test browser ## the browser and AppTest suites on four processes that are restarted all the time
	FLEET=4 REQUIRE_SERVICES=1 $(BIN)/python -m pytest -n 2 tests/browser $(ARGS)
	APPTEST_STORE=project DATABASE_URL=postgres://postgres@127.0.0.1:5432/formrerun \
	  $(BIN)/python -m pytest -n 2 tests/testing tests/integration tests/elements $(ARGS)

bench: $(VENV)/.test browser ## measure submissions beside a view written by hand, and beside Streamlit
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.in_process
	$(BIN)/python -m benchmarks.streaming
	$(BIN)/python -m benchmarks.charts
	$(BIN)/python -m benchmarks.beside
	$(BIN)/python -m benchmarks.scale

browser: # Chromium for the browser tests, where this user may install it
	@.ci/install-browser

clean: ## remove what the other targets made
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache *.sqlite3*

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
	  { echo "formrerun needs Python 3.10 or newer; say which one: make PYTHON=python3.11 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: requirements.txt | $(VENV)/bin/python
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.test: requirements.txt tests/requirements.txt | $(VENV)/bin/python
	$(PIP) -r tests/requirements.txt
	@touch $@ $(VENV)/.demo
