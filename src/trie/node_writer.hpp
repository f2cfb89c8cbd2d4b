/// The pieces of a node's encoding, written to raw memory: shared by RootBuilder and the node codec.
/// Each writer returns the place after its last byte; `..._bound` says how many bytes it may need.
#pragma once

#include <memory>

#include "base/bytes.hpp"
#include "codec/compact.hpp"
#include "trie/nibbles.hpp"

namespace serinus::trie {

/// The kind of node that follows: the top bits of the first byte; the bits left over hold the partial key's length.
/// Spec: defn-node-header
enum class NodeVariant : uint8_t {
    kLeaf = 0b0100'0000,             ///< 2 bits
    kBranch = 0b1000'0000,           ///< 2 bits, a branch without a value
    kBranchWithValue = 0b1100'0000,  ///< 2 bits
    kHashedLeaf = 0b0010'0000,       ///< 3 bits, the hash of the value stands for it
    kHashedBranch = 0b0001'0000,     ///< 4 bits, likewise
    kEmpty = 0b0000'0000,            ///< all 8 bits: the trie without entries
};

enum class ValueKind : uint8_t {
    kNone,
    kInline,  ///< the value itself, perhaps empty
    kHash,    ///< the 32 bytes of its BLAKE2b hash
};

/// The variant that says as much; kEmpty for neither children nor value.
NodeVariant variant_for(bool has_children, ValueKind value) noexcept;

/// The first byte of a compact-proof node whose hashed value follows as the next item. Never in a real node.
inline constexpr uint8_t kCompactValueFollows = 0b0000'0001;

/// The largest number that fits beside the variant's bits; it says that more bytes of length follow.
constexpr uint8_t header_length_mask(NodeVariant variant) noexcept {
    switch (variant) {
        case NodeVariant::kLeaf:
        case NodeVariant::kBranch:
        case NodeVariant::kBranchWithValue:
            return 0b0011'1111;
        case NodeVariant::kHashedLeaf:
            return 0b0001'1111;
        case NodeVariant::kHashedBranch:
            return 0b0000'1111;
        case NodeVariant::kEmpty:
            return 0;
    }
    return 0;
}

/// First byte, a first length byte, and one more for each 255 nibbles.
constexpr size_t header_bound(size_t partial_key_nibbles) noexcept { return 2 + partial_key_nibbles / 255; }

uint8_t* write_header(uint8_t* out, NodeVariant variant, size_t partial_key_nibbles) noexcept;

inline constexpr size_t kCompactLengthBound = scale::kMaxCompact64;

/// `length` as a SCALE compact integer. Precondition: it fits 32 bits.
uint8_t* write_compact_length(uint8_t* out, size_t length) noexcept;

inline uint8_t* write_bytes(uint8_t* out, BytesView bytes) noexcept {
    if (!bytes.empty()) std::memcpy(out, bytes.data(), bytes.size());
    return out + bytes.size();
}

/// Reusable memory for one encoding: grows, never shrinks, is not cleared.
class Scratch {
  public:
    /// Room for `size` bytes, valid until the next call.
    uint8_t* reserve(size_t size);

  private:
    struct Free {
        void operator()(uint8_t* memory) const noexcept;
    };
    std::unique_ptr<uint8_t[], Free> memory_;
    size_t capacity_ = 0;
};

/// The hash function of a trie. That of a state is always BLAKE2b; runtimes also ask for tries over Keccak.
using HashFunction = Hash256 (*)(BytesView) noexcept;

/// A node's Merkle value: the encoding itself if it has less than 32 bytes, else its hash.
/// Spec: defn-merkle-value
class MerkleValue {
  public:
    /// Of any node but the root, whose Merkle value is always the hash.
    static MerkleValue of(BytesView encoding) noexcept;
    static MerkleValue of(BytesView encoding, HashFunction hash) noexcept;
    static MerkleValue of_hash(const Hash256& hash) noexcept;
    static MerkleValue none() noexcept { return MerkleValue(); }
    /// As a node gives it for a child; nullopt if it has no byte or more than 32.
    static std::optional<MerkleValue> from(BytesView bytes) noexcept;

    BytesView view() const noexcept { return {bytes_.data(), size_}; }
    size_t size() const noexcept { return size_; }
    bool is_hash() const noexcept { return size_ == Hash256::kSize; }

    friend bool operator==(const MerkleValue& a, const MerkleValue& b) noexcept { return equal(a.view(), b.view()); }

  private:
    ByteArray<32> bytes_;
    uint8_t size_ = 0;
};

}  // namespace serinus::trie
