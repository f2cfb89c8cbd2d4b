#include "runtime/npos/miner.hpp"

#include <gtest/gtest.h>

#include <random>

#include "runtime/npos/phragmms.hpp"
#include "tests/support/random.hpp"

namespace serinus::sdk::npos {
namespace {

using Account = uint64_t;
using Voters = std::vector<std::tuple<Account, VoteWeight, std::vector<Account>>>;

/// Weights that grow with the voters: `base` and `each` of computation time, a byte of proof each.
MinerLimits limits(uint64_t max_time, uint64_t base, uint64_t each, uint32_t max_length = 1'000'000) {
    return {.max_weight = Weight::from_parts(max_time, ~uint64_t{0}),
            .max_length = max_length,
            .weight_of = [=](uint32_t active) { return Weight::from_parts(base + each * active, active); }};
}

TEST(MaxVotersForWeight, IsNotAboveTheLimitAndOneMoreIsNotBelowIt) {
    for (uint64_t max = 7; max < 120; ++max) {
        const MinerLimits limit = limits(max, 7, 5);
        const uint32_t found = max_voters_for_weight(10, limit);
        EXPECT_FALSE(limit.weight_of(found).any_gt(limit.max_weight)) << max;
        EXPECT_TRUE(found == 10 || !limit.weight_of(found + 1).all_lt(limit.max_weight)) << max;
    }
    EXPECT_EQ(max_voters_for_weight(10, limits(52, 7, 5)), 8u) << "9 would be at the limit: the search does not try it";
    EXPECT_EQ(max_voters_for_weight(10, limits(27, 7, 5)), 4u) << "is at the limit";
    EXPECT_EQ(max_voters_for_weight(10, limits(6, 7, 5)), 0u) << "nothing fits";
    EXPECT_EQ(max_voters_for_weight(0, limits(100, 0, 1)), 0u);
    EXPECT_EQ(max_voters_for_weight(1, limits(0, 0, 1)), 0u);
}

TEST(MaxVotersForLength, IsTheLargestNumberThatFits) {
    const auto size = [](size_t count) { return 10 + 3 * count; };
    EXPECT_EQ(max_voters_for_length(0, 100, size), 0u);
    EXPECT_EQ(max_voters_for_length(20, 12, size), 0u);
    EXPECT_EQ(max_voters_for_length(20, 13, size), 1u);
    EXPECT_EQ(max_voters_for_length(20, 42, size), 10u);
    EXPECT_EQ(max_voters_for_length(20, 69, size), 19u);
    EXPECT_EQ(max_voters_for_length(20, 1000, size), 20u);
}

struct World {
    std::vector<Account> targets;
    Voters voters;
};

World world(uint64_t seed) {
    std::mt19937_64 random(seed);
    World out;
    for (Account target = 1; target <= 12; ++target) {
        out.targets.push_back(target);
        out.voters.emplace_back(target, 1000 + random() % 1000, std::vector{target});
    }
    for (Account voter = 100; voter < 180; ++voter) {
        std::vector<Account> votes;
        for (uint64_t i = 0; i < 1 + random() % 8; ++i) votes.push_back(1 + random() % 14);  // two are no targets
        out.voters.emplace_back(voter, random() >> (24 + random() % 30), votes);
    }
    return out;
}

TEST(Mine, GivesASolutionWithTheScoreThatItSays) {
    for (uint64_t seed = 0; seed < 20; ++seed) {
        const auto [targets, voters] = world(seed);
        const std::span<const Account> span(targets);
        const auto mined = mine<24>(span, voters, 5, limits(~uint64_t{0}, 0, 1));
        ASSERT_TRUE(mined);
        EXPECT_EQ(mined->solution.unique_targets().size(), 5u);
        EXPECT_EQ(score_of(mined->solution, span, voters), mined->score);
    }
}

TEST(Mine, FindsWinnersAsItsSolverDoes) {
    static_assert(Solver<SequentialPhragmen> && Solver<PhragMms> && !Solver<World>);
    size_t different = 0;
    for (uint64_t seed = 0; seed < 20; ++seed) {
        const auto [targets, voters] = world(seed);
        const std::span<const Account> span(targets);
        const auto sequential = mine<24>(span, voters, 5, limits(~uint64_t{0}, 0, 1));
        const auto mms = mine<24, PhragMms>(span, voters, 5, limits(~uint64_t{0}, 0, 1));
        ASSERT_TRUE(sequential && mms) << seed;
        EXPECT_EQ(score_of(mms->solution, span, voters), mms->score) << seed;
        different += mms->score != sequential->score;
    }
    EXPECT_GT(different, 0u);
}

TEST(Mine, TrimsTheVotersWithTheSmallestStakes) {
    const auto [targets, voters] = world(3);
    const std::span<const Account> span(targets);
    const auto whole = mine<24>(span, voters, 5, limits(~uint64_t{0}, 0, 1));
    ASSERT_TRUE(whole);
    const size_t count = whole->solution.voter_count();
    const auto shortened = [&](const MinerLimits& limit) {
        const auto mined = mine<24>(span, voters, 5, limit);
        EXPECT_TRUE(mined);
        EXPECT_LT(mined->score, whole->score);
        std::vector<Assignment<PerU16>> kept, all;
        EXPECT_FALSE(mined->solution.to_assignments(voters.size(), targets.size(), kept));
        EXPECT_FALSE(whole->solution.to_assignments(voters.size(), targets.size(), all));
        std::vector<VoteWeight> stakes;
        for (const auto& one : all) stakes.push_back(std::get<1>(voters[one.who]));
        std::ranges::sort(stakes, std::greater<>());
        for (const auto& one : kept) EXPECT_GE(std::get<1>(voters[one.who]), stakes[kept.size() - 1]);
        return mined->solution;
    };
    EXPECT_EQ(shortened(limits(20, 0, 1)).voter_count(), 20u);
    const uint32_t bytes = static_cast<uint32_t>(scale::encoded_size(whole->solution) / 2);
    const auto solution = shortened(limits(~uint64_t{0}, 0, 1, bytes));
    EXPECT_LE(scale::encoded_size(solution), bytes);
    EXPECT_GT(solution.voter_count(), count / 3);
}

}  // namespace
}  // namespace serinus::sdk::npos
