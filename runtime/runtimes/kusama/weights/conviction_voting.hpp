/// Weights of ConvictionVoting.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_conviction_voting.rs
#pragma once

#include "runtime/pallets/conviction_voting/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_conviction_voting::Weights<Measured> kConvictionVoting{
    .vote_new = {191'139'000, 42'428, 6, 5},
    .vote_existing = {223'129'000, 83'866, 7, 7},
    .remove_vote = {177'290'000, 83'866, 4, 5},
    .remove_other_vote = {93'409'000, 30'706, 2, 1},
    .delegate = {1'160'703'343, 83'866, 7, 45, {{25'989'378, 3411, 1, 1}}},
    .undelegate = {1'040'755'155, 83'866, 4, 43, {{26'198'697, 3411, 1, 1}}},
    .unlock = {122'760'000, 30'706, 4, 3},
};

}  // namespace serinus::kusama::weights
