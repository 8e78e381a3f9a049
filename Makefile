# `make run` and `make test` set up what they need in .venv; nothing else is touched.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check bench constraints clean

run: .venv/ready config.toml  ## the service on the example articles
	$(BIN)/watcher run

test: .venv/ready  ## all tests, offline
	$(BIN)/python -m pytest

check: .venv/ready  ## lint, types, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/ready  ## speed and quality figures, as ratios
	$(BIN)/python -m benchmarks

config.toml:
	cp config.example.toml $@

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "watcher needs Python 3.11 or newer; say which: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

constraints:  ## pin what is newest now (uses uv)
	uv pip compile pyproject.toml tools/build.in --extra dev --generate-hashes --universal --python-version 3.11 \
	    --no-header --no-annotate --no-emit-index-url --no-emit-find-links --upgrade --output-file constraints.txt
	{ echo '# Every dependency at the version that was tested, with its hashes: `make constraints` makes it anew.'; \
	    cat constraints.txt; } > build.tmp && mv build.tmp constraints.txt

clean:  ## everything that was set up or made
	rm -rf .venv state build *.egg-info
