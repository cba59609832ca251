# Two commands do everything: `make demo` and `make test`. Both set up .venv first.
# Works with GNU Make 3.81 (macOS) and with Debian's Python (no ensurepip, no `python`).

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
export PIP_BUILD_CONSTRAINT := $(CURDIR)/constraints.txt
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1
PYTEST_ARGS ?= -n 2 --dist worksteal

.PHONY: demo test lint types imports tests bench docs clean
.DEFAULT_GOAL := test

demo: $(STAMP)
	@$(BIN)/mockpump demo

test: lint types imports tests

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

imports: $(STAMP)
	$(BIN)/lint-imports

tests: $(STAMP)
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest $(PYTEST_ARGS)
	$(BIN)/coverage combine -q
	$(BIN)/coverage report

bench: $(STAMP)
	$(BIN)/python -m tests.benchmarks

docs: $(STAMP)
	$(BIN)/python -m tests.regenerate

$(STAMP): pyproject.toml constraints.txt
	@python=; \
	for name in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	  if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then python=$$name; break; fi; \
	done; \
	if [ -z "$$python" ]; then echo "mockpump needs Python 3.11 or newer: install it, then run make again." >&2; exit 1; fi; \
	if ! "$$python" -m venv $(VENV) >/dev/null 2>&1; then \
	  "$$python" -m venv --without-pip $(VENV) && \
	  "$$python" -m pip --python $(BIN)/python install -q pip; \
	fi
	@echo "Installing mockpump into $(VENV) ..."
	@$(BIN)/python -m pip install -q -e '.[dev,bench]'
	@touch $@

clean:
	rm -rf $(VENV) .coverage .coverage.* .mypy_cache .ruff_cache build dist
