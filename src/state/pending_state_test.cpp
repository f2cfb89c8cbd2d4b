/// A block's state before the block is in the store is that after.
#include "state/pending_state.hpp"

#include <gtest/gtest.h>

#include "state/claimed_root.hpp"
#include "state/database_test_support.hpp"
#include "state/overlay.hpp"
#include "tests/support/random.hpp"

namespace serinus::state {
namespace {

using trie::StateVersion;

Bytes short_key(std::mt19937_64& random) {
    Bytes key(test::random_between(random, 0, 3));
    for (uint8_t& byte : key) byte = std::to_array<uint8_t>({0, 1, 0x10, 0xff})[random() % 4];
    return key;
}

StateChanges random_changes(std::mt19937_64& random, size_t count) {
    StateChanges out;
    for (size_t i = 0; i < count; ++i) {
        out.top[short_key(random)] =
            random() % 3 == 0 ? std::nullopt : std::optional(test::random_bytes(random, random() % 40));
    }
    return out;
}

TEST(PendingState, ReadsAsTheCommittedState) {
    std::mt19937_64 random(7);
    const Bytes child{1};  // areas are views
    for (int round = 0; round < 30; ++round) {
        const auto store = storage::make_memory_store();
        test::CheckedDatabase checked(*store, {});
        test::ModelState genesis;
        genesis.apply(random_changes(random, 30), StateVersion::kV1);
        genesis.apply({{}, {{Bytes{1}, {{Bytes{2}, Bytes{3}}, {Bytes{4}, Bytes{5}}}}}}, StateVersion::kV1);
        checked.set_genesis(genesis, StateVersion::kV1);
        const Hash256 base = checked.model.last_finalized;
        const StateChanges changes = random_changes(random, 20);

        PendingState pending(checked.database().at(base).value(), changes);
        const Hash256 block = checked.add_block(base, changes, StateVersion::kV1);
        const auto committed = checked.database().at(block).value();
        for (int i = 0; i < 200; ++i) {
            const Bytes key = short_key(random);
            const auto area = i % 5 == 0 ? Area::child(child) : Area::top();
            const auto wanted = committed->get(area, key).value();
            const auto found = pending.get(area, key).value();
            ASSERT_EQ(found.has_value(), wanted.has_value());
            if (found) ASSERT_EQ(to_bytes(*found), to_bytes(*wanted));
            ASSERT_EQ(pending.next_key(area, key).value(), committed->next_key(area, key).value());
        }
        ASSERT_FALSE(pending.root_with({}, StateVersion::kV1));
    }
}

TEST(PendingState, IsForChangesOfTheTopTrieAlone) {
    EXPECT_TRUE(PendingState::is_possible({{{Bytes{1}, std::nullopt}}, {}}));
    EXPECT_FALSE(PendingState::is_possible({{}, {{Bytes{1}, {{Bytes{2}, std::nullopt}}}}}));
}

TEST(ClaimedRoot, AnswersOneQuestion) {
    const auto store = storage::make_memory_store();
    test::CheckedDatabase checked(*store, {});
    checked.set_genesis({}, StateVersion::kV1);
    const auto below = checked.database().at(checked.model.last_finalized).value();
    const Hash256 claim = test::CheckedDatabase::hash_of(1, 2);

    ClaimedRoot claimed(*below, claim);
    EXPECT_FALSE(claimed.was_asked());
    Overlay overlay(claimed);
    overlay.put(Area::top(), Bytes{1}, Bytes{2});
    EXPECT_EQ(overlay.root(StateVersion::kV1).value(), claim);
    // The same question again, as long as nothing is written.
    EXPECT_EQ(overlay.root(StateVersion::kV1).value(), claim);
    EXPECT_TRUE(claimed.was_asked_once(StateVersion::kV1));
    EXPECT_FALSE(claimed.was_asked_once(StateVersion::kV0));
    overlay.put(Area::top(), Bytes{1}, Bytes{3});
    EXPECT_FALSE(overlay.root(StateVersion::kV1));
    EXPECT_FALSE(claimed.was_asked_once(StateVersion::kV1));
    EXPECT_TRUE(claimed.was_asked());
}

}  // namespace
}  // namespace serinus::state
