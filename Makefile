# What a person types here. Every target creates what it lacks and reuses it next time.
.DEFAULT_GOAL := help
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help setup run test check bench soak e2e screenshots lock format docs clean

help: ## Show this list
	@grep -hE '^[a-z0-9]+:.*##' Makefile | sed -E 's/^([a-z0-9]+):.*## (.*)/  make \1 \2/' | awk '{t=$$2; $$1="";$$2=""; printf "  make %-12s%s\n", t, $$0}'

setup: ## Create .venv, install the locked dependencies, build the front-end
	@$(PYTHON) tools/setup.py

run: setup ## Start the panel with the demo organisation (PORT=8001 make run)
	@exec $(BIN)/comptoir demo --live --port $(PORT)

lock: setup ## Resolve the dependencies again and write the locks
	@$(BIN)/python tools/lock.py
