/// Weights of ConvictionVoting.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_conviction_voting.rs
#pragma once

#include "runtime/pallets/conviction_voting/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_conviction_voting::Weights<Measured> kConvictionVoting{
    .vote_new = {138'472'000, 42'428, 6, 5},
    .vote_existing = {208'107'000, 83'866, 7, 6},
    .remove_vote = {178'672'000, 83'866, 4, 4},
    .remove_other_vote = {81'826'000, 30'706, 2, 1},
    .delegate = {1'660'796'858, 83'866, 7, 6, {{39'100'130, 3411, 1, 1}}},
    .undelegate = {1'595'379'097, 83'866, 4, 4, {{39'176'354, 3411, 1, 1}}},
    .unlock = {102'780'000, 30'706, 4, 3},
};

}  // namespace serinus::kusama::weights
