/// Weights of FastUnstake.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_fast_unstake.rs
#pragma once

#include "runtime/pallets/fast_unstake/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_fast_unstake::Weights<Measured> kFastUnstake{
    .on_idle_unstake = {64'624'081, 4676, 7, 1, {{96'912'429, 3566, 8, 6}}},
    .on_idle_check = {2'414'174'000, 5009, 9, 1, {{581'474'523, 20'979, 1}, {2'287'756'364, 56}}},
    .register_fast_unstake = {151'289'000, 4676, 12, 3},
    .deregister = {64'529'000, 4676, 6, 2},
    .control = {3'630'000, 0, 0, 1},
};

}  // namespace serinus::kusama::weights
