# `make run` starts the app, `make test` checks everything. Both put what they need into .venv, once.
# Another Python: make PYTHON=python3.12 run. Another port: make PORT=8600 run. Some of the tests: make ARGS="-k adam" test.
.DELETE_ON_ERROR:
.PHONY: help run test check lint format bench browser lock clean

PYTHON ?= python3
HOST ?= 127.0.0.1
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements.lock
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint $(LOCK)
# One process a core, each with whole files: what a file's tests share is made once.
PYTEST := $(BIN)/python -m pytest --numprocesses=auto --maxprocesses=4 --dist=loadfile
APP := $(VENV)/requirements.installed
TOOLS := $(VENV)/requirements-dev.installed

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: $(APP) ## start the app and print its address
	$(BIN)/streamlit run app.py --server.address=$(HOST) $(if $(PORT),--server.port=$(PORT))

test: lint browser ## run the linters, the type checker and every test
	$(PYTEST) $(ARGS)

check: lint ## run the linters, the type checker and the quick tests that need no browser
	$(PYTEST) -m "not browser and not thorough" $(ARGS)

lint: $(TOOLS) ## check style and types only
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/oxlint static tests/js
	$(BIN)/oxfmt --check static tests/js

format: $(TOOLS) ## put the style right
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/oxlint --fix static tests/js
	$(BIN)/oxfmt static tests/js

bench: $(TOOLS) browser ## measure speed; PyTorch is compared where it is installed
	$(BIN)/python -m benchmarks $(ARGS)

browser: $(TOOLS) ## find a Chromium for the tests, or install one
	$(BIN)/python scripts/browser.py

lock: ## write requirements.lock anew, from the newest versions that the ranges allow
	@$(PYTHON) scripts/environment.py $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@{ head -1 $(LOCK); $(VENV)-lock/bin/python -m pip freeze; } > $(LOCK).new && mv $(LOCK).new $(LOCK)
	@rm -rf $(VENV)-lock

clean: ## remove .venv and every cache
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/pyvenv.cfg:
	@$(PYTHON) scripts/environment.py $(VENV)

$(APP): requirements.txt $(LOCK) $(VENV)/pyvenv.cfg
	@echo "Installing the app's packages into $(VENV)"
	@$(INSTALL) -r requirements.txt
	@touch $@

$(TOOLS): requirements-dev.txt $(APP)
	@echo "Installing the tools for tests and style into $(VENV)"
	@$(INSTALL) -r requirements-dev.txt
	@touch $@
