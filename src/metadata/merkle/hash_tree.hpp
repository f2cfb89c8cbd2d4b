/// The binary tree of hashes of RFC-78, and proofs that leaves are in it.
#pragma once

#include "base/bytes.hpp"

namespace serinus::metadata::merkle {

/// A complete tree as a heap: the root is node 0, below node i are 2i+1 and 2i+2, the leaves are the last nodes in
/// their order.
class HashTree {
  public:
    explicit HashTree(const std::vector<Bytes>& leaves);

    /// All zeros if there are no leaves.
    const Hash256& root() const noexcept { return nodes_.front(); }

    struct Proof {
        std::vector<uint32_t> leaves;        ///< their numbers, in the order in which the proof has them
        std::vector<uint32_t> leaf_indices;  ///< the nodes that they are
        std::vector<Hash256> nodes;  ///< the hashes that do not follow from the leaves, from the root to the left first
    };
    /// `leaves`: numbers below that of the leaves, ascending, each once.
    Proof prove(const std::vector<uint32_t>& leaves) const;

    /// The root that a proof leads to: `hashes` are those of its leaves. nullopt: it does not fit a tree of
    /// `leaf_count` leaves.
    static std::optional<Hash256> root_of(const Proof& proof, const std::vector<Hash256>& hashes, size_t leaf_count);

  private:
    size_t leaf_count_;
    std::vector<Hash256> nodes_;
};

}  // namespace serinus::metadata::merkle
