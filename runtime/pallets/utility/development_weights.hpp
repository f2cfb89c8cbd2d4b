/// Weights of Utility for chains that are being developed: the order of magnitude that Kusama measured.
#pragma once

#include "runtime/pallets/development_weights.hpp"

namespace serinus::development_weights {

struct Utility {
    static constexpr Weight batch(uint32_t c) noexcept { return measured(15'000'000, 0).per(c, 4'800'000, 0); }
    static constexpr Weight as_derivative() noexcept { return measured(4'600'000, 0); }
    static constexpr Weight batch_all(uint32_t c) noexcept { return measured(23'000'000, 0).per(c, 4'900'000, 0); }
    static constexpr Weight dispatch_as() noexcept { return measured(8'500'000, 0); }
    static constexpr Weight force_batch(uint32_t c) noexcept { return measured(16'000'000, 0).per(c, 4'700'000, 0); }
};

}  // namespace serinus::development_weights
