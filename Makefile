# Two commands do everything: "make run" shows the product on the bundled demonstration, "make test" tests it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := data/demo
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt

.PHONY: run test lint sql-lint types wheel check check-all bench clean

run: $(VENV)/.installed
	@rm -rf $(DEMO)
	@$(BIN)/trialscape refresh --replay cassettes/demo --data $(DEMO)
	@$(BIN)/trialscape segments --data $(DEMO)
	@echo
	@echo "Files: archive in $(DEMO)/archive, warehouse in $(DEMO)/warehouse (the file 'current' names the newest)."
	@echo "Next:  $(BIN)/trialscape compare --data $(DEMO)"
	@echo "       $(BIN)/trialscape sql \"SELECT nct_id, brief_title, ici_setting FROM marts.trial LIMIT 5\" --data $(DEMO)"
	@echo "       $(BIN)/trialscape refresh    (the same from the live registry, into ./data)"

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest --quiet -n 4 --dist worksteal

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

sql-lint: $(VENV)/.installed-dev
	$(BIN)/sqlfluff lint --nocolor --processes 2 sql

types: $(VENV)/.installed-dev
	$(BIN)/mypy

wheel: $(VENV)/.installed-dev
	$(BIN)/python tests/wheel_check.py

# What changed since SINCE (default: the last commit): lint, types, and the tests of the touched rooms.
SINCE ?= HEAD
check: lint types
	$(BIN)/python -m pytest --quiet -n 2 $$($(BIN)/python -m tests.touched $(SINCE))

check-all: test lint sql-lint types wheel

bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.classify

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "trialscape needs Python 3.11 or newer; run: make PYTHON=python3.12 run")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(PIP) --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) $(DEMO) build dist
