/// Weights of Treasury.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_treasury.rs
#pragma once

#include "runtime/pallets/treasury/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_treasury::Weights<Measured> kTreasury{
    .spend = {12'752'000, 1887, 2, 3},
    .propose_spend = {24'267'000, 1489, 1, 2},
    .reject_proposal = {37'350'000, 3593, 2, 2},
    .approve_proposal = {10'234'157, 3573, 2, 1, {{72'271}}},
    .remove_approval = {6'149'000, 1887, 1, 1},
    .on_initialize_proposals = {36'590'852, 1887, 3, 3, {{37'703'755, 5206, 3, 3}}},
};

}  // namespace serinus::polkadot::weights
