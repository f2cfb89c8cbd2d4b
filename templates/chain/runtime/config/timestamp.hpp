/// Timestamp: the time of each block.
#pragma once

#include "runtime/common.hpp"
#include "runtime/pallets/development_defaults.hpp"
#include "runtime/pallets/timestamp/timestamp.hpp"

namespace serinus::new_chain {

struct TimestampConfig : Common<TimestampConfig>, development_defaults::Timestamp {
    /// Half of a slot in milliseconds: there is a block a second.
    static constexpr pallet_timestamp::Constants kConstants{.MinimumPeriod = 500};
    using OnTimestampSet = sdk::List<Aura>;
};

}  // namespace serinus::new_chain
