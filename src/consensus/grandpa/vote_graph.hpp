/// Who voted for which blocks and all below them: the tree of blocks that were voted for, without what lies between.
#pragma once

#include <functional>
#include <unordered_map>

#include "consensus/grandpa/block_tree.hpp"
#include "consensus/grandpa/voter_set.hpp"

namespace serinus::consensus::grandpa {

/// The voters whose vote is for a block or for one above it. Spec: defn-observed-votes
struct BlockVotes {
    explicit BlockVotes(size_t voters) : prevotes(voters), precommits(voters) {}

    VoterBits prevotes;
    VoterBits precommits;
};

/// A node for each block that was voted for and for each block where such branches part; the edges between them hold
/// the blocks that nothing distinguishes from the node above. So the highest block that enough voters agree on is a
/// node.
///
/// Memory: O(nodes · voters / 8 + blocks between the base and the votes).
class VoteGraph {
  public:
    /// Whether a block's votes are enough. Once false for a block, it must be false for all above it.
    using Enough = std::function<bool(const BlockVotes&)>;

    VoteGraph(const BlockId& base, size_t voters);

    const BlockId& base() const noexcept { return nodes_[0].block; }

    /// False, and no change: the block is unknown, has another number, or is not the base or above it.
    bool insert(const BlockId& target, VoteKind kind, size_t voter, const BlockTree& tree);

    /// The highest of `head` and the blocks below it that has enough. nullopt: none has, or `head` is not in the graph.
    std::optional<BlockId> find_ancestor(const BlockId& head, const Enough& enough) const;

    /// The highest block that has enough, among `from` and those above it; `from` is the base if it is not in the
    /// graph. nullopt: not even `from` has. Spec: algo-grandpa-ghost
    std::optional<BlockId> find_ghost(const std::optional<BlockId>& from, const Enough& enough) const;

  private:
    static constexpr uint32_t kNone = UINT32_MAX;

    struct Node {
        BlockId block;
        uint32_t parent = kNone;
        std::vector<Hash256> between =
            {};  ///< blocks down to the parent node, both excluded: [0] is the block's parent
        std::vector<uint32_t> children = {};
        BlockVotes votes;
    };
    struct FirstBytes {
        size_t operator()(const Hash256& hash) const noexcept { return load_le<size_t>(hash.data()); }
    };

    uint32_t node_at(const BlockId& block);
    uint32_t append(const BlockId& block, std::vector<Hash256> between, uint32_t parent);

    std::vector<Node> nodes_;
    std::unordered_map<Hash256, uint32_t, FirstBytes> where_;  ///< the node of a block, or the one above it on its edge
};

}  // namespace serinus::consensus::grandpa
