#include "state/overlay.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "state/overlay_test_model.hpp"
#include "tests/support/random.hpp"

namespace serinus::state {
namespace {

using namespace serinus::literals;
using trie::StateVersion;

Bytes text(std::string_view characters) { return to_bytes(as_bytes(characters)); }

const Area kTop = Area::top();
const Area kChild = Area::child(as_bytes("Child1"));

/// An overlay over a state with the same entries in the top trie and in a child.
struct Fixture {
    MemoryBackend backend;
    Overlay overlay{backend};

    explicit Fixture(std::initializer_list<std::pair<Bytes, Bytes>> entries = {}) {
        StateChanges changes;
        for (const auto& [key, value] : entries) {
            changes.top.emplace(key, value);
            changes.children[text("Child1")].emplace(key, value);
        }
        SERINUS_ASSERT(backend.apply(changes, StateVersion::kV1).has_value());
    }

    std::optional<Bytes> get(Area area, const Bytes& key) { return test::owned(*overlay.get(area, key)); }
    std::optional<Bytes> next(Area area, uint8_t key) { return *overlay.next_key(area, Bytes{key}); }
    void append(const Bytes& key, const Bytes& item) { EXPECT_TRUE(overlay.append(kTop, key, item).has_value()); }
};

TEST(Overlay, AgreesWithCopiesOfMaps) {
    auto random = serinus::test::seeded_random();
    for (int i = 0; i < 200; ++i) test::run_against_model(serinus::test::random_bytes(random, 2000));
}

// Observed: polkadot-stable2407: next_storage_key_works and next_child_storage_key_works of the reference
// implementation.
TEST(Overlay, TheNextKeyIsTheLesserOfBothThatIsNotRemoved) {
    Fixture state{{{10}, {10}}, {{20}, {20}}, {{40}, {40}}};
    for (const Area area : {kTop, kChild}) {
        state.overlay.remove(area, Bytes{20});
        state.overlay.put(area, Bytes{30}, Bytes{31});
        EXPECT_EQ(state.next(area, 5), Bytes{10});
        EXPECT_EQ(state.next(area, 10), Bytes{30});
        EXPECT_EQ(state.next(area, 20), Bytes{30});
        EXPECT_EQ(state.next(area, 30), Bytes{40});
        state.overlay.put(area, Bytes{50}, Bytes{50});
        EXPECT_EQ(state.next(area, 40), Bytes{50});
    }
}

TEST(Overlay, TheNextKeyMayStandBehindManyRemovedOnes) {
    Fixture state{{{30}, {30}}};
    for (uint8_t key = 20; key < 30; ++key) state.overlay.remove(kTop, Bytes{key});
    EXPECT_EQ(state.next(kTop, 5), Bytes{30});
    state.overlay.remove(kTop, Bytes{30});
    EXPECT_EQ(state.next(kTop, 5), text(":child_storage:default:Child1"));
}

TEST(Overlay, TransactionsNest) {
    Fixture state;
    const Bytes key = text("key");
    state.overlay.put(kTop, key, text("0"));
    state.overlay.start_transaction();
    state.overlay.put(kTop, key, text("1"));
    state.overlay.start_transaction();
    state.overlay.remove(kTop, key);
    state.overlay.put(kChild, key, text("2"));
    state.overlay.start_transaction();
    EXPECT_TRUE(state.overlay.commit_transaction());
    EXPECT_EQ(state.get(kTop, key), std::nullopt);
    EXPECT_TRUE(state.overlay.rollback_transaction());
    EXPECT_EQ(state.get(kTop, key), text("1"));
    EXPECT_EQ(state.get(kChild, key), std::nullopt);
    EXPECT_TRUE(state.overlay.rollback_transaction());
    EXPECT_EQ(state.get(kTop, key), text("0"));
    EXPECT_FALSE(state.overlay.rollback_transaction());
    EXPECT_FALSE(state.overlay.commit_transaction());
}

// Observed: polkadot-stable2407: runtime_cannot_close_client_tx and exit_runtime_closes_runtime_tx of the reference
// implementation.
TEST(Overlay, ARuntimeClosesItsOwnTransactionsOnlyAndLosesThoseThatItLeavesOpen) {
    Fixture state;
    state.overlay.start_transaction();
    state.overlay.enter_runtime();
    EXPECT_FALSE(state.overlay.commit_transaction());
    EXPECT_FALSE(state.overlay.rollback_transaction());
    state.overlay.put(kTop, Bytes{1}, Bytes{1});
    state.overlay.start_transaction();
    state.overlay.put(kTop, Bytes{2}, Bytes{2});
    state.overlay.start_transaction();
    state.overlay.put(kTop, Bytes{3}, Bytes{3});
    EXPECT_EQ(state.overlay.exit_runtime(), 2u);
    EXPECT_EQ(state.overlay.transaction_depth(), 1u);
    EXPECT_EQ(state.get(kTop, {1}), Bytes{1});
    EXPECT_EQ(state.get(kTop, {2}), std::nullopt);
    EXPECT_TRUE(state.overlay.commit_transaction());
    EXPECT_EQ(state.overlay.take_changes().top, (ChangeSet{{{1}, Bytes{1}}}));
}

// Spec: id-ext_storage_append. Observed: polkadot-stable2407: storage_append_works and append_works of the reference
// implementation.
TEST(Overlay, AppendingRaisesTheLengthInFrontOfTheItems) {
    Fixture state{{text("below"), "0410"_hex}, {text("none"), "01"_hex}, {text("empty"), {}}};
    state.append(text("below"), "11"_hex);
    EXPECT_EQ(state.get(kTop, text("below")), "081011"_hex);
    state.append(text("new"), "2122"_hex);
    EXPECT_EQ(state.get(kTop, text("new")), "042122"_hex);
    state.append(text("empty"), "31"_hex);
    EXPECT_EQ(state.get(kTop, text("empty")), "0431"_hex);
    // What is no sequence is replaced: here a compact number that is cut off, and one longer than it needs to be.
    state.append(text("none"), "41"_hex);
    EXPECT_EQ(state.get(kTop, text("none")), "0441"_hex);
    state.overlay.put(kTop, text("none"), "0100ff"_hex);
    state.append(text("none"), "42"_hex);
    EXPECT_EQ(state.get(kTop, text("none")), "0442"_hex);
    // The items are not looked at.
    state.overlay.put(kTop, text("none"), "fc"_hex);
    state.append(text("none"), "43"_hex);
    EXPECT_EQ(state.get(kTop, text("none")), "010143"_hex);
    state.overlay.remove(kTop, text("below"));
    state.append(text("below"), "51"_hex);
    EXPECT_EQ(state.get(kTop, text("below")), "0451"_hex);
}

TEST(Overlay, AppendedItemsGoWithTheirTransaction) {
    Fixture state;
    const Bytes key = text("key");
    Bytes expected = "fc"_hex;  // 63 items of no bytes
    state.overlay.put(kTop, key, expected);
    state.overlay.start_transaction();
    state.append(key, "01"_hex);
    EXPECT_EQ(state.get(kTop, key), "010101"_hex);
    state.overlay.start_transaction();
    state.append(key, "02"_hex);
    state.append(key, "03"_hex);
    EXPECT_EQ(state.get(kTop, key), "0901010203"_hex);
    state.overlay.rollback_transaction();
    EXPECT_EQ(state.get(kTop, key), "010101"_hex);
    state.overlay.start_transaction();
    state.append(key, "04"_hex);
    state.overlay.commit_transaction();
    EXPECT_EQ(state.get(kTop, key), "05010104"_hex);
    state.overlay.rollback_transaction();
    EXPECT_EQ(state.get(kTop, key), "fc"_hex);
}

TEST(Overlay, ALengthAboveThirtyTwoBitsWraps) {
    Fixture state;
    state.overlay.put(kTop, text("key"), "03ffffffff07"_hex);
    state.append(text("key"), "08"_hex);
    EXPECT_EQ(state.get(kTop, text("key")), "000708"_hex);
}

// Spec: id-ext_storage_clear_prefix. Observed: polkadot-stable2407: what counts for what.
TEST(Overlay, ClearingByPrefixLooksAtNoMoreKeysBelowThanTheLimitAllows) {
    Fixture state{{text("a1"), {1}}, {text("a2"), {2}}, {text("a3"), {3}}, {text("a4"), {4}}, {text("b"), {5}}};
    for (const Area area : {kTop, kChild}) {
        state.overlay.put(area, text("a2"), {});
        state.overlay.put(area, text("a5"), {});
        state.overlay.remove(area, text("a1"));
        // In the overlay a2 and a5, whatever the limit; below, a1 and a2 are looked at and were removed before.
        const auto first = *state.overlay.clear_prefix(area, as_bytes("a"), 2);
        EXPECT_EQ(first, (PrefixRemoval{text("a3"), 0, 2, 2}));
        EXPECT_EQ(state.get(area, text("a3")), Bytes{3});
        EXPECT_EQ(state.get(area, text("a5")), std::nullopt);
        EXPECT_EQ(*state.overlay.clear_prefix(area, as_bytes("a"), 1, first.cursor),
                  (PrefixRemoval{text("a4"), 1, 1, 1}));
        EXPECT_EQ(*state.overlay.clear_prefix(area, as_bytes("a"), 0, text("a4")),
                  (PrefixRemoval{text("a4"), 0, 0, 0}));
        EXPECT_EQ(*state.overlay.clear_prefix(area, as_bytes("a"), std::nullopt), (PrefixRemoval{{}, 1, 1, 4}));
        EXPECT_EQ(*state.overlay.clear_prefix(area, as_bytes("a"), 9, text("b")), PrefixRemoval());
        EXPECT_EQ(state.get(area, text("b")), Bytes{5});
    }
}

TEST(Overlay, KillingAChildRemovesItsEntriesAndWithTheLastOneItsRoot) {
    Fixture state{{{1}, {1}}, {{2}, {2}}};
    state.overlay.put(kChild, Bytes{3}, {});
    EXPECT_EQ(*state.overlay.kill_child(as_bytes("Child1"), 1), (PrefixRemoval{Bytes{2}, 1, 2, 1}));
    EXPECT_EQ(*state.overlay.kill_child(as_bytes("Child1"), std::nullopt, Bytes{2}), (PrefixRemoval{{}, 1, 1, 1}));
    EXPECT_EQ(*state.overlay.child_root(as_bytes("Child1"), StateVersion::kV1), trie::empty_root());
    Fixture without;
    without.overlay.put(kTop, Bytes{1}, Bytes{1});
    without.overlay.put(kTop, Bytes{2}, Bytes{2});
    EXPECT_EQ(*state.overlay.root(StateVersion::kV1), *without.overlay.root(StateVersion::kV1));
}

// Observed: polkadot-stable2407: clear_prefix_cannot_delete_a_child_root of the reference implementation.
TEST(Overlay, TheRuntimeCannotWriteRemoveOrClearTheRootsOfChildTries) {
    Fixture state{{{1}, {1}}};
    const Bytes root_key = text(":child_storage:default:Child1");
    const auto root = state.get(kTop, root_key);
    ASSERT_TRUE(root.has_value());
    state.overlay.put(kTop, root_key, Bytes{1});
    state.overlay.put(kTop, text(":child_storage:other"), Bytes{1});
    state.overlay.remove(kTop, root_key);
    for (const std::string_view prefix : {"", ":", ":child_storage:", ":child_storage:default:Child1"}) {
        EXPECT_EQ(*state.overlay.clear_prefix(kTop, as_bytes(prefix), std::nullopt), PrefixRemoval());
    }
    EXPECT_EQ(state.get(kTop, root_key), root);
    EXPECT_EQ(state.get(kTop, text(":child_storage:other")), std::nullopt);
    state.overlay.put(kTop, text(":child"), Bytes{1});
    state.overlay.put(kTop, text(":chilly"), Bytes{1});
    EXPECT_EQ(state.overlay.clear_prefix(kTop, as_bytes(":chill"), std::nullopt)->unique, 1u);
    EXPECT_EQ(state.get(kTop, text(":child")), Bytes{1});
}

TEST(Overlay, TheRootOfAChildShowsInTheTopAreaOnceItWasAskedFor) {
    Fixture state;
    const Bytes root_key = text(":child_storage:default:Child1");
    state.overlay.put(kChild, Bytes{1}, Bytes{1});
    EXPECT_EQ(state.get(kTop, root_key), std::nullopt);
    const Hash256 root = *state.overlay.child_root(as_bytes("Child1"), StateVersion::kV1);
    EXPECT_EQ(state.get(kTop, root_key), to_bytes(root.bytes));
    const StateChanges changes = state.overlay.take_changes();
    EXPECT_TRUE(changes.top.empty());
    EXPECT_EQ(changes.children.at(text("Child1")), (ChangeSet{{{1}, Bytes{1}}}));
}

TEST(Overlay, ARootIsKeptUntilSomethingIsWritten) {
    Fixture state;
    state.overlay.put(kTop, Bytes{1}, Bytes(100, 1));
    const Hash256 v0 = *state.overlay.root(StateVersion::kV0);
    EXPECT_EQ(*state.overlay.root(StateVersion::kV1), v0);
    state.overlay.put(kTop, Bytes{1}, Bytes(100, 1));
    EXPECT_NE(*state.overlay.root(StateVersion::kV1), v0);
}

TEST(Overlay, OffchainIndexingFollowsTheTransactions) {
    Fixture state;
    state.overlay.index_offchain(Bytes{1}, Bytes{1});
    state.overlay.start_transaction();
    state.overlay.index_offchain(Bytes{1}, std::nullopt);
    state.overlay.index_offchain(Bytes{2}, Bytes{2});
    state.overlay.rollback_transaction();
    state.overlay.index_offchain(Bytes{3}, std::nullopt);
    EXPECT_EQ(state.overlay.take_offchain_index(), (OffchainIndex{{{1}, Bytes{1}}, {{3}, std::nullopt}}));
    EXPECT_TRUE(state.overlay.take_changes().top.empty());
}

TEST(Overlay, AnErrorOfTheStateBelowIsPassedOn) {
    struct Broken final : Backend {
        StateError error{StateError::Kind::kMissing, "gone"};
        Result<std::optional<BytesView>, StateError> get(Area, BytesView) override { return error; }
        Result<std::optional<Bytes>, StateError> next_key(Area, BytesView) override { return error; }
        Result<Hash256, StateError> root_with(const StateChanges&, StateVersion) override { return error; }
        Result<Hash256, StateError> child_root_with(BytesView, const ChangeSet&, StateVersion) override {
            return error;
        }
    } broken;
    Overlay overlay(broken);
    overlay.put(kChild, Bytes{1}, {});
    EXPECT_EQ(overlay.get(kTop, {}).error().reason, "gone");
    EXPECT_EQ(overlay.contains(kTop, {}).error().kind, StateError::Kind::kMissing);
    EXPECT_FALSE(overlay.next_key(kTop, {}).has_value());
    EXPECT_FALSE(overlay.append(kTop, {}, {}).has_value());
    EXPECT_FALSE(overlay.clear_prefix(kChild, {}, std::nullopt).has_value());
    EXPECT_FALSE(overlay.root(StateVersion::kV0).has_value());
    EXPECT_FALSE(overlay.child_root(as_bytes("Child1"), StateVersion::kV0).has_value());
}

}  // namespace
}  // namespace serinus::state
