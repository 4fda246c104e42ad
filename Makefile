# dps-allocator: what there is to do. Run `make` to see it.

SWIFT  ?= swift
DATA   ?= data
BENCH  ?=
BINARY := .build/release/dps-allocator
SOURCES := Package.swift Sources Tests Migrations

# The runtime of Swift goes into the program, so that it runs on a machine without Swift.
RELEASE := -c release --static-swift-stdlib --product dps-allocator
# An import of a room that Package.swift does not declare does not compile (DESIGN.md, "Rooms and arrows").
CHECKED := --explicit-target-dependency-import-check error

.DEFAULT_GOAL := help
.PHONY: help run test bench build format clean prepare

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# On a terminal the program gets a process group of its own, so that Ctrl-C reaches it and not make: it stops in order and
# make reports its exit status.
run: build ## Build, set up ./data the first time, serve on 127.0.0.1:8080
	@if [ -t 0 ]; then set -m; fi; $(BINARY) quickstart --data $(DATA); exit $$?

test: build ## Check the formatting and run all tests
	@.ci/prepare test
	$(SWIFT) format lint --recursive --strict $(SOURCES)
	$(SWIFT) test --disable-xctest $(CHECKED)
	python3 Tests/EndToEnd/run.py

bench: build ## Measure beside nginx, with wrk: half an hour; less with BENCH="--quick"
	@.ci/prepare-bench
	python3 Tests/Load/run.py $(BENCH)

build: prepare ## Build the program in release mode
	$(SWIFT) build $(RELEASE) $(CHECKED)

format: ## Format all Swift files
	$(SWIFT) format --in-place --recursive $(SOURCES)

clean: ## Remove what was built; ./data stays
	rm -rf .build .build-*

prepare:
	@.ci/prepare
