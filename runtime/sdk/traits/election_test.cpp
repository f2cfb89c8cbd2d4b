#include "runtime/sdk/traits/election.hpp"

#include <gtest/gtest.h>

namespace serinus::sdk {
namespace {

/// The least that keeps each of the promises.
struct Everything {
    using Score = VoteWeight;
    enum class ListFailure : uint8_t { NodeNotFound };
    struct Accounts {
        std::optional<AccountId> next() { return std::nullopt; }
    };

    static constexpr uint32_t kMaxVotesPerVoter = 16;
    static constexpr uint32_t kMaxWinners = 10;

    static Result<std::vector<AccountId>, ElectionFailure> electable_targets(DataProviderBounds);
    static Result<std::vector<ElectionVoter<16>>, ElectionFailure> electing_voters(DataProviderBounds);
    static Result<uint32_t, ElectionFailure> desired_targets();
    static BlockNumber next_election_prediction(BlockNumber);

    static Result<Supports<AccountId>, ElectionFailure> elect();
    static bool ongoing();

    static Accounts iter();
    static uint32_t count();
    static bool contains(const AccountId&);
    static Result<void, ListFailure> on_insert(const AccountId&, Score);
    static Result<void, ListFailure> on_update(const AccountId&, Score);
    static Result<void, ListFailure> on_remove(const AccountId&);
    static Result<Score, ListFailure> get_score(const AccountId&);
    static Score score(const AccountId&);

    static void on_slash(const AccountId&, Balance, const std::map<EraIndex, Balance>&);
};
static_assert(ElectionDataProvider<Everything> && ElectionProvider<Everything> && SortedListProvider<Everything> &&
              ScoreProvider<Everything> && OnStakingUpdate<Everything> && !StakingInterface<Everything>);

TEST(Election, BoundsAreExhaustedByWhatIsAboveThem) {
    EXPECT_FALSE(DataProviderBounds{}.count_exhausted(~0u));
    EXPECT_FALSE(DataProviderBounds{}.size_exhausted(~0u));
    const DataProviderBounds bounds{.count = 10, .size = 100};
    EXPECT_FALSE(bounds.count_exhausted(10));
    EXPECT_TRUE(bounds.count_exhausted(11));
    EXPECT_FALSE(bounds.size_exhausted(100));
    EXPECT_TRUE(bounds.size_exhausted(101));
}

TEST(Election, OfTwoBoundsTheLowerHolds) {
    const DataProviderBounds some{.count = 5, .size = std::nullopt};
    EXPECT_EQ(some.max({.count = 10, .size = 20}), (DataProviderBounds{.count = 5, .size = 20}));
    EXPECT_EQ(some.max({.count = 3, .size = std::nullopt}), (DataProviderBounds{.count = 3, .size = std::nullopt}));
    EXPECT_EQ(some.max({}), some);
}

// Source: sp_staking::currency_to_vote
static_assert(CurrencyToVote<U128CurrencyToVote> && CurrencyToVote<SaturatingCurrencyToVote> &&
              !CurrencyToVote<Everything>);
TEST(Election, BalancesAreDividedByWhatMakesTheIssuanceANumberOf64Bits) {
    constexpr Balance kMax = max_value<uint64_t>();
    EXPECT_EQ(U128CurrencyToVote::to_vote(1000, kMax), 1000u) << "a small issuance divides by one";
    EXPECT_EQ(U128CurrencyToVote::to_vote(1001, 3 * kMax), 333u);
    EXPECT_EQ(U128CurrencyToVote::to_currency(333, 3 * kMax), Balance{999});
    EXPECT_EQ(U128CurrencyToVote::to_vote(8 * kMax, 3 * kMax), max_value<VoteWeight>());
    EXPECT_EQ(SaturatingCurrencyToVote::to_vote(1000, 3 * kMax), 1000u);
    EXPECT_EQ(SaturatingCurrencyToVote::to_vote(2 * kMax, 3 * kMax), max_value<VoteWeight>());
}

}  // namespace
}  // namespace serinus::sdk
