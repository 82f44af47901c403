PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test coverage check lint types rooms pytest docs format lock clean

# The bot, or without a token the playground.
run: $(VENV)/run.stamp
	@$(BIN)/python -m bot

# Everything CI runs.
test: lint types rooms pytest

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

rooms: $(VENV)/dev.stamp
	$(BIN)/lint-imports

pytest: $(VENV)/dev.stamp
	$(BIN)/pytest -n auto --maxprocesses 4 --dist worksteal

# What the tests do not reach; it takes half as long again.
coverage: $(VENV)/dev.stamp
	$(BIN)/pytest -n auto --maxprocesses 4 --dist worksteal --cov --cov-report=term

# What docs/ has from the code.
docs: $(VENV)/dev.stamp
	$(BIN)/python -m tests.docs.reference

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The lock files, anew from pyproject.toml; uv comes from pip. The extra is spelled as the package that wants it spells
# it, for older pips take the two spellings for two extras and give up.
lock:
	uv pip compile pyproject.toml --extra playground --universal --generate-hashes --no-strip-extras --python-version 3.11 \
		--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" -q -o requirements.lock
	uv pip compile pyproject.toml --extra playground --extra dev --universal --generate-hashes --no-strip-extras --python-version 3.11 \
		--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" -q -o requirements-dev.lock
	uv pip compile pyproject.toml --universal --generate-hashes --no-strip-extras --python-version 3.11 \
		--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" -q -c requirements.lock -o requirements-server.lock
	sed -i.bak 's/^lxml\[html-clean\]==/lxml[html_clean]==/' requirements*.lock && rm requirements*.lock.bak

clean:
	rm -rf $(VENV) .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed; name one: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.lock | $(BIN)/python
	@echo "Setting up $(VENV) from requirements.lock ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock | $(BIN)/python
	@echo "Setting up $(VENV) from requirements-dev.lock ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
