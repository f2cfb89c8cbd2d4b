// What older releases stored for parachains, and what becomes of it. Pallets: configuration, scheduler, shared,
// inclusion, paras, coretime
#include "runtime/pallets/parachains/configuration/configuration_migration.hpp"
#include "runtime/pallets/parachains/coretime/coretime_migration.hpp"
#include "runtime/pallets/parachains/inclusion/inclusion_migration.hpp"
#include "runtime/pallets/parachains/para_scheduler/para_scheduler_migration.hpp"
#include "runtime/pallets/parachains/paras/paras_migration.hpp"
#include "runtime/pallets/parachains/shared/shared_migration.hpp"
#include "runtime/runtimes/kusama/migrations/leases_to_coretime.hpp"
#include "runtime/runtimes/kusama/migrations/world_test.hpp"

namespace serinus::kusama {
namespace {

using namespace polkadot_runtime_parachains;
using polkadot_primitives::ParaId;
using weights::kDbWeight;

using ParachainsMigration = MigrationWorld;

using ToVersion12 = configuration::ToVersion12<Configuration>;

template <uint16_t kVersion>
configuration::old::Before12<kVersion> old_host() {
    configuration::old::Before12<kVersion> host{};
    host.max_code_size = 1;
    host.on_demand_cores = 2;
    host.on_demand_retries = 3;
    host.scheduling_lookahead = 4;
    host.on_demand_ttl = 6;
    host.group_rotation_frequency = 7;
    host.on_demand_base_fee = 8;
    host.minimum_backing_votes = 9;
    return host;
}

TEST_F(ParachainsMigration, ConfigurationsKeepWhatTheySay) {
    put_version<Configuration>(9);
    const auto& old = configuration::old::kItems<Configuration, 9>;
    old.ActiveConfig.put(old_host<9>());
    auto later = old_host<9>();
    later.needed_approvals = 5;
    old.PendingConfigs.put({{20, later}});

    EXPECT_EQ(ToVersion12::on_runtime_upgrade(), kDbWeight.reads_writes(2, 2));
    EXPECT_EQ(version<Configuration>(), 12);
    const auto host = Configuration::storage.ActiveConfig.get();
    EXPECT_EQ(host.max_code_size, 1u);
    EXPECT_EQ(host.n_delay_tranches, 0u) << "not the default of version 12";
    EXPECT_EQ(host.minimum_backing_votes, 9u);
    EXPECT_TRUE(host.node_features.empty());
    EXPECT_EQ(host.approval_voting_params.max_approval_coalesce_count, 1u);
    EXPECT_EQ(host.scheduler_params.num_cores, 2u);
    EXPECT_EQ(host.scheduler_params.max_availability_timeouts, 3u);
    EXPECT_EQ(host.scheduler_params.lookahead, 4u);
    EXPECT_EQ(host.scheduler_params.ttl, 6u);
    EXPECT_EQ(host.scheduler_params.group_rotation_frequency, 7u);
    EXPECT_EQ(host.scheduler_params.on_demand_base_fee, 8u);
    const auto pending = Configuration::storage.PendingConfigs.get();
    ASSERT_EQ(pending.size(), 1u);
    EXPECT_EQ(pending[0].first, 20u);
    EXPECT_EQ(pending[0].second.needed_approvals, 5u);

    EXPECT_EQ(ToVersion12::on_runtime_upgrade(), kDbWeight.reads(1)) << "once";
    EXPECT_EQ(Configuration::storage.ActiveConfig.get(), host);
}

TEST_F(ParachainsMigration, FeaturesOfVersion11Stay) {
    put_version<Configuration>(11);
    auto host = old_host<11>();
    host.node_features.push_back(false);
    host.node_features.push_back(true);
    host.approval_voting_params.max_approval_coalesce_count = 6;
    configuration::old::kItems<Configuration, 11>.ActiveConfig.put(host);
    ToVersion12::on_runtime_upgrade();
    EXPECT_TRUE(Configuration::config().has_feature(1));
    EXPECT_EQ(Configuration::config().approval_voting_params.max_approval_coalesce_count, 6u);
}

TEST_F(ParachainsMigration, ABrokenConfigurationBecomesTheDefaultOfItsVersion) {
    put_version<Configuration>(9);
    sdk::host::set(Configuration::storage.ActiveConfig.key(), Bytes{1, 2, 3});
    ToVersion12::on_runtime_upgrade();
    EXPECT_EQ(Configuration::config().max_code_size, 0u);
    EXPECT_EQ(Configuration::config().scheduler_params.lookahead, 1u);
}

TEST_F(ParachainsMigration, ClaimsAreOfBulkBelowTheNumberOfParachains) {
    using Old = para_scheduler::old::Items<ParaScheduler>;
    using para_scheduler::Assignment;
    put_version<ParaScheduler>(1);
    Paras::storage.Parachains.put({{2000}});
    Old::version_1.ClaimQueue.put({{{0}, {{{{{2000}, 1, 7}}, std::nullopt}}}, {{1}, {{{{{2001}, 0, 7}}}}}, {{2}, {}}});
    Old::version_2.AvailabilityCores.put(0);
    para_scheduler::ToVersion3<ParaScheduler, Paras>::on_runtime_upgrade();
    const ParaScheduler::ClaimQueues expected{{{0}, {{Assignment::Bulk{{2000}}}}},
                                              {{1}, {{Assignment::Pool{{2001}, {1}}}}}};
    EXPECT_EQ(ParaScheduler::claim_queue(), expected);
    EXPECT_FALSE(Old::version_2.AvailabilityCores.exists());
    EXPECT_EQ(version<ParaScheduler>(), 3);

    put_version<ParaScheduler>(2);
    Old::version_2.ClaimQueue.put({{{1}, {{{Assignment::Pool{{2001}, {1}}}, 0, 7}}}});
    para_scheduler::ToVersion3<ParaScheduler, Paras>::on_runtime_upgrade();
    EXPECT_EQ(ParaScheduler::claim_queue(), (ParaScheduler::ClaimQueues{{{1}, {{Assignment::Pool{{2001}, {1}}}}}}));
}

TEST_F(ParachainsMigration, RelayParentsHaveNoClaims) {
    Hash256 block{}, root{};
    block.bytes[0] = 1;
    root.bytes[0] = 2;
    sdk::host::set(ParasShared::storage.AllowedRelayParents.key(),
                   scale::encode(shared::RelayParentsOfVersion0{{{block, root}}, 9}));
    shared::ToVersion1<ParasShared>::on_runtime_upgrade();
    const auto parents = ParasShared::storage.AllowedRelayParents.get();
    EXPECT_EQ(parents.latest_number, 9u);
    ASSERT_EQ(parents.buffer.size(), 1u);
    EXPECT_EQ(parents.buffer[0].relay_parent, block);
    EXPECT_EQ(parents.buffer[0].state_root, root);
    EXPECT_TRUE(parents.buffer[0].claim_queue.empty());
}

TEST_F(ParachainsMigration, ACandidateStandsBesideItsCommitments) {
    const auto& old = inclusion::StorageOfVersion0<ParaInclusion>::items;
    using Waiting = inclusion::StorageOfVersion0<ParaInclusion>::Waiting;
    for (const uint32_t para : {2000u, 2001u}) {
        Waiting candidate{};
        candidate.core = {para};
        old.PendingAvailability.put({para}, candidate);
    }
    for (const uint32_t para : {2000u, 2002u}) {
        polkadot_primitives::v5::CandidateCommitments commitments{};
        commitments.hrmp_watermark = 5;
        old.PendingAvailabilityCommitments.put({para}, commitments);
    }
    old.AvailabilityBitfields.put({0}, 1);
    inclusion::ToVersion1<ParaInclusion>::on_runtime_upgrade();
    const auto waiting = ParaInclusion::storage.V1.get({2000});
    ASSERT_TRUE(waiting && waiting->size() == 1);
    EXPECT_EQ(waiting->front().core._0, 2000u);
    EXPECT_EQ(waiting->front().commitments.hrmp_watermark, 5u);
    EXPECT_FALSE(ParaInclusion::storage.V1.exists({2001})) << "its commitments were not there";
    EXPECT_FALSE(old.PendingAvailability.iter_keys().next());
    EXPECT_FALSE(old.PendingAvailabilityCommitments.iter_keys().next());
    EXPECT_FALSE(old.AvailabilityBitfields.iter_keys().next());
}

TEST_F(ParachainsMigration, UpgradesThatAreVotedOnGoAheadBySignal) {
    using OldVote = paras::PvfCheckActiveVoteState<sdk::BlockNumber, paras::OldCause>;
    const polkadot_primitives::ValidationCodeHash code{{.bytes = {3}}};
    OldVote old{};
    old.created_at = 2;
    old.causes = {{paras::OldCause::Onboarding{{2000}}}, {paras::OldCause::Upgrade{{2001}, 8}}};
    sdk::host::set(Paras::storage.PvfActiveVoteMap.key_for(code), scale::encode(old));
    paras::VotesWithStrategies<Paras>::on_runtime_upgrade();
    const auto vote = Paras::storage.PvfActiveVoteMap.get(code);
    ASSERT_TRUE(vote);
    EXPECT_EQ(vote->created_at, 2u);
    using Cause = Paras::Cause;
    EXPECT_EQ(vote->causes,
              (std::vector<Cause>{{Cause::Onboarding{{2000}}},
                                  {Cause::Upgrade{{2001}, 8, paras::UpgradeStrategy::SetGoAheadSignal}}}));
}

using ToCoretime = coretime::ToCoretime<Coretime, Paras, LeasesToCoretime>;

TEST_F(ParachainsMigration, ParachainsAndThePoolHaveCores) {
    put_version<CoretimeAssignmentProvider>(0);  // as before all migrations
    Paras::storage.Parachains.put({{1000}, {2000}});
    auto host = Configuration::config();
    host.scheduler_params.num_cores = 1;
    Configuration::storage.ActiveConfig.put(host);
    Configuration::storage.PendingConfigs.put({{9, host}});
    ToCoretime::on_runtime_upgrade();

    EXPECT_EQ(Configuration::config().scheduler_params.num_cores, 3u);
    EXPECT_EQ(Configuration::storage.PendingConfigs.get()[0].second.scheduler_params.num_cores, 3u);
    using coretime::CoreAssignment;
    const CoreAssignment expected[] = {
        {CoreAssignment::Task{1000}}, {CoreAssignment::Task{2000}}, {CoreAssignment::Pool{}}};
    for (uint32_t core = 0; core < 3; ++core) {
        const auto schedule = CoretimeAssignmentProvider::storage.CoreSchedules.get({1, {core}});
        ASSERT_TRUE(schedule && schedule->assignments.size() == 1) << core;
        EXPECT_EQ(schedule->assignments[0].first, expected[core]);
        EXPECT_EQ(schedule->assignments[0].second._0, 57'600u);
    }

    EXPECT_EQ(ToCoretime::on_runtime_upgrade(), sdk::Weight::zero()) << "once";
    EXPECT_EQ(Configuration::config().scheduler_params.num_cores, 3u);
}

TEST_F(ParachainsMigration, LeasesWithHolesEnd) {
    const sdk::AccountId who = sdk::test::kAlice;
    endow(who, 100 * currency::kUnits, 7 * currency::kUnits);
    Slots::storage.Leases.put({2000}, {{{who, 2 * currency::kUnits}}, {{who, 2 * currency::kUnits}}});
    Slots::storage.Leases.put({2001}, {std::nullopt, {{who, 5 * currency::kUnits}}});
    EXPECT_EQ(LeasesToCoretime::end_of_lease({2000}), 2 * SlotsConfig::kConstants.LeasePeriod);
    EXPECT_EQ(LeasesToCoretime::end_of_lease({2001}), std::nullopt);
    EXPECT_EQ(LeasesToCoretime::end_of_lease({2002}), std::nullopt);
    EXPECT_FALSE(Slots::storage.Leases.exists({2001}));
    EXPECT_EQ(Currency::reserved_balance(who), 2 * currency::kUnits);
}

// The reference adds 80 timeslices where it rounds up.
static_assert(coretime::timeslice_of_lease_end(160) == 2);
static_assert(coretime::timeslice_of_lease_end(161) == 82);

// Observed: calls of the Coretime chain's Broker, pallet-broker 0.20.
TEST_F(ParachainsMigration, TheBrokerChainDecodesItsCalls) {
    using Call = coretime::BrokerCallOfMigration;
    EXPECT_EQ(to_hex(scale::encode(Call{Call::Reserve{{{.assignment = {coretime::CoreAssignment::Task{1000}}}}}}.v)),
              "0104ffffffffffffffffffff02e8030000");
    EXPECT_EQ(to_hex(scale::encode(Call{Call::SetLease{2000, 5}}.v)), "03d007000005000000");
    EXPECT_EQ(to_hex(scale::encode(Call{Call::NotifyCoreCount{3}}.v)), "130300");
}

}  // namespace
}  // namespace serinus::kusama
