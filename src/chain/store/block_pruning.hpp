/// Which blocks go when others become final.
#pragma once

#include <span>

#include "chain/store/block_store.hpp"

namespace serinus::chain {

/// How much is kept: of states or of bodies.
struct Pruning {
    enum class Mode : uint8_t {
        kArchive,           ///< all
        kArchiveCanonical,  ///< of the finalized blocks, all
        kLast,              ///< of the last `count` finalized blocks
    } mode = Mode::kLast;
    uint32_t count = 256;

    friend bool operator==(const Pruning&, const Pruning&) = default;
};

/// "archive", "archive-canonical", "256".
std::string to_string(const Pruning& pruning);

/// Removes the block and all that were built on it.
Result<std::vector<BlockId>, ChainError> remove_branch(BlockStore& blocks, storage::WriteBatch& batch,
                                                       const BlockId& top, const Hash256& parent);

/// What is kept of blocks that lost against finalized ones.
struct ForksKept {
    bool blocks = false;   ///< all
    bool headers = false;  ///< headers and records, so that their states can be read
};

/// Removes what the mode does not keep once the blocks of `path`, ascending, are final after `parent`: the branches
/// that begin beside them, and old bodies. Returns the blocks of those branches, also where they are kept.
Result<std::vector<Hash256>, ChainError> prune_blocks(BlockStore& blocks, storage::WriteBatch& batch,
                                                      const Pruning& mode, const ForksKept& forks,
                                                      const BlockId& parent, std::span<const BlockId> path);

}  // namespace serinus::chain
