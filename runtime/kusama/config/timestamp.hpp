/// Parameters of Timestamp.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/parameters.hpp"
#include "runtime/kusama/weights/timestamp.hpp"
#include "runtime/pallets/timestamp/timestamp.hpp"

namespace serinus::kusama {

struct TimestampConfig {
    static constexpr sdk::PalletInfo kInfo{2, "Timestamp"};
    static constexpr pallet_timestamp::Constants kConstants{.MinimumPeriod = parameters::kMinimumPeriod};
    using OnTimestampSet = sdk::List<kusama::Babe>;
    static constexpr auto kWeights = weights::kTimestamp;
};

}  // namespace serinus::kusama
