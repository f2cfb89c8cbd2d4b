#include "chain/import/signed_payload.hpp"

#include <algorithm>

#include "codec/scale.hpp"
#include "hashing/hashing.hpp"

namespace serinus::chain {
namespace {

using crypto::ExpectedSignature;
using crypto::VerdictRule;
using primitives::BlockNumber;

constexpr uint8_t kSignedVersion4 = 0x84;
constexpr uint8_t kAccountId = 0;  ///< MultiAddress::Id
constexpr uint8_t kEd25519 = 0, kSr25519 = 1;
constexpr size_t kLongestUnhashedPayload = 256;

/// Appends the hash of the first block of a mortal era, or the genesis hash. Spec: defn-extrinsic-mortality
bool append_era_hash(Bytes& payload, BytesView& extra, const PayloadFacts& facts) {
    if (extra.empty()) return false;
    if (extra[0] == 0) {
        extra = extra.subspan(1);
        append(payload, facts.genesis.bytes);
        return true;
    }
    if (extra.size() < 2) return false;
    const auto era = load_le<uint16_t>(extra.data());
    extra = extra.subspan(2);
    const uint64_t period = uint64_t{2} << (era % 16);
    const uint64_t quantum = std::max<uint64_t>(period >> 12, 1);
    const uint64_t phase = (era >> 4) * quantum;
    if (period < 4 || phase >= period) return false;
    const uint64_t number = facts.number;
    const uint64_t birth = (std::max(number, phase) - phase) / period * period + phase;
    if (birth >= number || !facts.hash_of) return false;
    const auto hash = facts.hash_of(static_cast<BlockNumber>(birth));
    if (hash) append(payload, hash->bytes);
    return hash.has_value();
}

/// Takes what the extension has in the extrinsic from `extra`, and appends what it adds to the payload.
bool pass(SignedExtension extension, BytesView& extra, Bytes& payload, const PayloadFacts& facts) {
    switch (extension) {
        case SignedExtension::kNothing:
            return true;
        case SignedExtension::kSpecVersion:
            scale::append_encoded(payload, facts.spec_version);
            return true;
        case SignedExtension::kTransactionVersion:
            scale::append_encoded(payload, facts.transaction_version);
            return true;
        case SignedExtension::kGenesis:
            append(payload, facts.genesis.bytes);
            return true;
        case SignedExtension::kMortality:
            return append_era_hash(payload, extra, facts);
        case SignedExtension::kNonce:
            return scale::take<scale::Compact<uint32_t>>(extra).has_value();
        case SignedExtension::kTip:
            return scale::take<scale::Compact<uint128_t>>(extra).has_value();
        case SignedExtension::kMetadataHash:
            // With mode 1 the runtime's own hash of its metadata is signed, which is not known outside.
            if (extra.empty() || extra[0] != 0) return false;
            extra = extra.subspan(1);
            payload.push_back(0);
            return true;
    }
    return false;
}

}  // namespace

bool looks_signed(BytesView extrinsic) noexcept { return !extrinsic.empty() && extrinsic[0] == kSignedVersion4; }

std::optional<ExpectedSignature> expected_signature(BytesView extrinsic, const PayloadLayout& layout,
                                                    const PayloadFacts& facts) {
    ExpectedSignature out;
    constexpr size_t kBeforeKey = 2, kBeforeSignature = kBeforeKey + 32 + 1, kBeforeExtra = kBeforeSignature + 64;
    if (extrinsic.size() < kBeforeExtra || !looks_signed(extrinsic) || extrinsic[1] != kAccountId) return std::nullopt;
    const uint8_t scheme = extrinsic[kBeforeSignature - 1];
    if (scheme != kEd25519 && scheme != kSr25519) return std::nullopt;
    out.rule = scheme == kEd25519 ? VerdictRule::kEd25519 : VerdictRule::kSr25519;
    std::copy_n(extrinsic.begin() + kBeforeKey, 32, out.public_key.begin());
    std::copy_n(extrinsic.begin() + kBeforeSignature, 64, out.signature.begin());

    const BytesView after_signature = extrinsic.subspan(kBeforeExtra);
    BytesView rest = after_signature;
    Bytes additional;
    for (const SignedExtension extension : layout) {
        if (!pass(extension, rest, additional, facts)) return std::nullopt;
    }
    const BytesView extra = after_signature.first(after_signature.size() - rest.size());
    out.message.reserve(after_signature.size() + additional.size());
    append(out.message, rest);  // the call
    append(out.message, extra);
    append(out.message, additional);
    if (out.message.size() > kLongestUnhashedPayload) {
        out.message = to_bytes(hashing::blake2b_256(out.message).bytes);
    }
    return out;
}

}  // namespace serinus::chain
