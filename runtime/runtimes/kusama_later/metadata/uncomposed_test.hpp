/// Configurations of pallets that are there and not composed yet, as others that they need are not there.
#pragma once

#include "runtime/pallets/society/society.hpp"
#include "runtime/pallets/xcm/xcm.hpp"
#include "runtime/runtimes/kusama_later/runtime.hpp"
#include "runtime/runtimes/kusama_later/weights/society.hpp"
#include "runtime/runtimes/kusama_later/weights/xcm_pallet.hpp"

namespace serinus::kusama_later::uncomposed {

struct SocietyConfig : Common<SocietyConfig> {
    static constexpr sdk::PalletInfo kInfo{26, "Society"};
    static constexpr pallet_society::Constants kConstants{
        .PalletId = sdk::pallet_id("py/socie"),
        .GraceStrikes = 10,
        .PeriodSpend = 500 * currency::kQuid,
        .VotingPeriod = 5 * relay::kDays,
        .ClaimPeriod = 2 * relay::kDays,
        .MaxLockDuration = 36 * 30 * relay::kDays,
        .ChallengePeriod = 7 * relay::kDays,
        .MaxPayouts = 8,
        .MaxBids = 512,
    };
    using Randomness = sdk::Unit;
    using FounderSetOrigin = sdk::EnsureRoot;
    static constexpr auto kWeights = weights::kSociety;
    static constexpr auto kWeightsOf2025 = weights::kSocietyOf2025;
};
using Society = pallet_society::Pallet<SocietyConfig>;

struct XcmPalletConfig : Common<XcmPalletConfig> {
    static constexpr sdk::PalletInfo kInfo{99, "XcmPallet"};
    static constexpr pallet_xcm::Constants<> kConstants{
        .UniversalLocation = {.network = xcm::NetworkId::Kind::Kusama}, .MaxLockers = 8, .MaxRemoteLockConsumers = 0};
    static constexpr uint32_t kVersionDiscoveryQueueSize = 100;
    using SendXcmOrigin = sdk::EnsureNever<xcm::Location>;
    using ExecuteXcmOrigin = sdk::EnsureNever<xcm::Location>;
    using AdminOrigin = sdk::EnsureRoot;
    using XcmExecuteFilter = sdk::Everything;
    using XcmTeleportFilter = sdk::Everything;
    using XcmReserveTransferFilter = sdk::Everything;
    using AuthorizedAliasConsideration = pallet_xcm::NoAliases;
    using RemoteLockConsumerIdentifier = sdk::Unit;
    static constexpr auto kWeights = weights::kXcmPallet;
};
using XcmPallet = pallet_xcm::Pallet<XcmPalletConfig>;

}  // namespace serinus::kusama_later::uncomposed
