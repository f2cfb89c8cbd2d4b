/// Star balancing: each voter in turn shares its stake so that the least backed of its candidates gain most.
/// Pallet: sp-npos-elections (balancing)
#pragma once

#include "runtime/npos/election.hpp"

namespace serinus::sdk::npos {

/// Balances the voters of an election that was held. Edges of weight 0 may be left. Returns how many times it went over
/// all voters.
uint32_t balance(Election& election, const BalancingConfig& config);

}  // namespace serinus::sdk::npos
