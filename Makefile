# Everything a person types. A bare Debian 12 with Python 3.11 and make needs nothing else done by hand:
# .ci/bootstrap.py makes `.venv`, installs system libraries through apt when it may, and is silent when all is there.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test test-faults check bench clean \
        environment test-environment models test-models check-style check-types check-imports check-rules constraints

# The first Python that is new enough.
PYTHON ?= $(firstword $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
    $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$python; done) no-python-3.11)
BIN := .venv/bin
# Most tests wait for something most of the time: four at once keep two cores busy.
JOBS ?= 4
TESTS ?= tests
# Compiled modules are kept, whatever the environment says: tests start interpreters by the hundred.
export PYTHONDONTWRITEBYTECODE :=
PYTEST := QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n $(JOBS) --dist loadgroup

help:
	@echo "make run          open Lantern (everything it needs is installed first)"
	@echo "make test         the fast tests                 (TESTS=path for some of them)"
	@echo "make test-faults  kills, full disks, cut files   (TESTS=path for some of them)"
	@echo "make check        style, types, import contracts, rules"
	@echo "make bench        figures, one JSON line each    (ONLY=name, JUDGED=folder of judged sets)"
	@echo "make clean        remove what these commands made in this folder"

run: environment
	@$(MAKE) --no-print-directory models || echo "lantern: starting without some models; Settings > Models fetches them later"
	$(BIN)/lantern $(ARGS)

test: test-environment test-models
	$(PYTEST) -m "not faults and not soak" $(TESTS)

test-faults: test-environment test-models
	$(PYTEST) -m "faults and not soak" $(TESTS)

check: check-style check-types check-imports check-rules

bench: test-environment test-models
	@QT_QPA_PLATFORM=offscreen $(BIN)/python tests/bench/run.py $(if $(ONLY),--only "$(ONLY)") $(if $(JUDGED),--judged "$(JUDGED)")

clean:
	rm -rf .venv .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Internal

environment:
	@$(PYTHON) .ci/bootstrap.py run

test-environment:
	@$(PYTHON) .ci/bootstrap.py test

# Weights are verified by checksum and kept outside this folder, so a second run, or a fresh clone, fetches nothing:
# for the window in the user's library, for tests in the user's cache. What one of them has, the other copies.
MODELS := tiny.en minilm wordllama

models: environment
	@$(BIN)/lantern models pull $(MODELS)

test-models: test-environment
	@cache=$$($(BIN)/python -c 'from desktop.models.service import disk_folders; print(disk_folders()[0].parent)') \
	  && $(BIN)/lantern --data-dir "$$cache" models pull $(MODELS)

check-style: test-environment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-types: test-environment
	$(BIN)/pyright

check-imports: test-environment
	$(BIN)/lint-imports

check-rules: test-environment
	$(PYTEST) tests/rules

# Renews the pins (needs uv).
constraints:
	@{ grep '^#' .ci/constraints.txt; \
	  uv pip compile --quiet --universal --upgrade --python-version 3.11 --all-extras --group dev pyproject.toml \
	    --no-header --no-annotate --no-emit-index-url; } > .ci/constraints.new
	@mv .ci/constraints.new .ci/constraints.txt
