/// The erasure root of a payload's chunks, and the branches that prove a chunk to belong to it.
/// Observed: polkadot-erasure-coding 28.0.0. The root is that of a trie, state version 0, with an entry for each chunk:
/// its index as u32, little-endian, and the BLAKE2b-256 hash of the chunk.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "codec/bounded.hpp"
#include "erasure/code.hpp"

namespace serinus::erasure {

/// Observed: polkadot-node-primitives 28.0.0, `Proof`: what has more nodes or longer ones does not decode there.
inline constexpr uint32_t kMaxBranchNodes = 8;
inline constexpr uint32_t kMaxBranchNodeSize = 612;

/// The nodes from the root to a chunk's leaf, in this order, as they go over the wire.
using Branch = scale::BoundedVec<scale::BoundedVec<uint8_t, kMaxBranchNodeSize>, kMaxBranchNodes>;

/// Hashes of chunks, by index. Several are computed at once.
std::vector<Hash256> hash_chunks(const Chunks& chunks);

/// The trie over the chunks of a payload.
class Branches {
  public:
    /// `chunk_hashes`: of chunk 0, 1, …; at least one, at most kMaxValidators.
    explicit Branches(std::span<const Hash256> chunk_hashes);
    explicit Branches(const Chunks& chunks) : Branches(hash_chunks(chunks)) {}

    const Hash256& root() const noexcept { return root_; }
    /// `index` is below the number of chunks.
    Branch branch(uint32_t index) const;

  private:
    Hash256 root_;
    std::map<Hash256, Bytes> nodes_;
    size_t count_;
};

/// The root alone, without the trie in memory. `chunk_hashes` as above.
Hash256 erasure_root(std::span<const Hash256> chunk_hashes);
Hash256 erasure_root(const Chunks& chunks);

/// What examining a chunk or a payload says.
enum class Verdict : uint8_t {
    kValid,
    kInvalidBranch,  ///< a node is missing, or is none
    kNoSuchChunk,    ///< the trie has no entry with this index
    kWrongHash,      ///< the entry is another chunk's
    kWrongRoot,      ///< encoding the payload leads to another root
    kEmptyPayload,
};

const char* to_string(Verdict verdict) noexcept;

/// The hash that the trie with this root has for a chunk; kInvalidBranch or kNoSuchChunk.
/// Nodes may come in any order and some may be of no use, as the reference has it. Time O(bytes of the branch).
Result<Hash256, Verdict> branch_hash(const Hash256& root, const Branch& branch, uint32_t index);

/// Whether the chunk is that of this index under this root.
Verdict check_chunk(const Hash256& root, const Branch& branch, uint32_t index, BytesView chunk);

/// Whether encoding a payload leads to this root: only then do all who rebuild from other chunks get the same payload.
/// `payload` without the zeros that rebuilding adds. Cost: of encoding and hashing.
Verdict check_payload(const Code& code, BytesView payload, const Hash256& root);

}  // namespace serinus::erasure
