# dps-allocator: what there is to do. Run `make` to see it.

SWIFT  ?= swift
DATA   ?= data
BENCH  ?=
BINARY := .build/release/dps-allocator
SOURCES := Package.swift Sources Tests Migrations

# The runtime of Swift goes into the program, so that it runs on a machine without Swift.
RELEASE := -c release --static-swift-stdlib
# An import of a room that Package.swift does not declare does not compile (DESIGN.md, "Rooms and arrows").
CHECKED := --explicit-target-dependency-import-check error

.DEFAULT_GOAL := help
.PHONY: help run demo test console openapi bench check-deep sanitize fuzz proxies backpressure build format clean prepare prepare-deep

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# On a terminal the program gets a process group of its own, so that Ctrl-C reaches it and not make: it stops in order and
# make reports its exit status.
run: build ## Build, set up ./data the first time, serve on 127.0.0.1:8080
	@if [ -t 0 ]; then set -m; fi; $(BINARY) quickstart --data $(DATA); exit $$?

demo: build ## Register five devices with the emulated provisioning service, and show what the history says
	@seed/demo.sh

# The engine's tests by themselves: they wait for threads that the tests of the stores keep.
test: build ## Check the formatting and run all tests
	@.ci/prepare test
	$(SWIFT) format lint --recursive --strict $(SOURCES)
	$(SWIFT) test --disable-xctest $(CHECKED) --filter HTTPTests
	$(SWIFT) test --disable-xctest $(CHECKED) --skip HTTPTests
	python3 Tests/EndToEnd/run.py
	$(MAKE) console

console: build ## Test the console in Chromium; pictures of its pages go to .build-console/pictures
	@.ci/prepare-console
	python3 Tests/Console/run.py

openapi: build ## Hold the service to openapi.json, with schemathesis and a key of each role: about two minutes
	@.ci/prepare-api
	python3 Tests/OpenAPI/run.py

bench: build ## Measure beside nginx, with wrk: half an hour; less with BENCH="--quick"
	@.ci/prepare-bench
	python3 Tests/Load/run.py $(BENCH)

check-deep: build ## Check what takes longer: sanitizers, a short fuzz run, proxies, backpressure
	$(MAKE) sanitize
	$(MAKE) fuzz RUNS=1000000
	$(MAKE) proxies
	$(MAKE) backpressure

# Where threads and memory are handled by hand. One after the other, for the tests of one block threads that those of others wait for.
SANITIZED := HTTPTests SQLiteStoreTests APITests

# Pruning is one thread's work over many rows: it takes minutes there, and has no race to be found.
sanitize: prepare ## Run the tests of sockets, stores and the API under the thread and address sanitizers
	for suite in $(SANITIZED); do TSAN_OPTIONS=suppressions=$(CURDIR)/Tests/thread-sanitizer.suppressions $(SWIFT) test --disable-xctest --filter $$suite --skip PruningTests --sanitize thread --scratch-path .build-tsan || exit 1; done
	for suite in $(SANITIZED); do ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test --disable-xctest --filter $$suite --skip PruningTests --sanitize address --scratch-path .build-asan || exit 1; done

RUNS    ?= 3000000
SECONDS ?= 600

fuzz: ## Fuzz the readers of what clients send: RUNS inputs or SECONDS for each
	python3 Tests/Fuzz/run.py --runs $(RUNS) --seconds $(SECONDS)

DECISIONS ?= 100000

proxies: build prepare-deep ## Ask through nginx, HAProxy and Caddy: DECISIONS each, and what could be smuggled
	python3 Tests/Proxies/run.py --decisions $(DECISIONS)

backpressure: build prepare-deep ## Measure what clients without measure cost the others
	python3 Tests/Load/backpressure.py

build: prepare ## Build both programs in release mode
	$(SWIFT) build $(RELEASE) --product dps-allocator $(CHECKED)
	$(SWIFT) build $(RELEASE) --product dps-emulator $(CHECKED)

format: ## Format all Swift files
	$(SWIFT) format --in-place --recursive $(SOURCES)

clean: ## Remove what was built; ./data stays
	rm -rf .build .build-*

prepare:
	@.ci/prepare

prepare-deep:
	@.ci/prepare-deep
