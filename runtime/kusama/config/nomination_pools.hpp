/// Parameters of NominationPools.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/currency.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/parameters.hpp"
#include "runtime/kusama/weights/nomination_pools.hpp"
#include "runtime/pallets/nomination_pools/nomination_pools.hpp"
#include "runtime/pallets/staking/interface.hpp"

namespace serinus::kusama {

struct NominationPoolsConfig {
    static constexpr sdk::PalletInfo kInfo{41, "NominationPools"};
    static constexpr pallet_nomination_pools::Constants kConstants{
        .PalletId = sdk::pallet_id("py/nopls"),
        .MaxPointsToBalance = 10,
    };
    static constexpr uint32_t kMaxMetadataLen = 256;
    static constexpr uint32_t kMaxUnbonding = 32;  ///< as many as a bond has chunks
    static constexpr sdk::EraIndex kPostUnbondingPoolsWindow = 4;
    static constexpr uint32_t kTotalUnbondingPools = parameters::kBondingDurationInEras + kPostUnbondingPoolsWindow;
    using System = kusama::System;
    using Currency = kusama::Currency;
    using Staking = pallet_staking::Interface<kusama::Staking>;
    static constexpr auto kWeights = weights::kNominationPools;
};

}  // namespace serinus::kusama
