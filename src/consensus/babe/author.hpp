/// Winning slots, and signing the blocks that are made in them. No clock, no keystore: both are the caller's.
#pragma once

#include "consensus/babe/claim.hpp"

namespace serinus::consensus::babe {

/// A key of ours that is in the epoch's list of authorities.
struct OwnAuthority {
    uint32_t index = 0;
    crypto::sr25519::KeyPair key;
};

/// A slot that we may author.
struct WonSlot {
    PreDigest claim;
    const OwnAuthority* author = nullptr;  ///< of the list that was given
};

/// The claim of the first of our authorities that won the slot as primary author; if none did, that of the secondary
/// author, if the epoch has such and it is ours. nullopt: the slot is not ours.
///
/// `randomness` need not be secret. Time: one VRF evaluation for each key.
/// Spec: algo-block-production-lottery
std::optional<WonSlot> claim_slot(const Epoch& epoch, Slot slot, std::span<const OwnAuthority> ours,
                                  const ByteArray<32>& randomness);

/// The digest item that a header begins with.
primitives::DigestItem pre_runtime(const PreDigest& claim);

/// The seal of a header that has none yet. Spec: defn-block-signature
primitives::digest::Seal make_seal(const Hash256& unsealed_hash, const crypto::sr25519::KeyPair& key,
                                   const ByteArray<32>& randomness);

}  // namespace serinus::consensus::babe
