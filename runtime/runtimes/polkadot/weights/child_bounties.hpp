/// Weights of ChildBounties.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_child_bounties.rs
#pragma once

#include "runtime/pallets/child_bounties/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_child_bounties::Weights<Measured> kChildBounties{
    .add_child_bounty = {65'409'591, 6196, 5, 6, {{707}}},
    .propose_curator = {18'281'000, 3642, 3, 2},
    .accept_curator = {31'766'000, 3642, 3, 2},
    .unassign_curator = {45'424'000, 3642, 3, 2},
    .award_child_bounty = {22'034'000, 3642, 2, 1},
    .claim_child_bounty = {107'371'000, 8799, 5, 6},
    .close_child_bounty_added = {69'143'000, 6196, 6, 6},
    .close_child_bounty_active = {84'570'000, 8799, 7, 7},
};

}  // namespace serinus::polkadot::weights
