/// Weights of VoterList.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_bags_list.rs
#pragma once

#include "runtime/pallets/bags_list/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_bags_list::Weights<Measured> kVoterList{
    .rebag_non_terminal = {56'332'000, 11'506, 7, 5},
    .rebag_terminal = {55'159'000, 8877, 7, 5},
    .put_in_front_of = {62'365'000, 11'506, 10, 6},
};

}  // namespace serinus::polkadot::weights
