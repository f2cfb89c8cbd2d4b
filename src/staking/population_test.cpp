// Stakers for a state. Pallets: staking, bags-list, nomination-pools
// That Kusama's runtime takes them for its own is tested where there is one: runtime/runtimes/kusama,
// tests/differential.
#include "staking/population.hpp"

#include <gtest/gtest.h>

#include "staking/bags.hpp"
#include "staking/electorate.hpp"
#include "state/memory_backend.hpp"

namespace serinus::staking {
namespace {

constexpr Balance kUnit = 1'000'000'000'000;

PopulationOptions options_of(uint64_t seed, PopulationSize size) {
    return {.seed = seed,
            .size = size,
            .largest_bond = 1000 * kUnit,
            .existential_deposit = 333'333'333,
            .bags = {kUnit / 100, kUnit / 10, kUnit, 10 * kUnit, 100 * kUnit},
            .desired = 7};
}

TEST(Population, ASizeIsTwoOrThreeNumbers) {
    EXPECT_EQ(parse_population_size("20x200"), (PopulationSize{20, 200, 0}));
    EXPECT_EQ(parse_population_size("1000x20000x30"), (PopulationSize{1000, 20'000, 30}));
    for (const char* const bad :
         {"", "20", "x", "20x", "x20", "1x2x3x4", "20x-3", "20x200 ", "1000001x0", "9999999999x1"})
        EXPECT_FALSE(parse_population_size(bad)) << bad;
}

TEST(Population, HasTheVotersOfAnElectionInTheirBags) {
    state::MemoryBackend state;
    const auto options = options_of(1, {20, 200, 5});
    const auto made = make_population(state, options).value();
    EXPECT_EQ(made.validators.size(), 20u);
    EXPECT_EQ(made.nominators.size(), 200u);
    EXPECT_EQ(made.pools.size(), 5u);
    ASSERT_TRUE(state.apply({made.changes, {}}, trie::StateVersion::kV1));

    const auto electorate = read_electorate(state).value();
    EXPECT_EQ(electorate.targets.size(), 20u);
    EXPECT_EQ(electorate.voters.size(), 225u);
    EXPECT_EQ(electorate.desired, 7u);
    const auto bags = examine_bags(state, options.bags).value();
    EXPECT_EQ(bags.voters, 225u);
    EXPECT_EQ(bags.bags, 6u) << "stakes are spread over all";
    EXPECT_TRUE(bags.misplaced.empty());

    StateReader reader(state);
    EXPECT_EQ(reader.find<uint32_t>("NominationPools", "CounterForPoolMembers").value(), 20u);
    const auto ledger = find_ledger(reader, made.pools[0]).value();
    EXPECT_GT(ledger->active.value, 0u);
}

// Spec: pallet-staking 42: a stake is a hold. pallet-delegated-staking 9: the members of a pool hold what it stakes.
TEST(Population, StakesAreOnHoldOfThoseWhoGiveThem) {
    state::MemoryBackend state;
    const auto made = make_population(state, options_of(1, {1, 1, 1})).value();
    ASSERT_TRUE(state.apply({made.changes, {}}, trie::StateVersion::kV1));
    StateReader reader(state);
    using Holds = std::vector<std::tuple<uint8_t, uint8_t, Balance>>;
    const auto holds = [&](const AccountId& who) {
        return reader.find<Holds>("Balances", "Holds", blake2_key(who.bytes)).value().value_or(Holds());
    };
    Balance held = 0;
    for (const auto& who : {made.validators[0], made.nominators[0]}) {
        const auto ledger = find_ledger(reader, who)->value();
        EXPECT_EQ(holds(who), (Holds{{6, 0, ledger.total.value}}));
        held += ledger.total.value;
    }
    const auto& pool = made.pools[0];
    EXPECT_TRUE(holds(pool).empty());
    EXPECT_FALSE(reader.find<scale::Unit>("System", "Account", blake2_key(pool.bytes)).value());
    EXPECT_TRUE(reader.find<scale::Unit>("Staking", "VirtualStakers", twox_64_key(pool.bytes)).value());
    Balance delegated = 0;
    using Delegation = std::pair<AccountId, Balance>;
    const auto add = [&](BytesView key, const Delegation& delegation) {
        EXPECT_EQ(delegation.first, pool);
        EXPECT_EQ(holds(*account_at_end(key)), (Holds{{47, 0, delegation.second}}));
        delegated += delegation.second;
    };
    ASSERT_TRUE(reader.each<Delegation>("DelegatedStaking", "Delegators", add));
    EXPECT_EQ(find_ledger(reader, pool)->value().total.value, delegated);
    EXPECT_EQ(reader.find<Balance>("NominationPools", "TotalValueLocked").value(), delegated);
    // Nothing is issued that nobody has.
    Balance all = 0;
    using Account = std::tuple<uint32_t, uint32_t, uint32_t, uint32_t, Balance, Balance>;
    ASSERT_TRUE(reader.each<Account>("System", "Account", [&](BytesView, const Account& account) {
        EXPECT_EQ(std::get<1>(account) > 0, std::get<5>(account) > 0 || std::get<4>(account) == 333'333'333);
        all += std::get<4>(account) + std::get<5>(account);
    }));
    EXPECT_EQ(reader.find<Balance>("Balances", "TotalIssuance").value(), all);
    EXPECT_GT(all, held + delegated);
}

TEST(Population, AStateCanHaveThoseOfSeveralSeedsButNoneTwice) {
    state::MemoryBackend state;
    const auto first = make_population(state, options_of(1, {3, 10, 2})).value();
    ASSERT_TRUE(state.apply({first.changes, {}}, trie::StateVersion::kV1));
    EXPECT_FALSE(make_population(state, options_of(1, {3, 10, 0})));
    const auto second = make_population(state, options_of(2, {4, 20, 1})).value();
    ASSERT_TRUE(state.apply({second.changes, {}}, trie::StateVersion::kV1));
    const auto electorate = read_electorate(state).value();
    EXPECT_EQ(electorate.targets.size(), 7u);
    EXPECT_EQ(electorate.voters.size(), 40u);
    StateReader reader(state);
    EXPECT_EQ(reader.find<uint32_t>("NominationPools", "LastPoolId").value(), 3u);
    EXPECT_EQ(reader.find<uint32_t>("VoterList", "CounterForListNodes").value(), 40u);
}

TEST(Population, IsTheSameAgainFromTheSameSeed) {
    state::MemoryBackend state;
    EXPECT_EQ(make_population(state, options_of(9, {5, 9, 1}))->changes,
              make_population(state, options_of(9, {5, 9, 1}))->changes);
    EXPECT_NE(make_population(state, options_of(9, {5, 9, 1}))->changes,
              make_population(state, options_of(8, {5, 9, 1}))->changes);
}

}  // namespace
}  // namespace serinus::staking
