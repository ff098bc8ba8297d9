# Two commands do everything: "make run" shows the product on the bundled demonstration, "make test" tests it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := data/demo
# Everything is installed from files of requirements/ with their hashes; "make lock" writes these anew.
INSTALL := -m pip --disable-pip-version-check --quiet install
LOCKED := $(INSTALL) --require-hashes
SUPPLY := .venv-supply
DOCS := .venv-docs
SPARK := .venv-spark
# Where this is set, each of the hundred processes that the tests start compiles the program and the tests again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test lint sql-lint types wheel check check-all bench clean lock licences audit hard hunt docs spark

run: $(VENV)/.installed
	@rm -rf $(DEMO)
	@$(BIN)/trialscape refresh --replay cassettes/demo --data $(DEMO)
	@$(BIN)/trialscape segments --data $(DEMO)
	@echo
	@$(BIN)/trialscape report --data $(DEMO) --output $(DEMO)/landscape.html --overwrite
	@echo "Files: archive in $(DEMO)/archive, warehouse in $(DEMO)/warehouse (the file 'current' names the newest)."
	@echo "Next:  $(BIN)/trialscape compare --data $(DEMO)"
	@echo "       $(BIN)/trialscape sql \"SELECT nct_id, brief_title, ici_setting FROM marts.trial LIMIT 5\" --data $(DEMO)"
	@echo "       $(BIN)/trialscape refresh    (the same from the live registry, into ./data)"

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest --quiet -n 4 --dist worksteal

# The property tests with new examples: what they find becomes a test of its own.
hunt: $(VENV)/.installed-dev
	TRIALSCAPE_HUNT=1 $(BIN)/python -m pytest --quiet -n 2 -m hypothesis

# All faults of which the suite runs a sample: failing calls of the file system, the registry's faults, kills, hostile input.
hard: $(VENV)/.installed-dev
	TRIALSCAPE_INJECT=all TRIALSCAPE_FAULTS=all TRIALSCAPE_KILLS=50 $(BIN)/python -m pytest --quiet -o faulthandler_timeout=0 \
		$(addprefix tests/functional/faults/test_,injected_faults.py standin_faults.py kills.py full_disk.py leftovers.py hostile_input.py hostile_names.py) \
		tests/registry/test_hostile_server.py

# Classification on a Spark cluster of this machine, and on an S3 server; needs Java 17 or newer.
spark: $(SPARK)/.installed
	PYTHONPATH=src $(SPARK)/bin/python -m pytest --quiet tests/steps/spark

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

sql-lint: $(VENV)/.installed-dev
	$(BIN)/sqlfluff lint --nocolor --processes 2 sql

types: $(VENV)/.installed-dev
	$(BIN)/mypy

wheel: $(VENV)/.installed-dev $(SUPPLY)/.installed
	$(BIN)/python tests/wheel_check.py $(SUPPLY)/bin/cyclonedx-py

licences: $(VENV)/.installed-dev $(SUPPLY)/.installed $(DOCS)/.installed $(SPARK)/.installed
	$(BIN)/python -m tests.supply.licences supply=$(SUPPLY) docs=$(DOCS) spark=$(SPARK)

audit: $(VENV)/.installed-dev $(SUPPLY)/.installed
	$(BIN)/python -m tests.supply.advisories $(SUPPLY)/bin/pip-audit
	$(BIN)/python -m tests.supply.known_advisories

# The documentation as a site in build/site: the pages of docs, the data dictionary, and the help of every command.
docs: $(VENV)/.installed-dev $(DOCS)/.installed
	$(BIN)/python -m tests.docs.pages build/docs
	NO_MKDOCS_2_WARNING=1 $(DOCS)/bin/mkdocs build --strict --quiet
	@echo "Open build/site/index.html"

lock: $(SUPPLY)/.installed
	requirements/lock.sh $(SUPPLY)/bin/uv

# What changed since SINCE (default: the last commit): lint, types, and the tests of the touched rooms.
SINCE ?= HEAD
check: lint types
	$(BIN)/python -m pytest --quiet -n 2 $$($(BIN)/python -m tests.touched $(SINCE))

check-all: test lint sql-lint types wheel audit

# Speed of the classifier, of builds by size, and of readers while versions are published; into benchmarks/results.
bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.classify
	$(BIN)/python -m benchmarks.build_scale
	$(BIN)/python -m benchmarks.scale_plot
	$(BIN)/python -m benchmarks.import_scale
	$(BIN)/python -m benchmarks.readers

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "trialscape needs Python 3.11 or newer; run: make PYTHON=python3.12 run")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml requirements/run.txt requirements/build.txt
	$(BIN)/python $(LOCKED) --requirement requirements/run.txt --requirement requirements/build.txt
	$(BIN)/python $(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements/dev.txt
	$(BIN)/python $(LOCKED) --requirement requirements/dev.txt
	@touch $@

$(SUPPLY)/.installed: requirements/supply.txt
	$(PYTHON) -m venv $(SUPPLY)
	$(SUPPLY)/bin/python $(LOCKED) --requirement requirements/supply.txt
	@touch $@

$(DOCS)/.installed: requirements/docs.txt
	$(PYTHON) -m venv $(DOCS)
	$(DOCS)/bin/python $(LOCKED) --requirement requirements/docs.txt
	@touch $@

$(SPARK)/.installed: requirements/spark.txt
	$(PYTHON) -m venv $(SPARK)
	$(SPARK)/bin/python $(LOCKED) --requirement requirements/spark.txt
	@touch $@

clean:
	rm -rf $(VENV) $(SUPPLY) $(DOCS) $(SPARK) $(DEMO) build dist
