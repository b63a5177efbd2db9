# Everything a developer or a newcomer runs. `make help` lists it.
SHELL := /bin/sh
.DEFAULT_GOAL := help
# A machine without uv gets one of its own, in .uv/.
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
RUN := $(UV) run --frozen --no-default-groups --quiet
DEV := $(UV) run --frozen --group dev --quiet
# Where this is set, each of the many processes that tests start compiles every module anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: messages help demo test check fresh lint types imports fix resources docs

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.uv/bin/uv:
	python3 -m venv .uv
	.uv/bin/python -m pip install --quiet --disable-pip-version-check uv

demo: $(filter .uv/bin/uv,$(UV)) ## open the example register (CHECK=1: load it, answer one request)
	@echo "Setting up (the first time takes a minute or two) ..."
	@$(RUN) --extra web --extra plan wayhome demo $(if $(CHECK),--check)

test: $(filter .uv/bin/uv,$(UV)) ## run every test, then those that touch the database on PostgreSQL
	@command -v chromium >/dev/null 2>&1 || [ -n "$$CHROMIUM" ] || [ ! -w /usr/bin ] || apt-get install -qq -y chromium >/dev/null 2>&1 || true
	$(DEV) pytest -n auto
	$(DEV) python tests/postgres.py

lint: $(filter .uv/bin/uv,$(UV))
	$(DEV) ruff check .
	$(DEV) ruff format --check .

types: $(filter .uv/bin/uv,$(UV))
	WAYHOME_DATA=.mypy_cache/wayhome $(DEV) mypy

imports: $(filter .uv/bin/uv,$(UV))
	$(DEV) lint-imports

check: lint types imports test ## lint, types, imports and tests: what CI runs

fix: $(filter .uv/bin/uv,$(UV)) ## let ruff mend what it can
	$(DEV) ruff check --fix .
	$(DEV) ruff format .

resources: $(filter .uv/bin/uv,$(UV)) ## learn the correspondences again (needs ../shared and 15 minutes)
	@test -d ../shared/names || { echo "../shared/names is not here: there is nothing to learn from."; exit 1; }
	$(UV) run --frozen --no-default-groups --group resources python resources/build.py ../shared/names

docs: $(filter .uv/bin/uv,$(UV)) ## write the generated pages and outputs of docs/ again
	$(DEV) python docs/generate_reference.py
	$(DEV) python docs/fill_outputs.py

messages: $(filter .uv/bin/uv,$(UV)) ## bring every sentence of the pages into the catalogues of translations
	WAYHOME_DATA=.mypy_cache/wayhome $(DEV) python -m wayhome.web.languages

fresh: ## prove it: a new clone, an empty HOME, a bare PATH, then demo and test
	sh .ci/fresh
