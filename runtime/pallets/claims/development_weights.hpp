/// Weights of Claims for chains that are being developed: the order of magnitude that Kusama measured.
#pragma once

#include "runtime/pallets/development_weights.hpp"

namespace serinus::development_weights {

struct Claims {
    static constexpr Weight claim() noexcept { return measured(210'000'000, 4800).reads(8).writes(6); }
    static constexpr Weight mint_claim() noexcept { return measured(15'000'000, 1800).reads(1).writes(4); }
    static constexpr Weight claim_attest() noexcept { return measured(210'000'000, 4800).reads(8).writes(6); }
    static constexpr Weight attest() noexcept { return measured(110'000'000, 4800).reads(9).writes(7); }
    static constexpr Weight move_claim() noexcept { return measured(37'000'000, 4000).reads(4).writes(7); }
};

}  // namespace serinus::development_weights
