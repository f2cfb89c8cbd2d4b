/// Compact proofs: storage proofs without the hashes that their reader can compute.
///
/// The nodes stand in the order in which a walk meets them, a parent before its children. A child that follows has an
/// empty Merkle value in its parent; a hash that is given stands for a child that the proof has not. A node whose
/// hashed value is in the proof begins with the byte 0x01, says that its value is empty, and is followed by the value.
/// Behind the top trie come the child tries that the proof has, in the order of their roots' keys. Observed:
/// polkadot-stable2407: the reference implementation's CompactProof, byte by byte.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "trie/proof.hpp"

namespace serinus::trie {

enum class CompactProofError : uint8_t {
    kWrongRoot = 1,     ///< no item of the proof has the root's hash; or the decoded trie has another root
    kIncomplete,        ///< the items end before the trie is whole
    kMalformedNode,     ///< an item that is no node, or a node that no trie has
    kInvalidChildRoot,  ///< an entry with the root of a child trie has not 32 bytes
    kExtraneousChild,   ///< a child trie whose root is not in the top trie
    kExtraneousItems,   ///< items behind the last trie
    kTooLarge,          ///< above our bounds: a small set of nodes can stand for an exponentially large trie
};

const char* to_string(CompactProofError error) noexcept;

/// Bounds of ours. A block's proof has at most some ten megabytes, so each of its nodes fits many times.
inline constexpr size_t kMaxCompactProofItems = 1 << 20;
inline constexpr size_t kMaxCompactProofSize = size_t{64} << 20;

/// The items of a compact proof, in order. In bytes: `encode_proof_items`, `decode_proof_items`.
using CompactProof = std::vector<Bytes>;

/// Leaves out nodes that `root` cannot reach. Nodes that several parents share come once for each.
/// Time O(bytes of the result + entries with roots of child tries).
Result<CompactProof, CompactProofError> encode_compact(const StorageProof& proof, const Hash256& root);

struct DecodedCompactProof {
    Hash256 root;  ///< computed; proves nothing until the caller compares it
    StorageProof proof;
};

/// Computes the nodes, and from them the root; another one than the expected is kWrongRoot. Memory O(bytes of the
/// items).
Result<DecodedCompactProof, CompactProofError> decode_compact(std::span<const Bytes> items,
                                                              const std::optional<Hash256>& expected_root);

}  // namespace serinus::trie
