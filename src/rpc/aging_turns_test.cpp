#include "rpc/aging_turns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

namespace serinus::rpc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Names = AgingTurns<std::string>;
constexpr uint64_t kFreshNs = 50;
constexpr Names::Limits kTwoPlaces{
    .fresh = 2, .fresh_of_connection = 2, .old = 1, .old_of_connection = 1, .fresh_ns = kFreshNs};

void add(Names& turns, uint64_t connection, const std::string& names, bool can_begin_anew = true) {
    for (const char name : names) EXPECT_TRUE(turns.add(connection, can_begin_anew, std::string(1, name)));
}

/// Begins with all that may run.
std::map<std::string, Names::RunId> begin_all(Names& turns, uint64_t now_ns) {
    std::map<std::string, Names::RunId> out;
    while (auto turn = turns.take()) {
        turns.began(turn->id, now_ns);
        out[turn->task] = turn->id;
    }
    return out;
}
std::vector<std::string> names_of(const std::map<std::string, Names::RunId>& runs) {
    std::vector<std::string> out;
    for (const auto& [name, id] : runs) out.push_back(name);
    return out;
}

TEST(AgingTurns, AnOldTaskLeavesItsPlaceToThoseThatWait) {
    Names turns(kTwoPlaces);
    add(turns, 1, "ab");
    EXPECT_THAT(names_of(begin_all(turns, 0)), ElementsAre("a", "b"));
    EXPECT_EQ(turns.next_review_ns(), std::nullopt) << "nobody waits";
    EXPECT_THAT(turns.review(kFreshNs), IsEmpty());
    EXPECT_EQ(turns.running_old(), 0u);

    add(turns, 2, "x");
    EXPECT_EQ(turns.next_review_ns(), std::nullopt) << "both are old: what happens decides";
    EXPECT_THAT(turns.review(kFreshNs), IsEmpty());
    EXPECT_EQ(turns.running_old(), 1u);
    EXPECT_THAT(names_of(begin_all(turns, kFreshNs)), ElementsAre("x"));
}

TEST(AgingTurns, WithoutAPlaceForOldOnesATaskGivesWayOnce) {
    Names turns(kTwoPlaces);
    add(turns, 1, "abc");
    auto runs = begin_all(turns, 0);
    EXPECT_EQ(turns.next_review_ns(), kFreshNs);
    EXPECT_THAT(turns.review(kFreshNs - 1), IsEmpty());
    EXPECT_THAT(turns.review(kFreshNs), IsEmpty());
    runs.merge(begin_all(turns, kFreshNs));
    EXPECT_EQ(turns.running_old(), 1u) << "a";
    EXPECT_THAT(names_of(runs), ElementsAre("a", "b", "c"));

    add(turns, 1, "d");
    EXPECT_THAT(turns.review(3 * kFreshNs), IsEmpty()) << "a connection does not stop its own tasks";
    add(turns, 2, "x");
    EXPECT_THAT(turns.review(3 * kFreshNs), ElementsAre(runs["c"])) << "the youngest has least to do again";
    EXPECT_THAT(turns.review(3 * kFreshNs), IsEmpty()) << "one place is enough for one that waits";
    EXPECT_TRUE(turns.is_stopped(runs["c"]));
    turns.give_way(runs["c"], "c");
    EXPECT_EQ(turns.waiting(), 3u);
    auto next = begin_all(turns, 3 * kFreshNs);
    EXPECT_THAT(names_of(next), ElementsAre("x")) << "d came first, but its connection has all that it may have";
    turns.finished(next["x"]);
    EXPECT_THAT(names_of(begin_all(turns, 3 * kFreshNs)), ElementsAre("d"));

    // c begins anew when a leaves the place of old ones, which b must not take meanwhile, and is not stopped again.
    turns.finished(runs["a"]);
    add(turns, 3, "y");
    EXPECT_THAT(turns.review(4 * kFreshNs - 1), ElementsAre(runs["b"]));
    EXPECT_EQ(turns.running_old(), 0u);
    const auto again = begin_all(turns, 4 * kFreshNs);
    EXPECT_THAT(names_of(again), ElementsAre("c"));
    turns.give_way(runs["b"], "b");
    add(turns, 4, "z");
    for (const auto id : turns.review(9 * kFreshNs)) EXPECT_NE(id, again.at("c"));
}

TEST(AgingTurns, WhatCannotBeginAnewKeepsItsPlace) {
    Names turns(kTwoPlaces);
    add(turns, 1, "abc", false);
    auto runs = begin_all(turns, 0);
    (void)turns.review(kFreshNs);
    runs.merge(begin_all(turns, kFreshNs));
    add(turns, 2, "x");
    EXPECT_THAT(turns.review(9 * kFreshNs), IsEmpty());
    EXPECT_THAT(begin_all(turns, 9 * kFreshNs), IsEmpty());
    EXPECT_EQ(turns.next_review_ns(), std::nullopt) << "no timer helps";
    turns.finished(runs["b"]);
    EXPECT_THAT(names_of(begin_all(turns, 9 * kFreshNs)), ElementsAre("x"));
}

TEST(AgingTurns, WhatWaitsForAThreadIsNotOld) {
    Names turns(kTwoPlaces);
    add(turns, 1, "ab");
    ASSERT_TRUE(turns.take());
    ASSERT_TRUE(turns.take());
    add(turns, 2, "x");
    EXPECT_EQ(turns.next_review_ns(), std::nullopt);
    EXPECT_THAT(turns.review(kFreshNs * 100), IsEmpty());
    EXPECT_EQ(turns.running_old(), 0u);
}

// The promise: with obedient tasks, however long and many, one of another connection begins within two fresh times of
// each other connection that waits before it.
TEST(AgingTurns, AShortTaskWaitsForFreshOnesAlone) {
    for (const uint64_t seed : {1u, 2u, 3u, 4u, 5u, 6u, 7u, 8u}) {
        std::mt19937_64 random(seed);
        const Names::Limits limits{
            .fresh = 4, .fresh_of_connection = 2, .old = 2, .old_of_connection = 1, .fresh_ns = kFreshNs};
        Names turns(limits);
        const uint64_t others = 1 + random() % 6;
        for (uint64_t connection = 1; connection <= others; ++connection) {
            for (int i = 0; i < 16; ++i) EXPECT_TRUE(turns.add(connection, true, "endless"));
        }
        uint64_t now = 0;
        std::vector<Names::RunId> stopping;
        const auto step = [&](bool& has_short_begun) {
            for (const auto id : stopping) turns.give_way(id, "endless");
            stopping.clear();
            const auto begin = [&] {
                while (auto turn = turns.take()) {
                    turns.began(turn->id, now);
                    has_short_begun = has_short_begun || turn->task == "short";
                }
            };
            begin();
            stopping = turns.review(now);
            begin();
        };
        bool has_begun = false;
        for (const uint64_t end = random() % 2000; now < end; ++now) step(has_begun);
        ASSERT_TRUE(turns.add(99, true, "short"));
        const uint64_t limit = now + 2 * kFreshNs * others;
        while (!has_begun && now < limit) {
            step(has_begun);
            ++now;
        }
        EXPECT_TRUE(has_begun) << "seed " << seed;
        EXPECT_LE(turns.running(), limits.fresh + limits.old);
    }
}

TEST(AgingTurns, WhatWaitsHasABoundAndCanBeTakenOut) {
    Names::Limits limits = kTwoPlaces;
    limits.waiting_of_connection = 1;
    Names turns(limits);
    add(turns, 1, "a");
    std::string refused = "b";
    EXPECT_FALSE(turns.add(1, true, std::move(refused)));
    EXPECT_EQ(refused, "b");
    add(turns, 2, "c");
    EXPECT_THAT(turns.take_all(), ElementsAre("a", "c"));
    EXPECT_EQ(turns.waiting(), 0u);
    EXPECT_FALSE(turns.take());
}

}  // namespace
}  // namespace serinus::rpc
