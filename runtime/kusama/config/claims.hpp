/// Parameters of Claims.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/claims.hpp"
#include "runtime/pallets/claims/claims.hpp"

namespace serinus::kusama {

struct ClaimsConfig {
    static constexpr sdk::PalletInfo kInfo{19, "Claims"};
    static constexpr ByteArray<31> kPrefix = {'P', 'a', 'y', ' ', 'K', 'S', 'M', 's', ' ', 't', 'o',
                                              ' ', 't', 'h', 'e', ' ', 'K', 'u', 's', 'a', 'm', 'a',
                                              ' ', 'a', 'c', 'c', 'o', 'u', 'n', 't', ':'};
    static constexpr polkadot_runtime_common::claims::Constants kConstants{.Prefix = kPrefix};
    using Currency = kusama::Currency;
    using Vesting = kusama::Vesting;
    using MoveClaimOrigin = sdk::EnsureRoot;
    static constexpr auto kWeights = weights::kClaims;
};

}  // namespace serinus::kusama
