// Calls into real runtimes: how many a second, large and small; a block; and what it costs a runtime to read its state.
// Needs the shared test data. Peers: `interpreted_ratio` is our interpreter in the same run; the read of a key from
// Wasm stands beside the same read without Wasm (`native_ratio`).
#include <benchmark/benchmark.h>
#include <stdlib.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

#include "base/assert.hpp"
#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "executor/executor.hpp"
#include "hashing/hashing.hpp"
#include "primitives/header.hpp"
#include "state/database.hpp"
#include "storage/store.hpp"
#include "tests/runtime/genesis_state.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "tests/support/wat.hpp"

namespace {

using namespace serinus;
using test::EngineChoice;

struct Chain {
    state::MemoryBackend backend;
    std::shared_ptr<const executor::Runtime> runtime;
};

Chain& chain(const std::string& file, EngineChoice engine = EngineChoice::kBest) {
    static std::map<std::pair<std::string, EngineChoice>, Chain> chains;
    auto [found, is_new] = chains.try_emplace({file, engine});
    if (is_new) {
        found->second.backend = test::genesis_state(file, trie::StateVersion::kV0);
        state::Overlay overlay(found->second.backend);
        found->second.runtime = test::shared_executor(engine).runtime_of(overlay).value();
    }
    return found->second;
}

double seconds(const auto& work) {
    timespec before{}, after{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
    work();
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
    return static_cast<double>(after.tv_sec - before.tv_sec) +
           static_cast<double>(after.tv_nsec - before.tv_nsec) * 1e-9;
}

/// The least of `runs`.
double least_seconds(int runs, const auto& work) {
    double least = 1e9;
    for (int i = 0; i < runs; ++i) least = std::min(least, seconds(work));
    return least;
}

void call_once(const std::string& file, const std::string& method, BytesView arguments, EngineChoice engine) {
    Chain& on = chain(file, engine);
    state::Overlay overlay(on.backend);
    const auto answer = test::shared_executor(engine).call(*on.runtime, method, arguments, overlay);
    SERINUS_ASSERT(answer.has_value());
    benchmark::DoNotOptimize(answer->data());
}

void call(benchmark::State& state, const std::string& file, const std::string& method, const Bytes& arguments) {
    if (test::genesis_files().empty()) return state.SkipWithError(test::kNoSharedData);
    for (int i = 0; i < 10; ++i) call_once(file, method, arguments, EngineChoice::kBest);
    double least = 1e9;
    for (auto _ : state)
        least = std::min(least, seconds([&] { call_once(file, method, arguments, EngineChoice::kBest); }));
    state.SetItemsProcessed(state.iterations());
    state.counters["least_us"] = least * 1e6;
    const double interpreted =
        least_seconds(3, [&] { call_once(file, method, arguments, EngineChoice::kInterpreter); });
    state.counters["interpreted_ratio"] = interpreted / least;
}

const std::string kKusama = "kusama-local-1000000.json";
const Bytes kAlice = from_hex("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d").value();
BENCHMARK_CAPTURE(call, core_version, kKusama, "Core_version", {})->UseRealTime();
BENCHMARK_CAPTURE(call, account_nonce, kKusama, "AccountNonceApi_account_nonce", kAlice)->UseRealTime();
BENCHMARK_CAPTURE(call, validators, kKusama, "ParachainHost_validators", {})->UseRealTime();
BENCHMARK_CAPTURE(call, metadata, kKusama, "Metadata_metadata", {})->UseRealTime();

void kusama_block_one(benchmark::State& state) {
    const auto path = test::shared_data("blocks/kusama-1.json");
    if (!path) return state.SkipWithError(test::kNoSharedData);
    const auto block = test::Json::read(*path);
    auto header = scale::decode<primitives::Header>(block["headerScale"].hex()).value();
    header.digest.pop_back();
    call(state, "kusama.json", "Core_execute_block", concat(scale::encode(header), block["bodyScale"].hex()));
}
BENCHMARK(kusama_block_one)->UseRealTime();

/// Reads the storage items of its arguments (keys of 80 bytes, one after the other), over and over.
const Bytes& reader_code() {
    static const Bytes code = test::wat(R"((module
        (import "env" "memory" (memory 1))
        (import "env" "ext_storage_get_version_1" (func $get (param i64) (result i64)))
        (import "env" "ext_storage_read_version_1" (func $read (param i64 i64 i32) (result i64)))
        (import "env" "ext_allocator_free_version_1" (func $free (param i32)))
        (global (export "__heap_base") i32 (i32.const 4096))
        (func $key (param $at i32) (result i64)
            (i64.or (i64.extend_i32_u (local.get $at)) (i64.const 0x5000000000)))
        (func (export "get") (param $at i32) (param $size i32) (result i64) (local $end i32)
            (local.set $end (i32.add (local.get $at) (local.get $size)))
            (loop
                (call $free (i32.wrap_i64 (call $get (call $key (local.get $at)))))
                (br_if 0 (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 80))) (local.get $end))))
            (i64.const 0))
        (func (export "read") (param $at i32) (param $size i32) (result i64) (local $end i32)
            (local.set $end (i32.add (local.get $at) (local.get $size)))
            (loop
                (call $free (i32.wrap_i64
                    (call $read (call $key (local.get $at)) (i64.const 0x8000000100) (i32.const 0))))
                (br_if 0 (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 80))) (local.get $end))))
            (i64.const 0))))");
    return code;
}

constexpr size_t kAccounts = 200'000;
constexpr size_t kReads = 10'000;

Bytes key_of(uint64_t i) {
    ByteArray<8> seed;
    store_le(seed.data(), i);
    Bytes key = concat(hashing::blake2b_256(seed), hashing::blake2b_512(seed));
    key.resize(80);
    return key;
}

/// A database of accounts on the disk, all of it in the page cache.
class Accounts {
  public:
    Accounts() {
        char path[] = "/tmp/serinus_bench_executor_XXXXXX";
        SERINUS_ASSERT(mkdtemp(path) != nullptr);
        path_ = path;
        store_ = storage::open_store(path_).value();
        database_ = state::StateDatabase::open(*store_, {}).value();
        std::map<Bytes, Bytes> entries;
        for (uint64_t i = 0; i < kAccounts; ++i) entries.emplace(key_of(i), Bytes(80, static_cast<uint8_t>(i)));
        const std::vector<state::GenesisState::Entry> views(entries.begin(), entries.end());
        auto batch = store_->batch();
        SERINUS_ASSERT(database_->set_genesis(*batch, Hash256(), 0, {views, {}}, trie::StateVersion::kV1).has_value());
        SERINUS_ASSERT(store_->commit(std::move(batch), storage::Durability::kBuffered).has_value());
        state_ = database_->at(Hash256()).value();
    }
    ~Accounts() {
        state_.reset();
        database_.reset();
        store_.reset();
        const std::string remove = "rm -rf " + path_;
        if (system(remove.c_str()) != 0) std::fprintf(stderr, "%s stays\n", path_.c_str());
    }
    state::BlockState& state() { return *state_; }

  private:
    std::string path_;
    std::unique_ptr<storage::Store> store_;
    std::unique_ptr<state::StateDatabase> database_;
    std::unique_ptr<state::BlockState> state_;
};

/// `same_key`: the overlay has seen it; otherwise each read is of another key that only the store has.
void storage(benchmark::State& state, const char* method, bool same_key) {
    static Accounts accounts;
    const auto runtime =
        test::shared_executor(EngineChoice::kBest).runtime_of_code(reader_code(), std::nullopt).value();
    std::vector<Bytes> keys;
    Bytes arguments;
    for (uint64_t i = 0; i < kReads; ++i) {
        keys.push_back(key_of(same_key ? 7 : i * 7919 % kAccounts));
        append(arguments, keys.back());
    }
    state::Overlay warm(accounts.state());
    const auto native = [&] {
        for (const Bytes& key : keys) benchmark::DoNotOptimize(warm.get(state::Area::top(), key)->has_value());
    };
    const double native_least = least_seconds(5, native);
    double least = 1e9;
    for (auto _ : state) {
        state::Overlay overlay(accounts.state());
        least = std::min(least, seconds([&] {
                             SERINUS_ASSERT(test::shared_executor(EngineChoice::kBest)
                                                .call(*runtime, method, arguments, same_key ? warm : overlay)
                                                .has_value());
                         }));
    }
    state.counters["ns_per_read"] = least / kReads * 1e9;
    state.counters["native_ratio"] = least / native_least;
}
BENCHMARK_CAPTURE(storage, get_one_key, "get", true);
BENCHMARK_CAPTURE(storage, read_one_key, "read", true);
BENCHMARK_CAPTURE(storage, get_many_keys_of_the_store, "get", false);

}  // namespace

BENCHMARK_MAIN();
