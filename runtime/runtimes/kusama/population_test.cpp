// Stakers that are written to a state instead of signing for it: the runtime finds nothing wrong with them, and elects.
#include "staking/population.hpp"

#include "runtime/runtimes/kusama/bag_thresholds.hpp"
#include "runtime/runtimes/kusama/presets.hpp"
#include "runtime/runtimes/kusama/world_test.hpp"
#include "runtime/sdk/genesis/genesis.hpp"
#include "state/memory_backend.hpp"

namespace serinus::kusama {
namespace {

class PopulationOfKusama : public testing::Test {
  protected:
    void SetUp() override {
        sdk::native::state().reset();
        ASSERT_TRUE(sdk::genesis::build(*preset("staking_testnet")).has_value());
    }
    void TearDown() override { sdk::native::state().reset(); }

    static void populate(uint64_t seed, staking::PopulationSize size) {
        state::StateChanges all;
        for (const auto& [key, value] : sdk::native::state().entries()) all.top[key] = value;
        state::MemoryBackend before;
        ASSERT_TRUE(before.apply(all, trie::StateVersion::kV1));
        const auto made =
            staking::make_population(before, {.seed = seed,
                                              .size = size,
                                              .largest_bond = 1000 * currency::kUnits,
                                              .existential_deposit = currency::kExistentialDeposit,
                                              .bags = {std::begin(kBagThresholds), std::end(kBagThresholds)},
                                              .desired = std::nullopt});
        ASSERT_TRUE(made) << made.error();
        for (const auto& [key, value] : made->changes) sdk::host::set(key, *value);
    }
    static void check_all() {
        for (const auto* const pallet : sdk::runtime_pallets()) {
            if (!pallet->try_state) continue;
            const auto state = pallet->try_state();
            EXPECT_TRUE(state) << pallet->info.name << ": " << state.error();
        }
    }
};

TEST_F(PopulationOfKusama, ThePresetElectsItsFourValidatorsWithTheirNominators) {
    EXPECT_EQ(Session::validators().size(), 4u);
    for (const sdk::AccountId& validator : Session::validators()) {
        const auto exposure = Staking::storage.ErasStakersOverview.get(0, validator);
        ASSERT_TRUE(exposure);
        EXPECT_GT(exposure->nominator_count, 0u);
    }
    EXPECT_EQ(Staking::storage.Nominators.count(), 2u);
    check_all();
}

TEST_F(PopulationOfKusama, IsInOrderForAllPallets) {
    populate(1, {20, 200, 5});
    check_all();
    EXPECT_EQ(Staking::storage.Validators.count(), 24u);
    EXPECT_EQ(Staking::storage.Nominators.count(), 207u);
    EXPECT_EQ(VoterList::count(), 231u);
    populate(2, {3, 30, 20});
    check_all();
    EXPECT_EQ(VoterList::count(), 284u);
}

// Accounts are as if their stakers had signed: they can leave, and their references come to nothing.
TEST_F(PopulationOfKusama, CanBeUnstaked) {
    populate(1, {2, 3, 1});
    auto stashes = Staking::storage.Validators.iter_keys();
    std::vector<sdk::AccountId> validators;
    while (const auto who = stashes.next()) validators.push_back(*who);
    for (const sdk::AccountId& who : validators) {
        if (Staking::bond_of_stash(who)->ledger.active.value > 1000 * currency::kUnits) continue;  // of the preset
        EXPECT_TRUE(Session::purge_keys{}(sdk::Signed{who}));
        EXPECT_TRUE(sdk::RuntimeCall(Staking::force_unstake{who, 0}).dispatch(sdk::RuntimeOrigin::root()));
        EXPECT_EQ(System::account(who).consumers, 0u);
        EXPECT_EQ(System::account(who).data.reserved, 0u);
    }
    check_all();
}

}  // namespace
}  // namespace serinus::kusama
