/// Whole tries as sets of nodes, built in the plainest way, for the tests of this folder.
#pragma once

#include <map>
#include <span>

#include "hashing/hashing.hpp"
#include "trie/node.hpp"
#include "trie/node_source.hpp"
#include "trie/root_builder.hpp"

namespace serinus::trie::test {

/// All nodes and hashed values of some tries, by hash.
struct NodeSet final : NodeSource {
    std::map<Hash256, Bytes> nodes;
    size_t requests = 0;

    Hash256 add(Bytes bytes) {
        const Hash256 hash = hashing::blake2b_256(bytes);
        nodes[hash] = std::move(bytes);
        return hash;
    }

    Result<BytesView, SourceError> node_at(const NibblePath&, const Hash256& hash) override {
        ++requests;
        const auto found = nodes.find(hash);
        ENSURE(found != nodes.end(), SourceError::kMissing);
        return BytesView(found->second);
    }
    Result<BytesView, SourceError> value_at(const NibblePath& path, const Hash256& hash) override {
        return node_at(path, hash);
    }

    std::vector<Bytes> items() const {
        std::vector<Bytes> out;
        out.reserve(nodes.size());
        for (const auto& [hash, bytes] : nodes) out.push_back(bytes);
        return out;
    }

    /// Adds the trie of these entries; its root, which RootBuilder must confirm.
    template <class Map>
    Hash256 build(const Map& entries, StateVersion version) {
        std::vector<std::pair<BytesView, BytesView>> sorted;
        RootBuilder builder(version);
        for (const auto& [key, value] : entries) {
            sorted.emplace_back(key, value);
            SERINUS_ASSERT(builder.add(key, value).has_value());
        }
        const Hash256 root = sorted.empty() ? add({0}) : add(encode_subtrie(sorted, 0, version));
        SERINUS_ASSERT(root == builder.finish());
        return root;
    }

  private:
    using Sorted = std::span<const std::pair<BytesView, BytesView>>;

    /// The node of entries that share their first `from` nibbles.
    Bytes encode_subtrie(Sorted entries, size_t from, StateVersion version) {
        const NibblesView first(entries.front().first);
        const size_t common = common_nibbles(first, NibblesView(entries.back().first));
        Bytes partial((common - from + 1) / 2);
        write_nibbles(partial.data(), first.slice(from, common));

        NodeView node;
        node.partial_key = NibblesView::right_aligned(partial.data(), common - from);
        Hash256 value_hash;
        if (first.size() == common) {
            node.value_kind =
                is_value_hashed(version, entries[0].second.size()) ? ValueKind::kHash : ValueKind::kInline;
            node.value = entries[0].second;
            if (node.value_kind == ValueKind::kHash) {
                value_hash = add(to_bytes(node.value));
                node.value = value_hash.bytes;
            }
            entries = entries.subspan(1);
        }
        std::array<Bytes, 16> children;
        while (!entries.empty()) {
            const uint8_t step = NibblesView(entries[0].first)[common];
            size_t count = 1;
            while (count < entries.size() && NibblesView(entries[count].first)[common] == step) ++count;
            const Bytes child = encode_subtrie(entries.first(count), common + 1, version);
            children[step] = child.size() < 32 ? child : to_bytes(add(child).bytes);
            node.children_bitmap |= static_cast<uint16_t>(1u << step);
            node.children[step] = children[step];
            entries = entries.subspan(count);
        }
        return encode_node(node);
    }
};

}  // namespace serinus::trie::test
