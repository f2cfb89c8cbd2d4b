/// XcmPallet: who may send and execute messages.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/xcm_config.rs
#pragma once

#include "runtime/pallets/xcm/xcm.hpp"
#include "runtime/runtimes/kusama/common.hpp"
#include "runtime/runtimes/kusama/origins.hpp"
#include "runtime/runtimes/kusama/weights/xcm_pallet.hpp"
#include "runtime/runtimes/kusama/xcm.hpp"
#include "runtime/sdk/traits/nothing.hpp"
#include "runtime/xcm/builders/origins.hpp"

namespace serinus::kusama {

/// An account; success: where it is. Root is the chain itself.
struct EnsureAccountForXcm {
    using Success = xcm::Location;
    static std::optional<xcm::Location> try_origin(const sdk::RuntimeOrigin& origin);
};

/// Likewise, and some origins of governance speak for the bodies that other chains know.
struct EnsureSenderOfXcm {
    using Success = xcm::Location;
    static std::optional<xcm::Location> try_origin(const sdk::RuntimeOrigin& origin);
};

struct XcmPalletConfig : Common<XcmPalletConfig> {
    static constexpr pallet_xcm::Constants<> kConstants{
        .UniversalLocation = {.network = xcm::NetworkId::Kind::Kusama}, .MaxLockers = 8, .MaxRemoteLockConsumers = 0};
    static constexpr uint32_t kVersionDiscoveryQueueSize = 100;
    static constexpr auto kWeights = weights::kXcmPallet;
    static const xcm::Config& executor() { return kXcm; }
    using SendXcmOrigin = EnsureSenderOfXcm;
    using ExecuteXcmOrigin = EnsureAccountForXcm;
    using AdminOrigin = sdk::EnsureRoot;
    using XcmExecuteFilter = sdk::Everything;
    using XcmTeleportFilter = sdk::Everything;
    using XcmReserveTransferFilter = sdk::Everything;
    using AuthorizedAliasConsideration = pallet_xcm::NoAliases;
    using RemoteLockConsumerIdentifier = sdk::Unit;
};

}  // namespace serinus::kusama
