#include "trie/node.hpp"

#include "base/assert.hpp"

namespace serinus::trie {
namespace {

/// The bytes not read yet.
class Reader {
  public:
    explicit Reader(BytesView input) : rest_(input) {}

    size_t remaining() const noexcept { return rest_.size(); }

    Result<uint8_t, NodeError> byte() noexcept {
        ENSURE(!rest_.empty(), NodeError::kTruncated);
        const uint8_t out = rest_[0];
        rest_ = rest_.subspan(1);
        return out;
    }

    Result<BytesView, NodeError> bytes(size_t count) noexcept {
        ENSURE(count <= rest_.size(), NodeError::kTruncated);
        const BytesView out = rest_.first(count);
        rest_ = rest_.subspan(count);
        return out;
    }

    /// A byte string behind its compact length.
    Result<BytesView, NodeError> sized_bytes() noexcept {
        TRY_ASSIGN(const size_t size, compact_length());
        return bytes(size);
    }

  private:
    Result<size_t, NodeError> compact_length() noexcept {
        ENSURE(!rest_.empty(), NodeError::kTruncated);
        switch (rest_[0] & 0b11) {
            case 0b00:
                return TRY(byte()) >> 2;
            case 0b01: {
                const size_t out = load_le<uint16_t>(TRY(bytes(2)).data()) >> 2;
                ENSURE(out >= 1u << 6, NodeError::kNonCanonicalLength);
                return out;
            }
            case 0b10: {
                const size_t out = load_le<uint32_t>(TRY(bytes(4)).data()) >> 2;
                ENSURE(out >= 1u << 14, NodeError::kNonCanonicalLength);
                return out;
            }
            default: {
                ENSURE(rest_[0] == 0b11, NodeError::kNonCanonicalLength);  // more than four bytes follow
                const size_t out = load_le<uint32_t>(TRY(bytes(5)).data() + 1);
                ENSURE(out >= 1u << 30, NodeError::kNonCanonicalLength);
                return out;
            }
        }
    }

    BytesView rest_;
};

Result<NodeVariant, NodeError> variant_of(uint8_t first) noexcept {
    switch (first >> 6) {
        case 0b01:
            return NodeVariant::kLeaf;
        case 0b10:
            return NodeVariant::kBranch;
        case 0b11:
            return NodeVariant::kBranchWithValue;
        default:
            break;
    }
    if (first >> 5 == 0b001) return NodeVariant::kHashedLeaf;
    if (first >> 4 == 0b0001) return NodeVariant::kHashedBranch;
    ENSURE(first == 0, NodeError::kUnknownVariant);
    return NodeVariant::kEmpty;
}

constexpr bool is_branch(NodeVariant variant) noexcept {
    return variant == NodeVariant::kBranch || variant == NodeVariant::kBranchWithValue ||
           variant == NodeVariant::kHashedBranch;
}

constexpr ValueKind value_kind_of(NodeVariant variant) noexcept {
    switch (variant) {
        case NodeVariant::kLeaf:
        case NodeVariant::kBranchWithValue:
            return ValueKind::kInline;
        case NodeVariant::kHashedLeaf:
        case NodeVariant::kHashedBranch:
            return ValueKind::kHash;
        case NodeVariant::kBranch:
        case NodeVariant::kEmpty:
            return ValueKind::kNone;
    }
    return ValueKind::kNone;
}

/// Each length byte adds up to 255 nibbles, which must take 127 bytes of the input: the sum cannot overflow.
Result<size_t, NodeError> partial_key_length(Reader& input, uint8_t first, NodeVariant variant) noexcept {
    const uint8_t mask = header_length_mask(variant);
    size_t nibbles = first & mask;
    if (nibbles < mask) return nibbles;
    for (uint8_t more = 255; more == 255;) {
        more = TRY(input.byte());
        nibbles += more;
    }
    return nibbles;
}

}  // namespace

const char* to_string(NodeError error) noexcept {
    switch (error) {
        case NodeError::kTruncated:
            return "the node is truncated";
        case NodeError::kUnknownVariant:
            return "the node's kind is not known";
        case NodeError::kBadPadding:
            return "the partial key's padding is not zero";
        case NodeError::kNoChildren:
            return "a branch without children";
        case NodeError::kNonCanonicalLength:
            return "a length is not in its shortest form";
    }
    return "unknown";
}

Result<NodeView, NodeError> decode_node(BytesView encoding) noexcept {
    Reader input(encoding);
    NodeView node;
    const uint8_t first = TRY(input.byte());
    node.variant = TRY(variant_of(first));
    if (node.variant == NodeVariant::kEmpty) {
        node.size = 1;
        return node;
    }

    TRY_ASSIGN(const size_t nibbles, partial_key_length(input, first, node.variant));
    TRY_ASSIGN(const BytesView partial_key, input.bytes((nibbles + 1) / 2));
    ENSURE(nibbles % 2 == 0 || partial_key[0] < 0x10, NodeError::kBadPadding);
    node.partial_key = NibblesView::right_aligned(partial_key.data(), nibbles);

    if (is_branch(node.variant)) {
        node.children_bitmap = load_le<uint16_t>(TRY(input.bytes(2)).data());
        ENSURE(node.children_bitmap != 0, NodeError::kNoChildren);
    }
    node.value_kind = value_kind_of(node.variant);
    if (node.value_kind == ValueKind::kInline) node.value = TRY(input.sized_bytes());
    if (node.value_kind == ValueKind::kHash) node.value = TRY(input.bytes(Hash256::kSize));
    for (uint8_t i = 0; i < 16; ++i) {
        if (node.has_child(i)) node.children[i] = TRY(input.sized_bytes());
    }
    node.size = encoding.size() - input.remaining();
    return node;
}

Bytes encode_node(const NodeView& node) {
    const NodeVariant variant = variant_for(node.children_bitmap != 0, node.value_kind);
    if (variant == NodeVariant::kEmpty) {
        SERINUS_ASSERT(node.partial_key.empty());
        return {static_cast<uint8_t>(variant)};
    }
    const size_t nibbles = node.partial_key.size();
    size_t bound = header_bound(nibbles) + nibbles / 2 + 1 + 2 + kCompactLengthBound + node.value.size();
    for (const BytesView child : node.children) bound += kCompactLengthBound + child.size();

    Bytes encoding(bound);
    uint8_t* out = write_header(encoding.data(), variant, nibbles);
    out = write_nibbles(out, node.partial_key);
    if (node.children_bitmap != 0) {
        store_le(out, node.children_bitmap);
        out += 2;
    }
    if (node.value_kind == ValueKind::kInline) out = write_compact_length(out, node.value.size());
    out = write_bytes(out, node.value);
    for (uint8_t i = 0; i < 16; ++i) {
        if (!node.has_child(i)) continue;
        out = write_compact_length(out, node.children[i].size());
        out = write_bytes(out, node.children[i]);
    }
    encoding.resize(static_cast<size_t>(out - encoding.data()));
    return encoding;
}

}  // namespace serinus::trie
