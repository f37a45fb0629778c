# Needs Python 3.11+ and make. `make demo` serves the site, `make test` runs the tests.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 1
BIN = .venv/bin
.DEFAULT_GOAL = help

help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

PIP_INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; name one with PYTHON=" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

# What the site runs on, and what its tests need besides.
.venv/site: deploy/requirements.txt | .venv/bin/python
	$(PIP_INSTALL) -r $<
	touch $@

.venv/tests: tests/requirements.txt | .venv/bin/python
	$(PIP_INSTALL) -r $<
	touch $@ .venv/site

install: .venv/tests ## Install the pinned packages into .venv

demo: export DEMO = on
demo: export PRESS_SITE_URL = http://$(HOST):$(PORT)
demo: .venv/site ## Serve the site with its demo content on http://127.0.0.1:8000 (PORT= changes it)
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@$(BIN)/python manage.py load_demo --address http://$(HOST):$(PORT)
	@$(BIN)/granian --interface wsgi --host $(HOST) --port $(PORT) --workers $(WORKERS) --blocking-threads 4 \
		--static-path-route /static --static-path-mount var/static --no-ws --log-level warning config.wsgi:application

test: install ## Pass every test that can run on this machine
	$(BIN)/python -m pytest -n auto -q -rs

bench: install ## Measure the pages on PostgreSQL under load (needs wrk; QUICK=--quick takes a minute)
	$(BIN)/python -m tests.benchmarks.run $(QUICK)
	$(BIN)/python -m tests.benchmarks.import_sample
	$(BIN)/python -m tests.benchmarks.renditions
	$(BIN)/python -m tests.benchmarks.names
	$(BIN)/python -m tests.benchmarks.recognition

lint: install ## Style, layers, templates, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html' 'templates/**/*.html')
	$(BIN)/lint-imports
	DEBUG=on $(BIN)/python manage.py makemigrations --check --dry-run

catalogues: install ## Collect the strings to translate, compile the translations (needs gettext)
	for domain in django djangojs; do \
		DEBUG=on $(BIN)/python manage.py makemessages --domain $$domain --locale kk --locale ru --no-obsolete --no-location \
			--ignore .venv --ignore var --ignore 'tests/*' --ignore 'config/locale_packages/*' --ignore '*.min.js' || exit 1; \
	done
	DEBUG=on $(BIN)/python manage.py compilemessages --locale kk --locale ru --ignore .venv

lock: ## Choose versions anew and write the two locks (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml -o deploy/requirements.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --group test pyproject.toml -c deploy/requirements.txt -o tests/requirements.txt

.PHONY: help install demo test bench lint catalogues lock
