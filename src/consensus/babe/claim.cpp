#include "consensus/babe/claim.hpp"

#include <cmath>

#include "chain/import/refusal_reason.hpp"
#include "consensus/digest_item.hpp"
#include "hashing/hashing.hpp"

namespace serinus::consensus::babe {
namespace {

namespace vrf = crypto::vrf;
using chain::MaybeRefusal;
using chain::Refusal;
using chain::RefusalReason;

std::string who(uint32_t index) { return "authority " + std::to_string(index); }

/// Input and output of the claim's VRF if its proof holds.
std::optional<vrf::InOut> verify_vrf(const crypto::sr25519::PublicKey& key, Slot slot, const vrf::Signature& signature,
                                     const Epoch& epoch) {
    return vrf::verify(key, vrf::babe_transcript(epoch.randomness, slot, epoch.frame.index), signature);
}

MaybeRefusal check_secondary_author(Slot slot, uint32_t claimed, const Epoch& epoch) {
    const auto expected = secondary_author(slot, static_cast<uint32_t>(epoch.authorities.size()), epoch.randomness);
    if (epoch.authorities[*expected].key == epoch.authorities[claimed].key) return {};
    return Refusal{RefusalReason::kNotTheAuthor, "it claims slot " + std::to_string(slot) + " for " + who(claimed) +
                                                     " as secondary author, who must be " + who(*expected)};
}

MaybeRefusal check(const Primary& claim, const Epoch& epoch) {
    const auto in_out = verify_vrf(epoch.authorities[claim.authority_index].key, claim.slot, claim.vrf, epoch);
    if (!in_out) return Refusal{RefusalReason::kNotTheAuthor, "the VRF proof of its author is wrong"};
    if (vrf::babe_score(*in_out) >=
        primary_threshold(epoch.frame.config.rate, epoch.authorities, claim.authority_index)) {
        return Refusal{RefusalReason::kNotTheAuthor, "its author has not won slot " + std::to_string(claim.slot) +
                                                         ": the VRF output is not below the threshold"};
    }
    return {};
}

MaybeRefusal check(const SecondaryPlain& claim, const Epoch& epoch) {
    if (epoch.frame.config.allowed_slots != AllowedSlots::kSecondaryPlain) {
        return Refusal{RefusalReason::kNotTheAuthor, "it claims a plain secondary slot, which its epoch does not have"};
    }
    return check_secondary_author(claim.slot, claim.authority_index, epoch);
}

MaybeRefusal check(const SecondaryVrf& claim, const Epoch& epoch) {
    if (epoch.frame.config.allowed_slots != AllowedSlots::kSecondaryVrf) {
        return Refusal{RefusalReason::kNotTheAuthor,
                       "it claims a secondary slot with VRF, which its epoch does not have"};
    }
    auto wrong = check_secondary_author(claim.slot, claim.authority_index, epoch);
    if (wrong) return wrong;
    if (!verify_vrf(epoch.authorities[claim.authority_index].key, claim.slot, claim.vrf, epoch)) {
        return Refusal{RefusalReason::kNotTheAuthor, "the VRF proof of its author is wrong"};
    }
    return {};
}

}  // namespace

uint128_t primary_threshold(const LeaderRate& rate, std::span<const Authority> authorities, uint32_t index) noexcept {
    if (rate.denominator == 0 || index >= authorities.size()) return 0;
    uint64_t sum = 0;
    for (const Authority& authority : authorities) sum = saturating_add(sum, authority.weight);
    if (sum == 0) return 0;
    const double c = static_cast<double>(rate.numerator) / static_cast<double>(rate.denominator);
    const double theta = static_cast<double>(authorities[index].weight) / static_cast<double>(sum);
    const double p = 1.0 - std::pow(1.0 - c, theta);
    if (!(p > 0)) return 0;
    if (p >= 1) return max_value<uint128_t>();
    int exponent = 0;  // p = fraction 2^exponent, fraction in [0.5, 1), so the exponent is 0 or less
    const double fraction = std::frexp(p, &exponent);
    const auto mantissa = static_cast<uint128_t>(std::ldexp(fraction, 53));
    const int shift = 128 - 53 + exponent;
    if (shift >= 0) return mantissa << shift;
    return shift > -64 ? mantissa >> -shift : 0;
}

std::optional<uint32_t> secondary_author(Slot slot, uint32_t authority_count, const Randomness& randomness) noexcept {
    if (authority_count == 0) return std::nullopt;
    ByteArray<40> seed;
    std::copy(randomness.begin(), randomness.end(), seed.begin());
    store_le(seed.data() + 32, slot);
    uint64_t remainder = 0;  // of the hash as a big-endian number
    for (const uint8_t byte : hashing::blake2b_256(seed)) remainder = (remainder << 8 | byte) % authority_count;
    return static_cast<uint32_t>(remainder);
}

MaybeRefusal check_claim(const primitives::Header& header, const PreDigest& claim, const Epoch& epoch) {
    const auto* seal = header.digest.empty() ? nullptr : std::get_if<primitives::digest::Seal>(&header.digest.back());
    if (seal == nullptr) return Refusal{RefusalReason::kBadSeal, "it has no seal"};
    if (seal->engine != primitives::kBabeEngine) return Refusal{RefusalReason::kBadSeal, "its seal is not of BABE"};
    const auto signature = find_in_item<crypto::sr25519::Signature, primitives::digest::Seal>(header.digest.back(),
                                                                                              primitives::kBabeEngine);
    if (!signature) {
        return Refusal{RefusalReason::kBadSeal,
                       "its seal has " + std::to_string(seal->data.size()) + " bytes, less than 64"};
    }
    const uint32_t index = authority_index_of(claim);
    if (index >= epoch.authorities.size()) {
        return Refusal{RefusalReason::kNotTheAuthor, "it claims to be of " + who(index) + ", but its epoch has " +
                                                         std::to_string(epoch.authorities.size())};
    }
    const Hash256 signed_hash = primitives::unsealed_hash(header);
    if (!crypto::sr25519::verify(*signature, signed_hash.bytes, epoch.authorities[index].key)) {
        return Refusal{RefusalReason::kBadSeal, "its seal is not the signature of " + who(index)};
    }
    return std::visit([&](const auto& c) { return check(c, epoch); }, claim);
}

}  // namespace serinus::consensus::babe
