/// Who has a core: the scheduler, what the broker chain assigns, orders.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs, relay/kusama/constants/src/lib.rs
#pragma once

#include "runtime/pallets/parachains/assigner_coretime/assigner_coretime.hpp"
#include "runtime/pallets/parachains/coretime/coretime.hpp"
#include "runtime/pallets/parachains/on_demand/on_demand.hpp"
#include "runtime/pallets/parachains/para_scheduler/para_scheduler.hpp"
#include "runtime/runtimes/kusama/config/parachains.hpp"
#include "runtime/runtimes/kusama/weights/coretime.hpp"
#include "runtime/runtimes/kusama/weights/on_demand.hpp"
#include "runtime/runtimes/kusama/xcm.hpp"
#include "runtime/xcm/account_inside.hpp"

namespace serinus::kusama {

struct ParaSchedulerConfig : OfParachains<ParaSchedulerConfig> {
    using AssignmentProvider = CoretimeAssignmentProvider;
};

struct OnDemandAssignmentProviderConfig : OfParachains<OnDemandAssignmentProviderConfig> {
    static constexpr sdk::BlockNumber kTimeslice = 80;
    static constexpr polkadot_runtime_parachains::on_demand::Constants kConstants{
        .TrafficDefaultValue = sdk::FixedU128::one(),
        .MaxHistoricalRevenue = 2 * kTimeslice,
        .PalletId = sdk::pallet_id("py/ondmd")};
    static constexpr auto kWeights = weights::kOnDemand;
};

struct CoretimeAssignmentProviderConfig : OfParachains<CoretimeAssignmentProviderConfig> {
    using OnDemand = OnDemandAssignmentProvider;
};

struct CoretimeConfig : OfParachains<CoretimeConfig> {
    static constexpr sdk::AccountId kBrokerAccount = sdk::account_of(sdk::pallet_id("py/broke"));
    static constexpr polkadot_runtime_parachains::coretime::Constants<xcm::AccountInside> kConstants{
        .BrokerId = 1005, .BrokerPotLocation = {.id = kBrokerAccount.bytes}};
    static constexpr sdk::Weight kMaxXcmTransactWeight =
        sdk::Weight::from_parts(250 * sdk::kRefTimePerMicro, 20 * 1'024);
    using AssignmentProvider = CoretimeAssignmentProvider;
    using OnDemand = OnDemandAssignmentProvider;
    using ParachainsOrigin = kusama::ParachainsOrigin;
    static constexpr auto kWeights = weights::kCoretime;

    static const xcm::Router& router() { return kXcm.router; }
    static const xcm::AssetTransactor& asset_transactor() { return kXcm.assets; }
    static std::optional<xcm::Location> account_location(const sdk::AccountId& who) {
        return xcm::Location{0, {xcm::Junction::account_id32(std::nullopt, who.bytes)}};
    }
    static xcm::Junctions broker_pot() { return {xcm::Junction::account_id32(std::nullopt, kBrokerAccount.bytes)}; }
};

}  // namespace serinus::kusama
