# Two commands do everything on a fresh machine with Python 3.11 or later and make:
#   make run    a whole night, twice, on the invented rehearsal world, then a report to open
#   make test   every check and test
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DATA ?= ../shared/data

# Nights and tests start many processes: where bytecode may not be kept, each compiles some 2,500 modules anew (4 s).
unexport PYTHONDONTWRITEBYTECODE

# Tests run in two processes: threads of the linear algebra, two more in each, would only wait for one another.
test slow hardy soak: export OPENBLAS_NUM_THREADS = 1
test slow hardy soak: export OMP_NUM_THREADS = 1

.PHONY: run test check slow hardy soak fuzz audit accuracy calibrate bench million pages paths dictionary cookbook pictures lock clean

run: $(READY)
	@$(BIN)/overblik rehearse

test: check
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not slow and not soak"

check: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/sqlfluff lint -q warehouse/core warehouse/mart

slow: $(READY)
	@$(BIN)/python -m pytest -m slow

# What a night survives (kills, faults of the disk, readers during publications, poison) and what must not matter to its
# tables (order, threads). CI runs it after `make test`.
hardy: $(READY)
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m soak -rP

soak: $(READY)
	@OVERBLIK_KILLS=200 OVERBLIK_SOAK=1 $(BIN)/python -m pytest -n 2 --dist loadfile -m soak -rP

# Mutated files for every reader; FUZZ_INPUTS and FUZZ_SECONDS (of CPU) are for each of the six.
FUZZ_INPUTS ?= 200000
FUZZ_SECONDS ?= 100000
fuzz: $(READY)
	@$(BIN)/python -m tests.fuzzing --inputs $(FUZZ_INPUTS) --seconds $(FUZZ_SECONDS)

# Known faults of what is locked. pip-audit is fetched for this alone and is no part of the lock.
audit: $(READY)
	@$(BIN)/uv tool run --from pip-audit pip-audit --strict --require-hashes --disable-pip -r requirements.lock

accuracy: $(READY)
	@$(BIN)/python -m tests.accuracy --data $(DATA)

calibrate: $(READY)
	@$(BIN)/python -m tests.calibration

bench: $(READY)
	@$(BIN)/python -m pytest tests/benchmarks -m "slow or not slow" -s
	@$(BIN)/python -m tests.benchmarks

# Every page of the last edition's site in a browser: how soon each kind is ready, what axe finds, who is asked.
pages: $(READY)
	@$(BIN)/python -m tests.benchmarks.site_pages --every

million: $(READY)
	@$(BIN)/python -m tests.benchmarks.million

dictionary: $(READY)
	@$(BIN)/python docs/make_dictionary.py

cookbook: $(READY)
	@$(BIN)/python docs/make_cookbook.py

pictures: $(READY)
	@$(BIN)/python docs/make_pictures.py

paths: $(READY)
	@$(BIN)/python -m tests.known_paths --data $(DATA)

lock:
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--no-annotate requirements.in -o requirements.lock

clean:
	@rm -rf $(VENV) build overblik-data

# The stamp makes the second set-up instant. uv installs in seconds, trusting the machine's certificates or its own;
# where it cannot, pip does the same in minutes.
$(READY): requirements.lock pyproject.toml
	@echo "Setting up $(VENV) (once; later runs start at once)"
	@$(PYTHON) -c 'import sys; sys.exit("Overblik needs Python 3.11 or later; this is " + sys.version.split()[0] + ". Say: make PYTHON=python3.12 run") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@grep -A999 '^uv==' requirements.lock | awk 'NR==1 || /^ /{print; next} {exit}' > $(VENV)/uv.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $(VENV)/uv.lock
	@$(BIN)/uv pip sync -q --system-certs --python $(BIN)/python --require-hashes requirements.lock 2>/dev/null \
		|| $(BIN)/uv pip sync -q --python $(BIN)/python --require-hashes requirements.lock 2>/dev/null \
		|| $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)
