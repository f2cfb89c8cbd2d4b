/// Where the chain ends: its best block, its last finalized one, its leaves.
#pragma once

#include <mutex>

#include "chain/store/database.hpp"

namespace serinus::chain {

/// What the database says of it, kept so that it costs nothing to ask. Any thread.
class ChainEnds {
  public:
    Result<void, ChainError> read(Database& database);

    BlockId best() const;
    BlockId finalized() const;
    std::vector<BlockId> leaves() const;  ///< the best first, then by weight and number

    void added(const BlockId& block, const Hash256& parent, uint64_t weight, bool is_best);
    void removed(const std::vector<Hash256>& blocks);
    void made_final(const BlockId& block, const std::optional<BlockId>& new_best);

    uint64_t bytes() const;

  private:
    struct Leaf {
        BlockId block;
        uint64_t weight = 0;
    };

    mutable std::mutex mutex_;
    BlockId best_;
    BlockId finalized_;
    std::vector<Leaf> leaves_;
};

}  // namespace serinus::chain
