/// Merkle mountain ranges by numbers alone: where nodes stand. A leaf is appended at the end; whenever two trees of one
/// size stand side by side, their parent follows. Nodes are numbered in the order in which they came (positions),
/// leaves among themselves (indices).
///
///     position of nodes, of seven leaves         6
///                                            /       \
///                                          2           5         9
///                                        /   \       /   \     /   \
///                                       0     1     3     4   7     8   10
///
/// Arguments may come from others: sums and shifts wrap, as they do in the reference, and every function ends.
/// Observed: ckb-merkle-mountain-range 0.5.2, helper.rs; sp-mmr-primitives, utils.rs
#pragma once

#include <bit>

#include "codec/scale.hpp"

namespace serinus::primitives::mmr {

/// Begins the keys under which the runtime gives nodes to the node.
inline constexpr std::string_view kIndexingPrefix = "mmr";

/// The number of nodes with so many leaves.
constexpr uint64_t size_of(uint64_t leaf_count) noexcept {
    return 2 * leaf_count - static_cast<uint64_t>(std::popcount(leaf_count));
}

/// The position of a leaf.
constexpr uint64_t leaf_position(uint64_t leaf_index) noexcept {
    const uint64_t count = leaf_index + 1;
    return size_of(count) - static_cast<uint64_t>(std::countr_zero(count)) - 1;
}

/// The height of a node above the leaves.
constexpr uint32_t height_of(uint64_t position) noexcept {
    uint64_t at = position + 1;
    // Until it stands on the left edge of the range, where all bits are ones: to the same place in the tree on the
    // left.
    while (at == 0 || std::popcount(at) + std::countl_zero(at) != 64) {
        const uint64_t top = uint64_t{1} << ((63 - std::countl_zero(at)) & 63);
        at -= top - 1;
    }
    return static_cast<uint32_t>(63 - std::countl_zero(at));
}

/// How far a node's parent is from the left child, and the right child from the left one, at that height.
constexpr uint64_t parent_offset(uint32_t height) noexcept { return uint64_t{2} << (height & 63); }
constexpr uint64_t sibling_offset(uint32_t height) noexcept { return parent_offset(height) - 1; }

/// Whether the node is the right one of two, given its height.
constexpr bool is_right_child(uint64_t position, uint32_t height) noexcept { return height_of(position + 1) > height; }

/// The positions of the highest nodes, from the left. Observed: ckb-merkle-mountain-range 0.5.2: that of an empty range
/// is 0. Of some numbers near the largest, which no range has, the reference finds ever more until its memory ends:
/// they have none.
inline std::vector<uint64_t> peaks_of(uint64_t size) {
    const auto leftmost = [](uint32_t height) { return (uint64_t{1} << ((height + 1) & 63)) - 2; };
    uint32_t height = 1;
    uint64_t position = 0;
    for (uint64_t at = leftmost(height); at < size; at = leftmost(height)) {
        ++height;
        position = at;
    }
    --height;
    std::vector<uint64_t> out{position};
    while (height > 0) {
        position += sibling_offset(height);
        while (position > size - 1) {
            if (height == 0) return out;
            --height;
            position -= parent_offset(height);
        }
        out.push_back(position);
        if (out.size() > 64) return {};
    }
    return out;
}

/// The index of the leaf that brought the node.
inline uint64_t leaf_that_added(uint64_t position) {
    const uint64_t leaf = position - height_of(position);
    return leaf == 0 ? 0 : (leaf + peaks_of(leaf).size()) >> 1;
}

/// How many nodes a leaf brings: itself, and a parent for each tree that it completes. They follow each other.
constexpr uint64_t nodes_added_by(uint64_t leaf_index) noexcept {
    return 1 + static_cast<uint64_t>(std::countr_one(leaf_index));
}

/// Under which key the runtime indexes a node: that of the fork whose block, with that parent, has brought it.
inline Bytes fork_key(uint64_t position, const Hash256& parent) {
    return scale::encode(std::tuple(kIndexingPrefix, position, parent));
}

/// Under which key a node stands once its block is final.
inline Bytes canonical_key(uint64_t position) { return scale::encode(std::pair(kIndexingPrefix, position)); }

}  // namespace serinus::primitives::mmr
