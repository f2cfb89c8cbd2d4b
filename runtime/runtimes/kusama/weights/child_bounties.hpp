/// Weights of ChildBounties.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_child_bounties.rs
#pragma once

#include "runtime/pallets/child_bounties/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_child_bounties::Weights<Measured> kChildBounties{
    .add_child_bounty = {68'289'949, 6196, 5, 6, {{758}}},
    .propose_curator = {19'140'000, 3642, 3, 2},
    .accept_curator = {32'451'000, 3642, 3, 2},
    .unassign_curator = {46'785'000, 3642, 3, 2},
    .award_child_bounty = {22'852'000, 3642, 2, 1},
    .claim_child_bounty = {111'193'000, 8799, 5, 6},
    .close_child_bounty_added = {73'088'000, 6196, 6, 6},
    .close_child_bounty_active = {89'083'000, 8799, 7, 7},
};

}  // namespace serinus::kusama::weights
