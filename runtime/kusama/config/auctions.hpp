/// Parameters of Auctions.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/config/babe.hpp"
#include "runtime/kusama/origin_checks.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/auctions.hpp"
#include "runtime/pallets/auctions/auctions.hpp"
#include "runtime/pallets/babe/randomness.hpp"
#include "runtime/relay/time.hpp"

namespace serinus::kusama {

struct AuctionsConfig {
    static constexpr sdk::PalletInfo kInfo{72, "Auctions"};
    static constexpr polkadot_runtime_common::auctions::Constants kConstants{
        .EndingPeriod = 5 * relay::kDays,
        .SampleLength = 2 * relay::kMinutes,
        .SlotRangeCount = polkadot_runtime_common::SlotRange::kCount,
        .LeasePeriodsPerSlot = polkadot_runtime_common::SlotRange::kPeriods,
    };
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using Currency = kusama::Currency;
    using Leaser = Slots;
    using Registrar = kusama::Registrar;
    using Randomness = pallet_babe::RandomnessFromOneEpochAgo<Babe>;
    using System = kusama::System;
    using InitiateOrigin = origins::EnsureOrRoot<origins::Custom::AuctionAdmin>;
    static constexpr auto kWeights = weights::kAuctions;
};

}  // namespace serinus::kusama
