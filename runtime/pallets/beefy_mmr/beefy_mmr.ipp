#pragma once

#include <bit>

#include "runtime/pallets/beefy_mmr/beefy_mmr.hpp"
#include "runtime/pallets/beefy_mmr/merkle_root.hpp"
#include "runtime/sdk/host/host.hpp"

namespace serinus::pallet_beefy_mmr {

template <class T>
typename Pallet<T>::Leaf Pallet<T>::leaf_data() {
    return {
        .version = T::kLeafVersion,
        .parent_number_and_hash = {saturating_sub(T::System::block_number(), BlockNumber{1}), T::System::parent_hash()},
        .beefy_next_authority_set = next_authority_set_proof(),
        .leaf_extra = T::BeefyDataProvider::extra_data()};
}

template <class T>
void Pallet<T>::on_new_root(const Hash256& root) {
    const sp_consensus_beefy::ConsensusLog log{sp_consensus_beefy::ConsensusLog::MmrRoot{root}};
    T::System::deposit_log(primitives::digest::Consensus{primitives::kBeefyEngine, scale::encode(log)});
}

template <class T>
void Pallet<T>::on_new_validator_set(const ValidatorSet& current, const ValidatorSet& next) {
    const auto root_of = [](const ValidatorSet& set) {
        std::vector<Bytes> addresses;
        addresses.reserve(set.validators.size());
        for (const auto& key : set.validators) addresses.push_back(ethereum_address_of(key));
        return AuthoritySet{set.id, static_cast<uint32_t>(set.validators.size()), merkle_root(addresses)};
    };
    const AuthoritySet of_current = root_of(current);
    storage.BeefyAuthorities.put(of_current);
    // Mostly nobody has changed.
    const bool is_same = current.validators == next.validators;
    storage.BeefyNextAuthorities.put(is_same ? AuthoritySet{next.id, of_current.len, of_current.keyset_commitment}
                                             : root_of(next));
}

template <class T>
auto Pallet<T>::generate_ancestry_proof(BlockNumber prev, std::optional<BlockNumber> best_known)
    -> std::optional<AncestryProof> {
    auto proof = T::Mmr::generate_ancestry_proof(prev, best_known);
    return proof ? std::optional(*std::move(proof)) : std::nullopt;
}

template <class T>
bool Pallet<T>::is_proof_optimal(const AncestryProof& proof) {
    return pallet_mmr::is_optimal(proof);
}

template <class T>
std::optional<Hash256> Pallet<T>::extract_validation_context(const CallHeader& header) {
    if (T::System::block_hash(header.number.value) != host::blake2_256(scale::encode(header))) return std::nullopt;
    for (const auto& item : header.digest.logs) {
        const auto* const log = std::get_if<primitives::digest::Consensus>(&item);
        if (log == nullptr || log->engine != primitives::kBeefyEngine) continue;
        BytesView data = log->data;
        const auto decoded = scale::take<sp_consensus_beefy::ConsensusLog>(data);
        if (!decoded) continue;
        if (const auto* const root = std::get_if<sp_consensus_beefy::ConsensusLog::MmrRoot>(&decoded->v))
            return root->_0;
    }
    return std::nullopt;
}

template <class T>
bool Pallet<T>::is_non_canonical(const Commitment& commitment, const AncestryProof& proof, const Hash256&) {
    const auto leaf_count = T::Mmr::leaf_count_after(commitment.block_number);
    if (!leaf_count || *leaf_count != proof.prev_leaf_count) return false;
    // Of which chain the larger range is nobody asks: see root_of_ancestor.
    const auto canonical = pallet_mmr::root_of_ancestor(proof);
    if (!canonical) return false;
    bool has_root = false;
    for (const auto& [id, raw] : commitment.payload._0) {
        if (id != ByteArray<2>{'m', 'h'}) continue;
        BytesView data = raw;
        const auto root = scale::take<Hash256>(data);
        if (!root || *root != *canonical) return true;
        has_root = true;
    }
    return !has_root;
}

template <class T>
Weight Pallet<T>::ancestry_weight(const AncestryProof& proof) {
    const auto peaks = static_cast<uint64_t>(std::popcount(proof.leaf_count));
    const uint64_t nodes = uint64_t{proof.items.size()} + proof.prev_peaks.size();
    const auto as_count = [](uint64_t count) { return std::min<uint64_t>(count, max_value<uint32_t>()); };
    return T::kWeights.n_leafs_proof_is_optimal(as_count(proof.leaf_count))
        .saturating_add(T::kWeights.extract_validation_context())
        .saturating_add(T::kWeights.n_items_proof_is_non_canonical(as_count(nodes))
                            .saturating_add(T::kWeights.read_peak().saturating_mul(peaks)));
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    const auto set = T::Beefy::validator_set();
    if (!set) return {};
    const AuthoritySet current = authority_set_proof();
    // Where the next set was empty both have stayed behind.
    ENSURE(current.id <= set->id, std::string("BeefyAuthorities is of a set to come"));
    ENSURE(current.id != set->id || current.len == set->validators.size(),
           std::string("BeefyAuthorities has another size than the set"));
    return {};
}

}  // namespace serinus::pallet_beefy_mmr
