#include "runtime/protocol/proving_trie.hpp"

#include "runtime/sdk/host/host.hpp"

namespace serinus::sdk {
namespace {

using Nibbles = std::vector<uint8_t>;

Nibbles to_nibbles(BytesView key) {
    Nibbles out;
    out.reserve(key.size() * 2);
    for (const uint8_t byte : key) {
        out.push_back(byte >> 4);
        out.push_back(byte & 15);
    }
    return out;
}

// The two highest bits of a node's first byte. Spec: defn-node-header
constexpr uint8_t kLeaf = 0b0100'0000;
constexpr uint8_t kBranch = 0b1000'0000;
constexpr uint8_t kBranchWithValue = 0b1100'0000;
constexpr uint8_t kKindMask = 0b1100'0000;
/// The largest length of a partial key that the first byte can say; more bytes follow it.
constexpr uint32_t kShortLength = 0b0011'1111;

using Entries = std::span<const std::pair<Nibbles, const Bytes*>>;

/// Builds nodes from the leaves up and keeps those that are known by their hash.
struct Builder {
    std::map<Hash256, Bytes>& nodes;

    static void write_header(scale::Encoder& out, uint8_t kind, std::span<const uint8_t> partial) {
        auto length = static_cast<uint32_t>(partial.size());
        if (length < kShortLength) {
            out.byte(kind | static_cast<uint8_t>(length));
        } else {
            out.byte(kind | static_cast<uint8_t>(kShortLength));
            for (length -= kShortLength; length >= 255; length -= 255) out.byte(255);
            out.byte(static_cast<uint8_t>(length));
        }
        if (partial.size() % 2 == 1) {
            out.byte(partial[0]);
            partial = partial.subspan(1);
        }
        for (size_t i = 0; i < partial.size(); i += 2) out.byte(static_cast<uint8_t>(partial[i] << 4 | partial[i + 1]));
    }

    /// The node above `entries`, which are sorted, not empty and share their first `depth` nibbles.
    Bytes node(Entries entries, size_t depth) const {
        const std::span<const uint8_t> first = entries.front().first;
        const std::span<const uint8_t> last = entries.back().first;
        size_t common = depth;
        while (common < first.size() && common < last.size() && first[common] == last[common]) ++common;
        const auto partial = first.subspan(depth, common - depth);

        scale::Encoder out;
        if (entries.size() == 1) {
            write_header(out, kLeaf, partial);
            scale::encode_to(out, *entries.front().second);
            return std::move(out).finish();
        }
        // The shortest key comes first.
        const Bytes* const value = first.size() == common ? entries.front().second : nullptr;
        if (value) entries = entries.subspan(1);
        write_header(out, value ? kBranchWithValue : kBranch, partial);

        uint16_t children = 0;
        for (const auto& [key, _] : entries) children |= static_cast<uint16_t>(1 << key[common]);
        scale::encode_to(out, children);
        if (value) scale::encode_to(out, *value);
        while (!entries.empty()) {
            size_t count = 1;
            while (count < entries.size() && entries[count].first[common] == entries[0].first[common]) ++count;
            scale::encode_to(out, merkle_value(node(entries.first(count), common + 1)));
            entries = entries.subspan(count);
        }
        return std::move(out).finish();
    }

    /// A short node stands for itself, others for their hash. Spec: defn-merkle-value
    Bytes merkle_value(Bytes node) const {
        if (node.size() < 32) return node;
        const Hash256 hash = host::blake2_256(node);
        nodes.emplace(hash, std::move(node));
        return to_bytes(hash.bytes);
    }
};

/// A node as a lookup sees it.
struct Node {
    uint8_t kind{};
    Nibbles partial;
    std::optional<Bytes> value;
    std::array<std::optional<Bytes>, 16> children;
};

bool read_header(scale::Decoder& in, Node& node) {
    uint8_t byte;
    if (!in.byte(byte)) return false;
    node.kind = byte & kKindMask;
    if (node.kind != kLeaf && node.kind != kBranch && node.kind != kBranchWithValue) return false;
    uint32_t length = byte & kShortLength;
    if (length == kShortLength) {
        do {
            if (!in.byte(byte)) return false;
            length += byte;
        } while (byte == 255);
    }
    const uint8_t* packed;
    if (!in.take((length + 1) / 2, packed)) return false;
    node.partial = to_nibbles({packed, (length + 1) / 2});
    if (length % 2 == 1) {
        if (node.partial[0] != 0) return false;
        node.partial.erase(node.partial.begin());
    }
    return true;
}

std::optional<Node> read_node(BytesView encoded) {
    Node node;
    scale::Decoder in(encoded);
    if (!read_header(in, node)) return std::nullopt;
    uint16_t children = 0;
    if (node.kind != kLeaf && !scale::decode_into(in, children)) return std::nullopt;
    if (node.kind != kBranch && !scale::decode_into(in, node.value.emplace())) return std::nullopt;
    for (uint32_t i = 0; i < 16; ++i) {
        if ((children >> i & 1) != 0 && !scale::decode_into(in, node.children[i].emplace())) return std::nullopt;
    }
    return node;
}

}  // namespace

ProvingTrie ProvingTrie::of(const std::map<Bytes, Bytes>& entries) {
    ProvingTrie trie;
    if (entries.empty()) {
        trie.root_ = host::blake2_256(Bytes{0});
        return trie;
    }
    std::vector<std::pair<Nibbles, const Bytes*>> sorted;
    sorted.reserve(entries.size());
    for (const auto& [key, value] : entries) sorted.emplace_back(to_nibbles(key), &value);
    // The root has a hash whatever its size.
    Bytes root = Builder{trie.nodes_}.node(sorted, 0);
    trie.root_ = host::blake2_256(root);
    trie.nodes_.emplace(trie.root_, std::move(root));
    return trie;
}

ProvingTrie ProvingTrie::from_nodes(const Hash256& root, std::span<const Bytes> nodes) {
    ProvingTrie trie;
    trie.root_ = root;
    for (const Bytes& node : nodes) trie.nodes_.emplace(host::blake2_256(node), node);
    return trie;
}

std::optional<Bytes> ProvingTrie::get(BytesView key, std::vector<Bytes>* visited) const {
    const Nibbles nibbles = to_nibbles(key);
    std::span<const uint8_t> rest = nibbles;
    Bytes reference = to_bytes(root_.bytes);
    for (;;) {
        if (reference.size() == 32) {
            const auto found = nodes_.find(*Hash256::from(reference));
            if (found == nodes_.end()) return std::nullopt;
            reference = found->second;
            if (visited) visited->push_back(reference);
        }
        auto node = read_node(reference);
        if (!node || rest.size() < node->partial.size()) return std::nullopt;
        if (!equal(rest.first(node->partial.size()), node->partial)) return std::nullopt;
        rest = rest.subspan(node->partial.size());
        if (rest.empty()) return std::move(node->value);
        auto& child = node->children[rest[0]];
        if (!child || child->size() > 32) return std::nullopt;
        reference = *std::move(child);
        rest = rest.subspan(1);
    }
}

}  // namespace serinus::sdk
