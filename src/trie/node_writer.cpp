#include "trie/node_writer.hpp"

#include <new>

#include "base/assert.hpp"
#include "hashing/hashing.hpp"

namespace serinus::trie {

NodeVariant variant_for(bool has_children, ValueKind value) noexcept {
    switch (value) {
        case ValueKind::kNone:
            return has_children ? NodeVariant::kBranch : NodeVariant::kEmpty;
        case ValueKind::kInline:
            return has_children ? NodeVariant::kBranchWithValue : NodeVariant::kLeaf;
        case ValueKind::kHash:
            return has_children ? NodeVariant::kHashedBranch : NodeVariant::kHashedLeaf;
    }
    return NodeVariant::kEmpty;
}

uint8_t* write_header(uint8_t* out, NodeVariant variant, size_t partial_key_nibbles) noexcept {
    const uint8_t mask = header_length_mask(variant);
    if (partial_key_nibbles < mask) {
        *out++ = static_cast<uint8_t>(static_cast<uint8_t>(variant) | partial_key_nibbles);
        return out;
    }
    *out++ = static_cast<uint8_t>(static_cast<uint8_t>(variant) | mask);
    size_t rest = partial_key_nibbles - mask;
    for (; rest >= 255; rest -= 255) *out++ = 255;
    *out++ = static_cast<uint8_t>(rest);  // less than 255: the last length byte
    return out;
}

uint8_t* write_compact_length(uint8_t* out, size_t length) noexcept {
    return scale::store_compact(out, uint64_t{length});
}

void Scratch::Free::operator()(uint8_t* memory) const noexcept { ::operator delete(memory); }

uint8_t* Scratch::reserve(size_t size) {
    if (size > capacity_) {
        capacity_ = std::max(size, 2 * capacity_);
        memory_.reset(static_cast<uint8_t*>(::operator new(capacity_)));
    }
    return memory_.get();
}

MerkleValue MerkleValue::of(BytesView encoding) noexcept { return of(encoding, hashing::blake2b_256); }

MerkleValue MerkleValue::of(BytesView encoding, HashFunction hash) noexcept {
    if (encoding.size() >= Hash256::kSize) return of_hash(hash(encoding));
    MerkleValue out;
    write_bytes(out.bytes_.data(), encoding);
    out.size_ = static_cast<uint8_t>(encoding.size());
    return out;
}

std::optional<MerkleValue> MerkleValue::from(BytesView bytes) noexcept {
    if (bytes.empty() || bytes.size() > Hash256::kSize) return std::nullopt;
    MerkleValue out;
    write_bytes(out.bytes_.data(), bytes);
    out.size_ = static_cast<uint8_t>(bytes.size());
    return out;
}

MerkleValue MerkleValue::of_hash(const Hash256& hash) noexcept {
    MerkleValue out;
    out.bytes_ = hash.bytes;
    out.size_ = Hash256::kSize;
    return out;
}

}  // namespace serinus::trie
