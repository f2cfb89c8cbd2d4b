/// Assets at places of other chains, as the treasury pays with them.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs; polkadot-runtime-common 21, src/impls.rs
#pragma once

#include "runtime/runtimes/kusama_later/pallets.hpp"
#include "runtime/sdk/traits/pay.hpp"
#include "runtime/xcm/versioned.hpp"

namespace serinus::kusama_later {

/// Whether the asset is the relay chain's own on one of the system's parachains.
bool is_native_on_system_parachain(const xcm::VersionedLocatableAsset& asset);

/// One for one for the chain's own currency, else by its rate.
struct AssetRateWithNative {
    using AssetKind = xcm::VersionedLocatableAsset;
    static std::optional<sdk::Balance> from_asset_balance(sdk::Balance balance, const AssetKind& asset);
};

/// Nobody is paid: without XcmPallet no message leaves the chain, so that each payment fails where it begins, and no
/// answer is waited for.
struct WithoutMessages {
    using Beneficiary = xcm::VersionedLocation;
    using AssetKind = xcm::VersionedLocatableAsset;
    using Id = uint64_t;
    static sdk::ResultOf<Id> pay(const Beneficiary&, const AssetKind&, sdk::Balance);
    static sdk::PaymentStatus check_payment(Id) { return sdk::PaymentStatus::Unknown; }
};

}  // namespace serinus::kusama_later
