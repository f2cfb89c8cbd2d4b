/// Parameters of Utility.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/parameters.hpp"
#include "runtime/kusama/weights/utility.hpp"
#include "runtime/pallets/utility/utility.hpp"

namespace serinus::kusama {

struct UtilityConfig {
    static constexpr sdk::PalletInfo kInfo{24, "Utility"};
    static constexpr pallet_utility::Constants kConstants{.batched_calls_limit = parameters::kBatchedCallsLimit};
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    static constexpr auto kWeights = weights::kUtility;
};

}  // namespace serinus::kusama
