#include "runtime/npos/feasibility.hpp"

#include <gtest/gtest.h>

namespace serinus::sdk::npos {
namespace {

using Account = uint64_t;
using Voters = std::vector<std::tuple<Account, VoteWeight, std::vector<Account>>>;

const Voters kVoters{{10, 100, {1, 2}}, {20, 50, {2}}};
const std::vector<Account> kTargets{1, 2, 3};

/// Voter 10 gives half of its stake to each of the first target and `second`, voter 20 all to `second`.
CompactSolution<24> solution(uint32_t second) {
    const PerU16 half{32'767};
    return *CompactSolution<24>::from({{0, {{0, half}, {second, half}}}, {1, {{second, PerU16::one()}}}});
}

Result<Supports<Account>, FeasibilityError> check(const CompactSolution<24>& claimed, uint32_t round = 1,
                                                  uint32_t max_winners = 2,
                                                  std::optional<ElectionScore> minimum = std::nullopt) {
    const ElectionTerms<Account, Voters> terms{kVoters, kTargets, 2, max_winners, 1, minimum};
    return check_feasibility(claimed, {50, 150, 50 * 50 + 100 * 100}, round, terms);
}

TEST(Feasibility, GivesWhatBacksTheWinnersInTheOrderOfTheSnapshot) {
    const auto supports = check(solution(1));
    ASSERT_TRUE(supports);
    EXPECT_EQ(*supports, (Supports<Account>{{1, {50, {{10, 50}}}}, {2, {100, {{10, 50}, {20, 50}}}}}));
}

TEST(Feasibility, NoVoterAndNoTargetOfOneOccursTwice) {
    const PerU16 all = PerU16::one(), half{32'767};
    const auto is_sound = [](const std::vector<Assignment<PerU16>>& assignments) {
        const auto claimed = CompactSolution<24>::from(assignments);
        EXPECT_TRUE(claimed);
        const auto supports = check(*claimed);
        return supports || supports.error() != FeasibilityError::NposElection;
    };
    EXPECT_TRUE(is_sound({{0, {{0, all}}}, {1, {{1, all}}}}));
    EXPECT_FALSE(is_sound({{0, {{0, all}}}, {0, {{1, all}}}})) << "in one list";
    EXPECT_FALSE(is_sound({{0, {{0, half}, {1, half}}}, {0, {{1, all}}}})) << "in two lists";
    EXPECT_FALSE(is_sound({{0, {{0, half}, {0, half}}}, {1, {{1, all}}}}));
}

TEST(Feasibility, AVoterBacksWhomItVotesForAlone) {
    const auto supports = check(solution(2));
    ASSERT_FALSE(supports) << "nobody voted for the third target";
    EXPECT_EQ(supports.error(), FeasibilityError::InvalidVote);
}

TEST(Feasibility, RefusesWhatIsNotSo) {
    const auto error = [](const auto& result) { return result ? std::nullopt : std::optional(result.error()); };
    EXPECT_EQ(error(check(solution(1), 2)), FeasibilityError::InvalidRound);
    EXPECT_EQ(error(check(solution(0))), FeasibilityError::WrongWinnerCount);
    EXPECT_EQ(error(check(solution(1), 1, 1)), FeasibilityError::TooManyDesiredTargets);
    EXPECT_EQ(error(check(solution(1), 1, 2, ElectionScore{50, 150, 12'500})), FeasibilityError::UntrustedScoreTooLow);
    EXPECT_EQ(error(check(solution(7))), FeasibilityError::NposElection);
    auto shorter = solution(1);
    EXPECT_TRUE(shorter.remove_voter(1));
    EXPECT_EQ(error(check(shorter)), FeasibilityError::InvalidScore);
}

}  // namespace
}  // namespace serinus::sdk::npos
