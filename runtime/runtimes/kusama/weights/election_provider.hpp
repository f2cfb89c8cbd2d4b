/// Weights of elections that are held in a block. `v`: voters; `d`: votes of one voter.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/frame_election_provider_support.rs
#pragma once

#include "runtime/npos/onchain.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr sdk::npos::Weights<Measured> kElectionProvider{
    .phragmen = {8'696'075'000, 0, 0, 0, {{7'116'411}, {0}, {1'588'561'253}}},
};

}  // namespace serinus::kusama::weights
