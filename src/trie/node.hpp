/// The encoding of one trie node, read and written.
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "trie/nibbles.hpp"
#include "trie/node_writer.hpp"

namespace serinus::trie {

enum class NodeError : uint8_t {
    kTruncated = 1,
    kUnknownVariant,  ///< the first bits are 0000 and not all of the byte is zero; 00000001 opens a compact-proof item
    kBadPadding,      ///< an odd partial key whose unused half byte is not zero
    kNoChildren,      ///< a branch whose bitmap is zero
    kNonCanonicalLength,  ///< a compact integer longer than it needs to be, or above 32 bits
};

const char* to_string(NodeError error) noexcept;

/// A decoded node; points into its encoding.
/// Spec: defn-node-value, defn-node-subvalue
struct NodeView {
    NodeVariant variant = NodeVariant::kEmpty;
    NibblesView partial_key;
    ValueKind value_kind = ValueKind::kNone;
    BytesView value;
    uint16_t children_bitmap = 0;          ///< bit i: there is a child at nibble i
    std::array<BytesView, 16> children{};  ///< Merkle values: 32 bytes are a hash, fewer the child's encoding
    size_t size = 0;                       ///< of the encoding, in bytes

    bool has_child(uint8_t nibble) const noexcept { return (children_bitmap >> nibble & 1) != 0; }
};

/// Reads a node from the front of `encoding`. Allocates nothing; time O(nibble lengths + children).
///
/// Accepts each encoding that the network accepts, more than `encode_node` writes:
/// - bytes after the node (see `size`);
/// - Merkle values of any size: none at all (a compact proof leaves them out), and more than 32 bytes, which nothing
/// can
///   be read below;
/// - a branch with one child and no value, children that are the empty node, hashes of short nodes or short values.
/// Each accepted node is written back as the same `size` bytes by `encode_node`.
/// Spec: defn-node-header, defn-children-bitmap. Observed: polkadot-stable2407: the leniency is the reference
/// implementation's.
Result<NodeView, NodeError> decode_node(BytesView encoding) noexcept;

/// The encoding of `node`; `variant` and `size` are not read but follow from the rest.
Bytes encode_node(const NodeView& node);

}  // namespace serinus::trie
