#include "metadata/merkle/hash_tree.hpp"

#include "base/assert.hpp"
#include "hashing/blake3.hpp"

namespace serinus::metadata::merkle {
namespace {

size_t level_of(size_t node) { return static_cast<size_t>(std::bit_width(node + 1)) - 1; }

bool is_above(size_t node, size_t other) {
    const size_t level = level_of(node), other_level = level_of(other);
    return level <= other_level && (other + 1) >> (other_level - level) == node + 1;
}

Hash256 hash_of(const Hash256& left, const Hash256& right) {
    ByteArray<2 * Hash256::kSize> both;
    std::ranges::copy(right, std::ranges::copy(left, both.begin()).out);
    return hashing::blake3_256(both);
}

/// Walks from the root to the leaves of a proof, which come from the left to the right of the tree. `on_leaf` and
/// `on_hash` give the hashes, nullopt to end the walk.
template <class OnLeaf, class OnHash>
std::optional<Hash256> walk(size_t node, const std::vector<uint32_t>& targets, size_t& next, OnLeaf on_leaf,
                            OnHash on_hash) {
    if (next == targets.size()) return on_hash(node);
    if (targets[next] == node) return on_leaf(next++);
    if (!is_above(node, targets[next])) return on_hash(node);
    const auto left = walk(2 * node + 1, targets, next, on_leaf, on_hash);
    if (!left) return std::nullopt;
    const auto right = walk(2 * node + 2, targets, next, on_leaf, on_hash);
    if (!right) return std::nullopt;
    return hash_of(*left, *right);
}

}  // namespace

HashTree::HashTree(const std::vector<Bytes>& leaves)
    : leaf_count_(leaves.size()), nodes_(std::max<size_t>(2 * leaves.size(), 2) - 1) {
    for (size_t i = 0; i < leaves.size(); ++i) nodes_[leaf_count_ - 1 + i] = hashing::blake3_256(leaves[i]);
    for (size_t i = leaf_count_; i-- > 1;) nodes_[i - 1] = hash_of(nodes_[2 * i - 1], nodes_[2 * i]);
}

HashTree::Proof HashTree::prove(const std::vector<uint32_t>& leaves) const {
    Proof out;
    // The lowest level of the tree is not full: its leaves, the last ones, stand to the left of the others.
    const auto node_of = [this](uint32_t leaf) { return leaf_count_ - 1 + leaf; };
    const size_t lowest = leaves.empty() ? 0 : level_of(node_of(leaves.back()));
    const auto border = std::ranges::find_if(leaves, [&](uint32_t leaf) { return level_of(node_of(leaf)) == lowest; });
    out.leaves.assign(border, leaves.end());
    out.leaves.insert(out.leaves.end(), leaves.begin(), border);
    for (const uint32_t leaf : out.leaves) {
        SERINUS_ASSERT(leaf < leaf_count_);
        out.leaf_indices.push_back(static_cast<uint32_t>(node_of(leaf)));
    }
    size_t next = 0;
    (void)walk(
        0, out.leaf_indices, next, [&](size_t i) { return std::optional(nodes_[out.leaf_indices[i]]); },
        [&](size_t node) {
            out.nodes.push_back(nodes_[node]);
            return std::optional(nodes_[node]);
        });
    SERINUS_ASSERT(next == out.leaf_indices.size());
    return out;
}

std::optional<Hash256> HashTree::root_of(const Proof& proof, const std::vector<Hash256>& hashes, size_t leaf_count) {
    if (leaf_count == 0 || hashes.size() != proof.leaf_indices.size()) return std::nullopt;
    const auto is_leaf = [leaf_count](uint32_t node) { return node >= leaf_count - 1 && node < 2 * leaf_count - 1; };
    if (!std::ranges::all_of(proof.leaf_indices, is_leaf)) return std::nullopt;
    size_t next = 0, used = 0;
    const auto root = walk(
        0, proof.leaf_indices, next, [&](size_t i) { return std::optional(hashes[i]); },
        [&](size_t) { return used < proof.nodes.size() ? std::optional(proof.nodes[used++]) : std::nullopt; });
    if (next != proof.leaf_indices.size() || used != proof.nodes.size()) return std::nullopt;
    return root;
}

}  // namespace serinus::metadata::merkle
