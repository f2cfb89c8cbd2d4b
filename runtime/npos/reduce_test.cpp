// Removal of needless edges. Source of the figures: sp-npos-elections, reduce.rs
#include "runtime/npos/reduce.hpp"

#include <map>
#include <random>

#include "runtime/npos/election_test.hpp"
#include "runtime/npos/phragmen.hpp"

namespace serinus::sdk::npos {
namespace {

using Assignments = std::vector<StakedAssignment>;

std::optional<uint32_t> no_target(uint32_t) { return std::nullopt; }
/// Voters and targets with one number are one account.
std::optional<uint32_t> same_number(uint32_t who) { return who; }

TEST(Reduce, ACircleOfFourLosesItsSmallestEdge) {
    Assignments assignments{{1, {{10, 25}, {20, 75}}}, {2, {{10, 50}, {20, 50}}}};
    EXPECT_EQ(reduce_fours(assignments), 1u);
    EXPECT_EQ(assignments, (Assignments{{1, {{20, 100}}}, {2, {{10, 75}, {20, 25}}}}));
}

TEST(Reduce, OfEqualEdgesTheLastGoes) {
    Assignments assignments{{4, {{0, 100}, {2, 100}, {4, 100}}}, {5, {{0, 100}, {2, 100}, {4, 100}}}};
    reduce_fours(assignments);
    EXPECT_EQ(assignments, (Assignments{{4, {{0, 200}, {4, 100}}}, {5, {{2, 200}, {4, 100}}}}));
}

const Assignments kFive{{1, {{10, 10}}},
                        {2, {{10, 15}, {20, 5}}},
                        {3, {{20, 15}, {40, 15}}},
                        {4, {{20, 10}, {30, 10}, {40, 20}}},
                        {5, {{20, 20}, {30, 10}, {40, 20}}}};
const Assignments kFiveReduced{
    {1, {{10, 10}}}, {2, {{10, 15}, {20, 5}}}, {3, {{20, 30}}}, {4, {{40, 40}}}, {5, {{20, 15}, {30, 20}, {40, 15}}}};

TEST(Reduce, CirclesOfAnyLength) {
    Assignments assignments = kFive;
    EXPECT_EQ(reduce_all(assignments, no_target), 3u);
    EXPECT_EQ(assignments, kFiveReduced);
    assignments = kFive;
    EXPECT_EQ(reduce(assignments, no_target), 3u);
    EXPECT_EQ(assignments, kFiveReduced);
}

TEST(Reduce, SelfVotesStay) {
    Assignments assignments = kFive;
    Assignments reduced = kFiveReduced;
    for (Assignments* list : {&assignments, &reduced}) {
        list->push_back({10, {{10, 100}}});
        list->push_back({20, {{20, 200}}});
    }
    EXPECT_EQ(reduce(assignments, same_number), 3u);
    EXPECT_EQ(assignments, reduced);
}

TEST(Reduce, ATargetThatOccursTwiceIsChangedOnce) {
    Assignments assignments{{1, {{10, 15}, {20, 5}}}, {2, {{10, 15}, {20, 15}, {10, 1}, {20, 1}}}};
    reduce(assignments, no_target);
    EXPECT_EQ(assignments, (Assignments{{1, {{10, 20}}}, {2, {{10, 10}, {20, 20}, {10, 1}, {20, 1}}}}));
}

std::map<uint32_t, Stake> backings(const Assignments& assignments) {
    std::map<uint32_t, Stake> out;
    for (const auto& assignment : assignments) {
        for (const auto& [target, stake] : assignment.distribution) out[target] += stake;
    }
    return out;
}

TEST(Reduce, LeavesAForestWithTheSameBackings) {
    std::mt19937_64 random(3);
    for (int i = 0; i < 300; ++i) {
        Assignments assignments;
        std::map<uint32_t, bool> targets;
        for (uint32_t voter = 0; voter < 30; ++voter) {
            StakedAssignment assignment{.who = 100 + voter};
            for (uint32_t target = 0; target < 8; ++target) {
                if (serinus::test::random_between(random, 0, 2) == 0) continue;
                assignment.distribution.emplace_back(
                    target, serinus::test::random_between(random, 1, i % 2 == 0 ? 5 : 1u << 30));
                targets[target] = true;
            }
            std::ranges::shuffle(assignment.distribution, random);
            assignments.push_back(assignment);
        }
        const Assignments before = assignments;
        reduce(assignments, no_target);
        EXPECT_TRUE(backings(assignments) == backings(before)) << i;
        size_t edges = 0;
        for (size_t v = 0; v < assignments.size(); ++v) {
            EXPECT_TRUE(assignments[v].total() == before[v].total()) << i;
            edges += assignments[v].distribution.size();
        }
        EXPECT_LT(edges, assignments.size() + targets.size()) << i;
    }
}

}  // namespace
}  // namespace serinus::sdk::npos
