#include "collator/bundle_states.hpp"

#include <gtest/gtest.h>

#include "state/memory_backend.hpp"
#include "state/overlay.hpp"

namespace serinus::collator {
namespace {

using state::Area;
using state::StateChanges;
constexpr auto kV1 = trie::StateVersion::kV1;
const Bytes kChild{'c'};
constexpr uint8_t kSeeds[] = {10, 11, 90};

/// Entries with values short and long, and a child trie.
struct Fixture : testing::Test {
    Fixture() {
        StateChanges changes;
        for (uint8_t i = 0; i < 200; ++i) {
            changes.top.emplace(Bytes{i, 7}, Bytes(size_t{i} / 4 + 1, i));
            changes.children[kChild].emplace(Bytes{i}, Bytes(size_t{40}, i));
        }
        root = *backend.apply(changes, kV1);
    }
    state::MemoryBackend backend;
    Hash256 root;
};

using BundleStatesTest = Fixture;

/// What a block might do; returns what it changes.
StateChanges execute(state::Backend& state, uint8_t seed) {
    state::Overlay overlay(state);
    EXPECT_TRUE(overlay.get(Area::top(), Bytes{seed, 7}).has_value());
    overlay.put(Area::top(), Bytes{seed, 8}, Bytes(60, seed));
    overlay.remove(Area::top(), Bytes{static_cast<uint8_t>(seed + 1), 7});
    overlay.put(Area::child(kChild), Bytes{seed, 1}, Bytes{seed});
    overlay.put(Area::child(as_bytes("new")), Bytes{seed}, Bytes{seed});
    EXPECT_TRUE(overlay.root(kV1).has_value());
    return overlay.take_changes();
}

TEST_F(BundleStatesTest, TheProofIsEnoughToExecuteAllBlocks) {
    BundleStates states(**backend.nodes(), root);
    std::vector<Hash256> roots;
    for (const uint8_t seed : kSeeds) {
        const StateChanges changes = execute(states.recorded(), seed);
        const Hash256 after = *states.unrecorded().root_with(changes, kV1);
        if (roots.empty()) EXPECT_EQ(after, *backend.root_with(changes, kV1));
        ASSERT_TRUE(states.advance(changes, kV1, after).has_value()) << int(seed);
        EXPECT_EQ(states.root(), after);
        EXPECT_TRUE(states.unrecorded().get(Area::top(), Bytes{seed, 8})->has_value());
        roots.push_back(after);
    }
    const auto proof = trie::decode_compact(states.proof().value(), root);
    ASSERT_TRUE(proof.has_value());

    // Whoever has the proof alone comes to the same roots.
    trie::ProofSource source(proof->proof);
    state::SharedNodeSource nodes(source);
    BundleStates replayed(nodes, root);
    size_t i = 0;
    for (const uint8_t seed : kSeeds) {
        ASSERT_TRUE(replayed.advance(execute(replayed.recorded(), seed), kV1, roots[i]).has_value()) << int(seed);
        ++i;
    }
}

// Observed: SizeOnlyRecorder of cumulus-pallet-parachain-system 0.32.0 counts from 0 in each block, and no node twice.
TEST_F(BundleStatesTest, ANodeCountsForTheFirstBlockThatNeedsIt) {
    BundleStates states(**backend.nodes(), root);
    const auto read = [&](uint8_t key) { ASSERT_TRUE(states.recorded().get(Area::top(), Bytes{key, 7})->has_value()); };
    read(100);
    EXPECT_GT(states.recorded().recorded_proof_size(), 0u);
    const StateChanges changes{.top = {{Bytes{100, 7}, Bytes{1}}}, .children = {}};
    const Hash256 after = *states.unrecorded().root_with(changes, kV1);
    ASSERT_TRUE(states.advance(changes, kV1, after).has_value());
    EXPECT_EQ(states.recorded().recorded_proof_size(), 0u);
    read(100);
    EXPECT_EQ(states.recorded().recorded_proof_size(), 0u) << "the first block has written the nodes on this path";
    read(200 - 1);
    EXPECT_GT(states.recorded().recorded_proof_size(), 0u);
}

TEST_F(BundleStatesTest, ChangesThatLeadElsewhereAreRefused) {
    BundleStates states(**backend.nodes(), root);
    const StateChanges changes{.top = {{Bytes{1}, Bytes{1}}}, .children = {}};
    EXPECT_EQ(states.advance(changes, kV1, root).error().kind, state::StateError::Kind::kCorrupt);
}

}  // namespace
}  // namespace serinus::collator
