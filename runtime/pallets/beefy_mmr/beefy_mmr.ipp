#pragma once

#include "runtime/pallets/beefy_mmr/beefy_mmr.hpp"
#include "runtime/pallets/beefy_mmr/merkle_root.hpp"

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
