/// Proofs of old blocks. `R` has Mmr.
#pragma once

#include "runtime/pallets/mmr/mmr.hpp"
#include "runtime/sdk/runtime_api.hpp"

namespace serinus::pallet_mmr::api {

/// What the Merkle mountain range of the chain has, and shows.
template <class R>
struct MmrApi {
    static constexpr uint32_t kVersion = 2;
    static constexpr ByteArray<8> kId = {0x91, 0xd5, 0xdf, 0x18, 0xb0, 0xd2, 0xcf, 0x58};

    /// The root with the leaf of this block.
    struct mmr_root {
        Result<Hash256, MmrError> operator()() const;
    };
    /// How many blocks have added a leaf.
    struct mmr_leaf_count {
        Result<uint64_t, MmrError> operator()() const;
    };
    /// The leaves of blocks and a proof of them, against the root of another block than this one if that is given.
    struct generate_proof {
        std::vector<BlockNumber> block_numbers;
        std::optional<BlockNumber> best_known_block_number;
        Result<std::pair<std::vector<EncodableOpaqueLeaf>, Proof>, MmrError> operator()() const;
    };
    /// Checks leaves against the range of this chain. They stand in the order of the proof's indices.
    struct verify_proof {
        std::vector<EncodableOpaqueLeaf> leaves;
        Proof proof;
        Result<Unit, MmrError> operator()() const;
    };
    /// Checks leaves against a root, whatever the chain.
    struct verify_proof_stateless {
        Hash256 root;
        std::vector<EncodableOpaqueLeaf> leaves;
        Proof proof;
        Result<Unit, MmrError> operator()() const;
    };
    using Methods = List<mmr_root, mmr_leaf_count, generate_proof, verify_proof, verify_proof_stateless>;
};

}  // namespace serinus::pallet_mmr::api
