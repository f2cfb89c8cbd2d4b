#include "consensus/babe/author.hpp"

namespace serinus::consensus::babe {
namespace {

namespace vrf = crypto::vrf;

}  // namespace

std::optional<WonSlot> claim_slot(const Epoch& epoch, Slot slot, std::span<const OwnAuthority> ours,
                                  const ByteArray<32>& randomness) {
    const EpochConfig& config = epoch.frame.config;
    const auto transcript = vrf::babe_transcript(epoch.randomness, slot, epoch.frame.index);
    for (const OwnAuthority& own : ours) {
        const auto in_out = vrf::evaluate(own.key, transcript);
        if (vrf::babe_score(in_out) >= primary_threshold(config.rate, epoch.authorities, own.index)) continue;
        return WonSlot{Primary{own.index, slot, vrf::sign(own.key, transcript, randomness)}, &own};
    }
    if (config.allowed_slots == AllowedSlots::kPrimary) return std::nullopt;
    const auto index = secondary_author(slot, static_cast<uint32_t>(epoch.authorities.size()), epoch.randomness);
    for (const OwnAuthority& own : ours) {
        if (own.index != index) continue;
        if (config.allowed_slots == AllowedSlots::kSecondaryPlain)
            return WonSlot{SecondaryPlain{own.index, slot}, &own};
        return WonSlot{SecondaryVrf{own.index, slot, vrf::sign(own.key, transcript, randomness)}, &own};
    }
    return std::nullopt;
}

primitives::DigestItem pre_runtime(const PreDigest& claim) {
    return primitives::digest::PreRuntime{primitives::kBabeEngine, scale::encode(claim)};
}

primitives::digest::Seal make_seal(const Hash256& unsealed_hash, const crypto::sr25519::KeyPair& key,
                                   const ByteArray<32>& randomness) {
    const auto signature = crypto::sr25519::sign(key, unsealed_hash.bytes, randomness);
    return {primitives::kBabeEngine, to_bytes(signature.bytes)};
}

}  // namespace serinus::consensus::babe
