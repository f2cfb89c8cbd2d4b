/// The blocks that matter at the node's leaves: each leaf with the ancestors that may be scheduling parents at it.
/// Observed: polkadot-node-subsystem-util 36.0.0, backing_implicit_view.
#pragma once

#include <map>
#include <vector>

#include "parachain/wire/node_types.hpp"

namespace serinus::parachain {

class ImplicitView {
  public:
    /// `path`: the leaf, its parent and so on: ancestors whose children are of the leaf's session, at most lookahead
    /// blocks in all. Nothing happens for a leaf that is active.
    void activate(std::vector<Hash256> path, BlockNumber leaf_number);
    /// Returns the blocks that matter no more, ascending: those older than what any leaf that is left needs.
    std::vector<Hash256> deactivate(const Hash256& leaf);

    bool contains_leaf(const Hash256& block) const { return leaves_.contains(block); }
    bool contains(const Hash256& block) const { return numbers_.contains(block); }
    std::optional<BlockNumber> number_of(const Hash256& block) const;
    std::vector<Hash256> leaves() const;
    /// Ascending.
    std::vector<Hash256> blocks() const;
    /// The scheduling parents that are allowed at a block that is or was a leaf, itself first; nullptr for others.
    const std::vector<Hash256>* allowed_at(const Hash256& block) const;
    /// The paths, oldest block first, of all leaves at which the block is allowed.
    std::vector<std::vector<Hash256>> paths_via(const Hash256& block) const;

  private:
    /// Blocks that are kept above what a leaf's path needs, for candidates that come late.
    static constexpr BlockNumber kMinRetained = 2;

    std::map<Hash256, BlockNumber> leaves_;  ///< with the lowest number that is kept for it
    std::map<Hash256, BlockNumber> numbers_;
    std::map<Hash256, std::vector<Hash256>> paths_;
};

}  // namespace serinus::parachain
