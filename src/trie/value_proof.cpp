#include "trie/value_proof.hpp"

#include <vector>

#include "trie/node.hpp"

namespace serinus::trie {
namespace {

/// A node on the way to the key.
struct Step {
    NodeView node;
    bool is_inline;       ///< it stands in its parent
    uint8_t child_index;  ///< of the next step
};

/// Where a node leads a key to.
enum class Way : uint8_t { kNowhere, kEndsHere, kChild };

Way way_at(const NodeView& node, NibblesView key, size_t& position) noexcept {
    const NibblesView rest = key.from(position);
    const size_t partial = node.partial_key.size();
    if (common_nibbles(node.partial_key, rest) != partial) return Way::kNowhere;
    position += partial;
    if (rest.size() == partial) return Way::kEndsHere;
    return node.has_child(rest[partial]) ? Way::kChild : Way::kNowhere;
}

/// A leaf must have the place of its value empty, a branch none. The node of the empty trie has no place.
bool is_value_left_out(const NodeView& node) noexcept {
    if (node.children_bitmap != 0) return node.value_kind == ValueKind::kNone;
    return node.value_kind == ValueKind::kInline && node.value.empty();
}

/// Whether a child that is not on the path is longer than a hash: the reference has no room for it.
bool has_long_child(const NodeView& node) noexcept {
    for (uint8_t i = 0; i < 16; ++i) {
        if (node.has_child(i) && node.children[i].size() > Hash256::kSize) return true;
    }
    return false;
}

}  // namespace

bool verify_value_proof(const Hash256& root, std::span<const BytesView> nodes, BytesView key, BytesView value,
                        StateVersion version, HashFunction hash) {
    if (nodes.empty()) return false;
    const NibblesView nibbles(key);
    std::vector<Step> steps;
    size_t next_node = 1;
    size_t position = 0;
    for (BytesView encoding = nodes[0], parent = {};;) {
        const auto node = decode_node(encoding);
        if (!node) return false;
        steps.push_back({*node, !parent.empty(), 0});
        const Way way = way_at(*node, nibbles, position);
        if (way == Way::kNowhere) return false;
        if (way == Way::kEndsHere) break;

        Step& step = steps.back();
        step.child_index = nibbles[position++];
        parent = step.node.children[step.child_index];
        if (parent.size() == Hash256::kSize) return false;  // a hash that should have been left out
        if (parent.empty()) {
            if (next_node == nodes.size()) return false;
            encoding = nodes[next_node++];
        } else {
            encoding = parent;
        }
    }
    if (next_node != nodes.size() || !is_value_left_out(steps.back().node)) return false;

    const bool hashed = is_value_hashed(version, value.size());
    const Hash256 value_hash = hashed ? hash(value) : Hash256{};
    NodeView& last = steps.back().node;
    last.value_kind = hashed ? ValueKind::kHash : ValueKind::kInline;
    last.value = hashed ? BytesView(value_hash.bytes) : value;

    for (Bytes below;;) {
        Step step = steps.back();
        steps.pop_back();
        if (!below.empty()) step.node.children[step.child_index] = below;
        if (has_long_child(step.node)) return false;
        Bytes encoding = encode_node(step.node);
        if (steps.empty()) return hash(encoding) == root;
        if (step.is_inline) {
            if (encoding.size() > Hash256::kSize) return false;
            below = std::move(encoding);
        } else {
            below = to_bytes(hash(encoding));
        }
    }
}

}  // namespace serinus::trie
