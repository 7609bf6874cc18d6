# What a person types here. Every target creates what it lacks and reuses it next time.
.DEFAULT_GOAL := help
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest

.PHONY: help setup run test check bench soak e2e screenshots lock format docs advisories browser clean

help: ## Show this list
	@grep -hE '^[a-z0-9]+:.*##' Makefile | sed -E 's/^([a-z0-9]+):[^#]*## (.*)/\1|\2/' | awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: ## Create .venv, install the locked dependencies, build the front-end
	@$(PYTHON) tools/setup.py

run: setup ## Start the panel with the demo organisation (PORT=8001 make run)
	@exec $(BIN)/comptoir demo --live --port $(PORT)

browser: setup
	@$(BIN)/python -m tools.browser >/dev/null

test: setup browser ## Everything that must hold beside `make check`: real engines, real browser
	@$(BIN)/python tools/panel.py npm run --silent test
	@$(PYTEST) -n 2 tests/unit tests/contract tests/integration
	@$(PYTEST) -n 2 tests/e2e tests/acceptance tests/crash

check: setup ## Format, lint, types, layers, house rules, architecture tests
	@$(BIN)/python tools/check.py

e2e: setup browser ## The browser tests alone
	@$(PYTEST) tests/e2e

soak: setup ## Long crash and load runs
	@$(PYTEST) -m soak

bench: setup ## Measure against the bars; WHAT=query,import for some (make bench ORDERS=100000)
	@$(BIN)/python -m bench.run $(if $(WHAT),--only $(WHAT)) $(if $(ORDERS),--orders $(ORDERS))

screenshots: setup browser ## Every page at both sizes, light and dark, into screenshots/
	@$(BIN)/python -m tools.screenshots

docs: setup ## Write docs/reference from the declarations
	@$(BIN)/python -m tools.reference

format: setup ## Format and mend what can be mended by itself
	@$(BIN)/ruff format src tests tools bench
	@$(BIN)/ruff check --fix src tests tools bench

advisories: setup ## Bring a dated copy of known advisories: FROM=folder or ZIP in the OSV format
	@$(BIN)/python -m tools.supply_chain.advisories $(FROM)

lock: setup ## Resolve the dependencies again and write the locks
	@$(BIN)/python tools/lock.py

clean: ## Remove everything that make created
	@rm -rf .venv .setup.lock web/node_modules web/dist src/comptoir/panel build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache screenshots bench/results
