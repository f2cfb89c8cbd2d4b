/// Weights of Indices for chains that are being developed: the order of magnitude that Kusama measured.
#pragma once

#include "runtime/pallets/development_weights.hpp"

namespace serinus::development_weights {

struct Indices {
    static constexpr Weight claim() noexcept { return measured(23'000'000, 3600).reads(1).writes(1); }
    static constexpr Weight transfer() noexcept { return measured(36'000'000, 3600).reads(2).writes(2); }
    static constexpr Weight free() noexcept { return measured(24'000'000, 3600).reads(1).writes(1); }
    static constexpr Weight force_transfer() noexcept { return measured(26'000'000, 3600).reads(2).writes(2); }
    static constexpr Weight freeze() noexcept { return measured(26'000'000, 3600).reads(1).writes(1); }
};

}  // namespace serinus::development_weights
