/// What the next era is expected to pay, as a runtime API.
/// Source: fellowship runtimes v1.7.1, relay/common/src/lib.rs, relay/kusama/src/lib.rs
#pragma once

#include "runtime/arithmetic/per_things.hpp"
#include "runtime/sdk/runtime_api.hpp"

namespace serinus::relay_common::apis {

struct InflationInfo {
    /// A fault of the reference that is kept: the ideal stake, less the part of the leased parachains.
    sdk::Perquintill inflation;
    /// What an era of six hours pays at present: to those who stake, and what is left of the inflation.
    std::pair<sdk::Balance, sdk::Balance> next_mint;
};

/// What staking is expected to pay.
struct Inflation {
    static constexpr uint32_t kVersion = 1;
    static constexpr ByteArray<8> kId = {0xc5, 0x1f, 0xf1, 0xfa, 0x3f, 0x5d, 0x0c, 0xca};

    /// What is expected of the present era, from its stake and the parameters of the inflation.
    struct experimental_inflation_prediction_info {
        InflationInfo operator()() const;
    };
    using Methods = sdk::List<experimental_inflation_prediction_info>;
};

}  // namespace serinus::relay_common::apis
