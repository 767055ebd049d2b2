# Retrofill. 'make' alone lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PREFIX ?= /usr/local
RELEASE := .build/release/retrofill
# Without the symbols, which users have no use for, the binary is a third of the size.
STRIP := $(if $(filter Linux,$(shell uname)),-Xlinker -s)

.PHONY: help
help: ## Show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Install the system packages that are missing
	@scripts/setup

.PHONY: build
build: setup ## Build .build/release/retrofill
	swift build -c release --product retrofill -Xswiftc -static-stdlib $(STRIP)

.PHONY: demo
demo: build ## Load, refine and archive the samples on a private local server
	$(RELEASE) run jobs/demo.yml --local

.PHONY: test
test: setup lint ## Check everything: format, imports, build, tests, docs
	scripts/test

.PHONY: lint
lint: setup ## Check format and imports, without building
	swift format lint --strict --recursive Package.swift Sources Tests
	scripts/check-imports

.PHONY: bench
bench: build ## Measure reading and loading on this machine, against peers
	python3 Benchmarks/reading.py $(READING)
	python3 Benchmarks/loading.py $(LOADING)
	python3 Benchmarks/growth.py $(GROWTH)

.PHONY: fuzz
fuzz: setup ## Feed the readers with damaged input, a minute each
	scripts/fuzz $(or $(SECONDS),60) $(TARGETS)

.PHONY: soak
soak: setup ## Kill loads at random 500 times, and fuzz for an hour each
	scripts/soak $(or $(KILLS),500) $(SEED)
	scripts/fuzz 3600 $(TARGETS)

.PHONY: install
install: build ## Install retrofill into PREFIX, by default /usr/local
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(RELEASE) $(DESTDIR)$(PREFIX)/bin/retrofill

.PHONY: release
release: test build ## Test, build, and pack the binary with its checksum
	scripts/release

.PHONY: clean
clean: ## Remove what was built
	rm -rf .build .build-*
