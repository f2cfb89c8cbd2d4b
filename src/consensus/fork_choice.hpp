/// Which branch is the best one under BABE and Aura.
#pragma once

#include "chain/store/fork_choice.hpp"

namespace serinus::consensus {

/// The branch with the most primary blocks (its weight; Aura has none), then the longest one. Branches without the last
/// finalized block do not come into question, with or without GRANDPA.
/// Observed: LongestChain with the import weight of sc_consensus_babe, polkadot v1.0.0
class HeaviestBranch final : public chain::ForkChoice {
  public:
    bool is_better(const chain::ChainHead& a, const chain::ChainHead& b) const override {
        return std::pair(a.weight, a.block.number) > std::pair(b.weight, b.block.number);
    }
};

}  // namespace serinus::consensus
