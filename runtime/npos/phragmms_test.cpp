// PhragMMS. Source of the figures: sp-npos-elections, phragmms.rs
#include "runtime/npos/phragmms.hpp"

#include "runtime/npos/election_test.hpp"

namespace serinus::sdk::npos {
namespace {

using test::Vote;
using test::Weights;
using test::Winners;

constexpr BalancingConfig kTwice{.iterations = 2, .tolerance = 0};

TEST(Phragmms, TakesStakeFromThoseWithMoreThanTheScore) {
    const std::vector<uint64_t> candidates{1, 2, 3};
    const std::vector<Vote> voters{{10, 10, {1, 2}}, {20, 20, {1, 3}}, {30, 30, {2, 3}}};
    Election election = test::election(candidates, voters);
    const auto fraction_of = [](Stake a, Stake b) { return uint128_t{per_things::from_rational<Percent>(a, b)._0}; };
    ASSERT_TRUE(elect_by_max_score(election, 0, 100, fraction_of));
    EXPECT_EQ(test::weights(election, candidates, voters),
              (Weights{{10, {{1, 0}, {2, 0}}}, {20, {{1, 0}, {3, 20}}}, {30, {{2, 0}, {3, 30}}}}));
    ASSERT_TRUE(elect_by_max_score(election, 1, 100, fraction_of));
    EXPECT_EQ(test::weights(election, candidates, voters),
              (Weights{{10, {{1, 0}, {2, 10}}}, {20, {{1, 0}, {3, 20}}}, {30, {{2, 15}, {3, 15}}}}));
    balance(election, {.iterations = 10, .tolerance = 0});
    EXPECT_EQ(test::weights(election, candidates, voters),
              (Weights{{10, {{1, 0}, {2, 10}}}, {20, {{1, 0}, {3, 20}}}, {30, {{2, 20}, {3, 10}}}}));
}

TEST(Phragmms, GivesWinnersAndShares) {
    const std::vector<uint64_t> candidates{1, 2, 3};
    const auto outcome = phragmms<Perbill>(
        2, test::election(candidates, {{10, 10, {1, 2}}, {20, 20, {1, 3}}, {30, 30, {2, 3}}}), kTwice);
    EXPECT_EQ(test::winners(*outcome, candidates), (Winners{{3, 30}, {2, 30}}));
    EXPECT_EQ(outcome->assignments, (std::vector<Assignment<Perbill>>{{0, {{1, Perbill::one()}}},
                                                                      {1, {{2, Perbill::one()}}},
                                                                      {2, {{1, {666'666'666}}, {2, {333'333'334}}}}}));
}

TEST(Phragmms, ChainOfVotes) {
    const std::vector<uint64_t> candidates{11, 21, 31, 41, 51, 61, 71};
    const std::vector<Vote> voters{{2, 2000, {11}},      {4, 1000, {11, 21}},   {6, 1000, {21, 31}},
                                   {8, 1000, {31, 41}},  {110, 1000, {41, 51}}, {120, 1000, {51, 61}},
                                   {130, 1000, {61, 71}}};
    const auto outcome = phragmms<Perbill>(4, test::election(candidates, voters), kTwice);
    EXPECT_EQ(test::winners(*outcome, candidates), (Winners{{11, 3000}, {31, 2000}, {51, 1500}, {61, 1500}}));
}

TEST(Phragmms, LargestStakesSaturate) {
    const std::vector<uint64_t> candidates{1, 2, 3};
    std::vector<Vote> voters;
    for (uint64_t i = 0; i < 1000; ++i) voters.push_back({10 + i, max_value<uint64_t>(), {1, 2, 3}});
    voters.push_back({2, max_value<uint64_t>(), {1, 3}});
    const auto outcome = phragmms<Perbill>(2, test::election(candidates, voters), kTwice);
    ASSERT_EQ(outcome->winners.size(), 2u);
    EXPECT_EQ(outcome->winners[0].first, 0u);
    EXPECT_EQ(outcome->winners[1].first, 2u);
}

TEST(Phragmms, WhomNobodyVotesForIsNotElected) {
    const std::vector<uint64_t> candidates{1, 2};
    const auto outcome = phragmms<Perbill>(2, test::election(candidates, {{10, 10, {2}}}));
    EXPECT_EQ(test::winners(*outcome, candidates), (Winners{{2, 10}}));
}

}  // namespace
}  // namespace serinus::sdk::npos
