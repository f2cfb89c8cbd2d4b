/// Weights of Utility. `c`: calls in the batch; theirs come on top.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_utility.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Utility {
    static constexpr Weight batch(uint32_t c) noexcept { return measured(3'564'447, 0).per(c, 4'724'708, 0); }
    static constexpr Weight as_derivative() noexcept { return measured(4'365'000, 0); }
    static constexpr Weight batch_all(uint32_t c) noexcept { return measured(14'664'357, 0).per(c, 4'957'373, 0); }
    static constexpr Weight dispatch_as() noexcept { return measured(8'139'000, 0); }
    static constexpr Weight force_batch(uint32_t c) noexcept { return measured(10'745'062, 0).per(c, 4'709'705, 0); }
};

}  // namespace serinus::polkadot::weights
