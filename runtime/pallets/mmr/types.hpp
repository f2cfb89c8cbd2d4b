/// What proofs of a Merkle mountain range consist of.
/// Pallet: sp-mmr-primitives
#pragma once

#include "runtime/sdk/metadata_names.hpp"

namespace serinus::sp_mmr_primitives {

/// A leaf, encoded: who asks need not know what it consists of.
struct EncodableOpaqueLeaf {
    Bytes _0;
    friend bool operator==(const EncodableOpaqueLeaf&, const EncodableOpaqueLeaf&) = default;
};

/// What shows that leaves belong to a range with a known root.
template <class Hash>
struct Proof {
    using Params = sdk::List<sdk::Param<"Hash", Hash>>;
    std::vector<uint64_t> leaf_indices;
    uint64_t leaf_count{};  ///< of the range when the proof was made
    std::vector<Hash> items;
    friend bool operator==(const Proof&, const Proof&) = default;
};

/// What shows that a range has grown out of another one.
template <class Hash>
struct AncestryProof {
    using Params = sdk::List<sdk::Param<"Hash", Hash>>;
    std::vector<Hash> prev_peaks;  ///< of the smaller range
    uint64_t prev_leaf_count{};
    uint64_t leaf_count{};
    std::vector<std::pair<uint64_t, Hash>> items;  ///< nodes beside the ways of those peaks, by their positions
    friend bool operator==(const AncestryProof&, const AncestryProof&) = default;
};

enum class Error : uint8_t {
    /// There is no leaf for such a block number.
    InvalidNumericOp,
    /// A new leaf could not be added.
    Push,
    /// The root could not be computed.
    GetRoot,
    /// The changes could not be stored.
    Commit,
    /// The proof could not be made.
    GenerateProof,
    /// The proof is wrong.
    Verify,
    /// The leaf is not stored.
    LeafNotFound,
    /// The runtime has no Merkle mountain range.
    PalletNotIncluded,
    /// There is no such leaf.
    InvalidLeafIndex,
    /// There is no such best block.
    InvalidBestKnownBlock,
};

}  // namespace serinus::sp_mmr_primitives
