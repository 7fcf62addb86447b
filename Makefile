# The commands of this repository. `make demo` and `make test` set up all they need.
.PHONY: setup demo test test-lab bench check lock clean
.DEFAULT_GOAL := help

help:
	@echo 'make demo      show the whole job, end to end, on real parts'
	@echo 'make test      everything that needs no root'
	@echo 'make test-lab  what needs root or Debian packages'
	@echo 'make bench     measure, and compare in the same run'
	@echo 'make check     format, lint, types, import contracts'
	@echo 'make setup     only set up: .venv and the Pulumi engine'

setup:
	@PYTHON='$(PYTHON)' scripts/setup

demo: setup
	@.venv/bin/educloud demo

test: setup
	@scripts/check
	@.venv/bin/python -m pytest -q -n 2 --dist loadgroup -m 'not lab' $(ARGS)

test-lab: setup
	@scripts/test-lab

bench: setup
	@.venv/bin/python -m benchmarks

check: setup
	@scripts/check

lock:
	@scripts/lock

clean:
	rm -rf .venv out .educloud
