/// The leaf that each block adds, and what it is made of.
/// Pallet: sp-consensus-beefy (mmr), beefy-mmr
#pragma once

#include "runtime/pallets/beefy/types.hpp"

namespace serinus::pallet_beefy_mmr {

using AuthoritySet = sp_consensus_beefy::mmr::BeefyAuthoritySet<Hash256>;

template <class LeafExtra>
struct MmrLeaf {
    uint8_t version{};  ///< major * 32 + minor
    std::pair<primitives::BlockNumber, Hash256> parent_number_and_hash;
    AuthoritySet beefy_next_authority_set;
    LeafExtra leaf_extra{};
    friend bool operator==(const MmrLeaf&, const MmrLeaf&) = default;
};

/// The Ethereum address of a key: the last 20 bytes of keccak-256 of the point; empty if the key is no point.
Bytes ethereum_address_of(const sp_consensus_beefy::AuthorityId& key);

}  // namespace serinus::pallet_beefy_mmr
