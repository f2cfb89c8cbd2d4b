// Proofs for 100 keys out of 100 000. `of_hashing`: the time that hashing the proof's items takes, which no verifier
// can do without, as a share of the whole.
#include <benchmark/benchmark.h>

#include <chrono>
#include <map>
#include <random>

#include "base/assert.hpp"
#include "hashing/hashing.hpp"
#include "trie/compact_proof.hpp"
#include "trie/proof.hpp"
#include "trie/trie_test_nodes.hpp"

namespace serinus::trie {
namespace {

constexpr size_t kEntries = 100'000;
constexpr size_t kKeys = 100;

struct Setup {
    std::map<Bytes, Bytes> entries;
    test::NodeSet nodes;
    Hash256 root;
    std::vector<Bytes> keys;
    StorageProof proof;

    Setup() {
        std::mt19937_64 random(1);
        const auto bytes = [&](size_t size) {
            Bytes out(size);
            for (uint8_t& byte : out) byte = static_cast<uint8_t>(random());
            return out;
        };
        const Bytes prefix = bytes(32);  // a map of a pallet: its keys begin alike and go on like hashes
        for (size_t i = 0; i < kEntries; ++i) entries[concat(prefix, bytes(48))] = bytes(80);
        root = nodes.build(entries, StateVersion::kV1);
        auto entry = entries.begin();
        for (size_t i = 0; i < kKeys; ++i, std::advance(entry, kEntries / kKeys - 1)) keys.push_back(entry->first);
        proof = *generate_proof(root, nodes, keys);
    }
};

const Setup& setup() {
    static const Setup kSetup;
    return kSetup;
}

void per_key(benchmark::State& state) {
    state.counters["per_key"] = benchmark::Counter(static_cast<double>(state.iterations() * kKeys),
                                                   benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

double seconds(auto&& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void hash_items(const StorageProof& proof) {
    for (const Bytes& item : proof.items()) benchmark::DoNotOptimize(hashing::blake2b_256(item));
}

/// Runs `work` and, in turn, the hashing that it cannot do without.
void run_beside_hashing(benchmark::State& state, auto&& work) {
    double total = 0;
    double hashing_alone = 0;
    for (auto _ : state) {
        const double once = seconds(work);
        state.SetIterationTime(once);
        total += once;
        hashing_alone += seconds([] { hash_items(setup().proof); });
    }
    state.counters["of_hashing"] = hashing_alone / total;
    state.counters["items"] = static_cast<double>(setup().proof.items().size());
    per_key(state);
}

void generate(benchmark::State& state) {
    const Setup& with = setup();
    test::NodeSet nodes = with.nodes;
    for (auto _ : state) {
        const auto proof = generate_proof(with.root, nodes, with.keys);
        SERINUS_ASSERT(proof.has_value());
    }
    per_key(state);
}
BENCHMARK(generate)->Unit(benchmark::kMicrosecond);

void verify(benchmark::State& state) {
    const Setup& with = setup();
    run_beside_hashing(state, [&] {
        const auto values = read_proof_check(with.root, with.proof, with.keys);
        SERINUS_ASSERT(values.has_value());
    });
}
BENCHMARK(verify)->UseManualTime()->Unit(benchmark::kMicrosecond);

void compact_encode(benchmark::State& state) {
    const Setup& with = setup();
    run_beside_hashing(state, [&] {
        const auto compact = encode_compact(with.proof, with.root);
        SERINUS_ASSERT(compact.has_value());
    });
    state.counters["of_size"] = static_cast<double>(encode_proof_items(*encode_compact(with.proof, with.root)).size()) /
                                static_cast<double>(with.proof.encode().size());
}
BENCHMARK(compact_encode)->UseManualTime()->Unit(benchmark::kMicrosecond);

void compact_decode(benchmark::State& state) {
    const Setup& with = setup();
    const CompactProof compact = *encode_compact(with.proof, with.root);
    run_beside_hashing(state, [&] {
        const auto proof = decode_compact(compact, with.root);
        SERINUS_ASSERT(proof.has_value());
    });
}
BENCHMARK(compact_decode)->UseManualTime()->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace serinus::trie
