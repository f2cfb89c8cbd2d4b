// The cases are those of the unit tests of the reference (sc-consensus-grandpa, src/authorities.rs).
#include "consensus/grandpa/authority_set.hpp"
#include "chain/import/refusal_reason.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "chain/import/refusal_test_support.hpp"
#include "consensus/grandpa/test_tree.hpp"

namespace serinus::consensus::grandpa {
namespace {

using chain::IsRefused;
using test::named_hash;
using test::test_authorities;
using enum chain::RefusalReason;

class GrandpaAuthoritySet : public testing::Test {
  protected:
    GrandpaAuthoritySet() {
        tree.push("genesis", {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"});
        tree.push("4", {"5b", "6b", "7b", "8b"});
        set.current = test_authorities(1);
    }
    PendingChange change(const char* block, BlockNumber delay, uint64_t authority) {
        return {test_authorities(1, authority), delay, tree[block].number, tree[block].hash, {}};
    }
    PendingChange forced(const char* block, BlockNumber delay, BlockNumber median, uint64_t authority) {
        PendingChange out = change(block, delay, authority);
        out.when = WhenImported{median};
        return out;
    }
    chain::MaybeRefusal add(PendingChange change) { return set.add(std::move(change), is_above)->refusal; }
    SetVerdict finalize(const char* block) { return *set.apply_finalized(tree[block], is_above); }
    SetVerdict import(const char* block) { return *set.apply_forced(tree[block], is_above); }

    test::NamedTree tree{"genesis", 0};
    AuthoritySet set;
    IsAbove is_above = [this](const Hash256& ancestor, const Hash256& block) -> OrFailure<bool> {
        const auto lower = tree.find(ancestor), upper = tree.find(block);
        return ancestor != block && lower && upper &&
               tree.is_same_or_above({ancestor, lower->number}, {block, upper->number});
    };
};

// Spec: sect-authority-set
TEST_F(GrandpaAuthoritySet, AChangeTakesEffectWhenItsDelayIsFinal) {
    EXPECT_EQ(add(change("3", 2, 7)), std::nullopt);
    EXPECT_EQ(set.limit(0), 5u);
    EXPECT_EQ(set.limit(6), std::nullopt);
    EXPECT_TRUE(*set.enacts(tree["5"], is_above));
    EXPECT_FALSE(*set.enacts(tree["4"], is_above));
    EXPECT_TRUE(*set.enacts(tree["5b"], is_above)) << "on both forks above it";
    EXPECT_FALSE(finalize("4").changed);
    EXPECT_EQ(set.set_id, 0u);
    EXPECT_TRUE(finalize("5").enacted);
    EXPECT_EQ(set.set_id, 1u);
    EXPECT_EQ(set.current, test_authorities(1, 7));
    EXPECT_THAT(set.history, testing::ElementsAre(std::pair(SetId{0}, BlockNumber{5})));
    EXPECT_THAT(finalize("5").refusal, IsRefused(kJustificationTooLate, "higher"));
}

TEST_F(GrandpaAuthoritySet, ChangesOnForksThatDieAreDropped) {
    EXPECT_EQ(add(change("5", 4, 7)), std::nullopt);
    EXPECT_EQ(add(change("5b", 2, 8)), std::nullopt);
    EXPECT_EQ(set.standard.roots().size(), 2u);
    EXPECT_EQ(set.limit(0), 7u) << "the lowest of all forks";
    const auto verdict = finalize("6");
    EXPECT_TRUE(verdict.changed);
    EXPECT_FALSE(verdict.enacted);
    ASSERT_EQ(set.standard.roots().size(), 1u);
    EXPECT_EQ(set.standard.roots()[0]->hash, tree["5"].hash);
    EXPECT_TRUE(finalize("9").enacted);
    EXPECT_EQ(set.current, test_authorities(1, 7));
}

// Without finality changes wait, however many. None may be lost: the blocks above it could never be final.
TEST_F(GrandpaAuthoritySet, AllChangesWaitForFinality) {
    constexpr BlockNumber kChanges = 3000;
    const auto hash_of = [](BlockNumber number) {
        return Hash256{{static_cast<uint8_t>(number >> 8), static_cast<uint8_t>(number)}};
    };
    size_t questions = 0;
    const IsAbove by_number = [&](const Hash256& ancestor, const Hash256& block) -> OrFailure<bool> {
        ++questions;
        return ancestor < block;
    };
    for (BlockNumber number = 1; number <= kChanges; ++number) {
        ASSERT_TRUE(set.add({test_authorities(1, number), 0, number, hash_of(number), {}}, by_number)->changed);
    }
    EXPECT_EQ(questions, kChanges - 1) << "one for each, although each waits for all before it";
    EXPECT_EQ(set.standard.roots().size(), 1u);
    EXPECT_EQ(scale::decode<AuthoritySet>(scale::encode(set)), set);
    for (BlockNumber number = 1; number <= kChanges; ++number) {
        const auto verdict = *set.apply_finalized({hash_of(number), number}, by_number);
        ASSERT_TRUE(verdict.enacted) << text_of(verdict.refusal);
        ASSERT_EQ(set.current, test_authorities(1, number));
    }
    EXPECT_EQ(set.set_id, kChanges);
}

TEST_F(GrandpaAuthoritySet, WhatIsGoneTakesAlongWhatIsAbove) {
    EXPECT_EQ(add(change("1", 1, 7)), std::nullopt);
    EXPECT_EQ(add(change("5", 1, 8)), std::nullopt);
    EXPECT_EQ(add(change("5b", 1, 8)), std::nullopt);
    EXPECT_EQ(add(change("7", 1, 9)), std::nullopt);
    EXPECT_EQ(add(change("8b", 1, 9)), std::nullopt);
    AuthoritySet expected = set;
    expected.standard = {};
    for (const char* block : {"1", "5b", "8b"}) {
        ASSERT_TRUE(*expected.standard.add(change(block, 1, block[0] == '1' ? 7 : block[0] == '5' ? 8 : 9), is_above));
    }
    ASSERT_TRUE(set.standard.remove_if(
        [&](const PendingChange& one) -> OrFailure<bool> { return one.hash == tree["5"].hash; }));
    EXPECT_EQ(set, expected);
    EXPECT_TRUE(finalize("2").enacted);
    EXPECT_TRUE(finalize("6b").enacted);
    EXPECT_EQ(set.standard.roots().at(0)->hash, tree["8b"].hash);
}

// Observed: fork_tree::ForkTree in the record "grandpa_voters", polkadot-stable2407: the nodes stand inside each other.
TEST_F(GrandpaAuthoritySet, ChangesAreWrittenAsATree) {
    EXPECT_EQ(add(change("1", 1, 7)), std::nullopt);
    EXPECT_EQ(add(change("5", 2, 8)), std::nullopt);
    EXPECT_EQ(add(change("5b", 3, 9)), std::nullopt);
    const auto node = [&](const char* block, BlockNumber delay, uint64_t authority, uint8_t children) {
        const BlockId id = tree[block];
        return concat(scale::encode(id.hash), scale::encode(id.number), scale::encode(test_authorities(1, authority)),
                      scale::encode(delay), scale::encode(id.number), scale::encode(id.hash), Bytes{0},
                      Bytes{static_cast<uint8_t>(children << 2)});
    };
    const Bytes roots = concat(Bytes{1 << 2}, node("1", 1, 7, 2), node("5", 2, 8, 0), node("5b", 3, 9, 0));
    EXPECT_EQ(scale::encode(set.standard), roots);
    EXPECT_EQ(*scale::decode<ChangeTree>(roots), set.standard);
    for (size_t size = 0; size < roots.size(); ++size) {
        EXPECT_FALSE(scale::decode<ChangeTree>(BytesView(roots).first(size))) << size;
    }
    Bytes other = roots;
    other[1] ^= 1;
    EXPECT_FALSE(scale::decode<ChangeTree>(other)) << "the hash of the node is not that of its change";
}

TEST_F(GrandpaAuthoritySet, ChangesOfOneForkTakeEffectInTheirOrder) {
    EXPECT_EQ(add(change("1", 1, 7)), std::nullopt);
    EXPECT_EQ(add(change("5", 1, 8)), std::nullopt);
    EXPECT_EQ(set.standard.roots().size(), 1u) << "the second waits for the first";
    AuthoritySet before = set;
    EXPECT_THAT(finalize("6").refusal, IsRefused(kJustificationTooEarly, "before the one below"));
    set = before;
    EXPECT_EQ(*set.change_below(tree["4"], is_above), 2u) << "must be final before";
    EXPECT_EQ(*set.change_below(tree["2"], is_above), std::nullopt);
    EXPECT_TRUE(finalize("2").enacted);
    EXPECT_TRUE(finalize("6").enacted);
    EXPECT_EQ(set.set_id, 2u);
    EXPECT_EQ(set.current, test_authorities(1, 8));
}

TEST_F(GrandpaAuthoritySet, RefusesInvalidChanges) {
    PendingChange empty = change("1", 0, 7);
    empty.next_authorities.clear();
    EXPECT_THAT(add(empty), IsRefused(kBadAuthorityChange, "authorities"));
    PendingChange weightless = change("1", 0, 7);
    weightless.next_authorities[0].weight = 0;
    EXPECT_THAT(add(weightless), IsRefused(kBadAuthorityChange, "authorities"));
    EXPECT_EQ(add(change("1", 0, 7)), std::nullopt);
    EXPECT_THAT(add(change("1", 0, 7)), IsRefused(kBadAuthorityChange, "known"));
    EXPECT_EQ(add(forced("2", 0, 0, 7)), std::nullopt);
    EXPECT_THAT(add(forced("2", 0, 0, 7)), IsRefused(kBadAuthorityChange, "known"));
    EXPECT_THAT(add(forced("5", 0, 0, 7)), IsRefused(kBadAuthorityChange, "second forced"));
}

// Spec: sect-finality-forced-changes
TEST_F(GrandpaAuthoritySet, AForcedChangeTakesEffectWhenItsDelayIsImported) {
    EXPECT_EQ(add(forced("3", 3, 1, 9)), std::nullopt);
    EXPECT_EQ(add(change("4", 5, 7)), std::nullopt);
    EXPECT_EQ(set.limit(0), 9u) << "forced changes are no limit";
    EXPECT_FALSE(import("5").changed);
    EXPECT_TRUE(import("6").enacted);
    EXPECT_EQ(set.set_id, 1u);
    EXPECT_EQ(set.current, test_authorities(1, 9));
    EXPECT_TRUE(set.forced.empty());
    EXPECT_TRUE(set.standard.empty()) << "a new set, new changes";
    EXPECT_THAT(set.history, testing::ElementsAre(std::pair(SetId{0}, BlockNumber{1})));
}

TEST_F(GrandpaAuthoritySet, AForcedChangeWaitsForStandardOnesThatWereDue) {
    EXPECT_EQ(add(change("1", 0, 7)), std::nullopt);
    EXPECT_EQ(add(forced("3", 1, 2, 9)), std::nullopt);
    EXPECT_THAT(import("4").refusal, IsRefused(kAuthorityChangeTooEarly, "must wait"));
    EXPECT_TRUE(finalize("1").enacted);
    EXPECT_TRUE(import("4").enacted);
    EXPECT_EQ(set.set_id, 2u);
}

TEST_F(GrandpaAuthoritySet, ForcedChangesOfOtherForksGoWithThem) {
    EXPECT_EQ(add(change("1", 4, 7)), std::nullopt);
    EXPECT_EQ(add(forced("5b", 3, 0, 9)), std::nullopt);
    EXPECT_EQ(add(forced("7", 3, 0, 8)), std::nullopt);
    EXPECT_FALSE(import("8").changed) << "that of the other fork";
    EXPECT_TRUE(finalize("5").enacted);
    ASSERT_EQ(set.forced.size(), 1u);
    EXPECT_EQ(set.forced[0].hash, tree["7"].hash);
}

TEST_F(GrandpaAuthoritySet, TheNextChangeOnAChain) {
    EXPECT_EQ(*set.next_change(tree["12"].hash, is_above), std::nullopt);
    EXPECT_EQ(add(change("6", 4, 7)), std::nullopt);
    EXPECT_EQ(*set.next_change(tree["12"].hash, is_above), tree["6"]);
    EXPECT_EQ(*set.next_change(tree["8b"].hash, is_above), std::nullopt);
    EXPECT_EQ(add(forced("5", 4, 0, 7)), std::nullopt);
    EXPECT_EQ(*set.next_change(tree["12"].hash, is_above), tree["5"]);
}

TEST_F(GrandpaAuthoritySet, TheSetOfABlock) {
    EXPECT_EQ(set.set_of(5)->set_id, 0u);
    EXPECT_EQ(set.set_of(5)->last, std::nullopt);
    set.set_id = 3;
    EXPECT_FALSE(set.set_of(5)) << "history begins later";
    set.history = {{1, 40}, {2, 80}};
    EXPECT_FALSE(set.set_of(40)) << "set 1 began somewhere";
    EXPECT_EQ(set.set_of(41)->set_id, 2u);
    EXPECT_EQ(set.set_of(80)->last, 80u);
    EXPECT_EQ(set.set_of(81)->set_id, 3u);
    EXPECT_EQ(set.set_of(81)->last, std::nullopt);
    set.history = {{0, 20}, {1, 40}};
    EXPECT_EQ(set.set_of(20)->set_id, 0u);
}

TEST_F(GrandpaAuthoritySet, SurvivesBeingWritten) {
    add(change("1", 1, 7));
    add(change("5", 1, 8));
    add(forced("5b", 3, 2, 9));
    set.history = {{0, 20}};
    EXPECT_EQ(*scale::decode<AuthoritySet>(scale::encode(set)), set);
}

}  // namespace
}  // namespace serinus::consensus::grandpa
