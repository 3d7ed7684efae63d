# `make demo` and `make test` set up everything they need, once, and are quick when it is there.
# A fresh Debian machine with Python 3.11 and make is enough; `make help` lists the rest.

BIN := .venv/bin
PYTHON ?= $(firstword $(foreach name,python3.11 python3 python3.12 python3.13,\
	$(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $(name))))
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check
# apt is used when it is there and we may: as root, or by a sudo that asks nothing.
AS_ROOT := $(shell if [ "$$(id -u)" = 0 ]; then echo env; elif sudo -n true 2>/dev/null; then echo sudo -n; fi)
APT_GET := $(and $(AS_ROOT),$(shell command -v apt-get),$(AS_ROOT) env DEBIAN_FRONTEND=noninteractive apt-get -qq)
APT_INSTALL = $(APT_GET) update && $(APT_GET) install -y --no-install-recommends

# Tests start hundreds of processes: compiled modules are kept beside their sources, whatever the environment says.
export PYTHONDONTWRITEBYTECODE :=

# Many tests wait for a browser or a server: two more of them than there are processors, the longest first. Their files are kept
# in memory where it has room, so that nobody waits for the disk as well.
MEMORY := /dev/shm
HAS_ROOM := $(shell [ "$$(df --output=avail $(MEMORY) 2>/dev/null | tail -1)" -gt 4000000 ] 2>/dev/null && echo yes)
PYTEST = $(if $(HAS_ROOM),PYTEST_DEBUG_TEMPROOT=$(MEMORY)) $(BIN)/python -m pytest --numprocesses $$(( $$(nproc) < 4 ? $$(nproc) + 2 : 6 )) \
	--dist loadfile --no-loadscope-reorder

# These tests run what they test in processes of their own, where nothing is counted.
APART := serve snippet torture test_wheel.py

.PHONY: help demo test coverage lint format snippet generate bench screenshots torture clean
.DELETE_ON_ERROR:

help: ## list what there is to make
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 13

demo: .venv/made-collector ## try it: a small shop, three months of simulated visitors, and their reports
	@$(BIN)/beheld demo $(DEMO)

test: .venv/made-dev .venv/made-browser node_modules/.package-lock.json ## all tests; make test ONLY=tests/cli for some, THOROUGH=10 with more random examples
	@$(PYTEST) $(ONLY)

coverage: .venv/made-dev .venv/made-browser node_modules/.package-lock.json ## how much of the Python the tests run, and which lines not; fails below the floor
	@$(PYTEST) $(APART:%=--ignore tests/%) --cov

lint: .venv/made-dev node_modules/.package-lock.json ## ruff, mypy, codespell, portable SQL, eslint and prettier
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/codespell
	@$(BIN)/python -m tests.portable_sql
	@npm run --silent lint

format: .venv/made-dev node_modules/.package-lock.json ## let ruff and prettier put the code in shape
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format
	@npm run --silent format

snippet: node_modules/.package-lock.json ## build static/beheld.js from static/snippet
	@npm run build

generate: .venv/made-dev node_modules/.package-lock.json ## write what is made from the schemas: types of the SDK and of the snippet, tables, OpenAPI
	@$(BIN)/python -m tests.generate

bench: .venv/made-dev .venv/made-browser ## measure ingest, reading and what the snippet costs a page on this machine
	@$(BIN)/python -m tests.bench

screenshots: .venv/made-dev .venv/made-browser ## write pictures of the pages on the demo's data: build/screenshots/, and those of the README
	@$(BIN)/python -m tests.screenshots

torture: .venv/made-dev ## kill, cut the power, attack, and count what is lost; make torture LONG=1 for the long form
	@$(BIN)/python -m tests.torture $(if $(LONG),--long) $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only $(ONLY))

clean: ## forget what was installed here
	rm -rf .venv node_modules build *.egg-info

.venv/made:
	@test -n "$(PYTHON)" || { echo "Beheld needs Python 3.11 or newer: apt-get install python3, or pyenv install 3.11"; exit 1; }
	@$(PYTHON) -m venv .venv >/dev/null 2>&1 || { test -n "$(APT_GET)" && $(APT_INSTALL) python3-venv >/dev/null \
		&& $(PYTHON) -m venv --clear .venv; } \
		|| { echo "$(PYTHON) cannot make a virtual environment: install Debian's python3-venv (as root), then make again"; exit 1; }
	@touch $@

.venv/made-collector: .venv/made setup.cfg pyproject.toml
	@echo "Installing the collector into .venv ..."
	@$(PIP) --editable '.[collector]'
	@touch $@

.venv/made-dev: .venv/made setup.cfg pyproject.toml
	@echo "Installing the collector and what its tests need into .venv ..."
	@$(PIP) --no-compile --editable '.[dev]'
	@touch $@ .venv/made-collector

# Debian's browsers where apt may be used; elsewhere Playwright's own download, and no other. Playwright's driver needs libatomic.
OTHER_BROWSERS := firefox-esr:firefox-esr WebKitWebDriver:webkit2gtk-driver chromedriver:chromium-driver Xvfb:xvfb
.venv/made-browser: .venv/made-dev
	@{ command -v chromium-headless-shell && $(BIN)/playwright --version; } >/dev/null 2>&1 \
		|| { test -n "$(APT_GET)" && echo "Installing Debian's chromium-headless-shell ..." \
			&& $(APT_INSTALL) chromium-headless-shell fonts-liberation libatomic1 >/dev/null; } \
		|| { command -v chromium && $(BIN)/playwright --version; } >/dev/null 2>&1 \
		|| $(BIN)/playwright install --only-shell chromium
	@for each in $(OTHER_BROWSERS); do \
		command -v $${each%:*} >/dev/null || { test -n "$(APT_GET)" && echo "Installing Debian's $${each#*:} ..." \
			&& $(APT_INSTALL) $${each#*:} >/dev/null; } || echo "There is no $${each#*:} here: its tests are left out"; done
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json
	@command -v npm >/dev/null || { test -n "$(APT_GET)" && echo "Installing Debian's nodejs and npm ..." \
		&& $(APT_INSTALL) nodejs npm >/dev/null; } \
		|| { echo "The JavaScript here needs Node 18.18 or newer with npm: install them, then make again"; exit 1; }
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@
