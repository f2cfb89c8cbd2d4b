/// Weights of Claims.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/polkadot_runtime_common_claims.rs
#pragma once

#include "runtime/pallets/claims/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_common::claims::Weights<Measured> kClaims{
    .claim = {281'240'000, 4764, 8, 6},
    .mint_claim = {22'070'000, 1501, 1, 4},
    .claim_attest = {279'971'000, 4764, 8, 6},
    .attest = {161'949'000, 4764, 9, 7},
    .move_claim = {40'370'000, 3521, 4, 7},
};

}  // namespace serinus::kusama::weights
