/// The heads of the chain: its best block, its last finalized one, its leaves.
#pragma once

#include <mutex>

#include "chain/store/database.hpp"

namespace serinus::chain {

/// What the database says of it, kept so that it costs nothing to ask. Any thread.
class ChainHeads {
  public:
    Result<void, ChainError> read(Database& database);

    BlockId best() const;
    BlockId finalized() const;
    /// Those that are not excluded first; the best first, then by the fork choice, then by hash.
    std::vector<BlockId> leaves() const;

    void added(const BlockId& block, const Hash256& parent, uint64_t weight);
    /// The block is the only one that matters: best, finalized and the only leaf.
    void set_only(const BlockId& block, uint64_t weight);
    void set_best(const BlockId& block);
    void removed(const std::vector<Hash256>& blocks);
    void set_finalized(const BlockId& block, const std::optional<BlockId>& new_best);

    uint64_t bytes() const;

  private:
    using Leaf = ChainHead;

    const Database* database_ = nullptr;
    mutable std::mutex mutex_;
    BlockId best_;
    BlockId finalized_;
    std::vector<Leaf> leaves_;
};

}  // namespace serinus::chain
