/// Weights of Claims.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_common_claims.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Claims {
    static constexpr Weight claim() noexcept { return measured(204'084'000, 4764).reads(8).writes(6); }
    static constexpr Weight mint_claim() noexcept { return measured(15'320'000, 1667).reads(1).writes(4); }
    static constexpr Weight claim_attest() noexcept { return measured(203'164'000, 4764).reads(8).writes(6); }
    static constexpr Weight attest() noexcept { return measured(96'809'000, 4764).reads(9).writes(7); }
    static constexpr Weight move_claim() noexcept { return measured(34'416'000, 3871).reads(4).writes(7); }
};

}  // namespace serinus::polkadot::weights
