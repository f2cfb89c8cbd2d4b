// Reads through an overlay, appending, and roots of a million entries. `map_ratio`: our time as a multiple of a
// std::map's look-up of the same keys in the same run.
#include <benchmark/benchmark.h>

#include <chrono>
#include <random>

#include "base/assert.hpp"
#include "state/memory_backend.hpp"
#include "state/overlay.hpp"

namespace {

using namespace serinus;
using state::Area;
using trie::StateVersion;

constexpr size_t kEntries = 1'000'000;

/// Like the accounts of a chain: a prefix of 32 bytes that all share, then 48 of hash and account. Values of 80 bytes.
Bytes account_key(uint64_t number) {
    std::mt19937_64 random(number);
    Bytes key(80, 0x26);
    for (size_t at = 32; at < key.size(); at += 8) store_le(key.data() + at, random());
    return key;
}

Bytes account(uint64_t number) {
    Bytes out(80);
    for (size_t at = 0; at < out.size(); at += 8) store_le(out.data() + at, number * 0x9e3779b97f4a7c15 + at);
    return out;
}

state::MemoryBackend& million() {
    static state::MemoryBackend backend = [] {
        std::vector<std::pair<Bytes, Bytes>> pairs;
        for (uint64_t i = 0; i < kEntries; ++i) pairs.emplace_back(account_key(i), account(i));
        return *state::MemoryBackend::of(pairs, StateVersion::kV1);
    }();
    return backend;
}

double seconds_of(const auto& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Looks the keys up in turn; the least time of one look-up in several rounds, for us and for a map of these keys.
void read(benchmark::State& state, state::Overlay& overlay, const std::vector<Bytes>& keys,
          const std::map<Bytes, Bytes>& peer) {
    double ours = 1e18;
    double map = 1e18;
    for (auto _ : state) {
        ours = std::min(ours, seconds_of([&] {
                            for (const Bytes& key : keys) benchmark::DoNotOptimize(overlay.get(Area::top(), key));
                        }));
        map = std::min(map, seconds_of([&] {
                           for (const Bytes& key : keys) benchmark::DoNotOptimize(peer.find(key));
                       }));
    }
    state.counters["read_ns"] = 1e9 * ours / static_cast<double>(keys.size());
    state.counters["map_ratio"] = ours / map;
}

/// A block's writes: `count` accounts.
void read_what_was_written(benchmark::State& state) {
    state::MemoryBackend backend;
    state::Overlay overlay(backend);
    std::map<Bytes, Bytes> peer;
    std::vector<Bytes> keys;
    for (int64_t i = 0; i < state.range(0); ++i) {
        keys.push_back(account_key(static_cast<uint64_t>(i)));
        peer.emplace(keys.back(), account(0));
        overlay.put(Area::top(), keys.back(), account(0));
    }
    std::shuffle(keys.begin(), keys.end(), std::mt19937_64(1));
    read(state, overlay, keys, peer);
}

/// A few keys again and again.
void read_below_warm(benchmark::State& state) {
    state::Overlay overlay(million());
    std::map<Bytes, Bytes> peer;
    std::vector<Bytes> keys;
    for (uint64_t i = 0; i < 1000; ++i) keys.push_back(account_key(997 * i));
    for (uint64_t i = 0; i < 1000; ++i) peer.emplace(keys[i], Bytes());
    overlay.put(Area::top(), Bytes{1}, {});
    read(state, overlay, keys, peer);
}

/// Keys all over a million.
void read_below_cold(benchmark::State& state) {
    state::Overlay overlay(million());
    static const std::map<Bytes, Bytes> kPeer = [] {
        std::map<Bytes, Bytes> out;
        for (uint64_t i = 0; i < kEntries; ++i) out.emplace(account_key(i), Bytes());
        return out;
    }();
    std::vector<Bytes> keys;
    for (uint64_t i = 0; i < 100'000; ++i) keys.push_back(account_key(i * 7919 % kEntries));
    overlay.put(Area::top(), Bytes{1}, {});
    read(state, overlay, keys, kPeer);
}

/// Items of 40 bytes, each appended under a transaction of its own, as events are; the least time of one.
void append_under_transactions(benchmark::State& state) {
    const Bytes key = account_key(0);
    const Bytes item(40, 1);
    double seconds = 1e18;
    for (auto _ : state) {
        state::MemoryBackend backend;
        state::Overlay overlay(backend);
        seconds =
            std::min(seconds, seconds_of([&] {
                         for (int64_t i = 0; i < state.range(0); ++i) {
                             overlay.start_transaction();
                             SERINUS_ASSERT(overlay.append(Area::top(), key, item).has_value());
                             SERINUS_ASSERT(i % 4 == 0 ? overlay.rollback_transaction() : overlay.commit_transaction());
                         }
                     }));
    }
    state.counters["append_ns"] = 1e9 * seconds / static_cast<double>(state.range(0));
}

/// The root with `count` of the million accounts changed, each time other ones.
void root_of_changes(benchmark::State& state) {
    state::MemoryBackend& backend = million();
    std::mt19937_64 random(2);
    double best = 1e18;
    for (auto _ : state) {
        state::Overlay overlay(backend);
        for (int64_t i = 0; i < state.range(0); ++i)
            overlay.put(Area::top(), account_key(random() % kEntries), account(random()));
        SERINUS_ASSERT(backend.root().has_value());
        const double seconds = seconds_of([&] { benchmark::DoNotOptimize(overlay.root(StateVersion::kV1)); });
        state.SetIterationTime(seconds);
        best = std::min(best, seconds);
    }
    state.counters["best_ms"] = 1e3 * best;
    state.counters["us_per_change"] = 1e6 * best / static_cast<double>(state.range(0));
}

BENCHMARK(read_what_was_written)->Arg(1000)->Arg(50'000)->Iterations(10)->Unit(benchmark::kMillisecond);
BENCHMARK(read_below_warm)->Iterations(100)->Unit(benchmark::kMillisecond);
BENCHMARK(read_below_cold)->Iterations(3)->Unit(benchmark::kMillisecond);
BENCHMARK(append_under_transactions)->Arg(10'000)->Arg(100'000)->Iterations(5)->Unit(benchmark::kMillisecond);
BENCHMARK(root_of_changes)->Arg(1000)->Arg(50'000)->UseManualTime()->Iterations(5)->Unit(benchmark::kMillisecond);

}  // namespace
