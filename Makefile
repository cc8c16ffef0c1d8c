# Everything that is done with a clone. Each target is quick when nothing changed, and can be repeated.
#   make install   .venv/bin/planner, from the lock, without root
#   make demo      a six-year plan as a calendar file and a picture, in ./demo
#   make test      everything that CI runs; installs what tests need (root or sudo for system packages)
#   make docs      the documentation, in build/docs: a site (html) and man pages (man)
#   make lock      the locks in requirements/, anew

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
STAMPS := .venv/stamps
LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate

.PHONY: install demo test lint bench docs lock clean
.DELETE_ON_ERROR:

install: $(STAMPS)/compiled

# The first Python that is new enough; `make PYTHON=... install` names another.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)

.venv/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "planner needs Python 3.11 or newer: none was found as python3 or python3.1x." \
		"Install one, or name it: make PYTHON=/path/to/python3 install" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "$(PYTHON) can't make a virtual environment;" \
		"on Debian and Ubuntu: apt install python3-venv" >&2; rm -rf .venv; exit 1; }

$(STAMPS)/run: requirements/run.txt .venv/pyvenv.cfg
	@mkdir -p $(STAMPS)
	$(PIP) --require-hashes -r requirements/run.txt
	@touch $@

$(STAMPS)/planner: pyproject.toml $(STAMPS)/run
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# Where PYTHONDONTWRITEBYTECODE is set, nothing else would compile a checkout, and every start would.
$(STAMPS)/compiled: $(STAMPS)/planner $(shell find planner integrations -name '*.py')
	@$(BIN)/python -m compileall -q planner integrations
	@touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/compiled
	$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

DEMO := PLANNER_STATE_DIR="$(CURDIR)/demo/state" ../$(BIN)/planner

demo: install
	@rm -rf demo && mkdir demo
	@cd demo && $(DEMO) --no-input init --template nurse
	@cd demo && $(DEMO) --no-input sync
	@cd demo && $(DEMO) timeline
	@cd demo && $(DEMO) timeline --html timeline.html >/dev/null
	@echo
	@echo "Calendar, for any calendar program:  $$(ls demo/*.ics)"
	@echo "The same as a picture, for a browser: demo/timeline.html"
	@echo "The plan itself, to change and sync:  $$(ls demo/*.yaml)"

lint: $(STAMPS)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit -q -r planner integrations

# pytest tells of a skipped test and still ends well; here that is a failure.
test: lint docs
	@tests/verifiers/install $(BIN)/python
	$(BIN)/pytest -n 2 -ra --junit-xml=.pytest_cache/report.xml
	@! grep -q '<skipped' .pytest_cache/report.xml || { echo "tests were skipped: see above" >&2; exit 1; }

bench: $(STAMPS)/dev
	@tests/verifiers/install $(BIN)/python
	$(BIN)/python -m tests.bench

docs: build/docs/built

# From nothing, since Sphinx tells of what is wrong with a page only when it reads it.
SPHINX := $(BIN)/sphinx-build -q -W --keep-going -n -d build/docs/trees

build/docs/built: $(STAMPS)/dev $(wildcard docs/*.* docs/images/*) ARCHITECTURE.md CHANGELOG.md planner/__init__.py
	@rm -rf build/docs
	$(SPHINX) -b html docs build/docs/html
	$(SPHINX) -b man docs build/docs/man
	@touch $@

lock: $(STAMPS)/dev
	$(LOCK) pyproject.toml --all-extras --group pyproject.toml:build --group pyproject.toml:test \
		--group pyproject.toml:lint --group pyproject.toml:docs -o requirements/dev.txt
	$(LOCK) pyproject.toml --group pyproject.toml:build --constraint requirements/dev.txt -o requirements/run.txt
	$(LOCK) --group pyproject.toml:peers -o requirements/peers.txt
	$(LOCK) --group pyproject.toml:simulator -o requirements/simulator.txt

clean:
	rm -rf .venv .tools demo build dist
