/// Weights of Utility. `c`: calls in the batch; theirs come on top.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_utility.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Utility {
    static constexpr Weight batch(uint32_t c) noexcept { return measured(14'634'005, 0).per(c, 4'701'772, 0); }
    static constexpr Weight as_derivative() noexcept { return measured(4'531'000, 0); }
    static constexpr Weight batch_all(uint32_t c) noexcept { return measured(22'427'117, 0).per(c, 4'895'119, 0); }
    static constexpr Weight dispatch_as() noexcept { return measured(8'424'000, 0); }
    static constexpr Weight force_batch(uint32_t c) noexcept { return measured(15'405'733, 0).per(c, 4'668'387, 0); }
};

}  // namespace serinus::kusama::weights
