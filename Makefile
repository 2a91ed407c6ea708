# `make demo` and `make test` need nothing but Python 3.11, 3.12 or 3.13; the rest stands in `make help`.

# PYTHON=python3.12 chooses the interpreter of a new .venv; unset, the newest suitable one is taken.
PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
CODE := $(wildcard sketch2image tools tests benchmarks packaging main.py)
COMPILE = .cache/uv/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--no-annotate --no-emit-index-url --custom-compile-command "make lock" $(UPGRADE)
UPGRADE ?=
JOBS ?= 2

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo window app test test-slow lint format bench models lock clean hand full \
	lint-format lint-code lint-types lint-imports lint-packages

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

demo: hand ## draw, caption, render and search without camera or screen
	$(BIN)/python main.py demo

window: hand ## open the window
	@$(BIN)/python tools/system_libraries.py window
	$(BIN)/python main.py

app: hand ## make dist/sketch2image, a folder with the program that needs no Python
	@$(BIN)/python tools/system_libraries.py window
	$(BIN)/python -m venv .cache/app
	.cache/app/bin/python -m pip install --quiet --disable-pip-version-check \
		--requirement requirements-lite.txt --constraint requirements.txt pyinstaller
	.cache/app/bin/python packaging/icons.py build/icons
	.cache/app/bin/pyinstaller --noconfirm --log-level ERROR --workpath build/app \
		packaging/sketch2image.spec

test: full hand ## all tests but the long form
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder

test-slow: full hand ## all tests, the long form too
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder --slow

lint: lint-format lint-code lint-types lint-imports lint-packages ## form, code, types, import table, packages

lint-format: full
	$(BIN)/ruff format --check $(CODE)

lint-code: full
	$(BIN)/ruff check $(CODE)

lint-types: full
	$(BIN)/pyright

lint-imports: full
	$(BIN)/lint-imports

lint-packages: full
	$(BIN)/python tools/check_imports.py requirements.txt

format: full ## put code into the house's form
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

bench: hand ## measure the camera loop, the start and the search
	$(BIN)/python main.py bench air
	$(BIN)/python main.py bench start
	$(BIN)/python main.py bench search

models: hand ## fetch the models that the demo needs

hand: $(VENV)/.lite
	@$(BIN)/python tools/system_libraries.py lite
	@$(BIN)/python -m sketch2image.models.fetch hand

full: $(VENV)/.full
	@$(BIN)/python tools/system_libraries.py full

lock: $(VENV)/.made ## write both requirement files from pyproject.toml (UPGRADE=--upgrade: newest)
	$(BIN)/python -m venv .cache/uv
	.cache/uv/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(COMPILE) --all-extras --output-file requirements.txt
	$(COMPILE) --constraint requirements.txt --output-file requirements-lite.txt

clean: ## remove .venv and everything that tools left behind
	rm -rf $(VENV) .cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist
	find $(CODE) -name __pycache__ -exec rm -r {} +

$(VENV)/.made: tools/venv.sh
	@tools/venv.sh $(VENV) $(PYTHON)
	@touch $@

$(VENV)/.lite: $(VENV)/.made requirements-lite.txt
	@echo "Installing requirements-lite.txt (once)"
	@$(PIP) -r requirements-lite.txt
	@touch $@

$(VENV)/.full: $(VENV)/.made requirements.txt
	@echo "Installing requirements.txt (once; with torch, so some gigabytes)"
	@$(PIP) -r requirements.txt
	@touch $@
