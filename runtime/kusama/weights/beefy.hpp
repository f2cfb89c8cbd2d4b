/// Weights of Beefy. Not measured: its authors estimated them as those of Grandpa.
/// Source: FRAME of July 2023, pallet-beefy, default_weights.rs (Kusama's WeightInfo is `()`)
#pragma once

#include "runtime/kusama/weights/grandpa.hpp"

namespace serinus::kusama::weights {

struct Beefy {
    static constexpr Weight report_equivocation(uint32_t validator_count,
                                                uint32_t max_nominators_per_validator) noexcept {
        return Grandpa::report_equivocation(validator_count, max_nominators_per_validator);
    }
};

}  // namespace serinus::kusama::weights
