/// Weights of FastUnstake.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_fast_unstake.rs
#pragma once

#include "runtime/pallets/fast_unstake/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_fast_unstake::Weights<Measured> kFastUnstake{
    .on_idle_unstake = {34'716'697, 2437, 6, 1, {{48'339'863, 3774, 7, 5}}},
    .on_idle_check = {613'410'000, 4621, 7, 1, {{184'402'413, 21'987, 1}, {2'747'475'516, 52}}},
    .register_fast_unstake = {126'770'000, 6248, 16, 10},
    .deregister = {41'695'000, 4556, 5, 2},
    .control = {2'317'000, 0, 0, 1},
};

}  // namespace serinus::polkadot::weights
