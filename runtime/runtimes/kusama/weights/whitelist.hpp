/// Weights of Whitelist.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_whitelist.rs
#pragma once

#include "runtime/pallets/whitelist/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_whitelist::Weights<Measured> kWhitelist{
    .whitelist_call = {18'363'000, 3556, 2, 2},
    .remove_whitelisted_call = {19'288'000, 3556, 2, 2},
    .dispatch_whitelisted_call = {30'634'000, 3820, 3, 3, {{1294, 1}}},
    .dispatch_whitelisted_call_with_preimage = {22'365'194, 3556, 2, 2, {{1448}}},
};

}  // namespace serinus::kusama::weights
