# Needs Python 3.11 or newer, make and a package index; each target sets itself up in .venv.
# pip's own configuration (index, proxy, certificates) is used as it stands.

PYTHON ?= python3
DESK   ?= desk

BIN    := .venv/bin
READY  := .venv/.ready
PIP    := $(BIN)/python -m pip --disable-pip-version-check
LOCK   := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate \
          --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet

.DEFAULT_GOAL := help
.PHONY: help run demo test lint types format man docs audit fuzz bench plots faults screenshots lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(READY) ## the whole desk in ./desk, with Flower (make run DESK=/path/to/desk)
	$(BIN)/copydesk run $(DESK) --flower

demo: $(READY) ## drop seeds/ into a fresh desk, drain it, show what came out
	$(BIN)/python -m seeds.demo

# The tests start hundreds of processes: none of them has to compile us anew, whatever the environment says.
test: export PYTHONDONTWRITEBYTECODE =
test: $(READY) ## the whole suite
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

lint: $(READY) ## ruff: rules and layout
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY) ## mypy, strict
	$(BIN)/mypy

format: $(READY) ## put imports and layout right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

man: $(READY) ## write the man page anew, share/man/man1/copydesk.1, from the command's own help
	$(BIN)/python -m docs.manpage

docs: $(READY) ## the documentation as a site in build/site; a link that leads nowhere is an error
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir build/site

audit: $(READY) ## known holes in what we stand on; says so where nobody could be asked
	$(BIN)/python -m requirements.audit $(ARGS)

fuzz: $(READY) ## break seeds/ in every way for ten minutes; what fails is saved in tests/fuzz/corpus (make fuzz ARGS=60)
	$(BIN)/python -m tests.fuzz $(ARGS)

bench: $(READY) ## the measures, side by side with a plain pipeline, and pictures of them: docs/benchmarks.json, docs/plots/
	$(BIN)/python -m benchmarks --json docs/benchmarks.json $(ARGS)
	$(BIN)/python -m benchmarks.plots

plots: $(READY) ## the pictures again, from the numbers as they are
	$(BIN)/python -m benchmarks.plots

faults: $(READY) ## 20,000 files through a storm of kills: what is lost, what comes twice (make faults ARGS="--files 5000")
	$(BIN)/python -m tests.faults.storm $(ARGS)

screenshots: $(READY) ## the pictures in docs/images/, taken anew in a real Chromium (make screenshots ARGS=desk)
	$(BIN)/python -m tests.browser.screenshots $(ARGS)

lock: $(READY) ## resolve requirements/ anew (make lock ARGS=--upgrade); uv reads UV_* and not pip's configuration
	$(LOCK) $(ARGS) --group build --output-file requirements/build.txt
	$(LOCK) $(ARGS) pyproject.toml --all-extras --output-file requirements/run.txt
	$(LOCK) $(ARGS) pyproject.toml --all-extras --group dev --constraint requirements/run.txt --output-file requirements/dev.txt

clean: ## everything that can be made again
	rm -rf .venv demo-desk build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find pipeline workers tests benchmarks seeds -name __pycache__ -prune -exec rm -rf {} +

$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("copydesk needs Python 3.11 or newer; $(PYTHON) is " \
	  + sys.version.split()[0] + ". Name another: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	$(PYTHON) -m venv .venv
	$(PIP) install --quiet --require-hashes --requirement requirements/dev.txt
	$(PIP) install --quiet --no-build-isolation --no-deps --editable .
	@touch $@
