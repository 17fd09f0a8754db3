# Needs make, git and Python 3.11 or newer; everything else is installed here, into .venv, by hash.
.DEFAULT_GOAL := help
.PHONY: help setup demo test check fmt approve record lock

PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)
READY := .venv/ready

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## a virtual environment with everything in it

$(READY): requirements.lock requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "carepath needs Python 3.11 or newer. Install it, or name it: make setup PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Installing into .venv; the first time takes a minute or two."
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: setup ## made-up patients through a year of care on the real servers; options as make demo ARGS="--patients 10"
	.venv/bin/carepath demo $(ARGS)

test: check ## all checks and all tests
	.venv/bin/pytest -n 2 --cov=engine --cov=instruments --cov=pathways --cov-branch --cov-fail-under=100

check: setup ## format, lint, types and imports; no tests, so it is quick
	.venv/bin/ruff format --check
	.venv/bin/ruff check
	.venv/bin/mypy
	.venv/bin/lint-imports

fmt: setup ## formats the code and mends what can be mended
	.venv/bin/ruff check --fix-only --quiet
	.venv/bin/ruff format

approve: setup ## rewrites the golden stories and the examples of the manual; read the diff before you commit it
	.venv/bin/carepath play --approve tests/stories
	.venv/bin/python -m tests.docs.manual

record: setup ## records anew the histories that tests replay; docs/architecture.md says when
	.venv/bin/python -m tests.support.histories

lock: setup ## resolves the dependencies anew, into the two lock files
	.venv/bin/uv pip compile --quiet --universal --generate-hashes --no-header \
	  --upgrade pyproject.toml -o requirements.lock
	.venv/bin/uv pip compile --quiet --universal --generate-hashes --no-header \
	  --upgrade pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
