/// Weights of Indices.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_indices.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Indices {
    static constexpr Weight claim() noexcept { return measured(22'377'000, 3534).reads(1).writes(1); }
    static constexpr Weight transfer() noexcept { return measured(35'717'000, 3593).reads(2).writes(2); }
    static constexpr Weight free() noexcept { return measured(23'566'000, 3534).reads(1).writes(1); }
    static constexpr Weight force_transfer() noexcept { return measured(25'439'000, 3593).reads(2).writes(2); }
    static constexpr Weight freeze() noexcept { return measured(25'138'000, 3534).reads(1).writes(1); }
};

}  // namespace serinus::kusama::weights
