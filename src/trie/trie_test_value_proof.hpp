/// Compact proofs of one value, made in the plainest way, for tests.
#pragma once

#include <vector>

#include "trie/node.hpp"
#include "trie/node_source.hpp"

namespace serinus::trie::test {

/// The proof of the value at `key`; no nodes if it has nothing there. Asserts that the trie is whole.
inline std::vector<Bytes> value_proof_of(NodeSource& source, const Hash256& root, BytesView key) {
    struct Step {
        Bytes encoding;
        bool is_inline;
        uint8_t child_index = 0;
    };
    const NibblesView nibbles(key);
    std::vector<Step> steps;
    NibblePath path;
    steps.push_back({to_bytes(*source.node_at(path, root)), false});
    for (size_t at = 0;;) {
        const NodeView node = *decode_node(steps.back().encoding);
        const NibblesView rest = nibbles.from(at);
        if (common_nibbles(node.partial_key, rest) != node.partial_key.size()) return {};
        at += node.partial_key.size();
        if (at == nibbles.size()) {
            if (node.value_kind == ValueKind::kNone) return {};
            break;
        }
        const uint8_t index = nibbles[at++];
        if (!node.has_child(index)) return {};
        steps.back().child_index = index;
        const BytesView child = node.children[index];
        const bool is_inline = child.size() < Hash256::kSize;
        Bytes encoding = to_bytes(is_inline ? child : *source.node_at(path, *Hash256::from(child)));
        steps.push_back({std::move(encoding), is_inline});
    }

    std::vector<Bytes> proof;
    for (size_t i = steps.size(); i-- > 0;) {
        NodeView node = *decode_node(steps[i].encoding);
        if (i + 1 == steps.size()) {
            node.value = {};
            node.value_kind = node.children_bitmap == 0 ? ValueKind::kInline : ValueKind::kNone;
        } else {
            const bool stands_here = steps[i + 1].is_inline;
            node.children[steps[i].child_index] = stands_here ? BytesView(steps[i + 1].encoding) : BytesView();
        }
        Bytes shortened = encode_node(node);
        steps[i].encoding = std::move(shortened);
        if (!steps[i].is_inline) proof.insert(proof.begin(), steps[i].encoding);
    }
    return proof;
}

inline std::vector<BytesView> views_of(const std::vector<Bytes>& items) { return {items.begin(), items.end()}; }

}  // namespace serinus::trie::test
