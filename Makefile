# Build, run and check Schoolhouse. Every target makes .venv where it is missing; everything local lives in .venv/ and var/.
SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PYTHON ?= python3
PORT ?= 8000
DB ?= both
# One more than there are cores: many tests wait, for a browser or for a process of their own.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
PYTEST_ARGS ?=

BIN := .venv/bin
ROOMS := home evaluations forums classes lessons people schoolhouse foundation
TYPED := $(ROOMS) $(filter-out plugins/__pycache__/,$(wildcard plugins/*/)) site/config site/design tools
RUNTIME := .venv/.runtime-$(shell cat requirements.txt | sha256sum | cut -c1-16)
DEVELOPMENT := .venv/.development-$(shell cat requirements.txt requirements-dev.txt | sha256sum | cut -c1-16)

.PHONY: help demo test test-postgres test-without bench lint messages clean

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: $(RUNTIME) ## Load the demo school and serve it (PORT=8000 SCALE=0.05)
	@exec $(BIN)/python -m tools.demo --port $(PORT) $(if $(SCALE),--scale $(SCALE))

lint: $(DEVELOPMENT) ## Style, types, import contract, missing migrations, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(TYPED)
	PYTHONPATH=.:site $(BIN)/lint-imports --no-cache
	SCHOOLHOUSE_VAR=var/lint $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m tools.messages check

test: lint ## Lint, then every test on SQLite, browser tests included
	$(BIN)/python -m pytest -n $(WORKERS) $(PYTEST_ARGS)

test-postgres: $(DEVELOPMENT) ## The suite on a throwaway PostgreSQL, of the browser tests the walks (BROWSER=all for the rest)
	$(BIN)/python -m tools.postgres run -- $(BIN)/python -m pytest -n $(WORKERS) $(PYTEST_ARGS)

test-without: $(DEVELOPMENT) ## For each folder of plugins/ in turn: the suite in a copy of the tree without it (PLUGIN=one of them)
	$(BIN)/python -m tools.without $(PLUGIN)

bench: $(DEVELOPMENT) ## Measure pages against a bare view, and the start with many plugins (DB=sqlite|postgres|both SCALE=1)
	$(BIN)/python -m bench.run --db $(DB) --scale $(or $(SCALE),1)
	$(BIN)/python -m bench.plugins

messages: $(DEVELOPMENT) ## Extract, check and compile the translations
	$(BIN)/python -m tools.messages update
	$(BIN)/python -m tools.messages compile

clean: ## Remove .venv/, var/ and compiled files
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .grimp_cache
	find . -name '*.mo' -not -path './.git/*' -delete
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

$(RUNTIME): | .venv/.made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@rm -f .venv/.runtime-*; touch $@

$(DEVELOPMENT): | .venv/.made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@rm -f .venv/.runtime-* .venv/.development-*; touch $@ $(RUNTIME)

.venv/.made:
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@touch $@
