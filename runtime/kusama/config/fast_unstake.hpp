/// Parameters of FastUnstake.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/config/election_provider_multi_phase.hpp"  // Staking asks it whether an election goes on
#include "runtime/kusama/currency.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/parameters.hpp"
#include "runtime/kusama/weights/fast_unstake.hpp"
#include "runtime/pallets/fast_unstake/fast_unstake.hpp"
#include "runtime/pallets/staking/interface.hpp"
#include "runtime/sdk/origin_checks.hpp"

namespace serinus::kusama {

struct FastUnstakeConfig {
    static constexpr sdk::PalletInfo kInfo{42, "FastUnstake"};
    static constexpr pallet_fast_unstake::Constants kConstants{.Deposit = 100 * currency::kCents};
    static constexpr uint32_t kBatchSize = 64;
    static constexpr uint32_t kMaxErasToCheckPerBlock = 1;
    static constexpr uint32_t kMaxChecking = parameters::kBondingDurationInEras + 1;
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using Currency = kusama::Currency;
    using ControlOrigin = sdk::EnsureRoot;
    using Staking = pallet_staking::Interface<kusama::Staking>;
    static constexpr auto kWeights = weights::kFastUnstake;
};

}  // namespace serinus::kusama
