# Yidan 一单. `make` prints what there is; `make run` does everything a newcomer needs.
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.PHONY: help setup run test check bench burden soak messages lock clean
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check --retries 5 --timeout 60
ASSETS := $(shell find yidan/web/assets tools/build.mjs tools/fonts.mjs -type f 2>/dev/null)
POS := $(shell find yidan -name '*.po' 2>/dev/null)
CODE := $(shell find yidan -name '*.py' 2>/dev/null)
CHECKED := yidan tests tools bench

help: ## this list
	@echo 'Yidan 一单'
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

run: setup ## set up, load the simulated city if there is no data yet, start, print address and log-ins
	@$(BIN)/yidan serve --demo

setup: .venv/.installed yidan/web/static/build/.made .venv/.messages .venv/.compiled ## everything but starting (a second call is instant)

test: setup ## the whole suite on SQLite, then what can differ on PostgreSQL, where one answers
	@$(BIN)/python tools/suite.py $(TESTS)

check: setup ## format, lint, types, house laws
	@$(BIN)/ruff format --check $(CHECKED)
	@$(BIN)/ruff check $(CHECKED)
	@$(BIN)/mypy
	@$(BIN)/python -m pytest tests/laws -q

bench: setup ## 10,000 projects x 24 months, timed on SQLite and PostgreSQL
	@$(BIN)/python -m bench

burden: setup ## every form walked on a slowed phone: fields, taps, seconds; writes docs/burden.md
	@$(BIN)/python -m bench.burden

soak: setup ## a gigabyte of uploads, cut at random bytes, the server killed with -9 meanwhile; one film of a gigabyte from a browser (YIDAN_SOAK_FILM_MB); a hundred photos from one; 100,000 acts on matters; 1,000 papers with a digit changed; ten years of a busy city
	@$(BIN)/python -m bench.clocks
	@$(BIN)/python -m bench.soak
	@$(BIN)/python -m bench.film
	@YIDAN_SOAK=1 $(BIN)/python -m pytest -q tests/journeys/test_field_fire.py
	@YIDAN_SOAK_STEPS=100000 $(BIN)/python -m pytest -q tests/matters/test_machine.py
	@YIDAN_SOAK_MUTANTS=1000 $(BIN)/python -m pytest -q tests/papers/test_mutants.py
	@YIDAN_SOAK_MATTERS=40 $(BIN)/python -m pytest -q tests/matters/test_ten_years.py

messages: setup ## collect the sentences into the catalogues and compile them
	@$(BIN)/python tools/messages.py collect

lock: setup ## pin the requirements anew, with hashes
	@$(BIN)/python tools/lock.py

clean: ## remove what setup made (never the data in var/)
	rm -rf .venv node_modules yidan/web/static/build yidan/web/papers/fonts

# --- stamps: each step is done again only when what it depends on is newer ---

.venv/.made: tools/environment.sh
	@sh tools/environment.sh
	@touch $@

.venv/.locked: requirements.lock .venv/.made
	@echo 'Installing the locked Python packages…'
	@sh tools/again.sh 'installing the Python packages' $(PIP) --require-hashes -r requirements.lock
	@touch $@

.venv/.installed: pyproject.toml requirements.in requirements-s3.in .venv/.locked
	@$(PIP) --no-deps --no-build-isolation --no-index -e . || { \
		echo 'yidan: could not install itself into .venv; run "make clean" and then make again.' >&2; exit 1; }
	@touch $@

node_modules/.made: package-lock.json package.json tools/frontend.sh .venv/.locked
	@echo 'Installing the locked front-end packages…'
	@sh tools/frontend.sh packages
	@touch $@

yidan/web/static/build/.made: node_modules/.made $(ASSETS)
	@sh tools/frontend.sh build
	@mkdir -p $(@D)
	@touch $@

.venv/.messages: $(POS) .venv/.installed
	@$(BIN)/python tools/messages.py compile
	@touch $@

# Where PYTHONDONTWRITEBYTECODE is set (many containers), every start would compile all of our code anew.
.venv/.compiled: $(CODE) .venv/.installed
	@$(BIN)/python -m compileall -q yidan || true
	@touch $@
