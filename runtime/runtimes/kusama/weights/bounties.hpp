/// Weights of Bounties.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_bounties.rs
#pragma once

#include "runtime/pallets/bounties/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_bounties::Weights<Measured> kBounties{
    .propose_bounty = {27'588'647, 3593, 2, 4, {{685}}},
    .approve_bounty = {9'849'000, 3642, 2, 2},
    .propose_curator = {8'804'000, 3642, 1, 1},
    .unassign_curator = {41'726'000, 3642, 2, 2},
    .accept_curator = {28'358'000, 3642, 2, 2},
    .award_bounty = {20'634'000, 3642, 2, 1},
    .claim_bounty = {115'980'000, 8799, 5, 6},
    .close_bounty_proposed = {46'404'000, 3642, 3, 3},
    .close_bounty_active = {77'669'000, 6196, 4, 4},
    .extend_bounty_expiry = {14'370'000, 3642, 1, 1},
    .spend_funds = {4'292'000, 1887, 1, 1, {{39'064'582, 5206, 3, 3}}},
};

}  // namespace serinus::kusama::weights
