#include "runtime/pallets/nomination_pools/nomination_pools.ipp"
#include "runtime/pallets/nomination_pools/nomination_pools_migration.hpp"
#include "runtime/pallets/session/session.ipp"
#include "runtime/pallets/staking/staking_migration.hpp"
#include "runtime/runtimes/kusama/config/accounts.hpp"
#include "runtime/runtimes/kusama/config/consensus.hpp"
#include "runtime/runtimes/kusama/config/staking.hpp"
#include "runtime/runtimes/kusama/config/system.hpp"
#include "runtime/runtimes/kusama/migrations/migrations.hpp"
#include "runtime/runtimes/kusama/migrations/old_session_keys.hpp"
#include "runtime/sdk/migration.hpp"

namespace serinus::kusama {

namespace {

template <class P, uint16_t kFrom, class Step>
using Next = sdk::VersionedMigration<P, kFrom, kFrom + 1, weights::kDbWeight, Step>;

using MigrationsOfStakers = sdk::List<Next<NominationPools, 5, pallet_nomination_pools::ToVersion6<NominationPools>>,
                                      Next<NominationPools, 6, pallet_nomination_pools::ToVersion7<NominationPools>>,
                                      Next<NominationPools, 7, pallet_nomination_pools::ToVersion8<NominationPools>>,
                                      Next<Staking, 13, pallet_staking::ToVersion14<Staking>>,
                                      Next<Staking, 14, pallet_staking::ToVersion15<Staking, Session>>,
                                      Next<Staking, 15, pallet_staking::ToVersion16<Staking>>,
                                      Next<Session, 0, pallet_staking::DisabledToSession<Staking, Session>>,
                                      pallet_nomination_pools::PoolsToDelegation<NominationPools>>;

}  // namespace

sdk::Weight migrate_stakers(LastRelease last) {
    sdk::Weight weight = sdk::run_migrations(MigrationsOfStakers{});
    // 1.1.3 was the last release with the old keys.
    if (last.is_before(1'001'004)) {
        Session::upgrade_keys<OldSessionKeys>(without_heartbeats);
        weight.saturating_accrue(sdk::Perbill::from_percent(50) * System::block_weights().max_block);
    }
    return weight;
}

}  // namespace serinus::kusama
