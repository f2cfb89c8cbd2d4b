// Sequential Phragmén. Source of the figures: sp-npos-elections, tests.rs
#include "runtime/npos/phragmen.hpp"

#include "runtime/arithmetic/rational.hpp"
#include "runtime/npos/election_test.hpp"

namespace serinus::sdk::npos {
namespace {

using test::Vote;
using test::Weights;
using test::Winners;

const std::vector<uint64_t> kThree{1, 2, 3};
const std::vector<Vote> kTriangle{{10, 10, {1, 2}}, {20, 20, {1, 3}}, {30, 30, {2, 3}}};

TEST(Phragmen, ElectsTheLeastLoadAndSharesByLoad) {
    Election election = test::election(kThree, kTriangle);
    ASSERT_TRUE(elect_by_phragmen(election, 2));
    EXPECT_EQ(test::weights(election, kThree, kTriangle),
              (Weights{{10, {{2, 10}}}, {20, {{3, 20}}}, {30, {{2, 15}, {3, 15}}}}));
    EXPECT_FALSE(election.candidates[0].elected);
    EXPECT_EQ(election.candidates[1].backed_stake, 25u);
    EXPECT_EQ(election.candidates[1].round, 1u);
    EXPECT_EQ(election.candidates[2].backed_stake, 35u);
    EXPECT_EQ(election.candidates[2].round, 0u);
}

TEST(Phragmen, GivesWinnersInTheirOrderAndNormalizedShares) {
    const auto outcome = seq_phragmen<Perbill>(2, test::election(kThree, kTriangle));
    ASSERT_TRUE(outcome);
    EXPECT_EQ(test::winners(*outcome, kThree), (Winners{{3, 35}, {2, 25}}));
    const auto half = Perbill::from_percent(50);
    EXPECT_EQ(outcome->assignments,
              (std::vector<Assignment<Perbill>>{
                  {0, {{1, Perbill::one()}}}, {1, {{2, Perbill::one()}}}, {2, {{1, half}, {2, half}}}}));
}

TEST(Phragmen, VotersWithoutCandidatesAreLeftOut) {
    const std::vector<Vote> voters{{10, 10, {}}, {20, 20, {}}, {30, 30, {7}}};
    EXPECT_TRUE(test::election(kThree, voters).voters.empty());
}

TEST(Phragmen, WhomNobodyVotesForComesLastButIsElected) {
    const std::vector<uint64_t> candidates{10, 20, 30};
    const auto outcome = seq_phragmen<Perbill>(3, test::election(candidates, {{1, 10, {10}}, {2, 10, {20}}}));
    EXPECT_EQ(test::winners(*outcome, candidates), (Winners{{10, 10}, {20, 10}, {30, 0}}));
}

TEST(Phragmen, TheFirstOfEqualCandidatesWins) {
    const std::vector<uint64_t> candidates{40, 10, 20, 30};
    const auto outcome =
        seq_phragmen<Perbill>(3, test::election(candidates, {{1, 1, {10}}, {2, 2, {20}}, {3, 1, {30}}, {4, 0, {40}}}));
    EXPECT_EQ(test::winners(*outcome, candidates), (Winners{{20, 2}, {10, 1}, {30, 1}}));
}

TEST(Phragmen, AVoteThatOccursTwiceCountsOnce) {
    const auto outcome = seq_phragmen<Perbill>(
        2, test::election(kThree, {{10, 100, {1, 1, 2, 3}}, {20, 100, {2, 3}}, {30, 50, {1, 1, 2}}}));
    EXPECT_EQ(test::winners(*outcome, kThree), (Winners{{2, 140}, {3, 110}}));
}

TEST(Phragmen, SelfVotesCount) {
    const std::vector<uint64_t> candidates{5, 10, 20, 30};
    const auto outcome = seq_phragmen<Perbill>(
        2, test::election(candidates, {{5, 5, {5}}, {10, 10, {10}}, {20, 20, {20}}, {1, 8, {10, 20}}}));
    EXPECT_EQ(test::winners(*outcome, candidates), (Winners{{20, 24}, {10, 14}}));
    const auto half = Perbill::from_percent(50);
    EXPECT_EQ(outcome->assignments,
              (std::vector<Assignment<Perbill>>{
                  {1, {{1, Perbill::one()}}}, {2, {{2, Perbill::one()}}}, {3, {{1, half}, {2, half}}}}));
}

TEST(Phragmen, LargestStakesKeepTheirDifferences) {
    constexpr uint64_t kMax = max_value<uint64_t>();
    const std::vector<uint64_t> candidates{1, 2, 3, 4, 5};
    const std::vector<Vote> voters{{13, kMax - 10, {1, 3, 5}}, {14, kMax, {2, 4}}, {1, kMax - 1, {1}},
                                   {2, kMax - 4, {2}},         {3, kMax - 5, {3}}, {4, kMax - 3, {4}},
                                   {5, kMax - 2, {5}}};
    const auto outcome = seq_phragmen<Perbill>(2, test::election(candidates, voters));
    ASSERT_EQ(outcome->winners.size(), 2u);
    EXPECT_EQ(outcome->winners[0], (std::pair<uint32_t, Stake>{1, Stake{kMax} + kMax - 4}));
    EXPECT_EQ(outcome->winners[1], (std::pair<uint32_t, Stake>{0, Stake{kMax} + kMax - 11}));
}

/// The algorithm as it is described: in each round every score is computed from every vote.
void elect_plainly(Election& election, uint32_t to_elect) {
    constexpr uint128_t kMax = max_value<uint128_t>();
    std::vector<Rational128> scores(election.candidates.size());
    const auto scaled = [&](uint128_t a, uint128_t b, uint128_t c) {
        return c == 0 ? kMax : multiply_by_rational_with_rounding(a, b, c, Rounding::kDown).value_or(kMax);
    };
    for (uint32_t round = 0; round < to_elect; ++round) {
        for (size_t c = 0; c < scores.size(); ++c) {
            const Stake approval = election.candidates[c].approval_stake;
            scores[c] = approval == 0 ? Rational128::from(kMax, 1) : Rational128::from(kMax / approval, kMax);
        }
        for (const Voter& voter : election.voters) {
            for (const Edge& edge : election.edges_of(voter)) {
                const Candidate& candidate = election.candidates[edge.candidate];
                if (candidate.elected || candidate.approval_stake == 0) continue;
                const auto term = Rational128::from(scaled(voter.load, voter.budget, candidate.approval_stake), kMax);
                scores[edge.candidate] = scores[edge.candidate].lazy_saturating_add(term);
            }
        }
        std::optional<uint32_t> winner;
        for (uint32_t c = 0; c < scores.size(); ++c) {
            if (!election.candidates[c].elected && (!winner || scores[c] < scores[*winner])) winner = c;
        }
        if (!winner) break;
        election.candidates[*winner].elected = true;
        election.candidates[*winner].round = round;
        for (Voter& voter : election.voters) {
            for (Edge& edge : election.edges_of(voter)) {
                if (edge.candidate != *winner) continue;
                edge.load = saturating_sub(scores[*winner].n(), voter.load);
                voter.load = scores[*winner].n();
            }
        }
    }
    for (Voter& voter : election.voters) {
        auto edges = election.edges_of(voter);
        for (Edge& edge : edges) {
            Candidate& candidate = election.candidates[edge.candidate];
            edge.weight = candidate.elected ? scaled(voter.budget, edge.load, voter.load) : 0;
            candidate.backed_stake = saturating_add(candidate.backed_stake, edge.weight);
        }
        voter.count -= static_cast<uint32_t>(
            std::ranges::remove_if(edges, [](const Edge& edge) { return edge.weight == 0; }).size());
        ASSERT_TRUE(election.normalize_elected(voter));
    }
}

TEST(Phragmen, UpdatedScoresAreThoseOfThePlainAlgorithm) {
    std::mt19937_64 random(1);
    for (int i = 0; i < 400; ++i) {
        const size_t candidates = serinus::test::random_between(random, 1, 30);
        Election fast = test::random_election(random, candidates, serinus::test::random_between(random, 0, 80));
        Election plain = fast;
        const auto to_elect = static_cast<uint32_t>(serinus::test::random_between(random, 0, candidates + 2));
        ASSERT_TRUE(elect_by_phragmen(fast, to_elect));
        elect_plainly(plain, to_elect);
        for (size_t c = 0; c < candidates; ++c) {
            ASSERT_EQ(fast.candidates[c].elected, plain.candidates[c].elected) << i;
            ASSERT_EQ(fast.candidates[c].round, plain.candidates[c].round) << i;
            ASSERT_TRUE(fast.candidates[c].backed_stake == plain.candidates[c].backed_stake) << i;
        }
        for (size_t v = 0; v < fast.voters.size(); ++v) {
            const auto a = fast.edges_of(fast.voters[v]);
            const auto b = plain.edges_of(plain.voters[v]);
            ASSERT_TRUE(std::ranges::equal(a, b, [](const Edge& x, const Edge& y) {
                return x.candidate == y.candidate && x.weight == y.weight;
            })) << i;
        }
    }
}

}  // namespace
}  // namespace serinus::sdk::npos
