/// BeefyMmrLeaf: what each block adds to the Merkle mountain range, so that a bridge that knows the root knows who
/// signs the roots to come. Pallet: beefy-mmr
///
/// A leaf has the number and hash of the parent block, the next set of BEEFY as it was before this block, and what the
/// chain adds. The roots of both sets' addresses are kept, since they are dear.
/// It also tells Beefy which votes are for other chains. Observed: pallet-beefy-mmr 43
#pragma once

#include "runtime/pallets/beefy/beefy.hpp"
#include "runtime/pallets/beefy_mmr/types.hpp"
#include "runtime/pallets/beefy_mmr/weights.hpp"
#include "runtime/pallets/mmr/ancestry.hpp"

namespace serinus::pallet_beefy_mmr {

using namespace sdk;
using pallet_beefy::ValidatorSet;

/// What a configuration has. Mmr: leaf_count_after, generate_ancestry_proof.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::Beefy;
    typename T::System;
    typename T::LeafExtra;
    typename T::Mmr;
    T::kWeights;
    { T::kLeafVersion } -> std::convertible_to<uint8_t>;
    { T::BeefyDataProvider::extra_data() } -> std::same_as<typename T::LeafExtra>;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    using Leaf = MmrLeaf<typename T::LeafExtra>;

    struct Storage {
        /// The set that signs in this session.
        Value<AuthoritySet, OrDefault> BeefyAuthorities;
        /// The set that signs in the next one.
        Value<AuthoritySet, OrDefault> BeefyNextAuthorities;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    /// The leaf of this block, before anything in it has happened.
    static Leaf leaf_data();
    /// Puts the root into the digest of the block, for the node.
    static void on_new_root(const Hash256& root);
    static void on_new_validator_set(const ValidatorSet& current, const ValidatorSet& next);

    static AuthoritySet authority_set_proof() { return storage.BeefyAuthorities.get(); }
    static AuthoritySet next_authority_set_proof() { return storage.BeefyNextAuthorities.get(); }
    static TryStateResult try_state();

    // AncestryHelper of Beefy.
    using AncestryProof = pallet_mmr::AncestryProof;
    using Commitment = sp_consensus_beefy::commitment::Commitment<BlockNumber>;
    static std::optional<AncestryProof> generate_ancestry_proof(BlockNumber prev,
                                                                std::optional<BlockNumber> best_known);
    static bool is_proof_optimal(const AncestryProof& proof);
    /// The root in the digest of a header of this chain; nullopt if it is none, or has no root.
    static std::optional<Hash256> extract_validation_context(const CallHeader& header);
    /// Whether the commitment has no root, or another one than the range of its block has by that proof.
    static bool is_non_canonical(const Commitment& commitment, const AncestryProof& proof, const Hash256& root);
    static Weight ancestry_weight(const AncestryProof& proof);
};

}  // namespace serinus::pallet_beefy_mmr
