/// Parameters of Scheduler.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/origin_checks.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/block_weights.hpp"
#include "runtime/kusama/weights/scheduler.hpp"
#include "runtime/pallets/scheduler/scheduler.hpp"
#include "runtime/relay/origin_privilege.hpp"

namespace serinus::kusama {

struct SchedulerConfig {
    static constexpr sdk::PalletInfo kInfo{29, "Scheduler"};
    static constexpr pallet_scheduler::Constants kConstants{
        .MaximumWeight = sdk::Perbill::from_percent(80) * weights::kMaxBlockWeight,
        .MaxScheduledPerBlock = 50,
    };
    using System = kusama::System;
    using Preimages = kusama::Preimage;
    // Auctions and recurring payments are planned by their tracks of governance.
    using ScheduleOrigin = sdk::EitherOf<origins::EnsureOrRoot<origins::Custom::AuctionAdmin>,
                                         origins::Ensure<origins::Custom::Treasurer>>;
    using OriginPrivilegeCmp = relay::OriginPrivilegeCmp;
    static constexpr auto kWeights = weights::kScheduler;
};

}  // namespace serinus::kusama
