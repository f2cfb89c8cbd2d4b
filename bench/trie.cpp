// The root of a state, built at once, entry by entry, and after a block's worth of changes, beside the hashes alone.
// `per_hash_ratio`: our time as a multiple of as many BLAKE2b-256 calls on the average node, in the same run.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "base/assert.hpp"
#include "base/hex.hpp"
#include "hashing/hashing.hpp"
#include "trie/root_builder.hpp"
#include "trie/trie.hpp"

namespace {

using namespace serinus;
using trie::StateVersion;

using Pairs = std::vector<std::pair<Bytes, Bytes>>;

/// What a commit writes; nothing is kept.
struct Counter final : trie::ChangeSink {
    size_t hashes = 0;
    size_t bytes = 0;

    void write_node(const trie::NibblePath&, const Hash256&, BytesView encoding) override {
        ++hashes;
        bytes += encoding.size();
    }
    void remove_node(const trie::NibblePath&) override {}
    void write_value(const trie::NibblePath&, const Hash256&, BytesView value) override {
        ++hashes;
        bytes += value.size();
    }
    void remove_value(const trie::NibblePath&) override {}
};

Bytes random_bytes(std::mt19937_64& random, size_t size) {
    Bytes out(size);
    for (uint8_t& byte : out) byte = static_cast<uint8_t>(random());
    return out;
}

Pairs sorted(Pairs pairs) {
    std::sort(pairs.begin(), pairs.end());
    return pairs;
}

/// 32-byte keys, values of 32 to 100 bytes.
const Pairs& random_pairs() {
    static const Pairs pairs = [] {
        std::mt19937_64 random(1);
        Pairs out(1'000'000);
        for (auto& [key, value] : out) {
            key = random_bytes(random, 32);
            value = random_bytes(random, 32 + random() % 69);
        }
        return out;
    }();
    return pairs;
}

const Pairs& sorted_random_pairs() {
    static const Pairs pairs = sorted(random_pairs());
    return pairs;
}

trie::Trie trie_of(const Pairs& pairs, StateVersion version) {
    trie::Trie out;
    for (const auto& [key, value] : pairs) SERINUS_ASSERT(out.insert(key, value, version).has_value());
    return out;
}

double seconds_of(const auto& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double seconds_of_hashes(const Counter& written) {
    const Bytes node(written.bytes / written.hashes, 7);
    return seconds_of([&] {
        for (size_t i = 0; i < written.hashes; ++i) benchmark::DoNotOptimize(hashing::blake2b_256(node));
    });
}

/// The least time of each side, so that a busy machine slows both alike.
struct Times {
    double ours = 1e18;
    double hashes = 1e18;

    void add(benchmark::State& state, double seconds, const Counter& written) {
        state.SetIterationTime(seconds);
        ours = std::min(ours, seconds);
        hashes = std::min(hashes, seconds_of_hashes(written));
        state.counters["per_hash_ratio"] = ours / hashes;
        state.counters["best_ms"] = 1e3 * ours;
        state.counters["nodes"] = static_cast<double>(written.hashes);
        state.counters["node_size"] = static_cast<double>(written.bytes) / static_cast<double>(written.hashes);
    }
};

Counter written_for(const Pairs& pairs, StateVersion version) {
    Counter out;
    trie_of(pairs, version).commit(out);
    return out;
}

void root_by_builder(benchmark::State& state, const Pairs& pairs, StateVersion version) {
    const Counter written = written_for(pairs, version);
    Times times;
    for (auto _ : state) {
        const double ours = seconds_of([&] {
            trie::RootBuilder builder(version);
            for (const auto& [key, value] : pairs) SERINUS_ASSERT(builder.add(key, value).has_value());
            benchmark::DoNotOptimize(builder.finish());
        });
        times.add(state, ours, written);
    }
}

void root_by_insertion(benchmark::State& state, const Pairs& pairs, StateVersion version) {
    const Counter written = written_for(pairs, version);
    Times times;
    for (auto _ : state) {
        std::optional<trie::Trie> built;
        const double inserting = seconds_of([&] { built = trie_of(pairs, version); });
        const double hashing = seconds_of([&] { benchmark::DoNotOptimize(built->root()); });
        times.add(state, inserting + hashing, written);
        state.counters["insert_ms"] = 1e3 * inserting;
        state.counters["root_ms"] = 1e3 * hashing;
    }
}

/// A thousand entries of a million get new values.
void incremental_root(benchmark::State& state, StateVersion version) {
    const Pairs& pairs = random_pairs();
    trie::Trie trie = trie_of(pairs, version);
    Counter all;
    trie.commit(all);
    std::mt19937_64 random(2);
    Times times;
    for (auto _ : state) {
        Pairs changes(1000);
        for (auto& [key, value] : changes) {
            key = pairs[random() % pairs.size()].first;
            value = random_bytes(random, 32 + random() % 69);
        }
        double ours = seconds_of([&] {
            for (const auto& [key, value] : changes) SERINUS_ASSERT(trie.insert(key, value, version).has_value());
        });
        Counter written;
        ours += seconds_of([&] { benchmark::DoNotOptimize(trie.root()); });
        const double committing = seconds_of([&] { trie.commit(written); });
        times.add(state, ours, written);
        state.counters["commit_us"] = 1e6 * committing;
    }
}

/// The pairs of a raw specification: the strings behind `"top"`, up to the end of that object.
Pairs pairs_of_spec(const char* name) {
    const char* folder = std::getenv("SERINUS_TEST_DATA");
    if (folder == nullptr) return {};
    std::FILE* file = std::fopen((std::string(folder) + "/genesis/" + name).c_str(), "rb");
    if (file == nullptr) return {};
    std::string text;
    char block[65536];
    for (size_t size = 0; (size = std::fread(block, 1, sizeof block, file)) != 0;) text.append(block, size);
    std::fclose(file);

    Pairs out;
    size_t at = text.find("\"raw\"");
    const size_t end = text.find('}', at);
    const auto next_hex = [&]() -> std::optional<Bytes> {
        at = text.find("\"0x", at);
        if (at >= end) return std::nullopt;
        const size_t close = text.find('"', at + 1);
        auto bytes = from_hex(std::string_view(text).substr(at + 1, close - at - 1));
        SERINUS_ASSERT(bytes.has_value());
        at = close + 1;
        return *std::move(bytes);
    };
    while (auto key = next_hex()) out.emplace_back(*std::move(key), next_hex().value());
    return sorted(std::move(out));
}

void genesis(benchmark::State& state, const char* name, StateVersion version, bool insert) {
    const Pairs pairs = pairs_of_spec(name);
    if (pairs.empty()) {
        state.SkipWithError("needs the shared test data: set SERINUS_TEST_DATA to its folder");
        return;
    }
    if (insert) {
        root_by_insertion(state, pairs, version);
    } else {
        root_by_builder(state, pairs, version);
    }
    state.counters["entries"] = static_cast<double>(pairs.size());
}

void million_by_builder(benchmark::State& state, StateVersion version) {
    root_by_builder(state, sorted_random_pairs(), version);
}
void million_by_insertion(benchmark::State& state, StateVersion version) {
    root_by_insertion(state, random_pairs(), version);
}
void million_by_sorted_insertion(benchmark::State& state, StateVersion version) {
    root_by_insertion(state, sorted_random_pairs(), version);
}

void settings(benchmark::internal::Benchmark* bench) {
    bench->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(5);
}

BENCHMARK_CAPTURE(million_by_builder, v0, StateVersion::kV0)->Apply(settings);
BENCHMARK_CAPTURE(million_by_builder, v1, StateVersion::kV1)->Apply(settings);
BENCHMARK_CAPTURE(million_by_insertion, v0, StateVersion::kV0)->Apply(settings);
BENCHMARK_CAPTURE(million_by_insertion, v1, StateVersion::kV1)->Apply(settings);
BENCHMARK_CAPTURE(million_by_sorted_insertion, v0, StateVersion::kV0)->Apply(settings);
BENCHMARK_CAPTURE(incremental_root, v0, StateVersion::kV0)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond)
    ->Iterations(50);
BENCHMARK_CAPTURE(incremental_root, v1, StateVersion::kV1)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond)
    ->Iterations(50);
BENCHMARK_CAPTURE(genesis, kusama_by_builder, "kusama.json", StateVersion::kV0, false)->Apply(settings);
BENCHMARK_CAPTURE(genesis, kusama_by_insertion, "kusama.json", StateVersion::kV0, true)->Apply(settings);

}  // namespace
