/// Which block is the best one.
#pragma once

#include "chain/store/block_store.hpp"

namespace serinus::chain {

/// The last block of a branch.
struct ChainHead {
    BlockId block;
    uint64_t weight = 0;  ///< of the branch up to it, as the engine's verifier computed it
};

/// The rule by which a consensus engine compares branches; consensus/ implements it. The database applies it to the
/// branches above the last finalized block that are not excluded (Client::exclude). Any thread; no state.
class ForkChoice {
  public:
    virtual ~ForkChoice() = default;
    /// Whether the branch of `a` is better than the branch of `b`: a strict weak order. Equally good branches: the one
    /// that was best stays the best.
    virtual bool is_better(const ChainHead& a, const ChainHead& b) const = 0;
};

}  // namespace serinus::chain
