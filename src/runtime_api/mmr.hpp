/// The API MmrApi: the Merkle mountain range of old blocks. Observed: sp-mmr-primitives, polkadot v1.0.0
#pragma once

#include "primitives/header.hpp"
#include "runtime_api/call.hpp"

namespace serinus::runtime_api::mmr {

using primitives::BlockNumber;

/// By the index of the variant. Observed: sp_mmr_primitives::Error, polkadot v1.0.0
enum class Error : uint8_t {
    kInvalidNumericOp,
    kPush,
    kGetRoot,
    kCommit,
    kGenerateProof,
    kVerify,
    kLeafNotFound,
    kPalletNotIncluded,
    kInvalidLeafIndex,
    kInvalidBestKnownBlock,
};
template <class T>
using OrError = Result<T, Error>;

using Leaves = std::vector<Bytes>;
struct LeafProof {
    std::vector<uint64_t> leaf_indices;
    uint64_t leaf_count = 0;
    std::vector<Hash256> items;
};
struct AncestryProof {
    std::vector<Hash256> prev_peaks;
    uint64_t prev_leaf_count = 0;
    uint64_t leaf_count = 0;
    std::vector<std::pair<uint64_t, Hash256>> items;  ///< positions and hashes of nodes
};

inline constexpr Call<OrError<Hash256>()> kRoot{"MmrApi_mmr_root", {}, Reuse::kAtBlock};
inline constexpr Call<OrError<uint64_t>()> kLeafCount{"MmrApi_mmr_leaf_count", {}, Reuse::kAtBlock};

// The runtime reads nodes from the offchain storage: CallContext::offchain. The second argument of the first two is the
// best block that the reader of the proof knows; a proof of leaves is a LeafProof.
inline constexpr Call<OrError<std::pair<Leaves, Encoded>>(std::vector<BlockNumber>, std::optional<BlockNumber>)>
    kGenerateProof{"MmrApi_generate_proof"};
inline constexpr Call<OrError<AncestryProof>(BlockNumber, std::optional<BlockNumber>)> kGenerateAncestryProof{
    "MmrApi_generate_ancestry_proof"};
inline constexpr Call<OrError<scale::Unit>(Leaves, LeafProof)> kVerifyProof{"MmrApi_verify_proof"};
inline constexpr Call<OrError<scale::Unit>(Hash256, Leaves, LeafProof)> kVerifyProofStateless{
    "MmrApi_verify_proof_stateless"};

}  // namespace serinus::runtime_api::mmr
