#include "runtime/runtimes/kusama/assets.hpp"

#include "runtime/runtimes/kusama/runtime.hpp"
#include "runtime/sdk/traits/dynamic_parameters.hpp"
#include "runtime/xcm/builders/places.hpp"

namespace serinus::kusama {

bool is_native_on_system_parachain(const xcm::VersionedLocatableAsset& asset) {
    const auto latest = asset.latest();
    return latest && xcm::is_child_system_parachain(latest->location) &&
           latest->asset_id.location == xcm::Location::parent();
}

std::optional<sdk::Balance> AssetRateWithNative::from_asset_balance(sdk::Balance balance, const AssetKind& asset) {
    if (is_native_on_system_parachain(asset)) return balance;
    return AssetRate::from_asset_balance(balance, asset);
}

namespace {

using staging_kusama_runtime::dynamic_params::treasury::BurnDestination;
using staging_kusama_runtime::dynamic_params::treasury::BurnPortion;

std::optional<sdk::AccountId> burn_destination() {
    return Parameters::parameter<BurnDestination>().value_or(BurnDestination::kDefault)._0;
}

}  // namespace

void ToBurnDestination::on_unbalanced(Currency::NegativeImbalance burnt) {
    if (burnt.peek() == 0) return;
    if (const auto account = burn_destination()) Currency::resolve_creating(*account, std::move(burnt));
}

sdk::Permill TreasuryConfig::burn() {
    if (!burn_destination()) return sdk::Permill::zero();
    return Parameters::parameter<BurnPortion>().value_or(BurnPortion::kDefault);
}

}  // namespace serinus::kusama
