#include "state/trie_backend.hpp"

#include <gtest/gtest.h>

#include "state/memory_backend.hpp"
#include "state/overlay.hpp"
#include "trie/root_builder.hpp"

namespace serinus::state {
namespace {

using trie::StateVersion;

constexpr StateVersion kV1 = StateVersion::kV1;

Bytes text(std::string_view characters) { return to_bytes(as_bytes(characters)); }
const Area kChild = Area::child(as_bytes("child"));

/// Entries with values short and long, and a child trie.
struct State {
    MemoryBackend backend;
    Hash256 root;

    State() {
        StateChanges changes;
        for (uint8_t i = 0; i < 200; ++i) {
            changes.top.emplace(Bytes{i, 7}, Bytes(i, i));
            changes.children[text("child")].emplace(Bytes{i}, Bytes(size_t{40}, i));
        }
        root = *backend.apply(changes, kV1);
    }
};

/// What a call might do; its root.
Hash256 execute(Backend& backend) {
    Overlay overlay(backend);
    EXPECT_TRUE(overlay.get(Area::top(), Bytes{90, 7})->has_value());
    EXPECT_FALSE(overlay.get(Area::top(), Bytes{90, 8})->has_value());
    EXPECT_TRUE(overlay.get(kChild, Bytes{9})->has_value());
    overlay.put(Area::top(), Bytes{91, 7}, Bytes(100, 1));
    overlay.put(Area::child(as_bytes("new")), Bytes{1}, Bytes{2});
    EXPECT_EQ(overlay.clear_prefix(kChild, Bytes{20}, std::nullopt)->backend, 1u);
    EXPECT_EQ(*overlay.next_key(Area::top(), Bytes{100, 7}), (Bytes{101, 7}));
    return *overlay.root(kV1);
}

TEST(TrieBackend, AnswersLikeTheStateItself) {
    State state;
    TrieBackend over_nodes(**state.backend.nodes(), state.root);
    EXPECT_EQ(execute(over_nodes), execute(state.backend));
    EXPECT_EQ(over_nodes.recorded_proof_size(), UINT64_MAX);
    for (const Area area : {Area::top(), kChild, Area::child(as_bytes("none"))}) {
        std::optional<Bytes> key = Bytes();
        for (; key; key = *state.backend.next_key(area, *key)) {
            EXPECT_EQ(*over_nodes.next_key(area, *key), *state.backend.next_key(area, *key));
            const auto expected = *state.backend.get(area, *key);
            const auto value = *over_nodes.get(area, *key);
            ASSERT_EQ(value.has_value(), expected.has_value());
            EXPECT_TRUE(!value || equal(*value, *expected));
            EXPECT_EQ(*over_nodes.contains(area, *key), expected.has_value());
        }
    }
}

TEST(TrieBackend, ARecordingForgetsWhatWasReadSinceAMarkAndLeavesOutWhatIsIgnored) {
    State state;
    trie::Recording recording;
    TrieBackend recorded(**state.backend.nodes(), state.root, &recording);
    ASSERT_TRUE(recorded.get(Area::top(), Bytes{90, 7})->has_value());
    const size_t mark = recorded.recording_mark();
    const uint64_t size = recorded.recorded_proof_size();
    const trie::StorageProof proof = recording.proof();
    ASSERT_TRUE(recorded.get(Area::top(), Bytes{150, 7})->has_value());
    const uint64_t larger = recorded.recorded_proof_size();
    EXPECT_GT(larger, size);
    recorded.roll_back_recording(mark);
    EXPECT_EQ(recorded.recorded_proof_size(), size);
    EXPECT_EQ(recording.proof(), proof);
    ASSERT_TRUE(recorded.get(Area::top(), Bytes{150, 7})->has_value());
    EXPECT_EQ(recorded.recorded_proof_size(), larger) << "what is read again is recorded again";

    trie::Recording next;
    for (const Hash256& hash : recording.hashes()) next.ignore(hash);
    TrieBackend second(**state.backend.nodes(), state.root, &next);
    ASSERT_TRUE(second.get(Area::top(), Bytes{150, 7})->has_value());
    EXPECT_EQ(second.recorded_proof_size(), 0u);
}

TEST(TrieBackend, TheRecordingOfAnExecutionIsEnoughToRepeatIt) {
    State state;
    trie::Recording recording;
    TrieBackend recorded(**state.backend.nodes(), state.root, &recording);
    const Hash256 root = execute(recorded);
    const trie::StorageProof proof = recording.proof();

    trie::ProofSource source(proof);
    SharedNodeSource nodes(source);
    TrieBackend proven(nodes, state.root);
    EXPECT_EQ(execute(proven), root);
    EXPECT_EQ(source.unused_count(), 0u);
    EXPECT_EQ(proven.get(Area::top(), Bytes{5, 7}).error().kind, StateError::Kind::kMissing);
}

// Observed: polkadot-stable2407: each item of the proof with its length, without their number.
TEST(TrieBackend, TheRecordedSizeIsThatOfTheItemsWithTheirLengths) {
    State state;
    trie::Recording recording;
    TrieBackend recorded(**state.backend.nodes(), state.root, &recording);
    EXPECT_EQ(recorded.recorded_proof_size(), 0u);
    execute(recorded);
    const size_t count = recording.item_count();
    ASSERT_LT(count, 64u);  // one byte of length
    EXPECT_EQ(recorded.recorded_proof_size(), recording.proof().encode().size() - 1);
}

TEST(TrieBackend, ToKnowThatAKeyIsThereNeedsNotItsValue) {
    State state;
    NodeSources& nodes = **state.backend.nodes();
    trie::Recording with_value;
    trie::Recording without;
    EXPECT_TRUE(TrieBackend(nodes, state.root, &with_value).get(Area::top(), Bytes{90, 7})->has_value());
    EXPECT_TRUE(*TrieBackend(nodes, state.root, &without).contains(Area::top(), Bytes{90, 7}));
    EXPECT_EQ(with_value.item_count(), without.item_count() + 1);
    EXPECT_EQ(with_value.size(), without.size() + 90);
}

TEST(TrieBackend, ReadProofsHoldForPresentAndAbsentKeys) {
    State state;
    NodeSources& nodes = **state.backend.nodes();
    const std::vector<Bytes> keys{{3, 7}, {3, 8}, {9}};
    const auto top = prove_entries(nodes, state.root, Area::top(), keys);
    const auto values = trie::read_proof_check(state.root, *top, keys);
    EXPECT_EQ((*values)[0], Bytes(3, 3));
    EXPECT_EQ((*values)[1], std::nullopt);

    const auto child = prove_entries(nodes, state.root, kChild, keys);
    EXPECT_EQ((*trie::read_child_proof_check(state.root, *child, as_bytes("child"), keys))[2], Bytes(40, 9));
    const auto none = prove_entries(nodes, state.root, Area::child(as_bytes("none")), keys);
    EXPECT_EQ((*trie::read_child_proof_check(state.root, *none, as_bytes("none"), keys))[2], std::nullopt);
}

}  // namespace
}  // namespace serinus::state
