# The recomputed Migration Profile of Kazakhstan. `make book` and `make test` need git, make and Python 3.11 or newer.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
CORES ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
PORT ?= 8000
export MPLCONFIGDIR := $(CURDIR)/.venv/matplotlib
export PYTHONUTF8 := 1

.PHONY: help
help:  ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: install
install: $(BIN)/.installed  ## install the pinned packages alone; `make book` and `make review` then need no network

.PHONY: book
book: $(BIN)/.installed  ## build the book: check the data, run the chapters, render the pages
	@$(BIN)/python -m kzmigration build --cores $(CORES)

.PHONY: pdf
pdf: $(BIN)/.installed  ## print the book to a PDF, with Chromium or Chrome
	@$(BIN)/python -m kzmigration pdf --cores $(CORES)

.PHONY: slides
slides: $(BIN)/.installed  ## write slides of all chapters, or of one: make slides CHAPTER=emigration
	@$(BIN)/python -m kzmigration slides --cores $(CORES) $(if $(CHAPTER),--chapter "$(CHAPTER)")

.PHONY: offline
offline: $(BIN)/.installed  ## pack book, data, source and packages into one ZIP for use without a network
	@$(BIN)/python -m kzmigration offline --cores $(CORES)

.PHONY: test
test: book lint .venv/slurm/.installed  ## build what the tests need, and run them all
	@$(BIN)/python -m pytest --numprocesses $(CORES) --dist loadfile --no-loadscope-reorder

.PHONY: unit
unit: $(BIN)/.installed  ## run the quick tests alone, without a build
	@$(BIN)/python -m pytest -m "not slow and not site and not data"

.PHONY: faults
faults: $(BIN)/.installed  ## kill builds and sweeps at many moments, fill the disk: make faults ARGS="--seed 7" (an hour or two)
	@$(BIN)/python -m pytest tests/test_faults.py tests/test_kill.py --moments 50 $(ARGS)

.PHONY: otter
otter: $(BIN)/.installed _build/otter/.installed  ## grade an assignment with the real otter-grader (needs the network)
	@$(BIN)/python -m pytest tests/teaching/with_otter.py

.PHONY: bench
bench: $(BIN)/.installed  ## time the build and many runs against plain Jupyter Book and papermill (an hour and a half)
	@$(BIN)/python benchmarks/bench.py
	@$(BIN)/python benchmarks/runs.py

.PHONY: review
review: $(BIN)/.installed  ## run every chapter from clean and certify what is as published
	@$(BIN)/python -m kzmigration review --cores $(CORES)

.PHONY: record
record: $(BIN)/.installed  ## at a release: write data/record.json, which a review compares with
	@$(BIN)/python -m kzmigration record --cores $(CORES)

.PHONY: diff
diff: $(BIN)/.installed  ## which numbers, figures and verdicts a change moves: make diff BASE=v1.0.0
	@$(BIN)/python -m kzmigration diff "$(BASE)" --cores $(CORES)

.PHONY: sweep
sweep: $(BIN)/.installed  ## run the sweep of the conclusions anew and keep its table in data/sweeps (some minutes)
	@$(BIN)/python -m kzmigration sweep data/sweeps/conclusions.yaml --cores $(CORES)
	@cp _build/sweeps/conclusions/results.csv data/sweeps/conclusions.csv

.PHONY: lint
lint: $(BIN)/.installed  ## check style and docstrings
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

.PHONY: format
format: $(BIN)/.installed  ## put code and notebooks into the house style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.PHONY: chapter
chapter: $(BIN)/.installed  ## run one chapter: make chapter NAME=emigration ARGS="-p year_start=2016"
	@if [ -z "$(NAME)" ]; then echo 'say which: make chapter NAME=emigration ARGS="-p year_start=2016"' >&2; exit 2; fi
	@$(BIN)/python -m kzmigration run $(NAME) $(ARGS) --html

.PHONY: cluster
cluster: $(BIN)/.installed .venv/slurm/.installed  ## run what is stale as jobs of Slurm: make cluster ARGS="--jobs 20"
	@PYTHONPATH="$(CURDIR)/.venv/slurm:$(CURDIR)/src" $(BIN)/python -m snakemake --profile tools/slurm $(ARGS)

.PHONY: serve
serve: $(BIN)/.installed  ## serve the built book on this machine: make serve PORT=8000
	@$(BIN)/python -m kzmigration serve --port $(PORT)

.PHONY: release
release: book  ## bundle the edition for Zenodo: site, data, source, citation, checksums
	@$(BIN)/python -m kzmigration release $(if $(TAG),--tag "$(TAG)")

.PHONY: freeze
freeze: book  ## keep this edition for good, on the branch "editions": make freeze PUSH=origin
	@$(BIN)/python -m kzmigration freeze $(if $(PUSH),--push "$(PUSH)")

.PHONY: pages
pages: book  ## put the site and every frozen edition into one folder, ready to publish
	@$(BIN)/python -m kzmigration pages

.PHONY: lab
lab: $(BIN)/.installed .venv-lab/.installed  ## open the notebooks in JupyterLab, with the book's own kernel
	@JUPYTER_PATH="$(CURDIR)/.venv-lab/kernel/share/jupyter" .venv-lab/bin/jupyter lab --notebook-dir="$(CURDIR)" $(ARGS)

PIN = _build/pins/bin/uv pip compile --universal --fork-strategy fewest --python-version 3.11 \
  --generate-hashes --no-emit-index-url --quiet --upgrade --custom-compile-command "make requirements"
.PHONY: requirements
requirements:  ## pin all packages anew from pyproject.toml (needs the network)
	@$(PYTHON) -m venv _build/pins
	@_build/pins/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tools/pins.txt
	@$(PIN) pyproject.toml --extra test --output-file requirements.txt
	@$(PIN) requirements-lab.in --output-file requirements-lab.txt
	@$(PIN) tools/slurm.in --no-deps --output-file tools/slurm.txt
	@for tool in fonts otter pins supply; do $(PIN) tools/$$tool.in --output-file tools/$$tool.txt || exit; done
	@$(MAKE) --no-print-directory sbom

.PHONY: sbom
sbom: _build/supply/.installed  ## list all pinned packages and their licences anew (needs the network)
	@_build/supply/bin/python tools/supply.py lists docs/dependencies

.PHONY: audit
audit: _build/supply/.installed  ## ask whether a pinned package has a known vulnerability (needs the network)
	@_build/supply/bin/python tools/supply.py audit

.PHONY: fonts
fonts:  ## cut the book's fonts anew (needs the network; the cut ones are tracked)
	@$(PYTHON) -m venv _build/fonts
	@_build/fonts/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tools/fonts.txt
	@_build/fonts/bin/python tools/fonts.py book/_static/fonts

.PHONY: clean
clean:  ## remove everything generated, but not the installed packages
	rm -rf _build .snakemake .pytest_cache .ruff_cache .hypothesis

.PHONY: clean-all
clean-all: clean  ## remove the installed packages too
	rm -rf .venv .venv-lab

$(BIN)/.installed: requirements.txt
	@if ! $(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo "error: Python 3.11 or newer is needed; found $$($(or $(PYTHON),python3) --version 2>&1 | head -n 1). Install it, or say where it is: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12" >&2; exit 1; fi
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "error: $(PYTHON) cannot make a virtual environment; on Debian or Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
	@echo "installing the pinned packages into .venv (once, a few minutes)"
	@rm -rf .venv && $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@# A relative path: under LC_ALL=C, Python before 3.13 does not start if this file holds a Cyrillic one.
	@echo ../../../../src | tee .venv/lib/python3*/site-packages/kzmigration.pth >/dev/null
	@$(BIN)/python -c 'import matplotlib.font_manager'
	@touch $@

# Beside the packages, not among them: each start of Snakemake imports every executor that it finds.
.venv/slurm/.installed: tools/slurm.txt $(BIN)/.installed
	@rm -rf .venv/slurm
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --target .venv/slurm -r $<
	@touch $@

.venv-lab/.installed: requirements-lab.txt $(BIN)/.installed
	@echo "installing JupyterLab into .venv-lab (once)"
	@rm -rf .venv-lab && $(PYTHON) -m venv .venv-lab
	@.venv-lab/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-lab.txt
	@$(BIN)/python -m ipykernel install --prefix .venv-lab/kernel >/dev/null
	@touch $@

_build/supply/.installed: tools/supply.txt
	@rm -rf _build/supply && $(PYTHON) -m venv _build/supply
	@_build/supply/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tools/supply.txt
	@touch $@

_build/otter/.installed: tools/otter.txt
	@rm -rf _build/otter && $(PYTHON) -m venv _build/otter
	@_build/otter/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tools/otter.txt
	@touch $@
