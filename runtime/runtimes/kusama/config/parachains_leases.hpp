/// Registration and leases of parachains.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/auctions/auctions.hpp"
#include "runtime/pallets/babe/randomness.hpp"
#include "runtime/pallets/crowdloan/crowdloan.hpp"
#include "runtime/pallets/parachains/origin/origin.hpp"
#include "runtime/pallets/paras_registrar/paras_registrar.hpp"
#include "runtime/pallets/slots/slots.hpp"
#include "runtime/runtimes/common/relay/time.hpp"
#include "runtime/runtimes/kusama/common.hpp"
#include "runtime/runtimes/kusama/currency.hpp"
#include "runtime/runtimes/kusama/origins.hpp"
#include "runtime/runtimes/kusama/weights/auctions.hpp"
#include "runtime/runtimes/kusama/weights/crowdloan.hpp"
#include "runtime/runtimes/kusama/weights/registrar.hpp"
#include "runtime/runtimes/kusama/weights/slots.hpp"

namespace serinus::kusama {

template <class Config>
struct OfLeases : Common<Config> {
    using Registrar = kusama::Registrar;
};

struct RegistrarConfig : Common<RegistrarConfig> {
    static constexpr polkadot_runtime_common::paras_registrar::Constants kConstants{
        .ParaDeposit = 4 * currency::kUnits, .DataDepositPerByte = currency::kCents / 10};
    using Configuration = kusama::Configuration;
    using Paras = kusama::Paras;
    using EnsureParachain = polkadot_runtime_parachains::origin::EnsureParachain<ParachainsOrigin>;
    using OnSwap = sdk::List<Crowdloan, Slots>;
    static constexpr auto kWeights = weights::kRegistrar;
};

struct SlotsConfig : OfLeases<SlotsConfig> {
    static constexpr polkadot_runtime_common::slots::Constants kConstants{.LeasePeriod = 6 * relay::kWeeks,
                                                                          .LeaseOffset = 0};
    using ForceOrigin = origins::EnsureOrRoot<origins::Custom::LeaseAdmin>;
    static constexpr auto kWeights = weights::kSlots;
};

struct AuctionsConfig : OfLeases<AuctionsConfig> {
    static constexpr polkadot_runtime_common::auctions::Constants kConstants{
        .EndingPeriod = 5 * relay::kDays,
        .SampleLength = 2 * relay::kMinutes,
        .SlotRangeCount = polkadot_runtime_common::SlotRange::kCount,
        .LeasePeriodsPerSlot = polkadot_runtime_common::SlotRange::kPeriods,
    };
    using Leaser = Slots;
    using Randomness = pallet_babe::RandomnessFromOneEpochAgo<Babe>;
    using InitiateOrigin = origins::EnsureOrRoot<origins::Custom::AuctionAdmin>;
    static constexpr auto kWeights = weights::kAuctions;
};

/// A thousand quids.
inline constexpr sdk::Balance kGrand = 1'000 * currency::kQuid;

struct CrowdloanConfig : OfLeases<CrowdloanConfig> {
    static constexpr polkadot_runtime_common::crowdloan::Constants kConstants{
        .PalletId = sdk::pallet_id("py/cfund"),
        .MinContribution = 3'000 * currency::kCents,
        .RemoveKeysLimit = 1'000,
    };
    static constexpr sdk::Balance kSubmissionDeposit = 3 * kGrand;
    static constexpr uint32_t kMaxMemoLength = 32;
    using Auctioneer = Auctions;
    static constexpr auto kWeights = weights::kCrowdloan;
};

}  // namespace serinus::kusama
