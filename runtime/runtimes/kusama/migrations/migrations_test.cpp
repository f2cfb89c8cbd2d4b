// When older releases are migrated, and what becomes of pallets that are gone. Pallets: identity, proxy,
// child-bounties, grandpa
#include "runtime/pallets/child_bounties/child_bounties_migration.hpp"
#include "runtime/pallets/parachains/inclusion/inclusion_migration.hpp"
#include "runtime/pallets/staking/staking_migration.hpp"
#include "runtime/runtimes/kusama/migrations/identity_deposits.hpp"
#include "runtime/runtimes/kusama/migrations/judgement_proxies.hpp"
#include "runtime/runtimes/kusama/migrations/world_test.hpp"

namespace serinus::kusama {
namespace {

using sdk::test::kAlice;
using sdk::test::kBob;
using Migrations = MigrationWorld;
constexpr sdk::Balance kUnit = currency::kUnits;

TEST_F(Migrations, ReleasesFromKusama1_0_0ToBefore1_7_0AreOlder) {
    EXPECT_FALSE(LastRelease::find()) << "a chain that begins";
    for (const uint32_t spec : {1'000'000u, 1'001'003u, 1'006'002u}) {
        put_last_release(spec);
        ASSERT_TRUE(LastRelease::find()) << spec;
        EXPECT_EQ(LastRelease::find()->spec_version, spec);
    }
    for (const uint32_t spec : {1'020u, 999'999u, 1'007'000u, 1'007'001u, 2'000'000u}) {
        put_last_release(spec);
        EXPECT_FALSE(LastRelease::find()) << spec;
    }
    put_last_release(1'000'000, "polkadot");
    EXPECT_FALSE(LastRelease::find());
}

// Of an upgrade from this release to the next one the permanent migration alone is seen.
TEST_F(Migrations, NothingChangesAndNothingWeighsWithoutAnOlderRelease) {
    put_last_release(1'007'001);
    sdk::host::set(sdk::twox_128(std::string_view("ImOnline")), Bytes{1});
    const auto before = sdk::native::state().entries();
    EXPECT_EQ(migrate_from_older_release(), sdk::Weight::zero());
    EXPECT_TRUE(sdk::native::state().entries() == before);
}

// An upgrade from 1.0.0 of a chain with a parachain, and once more.
TEST_F(Migrations, ASecondTimeNothingChanges) {
    put_last_release(1'000'000);
    Paras::storage.Parachains.put({{2000}});
    put_version<NominationPools>(5);
    put_version<Staking>(13);
    put_version<Configuration>(9);
    put_version<ParaScheduler>(1);
    put_version<Grandpa>(4);
    sdk::host::set(as_bytes(":grandpa_authorities"), from_hex("0100").value());
    EXPECT_FALSE(migrate_from_older_release().is_zero());
    EXPECT_EQ(version<NominationPools>(), 8);
    EXPECT_EQ(version<Staking>(), 16);
    EXPECT_EQ(version<Configuration>(), 12);
    EXPECT_EQ(version<ParaScheduler>(), 3);
    EXPECT_EQ(version<Grandpa>(), 5);
    EXPECT_EQ(version<ParasShared>(), 1);
    EXPECT_EQ(version<ParaInclusion>(), 1);
    EXPECT_EQ(version<ChildBounties>(), 1);
    const auto before = sdk::native::state().entries();
    migrate_from_older_release();
    EXPECT_TRUE(sdk::native::state().entries() == before);
}

// Whatever is stored: what cannot be decoded is left, dropped or a default, and the chain goes on.
TEST_F(Migrations, WhatCannotBeDecodedStopsNothing) {
    const auto inclusion = polkadot_runtime_parachains::inclusion::StorageOfVersion0<ParaInclusion>::items;
    const auto children = pallet_child_bounties::StorageOfVersion0<ChildBounties>::items;
    const Bytes keys[] = {
        to_bytes(Configuration::storage.ActiveConfig.key()),
        to_bytes(Configuration::storage.PendingConfigs.key()),
        to_bytes(ParaScheduler::storage.ClaimQueue.key()),
        to_bytes(ParasShared::storage.AllowedRelayParents.key()),
        to_bytes(Paras::storage.Parachains.key()),
        Paras::storage.PvfActiveVoteMap.key_for({}),
        inclusion.PendingAvailability.key_for({2000}),
        inclusion.PendingAvailabilityCommitments.key_for({2000}),
        to_bytes(pallet_staking::DisabledOfOldVersions<Staking>::version_14.OffendingValidators.key()),
        to_bytes(Session::storage.QueuedKeys.key()),
        Session::storage.NextKeys.key_for(kAlice),
        NominationPools::storage.BondedPools.key_for(1),
        kIdentity.IdentityOf.key_for(kAlice),
        kIdentity.SubsOf.key_for(kAlice),
        kOldProxies.Proxies.key_for(kAlice),
        ChildBounties::storage.ChildBounties.key_for(1, 1),
        children.ChildBountyDescriptions.key_for(1),
        Slots::storage.Leases.key_for({0}),
        to_bytes(Auctions::storage.AuctionInfo.key()),
        to_bytes(as_bytes(":grandpa_authorities")),
    };
    for (const Bytes& garbage : {Bytes{}, Bytes{4}, Bytes(40, 4), Bytes(500, 0), Bytes(500, 0xff)}) {
        SetUp();
        put_last_release(1'000'000);
        put_version<NominationPools>(5);
        put_version<Staking>(13);
        put_version<Configuration>(9);
        put_version<ParaScheduler>(1);
        put_version<Grandpa>(4);
        for (const Bytes& key : keys) sdk::host::set(key, garbage);
        migrate_from_older_release();
        EXPECT_EQ(version<NominationPools>(), 8);
        EXPECT_EQ(version<Session>(), 1);
        EXPECT_EQ(version<Configuration>(), 12);
        EXPECT_EQ(version<ParaScheduler>(), 3);
        EXPECT_EQ(version<Grandpa>(), 5);
        EXPECT_EQ(version<ChildBounties>(), 1);
        EXPECT_FALSE(sdk::contains_prefixed_key(sdk::twox_128(std::string_view("Identity"))));
    }
}

TEST_F(Migrations, AuthoritiesOfGrandpaAreAnItem) {
    put_version<Grandpa>(4);
    const sp_consensus_grandpa::AuthorityList authorities(1, {{}, 1});
    Bytes stored{1};
    append(stored, scale::encode(authorities));
    sdk::host::set(as_bytes(":grandpa_authorities"), stored);
    migrate_rest({1'006'000});
    EXPECT_EQ(Grandpa::grandpa_authorities(), authorities);
    EXPECT_FALSE(sdk::host::exists(as_bytes(":grandpa_authorities")));
}

TEST_F(Migrations, DepositsOfIdentitiesAreFree) {
    using Judgement = RegistrationHead::Judgement;
    endow(kAlice, 100 * kUnit, 12 * kUnit);
    kIdentity.IdentityOf.put(
        kAlice,
        {.judgements = {{0, {Judgement::FeePaid{2 * kUnit}}}, {1, {Judgement::KnownGood{}}}}, .deposit = 5 * kUnit});
    kIdentity.SubsOf.put(kAlice, 4 * kUnit);
    migrate_rest({1'006'000});
    EXPECT_EQ(Currency::reserved_balance(kAlice), kUnit) << "what was reserved otherwise";
    EXPECT_FALSE(kIdentity.IdentityOf.exists(kAlice));
    EXPECT_FALSE(kIdentity.SubsOf.exists(kAlice));
}

TEST_F(Migrations, ProxiesForJudgementsGo) {
    const auto deposit = [](size_t count) { return Proxy::proxies_deposit(count); };
    endow(kAlice, 100 * kUnit, deposit(2));
    endow(kBob, 100 * kUnit, deposit(1));
    kOldProxies.Proxies.put(kAlice, {{{kBob, 3, 7}, {kBob, OldProxy::kIdentityJudgement, 0}}, deposit(2)});
    kOldProxies.Proxies.put(kBob, {{{kAlice, OldProxy::kIdentityJudgement, 0}}, deposit(1)});
    remove_judgement_proxies();
    const auto [proxies, held] = Proxy::storage.Proxies.get(kAlice);
    ASSERT_EQ(proxies.size(), 1u);
    EXPECT_EQ(proxies[0].proxy_type, kusama_runtime_constants::proxy::ProxyType::Staking);
    EXPECT_EQ(proxies[0].delay, 7u);
    EXPECT_EQ(held, deposit(1));
    EXPECT_EQ(Currency::reserved_balance(kAlice), deposit(1));
    EXPECT_FALSE(Proxy::storage.Proxies.exists(kBob));
    EXPECT_EQ(Currency::reserved_balance(kBob), 0u);
}

TEST_F(Migrations, ChildBountiesAreNumberedByParent) {
    using Old = pallet_child_bounties::StorageOfVersion0<ChildBounties>;
    for (const auto& [parent, child] : {std::pair(1u, 0u), std::pair(0u, 1u), std::pair(0u, 2u)}) {
        ChildBounties::ChildBounty bounty{};
        bounty.value = child;
        ChildBounties::storage.ChildBounties.put(parent, child, bounty);
        sdk::host::set(Old::items.ChildBountyDescriptions.key_for(child), scale::encode(Bytes{uint8_t(child)}));
        endow(Old::account_of(child), (child + 1) * kUnit, 0);
    }
    migrate_rest({1'006'000});
    EXPECT_EQ(ChildBounties::storage.ParentTotalChildBounties.get(0), 2u);
    EXPECT_EQ(ChildBounties::storage.ParentTotalChildBounties.get(1), 1u);
    EXPECT_EQ(ChildBounties::storage.ChildBounties.get(0, 1)->value, 2u);
    EXPECT_EQ(ChildBounties::storage.ChildBounties.get(1, 0)->value, 0u);
    EXPECT_FALSE(ChildBounties::storage.ChildBounties.exists(0, 2));
    EXPECT_EQ(ChildBounties::storage.ChildBountyDescriptionsV1.get(0, 0)->inner(), (Bytes{1}));
    EXPECT_EQ(ChildBounties::storage.V0ToV1ChildBountyIds.get(2), std::pair(0u, 1u));
    EXPECT_EQ(Currency::free_balance(ChildBounties::child_bounty_account_id(0, 1)), 3 * kUnit);
    EXPECT_EQ(Currency::free_balance(Old::account_of(2)), 0u);
    EXPECT_FALSE(Old::items.ChildBountyDescriptions.iter_keys().next());
}

// Of Kusama's own task with an auction. Before 1.2.0 alone.
TEST_F(Migrations, ThePlannedAuctionIsNotHeld) {
    const auto name = from_hex("5c68bf0c2d1104916ba5a4dee6b814e82b2793784cb6e76904001a5949c163b1").value();
    Scheduler::schedule_named task{
        .when = 100, .maybe_periodic = std::nullopt, .priority = 0, .call = System::remark{}};
    std::ranges::copy(name, task.id.begin());
    make_ok(auction_admin(), task);
    migrate_rest({1'002'000});
    EXPECT_TRUE(Scheduler::storage.Lookup.exists(task.id));
    migrate_rest({1'001'003});
    EXPECT_FALSE(Scheduler::storage.Lookup.exists(task.id));
    EXPECT_FALSE(Scheduler::storage.Agenda.exists(100));
}

TEST_F(Migrations, PalletsThatAreGoneLeaveNothing) {
    for (const std::string_view pallet : {"ImOnline", "StateTrieMigration", "Identity", "ParaAssignmentProvider"}) {
        sdk::put_storage_version(pallet, 1);
    }
    migrate_rest({1'006'000});
    for (const std::string_view pallet : {"ImOnline", "StateTrieMigration", "Identity", "ParaAssignmentProvider"}) {
        EXPECT_FALSE(sdk::contains_prefixed_key(sdk::twox_128(pallet))) << pallet;
    }
}

}  // namespace
}  // namespace serinus::kusama
