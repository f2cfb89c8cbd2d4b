/// Weights of VoterList.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_bags_list.rs
#pragma once

#include "runtime/pallets/bags_list/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_bags_list::Weights<Measured> kVoterList{
    .rebag_non_terminal = {93'060'000, 11'506, 8, 5},
    .rebag_terminal = {88'550'000, 8877, 8, 5},
    .put_in_front_of = {108'899'000, 11'506, 11, 6},
    .on_idle = {1'055'319'000, 512'390, 234, 16},
};

}  // namespace serinus::kusama::weights
