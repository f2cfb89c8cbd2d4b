#include "chain/store/block_pruning.hpp"

namespace serinus::chain {
namespace {

/// A branch from its first block on, parents before their children.
Result<std::vector<BlockId>, ChainError> blocks_of_branch(BlockStore& blocks, const BlockId& top) {
    std::vector<BlockId> out = {top};
    for (size_t i = 0; i < out.size(); ++i) {
        TRY_ASSIGN(const auto children, blocks.children(out[i].hash));
        for (const Hash256& child : children) out.push_back({child, out[i].number + 1});
    }
    return out;
}

}  // namespace

std::string to_string(const Pruning& pruning) {
    switch (pruning.mode) {
        case Pruning::Mode::kArchive:
            return "archive";
        case Pruning::Mode::kArchiveCanonical:
            return "archive-canonical";
        case Pruning::Mode::kLast:
            break;
    }
    return std::to_string(pruning.count);
}

Result<std::vector<BlockId>, ChainError> remove_branch(BlockStore& blocks, storage::WriteBatch& batch,
                                                       const BlockId& top, const Hash256& parent) {
    TRY_ASSIGN(auto branch, blocks_of_branch(blocks, top));
    for (const BlockId& block : branch) {
        TRY_ASSIGN(const auto header, blocks.find_header(block.hash));
        blocks.remove(batch, block, header ? header->parent_hash : parent);
    }
    return branch;
}

Result<std::vector<Hash256>, ChainError> prune_blocks(BlockStore& blocks, storage::WriteBatch& batch,
                                                      const Pruning& mode, const ForksKept& forks,
                                                      const BlockId& parent, std::span<const BlockId> path) {
    std::vector<Hash256> out;
    BlockId before = parent;
    for (const BlockId& block : path) {
        TRY_ASSIGN(const auto children, blocks.children(before.hash));
        for (const Hash256& child : children) {
            if (child == block.hash) continue;
            const BlockId top{child, block.number};
            const bool keeps = forks.blocks || forks.headers;
            TRY_ASSIGN(const auto branch,
                       keeps ? blocks_of_branch(blocks, top) : remove_branch(blocks, batch, top, before.hash));
            for (const BlockId& lost : branch) {
                if (!forks.blocks) blocks.remove_body(batch, lost.hash);
                out.push_back(lost.hash);
            }
        }
        if (mode.mode == Pruning::Mode::kLast && block.number > mode.count) {
            const primitives::BlockNumber number = block.number - mode.count;
            if (number > parent.number) {
                blocks.remove_body(batch, path[number - parent.number - 1].hash);
            } else {
                TRY_ASSIGN(const auto old, blocks.find_hash(number));
                if (old) blocks.remove_body(batch, *old);
            }
        }
        before = block;
    }
    return out;
}

}  // namespace serinus::chain
