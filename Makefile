# `make` lists the verbs. Each works from a fresh clone.

.DEFAULT_GOAL := help
.PHONY: help run dev editor test test-all lint format lock bench bench-search

export PORT ?= 8000
export PYTHON ?= python3
python := .venv/bin/python

help: ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

run: ## the site, on http://127.0.0.1:8000 (make run PORT=8001 moves it)
	@exec scripts/serve run

dev: ## the same with DEBUG, reloading when code changes
	@exec scripts/serve dev

editor: ## make an admin login, or give it a new password
	@scripts/install run
	@$(python) scripts/prepare.py
	@exec $(python) manage.py make_editor

test: ## every test that this machine can run
	@scripts/install dev
	@exec $(python) -m pytest -n auto

test-all: ## every test with nothing left out, and the long sweeps
	@scripts/install dev
	@exec env REQUIRE_ALL=1 $(python) -m pytest -n auto -m ""

lint: ## all checks of code, templates, words and locks
	@scripts/install dev
	@exec scripts/lint

format: ## put code and templates in shape
	@scripts/install dev
	@$(python) -m ruff check --fix --quiet .
	@$(python) -m ruff format .
	@$(python) -m djlint --quiet --reformat templates || true

lock: ## make the lock files anew from pyproject.toml
	@scripts/install dev
	@exec scripts/lock

bench: ## how quick the pages are, in figures
	@scripts/install dev
	@exec $(python) benchmarks/bench.py

bench-search: ## how good and how quick the search is, in figures
	@scripts/install dev
	@exec $(python) benchmarks/search.py
