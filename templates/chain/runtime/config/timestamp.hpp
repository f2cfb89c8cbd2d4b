/// Timestamp: the time of each block.
#pragma once

#include "runtime/pallets.hpp"
#include "runtime/pallets/development_weights.hpp"
#include "runtime/pallets/timestamp/timestamp.hpp"

namespace serinus::new_chain {

struct TimestampConfig {
    static constexpr sdk::PalletInfo kInfo{1, "Timestamp"};
    static constexpr pallet_timestamp::Constants kConstants{.MinimumPeriod = 1};
    struct OnTimestampSet {
        static void on_timestamp_set(sdk::Moment) {}  // nobody else needs to know
    };
    using WeightInfo = development_weights::Timestamp;
};

}  // namespace serinus::new_chain
