/// Weights of ChildBounties.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_child_bounties.rs
#pragma once

#include "runtime/pallets/child_bounties/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_child_bounties::Weights<Measured> kChildBounties{
    .add_child_bounty = {92'868'612, 6196, 5, 6, {{1127}}},
    .propose_curator = {26'640'000, 3642, 3, 2},
    .accept_curator = {46'080'000, 3642, 3, 2},
    .unassign_curator = {59'858'000, 3642, 3, 2},
    .award_child_bounty = {28'609'000, 3642, 2, 1},
    .claim_child_bounty = {155'200'000, 8799, 5, 6},
    .close_child_bounty_added = {108'239'000, 6196, 6, 6},
    .close_child_bounty_active = {126'228'000, 8799, 7, 7},
};

}  // namespace serinus::kusama::weights
