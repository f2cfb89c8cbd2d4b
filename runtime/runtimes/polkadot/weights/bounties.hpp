/// Weights of Bounties.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_bounties.rs
#pragma once

#include "runtime/pallets/bounties/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_bounties::Weights<Measured> kBounties{
    .propose_bounty = {27'275'253, 3593, 2, 4, {{677}}},
    .approve_bounty = {9'908'000, 3642, 2, 2},
    .propose_curator = {8'681'000, 3642, 1, 1},
    .unassign_curator = {39'066'000, 3642, 2, 2},
    .accept_curator = {25'456'000, 3642, 2, 2},
    .award_bounty = {17'241'000, 3642, 2, 1},
    .claim_bounty = {113'353'000, 8799, 5, 6},
    .close_bounty_proposed = {42'374'000, 3642, 3, 3},
    .close_bounty_active = {75'817'000, 6196, 4, 4},
    .extend_bounty_expiry = {14'415'000, 3642, 1, 1},
    .spend_funds = {4'286'000, 1887, 1, 1, {{38'409'980, 5206, 3, 3}}},
};

}  // namespace serinus::polkadot::weights
