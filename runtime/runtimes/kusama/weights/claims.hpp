/// Weights of Claims.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_common_claims.rs
#pragma once

#include "runtime/pallets/claims/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_common::claims::Weights<Measured> kClaims{
    .claim = {202'816'000, 4764, 8, 6},
    .mint_claim = {14'383'000, 1701, 1, 4},
    .claim_attest = {204'207'000, 4764, 8, 6},
    .attest = {100'784'000, 4764, 9, 7},
    .move_claim = {36'303'000, 3905, 4, 7},
};

}  // namespace serinus::kusama::weights
