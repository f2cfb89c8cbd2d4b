#include "runtime/pallets/parachains/assigner_coretime/assigner_coretime.ipp"
#include "runtime/pallets/parachains/configuration/configuration.ipp"
#include "runtime/pallets/parachains/configuration/configuration_migration.hpp"
#include "runtime/pallets/parachains/coretime/coretime_migration.hpp"
#include "runtime/pallets/parachains/inclusion/inclusion_migration.hpp"
#include "runtime/pallets/parachains/para_scheduler/para_scheduler_migration.hpp"
#include "runtime/pallets/parachains/paras/paras_migration.hpp"
#include "runtime/pallets/parachains/shared/shared_migration.hpp"
#include "runtime/pallets/slots/slots.ipp"
#include "runtime/runtimes/kusama/config/accounts.hpp"
#include "runtime/runtimes/kusama/config/parachains.hpp"
#include "runtime/runtimes/kusama/config/parachains_coretime.hpp"
#include "runtime/runtimes/kusama/config/system.hpp"
#include "runtime/runtimes/kusama/migrations/leases_to_coretime.hpp"
#include "runtime/runtimes/kusama/migrations/migrations.hpp"
#include "runtime/sdk/migration.hpp"

namespace serinus::kusama {

namespace {

using namespace polkadot_runtime_parachains;

/// What releases have switched on as root would: it comes into force two sessions later.
sdk::Weight schedule_changes_of_releases(LastRelease last) {
    constexpr uint8_t kElasticScaling = 1;
    constexpr auto kReceiptsOfVersion2 = static_cast<uint8_t>(configuration::kCandidateReceiptV2);
    const auto plan = [](const auto& change) {
        if (!change({})) sdk::host::log(sdk::host::LogLevel::kWarn, "runtime", "the configuration cannot be changed");
        return change.weight();
    };
    sdk::Weight weight = sdk::Weight::zero();
    if (last.is_before(1'002'000))
        weight.saturating_accrue(plan(Configuration::set_node_feature{kElasticScaling, true}));
    if (last.is_before(1'004'000)) weight.saturating_accrue(plan(Configuration::set_max_pov_size{10 * 1024 * 1024}));
    if (last.is_before(1'005'000)) {
        weight.saturating_accrue(plan(Configuration::set_node_feature{kReceiptsOfVersion2, true}));
    }
    return weight;
}

}  // namespace

sdk::Weight migrate_parachains(LastRelease last) {
    using sdk::VersionedMigration;
    // The reference had the last version of the configuration after coretime; here all that follows reads that form.
    sdk::Weight weight = configuration::ToVersion12<Configuration>::on_runtime_upgrade();
    weight.saturating_accrue(para_scheduler::ToVersion3<ParaScheduler, Paras>::on_runtime_upgrade());
    weight.saturating_accrue(VersionedMigration<ParaInclusion, 0, 1, weights::kDbWeight,
                                                inclusion::ToVersion1<ParaInclusion>>::on_runtime_upgrade());
    weight.saturating_accrue(VersionedMigration<ParasShared, 0, 1, weights::kDbWeight,
                                                shared::ToVersion1<ParasShared>>::on_runtime_upgrade());
    if (last.is_before(1'002'000)) {
        weight.saturating_accrue(coretime::ToCoretime<Coretime, Paras, LeasesToCoretime>::on_runtime_upgrade());
    }
    if (last.is_before(1'001'000)) {
        weight.saturating_accrue(paras::VotesWithStrategies<Paras>::on_runtime_upgrade());
    }
    weight.saturating_accrue(schedule_changes_of_releases(last));
    return weight;
}

}  // namespace serinus::kusama
