/// What voters ask of the chain: how blocks hang together.
#pragma once

#include "consensus/grandpa/types.hpp"

namespace serinus::consensus::grandpa {

struct BlockLink {
    Hash256 parent;
    BlockNumber number = 0;
};

class BlockTree {
  public:
    virtual ~BlockTree() = default;
    /// nullopt: the block is not known, or not yet.
    virtual std::optional<BlockLink> find(const Hash256& hash) const = 0;
    /// Whether `block` is `ancestor` or above it. False if one of them is unknown.
    virtual bool is_same_or_above(const BlockId& ancestor, const BlockId& block) const;
};

}  // namespace serinus::consensus::grandpa
