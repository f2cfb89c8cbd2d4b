// What older releases stored of stakers, pools and validators' keys, and what becomes of it. Pallets: nomination-pools,
// staking, session
#include "runtime/pallets/nomination_pools/nomination_pools_migration.hpp"
#include "runtime/pallets/staking/staking_migration.hpp"
#include "runtime/runtimes/kusama/migrations/old_session_keys.hpp"
#include "runtime/runtimes/kusama/migrations/world_test.hpp"
#include "runtime/sdk/session_keys.hpp"

namespace serinus::kusama {
namespace {

using sdk::test::kAlice;
using StakingMigration = MigrationWorld;

TEST_F(StakingMigration, PoolsOfVersion5AreReadAgain) {
    put_version<NominationPools>(5);
    put_version<Staking>(16);
    put_version<Session>(1);
    const sdk::AccountId rewards = NominationPools::reward_account(1), bonded = NominationPools::bonded_account(1);
    endow(rewards, currency::kUnits, 0);
    Staking::storage.Bonded.put(bonded, bonded);
    Staking::storage.Ledger.put(bonded, {.stash = bonded, .total = {70}, .active = {50}});
    pallet_nomination_pools::PoolOfVersion7<NominationPools> old{};
    old.commission.current = {sdk::Perbill::from_percent(5), kAlice};
    old.commission.throttle_from = 4;
    old.member_counter = 3;
    old.points = 60;
    old.roles.depositor = kAlice;
    old.state = pallet_nomination_pools::PoolState::Blocked;
    sdk::host::set(NominationPools::storage.BondedPools.key_for(1), scale::encode(old));

    migrate_stakers({1'007'000});
    EXPECT_EQ(version<NominationPools>(), 8);
    EXPECT_EQ(NominationPools::Freeze::balance(rewards), currency::kExistentialDeposit);
    EXPECT_EQ(NominationPools::storage.TotalValueLocked.get(), 70u);
    const auto pool = NominationPools::storage.BondedPools.get(1);
    ASSERT_TRUE(pool);
    EXPECT_EQ(pool->commission.current, old.commission.current);
    EXPECT_EQ(pool->commission.throttle_from, 4u);
    EXPECT_FALSE(pool->commission.claim_permission);
    EXPECT_EQ(pool->member_counter, 3u);
    EXPECT_EQ(pool->points, 60u);
    EXPECT_EQ(pool->roles.depositor, kAlice);
    EXPECT_EQ(pool->state, pallet_nomination_pools::PoolState::Blocked);
}

// A bond of 1.0.0 is a lock with three references to the account. What was not bonded can be taken at once.
TEST_F(StakingMigration, PoolsDelegateWhatTheyHave) {
    put_version<NominationPools>(8);
    const sdk::AccountId rewards = NominationPools::reward_account(1), bonded = NominationPools::bonded_account(1);
    endow(bonded, 100 * currency::kUnits, 0);
    const sdk::Balance stake = 70 * currency::kUnits;
    Staking::storage.Bonded.put(bonded, bonded);
    Staking::storage.Ledger.put(bonded, {.stash = bonded, .total = {stake}, .active = {stake}});
    Currency::set_lock(pallet_staking::kStakingId, bonded, stake, sdk::WithdrawReasons::all());
    for (int i = 0; i < 2; ++i) ASSERT_TRUE(System::inc_consumers(bonded));
    NominationPools::storage.BondedPools.put(1, {.member_counter = 1, .points = stake});
    ASSERT_TRUE(NominationPools::pool_needs_delegate_migration(1));

    migrate_stakers({1'006'000});
    EXPECT_FALSE(NominationPools::pool_needs_delegate_migration(1));
    const auto agent = DelegatedStaking::storage.Agents.get(bonded);
    ASSERT_TRUE(agent);
    EXPECT_EQ(agent->payee, rewards);
    EXPECT_EQ(agent->total_delegated.value, 100 * currency::kUnits);
    EXPECT_EQ(agent->unclaimed_withdrawals.value, 30 * currency::kUnits);
    EXPECT_FALSE(System::storage.Account.exists(bonded));
    EXPECT_FALSE(Balances::storage.Locks.exists(bonded));
    EXPECT_EQ(Staking::storage.Ledger.get(bonded)->total.value, stake);
}

// Without a bond there is nothing to delegate, and nothing of the pool changes.
TEST_F(StakingMigration, APoolThatCannotBeMigratedStays) {
    put_version<NominationPools>(8);
    const sdk::AccountId bonded = NominationPools::bonded_account(1);
    endow(bonded, 100 * currency::kUnits, 0);
    Currency::set_lock(pallet_staking::kStakingId, bonded, currency::kUnits, sdk::WithdrawReasons::all());
    NominationPools::storage.BondedPools.put(1, {.member_counter = 1, .points = 1});
    migrate_stakers({1'006'000});
    EXPECT_TRUE(NominationPools::pool_needs_delegate_migration(1));
    EXPECT_TRUE(Balances::storage.Locks.exists(bonded));
}

// Of seven validators two may be disabled; of what an offender had done nothing is known.
TEST_F(StakingMigration, WhoWasDisabledStaysAsFarAsThereIsRoom) {
    put_version<Staking>(13);
    put_version<Session>(0);
    Session::storage.Validators.put(std::vector<sdk::AccountId>(7));
    pallet_staking::DisabledOfOldVersions<Staking>::version_14.OffendingValidators.put(
        {{0, false}, {1, true}, {3, true}, {5, true}});
    sdk::host::set(Session::storage.DisabledValidators.key(), scale::encode(std::vector<uint32_t>{1, 3, 5}));
    migrate_stakers({1'007'000});
    EXPECT_EQ(version<Staking>(), 16);
    EXPECT_EQ(version<Session>(), 1);
    const pallet_staking::DisabledOfOldVersions<Staking>::Severity most{sdk::Perbill::one()};
    EXPECT_EQ(Session::storage.DisabledValidators.get(), (Session::DisabledList{{1, most}, {3, most}}));
    EXPECT_FALSE(pallet_staking::DisabledOfOldVersions<Staking>::version_14.OffendingValidators.exists());
    EXPECT_FALSE(pallet_staking::DisabledOfOldVersions<Staking>::version_16.DisabledValidators.exists());
}

OldSessionKeys old_keys(uint8_t byte) {
    const auto filled = [byte](auto key, uint8_t more) {
        key._0._0.fill(static_cast<uint8_t>(byte + more));
        return key;
    };
    OldSessionKeys keys{};
    return {.grandpa = filled(keys.grandpa, 0),
            .babe = filled(keys.babe, 1),
            .im_online = filled(keys.im_online, 2),
            .para_validator = filled(keys.para_validator, 3),
            .para_assignment = filled(keys.para_assignment, 4),
            .authority_discovery = filled(keys.authority_discovery, 5),
            .beefy = filled(keys.beefy, 6)};
}

TEST_F(StakingMigration, KeysOfHeartbeatsGo) {
    using Entry = std::pair<sdk::AccountId, OldSessionKeys>;
    const OldSessionKeys old = old_keys(10);
    sdk::host::set(Session::storage.NextKeys.key_for(kAlice), scale::encode(old));
    sdk::host::set(Session::storage.QueuedKeys.key(), scale::encode(std::vector<Entry>{{kAlice, old}}));
    const auto raw = sdk::session_keys::raw(old);
    for (size_t i = 0; i < raw.size(); ++i) {
        Session::storage.KeyOwner.put({sdk::session_keys::kTypes<OldSessionKeys>[i], to_bytes(raw[i])}, kAlice);
    }
    migrate_stakers({1'000'000});
    const auto keys = without_heartbeats(kAlice, old);
    EXPECT_EQ(Session::storage.NextKeys.get(kAlice), keys);
    EXPECT_EQ(Session::storage.QueuedKeys.get(), (Session::ValidatorKeys{{kAlice, keys}}));
    EXPECT_EQ(Session::key_owner(sdk::key_types::kImOnline, raw[2]), std::nullopt);
    EXPECT_EQ(Session::key_owner(sdk::key_types::kBeefy, raw[6]), kAlice);
    EXPECT_TRUE(Session::try_state());

    // From 1.2.0 on they are the new ones.
    migrate_stakers({1'002'000});
    EXPECT_EQ(Session::storage.NextKeys.get(kAlice), keys);
}

}  // namespace
}  // namespace serinus::kusama
