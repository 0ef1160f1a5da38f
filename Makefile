# Two commands matter: `make run` and `make test`. Each sets up all it needs.

PYTHON ?= python3
PY := .venv/bin/python
READY := .venv/.ready
OFFSCREEN := QT_QPA_PLATFORM=offscreen
# One worker more than there are cores: the tests of faults and journeys wait a quarter of their time.
WORKERS = $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN) + 1 )))

.PHONY: help run test check bench screenshots package clean

help:
	@echo "make run          open Gym Trainer (ARGS=\"demo\" for a demo gym)"
	@echo "make test         run all tests, with a real Postgres and without a screen"
	@echo "make check        formatting, linting, types, layers"
	@echo "make bench        print how fast things are, as ratios"
	@echo "make screenshots  every page, light and dark, into build/screenshots"
	@echo "make package      wheel and source archive into dist"
	@echo "make clean        remove what the above have built, .venv excepted"

$(READY): pyproject.toml constraints.txt packaging/set_up.sh
	@packaging/set_up.sh $(PYTHON)
	@touch $@

run: $(READY)
	@$(PY) packaging/qt_libraries.py window
	@.venv/bin/gymtrainer $(ARGS)

test: $(READY)
	@$(PY) packaging/qt_libraries.py offscreen
	$(OFFSCREEN) $(PY) -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(READY)
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports

bench: $(READY)
	@$(PY) packaging/qt_libraries.py offscreen
	@if ls tests/benchmarks/bench_*.py >/dev/null 2>&1; then \
	    $(OFFSCREEN) $(PY) -m pytest -q -s --on-disk -o python_files='bench_*.py' tests/benchmarks; \
	else \
	    echo "There are no benchmarks yet."; \
	fi

screenshots: $(READY)
	@$(PY) packaging/qt_libraries.py offscreen
	$(OFFSCREEN) $(PY) tests/screenshots.py build/screenshots

package: $(READY)
	@$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt hatchling
	$(PY) -m hatchling build

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find gymtrainer_desktop migrations tests -name __pycache__ -type d -prune -exec rm -rf {} +
