/// Assets at places of other chains, as the treasury pays with them.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs; polkadot-runtime-common 21, src/impls.rs
#pragma once

#include "runtime/runtimes/kusama/pallets.hpp"
#include "runtime/sdk/types.hpp"
#include "runtime/xcm/versioned.hpp"

namespace serinus::kusama {

/// Whether the asset is the relay chain's own on one of the system's parachains.
bool is_native_on_system_parachain(const xcm::VersionedLocatableAsset& asset);

/// One for one for the chain's own currency, else by its rate.
struct AssetRateWithNative {
    using AssetKind = xcm::VersionedLocatableAsset;
    static std::optional<sdk::Balance> from_asset_balance(sdk::Balance balance, const AssetKind& asset);
};

}  // namespace serinus::kusama
