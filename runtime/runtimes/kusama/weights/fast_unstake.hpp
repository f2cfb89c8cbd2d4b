/// Weights of FastUnstake.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_fast_unstake.rs
#pragma once

#include "runtime/pallets/fast_unstake/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_fast_unstake::Weights<Measured> kFastUnstake{
    .on_idle_unstake = {27'009'228, 4676, 6, 1, {{49'101'227, 3774, 7, 5}}},
    .on_idle_check = {1'541'283'000, 4676, 7, 1, {{435'603'417, 20'963, 1}, {1'716'153'455, 49}}},
    .register_fast_unstake = {115'657'000, 4764, 15, 9},
    .deregister = {40'892'000, 4676, 5, 2},
    .control = {2'344'000, 0, 0, 1},
};

}  // namespace serinus::kusama::weights
