/// Mmr: a Merkle mountain range with a leaf for each block, so that a short proof shows any block of the past.
/// Pallet: merkle-mountain-range
///
/// Each block appends its leaf before anything else may change what the leaf says of the block before. The state keeps
/// the peaks alone; every node is given to the node by offchain indexing, under a key with the hash of the parent
/// block, so that forks do not meet. When the block is final the node moves them to keys without it.
///
/// Invariants (checked by try_state()): Nodes has the peaks of a range of NumberOfLeaves leaves, RootHash bags them.
#pragma once

#include "runtime/pallets/mmr/ancestry.hpp"
#include "runtime/pallets/mmr/proof.hpp"
#include "runtime/pallets/mmr/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/listeners.hpp"

namespace serinus::pallet_mmr {

using namespace sdk;
using sp_mmr_primitives::EncodableOpaqueLeaf;
using MmrError = sp_mmr_primitives::Error;

/// What a configuration has.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::System;
    T::kWeights;
    typename T::LeafData::Leaf;
    { T::LeafData::leaf_data() } -> std::same_as<typename T::LeafData::Leaf>;
    typename T::OnNewRoot;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        for_each_handler(typename T::OnNewRoot{}, []<class L>() { static_assert(OnNewRoot<L>); });
    }
    using Leaf = typename T::LeafData::Leaf;
    using Leaves = std::vector<EncodableOpaqueLeaf>;

    struct Storage {
        /// The root with the leaf of this block.
        Value<Hash256, OrDefault> RootHash;
        /// How many leaves there are.
        Value<uint64_t, OrDefault> NumberOfLeaves;
        /// The peaks by their positions.
        Map<Identity<uint64_t>, Hash256> Nodes;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    /// Appends the leaf of this block.
    static Weight on_initialize(BlockNumber now);
    static TryStateResult try_state();

    static Hash256 mmr_root() { return storage.RootHash.get(); }
    static uint64_t mmr_leaves() { return storage.NumberOfLeaves.get(); }
    /// The leaves that these blocks have added, with a proof of all of them against the root of `best_known` (nullopt:
    /// of this block). Needs what was indexed: offchain only. Errors: InvalidNumericOp, LeafNotFound, GenerateProof.
    static Result<std::pair<Leaves, Proof>, MmrError> generate_proof(const std::vector<BlockNumber>& block_numbers,
                                                                     std::optional<BlockNumber> best_known);
    /// Against the range of this chain as it was with `proof.leaf_count` leaves. Needs what was indexed.
    /// Errors: Verify, GetRoot.
    static Result<void, MmrError> verify_proof(const Leaves& leaves, const Proof& proof);
    /// Against a root. Errors: Verify.
    static Result<void, MmrError> verify_proof_stateless(const Hash256& root, const Leaves& leaves, const Proof& proof);

    /// That the range of this chain after `prev` is a part of that after `best_known` (nullopt: of this block). Needs
    /// what was indexed: offchain only. Errors: InvalidNumericOp, GenerateProof.
    static Result<AncestryProof, MmrError> generate_ancestry_proof(BlockNumber prev,
                                                                   std::optional<BlockNumber> best_known);
    /// How many leaves there were after a block. Errors: InvalidNumericOp.
    static Result<uint64_t, MmrError> leaf_count_after(BlockNumber block_number);

  private:
    static std::optional<Node> find_indexed(uint64_t position, std::optional<Bytes>* leaf = nullptr);
    static Result<uint64_t, MmrError> leaf_index_of(BlockNumber block_number);
};

}  // namespace serinus::pallet_mmr
