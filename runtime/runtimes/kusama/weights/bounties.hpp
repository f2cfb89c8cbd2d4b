/// Weights of Bounties.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_bounties.rs
#pragma once

#include "runtime/pallets/bounties/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_bounties::Weights<Measured> kBounties{
    .propose_bounty = {36'049'416, 3593, 2, 4, {{1140}}},
    .approve_bounty = {20'510'000, 3642, 2, 2},
    .propose_curator = {18'900'000, 3642, 1, 1},
    .unassign_curator = {55'160'000, 3642, 2, 2},
    .accept_curator = {42'180'000, 3642, 2, 2},
    .award_bounty = {24'510'000, 3642, 2, 1},
    .claim_bounty = {164'550'000, 8799, 5, 8},
    .close_bounty_proposed = {64'790'000, 3642, 3, 3},
    .close_bounty_active = {111'980'000, 6196, 4, 6},
    .extend_bounty_expiry = {21'280'000, 3642, 1, 1},
    .spend_funds = {4'550'000, 1887, 1, 1, {{50'602'470, 5206, 3, 3}}},
    .approve_bounty_with_curator = {24'480'000, 3642, 2, 2},
    .poke_deposit = {50'480'000, 19'865, 3, 2},
};

}  // namespace serinus::kusama::weights
