/// Weights of Mmr. Not measured: its authors estimated them.
/// Source: FRAME of July 2023, pallet-mmr, default_weights.rs (Kusama's WeightInfo is `()`)
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Mmr {
    static constexpr Weight on_initialize(uint64_t peaks) noexcept {
        return measured(2 * sdk::kRefTimePerNano, 0).reads(1).reads(2 + peaks).writes(2 + peaks);
    }
};

}  // namespace serinus::kusama::weights
