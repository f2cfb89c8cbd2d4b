# `make run` and `make test` need nothing but a Debian 12: they install what is missing, configure, build, and run.
# The other targets are for those who work on Serinus.
.DEFAULT_GOAL := help
.PHONY: help run install package package-test debian-test test long own_chains asan tsan world day disputes eras year upgraded-years differential differential-xcm heap kills hundred-blocks storm warp-large go-peer peers peers-hundred-blocks bench bench-peers fuzz \
  format format-check tidy check-changed setup build clean

PREFIX ?= /usr/local
FUZZ_SECONDS ?= 30
PRESETS = release asan
# Rooms with tests that run several threads (THREADED_TESTS); the others have nothing to race.
TSAN = platform storage crypto wasm executor runtime_api state chain consensus pool authorship network rpc node fork
TSAN_OPTIONS = 'suppressions=$(CURDIR)/tools/tsan.supp second_deadlock_stack=1'
SEEDS ?= 1-1000
space := $(subst ,, )
TSAN_TESTS = '^($(subst $(space),|,$(TSAN)))$$'
SOURCES = $(shell git ls-files '*.cpp' '*.hpp')
INTEROP = tests/interop
CHOPSTICKS = tests/chopsticks
NODE_MODULES = $(patsubst %,tests/%/node_modules/.package-lock.json,interop chopsticks differential e2e fork_suites libp2p zombienet)

help:
	@echo 'make run      build serinus and run a development chain at http://127.0.0.1:9944'
	@echo 'make install  build serinus and put it, its manual page, its completion and the SDK below PREFIX=$(PREFIX)'
	@echo 'make package  build Debian packages: the node with a service, and the SDK; make package-test tries them'
	@echo 'make debian-test  install them in a bare Debian 12, run a node there and build a new chain; as root, minutes'
	@echo 'make test     build and run all tests, also under ASan and UBSan; tells where the time went'
	@echo 'make long     what make test leaves out: more seeds of the world, more data beside Chopsticks, a new chain to its upgrade'
	@echo 'make asan     only what runs under ASan and UBSan'
	@echo 'make tsan     only what runs under ThreadSanitizer: the rooms with threads'
	@echo 'make world    run simulated networks of whole nodes from the seeds SEEDS=$(SEEDS)'
	@echo 'make day      run 50 nodes for a day of virtual time with faults and liars; DAY="--seed 7 --minutes 120" changes that'
	@echo 'make disputes  run NETWORKS=$(NETWORKS) simulated networks with disputes and liars'
	@echo 'make eras     both runtimes through 88 eras, and two eras of 300 validators and 5,000 nominators'
	@echo 'make year     both runtimes through a year of 1,460 eras, twice: one of them with 58,400 random calls of all pallets; twenty minutes'
	@echo 'make upgraded-years  the real 1.0.0 through a year of eras; now and then try-runtime tries its upgrade to our 1.7.1; three minutes'
	@echo 'make differential  the real Kusama 1.7.1 beside ours: all scenarios, with longer random walks, random calls, and programs in XCM; SCENARIOS="balances utility" chooses, OURS= puts the real one beside itself'
	@echo 'make differential-xcm  PROGRAMS=$(PROGRAMS) random programs in XCM on both'
	@echo 'make heap     what each sequence and box of a call takes of the memory that the real Kusama 1.7.1 allows, beside ours; minutes'
	@echo 'make kills    twenty times kill -9 of nodes of a network with a parachain; ten minutes. SEED=… repeats a run'
	@echo 'make hundred-blocks  a hundred blocks of a parachain in real time: at most five places in a hundred stay empty'
	@echo 'make storm    put seven validators through kills, stops and restarts for some minutes'
	@echo 'make go-peer  install a Go compiler (450 MB) and test the network beside a peer written in Go'
	@echo 'make peers    run all tests beside the reference node (its programs: ../shared/peers)'
	@echo 'make warp-large  join a chain of 200,000 accounts by warp with five kills, and measure the memory'
	@echo 'make bench    run the benchmarks'
	@echo 'make peers-hundred-blocks  networks of both kinds of node on three runtimes, a hundred blocks of a parachain each: two to four hours'
	@echo 'make bench-peers  measure the node beside the reference node, ten minutes'
	@echo 'make fuzz     run each fuzz target for FUZZ_SECONDS=$(FUZZ_SECONDS)'
	@echo 'make format   clang-format all sources; make tidy: clang-tidy; make check-changed: both, of what has changed'

setup:
	@tools/setup

# Ninja configures again by itself when a CMake file changes.
build/%/build.ninja: | setup
	cmake --preset $*

# One build serves all: `make run` configures it without the packages that only tests need, and the others go on from there.
build/release/build.ninja: build/release/with_tests ;

build/release/with_tests: | setup
	cmake --preset release -DSERINUS_PROGRAM_ONLY=OFF
	@touch $@

build: build/release/build.ninja
	@ninja -C build/release

run:
	@[ -f build/release/build.ninja ] || { tools/setup run && cmake --preset release -DSERINUS_PROGRAM_ONLY=ON; }
	@ninja -C build/release serinus
	@exec build/release/serinus --dev --base-path build/chain

install: build/release/build.ninja
	@ninja -C build/release installed installed_sdk
	@cmake --install build/release --component program --strip --prefix $(PREFIX)
	@cmake --install build/release --component sdk --prefix $(PREFIX)

package: build/release/build.ninja
	@ninja -C build/release installed installed_sdk
	@cd build/release && cpack -G DEB

package-test: package
	@tests/package/package_test build/release/serinus_*.deb build/release/serinus-sdk_*.deb

debian-test: package
	@command -v debootstrap >/dev/null || apt-get install --yes debootstrap
	@tests/package/debian_test build/release/serinus_*.deb build/release/serinus-sdk_*.deb

$(NODE_MODULES): %/node_modules/.package-lock.json: %/package-lock.json | setup
	cd $* && npm ci --no-audit --no-fund
	@touch $@

# Phase by phase, so that the report at the end tells where the time went. The sanitized build takes what tests of the
# release build leave of the cores, which is little on two.
test: | setup
	@tools/timed begin
	@tools/timed 'npm packages' $(MAKE) --no-print-directory $(NODE_MODULES)
	@tools/timed 'configure' $(MAKE) --no-print-directory $(PRESETS:%=build/%/build.ninja)
	@tools/timed 'build release' ninja -C build/release
	@nice -n 19 tools/timed 'build asan, beside them' ninja -C build/asan >build/asan/build.log 2>&1 & asan=$$!; \
	  tools/timed 'tests release' tools/test release -LE '^long$$'; status=$$?; \
	  echo "The sanitized build (all of it: build/asan/build.log):"; tail -n 3 -f --pid=$$asan build/asan/build.log; exit $$status
	@ninja -C build/asan
	@tools/timed 'tests asan' tools/test asan
	@tools/timed report

# The chains on our own runtime that tests of sanitized builds run: a part of the release build.
own_chains: build/release/build.ninja
	@ninja -C build/release own_chains

# What `make test` leaves out to end in time (tests/CMakeLists.txt).
long: build $(NODE_MODULES)
	@tools/test release -L '^long$$'

asan: build/asan/build.ninja own_chains $(NODE_MODULES)
	@ninja -C build/asan
	@tools/test asan

tsan: build/tsan/build.ninja own_chains
	@ninja -C build/tsan $(TSAN:%=%_test)
	@TSAN_OPTIONS=$(TSAN_OPTIONS) tools/test tsan -R $(TSAN_TESTS)

world: build/release/build.ninja
	@ninja -C build/release world kusama_runtime_package
	@build/release/world --seeds $(SEEDS) --shrink

day: build/release/build.ninja
	@ninja -C build/release day
	@build/release/day $(DAY)

disputes: build/release/build.ninja
	@ninja -C build/release dispute_networks
	@SERINUS_SIMULATIONS=$(or $(NETWORKS),2000) build/release/dispute_networks --gtest_filter='DisputesAmong.Many*'

RUNNER = $(CURDIR)/build/release/runtime_runner
OURS = $(CURDIR)/build/release/kusama_runtime_proper.wasm

eras: build $(NODE_MODULES)
	@DIFF_ERAS=88 tests/differential/run.sh run.mjs $(RUNNER) $(OURS) long_eras
	@SIZE=300x5000x50 tests/differential/run.sh run.mjs $(RUNNER) $(OURS) worlds

ERAS = 1460
# Tens of thousands of cores would cost either runtime seconds a call, for the rest of the year.
YEAR_WITHOUT = Balances.force_set_balance,Configuration.set_coretime_cores,Configuration.set_scheduler_params,Coretime.request_core_count
year: build $(NODE_MODULES)
	@DIFF_ERAS=$(ERAS) tests/differential/run.sh run.mjs $(RUNNER) $(OURS) long_eras
	@DIFF_WITHOUT=$(YEAR_WITHOUT) DIFF_ERAS=$(ERAS) DIFF_COUNT=$$((40 * $(ERAS))) tests/differential/run.sh sequences.mjs $(RUNNER) $(OURS)

upgraded-years: build $(NODE_MODULES)
	@DIFF_ERAS=$(ERAS) SERINUS=$(CURDIR)/build/release/serinus TRY_STATE=$(CURDIR)/build/release/kusama_try_state tests/differential/run.sh upgraded_years.mjs $(RUNNER) $(OURS)

differential: build tests/differential/node_modules/.package-lock.json
	@DIFF_COUNT=1000 DIFF_PARA_BLOCKS=200 tests/differential/run.sh run.mjs $(RUNNER) $(OURS) $(SCENARIOS)
	@[ -n "$(SCENARIOS)" ] || DIFF_COUNT=1500 DIFF_ERAS=6 tests/differential/run.sh sequences.mjs $(RUNNER) $(OURS)
	@[ -n "$(SCENARIOS)" ] || DIFF_COUNT=10000 tests/differential/run.sh xcm_random.mjs $(RUNNER) $(OURS)
	@[ -n "$(SCENARIOS)" ] || DIFF_SECONDS=60 tests/differential/run.sh calls.mjs $(RUNNER) $(OURS)

PROGRAMS = 10000
differential-xcm: build tests/differential/node_modules/.package-lock.json
	@DIFF_COUNT=$(PROGRAMS) tests/differential/run.sh xcm_random.mjs $(RUNNER) $(OURS)

heap: build tests/differential/node_modules/.package-lock.json
	@tests/differential/run.sh heap.mjs $(RUNNER) $(OURS)

kills: build $(NODE_MODULES)
	@cd tests/e2e && SERINUS=$(CURDIR)/build/release/serinus BUILD=$(CURDIR)/build/release SHORT_EPOCHS_RUNTIME=$(CURDIR)/build/release/package/kusama_runtime_short_epochs/runtime.compressed.wasm node --test many_kills.mjs

hundred-blocks: build $(NODE_MODULES)
	@cd tests/e2e && SERINUS=$(CURDIR)/build/release/serinus BUILD=$(CURDIR)/build/release SHORT_EPOCHS_RUNTIME=$(CURDIR)/build/release/package/kusama_runtime_short_epochs/runtime.compressed.wasm node --test hundred_blocks.mjs

storm: build $(NODE_MODULES)
	@cd tests/e2e && SERINUS=$(CURDIR)/build/release/serinus node storm.mjs

go-peer: build
	@sudo=$$([ $$(id -u) = 0 ] || echo sudo); $$sudo apt-get install -y --no-install-recommends golang-go \
	  golang-github-hashicorp-yamux-dev golang-github-flynn-noise-dev
	@cd build/release && ctest --output-on-failure -R '^libp2p_go$$'

PEERS_ENVIRONMENT = SERINUS=$(CURDIR)/build/release/serinus BUILD=$(CURDIR)/build/release PEERS=$(CURDIR)/build/release/peers \
  MALUS=$(CURDIR)/build/release/serinus-malus

peers: build $(NODE_MODULES)
	@ninja -C build/release serinus-malus
	@failed=; for test in $(notdir $(wildcard tests/peers/*.test.mjs)); do echo "== $$test"; \
	  $(PEERS_ENVIRONMENT) tests/peers/run.sh $$test; code=$$?; \
	  [ $$code = 0 ] || [ $$code = 77 ] || failed="$$failed $$test"; done; [ -z "$$failed" ] || { echo "failed:$$failed"; exit 1; }

peers-hundred-blocks: build $(NODE_MODULES)
	@$(PEERS_ENVIRONMENT) tests/peers/run.sh hundred_blocks.mjs; code=$$?; [ $$code = 77 ] || exit $$code

bench-peers: build $(NODE_MODULES)
	@$(PEERS_ENVIRONMENT) tests/peers/run.sh ../../bench/peers.mjs; code=$$?; [ $$code = 77 ] || exit $$code

warp-large: build $(NODE_MODULES)
	@cd tests/e2e && SERINUS=$(CURDIR)/build/release/serinus \
		SHORT_EPOCHS_RUNTIME=$(CURDIR)/build/release/package/kusama_runtime_short_epochs/runtime.compressed.wasm \
		node warp_under_kills.mjs

bench: build
	@ninja -C build/release benches
	@for program in build/release/bench_*; do echo "== $$program"; $$program --benchmark_min_time=0.2 </dev/null || exit 1; done
	@if [ -d $(INTEROP)/node_modules ]; then node bench/sr25519_npm.mjs build/release/bench_sr25519; fi
	@if command -v node >/dev/null; then node bench/runtime_v8.mjs build/release/bench_runtime; fi
	@if [ -d ../shared/data ]; then build/release/serinus build-spec --raw --preset local_testnet \
		--runtime ../shared/data/runtimes/kusama-1007001.compact.compressed.wasm > build/release/kusama_local.json && \
		build/release/bench_runtime_transfers build/release/kusama_local.json build/release/kusama_runtime.wasm; fi
	@if [ -d $(CHOPSTICKS)/node_modules ]; then node bench/block_execution.mjs build/release/bench_block_execution; fi
	@if [ -d $(CHOPSTICKS)/node_modules ]; then node bench/fork_chopsticks.mjs build/release/serinus; fi
	@if [ -d tests/differential/node_modules ]; then tests/differential/run.sh election_costs.mjs $(RUNNER) $(OURS); tests/differential/run.sh xcm_costs.mjs $(RUNNER) $(OURS); fi

fuzz: build/fuzz/build.ninja
	@ninja -C build/fuzz
	@tools/fuzz build/fuzz $(FUZZ_SECONDS)

format: setup
	@clang-format-19 -i $(SOURCES)

format-check: setup
	@clang-format-19 --dry-run -Werror $(SOURCES)

# Each source alone: what the preset debug compiles.
tidy: build/debug/build.ninja
	@run-clang-tidy-19 -quiet -p build/debug -j $$(nproc) '$(CURDIR)/(src|tests|fuzz|bench)/.*'

# CI: what has changed since CHANGED_SINCE (default: where main was, or the last ten commits), a bounded number of files.
check-changed: build/debug/build.ninja
	@tools/check_changed

clean:
	rm -rf build
