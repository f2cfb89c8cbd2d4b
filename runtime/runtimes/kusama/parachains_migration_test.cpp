// What older releases stored for parachains and their managers, and what becomes of it. Pallets: configuration,
// para_scheduler, paras_registrar
#include "runtime/pallets/parachains/configuration/configuration_migration.hpp"
#include "runtime/pallets/parachains/para_scheduler/para_scheduler_migration.hpp"
#include "runtime/pallets/paras_registrar/migration.hpp"
#include "runtime/runtimes/kusama/migrations.hpp"
#include "runtime/runtimes/kusama/world_test.hpp"
#include "runtime/sdk/host/storage_raw.hpp"

namespace serinus::polkadot_runtime_parachains {
namespace {

using namespace kusama::test;
using kusama::Paras;
using kusama::ParaScheduler;
using kusama::Registrar;
using kusama::weights::kDbWeight;
using Configuration = kusama::Configuration;

class ParachainsMigrationTest : public World {
  protected:
    /// All that the storage has, from the version that it has.
    static void upgrade_configuration() {
        kusama::ConfigurationToVersion7::on_runtime_upgrade();
        kusama::ConfigurationToVersion8::on_runtime_upgrade();
        kusama::ConfigurationToVersion9::on_runtime_upgrade();
    }
};

TEST_F(ParachainsMigrationTest, ConfigurationsKeepWhatHasTheSameMeaning) {
    using configuration::old::Version6;
    put_storage_version("Configuration", 6);
    const auto& kOld = configuration::old::kItems<Configuration, Version6>;
    Version6 host{};
    host.max_code_size = 1;
    host.parathread_cores = 2;
    host.chain_availability_period = 3;
    host.scheduling_lookahead = 0;
    host.pvf_checking_enabled = true;
    host.minimum_validation_upgrade_delay = 20;
    kOld.ActiveConfig.put(host);
    host.needed_approvals = 7;
    kOld.PendingConfigs.put({{5, host}});
    EXPECT_EQ(kusama::ConfigurationToVersion9::on_runtime_upgrade(), kDbWeight.reads(1)) << "one after the other";
    EXPECT_EQ(kusama::ConfigurationToVersion7::on_runtime_upgrade(), kDbWeight.reads_writes(2, 2));
    EXPECT_EQ(storage_version("Configuration"), 7);
    upgrade_configuration();
    EXPECT_EQ(storage_version("Configuration"), 9);

    const Configuration::Host active = Configuration::storage.ActiveConfig.get();
    EXPECT_EQ(active.max_code_size, 1u);
    EXPECT_EQ(active.on_demand_cores, 2u);
    EXPECT_EQ(active.paras_availability_period, 3u);
    EXPECT_EQ(active.scheduling_lookahead, 0u);
    EXPECT_EQ(active.minimum_validation_upgrade_delay, 20u);
    EXPECT_EQ(active.minimum_backing_votes, 2u);
    EXPECT_EQ(active.on_demand_queue_max_size, 10'000u);
    const auto pending = Configuration::storage.PendingConfigs.get();
    ASSERT_EQ(pending.size(), 1u);
    EXPECT_EQ(pending[0].first, 5u);
    EXPECT_EQ(pending[0].second.needed_approvals, 7u);
}

TEST_F(ParachainsMigrationTest, ABrokenConfigurationBecomesTheDefaultOfItsVersion) {
    for (const uint16_t version : {uint16_t{6}, uint16_t{8}}) {
        put_storage_version("Configuration", version);
        host::set(Configuration::storage.ActiveConfig.key(), Bytes{1, 2, 3});
        upgrade_configuration();
        EXPECT_EQ(Configuration::storage.ActiveConfig.get().scheduling_lookahead, version == 6 ? 0u : 1u);
        EXPECT_EQ(Configuration::storage.ActiveConfig.get().dispute_period, 6u);
    }
}

TEST_F(ParachainsMigrationTest, WhatWasScheduledBecomesClaims) {
    using Old = para_scheduler::StorageOfVersion0<ParaScheduler>;
    put_storage_version("ParaScheduler", 0);
    go_to(30);
    Paras::storage.Parachains.put({{2000}, {2001}});
    Old::items.Scheduled.put(
        {{.core = {1}, .para_id = {2001}, .kind = {Old::AssignmentKind::Parachain{}}, .group_idx = {}},
         {.core = {1}, .para_id = {2002}, .kind = {Old::AssignmentKind::Parathread{}}, .group_idx = {}}});
    Old::items.AvailabilityCores.put(
        {{{Old::CoreOccupied::Parachain{}}}, {}, {{Old::CoreOccupied::Parathread{{2003}, {}}}}});
    Old::items.ParathreadQueue.put(1);
    EXPECT_EQ(kusama::ParaSchedulerToVersion1::on_runtime_upgrade(), kDbWeight.reads_writes(7, 8));
    EXPECT_FALSE(Old::items.Scheduled.exists());
    EXPECT_FALSE(Old::items.ParathreadQueue.exists());

    const auto claims = ParaScheduler::storage.ClaimQueue.get();
    ASSERT_EQ(claims.size(), 1u);
    ASSERT_EQ(claims.at({1}).size(), 2u);
    EXPECT_EQ(claims.at({1})[1]->para_id()._0, 2002u);
    EXPECT_EQ(claims.at({1})[1]->ttl, 30u);
    const auto cores = ParaScheduler::availability_cores();
    ASSERT_EQ(cores.size(), 3u);
    EXPECT_EQ(cores[0].entry()->para_id()._0, 2000u) << "that at the core's place";
    EXPECT_EQ(cores[1].entry(), nullptr);
    EXPECT_EQ(cores[2].entry()->para_id()._0, 2003u);
    EXPECT_EQ(kusama::ParaSchedulerToVersion1::on_runtime_upgrade(), kDbWeight.reads(1));
}

TEST_F(ParachainsMigrationTest, LocksOfParasThatNeverMadeABlockAreOpen) {
    using polkadot_runtime_common::paras_registrar::ParaInfoOfVersion0;
    put_storage_version("Registrar", 0);
    const auto put_old = [](uint32_t para, bool locked) {
        host::set(Registrar::storage.Paras.key_for({para}), scale::encode(ParaInfoOfVersion0{kAlice, kUnit, locked}));
    };
    put_old(2000, true);
    put_old(2001, false);
    put_old(2003, true);  // which the upgrade names
    EXPECT_EQ(kusama::RegistrarToVersion1::on_runtime_upgrade(), kDbWeight.reads_writes(4, 4));
    const auto lock = [](uint32_t para) { return Registrar::storage.Paras.get({para})->locked; };
    EXPECT_EQ(lock(2000), std::optional(true));
    EXPECT_EQ(lock(2001), std::optional(false));
    EXPECT_EQ(lock(2003), std::nullopt);
    EXPECT_EQ(Registrar::storage.Paras.get({2003})->deposit, kUnit);
}

}  // namespace
}  // namespace serinus::polkadot_runtime_parachains
