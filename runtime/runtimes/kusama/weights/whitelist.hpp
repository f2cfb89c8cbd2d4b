/// Weights of Whitelist.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_whitelist.rs
#pragma once

#include "runtime/pallets/whitelist/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_whitelist::Weights<Measured> kWhitelist{
    .whitelist_call = {26'100'000, 3556, 3, 2},
    .remove_whitelisted_call = {25'120'000, 3556, 3, 2},
    .dispatch_whitelisted_call = {114'567'664, 3782, 4, 3, {{1'431, 1}}},
    .dispatch_whitelisted_call_with_preimage = {30'334'903, 3556, 3, 2, {{1'640}}},
};

}  // namespace serinus::kusama::weights
