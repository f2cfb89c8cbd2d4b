# `make run` and `make test` need nothing but a Debian 12: they install what is missing, configure, build, and run.
# The other targets are for those who work on Serinus.
.DEFAULT_GOAL := help
.PHONY: help run test own_chains asan tsan bench fuzz format format-check tidy setup build clean

FUZZ_SECONDS ?= 30
TSAN = platform chain pool consensus authorship rpc node
space := $(subst ,, )
SOURCES = $(shell git ls-files '*.cpp' '*.hpp')
INTEROP = tests/interop
CHOPSTICKS = tests/chopsticks
DIFFERENTIAL = tests/differential
E2E = tests/e2e
LIBP2P = tests/libp2p
NODE_MODULES = $(INTEROP)/node_modules/.package-lock.json $(CHOPSTICKS)/node_modules/.package-lock.json \
               $(DIFFERENTIAL)/node_modules/.package-lock.json $(E2E)/node_modules/.package-lock.json $(LIBP2P)/node_modules/.package-lock.json

help:
	@echo 'make run      build serinus and run a development chain at http://127.0.0.1:9944'
	@echo 'make test     build and run all tests, also under ASan and UBSan'
	@echo 'make asan     only the sanitized half of that'
	@echo 'make tsan     run the tests of what works on several threads under ThreadSanitizer'
	@echo 'make bench    run the benchmarks'
	@echo 'make fuzz     run each fuzz target for FUZZ_SECONDS=$(FUZZ_SECONDS)'
	@echo 'make format   clang-format all sources; make tidy: clang-tidy'

setup:
	@tools/setup

# Ninja configures again by itself when a CMake file changes.
build/%/build.ninja: | setup
	cmake --preset $*

build: build/release/build.ninja
	@ninja -C build/release

run: build/release/build.ninja
	@ninja -C build/release serinus
	@build/release/serinus --dev --base-path build/chain

$(NODE_MODULES): %/node_modules/.package-lock.json: %/package-lock.json | setup
	cd $* && npm ci --no-audit --no-fund
	@touch $@

test: $(NODE_MODULES) build
	@tools/test release
	@$(MAKE) --no-print-directory asan

# The chains on our own runtime that tests of sanitized builds run: a part of the release build.
own_chains: build/release/build.ninja
	@ninja -C build/release own_chains

asan: build/asan/build.ninja own_chains $(NODE_MODULES)
	@ninja -C build/asan
	@tools/test asan

# Of the rooms with threads; the others have none to race.
tsan: build/tsan/build.ninja own_chains
	@ninja -C build/tsan $(TSAN:%=%_test)
	@TSAN_OPTIONS="suppressions=$(CURDIR)/tools/tsan.supp second_deadlock_stack=1" tools/test tsan -R '^($(subst $(space),|,$(TSAN)))$$'

bench: build
	@ninja -C build/release benches
	@for program in build/release/bench_*; do echo "== $$program"; $$program --benchmark_min_time=0.2 </dev/null || exit 1; done
	@if [ -d $(INTEROP)/node_modules ]; then node bench/sr25519_npm.mjs build/release/bench_sr25519; fi
	@if command -v node >/dev/null; then node bench/runtime_v8.mjs build/release/bench_runtime; fi
	@if [ -d ../shared/data ]; then build/release/bench_runtime_transfers ../shared/data/genesis/kusama-local-1000000.json \
		build/release/kusama_runtime.wasm; fi
	@if [ -d $(CHOPSTICKS)/node_modules ]; then node bench/block_execution.mjs build/release/bench_block_execution; fi

fuzz: build/fuzz/build.ninja
	@ninja -C build/fuzz
	@tools/fuzz build/fuzz $(FUZZ_SECONDS)

format: setup
	@clang-format-19 -i $(SOURCES)

format-check: setup
	@clang-format-19 --dry-run -Werror $(SOURCES)

tidy: build
	@run-clang-tidy-19 -quiet -p build/release -j $$(nproc) '$(CURDIR)/(src|tests|fuzz|bench)/.*'

clean:
	rm -rf build
