/// Weights of Treasury.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_treasury.rs
#pragma once

#include "runtime/pallets/treasury/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_treasury::Weights<Measured> kTreasury{
    .spend = {12'915'000, 1887, 2, 3},
    .propose_spend = {24'930'000, 1489, 1, 2},
    .reject_proposal = {37'341'000, 3593, 2, 2},
    .approve_proposal = {12'144'577, 3573, 2, 1, {{83'412}}},
    .remove_approval = {6'191'000, 1887, 1, 1},
    .on_initialize_proposals = {55'754'002, 3593, 4, 4, {{37'890'085, 5206, 3, 3}}},
};

}  // namespace serinus::kusama::weights
