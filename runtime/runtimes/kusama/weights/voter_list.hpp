/// Weights of VoterList.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_bags_list.rs
#pragma once

#include "runtime/pallets/bags_list/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_bags_list::Weights<Measured> kVoterList{
    .rebag_non_terminal = {57'968'000, 11'506, 7, 5},
    .rebag_terminal = {56'246'000, 8877, 7, 5},
    .put_in_front_of = {64'060'000, 11'506, 10, 6},
};

}  // namespace serinus::kusama::weights
