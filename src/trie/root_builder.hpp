/// The root of a trie from its entries in key order, without building the trie.
#pragma once

#include <span>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "hashing/hashing.hpp"
#include "trie/node_writer.hpp"
#include "trie/state_version.hpp"

namespace serinus::trie {

class ChangeSink;

/// The node of a trie without entries.
inline constexpr ByteArray<1> kEmptyNode{static_cast<uint8_t>(NodeVariant::kEmpty)};
/// Of keys and values (RootBuilderError::kTooLarge).
inline constexpr size_t kLargestSize = UINT32_MAX;

/// The root of the trie without entries, in either version: the hash of one zero byte.
Hash256 empty_root(HashFunction hash = hashing::blake2b_256) noexcept;

enum class RootBuilderError : uint8_t {
    kNotAscending = 1,  ///< a key is not greater than the one before it
    kTooLarge,          ///< a key or a value of 4 GiB or more (our bound; the length of a value is a compact u32)
};

const char* to_string(RootBuilderError error) noexcept;

/// Computes the root of a stream of entries whose keys strictly ascend (as unsigned bytes; a prefix comes first).
///
///     RootBuilder builder(StateVersion::kV1);
///     for (const auto& [key, value] : map) TRY(builder.add(key, value));
///     const Hash256 root = builder.finish();
///
/// Only the branches on the path of the last key are open; each of them keeps the Merkle values of its closed children.
/// Memory O(depth + the values on that path); no allocation per entry once the buffers have grown. A node is encoded
/// and hashed once. Not thread-safe; two builders are independent.
/// Spec: defn-merkle-value, defn-node-value
class RootBuilder {
  public:
    explicit RootBuilder(StateVersion version, HashFunction hash = hashing::blake2b_256) noexcept
        : version_(version), hash_(hash) {}
    /// `nodes` gets each node with its position, children first; no value, and nothing to remove.
    RootBuilder(StateVersion version, ChangeSink& nodes) noexcept : RootBuilder(version) { nodes_ = &nodes; }

    /// Takes the next entry; both views are read before the call returns. On an error nothing changes.
    Result<void, RootBuilderError> add(BytesView key, BytesView value);

    /// The root of the added entries; the builder is then empty again and keeps its memory.
    Hash256 finish();

  private:
    /// A value at `values_[offset, offset + size)`. The last one taken always ends the buffer.
    struct Value {
        ValueKind kind = ValueKind::kNone;
        size_t offset = 0;
        size_t size = 0;
    };

    /// A branch that may still get children. Its path are the first `depth_nibbles` nibbles of `key_`.
    struct OpenBranch {
        size_t depth_nibbles;
        size_t children_offset;  ///< its children's encoded Merkle values end `children_`
        Value value;
        uint16_t children_bitmap;
    };

    Value push_value(BytesView value);
    void close_above(size_t shared_nibbles);
    BytesView encode_leaf(size_t partial_from);
    BytesView encode_top_branch(size_t partial_from);
    void attach(size_t parent_depth_nibbles, const MerkleValue& child);
    uint8_t* write_value(uint8_t* out, const Value& value) const noexcept;

    void give_out(size_t position_nibbles, const MerkleValue& merkle, BytesView encoding) const;

    StateVersion version_;
    HashFunction hash_;
    ChangeSink* nodes_ = nullptr;
    bool has_pending_ = false;
    Bytes key_;      ///< of the pending entry: the last one added, a leaf or a branch, the next key decides
    Value pending_;  ///< its value
    std::vector<OpenBranch> open_;  ///< from the root downwards, depths ascending, all shorter than `key_`
    Bytes values_;
    Bytes children_;
    Scratch encoding_;
};

/// The root of a list: the trie whose keys are the SCALE compact encodings of the indices 0, 1, 2…; the extrinsics root
/// of a block is that of its extrinsics (each with its length prefix, as in the body), in the version that the runtime
/// names for it.
/// Spec: id-ext_trie_blake2_256_ordered_root
Hash256 ordered_root(std::span<const BytesView> items, StateVersion version, HashFunction hash = hashing::blake2b_256);
Hash256 ordered_root(std::span<const Bytes> items, StateVersion version, HashFunction hash = hashing::blake2b_256);

}  // namespace serinus::trie
