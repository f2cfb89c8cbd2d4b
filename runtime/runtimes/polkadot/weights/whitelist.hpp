/// Weights of Whitelist.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_whitelist.rs
#pragma once

#include "runtime/pallets/whitelist/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_whitelist::Weights<Measured> kWhitelist{
    .whitelist_call = {18'977'000, 3556, 2, 2},
    .remove_whitelisted_call = {16'697'000, 3556, 2, 2},
    .dispatch_whitelisted_call = {27'934'000, 3753, 3, 3, {{1213, 1}}},
    .dispatch_whitelisted_call_with_preimage = {19'932'877, 3556, 2, 2, {{1418}}},
};

}  // namespace serinus::polkadot::weights
