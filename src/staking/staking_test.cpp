// What a state says of elections, bags and rewards. Pallets: staking, bags-list, election-provider-multi-phase
#include <gtest/gtest.h>

#include "staking/bags.hpp"
#include "staking/election.hpp"
#include "staking/exposures.hpp"
#include "staking/rewards.hpp"
#include "staking/simulated_election.hpp"
#include "state/memory_backend.hpp"

namespace serinus::staking {
namespace {

constexpr Balance kUnit = 1'000'000'000'000;

AccountId account(uint8_t byte) {
    AccountId out;
    out.bytes.fill(byte);
    return out;
}

/// A state that is written item by item.
class StakingStateTest : public testing::Test {
  protected:
    template <class T>
    void put(std::string_view pallet, std::string_view item, const T& value, const Bytes& key = {}) {
        changes_.top[concat(metadata::item_prefix(pallet, item), key)] = scale::encode(value);
    }
    void bond(const AccountId& who, Balance active, std::vector<EraIndex> claimed = {}) {
        put("Staking", "Bonded", who, twox_64_key(who.bytes));
        put("Staking", "Ledger", Ledger{who, {active}, {active}, {}, std::move(claimed)}, blake2_key(who.bytes));
        list_.emplace_back(who, active);
    }
    void validate(const AccountId& who, Balance active) {
        bond(who, active);
        put("Staking", "Validators", std::pair(scale::Compact<uint32_t>{0}, false), twox_64_key(who.bytes));
    }
    void nominate(const AccountId& who, Balance active, const std::vector<AccountId>& targets) {
        bond(who, active);
        put("Staking", "Nominators", std::tuple(targets, uint32_t{0}, false), twox_64_key(who.bytes));
    }
    /// All who have bonded, in one bag.
    void put_list(uint64_t bag) {
        using Link = std::optional<AccountId>;
        for (size_t i = 0; i < list_.size(); ++i) {
            const Link prev = i == 0 ? Link() : Link(list_[i - 1].first);
            const Link next = i + 1 == list_.size() ? Link() : Link(list_[i + 1].first);
            const auto& [who, score] = list_[i];
            put("VoterList", "ListNodes", std::tuple(who, prev, next, bag, static_cast<uint64_t>(score)),
                twox_64_key(who.bytes));
        }
        put("VoterList", "ListBags", std::pair(Link(list_.front().first), Link(list_.back().first)),
            twox_64_key(scale::encode(bag)));
        put("VoterList", "CounterForListNodes", static_cast<uint32_t>(list_.size()));
    }
    state::Backend& state() {
        EXPECT_TRUE(backend_.apply(changes_, trie::StateVersion::kV1));
        return backend_;
    }

    std::vector<std::pair<AccountId, Balance>> list_;
    state::StateChanges changes_;
    state::MemoryBackend backend_;
};

class ElectionOfThree : public StakingStateTest {
  protected:
    void SetUp() override {
        put("Staking", "ValidatorCount", uint32_t{2});
        put("Balances", "TotalIssuance", 10'000'000 * kUnit);
        validate(account(1), 100 * kUnit);
        validate(account(2), 60 * kUnit);
        validate(account(3), 40 * kUnit);
        nominate(account(9), 30 * kUnit, {account(1), account(3), account(77)});
        put_list(1000 * kUnit);
    }
};

TEST_F(ElectionOfThree, AWinnerHasItsRoundAndWhatStandsBehindIt) {
    const auto found = explain_election(state(), account(1)).value();
    EXPECT_FALSE(found.is_snapshot);
    EXPECT_EQ(found.candidates, 3u);
    EXPECT_EQ(found.winners, 2u);
    ASSERT_TRUE(found.candidate);
    EXPECT_TRUE(found.candidate->elected);
    EXPECT_EQ(found.candidate->round, 1u);
    EXPECT_EQ(found.candidate->backing, 130 * kUnit);
    EXPECT_EQ(found.candidate->backers.size(), 2u);
    EXPECT_EQ(found.candidate->backers[0].given, 100 * kUnit);
    EXPECT_EQ(found.candidate->backers[1].given, 30 * kUnit);
    EXPECT_EQ(found.weakest_winner, account(2));
    EXPECT_EQ(found.least_backing, 60 * kUnit);
    EXPECT_FALSE(found.has_session_keys);
    EXPECT_TRUE(found.candidate->spare);
}

TEST_F(ElectionOfThree, ALoserLearnsWhatIsMissing) {
    const auto found = explain_election(state(), account(3)).value();
    ASSERT_TRUE(found.candidate);
    EXPECT_FALSE(found.candidate->elected);
    EXPECT_EQ(found.candidate->approval, 70 * kUnit);
    EXPECT_EQ(found.candidate->approval_rank, 2u);
    ASSERT_TRUE(found.candidate->missing);
    const Balance missing = *found.candidate->missing;
    EXPECT_GT(missing, 0u);
    EXPECT_LT(missing, 30 * kUnit);
    // With that much more it is elected, with a hundredth less it is not.
    for (const auto& [more, elected] : {std::pair(missing, true), {missing - missing / 100, false}}) {
        validate(account(3), 40 * kUnit + more);
        EXPECT_EQ(explain_election(state(), account(3))->candidate->elected, elected);
    }
}

std::vector<std::pair<AccountId, Balance>> backings(const ElectionOutcome& outcome) {
    std::vector<std::pair<AccountId, Balance>> out;
    for (const Elected& one : outcome.winners) out.emplace_back(one.stash, one.backing / kUnit);
    return out;
}
using Backings = std::vector<std::pair<AccountId, Balance>>;

TEST_F(ElectionOfThree, IsHeldWithChangesBesideTheOneThatThereIs) {
    const auto same = simulate_election(state(), {}).value();
    EXPECT_EQ(backings(same.before), (Backings{{account(1), 130}, {account(2), 60}}));
    EXPECT_EQ(backings(same.after), backings(same.before));
    EXPECT_EQ(same.after.total_backing, 190 * kUnit);

    const auto more = simulate_election(state(), {ChangeSeats{3}, ChangeStake{account(3), 500 * kUnit}}).value();
    EXPECT_EQ(more.after.seats, 3u);
    EXPECT_EQ(more.after.winners.size(), 3u);
    EXPECT_EQ(more.after.winners[0].stash, account(3));
    EXPECT_EQ(more.after.total_backing, (100 + 60 + 500 + 30) * kUnit);
    EXPECT_EQ(backings(more.before), backings(same.before)) << "the election as it is does not change";
}

TEST_F(ElectionOfThree, IsHeldWithOtherCandidatesAndVotes) {
    const auto chilled = simulate_election(state(), {Chill{account(1)}}).value();
    EXPECT_EQ(backings(chilled.after), (Backings{{account(3), 70}, {account(2), 60}}));
    EXPECT_EQ(chilled.after.candidates, 2u);
    EXPECT_EQ(chilled.after.voters, 3u);

    const auto moved = simulate_election(state(), {Nominate{account(1), {account(3)}}}).value();
    EXPECT_EQ(backings(moved.after), (Backings{{account(3), 170}, {account(2), 60}})) << "1 is no candidate any more";

    const auto fresh = simulate_election(state(), {BecomeCandidate{account(50)}, ChangeStake{account(50), 90 * kUnit}});
    EXPECT_EQ(backings(fresh->after), (Backings{{account(1), 130}, {account(50), 90}}));
    // A bond that is there and idle counts.
    bond(account(51), 95 * kUnit);
    EXPECT_EQ(backings(simulate_election(state(), {BecomeCandidate{account(51)}})->after),
              (Backings{{account(1), 130}, {account(51), 95}}));
}

TEST_F(ElectionOfThree, IsNotHeldWithVotersThatHaveNoStake) {
    EXPECT_FALSE(simulate_election(state(), {BecomeCandidate{account(50)}}));
    EXPECT_FALSE(simulate_election(state(), {Nominate{account(9), {}}}));
    EXPECT_FALSE(simulate_election(state(), {ChangeStake{account(60), kUnit}}));
    EXPECT_FALSE(simulate_election(state(), {ChangeStake{account(9), 0}}));
}

TEST_F(ElectionOfThree, ANominatorLearnsWhereItsStakeGoes) {
    const auto found = explain_election(state(), account(9)).value();
    EXPECT_FALSE(found.candidate);
    ASSERT_EQ(found.votes.size(), 3u);
    EXPECT_TRUE(found.votes[0].elected);
    EXPECT_EQ(found.votes[0].given, 30 * kUnit);
    EXPECT_EQ(found.votes[0].backing, 130 * kUnit);
    EXPECT_TRUE(found.votes[1].is_candidate);
    EXPECT_FALSE(found.votes[1].elected);
    EXPECT_FALSE(found.votes[2].is_candidate) << "nobody validates there";
}

TEST_F(ElectionOfThree, TheSnapshotOfAnElectionCountsWhileItIsUnderWay) {
    using Snapshot = std::pair<std::vector<Voter>, std::vector<AccountId>>;
    put("ElectionProviderMultiPhase", "Snapshot", Snapshot{{Voter{account(3), 5, {account(3)}}}, {account(3)}});
    put("ElectionProviderMultiPhase", "DesiredTargets", uint32_t{1});
    const auto found = explain_election(state(), account(3)).value();
    EXPECT_TRUE(found.is_snapshot);
    EXPECT_EQ(found.candidate->backing, 5u);
    EXPECT_FALSE(explain_election(state(), account(1))->candidate);
}

TEST_F(ElectionOfThree, AStrangerIsNeither) {
    const auto found = explain_election(state(), account(50)).value();
    EXPECT_FALSE(found.is_bonded);
    EXPECT_FALSE(found.candidate);
    EXPECT_TRUE(found.votes.empty());
    EXPECT_FALSE(explain_election(state(), account(50), {.max_voters = 1})->is_voter);
}

TEST_F(StakingStateTest, AChainWithoutStakingSaysSo) {
    EXPECT_EQ(explain_election(state(), account(1)).error(), "the chain has no pallet Staking, or wants no validators");
    EXPECT_FALSE(find_unpaid_rewards(state(), account(1)));
    put("Staking", "ValidatorCount", uint8_t{1});
    EXPECT_EQ(explain_election(state(), account(1)).error(), "Staking.ValidatorCount has another form than is known");
}

TEST_F(StakingStateTest, WhoStandsInTheWrongBagIsFound) {
    bond(account(1), 5);
    bond(account(2), 500);
    bond(account(3), 50);
    put_list(10);
    const auto found = examine_bags(state(), {10, 100, 1000}).value();
    EXPECT_EQ(found.voters, 3u);
    EXPECT_EQ(found.bags, 1u);
    ASSERT_EQ(found.misplaced.size(), 2u);
    EXPECT_EQ(found.misplaced[0].who, account(3)) << "it gains most places";
    EXPECT_EQ(found.misplaced[0].right_bag, 100u);
    EXPECT_EQ(found.misplaced[0].place, 2u);
    EXPECT_EQ(found.misplaced[0].place_after, 0u);
    EXPECT_EQ(found.misplaced[1].right_bag, 1000u);
}

class Rewards : public StakingStateTest {
  protected:
    using Others = std::vector<IndividualExposure>;
    void SetUp() override {
        put("Staking", "ActiveEra", std::pair(EraIndex{6}, std::optional<uint64_t>()));
        put("Staking", "CurrentEra", EraIndex{6});
        bond(account(1), 100 * kUnit, {4});
        for (const EraIndex era : {4u, 5u}) {
            const std::map<AccountId, uint32_t> points{{account(1), 30}};
            put("Staking", "ErasRewardPoints", std::pair(uint32_t{60}, points), era_key(era));
            put("Staking", "ErasValidatorReward", Balance{200 * kUnit}, era_key(era));
            const Exposure whole{{100 * kUnit}, {20 * kUnit}, {{account(8), {50 * kUnit}}, {account(9), {30 * kUnit}}}};
            Exposure clipped = whole;
            clipped.others.pop_back();
            put("Staking", "ErasStakers", whole, era_key(era, account(1)));
            put("Staking", "ErasStakersClipped", clipped, era_key(era, account(1)));
            put("Staking", "ErasValidatorPrefs", std::pair(scale::Compact<uint32_t>{100'000'000}, false),
                era_key(era, account(1)));
        }
    }
};

TEST_F(Rewards, AreSharedByTheExposureAfterTheCommission) {
    const auto own = find_unpaid_rewards(state(), account(1)).value();
    ASSERT_EQ(own.rewards.size(), 1u) << "era 4 is paid";
    EXPECT_EQ(own.rewards[0].era, 5u);
    EXPECT_EQ(own.sum, 10 * kUnit + 18 * kUnit) << "a tenth of 100, and a fifth of the rest";
    const auto nominator = find_unpaid_rewards(state(), account(8)).value();
    EXPECT_EQ(nominator.sum, 45 * kUnit);
    const auto clipped = find_unpaid_rewards(state(), account(9)).value();
    ASSERT_EQ(clipped.rewards.size(), 1u);
    EXPECT_TRUE(clipped.rewards[0].is_clipped);
    EXPECT_EQ(clipped.sum, 0u);
}

TEST_F(Rewards, OfOtherErasAreNotLookedAt) {
    bond(account(1), 100 * kUnit);
    EXPECT_EQ(find_unpaid_rewards(state(), account(1))->rewards.size(), 2u);
    EXPECT_EQ(find_unpaid_rewards(state(), account(1), 1)->rewards.size(), 1u);
    EXPECT_EQ(find_unpaid_rewards(state(), account(1))->first_era, 0u);
}

/// Kusama 1.7.1: two pages of nominators behind the same validator, in era 5 alone.
class RewardsInPages : public Rewards {
  protected:
    void SetUp() override {
        Rewards::SetUp();
        const Bytes key = era_key(5, account(1));
        put("Staking", "ErasStakersOverview", ExposureOverview{{100 * kUnit}, {20 * kUnit}, 2, 2}, key);
        put("Staking", "ErasStakersPaged", ExposurePage{{50 * kUnit}, {{account(8), {50 * kUnit}}}}, page_key(0));
        put("Staking", "ErasStakersPaged", ExposurePage{{30 * kUnit}, {{account(9), {30 * kUnit}}}}, page_key(1));
    }
    static Bytes page_key(PageIndex page) { return concat(era_key(5, account(1)), twox_64_key(scale::encode(page))); }
    Balance sum_of(uint8_t who) { return find_unpaid_rewards(state(), account(who))->sum; }
};

TEST_F(RewardsInPages, ArePaidByPages) {
    EXPECT_EQ(sum_of(1), 10 * kUnit + 18 * kUnit) << "a tenth of 100, and a fifth of the rest";
    EXPECT_EQ(sum_of(8), 45 * kUnit);
    EXPECT_EQ(sum_of(9), 27 * kUnit) << "nobody is clipped";
    // The first page has the validator's own stake, and each its part of the commission.
    put("Staking", "ClaimedRewards", std::vector<PageIndex>{0}, era_key(5, account(1)));
    EXPECT_EQ(sum_of(1), 3 * kUnit);
    EXPECT_EQ(sum_of(8), 0u);
    EXPECT_EQ(sum_of(9), 27 * kUnit);
    put("Staking", "ClaimedRewards", std::vector<PageIndex>{0, 1}, era_key(5, account(1)));
    EXPECT_TRUE(find_unpaid_rewards(state(), account(1))->rewards.empty());
    EXPECT_TRUE(find_unpaid_rewards(state(), account(9))->rewards.empty());
}

TEST_F(RewardsInPages, AValidatorWithoutNominatorsHasNoPageAndIsPaid) {
    put("Staking", "ErasStakersOverview", ExposureOverview{{20 * kUnit}, {20 * kUnit}, 0, 0}, era_key(5, account(1)));
    for (const PageIndex page : {0u, 1u}) {
        changes_.top[concat(metadata::item_prefix("Staking", "ErasStakersPaged"), page_key(page))] = std::nullopt;
    }
    EXPECT_EQ(sum_of(1), 100 * kUnit);
    put("Staking", "ClaimedRewards", std::vector<PageIndex>{0}, era_key(5, account(1)));
    EXPECT_EQ(sum_of(1), 0u);
}

TEST_F(RewardsInPages, BackingsAreReadInBothForms) {
    StateReader reader(state());
    using Backed = std::map<AccountId, Balance>;
    EXPECT_EQ(read_backings(reader, 4).value(), (Backed{{account(1), 100 * kUnit}}));
    EXPECT_EQ(read_backings(reader, 5).value(), (Backed{{account(1), 100 * kUnit}}));
    EXPECT_TRUE(read_backings(reader, 6)->empty());
}

}  // namespace
}  // namespace serinus::staking
