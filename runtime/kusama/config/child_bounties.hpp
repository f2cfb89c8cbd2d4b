/// Parameters of ChildBounties.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/config/bounties.hpp"
#include "runtime/kusama/weights/child_bounties.hpp"
#include "runtime/pallets/child_bounties/child_bounties.hpp"

namespace serinus::kusama {

struct ChildBountiesConfig {
    static constexpr sdk::PalletInfo kInfo{40, "ChildBounties"};
    static constexpr pallet_child_bounties::Constants kConstants{
        .MaxActiveChildBountyCount = 100,
        .ChildBountyValueMinimum = BountiesConfig::kConstants.BountyValueMinimum / 10,
    };
    static constexpr sdk::PalletId kPalletId = BountiesConfig::kPalletId;
    static constexpr uint32_t kMaximumReasonLength = BountiesConfig::kConstants.MaximumReasonLength;
    static constexpr sdk::BlockNumber kPayoutDelay = BountiesConfig::kConstants.BountyDepositPayoutDelay;
    using System = kusama::System;
    using Currency = kusama::Currency;
    using Bounties = kusama::Bounties;
    using RejectOrigin = BountiesConfig::RejectOrigin;
    using OnSlash = sdk::List<kusama::Treasury>;
    static constexpr auto kWeights = weights::kChildBounties;
};

}  // namespace serinus::kusama
