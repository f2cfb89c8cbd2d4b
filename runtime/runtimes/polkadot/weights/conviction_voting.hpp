/// Weights of ConvictionVoting.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_conviction_voting.rs
#pragma once

#include "runtime/pallets/conviction_voting/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_conviction_voting::Weights<Measured> kConvictionVoting{
    .vote_new = {133'397'000, 42'428, 6, 5},
    .vote_existing = {206'120'000, 83'866, 7, 6},
    .remove_vote = {181'847'000, 83'866, 4, 4},
    .remove_other_vote = {83'047'000, 30'706, 2, 1},
    .delegate = {1'683'585'056, 83'866, 7, 6, {{40'661'211, 3411, 1, 1}}},
    .undelegate = {1'664'510'198, 83'866, 4, 4, {{40'405'805, 3411, 1, 1}}},
    .unlock = {100'982'000, 30'706, 4, 3},
};

}  // namespace serinus::polkadot::weights
