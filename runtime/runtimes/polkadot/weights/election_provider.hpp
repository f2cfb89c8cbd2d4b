/// Weights of elections that are held in a block. `v`: voters; `d`: votes of one voter.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/frame_election_provider_support.rs
#pragma once

#include "runtime/npos/onchain.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr sdk::npos::Weights<Measured> kElectionProvider{
    .phragmen = {6'379'678'000, 0, 0, 0, {{5'841'137}, {0}, {1'487'937'341}}},
};

}  // namespace serinus::polkadot::weights
