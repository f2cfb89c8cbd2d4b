/// Weights of Claims.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_common_claims.rs
#pragma once

#include "runtime/pallets/claims/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr polkadot_runtime_common::claims::Weights<Measured> kClaims{
    .claim = {204'084'000, 4764, 8, 6},
    .mint_claim = {15'320'000, 1667, 1, 4},
    .claim_attest = {203'164'000, 4764, 8, 6},
    .attest = {96'809'000, 4764, 9, 7},
    .move_claim = {34'416'000, 3871, 4, 7},
};

}  // namespace serinus::polkadot::weights
