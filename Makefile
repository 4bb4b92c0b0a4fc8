# make demo: set up and score an example form.   make test: set up and check everything.
# PYTHON=python3.12 chooses the interpreter (3.11 or newer); everything is installed into .venv and nowhere else.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test clean

demo: .venv/ready
	$(BIN)/evidence-scorer score examples/2024-harrowgate-homes.docx --worst

test: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -p scorer -p api
	$(BIN)/python -m pytest

# The libraries are those of requirements.lock, each checked by its hash; the project itself is linked to this folder.
.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	@echo "Setting up .venv: a minute or more, by the network."
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
