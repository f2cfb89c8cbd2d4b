// Star balancing. Source of the figures: sp-npos-elections, tests.rs
#include "runtime/npos/balance.hpp"

#include "runtime/npos/election_test.hpp"
#include "runtime/npos/phragmen.hpp"

namespace serinus::sdk::npos {
namespace {

using test::Vote;
using test::Weights;
using test::Winners;

TEST(Balance, LevelsTheWinners) {
    const std::vector<uint64_t> candidates{1, 2, 3, 4, 5};
    const std::vector<Vote> voters{
        {10, 10, {1, 2}}, {20, 20, {1, 3}}, {30, 30, {1, 2, 3, 4}}, {40, 40, {1, 3, 4, 5}}, {50, 50, {2, 4, 5}}};
    Election election = test::election(candidates, voters);
    ASSERT_TRUE(elect_by_phragmen(election, 4));
    EXPECT_GT(balance(election, {.iterations = 4, .tolerance = 0}), 0u);
    EXPECT_EQ(test::weights(election, candidates, voters), (Weights{{10, {{1, 9}, {2, 1}}},
                                                                    {20, {{1, 9}, {3, 11}}},
                                                                    {30, {{1, 8}, {2, 7}, {3, 8}, {4, 7}}},
                                                                    {40, {{1, 11}, {3, 18}, {4, 11}}},
                                                                    {50, {{2, 30}, {4, 20}}}}));
    const uint64_t backed[] = {37, 38, 37, 38, 0};
    for (size_t c = 0; c < 5; ++c) EXPECT_EQ(election.candidates[c].backed_stake, backed[c]);
}

TEST(Balance, ComesAfterPhragmen) {
    const std::vector<uint64_t> candidates{1, 2, 3};
    const std::vector<Vote> voters{{10, 10, {1, 2}}, {20, 20, {1, 3}}, {30, 30, {2, 3}}};
    const auto outcome =
        seq_phragmen<Perbill>(2, test::election(candidates, voters), BalancingConfig{.iterations = 4, .tolerance = 0});
    EXPECT_EQ(test::winners(*outcome, candidates), (Winners{{3, 30}, {2, 30}}));
    EXPECT_EQ(outcome->assignments[2], (Assignment<Perbill>{2, {{1, {666'666'666}}, {2, {333'333'334}}}}));
}

TEST(Balance, StopsWithinTheTolerance) {
    const std::vector<uint64_t> candidates{1, 2, 3};
    const std::vector<Vote> voters{{10, 10, {1, 2}}, {20, 20, {1, 3}}, {30, 30, {2, 3}}};
    Election election = test::election(candidates, voters);
    ASSERT_TRUE(elect_by_phragmen(election, 2));
    Election untouched = election;
    EXPECT_EQ(balance(election, {.iterations = 9, .tolerance = 1000}), 1u);
    EXPECT_EQ(test::weights(election, candidates, voters), test::weights(untouched, candidates, voters));
    EXPECT_EQ(balance(election, {.iterations = 0, .tolerance = 0}), 0u);
}

TEST(Balance, KeepsBudgetsAndBackings) {
    std::mt19937_64 random(2);
    for (int i = 0; i < 100; ++i) {
        Election election = test::random_election(random, 12, 40);
        ASSERT_TRUE(elect_by_phragmen(election, 6));
        balance(election, {.iterations = 3, .tolerance = 0});
        std::vector<Stake> backed(election.candidates.size());
        for (const Voter& voter : election.voters) {
            Stake used = 0;
            for (const Edge& edge : election.edges_of(voter)) {
                used += edge.weight;
                backed[edge.candidate] += edge.weight;
            }
            EXPECT_TRUE(voter.count == 0 || used == voter.budget);
        }
        for (size_t c = 0; c < backed.size(); ++c) EXPECT_TRUE(backed[c] == election.candidates[c].backed_stake);
    }
}

}  // namespace
}  // namespace serinus::sdk::npos
