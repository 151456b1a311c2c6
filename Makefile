# `make` compiles the dossier of this folder, `make test` tests the program. Both install what they need.
.DEFAULT_GOAL := dossier
.PHONY: all dossier test test-all lint format validate bench pictures example schema lock wheel run-tools dev-tools clean help ocr

PYTHON ?= python3
VENV := .venv/bin/python

all: dossier  ## the same as dossier

dossier: run-tools  ## compile the dossier of this folder to build/dossier.pdf (what `make` alone does)
	@$(VENV) compile.py build

test: dev-tools  ## run the tests, the long ones left out
	@$(VENV) -m pytest -m "not slow"

test-all: dev-tools  ## run all tests
	@$(VENV) -m pytest

lint: dev-tools  ## lint, check the formatting and the types
	@$(VENV) -m ruff check
	@$(VENV) -m ruff format --check
	@$(VENV) -m mypy

format: dev-tools  ## format the code, mend what the linter can
	@$(VENV) -m ruff check --fix --quiet || true
	@$(VENV) -m ruff format

validate: dev-tools dossier  ## let two validators of accessible PDF (PDF/UA-1) look at this dossier and the example
	@$(VENV) compile.py build examples/footbridge
	@for pdf in build/dossier.pdf examples/footbridge/build/dossier.pdf; do \
		$(VENV) -m pdfua check $$pdf && .venv/bin/outloud $$pdf || exit 1; done

bench: dev-tools  ## time, memory and size of Attest and of plain WeasyPrint, side by side
	@$(VENV) -m bench

pictures: dev-tools  ## make the pictures of the README and the manual from what the program makes now
	@$(VENV) -m tools.pictures

example: dev-tools  ## make the archived files of the example dossier anew
	@$(VENV) -m tools.example

ocr:  ## install Tesseract, which recognises the words of scans (English, French, Spanish, Arabic, Persian)
	@$(PYTHON) tools/environment.py ocr

schema: dev-tools  ## write report/schema/*.json, which editors use, from the program's own schema
	@$(VENV) -m tools.schema

lock: dev-tools  ## resolve the dependencies anew: requirements.lock, requirements-dev.lock
	@$(VENV) -m tools.lock

wheel: dev-tools  ## build dist/attest_dossier-*.whl
	@$(VENV) -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

run-tools:
	@$(PYTHON) tools/environment.py run

dev-tools:
	@$(PYTHON) tools/environment.py dev

clean:  ## remove all that make made, .venv included
	rm -rf build dist .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile
