/// Whether who authored a block was allowed to, and signed it.
#pragma once

#include "chain/import/refusal.hpp"
#include "consensus/babe/epoch.hpp"

namespace serinus::consensus::babe {

/// An epoch with all that is needed to check a claim.
struct Epoch {
    EpochFrame frame;
    std::vector<Authority> authorities;
    Randomness randomness{};
};

/// An authority wins a slot as primary author if its score is below this: 2^128 (1 - (1 - c)^(w / W)), with c the
/// leader rate, w its weight and W the weight of all.
/// Spec: defn-winning-threshold. Observed: polkadot v1.0.0: computed in double precision, then exactly, cut off at its
/// integer part.
uint128_t primary_threshold(const LeaderRate& rate, std::span<const Authority> authorities, uint32_t index) noexcept;

/// The only authority that may author the slot as secondary author; nullopt without authorities.
/// Spec: defn-babe-secondary-slots
std::optional<uint32_t> secondary_author(Slot slot, uint32_t authority_count, const Randomness& randomness) noexcept;

/// Checks seal and claim. `header` has its seal.
/// Spec: algo-verify-slot-winner
chain::MaybeRefusal check_claim(const primitives::Header& header, const PreDigest& claim, const Epoch& epoch);

}  // namespace serinus::consensus::babe
