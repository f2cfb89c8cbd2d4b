#include "pool/graph.hpp"

#include <gtest/gtest.h>

#include "pool/graph_test_support.hpp"

namespace serinus::pool {
namespace {

using test::hash_number, test::ids, test::make, test::Spec, test::tags;
using Ids = std::vector<uint64_t>;
using Kind = PoolError::Kind;
using Place = Graph::Place;

class GraphTest : public testing::Test {
  protected:
    Graph graph;

    Insertion insert(const Spec& spec) {
        auto inserted = graph.insert(make(spec));
        EXPECT_TRUE(inserted) << spec.id << ": " << inserted.error().reason;
        graph.check_invariants();
        return inserted ? *inserted : Insertion{};
    }
    PoolError refused(const Spec& spec) {
        const auto before = graph.status();
        auto inserted = graph.insert(make(spec));
        EXPECT_FALSE(inserted) << spec.id;
        EXPECT_EQ(graph.status(), before);
        graph.check_invariants();
        return inserted ? PoolError{} : inserted.error();
    }
    Place place(uint64_t id) const { return graph.place_of(hash_number(id)); }
    Ids order() const { return ids(graph.ready()); }
};

// Spec: defn-transaction-queue. A valid one whose tags are all there is ready; otherwise it waits.
TEST_F(GraphTest, ATransactionWithAllItRequiresIsReadyAndOthersWait) {
    EXPECT_TRUE(insert({.id = 1, .provides_tags = tags({1})}).ready);
    EXPECT_TRUE(insert({.id = 2, .requires_tags = tags({1}), .provides_tags = tags({2})}).ready);
    EXPECT_FALSE(insert({.id = 9, .requires_tags = tags({8}), .provides_tags = tags({9})}).ready);
    EXPECT_EQ(place(2), Place::kReady);
    EXPECT_EQ(place(9), Place::kFuture);
    EXPECT_EQ(graph.status(), (PoolStatus{2, 22, 1, 11}));
}

TEST_F(GraphTest, TheSameTransactionIsNotTakenTwice) {
    insert({.id = 1, .provides_tags = tags({1})});
    EXPECT_EQ(refused({.id = 1, .provides_tags = tags({1}), .priority = 9}).kind, Kind::kAlreadyImported);
}

TEST_F(GraphTest, OneThatProvidesWhatOthersWaitForPromotesAllBehindIt) {
    insert({.id = 3, .requires_tags = tags({2}), .provides_tags = tags({3})});
    insert({.id = 2, .requires_tags = tags({1}), .provides_tags = tags({2})});
    insert({.id = 4, .requires_tags = tags({3, 9}), .provides_tags = tags({4})});
    const auto inserted = insert({.id = 1, .provides_tags = tags({1})});
    EXPECT_EQ(ids(inserted.promoted), (Ids{2, 3}));
    EXPECT_EQ(order(), (Ids{1, 2, 3}));
    EXPECT_EQ(place(4), Place::kFuture);
}

// Spec: defn-transaction-queue. Observed: polkadot-stable2407: first what it requires, then priority, then what is left
// of its life, then its time in the queue.
TEST_F(GraphTest, ReadyOnesComeByDependencyThenPriorityThenLifeThenAge) {
    insert({.id = 1, .provides_tags = tags({1}), .priority = 1});
    insert({.id = 2, .requires_tags = tags({1}), .provides_tags = tags({2}), .priority = 100});
    insert({.id = 3, .provides_tags = tags({3}), .priority = 5});
    insert({.id = 4, .provides_tags = tags({4}), .priority = 5, .valid_till = 64});
    insert({.id = 5, .provides_tags = tags({5}), .priority = 5});
    EXPECT_EQ(order(), (Ids{4, 3, 5, 1, 2}));
}

TEST_F(GraphTest, OneThatRequiresTwoComesAfterBoth) {
    insert({.id = 1, .provides_tags = tags({1}), .priority = 1});
    insert({.id = 2, .provides_tags = tags({2}), .priority = 2});
    insert({.id = 3, .requires_tags = tags({1, 2}), .provides_tags = tags({3}), .priority = 9});
    EXPECT_EQ(order(), (Ids{2, 1, 3}));
}

TEST_F(GraphTest, AReplacementNeedsMorePriorityThanAllItReplacesTogether) {
    insert({.id = 1, .provides_tags = tags({1}), .priority = 5});
    insert({.id = 2, .provides_tags = tags({2}), .priority = 6});
    const auto error = refused({.id = 3, .provides_tags = tags({1, 2}), .priority = 11});
    EXPECT_EQ(error.kind, Kind::kTooLowPriority);
    EXPECT_EQ(error.old_priority, 11u);
    EXPECT_EQ(error.new_priority, 11u);
    const auto inserted = insert({.id = 4, .provides_tags = tags({1, 2}), .priority = 12});
    EXPECT_EQ(ids(inserted.usurped), (Ids{1, 2}));
    EXPECT_EQ(inserted.usurped[0].by, hash_number(4));
    EXPECT_EQ(order(), (Ids{4}));
}

TEST_F(GraphTest, PrioritiesThatAreReplacedTogetherSaturate) {
    insert({.id = 1, .provides_tags = tags({1}), .priority = UINT64_MAX});
    insert({.id = 2, .provides_tags = tags({2}), .priority = UINT64_MAX});
    EXPECT_EQ(refused({.id = 3, .provides_tags = tags({1, 2}), .priority = UINT64_MAX}).old_priority, UINT64_MAX);
}

TEST_F(GraphTest, WhatNeedsAReplacedOneStaysIfTheNewOneProvidesTheSame) {
    insert({.id = 1, .provides_tags = tags({1, 2})});
    insert({.id = 2, .requires_tags = tags({1}), .provides_tags = tags({3})});
    insert({.id = 3, .requires_tags = tags({2}), .provides_tags = tags({4})});
    insert({.id = 4, .requires_tags = tags({4}), .provides_tags = tags({5})});
    const auto inserted = insert({.id = 9, .provides_tags = tags({1}), .priority = 2});
    EXPECT_EQ(ids(inserted.usurped), (Ids{1, 3, 4}));
    EXPECT_EQ(order(), (Ids{9, 2}));
}

TEST_F(GraphTest, OneThatWouldReplaceWhatItNeedsIsRefused) {
    insert({.id = 1, .provides_tags = tags({1})});
    insert({.id = 2, .requires_tags = tags({1}), .provides_tags = tags({2})});
    EXPECT_EQ(refused({.id = 3, .requires_tags = tags({2}), .provides_tags = tags({1}), .priority = 9}).kind,
              Kind::kCycle);
    EXPECT_EQ(order(), (Ids{1, 2}));
}

TEST_F(GraphTest, AFutureOneThatWouldCloseACycleLeavesWhenItIsPromoted) {
    insert({.id = 1, .requires_tags = tags({1}), .provides_tags = tags({2}), .priority = 9});
    insert({.id = 2, .requires_tags = tags({2}), .provides_tags = tags({1}), .priority = 9});
    const auto inserted = insert({.id = 3, .provides_tags = tags({1})});
    EXPECT_EQ(ids(inserted.promoted), (Ids{1}));
    EXPECT_EQ(ids(inserted.cyclic), (Ids{2}));
    EXPECT_EQ(order(), (Ids{3, 1}));
}

TEST_F(GraphTest, OfTwoFutureOnesWithOneTagTheOlderIsPromotedUnlessTheOtherIsWorthMore) {
    insert({.id = 1, .requires_tags = tags({1}), .provides_tags = tags({2}), .priority = 5});
    insert({.id = 2, .requires_tags = tags({1}), .provides_tags = tags({2}), .priority = 5});
    insert({.id = 3, .requires_tags = tags({1}), .provides_tags = tags({2}), .priority = 6});
    const auto inserted = insert({.id = 9, .provides_tags = tags({1})});
    EXPECT_EQ(ids(inserted.promoted), (Ids{3}));
    EXPECT_EQ(ids(inserted.usurped), (Ids{2, 1}));
    EXPECT_EQ(inserted.usurped[0].by, hash_number(1));
}

TEST_F(GraphTest, ATagThatIsGoneIsMissedAgainByTheFutureOnes) {
    insert({.id = 1, .provides_tags = tags({1})});
    insert({.id = 2, .requires_tags = tags({1, 2}), .provides_tags = tags({3})});
    graph.remove_subtree(hash_number(1));
    insert({.id = 3, .provides_tags = tags({2})});
    EXPECT_EQ(place(2), Place::kFuture);
    insert({.id = 4, .provides_tags = tags({1})});
    EXPECT_EQ(place(2), Place::kReady);
}

// Spec: algo-maintain-transaction-pool
TEST_F(GraphTest, ABlockTakesWhatProvidesItsTagsAndFreesWhatWaitedForThem) {
    insert({.id = 1, .provides_tags = tags({1})});
    insert({.id = 2, .requires_tags = tags({1}), .provides_tags = tags({2})});
    insert({.id = 3, .requires_tags = tags({2}), .provides_tags = tags({3})});
    insert({.id = 5, .requires_tags = tags({9}), .provides_tags = tags({5})});
    const auto pruning = graph.prune({test::tag(1), test::tag(9)});
    graph.check_invariants();
    EXPECT_EQ(ids(pruning.removed), (Ids{1}));
    EXPECT_EQ(ids(pruning.others.promoted), (Ids{5}));
    EXPECT_EQ(order(), (Ids{2, 3, 5}));
}

TEST_F(GraphTest, WhatLedToAPrunedOneAloneIsPrunedToo) {
    insert({.id = 1, .provides_tags = tags({1})});
    insert({.id = 2, .requires_tags = tags({1}), .provides_tags = tags({2})});
    insert({.id = 3, .requires_tags = tags({2}), .provides_tags = tags({3})});
    insert({.id = 4, .provides_tags = tags({4})});
    insert({.id = 5, .requires_tags = tags({4}), .provides_tags = tags({5})});
    insert({.id = 6, .requires_tags = tags({4}), .provides_tags = tags({6})});
    const auto pruning = graph.prune({test::tag(3), test::tag(5)});
    graph.check_invariants();
    EXPECT_EQ(ids(pruning.removed), (Ids{3, 2, 1, 5}));
    EXPECT_EQ(order(), (Ids{4, 6}));
}

TEST_F(GraphTest, AFutureOneWhoseTagTheChainHasIsRemoved) {
    insert({.id = 1, .requires_tags = tags({1}), .provides_tags = tags({2})});
    EXPECT_EQ(ids(graph.prune({test::tag(2)}).removed), (Ids{1}));
    graph.check_invariants();
    EXPECT_EQ(graph.status(), PoolStatus{});
}

TEST_F(GraphTest, TagsOfTheLastTwoBlocksCountAsProvided) {
    graph.prune({test::tag(1)});
    graph.prune({test::tag(2)});
    EXPECT_TRUE(insert({.id = 1, .requires_tags = tags({1}), .provides_tags = tags({11})}).ready);
    graph.prune({test::tag(3)});
    EXPECT_FALSE(insert({.id = 2, .requires_tags = tags({1}), .provides_tags = tags({12})}).ready);
    EXPECT_TRUE(insert({.id = 3, .requires_tags = tags({2, 3}), .provides_tags = tags({13})}).ready);
}

TEST_F(GraphTest, AfterARetractionWhatReliedOnTheBlockWaitsAgain) {
    insert({.id = 1, .provides_tags = tags({1})});
    insert({.id = 2, .requires_tags = tags({1}), .provides_tags = tags({2})});
    insert({.id = 3, .requires_tags = tags({2}), .provides_tags = tags({3})});
    graph.prune({test::tag(1)});
    const auto moved = graph.unprovide({test::tag(1)});
    graph.check_invariants();
    EXPECT_EQ(ids(moved.demoted), (Ids{2, 3}));
    EXPECT_EQ(order(), Ids{});
    EXPECT_EQ(ids(insert({.id = 1, .provides_tags = tags({1})}).promoted), (Ids{2, 3}));
    EXPECT_EQ(order(), (Ids{1, 2, 3}));
}

TEST_F(GraphTest, RemovingOneRemovesTheReadyOnesThatNeedIt) {
    insert({.id = 1, .provides_tags = tags({1})});
    insert({.id = 2, .requires_tags = tags({1}), .provides_tags = tags({2})});
    insert({.id = 3, .requires_tags = tags({2}), .provides_tags = tags({3})});
    insert({.id = 4, .provides_tags = tags({4})});
    EXPECT_EQ(ids(graph.remove_subtree(hash_number(2))), (Ids{2, 3}));
    graph.check_invariants();
    EXPECT_EQ(order(), (Ids{1, 4}));
    EXPECT_TRUE(graph.remove_subtree(hash_number(77)).empty());
}

// Observed: polkadot 1.25.1: of equal priority, the oldest goes first.
TEST_F(GraphTest, WhenFullTheLowestPriorityLeavesThenTheOldestWithWhatNeedsIt) {
    insert({.id = 1, .provides_tags = tags({1}), .priority = 2});
    insert({.id = 2, .requires_tags = tags({1}), .provides_tags = tags({2}), .priority = 9});
    insert({.id = 3, .provides_tags = tags({3}), .priority = 2});
    insert({.id = 4, .provides_tags = tags({4}), .priority = 1});
    PoolOptions limits;
    limits.ready_count = 3;
    EXPECT_EQ(ids(graph.enforce_limits(limits)), (Ids{4}));
    limits.ready_bytes = 32;
    EXPECT_EQ(ids(graph.enforce_limits(limits)), (Ids{1, 2}));
    graph.check_invariants();
    EXPECT_EQ(order(), (Ids{3}));
}

TEST_F(GraphTest, WhenTheFutureQueueIsFullTheOldestLeaves) {
    for (uint8_t id = 1; id <= 4; ++id) {
        insert({.id = id, .requires_tags = tags({100}), .provides_tags = tags({id}), .priority = 9u - id});
    }
    PoolOptions limits;
    limits.future_count = 3;
    EXPECT_EQ(ids(graph.enforce_limits(limits)), (Ids{1}));
    limits.future_bytes = 11;
    EXPECT_EQ(ids(graph.enforce_limits(limits)), (Ids{2, 3}));
    EXPECT_EQ(ids(graph.future()), (Ids{4}));
}

TEST_F(GraphTest, FutureOnesCanBeRefused) {
    const auto inserted = graph.insert(make({.id = 1, .requires_tags = tags({1}), .provides_tags = tags({2})}), true);
    ASSERT_FALSE(inserted);
    EXPECT_EQ(inserted.error().kind, Kind::kRejectedFutureTransaction);
    graph.check_invariants();
}

TEST_F(GraphTest, ANewValidityThatRequiresLessMovesNothing) {
    insert({.id = 1, .provides_tags = tags({1})});
    insert({.id = 2, .requires_tags = tags({1}), .provides_tags = tags({2})});
    insert({.id = 3, .requires_tags = tags({2}), .provides_tags = tags({3})});
    graph.prune({test::tag(1)});
    std::vector<TransactionPtr> displaced;
    EXPECT_TRUE(graph.refresh(make({.id = 2, .provides_tags = tags({2}), .priority = 7}), displaced));
    graph.check_invariants();
    EXPECT_EQ(graph.find(hash_number(2))->priority, 7u);
    EXPECT_TRUE(graph.find(hash_number(2))->requires_tags.empty());
    EXPECT_EQ(order(), (Ids{2, 3}));
}

TEST_F(GraphTest, ANewValidityWithOtherTagsTakesItOutAndLetsTheOthersWait) {
    insert({.id = 1, .provides_tags = tags({1})});
    insert({.id = 2, .requires_tags = tags({1}), .provides_tags = tags({2})});
    std::vector<TransactionPtr> displaced;
    const Spec changed = {.id = 1, .requires_tags = tags({9}), .provides_tags = tags({1})};
    EXPECT_FALSE(graph.refresh(make(changed), displaced));
    graph.check_invariants();
    EXPECT_EQ(ids(displaced), (Ids{2}));
    EXPECT_EQ(place(1), Place::kNone);
    EXPECT_EQ(place(2), Place::kFuture);
    EXPECT_FALSE(insert(changed).ready);
    EXPECT_EQ(ids(insert({.id = 9, .provides_tags = tags({9})}).promoted), (Ids{1, 2}));
}

TEST_F(GraphTest, TooOldAreThoseWhoseLastBlockHasCome) {
    insert({.id = 1, .provides_tags = tags({1}), .valid_till = 10});
    insert({.id = 2, .requires_tags = tags({8}), .provides_tags = tags({2}), .valid_till = 11});
    EXPECT_EQ(ids(graph.too_old(9)), Ids{});
    EXPECT_EQ(ids(graph.too_old(10)), (Ids{1}));
    EXPECT_EQ(ids(graph.too_old(11)), (Ids{1, 2}));
}

TEST(TransactionOf, LongevityCountsFromTheBlockAndTagsCountOnce) {
    const auto extrinsic = std::make_shared<const primitives::Extrinsic>(64);
    const auto mortal =
        Transaction::of({}, extrinsic, TransactionSource::kLocal, {3, {{2}, {1}, {2}}, {{5}, {5}}, 64, false}, 100);
    EXPECT_EQ(mortal.valid_till, 164u);
    EXPECT_EQ(mortal.requires_tags, (std::vector<Tag>{{2}, {1}}));
    EXPECT_EQ(mortal.provides_tags, (std::vector<Tag>{{5}}));
    EXPECT_EQ(mortal.bytes, 66u);  // 64 needs two bytes of length
    EXPECT_EQ(Transaction::of({}, extrinsic, TransactionSource::kLocal, {}, 100).valid_till, UINT64_MAX);
}

}  // namespace
}  // namespace serinus::pool
