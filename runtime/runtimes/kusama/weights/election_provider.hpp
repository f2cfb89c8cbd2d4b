/// Weights of elections that are held in a block. `v`: voters; `d`: votes of one voter.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/frame_election_provider_support.rs
#pragma once

#include "runtime/npos/onchain.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr sdk::npos::Weights<Measured> kElectionProvider{
    .phragmen = {6'431'084'000, 0, 0, 0, {{5'754'252}, {0}, {1'424'664'173}}},
};

}  // namespace serinus::kusama::weights
