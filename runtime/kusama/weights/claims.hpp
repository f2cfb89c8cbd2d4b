/// Weights of Claims.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_common_claims.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Claims {
    static constexpr Weight claim() noexcept { return measured(202'816'000, 4764).reads(8).writes(6); }
    static constexpr Weight mint_claim() noexcept { return measured(14'383'000, 1701).reads(1).writes(4); }
    static constexpr Weight claim_attest() noexcept { return measured(204'207'000, 4764).reads(8).writes(6); }
    static constexpr Weight attest() noexcept { return measured(100'784'000, 4764).reads(9).writes(7); }
    static constexpr Weight move_claim() noexcept { return measured(36'303'000, 3905).reads(4).writes(7); }
};

}  // namespace serinus::kusama::weights
